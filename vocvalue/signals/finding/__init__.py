"""What customers say they will do: signals found in what they write."""
