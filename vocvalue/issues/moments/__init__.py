"""Moments of customers: where a problem was met, where it was not, and the orders around both."""
