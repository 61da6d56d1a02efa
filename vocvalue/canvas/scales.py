"""The marks along the axes of a picture, written in a language."""

from typing import TYPE_CHECKING

from vocvalue.results.tongues import Tongue

if TYPE_CHECKING:
    from matplotlib.axis import Axis

MOST_MARKS = 6
SHORT = 1_000.0
"""A logarithmic axis that rises to at most so many times has marks between powers of 10."""


def numbers(axis: "Axis", tongue: Tongue, *, sign: bool = False) -> None:
    """Write numbers along an axis, with as many digits as its marks need.

    Args:
        axis: The axis, such as `ax.yaxis`.
        tongue: The language.
        sign: Whether a number above 0 has a plus.
    """
    from vocvalue.canvas.formatters import Numbers  # noqa: PLC0415 - matplotlib is loaded with it

    axis.set_major_formatter(Numbers(tongue, sign=sign))


def magnitudes(axis: "Axis", tongue: Tongue) -> None:
    """Write numbers along an axis that is logarithmic, each with the digits that it needs.

    Args:
        axis: The axis, such as `ax.xaxis`.
        tongue: The language.
    """
    from matplotlib.ticker import LogLocator, NullLocator  # noqa: PLC0415 - loaded when drawn

    from vocvalue.canvas.formatters import Magnitudes  # noqa: PLC0415 - matplotlib is loaded with it

    low, high = axis.get_view_interval()
    subs = (1.0, 2.0, 5.0) if high <= SHORT * low else (1.0,)
    axis.set_major_locator(LogLocator(subs=subs, numticks=MOST_MARKS))
    axis.set_minor_locator(NullLocator())
    axis.set_major_formatter(Magnitudes(tongue))


def shares(axis: "Axis", tongue: Tongue, *, sign: bool = False) -> None:
    """Write shares along an axis in percent, with as many digits as rare ones need.

    Args:
        axis: The axis, such as `ax.yaxis`.
        tongue: The language.
        sign: Whether a share above 0 has a plus.
    """
    from vocvalue.canvas.formatters import Shares  # noqa: PLC0415 - matplotlib is loaded with it

    axis.set_major_formatter(Shares(tongue, sign=sign))


def amounts(axis: "Axis", tongue: Tongue, currency: str | None = None) -> None:
    """Write amounts of money along an axis with their unit, large ones in short.

    Args:
        axis: The axis, such as `ax.yaxis`.
        tongue: The language.
        currency: The code of the currency, where it is known.
    """
    from vocvalue.canvas.formatters import Amounts  # noqa: PLC0415 - matplotlib is loaded with it

    axis.set_major_formatter(Amounts(tongue, currency=currency))


def days(axis: "Axis", tongue: Tongue) -> None:
    """Write dates along an axis, as briefly as they can be told apart.

    Args:
        axis: The axis, such as `ax.xaxis`.
        tongue: The language.
    """
    from matplotlib.dates import AutoDateLocator  # noqa: PLC0415 - loaded when drawn

    from vocvalue.canvas.formatters import Days  # noqa: PLC0415 - matplotlib is loaded with it

    axis.set_major_locator(AutoDateLocator(minticks=3, maxticks=8))  # type: ignore[no-untyped-call]
    axis.set_major_formatter(Days(tongue))
