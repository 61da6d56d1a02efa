"""Whether contacting customers made them spend more."""

from vocvalue.lift.spending import picture, words
