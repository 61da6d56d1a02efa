"""How healthy accounts are: what they say, do and pay, and whether that foretells who leaves."""
