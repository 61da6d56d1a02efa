"""The arms of an experiment as planned: their names and their shares."""

from collections.abc import Mapping
from types import MappingProxyType

from vocvalue import checks
from vocvalue.errors import ParameterError
from vocvalue.lift.experiments.arms import CONTROL, TREATED

HALVES: Mapping[str, float] = MappingProxyType({TREATED: 0.5, CONTROL: 0.5})
TOLERANCE = 1e-9


def shares_of(shares: Mapping[str, float]) -> dict[str, float]:
    """Return the planned shares of named arms, which add up to 1.

    Examples:
        >>> shares_of({"treated": 0.9, "control": 0.1})
        {'treated': 0.9, 'control': 0.1}
    """
    if not isinstance(shares, Mapping):
        raise ParameterError(
            f"shares == {shares!r}, must name the arms: {{'treated': 0.5, 'control': 0.5}}."
        )
    unnamed = [name for name in shares if not isinstance(name, str) or not name.strip()]
    if unnamed:
        raise ParameterError(f"shares names an arm {unnamed[0]!r}, must name every arm by text.")
    if len(shares) < 2:
        raise ParameterError(f"shares names {len(shares)} arm(s), must name at least two.")
    checked = {name: checks.positive(f"shares[{name!r}]", share) for name, share in shares.items()}
    total = sum(checked.values())
    if abs(total - 1) > TOLERANCE:
        raise ParameterError(
            f"shares add up to {total:g}, must add up to 1. Write a half as 0.5, a third as 1 / 3."
        )
    return checked


def reference_of(arms: tuple[str, ...]) -> str:
    """Return the arm with which the others are compared: control, or else the last."""
    return CONTROL if CONTROL in arms else arms[-1]
