"""The commands, one a file: each registers its arguments and runs in a session."""
