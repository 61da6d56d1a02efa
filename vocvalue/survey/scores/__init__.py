"""What customers say, in numbers: a score, its change, and how many answers it needs."""

from vocvalue.survey.scores import words
