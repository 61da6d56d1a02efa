"""Which ratings go with the score, and which with the money."""

from vocvalue.survey.key_drivers import picture, words
