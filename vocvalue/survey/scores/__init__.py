"""What customers say, in numbers: a score, its change, and how many answers it needs."""
