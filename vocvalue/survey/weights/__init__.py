"""Answers weighted to all customers."""

from vocvalue.survey.weights import words
