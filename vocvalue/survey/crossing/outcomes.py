"""What became of each customer who answered: revenue, churn and value, beside the segment."""

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, TypeAlias

import narwhals as nw
import numpy as np
from numpy.typing import NDArray

from vocvalue import duration
from vocvalue.errors import DataError, ParameterError
from vocvalue.link import Linked
from vocvalue.link.lookup import look_up
from vocvalue.link.words import window_after
from vocvalue.results import CustomerValues, Note
from vocvalue.results.former import counted

Floats: TypeAlias = NDArray[np.float64]
Codes: TypeAlias = NDArray[np.int64]
Bool: TypeAlias = NDArray[np.bool_]


@dataclass(frozen=True, kw_only=True, eq=False)
class Outcomes:
    """Each customer's segment and what followed; NaN where it is not known.

    Attributes:
        cell: The number of the score, shape (n,).
        segment_of: The number of the segment that each score makes, shape (number of scores,).
        weight: The weight, shape (n,), or None.
        revenue: Annual revenue, in money, shape (n,), or None.
        churned: 1 for those who left, 0 for those who stayed, shape (n,), or None.
        value: Lifetime value, in money, shape (n,), or None.
        waited: Days from the answer to the first order after, or to the end of what is known of
            the customer, shape (n,), or None.
        returned: Whether that order came, shape (n,), or None.
        notes: What was left out.
    """

    cell: Codes = field(repr=False)
    segment_of: Codes
    weight: Floats | None = field(default=None, repr=False)
    revenue: Floats | None = field(default=None, repr=False)
    churned: Floats | None = field(default=None, repr=False)
    value: Floats | None = field(default=None, repr=False)
    waited: Floats | None = field(default=None, repr=False)
    returned: Bool | None = field(default=None, repr=False)
    notes: tuple[Note, ...] = ()

    @cached_property
    def group(self) -> Codes:
        """The number of each customer's segment, shape (n,)."""
        return np.asarray(self.segment_of[self.cell])

    @cached_property
    def _answers(self) -> NDArray[Any]:
        """How often each score was given, shape (number of scores,)."""
        return np.bincount(self.cell, minlength=self.segment_of.size)

    def of(self, rows: Bool) -> "Outcomes":
        """Return the same of some of the customers.

        Args:
            rows: Which, shape (n,).
        """
        names = ("weight", "revenue", "churned", "value", "waited", "returned")
        every = {name: getattr(self, name) for name in names}
        kept: dict[str, Any] = {n: None if it is None else it[rows] for n, it in every.items()}
        return replace(self, cell=self.cell[rows], **kept)

    def members(self, n_segments: int, weight: Floats | None = None) -> Floats:
        """Return how many customers each segment has, or their weight, shape (k,).

        Args:
            n_segments: The number of segments k.
            weight: The weight of each customer, shape (n,).
        """
        of_each = self._answers
        if weight is not None:
            of_each = np.bincount(self.cell, weight, self.segment_of.size)
        return np.asarray(np.bincount(self.segment_of, of_each, n_segments), dtype=np.float64)


def of_linked(
    linked: Linked,
    cell: Codes,
    segment_of: Codes,
    *,
    weight: Floats | None,
    churn_window: duration.Span | None,
    unmatched: str,
) -> Outcomes:
    """Return what followed each answer, from its customer's orders."""
    years = linked.window_days / duration.DAYS_PER_YEAR
    known = linked.complete & (linked.matched | (unmatched == "zero"))
    churned = _churned(linked, churn_window)
    after = (linked.first_after - linked.opened) / np.timedelta64(86_400_000_000, "us")
    returned = ~np.isnat(linked.first_after)
    waited = np.where(returned, after, np.minimum(linked.follow_up, linked.window_days))
    waited[~linked.matched & (unmatched != "zero")] = np.nan
    return Outcomes(
        cell=cell,
        segment_of=segment_of,
        weight=weight,
        revenue=np.where(known, linked.spend_after / years, np.nan),
        churned=np.where(known, churned, np.nan),
        waited=waited,
        returned=returned,
        notes=_left_out(linked, known, unmatched),
    )


def value_of(values: CustomerValues, ids: nw.Series[Any]) -> tuple[Floats, tuple[Note, ...]]:
    """Return the value of each customer who answered, NaN where there is none."""
    told = look_up(
        ids,
        values.table,
        customer_id=values.customer_id,
        columns=[values.value],
        name="value",
        are_numbers=True,
    )
    n = int((~told.is_there).sum())
    note = Note.of(
        f"{counted(n, 'customer')} answered and have no value; left out of the lifetime value.",
        f"{n:,} 位客户回答了问卷但没有价值预测, 未计入终身价值。",
        count=n,
    )
    value = np.where(told.is_there, told.columns[values.value], np.nan)
    return np.asarray(value, dtype=np.float64), (*told.notes, *([note] if n else []))


def _churned(linked: Linked, churn_window: duration.Span | None) -> Floats:
    if churn_window is None:
        return np.isnat(linked.last_after).astype(np.float64)
    silent = duration.length(churn_window, "day", name="churn_window")
    if silent > linked.window_days + 1e-9:
        raise ParameterError(
            f"churn_window == {churn_window!r}, must not be longer than the window "
            f"({window_after(linked)})."
        )
    before = np.timedelta64(round((linked.window_days - silent) * 86_400), "s")
    gone = np.isnat(linked.last_after) | (linked.last_after <= linked.opened + before)
    return gone.astype(np.float64)


def _left_out(linked: Linked, known: Bool, unmatched: str) -> tuple[Note, ...]:
    without = 0 if unmatched == "zero" else int((~linked.matched).sum())
    early = len(known) - int(known.sum()) - without
    if not known.any():
        raise DataError(
            f"none of the {len(known):,} customers was followed for {window_after(linked)}: the "
            f"observation ends on {linked.observation_end:%Y-%m-%d}. Take a shorter window, or "
            "older answers."
        )
    told = [
        (
            early,
            f"not yet followed for {window_after(linked)}; not in the revenue per customer",
            f"尚未观察满{window_after(linked).zh}, 未计入人均收入",
        ),
        (
            without,
            'without any order (another id?); left out. Count them with unmatched="zero"',
            '没有任何订单 (可能编号不同), 未计入; 可用 unmatched="zero" 计为零',
        ),
    ]
    return tuple(
        Note.of(f"{counted(n, 'customer')} {en}.", f"{n:,} 位客户{zh}。", count=n)
        for n, en, zh in told
        if n
    )
