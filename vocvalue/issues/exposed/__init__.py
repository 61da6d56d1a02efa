"""Who met a problem, when, with the history before, and whom to compare them with."""
