"""How many detractors, passives and promoters a table holds, of each group."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from vocvalue.errors import DataError, ParameterError
from vocvalue.showing import cell
from vocvalue.stats.clusters import Sample
from vocvalue.stats.composition import SIDES, CellCounts
from vocvalue.survey.scores.scale import Scale, scale_of, whole_scores
from vocvalue.tables.columns import AnswerColumns, DistinctRows, answers_of_both
from vocvalue.tables.which_survey import EVERY_SURVEY, WhichSurvey

Floats: TypeAlias = NDArray[np.float64]
Codes: TypeAlias = NDArray[np.int64]

MISSING = "(missing)"
OTHERS = frozenset({"csat", "ces", "stars"})
"""What a survey's name can say that it asks, other than an NPS."""


@dataclass(frozen=True, kw_only=True)
class SideCounts:
    """The answers of one survey, by kind.

    Attributes:
        counts: For each column of labels, detractors, passives and promoters of each label.
        total: The same of all answers, shape (3,).
        n_without_score: Answers that have none, and are not counted.
        customer: The code of each distinct row's customer, -1 where it is missing; None where no
            customer has several answers.
        sides: The kind of each distinct row: 0, 1 or 2.
        words: For each column of labels, the label of each distinct row.
        rows: How many answers each distinct row stands for.
        which: The survey that they belong to.
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
        """The number of customers who are known."""
        if self.customer is None:
            return 0
        return int(np.unique(self.customer[self.customer >= 0]).size)

    def sample(self, of: tuple[str, str] | None = None) -> Sample | None:
        """Return what each answer counts in the net share, by customer.

        Args:
            of: A column of labels and a label: all other answers then stand in the middle.
        """
        if self.customer is None:
            return None
        values = SIDES[self.sides]
        if of is not None:
            values = np.where(self.words[of[0]] == of[1], values, 0.0)
        return Sample(customer=self.customer, values=values, rows=self.rows)

    def cells(self, column: str, names: Sequence[str]) -> CellCounts | None:
        """Return the answers of each label and kind by customer.

        Args:
            column: The column of labels.
            names: All labels, in their order.
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
    """Count detractors, passives and promoters of two surveys by label, where the tables live.

    Args:
        before: A frame or a path.
        after: The same of the later survey.
        columns: The score as the only number, the labels, and the survey.
        called: What each table is called in messages.

    Raises:
        DataError: A column is missing, no answer has a score, or scores are text, fractional or
            off the scale from 0 to 10.
        ParameterError: Several surveys and none named, or one that is no NPS.
    """
    found = answers_of_both(before, after, columns, called=called)
    first, second = (
        _side_counts(of, columns, name) for of, name in zip(found, called, strict=True)
    )
    return first, second


def _side_counts(found: DistinctRows, columns: AnswerColumns, name: str) -> SideCounts:
    (score,) = columns.numbers
    _check_survey(found.which, name)
    values = found.numbers[score]
    given = ~np.isnan(values)
    if not given.any():
        raise DataError(f"{name}: column {score!r} holds no score at all. One is needed.")
    scale = scale_of("nps")
    _check(found, score, given, scale, name)
    sides = scale.positions(whole_scores(values[given], scale))
    rows = found.rows[given].astype(np.float64)
    words = {column: _named(found.labels[column][given]) for column in columns.labels}
    return SideCounts(
        counts={column: _by_label(words[column], sides, rows) for column in columns.labels},
        total=np.bincount(sides, rows, 3).astype(np.float64),
        n_without_score=int(found.rows[~given].sum()),
        customer=None if found.customer is None else found.customer[given],
        sides=sides,
        words=words,
        rows=rows,
        which=found.which,
    )


def _check_survey(which: WhichSurvey, name: str) -> None:
    """Refuse the answers of a survey that is called after another question."""
    if which.kinds & OTHERS and "nps" not in which.kinds:
        raise ParameterError(
            f"{name} holds the survey {which.survey!r}, and only an NPS is taken apart. Name one "
            f"that asks for it with survey=, or survey={EVERY_SURVEY!r} where these answers do."
        )


def _named(words: NDArray[np.object_]) -> NDArray[np.str_]:
    return np.array([MISSING if word is None else word for word in words], np.str_)


def aligned(
    before: Mapping[str, Floats], after: Mapping[str, Floats]
) -> tuple[tuple[str, ...], Floats, Floats]:
    """Return the labels of either survey, (missing) last, and the counts of each, 0 where none."""
    names = sorted({*before, *after}, key=lambda name: (name == MISSING, name))
    none = np.zeros(3)
    first, second = (np.array([of.get(name, none) for name in names]) for of in (before, after))
    return tuple(names), first, second


def _by_label(words: NDArray[np.str_], sides: Codes, rows: Floats) -> dict[str, Floats]:
    names, at = np.unique(words, return_inverse=True)
    counts = np.bincount(3 * at + sides, rows, 3 * names.size).reshape(-1, 3)
    return dict(zip(names.tolist(), counts, strict=True))


def _check(
    found: DistinctRows, score: str, given: NDArray[np.bool_], scale: Scale, name: str
) -> None:
    """Refuse scores off the scale here, where it is known how many rows each stands for."""
    values = found.numbers[score]
    bad = given & ((values != np.floor(values)) | (values < scale.low) | (values > scale.high))
    if not bad.any():
        return
    n, example = int(found.rows[bad].sum()), values[bad][0]
    raise DataError(
        f"{name}, column {score!r}: {n:,} row{'' if n == 1 else 's'} that are not whole scores "
        f"from {scale.low} to {scale.high}, such as {cell(float(example))}. Correct or remove "
        "them; scores of another scale are not answers to this question."
    )
