"""The parts of a change of an NPS: of each group, and of each topic."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from vocvalue.results import Estimate
from vocvalue.results.intervals import bounded
from vocvalue.stats import normal
from vocvalue.stats.clusters import Sample, effective_size, mean_correlation
from vocvalue.stats.composition import Composition
from vocvalue.stats.net_share import ADDED
from vocvalue.stats.proportions import mover
from vocvalue.survey.decomposition.side_counts import SideCounts, aligned
from vocvalue.survey.scores.measure import POINTS, Floats, net_estimate

Samples: TypeAlias = tuple[Sample, Sample] | None

METHOD = "delta method, three answers added to each group"


@dataclass(frozen=True, kw_only=True)
class GroupPart:
    """What one group did to an NPS, in points; `score_effect` and `mix_effect` add to `total`.

    Attributes:
        group: The group.
        n_before: Its answers in the first survey.
        n_after: Its answers in the second.
        share_before: Its share of all answers.
        share_after: The same in the second survey.
        nps_before: Its own NPS; NaN where it has no answers.
        nps_after: The same in the second survey.
        score_effect: What the change of its own NPS did.
        mix_effect: What the change of its share did.
        total: Both.
    """

    group: str
    n_before: int
    n_after: int
    share_before: float
    share_after: float
    nps_before: float
    nps_after: float
    score_effect: Estimate
    mix_effect: Estimate
    total: Estimate


@dataclass(frozen=True, kw_only=True)
class TopicPart:
    """What one topic did to an NPS, in points.

    Attributes:
        topic: The topic.
        before: Promoters minus detractors who speak of it, over all answers.
        after: The same in the second survey.
        change: After minus before.
    """

    topic: str
    before: Estimate
    after: Estimate
    change: Estimate


def ends_of(
    old: Floats, new: Floats, level: float, customers: Samples = None
) -> tuple[Estimate, Estimate, Estimate]:
    """Return a net share before, after, and its change, in points.

    Args:
        old: Detractors, passives and promoters before, shape (3,).
        new: The same after.
        level: The confidence level.
        customers: The same answers by customer, where customers have several.
    """
    sizes = [None, None] if customers is None else [effective_size(it) for it in customers]
    before, after = (
        net_estimate(
            counts if size is None else counts * (size / counts.sum()),
            int(counts.sum()),
            method="adjusted-wald",
            level=level,
            seed=0,
        )
        for counts, size in zip((old, new), sizes, strict=True)
    )
    shared = 0.0 if customers is None else _shared(*customers)
    ends = [(it.value, it.lower, it.upper) for it in (after, before)]
    lower, upper = mover(ends[0], ends[1], correlation=shared)
    change = Estimate.of(
        (after.value - before.value, lower, upper),
        level=level,
        method=f"adjusted Wald, {'separate samples' if customers is None else 'by customer'}",
        n=before.n + after.n,
    )
    return before, after, change


def _shared(old: Sample, new: Sample) -> float:
    """Return the correlation of two scores of customers who are in both.

    The answers that the intervals add are of customers who have nothing to do with each other:
    a few who answer alike twice do not show that everybody does.
    """
    both = np.intersect1d(old.customer, new.customer)
    n = np.count_nonzero(both >= 0)
    return mean_correlation(old, new) * n / (n + float(ADDED.sum()))


def samples_of(old: SideCounts, new: SideCounts, of: tuple[str, str] | None = None) -> Samples:
    """Return the answers of both surveys by customer, or None where no customer has several.

    Args:
        old: The answers before.
        new: The answers after.
        of: A column of labels and a label: all other answers then stand in the middle.
    """
    first, second = old.sample(of), new.sample(of)
    return None if first is None or second is None else (first, second)


def part_estimate(parts: Floats, errors: Floats, i: int, level: float, n: int) -> Estimate:
    """Return part `i` in points, with the interval that its standard error gives."""
    value, *ends = normal.interval(POINTS * float(parts[i]), POINTS * float(errors[i]), level)
    lower, upper, clipped = bounded(value, ends, lowest=-2 * POINTS, highest=2 * POINTS)
    return Estimate.of((value, lower, upper), level=level, method=f"{METHOD}{clipped}", n=n)


def group_parts(
    names: Sequence[str], first: Floats, second: Floats, found: Composition, level: float
) -> tuple[GroupPart, ...]:
    """Return the parts of each group, of its counts before and after."""
    sizes = [counts.sum(axis=1) for counts in (first, second)]
    own = [_own(counts) for counts in (first, second)]
    parts = []
    for i, name in enumerate(names):
        n0, n1 = int(sizes[0][i]), int(sizes[1][i])
        parts.append(
            GroupPart(
                group=name,
                n_before=n0,
                n_after=n1,
                share_before=float(n0 / sizes[0].sum()),
                share_after=float(n1 / sizes[1].sum()),
                nps_before=float(own[0][i]),
                nps_after=float(own[1][i]),
                score_effect=part_estimate(found.score, found.score_error, i, level, n0 + n1),
                mix_effect=part_estimate(found.mix, found.mix_error, i, level, n0 + n1),
                total=part_estimate(found.total, found.total_error, i, level, n0 + n1),
            )
        )
    return tuple(parts)


def _own(counts: Floats) -> Floats:
    n = counts.sum(axis=1)
    net = POINTS * (counts[:, 2] - counts[:, 0])
    return np.asarray(np.where(n > 0, net / np.where(n > 0, n, 1.0), np.nan))


def topic_parts(
    old: SideCounts, new: SideCounts, topic: str, level: float
) -> tuple[TopicPart, ...]:
    """Return the parts of each topic, over all answers."""
    names, first, second = aligned(old.counts[topic], new.counts[topic])
    parts = []
    for i, name in enumerate(names):
        # Of all answers: those who do not speak of it stand in the middle.
        over_all = [
            np.array([counts[i, 0], total.sum() - counts[i, 0] - counts[i, 2], counts[i, 2]])
            for counts, total in ((first, old.total), (second, new.total))
        ]
        customers = samples_of(old, new, (topic, name))
        before, after, change = ends_of(over_all[0], over_all[1], level, customers)
        parts.append(TopicPart(topic=name, before=before, after=after, change=change))
    return tuple(parts)
