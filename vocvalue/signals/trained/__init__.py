"""Signals found by a model: one of your own, or one fitted here."""
