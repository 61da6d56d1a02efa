"""One signal of a kind in a clause: which of several that match is reported."""

from collections.abc import Sequence
from dataclasses import replace

from vocvalue.signals.matching.match import STATUSES, Match, Tried

_STRENGTH = {status: number for number, status in enumerate(STATUSES)}
_ASKED = ("upsell", "cross_sell")


def merged(tried: Sequence[Tried]) -> list[Tried]:
    """Return what was tried in one clause, the weaker of two signals marked as hidden.

    Negative is stronger than switch, past, conditional and positive; of two alike the longer
    stands, then the earlier. A wish for more, or for something else, hides a repurchase that is
    not stronger.

    Args:
        tried: All matches of rules in one clause.

    Returns:
        The same, in the same order.
    """
    best: dict[str, Match] = {}
    for attempt in tried:
        rival = best.get(attempt.match.kind)
        if attempt.dropped_by is None and (rival is None or _rank(attempt.match) > _rank(rival)):
            best[attempt.match.kind] = attempt.match
    for kind in _ASKED:
        asked, again = best.get(kind), best.get("repurchase")
        if asked and again and _STRENGTH[again.status] <= _STRENGTH[asked.status]:
            best["repurchase"] = asked
    return [_hidden(attempt, best.get(attempt.match.kind)) for attempt in tried]


def _rank(match: Match) -> tuple[int, int, int]:
    return _STRENGTH[match.status], match.end - match.start, -match.start


def _hidden(attempt: Tried, winner: Match | None) -> Tried:
    if attempt.dropped_by is not None or winner is None or winner is attempt.match:
        return attempt
    return replace(attempt, hidden_by=winner.rule)
