"""Forward migrations of the derived store, one SQL file each."""
