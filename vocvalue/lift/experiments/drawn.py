"""The customers of an experiment, as the tests of the assignment need them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from vocvalue.lift.experiments.result import Experiment
from vocvalue.tables.labels import Labels

Floats: TypeAlias = NDArray[np.float64]
Flags: TypeAlias = NDArray[np.bool_]
Codes: TypeAlias = NDArray[np.int64]


@dataclass(frozen=True, kw_only=True, eq=False)
class Drawn:
    """The customers of an experiment, as the tests of the assignment need them.

    Attributes:
        arms: The names of the arms, the control first.
        arm: The number of each customer's arm, shape (n,).
        assigned: The time of the assignment in days since 1970, NaN where not known, shape (n,), or
            None.
        columns: The kept columns, each of shape (n,).
        labels: The labels of the kept columns.
    """

    arms: tuple[str, ...]
    arm: Codes = field(repr=False)
    assigned: Floats | None = field(repr=False)
    columns: Mapping[str, NDArray[Any]] = field(repr=False)
    labels: Mapping[str, Labels] = field(repr=False)

    def shares(self, where: Flags) -> list[tuple[int, int]]:
        """Return how many customers of each arm are marked, and how many it has."""
        k = len(self.arms)
        marked, sizes = (
            np.bincount(self.arm[where], minlength=k),
            np.bincount(self.arm, minlength=k),
        )
        return list(zip(marked.tolist(), sizes.tolist(), strict=True))


def drawn_of(experiment: Experiment) -> Drawn:
    """Return the customers of an experiment, as the tests of the assignment need them."""
    return Drawn(
        arms=experiment.arms,
        arm=experiment.arm,
        assigned=_days(experiment.assigned),
        columns=experiment.columns,
        labels={name: experiment.label(name) for name in experiment.columns},
    )


def _days(assigned: NDArray[np.datetime64] | None) -> Floats | None:
    """Return times as days since 1970, NaN where there is none."""
    if assigned is None:
        return None
    days = (assigned - np.datetime64(0, "us")) / np.timedelta64(86_400_000_000, "us")
    return np.where(np.isnat(assigned), np.nan, days)
