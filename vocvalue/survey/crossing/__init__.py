"""Segments crossed with money and churn, and what moving between them is worth."""
