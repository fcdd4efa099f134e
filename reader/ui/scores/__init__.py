"""Describing a foreign table of scores."""
