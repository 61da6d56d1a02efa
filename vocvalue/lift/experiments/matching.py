"""Whether the arms of an experiment are found equally often in the table of what followed."""

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from vocvalue.results import Note
from vocvalue.stats import equal_shares

Codes: TypeAlias = NDArray[np.int64]

FALSE_ALARMS = 0.001


def unequal_match(
    is_matched: NDArray[np.bool_], arm: Codes, arms: Sequence[str]
) -> tuple[float, tuple[Note, ...]]:
    """Return the p-value of equal matching, and a note where it is clearly unequal.

    Customers whom chance divided are known from before equally often. The test is Fisher's exact
    one for two arms and Pearson's for more; it raises a false alarm in at most one of a thousand
    experiments.

    Args:
        is_matched: Whether the other table knows the customer, shape (n,).
        arm: The number of each customer's arm, shape (n,).
        arms: The arms' names.

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
    named = list(zip(arms, matched, sizes, strict=True))
    each = ", ".join(f"{n:,} of {size:,} in {name!r}" for name, n, size in named)
    each_zh = "，".join(f"{name!r} 组 {size:,} 位中有 {n:,} 位" for name, n, size in named)
    return p_value, (
        Note.of(
            f"Customers are found in the other table unequally often: {each}. Chance does that "
            "once in a thousand experiments: check whether the ids of one arm are damaged, or "
            "whether those who left answer less. Until then the comparison counts as an "
            "association only.",
            f"各组客户在另一张表中的匹配率明显不同：{each_zh}。随机分组下千次实验中至多出现一次，"
            "请检查其中一组的客户编号是否损坏；在此之前，比较结果仅视为相关。",
            count=int((~is_matched).sum()),
        ),
    )
