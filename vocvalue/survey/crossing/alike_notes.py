"""Notes on comparisons that cannot be adjusted, or that rest on few customers."""

from collections.abc import Sequence

import numpy as np

from vocvalue.results import Note
from vocvalue.results.numerals import percent, whole
from vocvalue.results.texts import Text, pair
from vocvalue.stats.balance import WeightBalance
from vocvalue.survey.crossing.names import METRICS, covariate, members
from vocvalue.survey.crossing.segment_metric import MetricName

ADJUSTED_GAP = pair("the adjusted gap", "调整后的差距")
NOBODY = pair(
    "no customer has all the covariates",
    "没有客户具备全部协变量",
)
TOO_FEW = pair(
    "a segment has too few customers for so many covariates; use fewer",
    "相对于协变量的数量，某个分群的客户过少，请减少协变量",
)
TOLD_APART = pair(
    "the covariates all but determine the segment, so that some customers have nobody comparable "
    "in another one; use fewer or coarser covariates",
    "协变量几乎决定了客户所属的分群，部分客户在其他分群中没有可比的对象，请减少或合并协变量",
)


def impossible(why: Text) -> Note:
    """Note why there is no adjusted gap.

    Args:
        why: The reason.
    """
    return Note.of(
        "There is no adjusted gap: {why}.",
        "无法给出调整后的差距：{why}。",
        bears_on="claim",
        why=why,
    )


def too_many_texts(name: str, most: int) -> Text:
    """Return that a covariate has more distinct texts than can be adjusted for.

    Args:
        name: The covariate.
        most: The largest number of distinct texts allowed.
    """
    return pair(
        "the covariate {name} has more than {most} distinct values; leave it out, or group them",
        "协变量 {name} 的不同取值超过 {most} 种，请去掉或合并",
        name=covariate(name),
        most=most,
    )


def unvaried(name: MetricName, segment: str) -> Note:
    """Note that a figure does not vary within a segment.

    Args:
        name: The figure.
        segment: The segment.
    """
    return Note.of(
        "There is no adjusted gap in {metric}: it is the same for all {members}, which leaves "
        "nothing to adjust.",
        "{metric}没有调整后的差距：{members}的数值全部相同，无从调整。",
        bears_on="claim",
        metric=METRICS[name],
        members=members(segment),
    )


def beyond(name: MetricName, segment: str) -> Note:
    """Note that adjusting would give a segment an impossible figure.

    Args:
        name: The figure.
        segment: The segment.
    """
    return Note.of(
        "There is no adjusted gap in {metric}: too few {members} are comparable with the other "
        "customers, and adjusting would give an impossible figure.",
        "{metric}没有调整后的差距：{members}中与其他客户可比的过少，调整后的数值超出可能的范围。",
        bears_on="claim",
        metric=METRICS[name],
        members=members(segment),
    )


def no_overlap(balance: WeightBalance, segments: Sequence[str]) -> Note:
    """Note that too few customers are comparable to adjust a gap.

    Args:
        balance: How alike weighting makes the segments.
        segments: Their names.
    """
    return Note.of(
        "There is no adjusted gap: too few customers of different segments are comparable. "
        "{weights}",
        "无法给出调整后的差距：各分群之间可比的客户过少。{weights}",
        bears_on="claim",
        weights=_weights(balance, segments),
    )


def poor_overlap(balance: WeightBalance, segments: Sequence[str]) -> Note:
    """Note that the adjusted gap rests on few customers.

    Args:
        balance: How alike weighting makes the segments.
        segments: Their names.
    """
    return Note.of(
        "Poor overlap: the adjusted gap rests on few comparable customers. {weights}",
        "重叠不足：调整后的差距只依据少数可比的客户。{weights}",
        bears_on="claim",
        weights=_weights(balance, segments),
    )


def _weights(balance: WeightBalance, segments: Sequence[str]) -> Text:
    """Return the largest weight of one customer, and the smallest effective number of customers."""
    place = int(np.argmax(balance.largest_weight))
    return pair(
        "One customer carries {heaviest} of the weight of the {members}, and the figure of one "
        "segment rests on the equivalent of only {thinnest} customers.",
        "单个客户占{members}权重的 {heaviest}；样本最薄弱的分群仅相当于 {thinnest} 位客户。",
        heaviest=percent(balance.largest_weight[place]),
        members=members(segments[place]),
        thinnest=whole(balance.effective_n.min()),
    )
