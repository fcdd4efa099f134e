"""Which passages bear on which indicator: the phrase lexicon and the ranking by it."""
