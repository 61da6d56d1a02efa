"""Which customers to call, about what, and who calls: leads of their signals."""
