"""The arms of an experiment in words: their names, how many customers are in each, and the plan."""

from collections.abc import Mapping, Sequence

from vocvalue.lift.experiments.arms import CONTROL, TREATED
from vocvalue.results.numerals import number
from vocvalue.results.texts import Text, listed, named, pair

ARMS: Mapping[str, Text] = {
    TREATED: pair("treated", "实验组"),
    CONTROL: pair("control", "对照组"),
}


def arm_name(arm: str) -> Text:
    """Return the name of an arm for a reader: its label, or else its own name.

    Examples:
        >>> arm_name("treated").zh, arm_name("control").en, arm_name("men's mail").zh
        ('实验组', 'control', "men's mail")
    """
    return named(arm, ARMS.get(arm))


def counted_arms(counts: Mapping[str, int]) -> Text:
    """Return how many customers each arm has.

    Examples:
        >>> counted_arms({"treated": 1200, "control": 1180}).en
        '1,200 (treated) and 1,180 (control)'
        >>> counted_arms({"treated": 1200, "control": 1180}).zh
        '实验组 1,200 位和对照组 1,180 位'
    """
    return listed(tuple(_counted(arm, n) for arm, n in counts.items()))


def shares_of_arms(each: Sequence[tuple[str, int, int]]) -> Text:
    """Return for each arm how many of its customers something applies to.

    Args:
        each: The arm, how many customers it applies to, and how many the arm has.

    Examples:
        >>> shares_of_arms([("treated", 480, 500), ("call", 9, 10)]).en
        '480 of 500 (treated) and 9 of 10 (call)'
        >>> shares_of_arms([("treated", 480, 500), ("call", 9, 10)]).zh
        '实验组 500 位中 480 位和 call 10 位中 9 位'
    """
    return listed(tuple(_share_of_arm(arm, n, size) for arm, n, size in each))


def split(shares: Mapping[str, float]) -> Text:
    """Return the planned shares of the arms.

    Examples:
        >>> split({"treated": 0.5, "control": 0.5}).en
        '50:50'
        >>> split({"men's": 1 / 3, "women's": 1 / 3, "none": 1 / 3}).zh
        '33.3:33.3:33.3'
    """
    first, *others = (_in_hundred(share) for share in shares.values())
    whole = first
    for share in others:
        whole = pair("{before}:{share}", "{before}:{share}", before=whole, share=share)
    return whole


def _counted(arm: str, n: int) -> Text:
    return pair("{n} ({arm})", "{arm} {n} 位", n=n, arm=arm_name(arm))


def _share_of_arm(arm: str, n: int, size: int) -> Text:
    return pair(
        "{n} of {size} ({arm})", "{arm} {size} 位中 {n} 位", n=n, size=size, arm=arm_name(arm)
    )


def _in_hundred(share: float) -> Text:
    is_short = abs(1000 * share - round(1000 * share)) < 1e-6
    digits = 1 if not is_short or round(1000 * share) % 10 else 0
    return number(100 * share, digits)
