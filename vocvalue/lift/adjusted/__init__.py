"""The same where customers were not assigned at random: arms made comparable."""

from vocvalue.lift.adjusted import words
