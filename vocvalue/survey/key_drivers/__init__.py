"""Which ratings go with the score, and which with the money."""
