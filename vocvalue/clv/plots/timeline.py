"""Repeat purchases over calendar time, actual and by the model."""

from typing import Literal, TypeAlias

import numpy as np
import scipy
from numpy.typing import NDArray

from vocvalue import canvas, checks, duration
from vocvalue.canvas import ACTUAL, MODEL, MUTED, Axes
from vocvalue.clv.activity import PurchaseCalendar
from vocvalue.clv.fitted import Fit
from vocvalue.clv.plots import wording
from vocvalue.clv.special import Array
from vocvalue.clv.transaction_model import TransactionModel
from vocvalue.errors import ParameterError
from vocvalue.results.numerals import whole
from vocvalue.results.result import Labels
from vocvalue.results.spans import date, period, span
from vocvalue.results.texts import Text, pair
from vocvalue.results.tongues import Tongue, tongue
from vocvalue.tables import times

Course: TypeAlias = Literal["cumulative", "per period"]
COURSES = ("cumulative", "per period")
LAGS = 400
"""More lags than these are interpolated between so many."""


def tracking(
    calendar: PurchaseCalendar,
    model: TransactionModel | Fit[TransactionModel],
    *,
    course: Course = "cumulative",
    every: duration.Span = "1 week",
    calibration_end: object = None,
    ax: Axes | None = None,
    language: str = "en",
    labels: Labels | None = None,
) -> Axes:
    """Draw repeat purchases over time, actual and expected by the model.

    The model only knows when customers first bought: at any moment it expects the sum, over the
    customers acquired so far, of a new customer's repeat purchases since then. After the
    calibration end this is a forecast, except for the number of new customers.

    Args:
        calendar: What `clv.purchase_calendar` returned, with the grain of the RFM that the model
            was fitted to; a coarser one merges more purchases.
        model: A fit, or a model with known parameters.
        course: "cumulative", or "per period": the purchases of each span `every`.
        every: The span between two points, such as "1 week", counted back from the end.
        calibration_end: The last day that the model was fitted to, which is marked: ISO text, date
            or datetime.
        ax: Matplotlib axes to draw on; by default new axes.
        language: "en" or "zh".
        labels: Display names of columns and groups, by their names in the data.

    Returns:
        The axes: a line for what happened, one for the model.

    Raises:
        ParameterError: A calibration end outside the calendar, a span without a unit, or a calendar
            of months with a model in another unit.

    References:
        Fader, Hardie and Lee (2005), Marketing Science 24(2), figures 3 and 4.

    Examples:
        >>> import vocvalue as vv
        >>> orders = vv.datasets.load_sample().orders
        >>> fit = vv.clv.BGNBD.fit(vv.clv.rfm(orders, unit="week"))
        >>> ax = tracking(vv.clv.purchase_calendar(orders), fit)
        >>> ax.get_ylabel()
        'Repeat purchases so far'
    """
    checks.one_of("course", course, COURSES)
    asked, fitted = tongue(language, labels), model.model if isinstance(model, Fit) else model
    split = _split(calendar, calibration_end)
    actual = np.cumsum(calendar.repeat).astype(np.float64)
    expected = _expected(calendar, fitted)
    ends = _ends(calendar, every)
    ax = canvas.axes(ax)
    for colour, style, purchases in ((ACTUAL, "-", actual), (MODEL, (0, (5, 2)), expected)):
        heights = purchases[ends]
        if course == "per period":
            heights = np.diff(heights, prepend=0.0)
        ax.plot(calendar.period[ends], heights, color=colour, linestyle=style, linewidth=1.8)
    _describe(ax, course, every, type(fitted).__name__, asked)
    if split is not None:
        _mark(ax, calendar.period[split], asked)
    canvas.title(ax, _finding(calendar, actual, expected, split).into(asked))
    return ax


