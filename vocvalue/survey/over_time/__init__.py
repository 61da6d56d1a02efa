"""Whether a score moved over time."""
