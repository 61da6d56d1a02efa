"""Results in, a page out: what a CFO reads."""
