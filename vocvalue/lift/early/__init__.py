"""Looking at an experiment before its end, with intervals that hold at every look."""
