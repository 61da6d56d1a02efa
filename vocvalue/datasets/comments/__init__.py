"""What customers of the simulated shop write, who is contacted, and what that truly brings."""
