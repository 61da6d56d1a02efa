"""Exports of survey tools, read into the long table that all rooms take."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from vocvalue import checks
from vocvalue.errors import DataError, ParameterError
from vocvalue.results.texts import listed
from vocvalue.tables.exports import (
    google_forms,
    notes,
    qualtrics,
    surveymonkey,
    typeform,
    wide,
    wjx,
)
from vocvalue.tables.exports.answers import ROW, long_table, n_unanswered
from vocvalue.tables.exports.cells import read_cells
from vocvalue.tables.exports.columns import OWN, Columns, columns_of
from vocvalue.tables.exports.export import SurveyExport
from vocvalue.tables.exports.layout import Layout
from vocvalue.tables.exports.moments import Moments, is_zone, read_moments
from vocvalue.tables.exports.questions import Questions, questions_of
from vocvalue.tables.exports.rows import Rows, rows_of
from vocvalue.tables.exports.sheet import Heading, Sheet
from vocvalue.tables.score_texts import Labels

LayoutName: TypeAlias = Literal[
    "qualtrics", "surveymonkey", "typeform", "wjx", "google_forms", "wide"
]
LAYOUTS: Mapping[str, Layout] = {
    it.LAYOUT.name: it.LAYOUT for it in (qualtrics, surveymonkey, typeform, wjx, google_forms, wide)
}


def read_survey(
    path: str | Path,
    layout: LayoutName,
    *,
    scores: Mapping[str, str] | None = None,
    texts: Mapping[str, str] | None = None,
    choices: Mapping[str, str] | None = None,
    score_labels: Labels | Mapping[str, Labels] | None = None,
    customer_id: str | None = None,
    timestamp: str | None = None,
    response_id: str | None = None,
    channel: str | None = None,
    keep: Sequence[str] = (),
    unfinished: Literal["drop", "keep"] = "drop",
    separator: str | None = None,
    timezone: str | None = None,
    timestamp_format: str | None = None,
    encoding: str | None = None,
    delimiter: str | None = None,
    sheet: str | int | None = None,
) -> SurveyExport:
    """Read the export of a survey tool into the long table that all rooms take.

    A question is named by its id ("Q1" in Qualtrics), its wording, its number (in 问卷星), or the
    beginning of its wording followed by "…". Nothing else of the export is kept: names, email and
    IP addresses stay behind unless `keep` names them.

    Args:
        path: A CSV or tab-separated file, or a workbook, as exported by the tool.
        layout: "qualtrics", "surveymonkey", "typeform", "wjx" (问卷星) or "google_forms"; "wide" is
            any other file with one row of headings and one row per response.
        scores: The questions answered with a score, and the survey that each belongs to, such as
            {"Q1": "nps", "Q3": "csat"}.
        texts: The questions answered in words, and the survey whose score each explains; without
            such a score they are rows of their own.
        choices: The questions answered with one or several choices, and a name for them: one row
            per choice, with the choice as its text.
        score_labels: What the texts of the scores stand for, if they are not numbers or do not
            begin with one ("10 - Extremely likely"): a mapping from text to number, the name of a
            scale such as "satisfaction5", or one of these for each question.
        customer_id: The column with the customer ids. By default the answers are anonymous, and
            the table has no such column.
        timestamp: The column of the time of the answer; by default the tool's own time of
            submission.
        response_id: The column of the response's id; by default the tool's own, if it has one.
        channel: The column of the channel of the answer; by default the tool's own.
        keep: Further columns to keep.
        unfinished: Whether unfinished responses are left out or kept.
        separator: What separates several answers in one cell; by default the tool's own.
        timezone: The time zone of the export's times, if neither the tool nor the file gives it. If
            each time carries its offset from UTC, the zone to convert them to.
        timestamp_format: How the times are written, such as "%d/%m/%Y %H:%M", if they neither begin
            with the year nor have the tool's own format.
        encoding: How a text file is encoded; by default UTF-8, or what its first bytes say.
        delimiter: What separates the cells; by default a comma, or a tab in .tsv and .txt.
        sheet: The sheet of a workbook, by name or number from 0.

    Returns:
        The long table with what was left out. Times carry their zone if it is known (Qualtrics
        gives it, Typeform is in UTC, 问卷星 in Asia/Shanghai), and no zone otherwise.

    Raises:
        DataError: The file cannot be read or does not have the layout, a column is missing, a text
            does not stand for a score, a time cannot be read, or no row can be used.
        ParameterError: The layout is unknown, no question is named, or an argument contradicts the
            file.

    Examples:
        >>> import pathlib, tempfile
        >>> path = pathlib.Path(tempfile.mkdtemp()) / "答卷.csv"
        >>> _ = path.write_text('''序号,提交答卷时间,来自IP,1、您是否愿意推荐我们,2、为什么,会员号
        ... 1,2024/3/5 9:01:02,1.2.3.4,10分（非常愿意）,物流快,C1
        ... 2,2024/3/5 9:30:00,1.2.3.5,6分,(空),C2
        ... ''', encoding="utf-8")
        >>> answers = read_survey(
        ...     path, "wjx", scores={"1": "nps"}, texts={"2": "nps"}, customer_id="会员号"
        ... )
        >>> answers.to_frame()[["customer_id", "survey", "score", "text"]]
          customer_id survey  score text
        0          C1    nps   10.0  物流快
        1          C2    nps    6.0  NaN
    """
    chosen = _layout(layout, unfinished, timezone)
    cells = read_cells(path, encoding=encoding, delimiter=delimiter, sheet=sheet)
    opened = chosen.sheet(cells, Path(path).name)
    questions = questions_of(
        opened, scores=scores, texts=texts, choices=choices, labels=score_labels
    )
    columns = columns_of(
        opened,
        chosen,
        customer_id=customer_id,
        timestamp=timestamp,
        response_id=response_id,
        channel=channel,
        keep=keep,
    )
    rows = rows_of(opened, chosen, columns, unfinished=unfinished)
    moments = read_moments(
        opened,
        columns.timestamp,
        rows.live,
        order=chosen.order,
        zone=_zone(columns.timestamp, chosen, timezone),
        timestamp_format=timestamp_format,
    )
    rows = rows.without("no_time", moments.times.isna().to_numpy())
    answers = long_table(
        opened, chosen, questions, rows.live, separator=_separator(chosen, separator)
    )
    rows = rows.without("no_answer", ~opened.body.index.isin(answers[ROW]))
    _check_any(rows, opened)
    return SurveyExport(
        file=opened.file,
        layout=layout,
        _table=_table(answers, opened, columns, moments),
        questions=questions.wordings,
        n_rows=len(opened.body),
        n_responses=rows.n_live,
        left_out=rows.left_out,
        notes=(
            *notes.left_out(rows.left_out),
            *notes.unanswered(_blanks(opened, chosen, questions, rows.live)),
            *notes.times(moments, columns.timestamp.name),
            *([] if columns.customer_id else [notes.anonymous()]),
        ),
    )


def _layout(name: str, unfinished: str, timezone: str | None) -> Layout:
    checks.one_of("layout", name, tuple(LAYOUTS))
    checks.one_of("unfinished", unfinished, ("drop", "keep"))
    if timezone is not None and not is_zone(timezone):
        raise ParameterError(
            f"timezone == {timezone!r}, must be a zone's name, such as 'Asia/Shanghai'."
        )
    return LAYOUTS[name]


def _zone(timestamp: Heading, layout: Layout, timezone: str | None) -> str | None:
    said = timestamp.zone or layout.zone
    if said is not None and not is_zone(said):
        raise DataError(
            f"the headings say that the times in {timestamp.name!r} are of {said!r}, which is "
            "not a time zone. Correct the third row of headings."
        )
    if said is None or timezone is None or timezone == said:
        return said or timezone
    raise ParameterError(
        f"timezone == {timezone!r}, but the times in {timestamp.name!r} are of {said!r}. Leave "
        "timezone out here, and pass it to the function that uses the table."
    )


def _separator(layout: Layout, separator: str | None) -> str | None:
    if separator is None:
        return layout.separator
    if not isinstance(separator, str) or not separator.strip():
        raise ParameterError(f"separator == {separator!r}, must be text, such as ';'.")
    return re.escape(separator.strip())


def _check_any(rows: Rows, sheet: Sheet) -> None:
    if rows.n_live:
        return
    reasons = listed([notes.rows_left_out(reason, n) for reason, n in rows.left_out.items()])
    raise DataError(
        f"none of the {len(sheet.body):,} rows of {sheet.file!r} can be used: {reasons}."
    )


def _table(answers: pd.DataFrame, sheet: Sheet, columns: Columns, moments: Moments) -> pd.DataFrame:
    """Return the long table with the columns of each response beside its answers."""
    rows = answers[ROW].to_list()
    made = {
        name: _or_missing(sheet.texts(it).str.strip().loc[rows])
        for name, it in columns.beside.items()
    }
    made["timestamp"] = moments.times.loc[rows].reset_index(drop=True)
    made |= {name: _or_missing(answers[name]) for name in ("survey", "question", "text")}
    made["score"] = answers["score"]
    own = [name for name in OWN if name in made]
    return pd.DataFrame(made)[[*own, *columns.keep]]


def _or_missing(texts: "pd.Series[str]") -> "pd.Series[str]":
    return texts.astype("str").mask(texts == "").reset_index(drop=True)


def _blanks(
    sheet: Sheet, layout: Layout, questions: Questions, live: NDArray[np.bool_]
) -> dict[str, int]:
    every = (*questions.scores, *questions.texts, *questions.choices)
    return {it.name: n_unanswered(sheet, layout, it, live) for it in every}
