"""Pages as they are printed."""
