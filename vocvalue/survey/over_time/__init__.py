"""Whether a score moved over time."""

from vocvalue.survey.over_time import picture, words
