"""The change of an NPS between two surveys, decomposed by group and by topic."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from vocvalue import checks, progress
from vocvalue.errors import ParameterError
from vocvalue.results import Note
from vocvalue.results.groups import MISSING, group_name
from vocvalue.results.numerals import counted
from vocvalue.results.texts import listed, named, pair
from vocvalue.stats.composition import CellCounts, decompose
from vocvalue.survey.decomposition.measure import (
    ends_of,
    group_parts,
    part_estimate,
    samples_of,
    topic_parts,
)
from vocvalue.survey.decomposition.result import NpsDecomposition
from vocvalue.survey.decomposition.side_counts import SideCounts, aligned, sides_of_both
from vocvalue.survey.repeat_notes import repeat_notes
from vocvalue.survey.scores.measure import Floats
from vocvalue.tables.columns import AnswerColumns
from vocvalue.tables.engine_errors import translated
from vocvalue.tables.reading.responses import Responses, answers, named_customer

FEW = 10
NAMES = ("score", "customer_id", "survey", "survey_column")
"""Column names that both tables must share."""


@progress.step(pair("decomposing the change", "分解得分变化"))
@translated
def decompose_change(
    before: Any,
    after: Any,
    *,
    by: str,
    score: str = "score",
    topic: str | None = None,
    survey: str | None = None,
    survey_column: str | None = None,
    customer_id: str | None = None,
    level: float = 0.95,
) -> NpsDecomposition:
    """Decompose a change in NPS into the groups' own scores, the mix of groups, and topics.

    An NPS rises if groups of customers score higher, but also if more of the responses come from
    groups that always scored high. The first is a change in customers' opinions, the second only a
    change in who responded. The customer is the unit: where customers answered more than once, in
    one survey or in both, the intervals account for the correlation of their answers.

    Args:
        before: One row per response of the first survey: a table of pandas, polars, pyarrow,
            DuckDB, PySpark or Ibis, or a path to CSV or Parquet.
        after: The same for the second survey, whose customers may or may not be the same.
        by: Column with the groups, such as segments or channels.
        score: Column with the scores, whole numbers from 0 to 10.
        topic: Column with the one topic that each response is about.
        survey: The survey to use if the tables hold several; "*" uses every row, if all rows answer
            the same question.
        survey_column: Column with the survey names; by default "survey", which need not be there.
        customer_id: Column with the customer ids, by default "customer_id". Without such a column,
            each answer is taken to come from a different customer.
        level: The confidence level.

    Returns:
        The change and its parts by group and by topic, each with an interval. Responses without a
        group or a topic form a group of their own; responses without a score are left out and
        counted.

    Raises:
        DataError: Columns are missing, no response has a score, or scores are text, fractional or
            off the scale.
        ParameterError: The level is outside 0 to 1, one column serves two purposes, there are
            several surveys and none is named, or the named survey is not an NPS survey.

    References:
        Kitagawa (1955), Components of a difference between two rates, Journal of the American
        Statistical Association 50. Liang and Zeger (1986), Longitudinal data analysis using
        generalized linear models, Biometrika 73, for the errors by customer.

    Examples:
        No group changed its score, but more promoters responded:

        >>> import pandas as pd
        >>> def table(happy, unhappy):
        ...     shop = ["new"] * happy + ["old"] * unhappy
        ...     return pd.DataFrame({"shop": shop, "score": [9] * happy + [3] * unhappy})
        >>> parts = decompose_change(table(50, 50), table(80, 20), by="shop")
        >>> round(parts.change.value, 6), round(parts.score_effect.value, 6)
        (60.0, 0.0)
    """
    checks.level(level)
    first_read, second_read = _read_alike(
        before,
        after,
        customer_id=customer_id,
        score=score,
        survey=survey,
        survey_column=survey_column,
    )
    columns = _columns(first_read, by, topic, customer_id)
    old, new = sides_of_both(
        first_read, second_read, columns, ("the table before", "the table after")
    )
    group_names, first, second = aligned(old.counts[by], new.counts[by])
    parts = decompose(first, second, customers=_cells(old, new, by, group_names))
    started, ended, change = ends_of(old.total, new.total, level, samples_of(old, new))
    return NpsDecomposition(
        change=change,
        before=started,
        after=ended,
        score_effect=part_estimate(parts.score, parts.score_error, -1, level, change.n),
        mix_effect=part_estimate(parts.mix, parts.mix_error, -1, level, change.n),
        groups=group_parts(group_names, first, second, parts, level),
        topics=() if topic is None else topic_parts(old, new, topic, level),
        by=by,
        notes=(
            *_left_out(old, new),
            *_labelled(old, new, by, topic),
            *_notes(group_names, first, second),
            *_repeated(old, new),
        ),
    )


def _columns(read: Responses, by: str, topic: str | None, customer_id: str | None) -> AnswerColumns:
    """Return the columns to read: score, groups, topics, customer and survey."""
    score = read.score
    if len({by, score, topic}) < 3:
        raise ParameterError(f"by, score and topic == {by!r}, {score!r}, {topic!r} must differ.")
    return AnswerColumns(
        numbers=(score,),
        labels=(by,) if topic is None else (by, topic),
        score=score,
        survey=read.survey,
        survey_column=read.survey_column,
        customer_id=named_customer(read, customer_id),
        aside=(topic,),
    )


def _read_alike(before: object, after: object, **asked: Any) -> tuple[Responses, Responses]:
    """Return both tables with their column names, which must be the same."""
    first, second = (
        answers(table, name, **asked) for table, name in ((before, "before"), (after, "after"))
    )
    differ = [name for name in NAMES if getattr(first, name) != getattr(second, name)]
    if differ:
        name = differ[0]
        raise ParameterError(
            f"before has {name}={getattr(first, name)!r}, but after has {getattr(second, name)!r}: "
            "give the columns of both tables the same names."
        )
    return first, second


def _cells(
    old: SideCounts, new: SideCounts, by: str, group_names: Sequence[str]
) -> tuple[CellCounts, CellCounts] | None:
    before, after = old.cells(by, group_names), new.cells(by, group_names)
    return None if before is None or after is None else (before, after)


def _repeated(old: SideCounts, new: SideCounts) -> list[Note]:
    """Return the notes on repeat responses, in one survey or in both."""
    if old.customer is None or new.customer is None:
        return []
    customer, rows = (
        np.concatenate(of) for of in ((old.customer, new.customer), (old.rows, new.rows))
    )
    n_customers = np.unique(customer[customer >= 0]).size
    return repeat_notes(int(rows.sum()), n_customers, int(rows[customer < 0].sum()))


def _left_out(old: SideCounts, new: SideCounts) -> tuple[Note, ...]:
    unscored = old.n_without_score + new.n_without_score
    unnamed = old.which.n_without + new.which.n_without
    return (
        *Note.counted(
            unscored,
            "{responses} without a score left out.",
            "{responses}缺少得分，未计入。",
            responses=counted(unscored, "response"),
        ),
        *Note.counted(
            unnamed,
            "{responses} without the name of a survey left out.",
            "{responses}未标明调查，未计入。",
            responses=counted(unnamed, "response"),
        ),
    )


def _labelled(old: SideCounts, new: SideCounts, by: str, topic: str | None) -> tuple[Note, ...]:
    return tuple(
        note
        for column in (by, topic)
        if column is not None
        for note in _unlabelled(old, new, column)
    )


def _unlabelled(old: SideCounts, new: SideCounts, column: str) -> tuple[Note, ...]:
    missing = [side.counts[column].get(MISSING) for side in (old, new)]
    n = int(sum(counts.sum() for counts in missing if counts is not None))
    return Note.counted(
        n,
        "{responses} without {column} form a group of their own, {missing}.",
        "{responses}缺少 {column}，单独归为{missing}组。",
        responses=counted(n, "response"),
        column=named(column),
        missing=group_name(MISSING),
    )


def _notes(group_names: Sequence[str], first: Floats, second: Floats) -> tuple[Note, ...]:
    sizes = np.array([first.sum(axis=1), second.sum(axis=1)])
    once = [group_names[place] for place in np.flatnonzero((sizes == 0).any(axis=0)).tolist()]
    few = int(((sizes > 0) & (sizes < FEW)).any(axis=0).sum())
    return (
        *Note.counted(
            len(once),
            "These groups appear in one survey only, so all of their part counts as mix: {groups}.",
            "以下分组仅出现在一次调查中，其影响全部计入占比变化：{groups}。",
            groups=listed(tuple(map(group_name, once))),
        ),
        *Note.counted(
            few,
            "The intervals are rough for {groups} with fewer than {least} responses.",
            "{groups}的答卷少于 {least} 份，其区间仅供参考。",
            groups=counted(few, "group"),
            least=FEW,
        ),
    )