def _expected(calendar: PurchaseCalendar, model: TransactionModel) -> Array:
    """Return the repeat purchases to expect up to the end of each period, shape (m,)."""
    unit = times.unit_of(calendar.grain, model.unit)
    lags = np.arange(calendar.period.size)
    nodes = lags
    if lags.size > LAGS:
        # Closer together where a new customer's curve bends most: soon after the first purchase.
        nodes = np.unique(np.round(lags[-1] * np.linspace(0, 1, LAGS) ** 2).astype(np.int64))
    since = times.in_unit(nodes, calendar.grain, unit) * duration.DAYS[unit] * 86_400
    later = np.round(since[1:]).astype("timedelta64[s]")
    per_customer = np.append(0.0, model.expected_purchases_new(later))
    if nodes.size < lags.size:
        per_customer = scipy.interpolate.PchipInterpolator(nodes, per_customer)(lags)
    return np.convolve(calendar.first, per_customer)[: lags.size]


def _ends(calendar: PurchaseCalendar, every: duration.Span) -> NDArray[np.intp]:
    """Return the last period of each span, the last of all included, in the order of time."""
    step = max(1, round(duration.length(every, calendar.grain, name="every")))
    return np.arange(calendar.period.size - 1, -1, -step)[::-1]


def _split(calendar: PurchaseCalendar, calibration_end: object) -> int | None:
    """Return the position of the period in which the calibration ends."""
    end = times.optional_moment(calibration_end, name="calibration_end", timezone=None)
    if end is None:
        return None
    position = int(np.searchsorted(calendar.period, np.datetime64(end, "us"), side="right")) - 1
    if not 0 <= position < calendar.period.size - 1:
        raise ParameterError(
            f"calibration_end == {end:%Y-%m-%d}, must lie within the calendar, "
            f"{calendar.period[0]:.10} to {calendar.period[-1]:.10}."
        )
    return position


def _describe(ax: Axes, course: Course, every: duration.Span, model: str, tongue: Tongue) -> None:
    cumulative = course == "cumulative"
    so_far = pair("Repeat purchases so far", "累计复购次数")
    ax.set_ylabel((so_far if cumulative else _each(every)).into(tongue))
    canvas.numbers(ax.yaxis, tongue)
    canvas.days(ax.xaxis, tongue)
    ax.set_ylim(bottom=0, top=ax.get_ylim()[1] * (1.0 if cumulative else 1.2))
    entries = {pair("actual", "实际").into(tongue): ACTUAL, model: MODEL}
    canvas.key(ax, entries, side="left" if cumulative else "right")


def _each(every: duration.Span) -> Text:
    parts = duration.parts(every)
    interval = period(parts[1]) if parts is not None and parts[0] == 1 else span(every)
    return pair("Repeat purchases per {interval}", "每 {interval}的复购次数", interval=interval)


def _mark(ax: Axes, day: np.datetime64, tongue: Tongue) -> None:
    ax.axvline(day, color=MUTED, linewidth=1, linestyle=(0, (4, 3)))  # type: ignore[arg-type]
    ax.annotate(
        pair("calibration ends", "校准期结束").into(tongue),
        xy=(day, 0.03),
        xycoords=("data", "axes fraction"),
        xytext=(4, 0),
        textcoords="offset points",
        color=MUTED,
        fontsize=9,
    )


def _finding(calendar: PurchaseCalendar, actual: Array, expected: Array, split: int | None) -> Text:
    bought, predicted = float(actual[-1]), float(expected[-1])
    when = pair("Up to {day}", "截至{day}", day=date(calendar.period[-1]))
    if split is not None:
        when = pair("After {day}", "{day}之后", day=date(calendar.period[split]))
        bought, predicted = bought - float(actual[split]), predicted - float(expected[split])
    return pair(
        "{when}, the model expects {predicted} repeat purchases, {against}",
        "{when}，模型预计复购 {predicted} 次，{against}",
        when=when,
        predicted=whole(predicted),
        against=wording.against(predicted, bought),
    )
