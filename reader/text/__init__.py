"""What a word is: shared by search, evidence and ingest, so that all three mean the same by it."""
