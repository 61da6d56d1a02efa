"""An experiment read from tables: its arms, what followed, and what speaks against it."""
