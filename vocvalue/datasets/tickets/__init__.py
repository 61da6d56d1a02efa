"""A simulated help desk that calls a shop's detractors back, some of them and some in time."""
