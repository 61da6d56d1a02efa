"""What a problem costs: the difference it makes to those who met it, in money, and how sure."""
