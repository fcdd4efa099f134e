"""Dossier: an offline desktop reference reader for country risk and organized crime."""

__version__ = "0.1.0"
