"""How many detractors, passives and promoters a table holds, of each group."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from vocvalue.errors import DataError
from vocvalue.survey.scale import Scale, scale_of, whole_scores
from vocvalue.tables.columns import DistinctRows, distinct_rows

Floats: TypeAlias = NDArray[np.float64]

MISSING = "(missing)"


@dataclass(frozen=True, kw_only=True)
class SideCounts:
    """The answers of one survey, by kind.

    Attributes:
        counts: For each column of labels, detractors, passives and promoters of each label.
        total: The same of all answers, shape (3,).
        n_without_score: Answers that have none, and are not counted.
    """

    counts: Mapping[str, Mapping[str, Floats]]
    total: Floats
    n_without_score: int


def side_counts(table: Any, *, score: str, labels: Iterable[str | None], name: str) -> SideCounts:
    """Count detractors, passives and promoters by label, where the table lives.

    Raises:
        DataError: A column is missing, no answer has a score, or scores are text, fractional or
            off the scale from 0 to 10.
    """
    columns = [column for column in labels if column is not None]
    found = distinct_rows(table, numbers=[score], labels=columns, name=name)
    values = found.numbers[score]
    given = ~np.isnan(values)
    if not given.any():
        raise DataError(f"{name}: column {score!r} holds no score at all. One is needed.")
    scale = scale_of("nps")
    _check(found, score, given, scale, name)
    sides = scale.positions(whole_scores(values[given], scale))
    rows = found.rows[given].astype(np.float64)
    return SideCounts(
        counts={column: _by_label(found.labels[column][given], sides, rows) for column in columns},
        total=np.bincount(sides, rows, 3).astype(np.float64),
        n_without_score=int(found.rows[~given].sum()),
    )


def aligned(
    before: Mapping[str, Floats], after: Mapping[str, Floats]
) -> tuple[tuple[str, ...], Floats, Floats]:
    """Return the labels of either survey, (missing) last, and the counts of each, 0 where none."""
    names = sorted({*before, *after}, key=lambda name: (name == MISSING, name))
    none = np.zeros(3)
    first, second = (np.array([of.get(name, none) for name in names]) for of in (before, after))
    return tuple(names), first, second


def _by_label(
    words: NDArray[np.object_], sides: NDArray[np.int64], rows: Floats
) -> dict[str, Floats]:
    named = np.array([MISSING if word is None else word for word in words], np.str_)
    names, at = np.unique(named, return_inverse=True)
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
        f"from {scale.low} to {scale.high}, such as {example:g}. Mend or remove them; scores of "
        "another scale are not answers to this question."
    )
