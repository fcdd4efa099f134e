"""Readers of foreign files: each turns one source into metadata, blocks and score sheets."""
