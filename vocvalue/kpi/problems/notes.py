"""What a reader must know of a reduction of problems."""

from vocvalue.duration import Every
from vocvalue.results import Note
from vocvalue.results.notes import numbered
from vocvalue.results.numerals import counted
from vocvalue.results.texts import pair


def fewer_periods(n: int, asked: int, every: Every) -> tuple[Note, ...]:
    """Note that fewer periods than asked for lie after the fix.

    Args:
        n: How many there are.
        asked: How many were asked for.
        every: The length of a period.
    """
    if n >= asked:
        return ()
    return (
        Note.of(
            "Only {periods} of the {asked} that were asked for lie after the fix so far, so the "
            "verdict on each of them is one on fewer.",
            "改进后目前仅有 {periods}（要求 {asked} 期），逐期结论只涵盖这些期间。",
            periods=counted(n, every),
            asked=asked,
            bears_on="claim",
        ),
    )


def gaps(n: int, every: Every) -> tuple[Note, ...]:
    """Note the periods of which nothing is known.

    Args:
        n: How many of those asked.
        every: The length of a period.
    """
    periods = counted(n, every)
    return numbered(
        n,
        pair(
            "{periods} of those asked has no orders, so it cannot be shown that each is lower.",
            "所考察的期间中有 {periods}没有订单，因此无法确认每期均下降。",
            periods=periods,
        ),
        pair(
            "{periods} of those asked have no orders, so it cannot be shown that each is lower.",
            "所考察的期间中有 {periods}没有订单，因此无法确认每期均下降。",
            periods=periods,
        ),
    )
