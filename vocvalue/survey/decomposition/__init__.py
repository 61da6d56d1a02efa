"""Which groups and topics changed an NPS."""

from vocvalue.survey.decomposition import picture, words
