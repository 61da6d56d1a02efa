"""A crossing in words: its table, its verdicts, and what moving customers is worth."""

from vocvalue.survey.crossing.words import conversion, table
