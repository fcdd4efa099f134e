"""Bookmarks in the window: the list of them, and the note of a new one."""
