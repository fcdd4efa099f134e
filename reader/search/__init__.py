"""Full-text search over passages with Whoosh: the index is derived and can always be rebuilt."""
