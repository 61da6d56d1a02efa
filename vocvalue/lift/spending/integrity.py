"""What the spend of single customers says against the claim that chance decided their arms."""

import numpy as np
from numpy.typing import NDArray

from vocvalue.lift.experiments import integrity
from vocvalue.lift.experiments.arms import CONTROL, TREATED
from vocvalue.lift.experiments.drawn import Drawn
from vocvalue.lift.spending.arms import SpendArm
from vocvalue.results import Note


def of_values(*arms: object) -> tuple[Note, ...]:
    """Return what the spend of single customers says against arms decided by chance.

    Args:
        arms: The spend of the treated and of the control, then that before, or None.
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
    """Return the values of both arms one below the other, and the number of each one's arm."""
    pair = [np.asarray([] if it is None else it, dtype=np.float64) for it in (treated, control)]
    return np.concatenate(pair), np.repeat([1, 0], [it.size for it in pair])
