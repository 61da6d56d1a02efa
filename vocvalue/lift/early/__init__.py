"""Looking at an experiment before its end, with intervals that hold at every look."""

from vocvalue.lift.early import picture, words
