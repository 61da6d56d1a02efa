"""How many of the major insights led to a completed improvement."""
