"""Whether a sample shows something, and the sentence that says so where it does not."""

from collections.abc import Mapping
from typing import Literal, TypeAlias

from vocvalue.results.estimates import Evidence
from vocvalue.results.texts import Text, pair

Sought: TypeAlias = Literal["effect", "difference", "change"]
"""What a sample was asked for: what a contact made, how two groups differ, how a score moved."""

NOT_SHOWN: Mapping[Sought, Text] = {
    "effect": pair("The sample does not show an effect.", "样本未显示效果。"),
    "difference": pair("The sample does not show a difference.", "样本未显示差异。"),
    "change": pair(
        "The interval includes 0, so the samples do not show a change.",
        "区间包含 0，样本不足以断定有变化。",
    ),
}


def is_shown(p_value: float, level: float) -> bool:
    """Return whether a test shows what it was asked for; one without a p-value does not.

    Args:
        p_value: The p-value for the hypothesis that there is nothing.
        level: The confidence level of the interval beside it, such as 0.95.

    Examples:
        >>> is_shown(0.049, 0.95), is_shown(0.051, 0.95), is_shown(float("nan"), 0.95)
        (True, False, False)
    """
    return p_value < 1 - level


def sought(evidence: Evidence) -> Sought:
    """Return what a comparison of arms was asked for, as far as its evidence goes.

    Examples:
        >>> sought("randomised"), sought("association only")
        ('effect', 'difference')
    """
    return "difference" if evidence == "association only" else "effect"


def unless_shown(sought: Sought, *, shown: bool) -> Text | None:
    """Return the sentence that a sample does not show something, or None where it does.

    Args:
        sought: What was asked for.
        shown: Whether it does.

    Examples:
        >>> unless_shown("effect", shown=False).en
        'The sample does not show an effect.'
        >>> unless_shown("effect", shown=True)
    """
    return None if shown else NOT_SHOWN[sought]
