"""The two arms of an experiment: how many were assigned, and how many stayed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from vocvalue import checks
from vocvalue.errors import DataError, ParameterError
from vocvalue.results import Estimate
from vocvalue.stats.proportions import wilson

Counts: TypeAlias = tuple[int, int]
TREATED, CONTROL = "treated", "control"


@dataclass(frozen=True, kw_only=True)
class Arm:
    """An arm of an experiment.

    Attributes:
        name: "treated", "control" or what the arm is called.
        retained: How many stayed.
        n: How many were assigned and followed through the window.
    """

    name: str
    retained: int
    n: int

    @property
    def lost(self) -> int:
        """How many left."""
        return self.n - self.retained

    @property
    def rate(self) -> float:
        """The share that stayed."""
        return self.retained / self.n

    def estimate(self, level: float) -> Estimate:
        """Return the share that stayed with Wilson's interval.

        Args:
            level: The confidence level.
        """
        ends = wilson(self.retained, self.n, level)
        return Estimate.of(
            (self.rate, float(ends[0]), float(ends[1])),
            level=level,
            method="Wilson score",
            n=self.n,
        )


def arm(name: str, counts: Counts | Sequence[int]) -> Arm:
    """Return an arm from the number retained and the number assigned.

    Raises:
        DataError: Nobody is in the arm, or more customers retained than assigned.
        ParameterError: The counts are not a pair of whole numbers.
    """
    pair = tuple(counts) if isinstance(counts, tuple | list) else ()
    if len(pair) != 2:
        raise ParameterError(f"{name} == {counts!r}, must be a pair: (retained, n).")
    retained = checks.whole(f"{name} retained", pair[0])
    n = checks.whole(f"{name} n", pair[1])
    if n == 0:
        raise DataError(f"nobody is in the arm {name!r}: n == 0. Every arm needs customers.")
    if retained > n:
        raise DataError(
            f"{name} == ({retained:,}, {n:,}): more retained than assigned. The pair is "
            "(retained, n), not (lost, n) or (n, retained)."
        )
    return Arm(name=name, retained=retained, n=n)
