"""Versions in the window: the bar above a document, an older version, two side by side."""
