"""What a reader must know of what a bad rating costs over years."""

from vocvalue.issues.costing.overlap import notes_on as notes_on_overlap
from vocvalue.results import Note
from vocvalue.results.numerals import percent
from vocvalue.stats.censored_events import CensoredEvents
from vocvalue.stats.effect_on_treated import ControlBalance

FEW, RARE = 50, 0.10


def notes_on(balance: ControlBalance, events: CensoredEvents, n_followed: int) -> tuple[Note, ...]:
    """Return the notes on the comparison and on how long customers were followed.

    Args:
        balance: How alike those with another rating were made.
        events: Who bought again.
        n_followed: The bad ratings followed for the whole horizon.
    """
    drift = Note.of(
        "{share} were followed for the whole horizon. The others count as far as they were "
        "followed, as if bad ratings cost as much in every year.",
        "其中 {share} 已观察满整个期限；其余按实际观察时长计入，并假定各年份差评的影响相同。",
        share=percent(events.followed),
        bears_on="figure",
    )
    few = Note.of(
        "Only {n} bad ratings were followed for the whole horizon, and the last part of it rests "
        "on them.",
        "仅 {n} 条差评已观察满整个期限，期限后段的估计全靠它们。",
        n=n_followed,
        bears_on="claim",
    )
    is_thin = n_followed < FEW or events.followed < RARE
    followed = (drift,) if events.followed < 1 else ()
    return ((few,) if is_thin else ()) + followed + notes_on_overlap(balance, balance.n_treated)
