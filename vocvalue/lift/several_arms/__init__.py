"""Several ways to contact customers, each against leaving them alone."""

from vocvalue.lift.several_arms import picture, words
