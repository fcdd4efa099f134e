"""The sheet of the watched folders."""
