"""Whether a score is earned or made: tests against the ways in which a target is gamed."""
