"""The reading column: a version's passages, their highlights, and the ways through them."""
