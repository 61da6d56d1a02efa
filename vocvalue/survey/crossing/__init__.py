"""Segments crossed with money and churn, and what moving between them is worth."""

from vocvalue.survey.crossing import conversion_picture, picture, words
