"""The same comparison in the window before the moments, where problems can have done nothing."""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import scipy
from numpy.typing import NDArray

from vocvalue import progress
from vocvalue.errors import DataError, FitError
from vocvalue.issues.gathered import OrdersAndProblems
from vocvalue.issues.moments.features import features_before
from vocvalue.issues.moments.outcomes import before, was_customer
from vocvalue.issues.ranking.comparison import columns_of, topic_odds
from vocvalue.issues.ranking.described import DescribedMoments
from vocvalue.issues.ranking.occasions import FEWEST
from vocvalue.results.texts import pair
from vocvalue.results.verdicts import is_shown
from vocvalue.stats.multiplicity import benjamini_hochberg

Floats: TypeAlias = NDArray[np.float64]
Flags: TypeAlias = NDArray[np.bool_]

LEVEL = 0.95
MOST_MENTIONED, MOST_CONTROLS = 100_000, 60_000
"""More moments than these hardly make the check any sharper; of more a random part is taken."""


@dataclass(frozen=True, kw_only=True, eq=False)
class WindowBefore:
    """What the same comparison finds in the window before, where there is no effect.

    Attributes:
        topics: The topics that could be checked.
        each: Their losses of an exposure, in money, shape (k,).
        error: The standard errors, shape (k,).
        q_value: Two-sided p-values of a difference, corrected for the number, shape (k,).
        whole: The mean loss of an exposure to any topic.
        p_value: Its two-sided p-value.
        n: How many moments with a mention it rests on.
    """

    topics: tuple[str, ...]
    each: Floats
    error: Floats
    q_value: Floats
    whole: float
    p_value: float
    n: int

    @property
    def speaks(self) -> bool:
        """Whether it speaks against the comparison of all topics."""
        return is_shown(self.p_value, LEVEL)

    @property
    def doubtful(self) -> tuple[str, ...]:
        """The topics that it speaks against."""
        return tuple(
            topic
            for topic, q in zip(self.topics, self.q_value, strict=True)
            if is_shown(float(q), LEVEL)
        )


@progress.step(pair("checking the time before", "检查问题发生前的情况"))
def placebo(
    gathered: OrdersAndProblems,
    described: DescribedMoments,
    *,
    window_days: float,
    kept: float,
    generator: np.random.Generator,
) -> WindowBefore | None:
    """Return the check, or None where too few had been customers for the whole window before.

    Customers may buy at another pace than their history shows, or report for other reasons. Such
    a difference is there before the moment too, where it is taken for a loss or a gain.

    Args:
        gathered: Orders and problems.
        described: The moments.
        window_days: The length of the window.
        kept: How much of a unit of spend counts.
        generator: Where chance comes from.
    """
    orders, at = gathered.orders, described.at
    rows = _some(described, was_customer(orders, at, window_days=window_days), generator)
    mentioned, had = rows[: described.n_mentioned], described.mentioned.had
    checked = np.count_nonzero(had[mentioned], axis=0) >= FEWEST
    mentioned &= had[:, checked].any(axis=1) & ~had[:, ~checked].any(axis=1)
    n, part = int(mentioned.sum()), at.take(rows)
    if not checked.any() or n < FEWEST:
        return None
    then = part.day - window_days
    earlier = gathered.problems.n_before(part.customer, then).astype(np.float64)
    columns = columns_of(
        features_before(orders, part, window_days, earlier),
        {name: values[rows] for name, values in described.covariates.items()},
    )
    names = tuple(np.array(described.names, dtype=object)[checked])
    try:
        compared = topic_odds(had[np.ix_(mentioned, checked)], columns, part.customer, names)
        spend = before(orders, part, window_days=window_days)["spend"]
        found = compared.comparison().effects(spend[:n], spend[n:])
    except (DataError, FitError):
        # What cannot be compared before the moment is not checked, and said to be so.
        return None
    each, error = -kept * found.each, kept * np.sqrt(np.diag(found.each_covariance))
    return WindowBefore(
        topics=names,
        each=each,
        error=error,
        q_value=benjamini_hochberg(_two_sided(each / error)),
        whole=-kept * found.whole / int(found.n.sum()),
        p_value=float(_two_sided(np.array(found.whole / found.whole_error))),
        n=n,
    )


def _some(described: DescribedMoments, was_there: Flags, generator: np.random.Generator) -> Flags:
    """Return which moments are looked at: of many a random part."""
    own = np.arange(was_there.size) < described.n_mentioned
    rows = np.zeros(was_there.size, dtype=np.bool_)
    for side, most in ((own, MOST_MENTIONED), (~own, MOST_CONTROLS)):
        places = np.flatnonzero(was_there & side)
        if places.size > most:
            places = generator.choice(places, most, replace=False)
        rows[places] = True
    return rows


def _two_sided(z: Floats) -> Floats:
    return np.asarray(2 * scipy.stats.norm.sf(np.abs(z)))
