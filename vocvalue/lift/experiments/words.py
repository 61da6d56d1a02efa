"""An experiment read from tables, in words."""

import numpy as np

from vocvalue.lift.design.arm_words import arm_name
from vocvalue.lift.experiments.result import Experiment
from vocvalue.results.dispatch import Row, rows, said
from vocvalue.results.numerals import by_number, counted
from vocvalue.results.texts import Text, pair, sentences


@said.register
def _(experiment: Experiment) -> Text:
    n = int(experiment.followed.sum())
    return sentences(
        *(doubt.note.said for doubt in experiment.doubts),
        pair(
            "The experiment has {customers}, of whom {n} {were} followed through the whole window.",
            "实验共 {customers}，其中 {n} 位{were}已观察满期。",
            customers=counted(experiment.arm.size, "customer"),
            n=n,
            were=by_number(n, pair("was", ""), pair("were", "")),
        ),
    )


@rows.register
def _(experiment: Experiment) -> list[Row]:
    retained, followed = experiment.counts()
    assigned = np.bincount(experiment.arm, minlength=len(experiment.arms))
    of_arms = zip(
        experiment.arms, assigned.tolist(), followed.tolist(), retained.tolist(), strict=True
    )
    return [
        *(Row(arm_name(arm), _counts(*counts)) for arm, *counts in of_arms),
        Row(pair("retained means", "留存定义"), experiment.window),
        Row(pair("assignment", "分组方式"), _assignment(experiment)),
    ]


def _counts(assigned: int, followed: int, retained: int) -> Text:
    return pair(
        "{assigned} assigned, {followed} followed, {retained} stayed",
        "分组 {assigned} 位，观察满期 {followed} 位，留存 {retained} 位",
        assigned=assigned,
        followed=followed,
        retained=retained,
    )


def _assignment(experiment: Experiment) -> Text:
    if experiment.randomised:
        return pair("random", "随机")
    if experiment.claimed_randomised:
        return pair("stated to be random, but the tables contradict it", "声称随机，但数据与之矛盾")
    return pair("not known to be random", "不确定是否随机")
