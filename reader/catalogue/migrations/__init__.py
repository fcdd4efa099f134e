"""Forward migrations of the catalogue, one SQL file each, in the order of their numbers."""
