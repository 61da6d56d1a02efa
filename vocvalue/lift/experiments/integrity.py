"""Checks of the tables of an experiment against the claim of a random assignment.

Each doubt comes from a test with a false-alarm rate of one in a thousand randomised experiments, or
from a fact, such as an arm other than the one drawn.
"""

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

import numpy as np
import scipy
from numpy.typing import NDArray

from vocvalue.lift.design.ratio import sample_ratio
from vocvalue.lift.experiments import integrity_notes as notes
from vocvalue.lift.experiments.doubt import Doubt
from vocvalue.lift.experiments.drawn import Drawn
from vocvalue.lift.experiments.matching import unequal_match
from vocvalue.stats import equal_shares, unrelated
from vocvalue.stats.survival import log_rank
from vocvalue.tables.labels import Labels

Floats: TypeAlias = NDArray[np.float64]
Flags: TypeAlias = NDArray[np.bool_]
Codes: TypeAlias = NDArray[np.int64]

FALSE_ALARMS = 0.001
MOST_MOVED = 0.25
"""The bias, in standard errors, below which a test at 5 % errs in less than 6 %."""


def over_time(drawn: Drawn, stratum: Codes | None = None) -> tuple[Doubt, ...]:
    """Doubt arms whose shares change over the time of the assignments, as in a ramp-up."""
    if drawn.assigned is None:
        return ()
    known = np.isfinite(drawn.assigned)
    if len(set(drawn.arm[known].tolist())) < 2:
        return ()
    days, arm = drawn.assigned[known], drawn.arm[known]
    p_value = unrelated.along(days, arm, None if stratum is None else stratum[known])
    if p_value >= FALSE_ALARMS:
        return ()
    early = days <= np.median(days)
    halves = [float(np.mean(arm[part] != 0)) for part in (early, ~early) if part.any()]
    return (Doubt(kind="time", p_value=p_value, note=notes.ramp_up(halves)),)


def by_column(
    drawn: Drawn, names: Sequence[str], stratum: Codes | None = None
) -> tuple[Doubt, ...]:
    """Doubt arms whose shares differ between the values of a kept column, or are nested in them."""
    doubts: list[Doubt] = []
    for name in names:
        labels = drawn.labels[name]
        if not all(np.isin(range(len(drawn.arms)), drawn.arm[labels.codes >= 0])):
            continue  # Known in one arm only: it describes the contact, not the customer.
        nested = None if stratum is not None else _nested(drawn, name, labels)
        doubts += [nested] if nested else _unlike(drawn, name, labels, stratum, len(names))
    return tuple(doubts)


def _unlike(
    drawn: Drawn, name: str, labels: Labels, stratum: Codes | None, tests: int
) -> list[Doubt]:
    values = drawn.columns[name]
    is_number = values.dtype.kind == "f"
    known = np.isfinite(values) if is_number else np.ones(values.shape, dtype=np.bool_)
    within = None if stratum is None else stratum[known]
    arm = drawn.arm[known]
    if len(set(arm.tolist())) < 2:
        return []
    p_value = (
        unrelated.along(values[known], arm, within)
        if is_number
        else unrelated.between(labels.codes + 1, arm, within)
    )
    if not known.all():
        gaps = unrelated.between(known.astype(np.int64), drawn.arm, stratum)
        p_value = min(1.0, 2 * min(p_value, gaps))
    if p_value * tests >= FALSE_ALARMS:
        return []
    return [Doubt(kind="column", column=name, p_value=p_value, note=notes.unlike(name, p_value))]


