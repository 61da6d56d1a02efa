"""A difference in retention at every look, with intervals that are all valid at once."""

from dataclasses import dataclass, field
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from vocvalue.results import Estimate, Evidence, Note
from vocvalue.results.plain_data import plain
from vocvalue.results.result import Pictured
from vocvalue.results.texts import Text

Floats: TypeAlias = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True, eq=False)
class Looks(Pictured):
    """The treated rate minus the control rate at each look, valid however often you look.

    Attributes:
        at: The time of each look, or its number from 1, shape (looks,).
        treated: How many treated customers stayed, among those known at each look, shape (looks,).
        n_treated: How many treated customers are known at each look, shape (looks,).
        control: How many controls stayed, among those known at each look, shape (looks,).
        n_control: How many controls are known at each look, shape (looks,).
        lower: The highest lower limit so far, as a fraction, shape (looks,). At all looks together,
            the true difference is within the limits with the probability of the level.
        upper: The lowest upper limit so far, shape (looks,).
        lower_each: The lower limit of each look's own interval, shape (looks,).
        upper_each: The upper limit of each look's own interval, shape (looks,).
        fixed_lower: The lower limit of Newcombe's interval, which is valid for one look planned
            beforehand, but not for several; NaN until both arms have customers, shape (looks,).
        fixed_upper: The upper limit of Newcombe's interval, shape (looks,).
        e_values: The e-value against no difference at each look, shape (looks,).
        p_values: The p-value at each look, valid at all of them, shape (looks,).
        treated_share: The designed probability that a customer is treated.
        n_planned: How many customers the experiment is planned for, both arms together.
        evidence: "randomised" or "association only".
        doubts: What the tables say against a random assignment, first in every statement.
        window: What being retained means, in words; None for counts passed in directly.
        level: The confidence level over all looks together.
    """

    at: NDArray[Any] = field(repr=False)
    treated: Floats = field(repr=False)
    n_treated: Floats = field(repr=False)
    control: Floats = field(repr=False)
    n_control: Floats = field(repr=False)
    lower: Floats = field(repr=False)
    upper: Floats = field(repr=False)
    lower_each: Floats = field(repr=False)
    upper_each: Floats = field(repr=False)
    fixed_lower: Floats = field(repr=False)
    fixed_upper: Floats = field(repr=False)
    e_values: Floats = field(repr=False)
    p_values: Floats = field(repr=False)
    treated_share: float
    n_planned: int
    evidence: Evidence
    doubts: tuple[Note, ...] = ()
    window: Text | None = None
    level: float

    @property
    def n(self) -> Floats:
        """How many customers are known at each look, both arms together, shape (looks,)."""
        return self.n_treated + self.n_control

    @property
    def differences(self) -> Floats:
        """The difference at each look, NaN until both arms have customers, shape (looks,)."""
        with np.errstate(invalid="ignore"):
            return self.treated / self.n_treated - self.control / self.n_control

    @property
    def first_shown(self) -> int | None:
        """The number, from 0, of the first look that shows a difference; None if none has yet."""
        shown = np.flatnonzero(self.p_values <= 1 - self.level)
        return int(shown[0]) if shown.size else None

    @property
    def shown(self) -> bool:
        """Whether a difference was shown at any look."""
        return self.first_shown is not None

    @property
    def difference(self) -> Estimate:
        """The difference at the last look, with the interval that is valid at every look."""
        value, lower, upper = float(self.differences[-1]), self.lower[-1], self.upper[-1]
        method = "confidence sequence by betting, running intersection"
        if not lower <= value <= upper:
            # The difference has moved: earlier looks estimated a different one.
            lower, upper = min(self.lower_each[-1], value), max(self.upper_each[-1], value)
            method = "confidence sequence by betting, last look alone"
        return Estimate.of(
            (value, lower, upper), level=self.level, method=method, n=int(self.n[-1])
        )

    @property
    def fixed(self) -> Estimate:
        """The difference with Newcombe's interval, valid for a single look planned beforehand."""
        return Estimate.of(
            (self.differences[-1], self.fixed_lower[-1], self.fixed_upper[-1]),
            level=self.level,
            method="Newcombe's hybrid score; not valid for repeated looks",
            n=int(self.n[-1]),
        )

    def figures(self) -> dict[str, Estimate]:
        """Return the difference at the last look, with the interval for every look and for one."""
        return {"difference": self.difference, "for one planned look": self.fixed}

    def to_frame(self) -> pd.DataFrame:
        """Return one row per look: the counts, the difference, both intervals and the evidence."""
        return pd.DataFrame(
            {
                "at": self.at,
                "treated": self.treated,
                "n_treated": self.n_treated,
                "control": self.control,
                "n_control": self.n_control,
                "difference": self.differences,
                "lower": self.lower,
                "upper": self.upper,
                "lower_each": self.lower_each,
                "upper_each": self.upper_each,
                "fixed_lower": self.fixed_lower,
                "fixed_upper": self.fixed_upper,
                "e_value": self.e_values,
                "p_value": self.p_values,
            }
        ).astype(dict.fromkeys(("treated", "n_treated", "control", "n_control"), np.int64))

    def to_dict(self) -> dict[str, Any]:
        """Return the last look, when a difference was first shown, the design and the notes."""
        first = self.first_shown
        return {
            "looks": len(self.at),
            "difference": self.difference.to_dict(),
            "fixed": self.fixed.to_dict(),
            "e_value": float(self.e_values[-1]),
            "p_value": float(self.p_values[-1]),
            "first_shown": first,
            "first_shown_at": None if first is None else plain(str(self.at[first])),
            "treated_share": self.treated_share,
            "n_planned": self.n_planned,
            "evidence": self.evidence,
            "doubts": plain(self.doubts),
            "window": plain(self.window),
            "level": self.level,
            "notes": plain(self.notes),
        }
