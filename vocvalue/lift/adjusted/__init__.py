"""The lift in retention without random assignment, between arms made comparable."""

from vocvalue.lift.adjusted import words
