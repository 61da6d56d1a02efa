"""Measures that tell without error who left: they were written later, and are no finding."""

from collections.abc import Iterator, Sequence

import numpy as np

from vocvalue.errors import DataError
from vocvalue.health.account_log import Flags, Floats
from vocvalue.health.cutoffs import View
from vocvalue.health.names import MEASURE_NAMES
from vocvalue.results import Note
from vocvalue.results.intervals import beside
from vocvalue.results.numerals import number
from vocvalue.results.texts import Text, listed, named, pair
from vocvalue.stats.auc import auc

LEAST = 5
"""So many accounts must have left before anything is called a leak."""
SUSPECT = 0.98
"""An area from which on a measure is suspect."""


def leak_notes(views: Sequence[View]) -> tuple[Note, ...]:
    """Refuse measures that tell without error who left; note those that nearly do.

    Args:
        views: The accounts at each cut-off.

    Raises:
        DataError: A measure, or whether it is known, tells without error.
    """
    suspect = []
    for name, values, churned in _measures(views):
        known = ~np.isnan(values)
        if not LEAST <= churned.sum() <= churned.size - LEAST:
            continue
        if np.array_equal(known, churned) or np.array_equal(known, ~churned):
            raise _leak(f"whether the measure {name!r} is known", churned)
        if min(churned[known].sum(), (~churned[known]).sum()) < LEAST:
            continue
        area = _area(values[known], churned[known])
        if area == 1:
            raise _leak(f"the measure {name!r}", churned)
        if area > SUSPECT:
            suspect.append((named(name, MEASURE_NAMES[name]), area))
    if not suspect:
        return ()
    return (
        Note.of(
            "These measures alone tell almost without error who left: {measures}. Check that they "
            "were not written after the accounts had left.",
            "以下指标几乎单凭自身就能区分流失客户：{measures}。请核对这些数据是否在客户流失之后"
            "才写入。",
            measures=listed([beside(name, _written(area)) for name, area in suspect]),
            count=len(suspect),
            bears_on="claim",
        ),
    )


def _measures(views: Sequence[View]) -> Iterator[tuple[str, Floats, Flags]]:
    rows = [view.rows for view in views]
    churned = np.concatenate([it.churned[at] for it, at in zip(views, rows, strict=True)])
    for name in views[0].points:
        values = [it.measures.values[name][at] for it, at in zip(views, rows, strict=True)]
        yield name, np.concatenate(values), churned


def _area(values: Floats, churned: Flags) -> float:
    area = auc(values, churned, level=0.95).value
    return max(area, 1 - area)


def _written(area: float) -> Text:
    return pair("AUC {area}", "AUC {area}", area=number(area, 3))


def _leak(what: str, churned: Flags) -> DataError:
    return DataError(
        f"{what} tells without error which accounts left ({int(churned.sum()):,} of "
        f"{churned.size:,}). That is a leak, not a finding: it was most likely written after they "
        "had left. Take the rows as they stood at the cut-offs, or leave this column out."
    )
