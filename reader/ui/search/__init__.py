"""Searching in the window: the field, the answers and how they are painted."""
