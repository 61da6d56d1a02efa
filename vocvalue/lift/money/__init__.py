"""What the customers kept are worth, less what keeping them cost."""
