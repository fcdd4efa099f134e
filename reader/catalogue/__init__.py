"""The catalogue: the library's truth, in SQLite."""
