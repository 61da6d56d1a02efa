"""The arms of an experiment: their names, their planned shares, and how these are said."""

from collections.abc import Mapping
from types import MappingProxyType

from vocvalue import checks
from vocvalue.errors import ParameterError
from vocvalue.results.former import Language

TREATED, CONTROL = "treated", "control"
HALVES: Mapping[str, float] = MappingProxyType({TREATED: 0.5, CONTROL: 0.5})
ZH = {TREATED: "实验组", CONTROL: "对照组"}
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
        raise ParameterError(f"shares names an arm {unnamed[0]!r}; every arm needs a name of text.")
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
    """Return the arm that the others are compared with: control, or else the last."""
    return CONTROL if CONTROL in arms else arms[-1]


def named(arm: str, language: Language) -> str:
    """Return the name of an arm in a language; names of the caller's own stay as they are.

    Examples:
        >>> named("treated", "zh"), named("men's mail", "zh")
        ('实验组', "men's mail")
    """
    return ZH.get(arm, arm) if language == "zh" else arm


def counted_arms(counts: Mapping[str, int], language: Language) -> str:
    """Return how many customers each arm has, in words.

    Examples:
        >>> counted_arms({"treated": 1200, "control": 1180}, "en")
        '1,200 treated and 1,180 control'
        >>> counted_arms({"treated": 1200, "control": 1180}, "zh")
        '实验组 1,200 位, 对照组 1,180 位'
    """
    if language == "zh":
        return ", ".join(f"{named(arm, 'zh')} {n:,} 位" for arm, n in counts.items())
    parts = [f"{n:,} {arm}" for arm, n in counts.items()]
    return f"{', '.join(parts[:-1])} and {parts[-1]}"


def planned(shares: Mapping[str, float]) -> str:
    """Return the planned shares in words.

    Examples:
        >>> planned({"treated": 0.5, "control": 0.5})
        '50 : 50'
        >>> planned({"men's": 1 / 3, "women's": 1 / 3, "none": 1 / 3})
        '33.3 : 33.3 : 33.3'
    """
    return " : ".join(
        f"{100 * share:.4g}" if _short(share) else f"{100 * share:.1f}" for share in shares.values()
    )


def _short(share: float) -> bool:
    return abs(1000 * share - round(1000 * share)) < 1e-6
