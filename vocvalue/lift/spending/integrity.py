"""What in the spend of single customers contradicts a random assignment."""

import numpy as np
from numpy.typing import NDArray

from vocvalue.lift.experiments import integrity
from vocvalue.lift.experiments.arms import CONTROL, TREATED
from vocvalue.lift.experiments.drawn import Drawn
from vocvalue.lift.spending.arms import SpendArm
from vocvalue.results import Note


def of_values(*arms: object) -> tuple[Note, ...]:
    """Return what in the spend of single customers contradicts a random assignment.

    Args:
        arms: The spend of the treated and of the control, then the spend of both before, or None.
    """
    if any(isinstance(arm, SpendArm) for arm in arms[:2]):
        return ()
    (now, arm), before = _stacked(*arms[:2]), _stacked(*arms[2:])[0]
    drawn = Drawn(arms=(CONTROL, TREATED), arm=arm, assigned=None, columns={}, labels={})
    every = np.ones(arm.shape, dtype=np.bool_)
    doubts = integrity.by_outcomes(drawn, np.isfinite(now), every)
    if before.size:
        doubts = (*doubts, *integrity.by_before(drawn, before))
    return tuple(doubt.note for doubt in doubts)


def _stacked(treated: object, control: object) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Return the values of both arms in one array, and the number of the arm of each."""
    pair = [
        np.asarray([] if values is None else values, dtype=np.float64)
        for values in (treated, control)
    ]
    return np.concatenate(pair), np.repeat([1, 0], [values.size for values in pair])
