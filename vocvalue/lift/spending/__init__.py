"""Whether contacting customers made them spend more."""
