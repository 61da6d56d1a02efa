"""Whether customers of all arms are found equally often in the table of what followed."""

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from vocvalue.lift.experiments import integrity_notes
from vocvalue.results import Note
from vocvalue.stats import equal_shares

Codes: TypeAlias = NDArray[np.int64]

FALSE_ALARMS = 0.001


def unequal_match(
    is_matched: NDArray[np.bool_], arm: Codes, arms: Sequence[str]
) -> tuple[float, tuple[Note, ...]]:
    """Return the p-value for equal matching, and a note where it is clearly unequal.

    Under random assignment, customers of all arms are equally likely to be found. The test is
    Fisher's exact test for two arms and Pearson's for more; it raises a false alarm in at most one
    of a thousand experiments.

    Args:
        is_matched: Whether the customer is found in the other table, shape (n,).
        arm: The number of each customer's arm, shape (n,).
        arms: The names of the arms.

    Examples:
        >>> arm = np.repeat([0, 1], 100)
        >>> found_in_one_arm = np.repeat([True, False], 100)
        >>> len(unequal_match(found_in_one_arm, arm, ["control", "treated"])[1])
        1
        >>> unequal_match(np.ones(200, dtype=bool), arm, ["control", "treated"])
        (1.0, ())
    """
    sizes = np.bincount(arm, minlength=len(arms))
    matched = np.bincount(arm[is_matched], minlength=len(arms))
    p_value = equal_shares.p_value(matched, sizes)
    if p_value >= FALSE_ALARMS:
        return p_value, ()
    each = list(zip(arms, matched.tolist(), sizes.tolist(), strict=True))
    return p_value, (integrity_notes.unmatched(each),)
