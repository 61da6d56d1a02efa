"""Several ways to contact customers, each compared with leaving them alone."""

from vocvalue.lift.several_arms import picture, words
