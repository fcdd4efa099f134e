"""The command line: everything that the window does to a library, scripted."""
