"""Whether a problem became rarer after a fix, and stayed so."""