def _nested(drawn: Drawn, name: str, labels: Labels) -> Doubt | None:
    """Return the doubt that more labels occur in one arm only than chance explains.

    Customers of a store who are all in one arm were not drawn one by one; the store was.
    """
    k, known = len(drawn.arms), labels.codes >= 0
    table = np.zeros((len(labels.names), k))
    np.add.at(table, (labels.codes[known], drawn.arm[known]), 1)
    n = table.sum(axis=1)
    table, n = table[n > 1], n[n > 1]
    if len(n) < 2:
        return None
    pure = int((table.max(axis=1) == n).sum())
    share = np.bincount(drawn.arm[known], minlength=k) / known.sum()
    expected = float((share[:, None] ** n).sum())
    p_value = float(scipy.stats.poisson.sf(pure - 1, expected))
    # A few small labels are in one arm by chance; where most are, they were drawn as a whole.
    if p_value >= FALSE_ALARMS or pure < len(n) / 2:
        return None
    return Doubt(
        kind="cluster", column=name, p_value=p_value, note=notes.nested(name, pure, len(n))
    )


def by_before(drawn: Drawn, spend: Floats, stratum: Codes | None = None) -> tuple[Doubt, ...]:
    """Doubt arms that differ in spend before the assignment, which no contact can change."""
    known = np.isfinite(spend)
    if len(set(drawn.arm[known].tolist())) < 2:
        return ()
    within = None if stratum is None else stratum[known]
    p_value = unrelated.along(spend[known], drawn.arm[known], within)
    if p_value >= FALSE_ALARMS:
        return ()
    return (Doubt(kind="before", p_value=p_value, note=notes.unlike_before(p_value)),)


def by_covariates(
    arm: Codes, columns: Mapping[str, NDArray[Any]], names: Sequence[str]
) -> tuple[Doubt, ...]:
    """Doubt arms that differ in a covariate that was not kept, and so not checked before.

    Args:
        arm: The number of each customer's arm, shape (n,).
        columns: The covariates, each known for every customer, of shape (n,).
        names: The covariates to check.
    """
    doubts: list[Doubt] = []
    for name in names:
        values = columns[name]
        is_number = values.dtype.kind == "f"
        codes = np.unique(values if is_number else values.astype(str), return_inverse=True)[1]
        p_value = unrelated.along(values, arm) if is_number else unrelated.between(codes, arm)
        if p_value * len(names) < FALSE_ALARMS:
            note = notes.unlike(name, p_value)
            doubts.append(Doubt(kind="column", column=name, p_value=p_value, note=note))
    return tuple(doubts)


def by_absence(drawn: Mapping[str, int], absent: Mapping[str, int]) -> tuple[Doubt, ...]:
    """Doubt arms that differ in how many of the customers drawn are missing from the table.

    Args:
        drawn: How many customers were drawn for each arm.
        absent: How many of them are missing.
    """
    sizes, gone = (np.array(list(counts.values()), dtype=np.int64) for counts in (drawn, absent))
    if not gone.sum():
        return ()
    p_value = equal_shares.p_value(gone, sizes)
    if p_value >= FALSE_ALARMS:
        return ()
    each = list(zip(drawn, gone.tolist(), sizes.tolist(), strict=True))
    return (Doubt(kind="draw", p_value=p_value, note=notes.absent_unequally(each)),)


def by_outcomes(drawn: Drawn, known: Flags, due: Flags) -> tuple[Doubt, ...]:
    """Doubt arms that differ in how often outcomes are known, as when leavers do not respond."""
    k = len(drawn.arms)
    sizes = np.bincount(drawn.arm[due], minlength=k)
    answered = np.bincount(drawn.arm[due & known], minlength=k)
    some = sizes > 0
    if some.sum() < 2:
        return ()
    p_value = equal_shares.p_value(answered[some], sizes[some])
    if p_value >= FALSE_ALARMS:
        return ()
    each = list(zip(drawn.arms, answered.tolist(), sizes.tolist(), strict=True))
    return (Doubt(kind="outcomes", p_value=p_value, note=notes.unanswered(each)),)


