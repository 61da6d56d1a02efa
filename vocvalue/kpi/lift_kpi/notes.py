"""What a reader must know of a lift in retention as a KPI."""

from vocvalue import duration
from vocvalue.duration import Span
from vocvalue.lift.two_arms.result import RetentionLift
from vocvalue.results import Note
from vocvalue.results.spans import of_days, span

NEAR = 0.05
"""By what part a window may differ from the one that was asked for: 180 days are 6 months."""


def on_the_window(lift: RetentionLift, window: Span) -> tuple[Note, ...]:
    """Note that retention was judged after another time, or that it is not known after which.

    Args:
        lift: The lift.
        window: The time after which it is to be judged.
    """
    if lift.window_days is None:
        return (
            Note.of(
                "The lift does not tell after how long retention was judged; it is taken to be "
                "{window}.",
                "留存提升结果未说明多久后判定留存，此处视为 {window}。",
                window=span(window),
                bears_on="reading",
            ),
        )
    days = duration.length(window, "day", name="window")
    if abs(lift.window_days - days) <= NEAR * days:
        return ()
    return (
        Note.of(
            "Retention was judged after {actual}, not after {window}: the lift may be another by "
            "then, and is not to be compared with lifts after {window}.",
            "留存在 {actual}后判定，而非 {window}后：届时提升可能不同，不宜与 {window}的结果比较。",
            actual=of_days(lift.window_days),
            window=span(window),
            bears_on="claim",
        ),
    )


def on_random_arms(lift: RetentionLift) -> tuple[Note, ...]:
    """Warn that the arms were not assigned at random.

    Args:
        lift: The lift.
    """
    if lift.evidence == "randomised":
        return ()
    return (
        Note.of(
            "The arms were not assigned at random. Whoever is contacted may be another kind of "
            "customer, so a KPI of such arms can rise without anybody being kept. Hold back a "
            "random part of the customers at risk with {assign}.",
            "分组并非随机。被联系的客户可能本就不同，这样的指标即使没有多留住任何人也可能上升。"
            "请用 {assign} 随机留出一部分有风险的客户不联系。",
            assign="lift.assign",
            bears_on="claim",
        ),
    )
