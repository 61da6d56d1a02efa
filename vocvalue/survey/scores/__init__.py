"""Scores, their change, and the number of responses they need."""
