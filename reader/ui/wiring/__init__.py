"""What connects widgets to use cases: each module one concern, each use case off the UI thread."""
