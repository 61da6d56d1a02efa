"""Counts of detractors, passives and promoters, by group."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from vocvalue.errors import DataError, ParameterError
from vocvalue.results.groups import MISSING
from vocvalue.showing import cell
from vocvalue.stats.clusters import Sample
from vocvalue.stats.composition import SIDES, CellCounts
from vocvalue.survey.scores.scale import Scale, scale_of, whole_scores
from vocvalue.tables.columns import AnswerColumns, DistinctRows, answers_of_both
from vocvalue.tables.which_survey import EVERY_SURVEY, WhichSurvey

Floats: TypeAlias = NDArray[np.float64]
Codes: TypeAlias = NDArray[np.int64]

OTHERS = frozenset({"csat", "ces", "stars"})
"""The kinds of question, other than an NPS, that a survey can be named after."""


@dataclass(frozen=True, kw_only=True)
class SideCounts:
    """The responses of one survey, by band.

    Attributes:
        counts: For each column of labels, the counts of detractors, passives and promoters by
            label.
        total: The counts over all responses, shape (3,).
        n_without_score: The number of responses without a score, which are not counted.
        customer: The customer code of each distinct row, -1 if missing; None if no customer has
            several responses.
        sides: The band of each distinct row: 0, 1 or 2.
        words: For each column of labels, the label of each distinct row.
        rows: The number of responses that each distinct row stands for.
        which: The survey that the responses belong to.
    """

    counts: Mapping[str, Mapping[str, Floats]]
    total: Floats
    n_without_score: int
    customer: Codes | None
    sides: Codes
    words: Mapping[str, NDArray[np.str_]]
    rows: Floats
    which: WhichSurvey

    @property
    def n_customers(self) -> int:
        """The number of known customers."""
        if self.customer is None:
            return 0
        return int(np.unique(self.customer[self.customer >= 0]).size)

    def sample(self, of: tuple[str, str] | None = None) -> Sample | None:
        """Return each response's value in the net share, by customer.

        Args:
            of: A column of labels and a label; all other responses then count as passive.
        """
        if self.customer is None:
            return None
        values = SIDES[self.sides]
        if of is not None:
            values = np.where(self.words[of[0]] == of[1], values, 0.0)
        return Sample(customer=self.customer, values=values, rows=self.rows)

    def cells(self, column: str, names: Sequence[str]) -> CellCounts | None:
        """Return the responses of each label and band, by customer.

        Args:
            column: The column of labels.
            names: All labels, in order.
        """
        if self.customer is None:
            return None
        place = pd.Index(names).get_indexer(pd.Index(self.words[column]))
        return CellCounts(
            customer=self.customer, cell=np.asarray(3 * place + self.sides), rows=self.rows
        )


def sides_of_both(
    before: Any, after: Any, columns: AnswerColumns, called: tuple[str, str]
) -> tuple[SideCounts, SideCounts]:
    """Count the bands of two surveys by label, in the tables' own engines.

    Args:
        before: A frame or a path.
        after: The table of the second survey, likewise.
        columns: The score as the only number, the labels, and the survey.
        called: The name of each table in messages.

    Raises:
        DataError: A column is missing, no response has a score, or scores are text, fractional or
            outside 0 to 10.
        ParameterError: There are several surveys and none is named, or the survey is not an NPS
            survey.
    """
    both = answers_of_both(before, after, columns, called=called)
    first, second = (_side_counts(of, columns, name) for of, name in zip(both, called, strict=True))
    return first, second


def _side_counts(table: DistinctRows, columns: AnswerColumns, name: str) -> SideCounts:
    (score,) = columns.numbers
    _check_survey(table.which, name)
    values = table.numbers[score]
    is_scored = ~np.isnan(values)
    if not is_scored.any():
        raise DataError(f"{name}: column {score!r} holds no score at all. At least one is needed.")
    scale = scale_of("nps")
    _check(table, score, is_scored, scale, name)
    sides = scale.positions(whole_scores(values[is_scored], scale))
    rows = table.rows[is_scored].astype(np.float64)
    words = {column: _named(table.labels[column][is_scored]) for column in columns.labels}
    return SideCounts(
        counts={column: _by_label(words[column], sides, rows) for column in columns.labels},
        total=np.bincount(sides, rows, 3).astype(np.float64),
        n_without_score=int(table.rows[~is_scored].sum()),
        customer=None if table.customer is None else table.customer[is_scored],
        sides=sides,
        words=words,
        rows=rows,
        which=table.which,
    )


def _check_survey(which: WhichSurvey, name: str) -> None:
    """Refuse the responses of a survey that is named after another question."""
    if which.kinds & OTHERS and "nps" not in which.kinds:
        raise ParameterError(
            f"{name} holds the survey {which.survey!r}, but only an NPS can be decomposed. Name an "
            f"NPS survey with survey=, or pass survey={EVERY_SURVEY!r} if this is one."
        )


def _named(words: NDArray[np.object_]) -> NDArray[np.str_]:
    return np.array([MISSING if word is None else word for word in words], np.str_)


def aligned(
    before: Mapping[str, Floats], after: Mapping[str, Floats]
) -> tuple[tuple[str, ...], Floats, Floats]:
    """Return the labels of either survey, missing last, and their counts, 0 where absent."""
    names = sorted({*before, *after}, key=lambda name: (name == MISSING, name))
    none = np.zeros(3)
    first, second = (np.array([of.get(name, none) for name in names]) for of in (before, after))
    return tuple(names), first, second


def _by_label(words: NDArray[np.str_], sides: Codes, rows: Floats) -> dict[str, Floats]:
    names, at = np.unique(words, return_inverse=True)
    counts = np.bincount(3 * at + sides, rows, 3 * names.size).reshape(-1, 3)
    return dict(zip(names.tolist(), counts, strict=True))


def _check(
    table: DistinctRows, score: str, is_scored: NDArray[np.bool_], scale: Scale, name: str
) -> None:
    """Refuse scores off the scale, counting the rows that each distinct score stands for."""
    values = table.numbers[score]
    bad = is_scored & ((values != np.floor(values)) | (values < scale.low) | (values > scale.high))
    if not bad.any():
        return
    n, example = int(table.rows[bad].sum()), values[bad][0]
    raise DataError(
        f"{name}, column {score!r}: {n:,} row{'' if n == 1 else 's'} that are not whole scores "
        f"from {scale.low} to {scale.high}, such as {cell(float(example))}. Correct or remove "
        "them; scores on another scale are not answers to this question."
    )
