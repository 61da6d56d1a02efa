"""Exports of survey tools, read into the long table that all rooms take.

- `read_survey`: a file and its layout in, a `SurveyExport` out.
- A module for each layout: `qualtrics`, `surveymonkey`, `typeform`, `wjx`, `google_forms`, `wide`.
- `vocvalue.tables.exports.cells`: the cells of a file, as text.
- `vocvalue.tables.exports.sheet`: headings, under which each response has a row.
- `vocvalue.tables.exports.questions`: what is asked of an export.
- `vocvalue.tables.exports.rows`: what becomes of each row.
- `vocvalue.tables.exports.moments`: the moments of responses.
- `vocvalue.tables.exports.answers`: the long table.
- `vocvalue.tables.exports.words`: what was read, in words.
"""

from vocvalue.tables.exports import words as _words
from vocvalue.tables.exports.export import SurveyExport
from vocvalue.tables.exports.read import read_survey

__all__ = ["SurveyExport", "read_survey"]
