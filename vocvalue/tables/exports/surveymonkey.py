"""Exports of SurveyMonkey: a row of questions, and a row of the choices or parts of each."""

import itertools
from collections.abc import Sequence

from vocvalue.tables.exports.cells import Cells
from vocvalue.tables.exports.layout import Layout
from vocvalue.tables.exports.sheet import (
    Heading,
    Sheet,
    check_first_row,
    not_of_layout,
    row_shown,
    sheet_of,
    tidy,
)

NAME = "surveymonkey"
NEEDED = ("Respondent ID", "Collector ID", "End Date")
# What stands below a question that has one answer.
WHOLE = ("", "Response", "Open-Ended Response", "回复", "开放式回复", "开放式答案")


def read_sheet(cells: Cells, file: str) -> Sheet:
    """Read the headings of a SurveyMonkey export."""
    questions = [tidy(cell) for cell in cells[0]]
    check_first_row(cells, NEEDED, layout=NAME, file=file)
    second = [tidy(cell) for cell in cells[1]] if len(cells) > 1 else []
    if not second or second[questions.index("Respondent ID")]:
        raise not_of_layout(
            NAME,
            file,
            "its second row should say 'Response', 'Open-Ended Response' or the choice of each "
            "question, and nothing below 'Respondent ID'",
            f"it holds {row_shown(second) if second else 'nothing'}",
        )
    return sheet_of(cells, _headings(_continued(questions), second), 2, file)


def _continued(questions: Sequence[str]) -> list[str]:
    """Return the question of each column: a blank heading goes on with the one before."""
    full: list[str] = []
    for question in questions:
        full.append(question or (full[-1] if full else ""))
    return full


def _headings(questions: Sequence[str], parts: Sequence[str]) -> list[Heading]:
    several = {
        question for question, following in itertools.pairwise(questions) if question == following
    }
    return [
        _heading(position, question, part, several=question in several)
        for position, (question, part) in enumerate(zip(questions, parts, strict=True))
    ]


def _heading(position: int, question: str, part: str, *, several: bool) -> Heading:
    if part in WHOLE or not several:
        return Heading(position=position, name=question, wording=question)
    name = f"{question} - {part}"
    return Heading(position=position, name=name, wording=name, group=question, choice=part)


LAYOUT = Layout(
    name=NAME,
    sheet=read_sheet,
    timestamp=("End Date",),
    response_id=("Respondent ID",),
    channel=("Collector ID",),
    order="mdy",
)
