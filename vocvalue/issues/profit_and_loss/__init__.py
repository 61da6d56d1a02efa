"""What customer experience brings and loses in a period, as a statement that sums to the cent."""
