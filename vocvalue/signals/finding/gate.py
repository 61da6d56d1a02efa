"""The gate before leads: who is unhappy with what was bought does not mean to buy it again.

A sentence says that its writer will buy, but the text around it complains: "I will buy again, said
nobody". Where the writer gave a score, the score tells; else the words of praise and complaint do.
"""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from vocvalue.errors import ParameterError
from vocvalue.results import Note
from vocvalue.results.numerals import number
from vocvalue.signals.finding.kinds import LEADS

LOWEST_OF_SCALES = ((1.0, 0.0), (5.0, 2.0), (10.0, 6.0))
"""The highest score of a scale, and up to where its scores are those of unhappy customers."""

Polarities = Callable[[Sequence[int]], Sequence[float | None]]
"""Whether texts praise (above 0) or complain (below 0), by their row; None where no word tells."""


def low_score(asked: float | None, scores: tuple[float, float] | None) -> float | None:
    """Return the score up to which a customer counts as unhappy; None where there are no scores.

    Args:
        asked: What the caller says.
        scores: The lowest and the highest score of the table.

    Raises:
        ParameterError: The caller says nothing, and the scores are of no scale that is known.
    """
    if asked is not None or scores is None:
        return asked
    for highest, low in LOWEST_OF_SCALES:
        if scores[0] >= 0 and scores[1] <= highest:
            return low
    raise ParameterError(
        f"the scores run from {scores[0]:g} to {scores[1]:g}, which is none of the scales 0 to 1, "
        "1 to 5 and 0 to 10. State up to which score a customer is unhappy: low_score=..."
    )


def note_on(low: float | None, asked: float | None) -> tuple[Note, ...]:
    """Return what a reader must know of a limit that nobody stated."""
    if low is None or asked is not None:
        return ()
    return (
        Note.of(
            "Scores of {low} or less count as those of unhappy customers, whose intent to buy "
            "again is held back. To change this, state low_score.",
            "{low} 分及以下视为不满意客户，其复购意向不列为线索。如需调整，请指定 low_score。",
            low=number(low),
            bears_on="reading",
        ),
    )


def gates(
    kinds: Sequence[str],
    statuses: Sequence[str],
    scores: NDArray[np.float64],
    low: float | None,
    polarities: Polarities,
) -> list[str]:
    """Return for each signal whether it passes the gate, is held, or nothing tells.

    Only the intent to buy again is held: a wish for more, and a question for another product, are
    no less meant where the text complains, and those who leave are meant to complain.

    Args:
        kinds: The kind of each signal.
        statuses: Its status.
        scores: The score given with its text, NaN where there is none, shape (n,).
        low: The score up to which a customer is unhappy.
        polarities: Tells whether texts praise or complain, of signals by their place.
    """
    out = ["passed"] * len(kinds)
    open_ = [
        place
        for place, (kind, status) in enumerate(zip(kinds, statuses, strict=True))
        if kind == "repurchase" and status in LEADS
    ]
    unscored = [place for place in open_ if low is None or np.isnan(scores[place])]
    for place in set(open_) - set(unscored):
        out[place] = "held" if low is not None and scores[place] <= low else "passed"
    for place, polarity in zip(unscored, polarities(unscored), strict=True):
        out[place] = "none" if polarity is None else "held" if polarity < 0 else "passed"
    return out
