"""The answers of an export as a long table: a row for each response and survey."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from vocvalue.errors import DataError
from vocvalue.results.numerals import counted
from vocvalue.tables.exports.layout import Layout
from vocvalue.tables.exports.questions import Question, Questions
from vocvalue.tables.exports.sheet import Sheet, rows_shown
from vocvalue.tables.score_texts import score_numbers

ROW = "_vv_row"
FILLED_IN = r"〖.*?〗"


def long_table(
    sheet: Sheet,
    layout: Layout,
    questions: Questions,
    live: NDArray[np.bool_],
    *,
    separator: str | None,
) -> pd.DataFrame:
    """Return the answers of the rows that count: row, survey, question, score and text.

    Args:
        sheet: The export.
        layout: What it looks like.
        questions: The questions asked for.
        live: The rows that count.
        separator: A pattern that separates several answers in one cell; None where none does.

    Raises:
        DataError: Texts that stand for no score, or two scores of one survey in one response.
    """
    tables = [_of_survey(sheet, layout, questions, survey, live) for survey in questions.surveys]
    tables += [_of_choice(sheet, layout, it, live, separator) for it in questions.choices]
    made = pd.concat([it for it in tables if it is not None], ignore_index=True)
    return made.sort_values(ROW, kind="stable", ignore_index=True)


def n_unanswered(
    sheet: Sheet, layout: Layout, question: Question, answered: NDArray[np.bool_]
) -> int:
    """Return how many of the responses that count left a question blank."""
    blank = np.ones(len(sheet.body), dtype=bool)
    for heading in question.headings:
        blank &= (_answers(sheet, layout, heading.position) == "").to_numpy(dtype=bool)
    return int(np.count_nonzero(blank & answered))


def _of_survey(
    sheet: Sheet, layout: Layout, questions: Questions, survey: str, live: NDArray[np.bool_]
) -> pd.DataFrame | None:
    scores = [it for it in questions.scores if it.survey == survey]
    text = next((it for it in questions.texts if it.survey == survey), None)
    if not scores and text is None:
        return None
    index = sheet.body.index[live]
    made = pd.DataFrame(
        {ROW: index, "survey": survey, "question": "", "score": np.nan}, index=index
    )
    for question in scores:
        numbers = _scores(sheet, layout, question, live)
        _check_alone(made, numbers, question, sheet)
        answered = numbers.notna()
        made.loc[answered, "question"] = question.name
        made["score"] = made["score"].fillna(numbers)
    words = _answers(sheet, layout, text.heading.position)[live] if text is not None else ""
    made["text"] = words
    if text is not None:
        made.loc[made["question"] == "", "question"] = text.name
    return made[made["score"].notna() | (made["text"] != "")]


def _scores(sheet: Sheet, layout: Layout, question: Question, live: NDArray[np.bool_]) -> pd.Series:
    texts = _answers(sheet, layout, question.heading.position)[live]
    texts = texts.str.replace(FILLED_IN, "", regex=True)
    counts = texts.value_counts(sort=False)
    numbers = score_numbers(
        list(counts.index), question.labels, column=question.heading.name, rows=list(counts)
    )
    made = texts.map(dict(zip(counts.index, numbers, strict=True))).astype(np.float64)
    _check_nps(made, question, sheet)
    return made


def _check_nps(scores: pd.Series, question: Question, sheet: Sheet) -> None:
    off = ((scores < 0) | (scores > 10)).to_numpy(dtype=bool)
    if question.survey != "nps" or not off.any():
        return
    rows = rows_shown(off, sheet.body.loc[scores.index])
    raise DataError(
        f"{sheet.file!r}, column {question.heading.name!r}: {counted(int(off.sum()), 'score')} "
        f"{'lies' if off.sum() == 1 else 'lie'} outside 0 to 10 ({rows}). A tool may "
        "number the choices 1 to 11, so that 0 is written as 1: export the texts instead, or state "
        "each: score_labels={'1': 0, ..., '11': 10}."
    )


def _check_alone(made: pd.DataFrame, numbers: pd.Series, question: Question, sheet: Sheet) -> None:
    both = (made["score"].notna() & numbers.notna()).to_numpy(dtype=bool)
    if not both.any():
        return
    other = made["question"][both].iloc[0]
    raise DataError(
        f"{sheet.file!r}: {counted(int(both.sum()), 'response')} answered {other!r} and "
        f"{question.name!r}, which scores= both gives to {question.survey!r} "
        f"({rows_shown(both, sheet.body.loc[made.index])}). Answers to different questions "
        "cannot be mixed: give each question a survey of its own."
    )


def _of_choice(
    sheet: Sheet,
    layout: Layout,
    question: Question,
    live: NDArray[np.bool_],
    separator: str | None,
) -> pd.DataFrame:
    cells: Sequence[pd.Series] = [
        _chosen(sheet, layout, question, place, live) for place in range(len(question.headings))
    ]
    if len(cells) == 1 and separator is not None and not question.heading.group:
        cells = [cells[0].str.split(separator, regex=True).explode().str.strip()]
    text = pd.concat(cells)
    text = text[text != ""].sort_index(kind="stable")
    return pd.DataFrame(
        {
            ROW: text.index,
            "survey": question.survey,
            "question": question.name,
            "score": np.nan,
            "text": text.to_numpy(),
        },
        index=text.index,
    )


def _chosen(
    sheet: Sheet, layout: Layout, question: Question, place: int, live: NDArray[np.bool_]
) -> pd.Series:
    """Return what was chosen in one column, "" where nothing was."""
    heading = question.headings[place]
    cells = _answers(sheet, layout, heading.position)[live]
    if not heading.group or not heading.choice:
        return cells
    cells = cells.mask(cells.isin(list(layout.unchosen)), "")
    # A column of one choice may hold a code or a mark; what was chosen stands in its heading.
    coded = cells.str.fullmatch(r"\d+|TRUE|True|true|[xX✓√]").to_numpy(dtype=bool)
    return cells.mask(coded, heading.choice)


def _answers(sheet: Sheet, layout: Layout, position: int) -> pd.Series:
    """Return the answers of a column, "" where there is none."""
    cells = sheet.body[position].str.strip()
    return cells.mask(cells.isin(list(layout.blanks)), "")
