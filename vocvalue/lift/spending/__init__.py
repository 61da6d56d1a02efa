"""The lift in spend: whether contacting customers made them spend more."""
