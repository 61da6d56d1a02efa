"""Answers weighted to all customers."""
