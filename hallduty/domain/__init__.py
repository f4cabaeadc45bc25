"""Floor 1: records and rules; the standard library only."""
