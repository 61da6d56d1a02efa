"""Whom contacting keeps, by segment, and whom to call next."""

from vocvalue.lift.segments import picture, words
