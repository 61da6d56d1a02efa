"""The score of some answers, as it is reported: an NPS, or the share of the satisfied."""

import numpy as np

from vocvalue.kpi.gaming.answers import CheckedAnswers, Flags
from vocvalue.kpi.shares import nothing, share_of
from vocvalue.results import Estimate
from vocvalue.stats import net_share, normal

NPS_POINTS = 100.0


def score_of(answers: CheckedAnswers, rows: Flags, level: float) -> Estimate:
    """Return the score of some answers with its interval.

    Args:
        answers: The answers.
        rows: Which of them, shape (n,).
        level: The confidence level.
    """
    if answers.scale.name != "nps":
        return share_of(int(answers.is_top[rows].sum()), int(rows.sum()), level)
    if not rows.any():
        return nothing(level)
    counts = np.bincount(answers.band[rows], minlength=3).astype(np.float64)
    value = float(net_share.net(counts))
    lower, upper = (float(end) for end in net_share.adjusted_wald(counts, level))
    ends = (value, max(-1.0, min(lower, value)), min(1.0, max(upper, value)))
    return Estimate.of(
        tuple(NPS_POINTS * end for end in ends),  # type: ignore[arg-type]
        level=level,
        method="adjusted Wald",
        n=int(rows.sum()),
    )


def reweighted(answers: CheckedAnswers, before: Flags, after: Flags, level: float) -> Estimate:
    """Return the score of the later answers, their segments weighted as in the earlier ones.

    Segments without later answers are left out, and the weights of the others brought to one. The
    weights are taken as known.

    Args:
        answers: The answers, with segments.
        before: The earlier ones, shape (n,).
        after: The later ones, shape (n,).
        level: The confidence level.

    References:
        Cochran (1977), Sampling Techniques, chapter 5A, on stratification after the selection.
    """
    assert answers.segment is not None  # noqa: S101 - asked for with segments only
    codes, k = answers.segment.codes, len(answers.segment.names)
    counts = np.zeros((k, len(answers.scale.bands)))
    here = after & (codes >= 0)
    np.add.at(counts, (codes[here], answers.band[here]), 1.0)
    n = counts.sum(axis=1)
    weight = np.bincount(codes[before & (codes >= 0)], minlength=k) * (n > 0)
    if not weight.sum():
        return nothing(level)
    used = weight > 0
    share = weight[used] / weight.sum()
    value, error = _parts(counts[used], is_net=answers.scale.name == "nps")
    ends = normal.interval(float(share @ value), float(np.sqrt(share**2 @ error**2)), level)
    factor = NPS_POINTS if answers.scale.name == "nps" else 1.0
    return Estimate.of(
        tuple(factor * end for end in ends),  # type: ignore[arg-type]
        level=level,
        method="post-stratified, Wald",
        n=int(n[used].sum()),
    )


def _parts(counts: net_share.Counts, *, is_net: bool) -> tuple[net_share.Floats, net_share.Floats]:
    """Return the score of each segment and its standard error, with answers added to the latter."""
    if is_net:
        return net_share.net(counts), net_share.standard_error(counts + net_share.ADDED)
    n, top = counts.sum(axis=1), counts[:, -1]
    smooth = (top + 1) / (n + 2)
    return top / n, np.sqrt(smooth * (1 - smooth) / (n + 2))
