"""Which ratings are linked with the score, and which with customer value."""
