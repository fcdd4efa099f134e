"""Use cases: what can be done with a library, one object per concern, wired in one place."""