def by_follow_up(drawn: Drawn, days: Floats | None, left: Flags | None) -> tuple[Doubt, ...]:
    """Doubt arms that differ in length of follow-up, by a log-rank test of its end."""
    if days is None or left is None:
        return ()
    known = np.isfinite(days)
    times, place = np.unique(days[known], return_inverse=True)
    k, m = len(drawn.arms), times.size
    cell = drawn.arm[known] * m + place
    ended, gone = (
        np.bincount(cell[which], minlength=k * m).reshape(k, m).astype(np.float64)
        for which in (~left[known], left[known])
    )
    some = (ended + gone).sum(axis=1) > 0
    if some.sum() < 2 or m < 2:
        return ()
    p_value = log_rank(ended[some], gone[some])[2]
    if not p_value < FALSE_ALARMS:
        return ()
    return (Doubt(kind="follow-up", p_value=p_value, note=notes.followed_unequally()),)


def by_match(drawn: Drawn, is_matched: Flags) -> tuple[Doubt, ...]:
    """Doubt arms that differ in how often customers are found in the other table."""
    p_value, unequal = unequal_match(is_matched, drawn.arm, drawn.arms)
    return tuple(Doubt(kind="match", p_value=p_value, note=note) for note in unequal)


def by_plan(drawn: Drawn, shares: Mapping[str, float] | None) -> tuple[Doubt, ...]:
    """Doubt arms whose sizes do not match the plan."""
    n = np.bincount(drawn.arm, minlength=len(drawn.arms)).tolist()
    return () if shares is None else by_sizes(dict(zip(drawn.arms, n, strict=True)), shares)


def by_sizes(sizes: Mapping[str, int], shares: Mapping[str, float]) -> tuple[Doubt, ...]:
    """Doubt sizes that do not match the planned shares."""
    p_value = sample_ratio(sizes, shares=shares).p_value
    if p_value >= FALSE_ALARMS:
        return ()
    return (Doubt(kind="ratio", p_value=p_value, note=notes.off_plan(sizes)),)


def of_clusters(values: Floats, arm: Codes, cluster: Codes) -> float:
    """Return the p-value for equal cluster means in the arms, where clusters were assigned.

    Args:
        values: A number, NaN where it is not known, shape (n,).
        arm: The number of each customer's arm, shape (n,).
        cluster: The number of each customer's cluster, -1 where there is none, shape (n,).
    """
    known = np.isfinite(values) & (cluster >= 0)
    place = np.unique(cluster[known], return_inverse=True)[1]
    sizes = np.zeros((int(place.max(initial=-1)) + 1, int(arm.max()) + 1))
    np.add.at(sizes, (place, arm[known]), 1)
    mostly = sizes.argmax(axis=1)
    if len(set(mostly.tolist())) < 2:
        return 1.0
    return unrelated.along(np.bincount(place, values[known]) / sizes.sum(axis=1), mostly)


def by_draw(n: int, total: int) -> tuple[Doubt, ...]:
    """Doubt customers who are not in the arm drawn for them, or were not drawn."""
    return (Doubt(kind="draw", p_value=0.0, note=notes.not_drawn(n, total)),) if n else ()


def by_dropped(drawn: Drawn, n: int, outcome: Floats) -> tuple[Doubt, ...]:
    """Doubt arms if the customers left out could create a difference on their own.

    It is not known which arm they would have been in, or whether the contact put them into two. The
    check therefore takes the worst case: all of them in the smaller arm, with the most extreme
    outcome observed.
    """
    reach = _most_moved(drawn, n, outcome) if n else 0.0
    if reach <= MOST_MOVED:
        return ()
    return (Doubt(kind="dropped", p_value=0.0, note=notes.too_many_dropped(n, reach)),)


def _most_moved(drawn: Drawn, n: int, values: Floats) -> float:
    """Return how far n customers could move the mean of an arm, in standard errors."""
    known = np.isfinite(values)
    sizes = np.bincount(drawn.arm[known], minlength=len(drawn.arms))
    smallest = int(sizes.min())
    if not smallest:
        return 0.0
    spread = float(values[known].std())
    if not spread > 0:
        return float("inf")
    furthest = float(np.abs(values[known] - values[known].mean()).max())
    return float(n * furthest / (spread * smallest**0.5))
