"""Which customers are at risk of leaving."""

from vocvalue.lift.pool import picture, words
