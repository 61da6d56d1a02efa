"""Which customers are at risk of leaving."""
