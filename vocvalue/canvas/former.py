"""What pictures used before they were drawn in a language."""

from vocvalue.canvas import fonts, scales
from vocvalue.canvas.sheet import Axes
from vocvalue.results.tongues import ENGLISH

THOUSANDS = "{x:,.0f}"
WHOLE_PERCENT = "{x:.0%}"


def families() -> list[str]:
    """Return the default font and one for Chinese."""
    return fonts.families("中")


def dates(ax: Axes) -> None:
    """Write dates below as briefly as they can be told apart."""
    scales.days(ax.xaxis, ENGLISH)


def percent(share: float) -> str:
    """Write a share in whole percent, and what is not quite nothing as such.

    Examples:
        >>> percent(0.5), percent(0.001), percent(-0.001), percent(0.0)
        ('50%', '<1%', '<0%', '0%')
    """
    if share and abs(share) < 0.005:
        return "<1%" if share > 0 else "<0%"
    return f"{share:.0%}"


def brief(value: float) -> str:
    """Write a length of time with one decimal at most.

    Examples:
        >>> brief(77.857142), brief(1826.0)
        ('77.9', '1,826')
    """
    return f"{value:,.1f}".removesuffix(".0")
