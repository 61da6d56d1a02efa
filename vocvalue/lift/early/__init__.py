"""Looking at an experiment before its end, with intervals that are valid at every look."""
