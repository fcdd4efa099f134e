"""The profile of a country: its overall scores, their picture, ranks, summary and sources."""
