"""What moving customers from one segment to another is worth, step by step."""

from collections.abc import Sequence

from vocvalue import canvas
from vocvalue.canvas import ACTUAL, MODEL, MUTED, Axes
from vocvalue.errors import ParameterError
from vocvalue.results import Money
from vocvalue.results.former import figure
from vocvalue.survey.crossing.conversion import ConversionValue
from vocvalue.survey.crossing.terms import named


def conversion_ladder(values: Sequence[ConversionValue], *, ax: Axes | None = None) -> Axes:
    """Draw what conversions are worth, one below the other, on the raw and the adjusted gap.

    Args:
        values: What `SegmentTable.conversion_value` returned, for one or several conversions.
        ax: Matplotlib axes to draw on; new ones without it.

    Returns:
        The axes: a line for each interval, a point for each value.

    Raises:
        ParameterError: No conversions, or of different figures of money.

    Examples:
        >>> import vocvalue as vv
        >>> shop = vv.datasets.load_sample()
        >>> table = vv.survey.cross_analysis(shop.responses, orders=shop.orders)
        >>> steps = [("detractor", "passive"), ("passive", "promoter"), ("detractor", "promoter")]
        >>> ladder = [table.conversion_value(a, b, 0.01, population=100_000) for a, b in steps]
        >>> len(conversion_ladder(ladder).get_yticks())
        3
    """
    _check(values)
    ax = canvas.axes(ax)
    offset = 0.14 if any(value.adjusted for value in values) else 0.0
    for row, value in enumerate(values):
        _line(ax, row - offset, value.raw, ACTUAL, "o")
        if value.adjusted is not None:
            _line(ax, row + offset, value.adjusted, MODEL, "D")
    ax.axvline(0, color=MUTED, linewidth=0.8)
    steps = [_step(value) for value in values]
    canvas.name_rows(ax, steps)
    ax.set_ylim(len(values) - 0.4, -0.9)
    first = values[0]
    unit = f"{first.terms.currency} " if first.terms.currency else ""
    ax.set_xlabel(
        f"{unit}{first.terms.of(first.metric, 'en')}\n{first.raw.level * 100:g} % interval"
    )
    ax.xaxis.set_major_formatter(canvas.THOUSANDS)
    ax.locator_params(axis="x", nbins=5)
    ax.margins(x=0.12)
    key = {"raw gap": ACTUAL}
    canvas.key(ax, key | ({"adjusted gap": MODEL} if offset else {}), side="right")
    best = max(values, key=lambda value: value.money.value)
    canvas.title(
        ax,
        f"Worth most: {named(best.from_, 'en', plural=True)} to {named(best.to, 'en', plural=True)}"
        f", {figure(best.money.value)} ({best.money.evidence})",
        names=steps,
    )
    return ax


def _line(ax: Axes, row: float, money: Money, colour: str, marker: str) -> None:
    ax.plot([money.lower, money.upper], [row, row], color=colour, linewidth=2)
    ax.plot(money.value, row, marker=marker, color=colour, markersize=8, markeredgecolor="white")
    ax.annotate(
        figure(money.value),
        xy=(money.upper, row),
        xytext=(5, 0),
        textcoords="offset points",
        va="center",
        fontsize=9,
        color=colour,
    )


def _step(value: ConversionValue) -> str:
    share = f"{100 * value.share:g} % of {'them' if value.of == 'segment' else 'the base'}"
    there, here = (named(s, "en", plural=True) for s in (value.to, value.from_))
    return f"{here} to {there}\n{share}: {value.movers:,.0f}"


def _check(values: Sequence[ConversionValue]) -> None:
    if not values:
        raise ParameterError("values == [], must hold at least one conversion.")
    kinds = {(value.metric, value.terms.currency) for value in values}
    if len(kinds) > 1:
        raise ParameterError("values must all be of one figure of money, in one currency.")
