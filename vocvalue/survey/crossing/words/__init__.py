"""A cross analysis in words: its table, its verdicts, and the value of moving customers."""

from vocvalue.survey.crossing.words import conversion, table
