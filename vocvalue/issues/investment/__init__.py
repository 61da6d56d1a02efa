"""Where the next million goes: what fixes recover, cost, and which set of them is best."""
