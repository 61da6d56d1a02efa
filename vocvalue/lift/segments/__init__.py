"""Whom contacting keeps, by segment, and whom to call next."""
