"""A difference in retention at every look, with intervals that all hold at once."""

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
    """The treated rate minus the control rate at each look, however often one looks.

    Attributes:
        at: The moment of each look, or its number from 1 on, shape (looks,).
        treated: How many of the treated stayed, of those known at each look, shape (looks,).
        n_treated: Out of how many, shape (looks,).
        control: How many of the control stayed, shape (looks,).
        n_control: Out of how many, shape (looks,).
        lower: The highest lower end so far, as a fraction, shape (looks,). With the probability of
            the level the true difference is never outside.
        upper: The lowest upper end so far, shape (looks,).
        lower_each: The lower end of each look's own interval, shape (looks,).
        upper_each: The upper end of each look's own interval, shape (looks,).
        fixed_lower: The lower end of Newcombe's interval, which holds for one look that was planned
            beforehand, and not for several; NaN before both arms have customers, shape (looks,).
        fixed_upper: Its upper end, shape (looks,).
        e_values: The evidence against no difference, shape (looks,).
        p_values: The p-values that hold at every look, shape (looks,).
        treated_share: How likely a customer was to be treated.
        n_planned: How many customers the experiment is planned for, both arms together.
        evidence: "randomised" or "association only".
        doubts: What the tables say against a random assignment, first in every sentence.
        window: What being retained means, in words; None where counts were handed in.
        level: The confidence level, of all looks together.
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
        """The difference seen at each look, NaN before both arms have customers, shape (looks,)."""
        with np.errstate(invalid="ignore"):
            return self.treated / self.n_treated - self.control / self.n_control

    @property
    def first_shown(self) -> int | None:
        """The number, from 0 on, of the first look that shows a difference; None so far."""
        shown = np.flatnonzero(self.p_values <= 1 - self.level)
        return int(shown[0]) if shown.size else None

    @property
    def shown(self) -> bool:
        """Whether a difference was shown at any look."""
        return self.first_shown is not None

    @property
    def difference(self) -> Estimate:
        """The difference at the last look, with the interval that holds at every look."""
        value, lower, upper = float(self.differences[-1]), self.lower[-1], self.upper[-1]
        method = "confidence sequence by betting, running intersection"
        if not lower <= value <= upper:
            # The difference has moved: looks before speak of another one.
            lower, upper = min(self.lower_each[-1], value), max(self.upper_each[-1], value)
            method = "confidence sequence by betting, last look alone"
        return Estimate.of(
            (value, lower, upper), level=self.level, method=method, n=int(self.n[-1])
        )

    @property
    def fixed(self) -> Estimate:
        """The same with Newcombe's interval, which is for a single look planned beforehand."""
        return Estimate.of(
            (self.differences[-1], self.fixed_lower[-1], self.fixed_upper[-1]),
            level=self.level,
            method="Newcombe's hybrid score; not valid for repeated looks",
            n=int(self.n[-1]),
        )

    def figures(self) -> dict[str, Estimate]:
        """Return the difference at the last look, by the interval for every look and for one."""
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
