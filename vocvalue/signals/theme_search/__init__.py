"""What customers write about where nobody has named the topics yet."""
