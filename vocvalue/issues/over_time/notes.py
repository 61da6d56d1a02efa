"""What a reader must know of a trend."""

import numpy as np

from vocvalue.issues.over_time.result import IssueTrend
from vocvalue.results import Note
from vocvalue.results.calendar import EACH, calendar_period
from vocvalue.results.notes import left_out
from vocvalue.results.numerals import counted, number, signed_percent
from vocvalue.results.spans import date
from vocvalue.results.texts import Text, names, pair

FEW = 12
RARE = 5.0
"""Mentions a period below which counts are too small for what the intervals assume."""
LASTING = 0.5


def notes_of(trend: IssueTrend, *, n_cut: int) -> tuple[Note, ...]:
    """Return the notes on a trend.

    Args:
        trend: The trend.
        n_cut: Mentions of the problem outside the periods.
    """
    return (
        *_peak(trend),
        *_alone(trend),
        *_short(trend),
        *_rare(trend),
        *_lasting(trend),
        *_cut_by_the_fix(trend),
        *_no_orders(trend),
        *_outside(n_cut),
    )


def _peak(trend: IssueTrend) -> tuple[Note, ...]:
    """Warn that what was high falls by itself."""
    peak = trend.peak
    if peak is None or not peak.is_peak:
        return ()
    return (
        Note.of(
            "The fix came at a peak: the {periods} before it were {ratio} times as high as those "
            "before them, and a peak falls by itself. Against the earlier ones the rate changed by "
            "{without}; the verdict asks for a fall there too.",
            "改进恰逢高点：此前 {periods}的比率是更早各期的 {ratio} 倍，而高点会自行回落。"
            "与更早各期相比，比率变化 {without}；只有这样也下降，才判定为下降。",
            periods=counted(peak.periods, trend.every),
            ratio=number(peak.ratio.value, 2),
            without=signed_percent(peak.without.value),
            bears_on="claim",
        ),
    )


def _alone(trend: IssueTrend) -> tuple[Note, ...]:
    if trend.comparison:
        return (
            Note.of(
                "The change is that of the problem less that of {topics}, on which the fix is "
                "assumed to have had no effect.",
                "变化已扣除对照主题（{topics}）的变化，并假定改进对其没有影响。",
                topics=names(trend.comparison),
            ),
        )
    return (
        Note.of(
            "What else changed at the same time changes the rate too. A topic that the fix left "
            "alone, passed as comparison=, shows it.",
            "同一时期的其他变化也会影响比率。可将不受改进影响的主题作为 comparison= 传入，"
            "以剔除这类影响。",
            bears_on="claim",
        ),
    )


def _short(trend: IssueTrend) -> tuple[Note, ...]:
    n = int(np.isfinite(trend.fitted).sum())
    few = (
        Note.of(
            "The verdict rests on {periods}. So few tell little of how much the rate varies by "
            "itself.",
            "判断仅依据 {periods}的数据，期数太少，难以看清比率自身的波动。",
            periods=counted(n, trend.every),
            bears_on="claim",
        ),
    )
    season = (
        Note.of(
            "Fewer than two years are known, so no season is taken into account: a rate that falls "
            "every year at this time would look like the effect of the fix.",
            "数据不足两年，未考虑季节性：若比率每年此时都会下降，会被误认为是改进的效果。",
            bears_on="claim",
        ),
    )
    without_season = () if trend.has_season or trend.every == "year" else season
    return (*(few if n < FEW else ()), *without_season)


def _rare(trend: IssueTrend) -> tuple[Note, ...]:
    mean = trend.per_period("before")[0]
    if mean >= RARE:
        return ()
    return (
        Note.of(
            "There were {n} mentions a period before the fix. Of so few the intervals are rough: "
            "choose longer periods.",
            "改进前每期仅有 {n} 次提及，区间较粗略，请选用更长的期间。",
            n=number(mean, 1),
        ),
    )


def _lasting(trend: IssueTrend) -> tuple[Note, ...]:
    if trend.autocorrelation < LASTING:
        return ()
    return (
        Note.of(
            "The rate moves slowly by itself (autocorrelation {rho}). In simulations of such rates "
            "the intervals are too narrow.",
            "比率自身变化缓慢（自相关 {rho}）。模拟显示，此时区间偏窄。",
            rho=number(trend.autocorrelation, 2),
            bears_on="claim",
        ),
    )


def _cut_by_the_fix(trend: IssueTrend) -> tuple[Note, ...]:
    cut = trend.period[trend.phase == "fix"]
    return tuple(
        Note.of(
            "The period of the fix ({period}) lies partly before {day} and partly after it, and "
            "was left out.",
            "改进所在的期间（{period}）部分在{day}之前、部分在其后，未计入。",
            day=date(trend.fixed_at),
            period=calendar_period(start, trend.every),
        )
        for start in cut
    )


def _no_orders(trend: IssueTrend) -> tuple[Note, ...]:
    n = int((trend.orders == 0).sum())
    return left_out(n, _without_orders(trend, n))


def _without_orders(trend: IssueTrend, n: int) -> Text:
    return pair(
        "{n} of the {every} without orders",
        "{n} 期没有订单（{every}）",
        n=n,
        every=EACH[trend.every],
    )


def _outside(n: int) -> tuple[Note, ...]:
    return left_out(
        n,
        pair(
            "{mentions} outside the periods that both tables cover from end to end",
            "{mentions}不在两表完整覆盖的期间内",
            mentions=counted(n, "mention"),
        ),
    )
