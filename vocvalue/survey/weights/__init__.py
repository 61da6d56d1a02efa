"""Weights that make the responses represent all customers."""
