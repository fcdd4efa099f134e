"""What the window asks and says when the library is kept: removed, moved, backed up, mended."""
