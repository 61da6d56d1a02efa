"""An experiment: who was assigned to which arm, and what followed."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import narwhals as nw
import numpy as np
from numpy.typing import NDArray

from vocvalue import checks
from vocvalue.errors import DataError, ParameterError
from vocvalue.lift.experiments.doubt import Doubt
from vocvalue.lift.experiments.event import Event
from vocvalue.results import Note
from vocvalue.results.plain_data import plain
from vocvalue.results.result import Pictured
from vocvalue.results.texts import Text
from vocvalue.sealed import HandedOut
from vocvalue.tables import frames
from vocvalue.tables.labels import LabelColumn, Labels, labels_of

Floats: TypeAlias = NDArray[np.float64]
Codes: TypeAlias = NDArray[np.int64]


@dataclass(frozen=True, kw_only=True, eq=False)
class Experiment(Pictured):
    """The customers of an experiment, each with the arm and what followed.

    Attributes:
        customer_id: The customers, under the caller's own column name.
        arms: The names of the arms, the control first.
        arm: The number of each customer's arm, shape (n,).
        retained: 1 for customers who stayed, 0 for those who left, NaN for those not yet followed
            through the window, shape (n,).
        spend: Spend in the window, NaN where not known, shape (n,); None where it was not given.
        spend_before: Spend in a window of the same length before the assignment, shape (n,), or
            None.
        days_to_order: Days from the assignment to the first order, or to the end of the customer's
            follow-up, shape (n,); None without orders. See `lift.survival`.
        ordered: Whether the customer ordered, shape (n,), or None.
        duration: Days from the assignment until the customer left or was last seen, NaN where not
            known, shape (n,); None where the outcomes have no durations. See `lift.survival`.
        left: Whether the customer left at that time, shape (n,), or None.
        pending: Whether the customer's window is not over yet, shape (n,). Comparisons of retention
            and spend leave these customers out.
        assigned: The time of each customer's assignment, shape (n,), or None.
        columns: Further columns of the assignments, numbers or text, each of shape (n,).
        claimed_randomised: Whether the caller states that customers were assigned at random.
        doubts: What in the tables contradicts a random assignment.
        dropped: How many customers were left out because they are in two arms.
        first_arms: How many customers in two arms were first in each arm, as far as the times of
            their assignments show.
        window: What being retained means, in words.
        window_days: The length of the window in days, or None.
        observation_end: The last moment observed, or None.
        currency: The currency code, where known.
        labels: The labels of the further columns.
        pending_notes: The notes on customers whose window is not over yet.
    """

    customer_id: HandedOut[nw.Series[Any]] = HandedOut()
    arms: tuple[str, ...]
    arm: Codes = field(repr=False)
    retained: Floats = field(repr=False)
    spend: Floats | None = field(default=None, repr=False)
    spend_before: Floats | None = field(default=None, repr=False)
    days_to_order: Floats | None = field(default=None, repr=False)
    ordered: NDArray[np.bool_] | None = field(default=None, repr=False)
    duration: Floats | None = field(default=None, repr=False)
    left: NDArray[np.bool_] | None = field(default=None, repr=False)
    pending: NDArray[np.bool_] = field(repr=False)
    assigned: NDArray[np.datetime64] | None = field(default=None, repr=False)
    columns: Mapping[str, NDArray[Any]] = field(repr=False)
    claimed_randomised: bool
    doubts: tuple[Doubt, ...] = field(default=(), repr=False)
    dropped: int = 0
    first_arms: Mapping[str, int] = field(default_factory=dict, repr=False)
    window: Text
    window_days: float | None = None
    observation_end: dt.datetime | None = None
    currency: str | None = None
    labels: Mapping[str, LabelColumn] = field(default_factory=dict, repr=False)
    pending_notes: tuple[Note, ...] = field(default=(), repr=False)

    @property
    def randomised(self) -> bool:
        """Whether the arms count as random: the caller states it, and nothing contradicts it."""
        return self.claimed_randomised and not self.doubts

    @property
    def control(self) -> str:
        """The arm that was left alone."""
        return self.arms[0]

    @property
    def followed(self) -> NDArray[np.bool_]:
        """Whether each customer was followed through the whole window, shape (n,)."""
        return np.isfinite(self.retained)

    @property
    def event(self) -> Event | None:
        """The event whose time is known: "leaving", the first "order", or None."""
        if self.duration is not None:
            return "leaving"
        return None if self.days_to_order is None else "order"

    def number(self, arm: str | None) -> int:
        """Return the number of a treated arm.

        Args:
            arm: The name of the arm; None for the only treated arm.

        Raises:
            ParameterError: No such arm, or several and none named.
        """
        treated = self.arms[1:]
        if arm is None and len(treated) == 1:
            return 1
        if arm is None:
            raise ParameterError(
                "arm == None, but there are several treated arms: name one of "
                f"{', '.join(map(repr, treated))}."
            )
        checks.one_of("arm", arm, treated)
        return self.arms.index(arm)

    def column(self, name: str) -> NDArray[Any]:
        """Return a further column of the assignments.

        Args:
            name: The name of the column.

        Raises:
            DataError: The column was not kept.
        """
        if name not in self.columns:
            raise DataError(
                f"the experiment was read without column {name!r}; it has "
                f"{', '.join(map(repr, self.columns)) or 'none'}. Pass keep=[{name!r}] to "
                "lift.experiment."
            )
        return self.columns[name]

    def label(self, name: str) -> Labels:
        """Return the labels of a further column of the assignments, one for each value.

        Args:
            name: The name of the column.

        Raises:
            DataError: The column was not kept, or holds values of two types that read the same.
        """
        values = self.column(name)
        return self.labels[name].labels if name in self.labels else labels_of(values, name=name)

    def counts(self, where: NDArray[np.bool_] | None = None) -> tuple[Codes, Codes]:
        """Return how many were retained and how many followed in each arm.

        Args:
            where: Whether each customer is counted, shape (n,); by default all are.
        """
        counted = self.followed if where is None else self.followed & where
        k = len(self.arms)
        n = np.bincount(self.arm[counted], minlength=k)
        kept = np.bincount(self.arm[counted], self.retained[counted], k)
        return np.round(kept).astype(np.int64), n

    def to_frame(self) -> Any:
        """Return one row per customer, in the caller's dataframe library."""
        columns = {
            "arm": np.array(self.arms)[self.arm],
            "retained": self.retained,
            **({} if self.spend is None else {"spend": self.spend}),
            **({} if self.spend_before is None else {"spend_before": self.spend_before}),
            **({} if self.duration is None else {"duration": self.duration}),
            **({} if self.left is None else {"left": self.left}),
            **self.columns,
        }
        return frames.beside(self.customer_id, columns)

    def to_dict(self) -> dict[str, Any]:
        """Return the arms' counts, the window and the notes, without the customers."""
        retained, n = self.counts()
        return {
            "arms": {
                name: {
                    "assigned": int((self.arm == number).sum()),
                    "followed": int(n[number]),
                    "retained": int(retained[number]),
                }
                for number, name in enumerate(self.arms)
            },
            "window": plain(self.window),
            "randomised": self.randomised,
            "notes": plain(self.notes),
        }


def check_experiment(value: object) -> Experiment:
    """Return an experiment, or say what is taken in its place.

    Raises:
        ParameterError: It is anything else, such as a table or counts.
    """
    if not isinstance(value, Experiment):
        raise ParameterError(
            f"experiment == {type(value).__name__}, must be what lift.experiment returned. For "
            "counts and arrays there are functions whose names end in _test or _counts."
        )
    return value
