"""The change of an NPS between two surveys, taken apart by group and by topic."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from vocvalue import checks
from vocvalue.errors import ParameterError
from vocvalue.results import Note
from vocvalue.results.numerals import counted
from vocvalue.results.texts import named, names
from vocvalue.stats.composition import CellCounts, decompose
from vocvalue.survey.decomposition.measure import (
    ends_of,
    group_parts,
    part_estimate,
    samples_of,
    topic_parts,
)
from vocvalue.survey.decomposition.result import NpsDecomposition
from vocvalue.survey.decomposition.side_counts import MISSING, SideCounts, aligned, sides_of_both
from vocvalue.survey.repeat_notes import repeat_notes
from vocvalue.survey.scores.measure import Floats
from vocvalue.tables.columns import AnswerColumns
from vocvalue.tables.engine_errors import translated
from vocvalue.tables.reading import Responses, answers, named_customer

FEW = 10
NAMES = ("score", "customer_id", "survey", "survey_column")
"""What both tables of a change must call alike."""


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
    """Take the change of an NPS apart: the groups' own scores, their mix, and the topics.

    An NPS rises when groups of customers score higher, and also when more of the answers come from
    groups that always did. The first is news of the customers, the second of who was asked. The
    customer is the unit: where customers answered again, in one survey or in both, the intervals
    take in how alike the answers of one customer are.

    Args:
        before: One row per answer of the first survey: a table of pandas, polars, pyarrow, DuckDB,
            PySpark or Ibis, or a path to CSV or Parquet.
        after: The same of the second survey, other customers or the same.
        by: Column of the groups, such as segments or channels.
        score: Column with the scores, whole numbers from 0 to 10.
        topic: Column of the one topic that each answer is about.
        survey: The survey whose rows count, where the tables hold several; "*" for every row, where
            all answer the same question.
        survey_column: Column with the survey names; by default "survey", which need not be there.
        customer_id: Column with the customer ids, by default "customer_id". Without such a column,
            each answer is taken to come from a different customer.
        level: The confidence level.

    Returns:
        The change, its parts by group and by topic, each with an interval. Groups and topics that
        are missing are a group of their own; answers without score are left out and counted.

    Raises:
        DataError: Columns that are missing, no answers with a score, or scores that are text,
            fractional or off the scale.
        ParameterError: A level outside 0 to 1, one column named for two things, several surveys and
            none named, or one that is no NPS.

    References:
        Kitagawa (1955), Components of a difference between two rates, Journal of the American
        Statistical Association 50. Liang and Zeger (1986), Longitudinal data analysis using
        generalized linear models, Biometrika 73, for the errors by customer.

    Examples:
        Nobody changed their mind, but more promoters were asked:

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
    score = first_read.score
    if len({by, score, topic}) < 3:
        raise ParameterError(f"by, score and topic == {by!r}, {score!r}, {topic!r} must differ.")
    columns = AnswerColumns(
        numbers=(score,),
        labels=(by,) if topic is None else (by, topic),
        score=score,
        survey=first_read.survey,
        survey_column=first_read.survey_column,
        customer_id=named_customer(first_read, customer_id),
        aside=(topic,),
    )
    old, new = sides_of_both(
        first_read, second_read, columns, ("the table before", "the table after")
    )
    group_names, first, second = aligned(old.counts[by], new.counts[by])
    found = decompose(first, second, customers=_cells(old, new, by, group_names))
    started, ended, change = ends_of(old.total, new.total, level, samples_of(old, new))
    return NpsDecomposition(
        change=change,
        before=started,
        after=ended,
        score_effect=part_estimate(found.score, found.score_error, -1, level, change.n),
        mix_effect=part_estimate(found.mix, found.mix_error, -1, level, change.n),
        groups=group_parts(group_names, first, second, found, level),
        topics=() if topic is None else topic_parts(old, new, topic, level),
        by=by,
        notes=(
            *_left_out(old, new),
            *_labelled(old, new, by, topic),
            *_notes(group_names, first, second),
            *_repeated(old, new),
        ),
    )


def _read_alike(before: object, after: object, **asked: Any) -> tuple[Responses, Responses]:
    """Return both tables as ones that know how they are read, by the same names."""
    first, second = (
        answers(table, name, **asked) for table, name in ((before, "before"), (after, "after"))
    )
    differ = [name for name in NAMES if getattr(first, name) != getattr(second, name)]
    if differ:
        name = differ[0]
        raise ParameterError(
            f"before says {name}={getattr(first, name)!r} and after {getattr(second, name)!r}: "
            "give the columns of both tables the same names."
        )
    return first, second


def _cells(
    old: SideCounts, new: SideCounts, by: str, group_names: Sequence[str]
) -> tuple[CellCounts, CellCounts] | None:
    before, after = old.cells(by, group_names), new.cells(by, group_names)
    return None if before is None or after is None else (before, after)


def _repeated(old: SideCounts, new: SideCounts) -> list[Note]:
    """Return what is said where customers answered again, in one survey or in both."""
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
            "{responses} that name no survey left out.",
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
        "{responses} without {column}: these are a group of their own, {missing}.",
        "{responses}缺少{column}，归为单独一组 {missing}。",
        responses=counted(n, "response"),
        column=named(column),
        missing=MISSING,
    )


def _notes(group_names: Sequence[str], first: Floats, second: Floats) -> tuple[Note, ...]:
    sizes = np.array([first.sum(axis=1), second.sum(axis=1)])
    once = [group_names[place] for place in np.flatnonzero((sizes == 0).any(axis=0)).tolist()]
    few = int(((sizes > 0) & (sizes < FEW)).any(axis=0).sum())
    return (
        *Note.counted(
            len(once),
            "In one survey only, so that their whole part is a change of mix: {groups}.",
            "仅出现在一次调查中，全部计入结构变化：{groups}。",
            groups=names(once),
        ),
        *Note.counted(
            few,
            "The intervals are rough for {groups} with fewer than {least} responses.",
            "{groups}的答卷少于 {least} 份，其区间较粗略。",
            groups=counted(few, "group"),
            least=FEW,
        ),
    )
