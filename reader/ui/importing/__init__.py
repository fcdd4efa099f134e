"""The act of importing: what is dropped or pasted, and what came of it."""
