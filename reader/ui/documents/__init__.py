"""The documents of a library in the window, and what the left column's parts are made of."""
