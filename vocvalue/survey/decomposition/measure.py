"""The parts of a change in NPS, by group and by topic."""

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

METHOD = "delta method, three responses added to each group"


@dataclass(frozen=True, kw_only=True)
class GroupPart:
    """One group's part in a change of NPS, in points; `total` is `score_effect` + `mix_effect`.

    Attributes:
        group: The group's name.
        n_before: The group's number of responses in the first survey.
        n_after: The group's number of responses in the second survey.
        share_before: The group's share of all responses in the first survey.
        share_after: The group's share of all responses in the second survey.
        nps_before: The group's own NPS in the first survey; NaN without responses.
        nps_after: The group's own NPS in the second survey; NaN without responses.
        score_effect: The part due to the change in the group's own NPS.
        mix_effect: The part due to the change in the group's share of responses.
        total: Both parts together.
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
    """One topic's part in a change of NPS, in points.

    Attributes:
        topic: The topic's name.
        before: Promoters minus detractors who mention the topic, divided by all responses, in the
            first survey.
        after: The same share in the second survey.
        change: The share after minus the share before.
    """

    topic: str
    before: Estimate
    after: Estimate
    change: Estimate


def ends_of(
    old: Floats, new: Floats, level: float, customers: Samples = None
) -> tuple[Estimate, Estimate, Estimate]:
    """Return a net share before and after, and its change, in points.

    Args:
        old: The counts of detractors, passives and promoters before, shape (3,).
        new: The counts of detractors, passives and promoters after, shape (3,).
        level: The confidence level.
        customers: The same responses by customer, if customers have several.
    """
    sizes = [None, None] if customers is None else [effective_size(side) for side in customers]
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
    ends = [(side.value, side.lower, side.upper) for side in (after, before)]
    lower, upper = mover(ends[0], ends[1], correlation=shared)
    change = Estimate.of(
        (after.value - before.value, lower, upper),
        level=level,
        method=f"adjusted Wald, {'separate samples' if customers is None else 'by customer'}",
        n=before.n + after.n,
    )
    return before, after, change


def _shared(old: Sample, new: Sample) -> float:
    """Return the correlation of two scores that share customers.

    The responses added by the intervals count as those of unrelated customers, because a few
    customers who answer the same twice do not show that all do.
    """
    both = np.intersect1d(old.customer, new.customer)
    n = np.count_nonzero(both >= 0)
    return mean_correlation(old, new) * n / (n + float(ADDED.sum()))


def samples_of(old: SideCounts, new: SideCounts, of: tuple[str, str] | None = None) -> Samples:
    """Return the responses of both surveys by customer, or None if no customer has several.

    Args:
        old: The responses of the first survey.
        new: The responses of the second survey.
        of: A column of labels and a label; all other responses then count as passive.
    """
    first, second = old.sample(of), new.sample(of)
    return None if first is None or second is None else (first, second)


def part_estimate(parts: Floats, errors: Floats, i: int, level: float, n: int) -> Estimate:
    """Return part `i` in points, with the interval that its standard error gives."""
    value, *ends = normal.interval(POINTS * float(parts[i]), POINTS * float(errors[i]), level)
    lower, upper, clipped = bounded(value, ends, lowest=-2 * POINTS, highest=2 * POINTS)
    return Estimate.of((value, lower, upper), level=level, method=f"{METHOD}{clipped}", n=n)


def group_parts(
    names: Sequence[str], first: Floats, second: Floats, composition: Composition, level: float
) -> tuple[GroupPart, ...]:
    """Return each group's parts, from its counts before and after."""
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
                score_effect=part_estimate(
                    composition.score, composition.score_error, i, level, n0 + n1
                ),
                mix_effect=part_estimate(composition.mix, composition.mix_error, i, level, n0 + n1),
                total=part_estimate(composition.total, composition.total_error, i, level, n0 + n1),
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
    """Return each topic's part, over all responses."""
    names, first, second = aligned(old.counts[topic], new.counts[topic])
    parts = []
    for i, name in enumerate(names):
        # Over all responses: those that do not mention the topic count as passive.
        over_all = [
            np.array([counts[i, 0], total.sum() - counts[i, 0] - counts[i, 2], counts[i, 2]])
            for counts, total in ((first, old.total), (second, new.total))
        ]
        customers = samples_of(old, new, (topic, name))
        before, after, change = ends_of(over_all[0], over_all[1], level, customers)
        parts.append(TopicPart(topic=name, before=before, after=after, change=change))
    return tuple(parts)
