"""Whether contacting customers kept them: two arms compared."""

from vocvalue.lift.two_arms import picture, words
