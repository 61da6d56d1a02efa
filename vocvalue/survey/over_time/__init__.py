"""Whether a score changed over time."""
