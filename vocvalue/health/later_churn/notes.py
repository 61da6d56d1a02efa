"""What a reader must know of a back-test."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from vocvalue.health.cutoffs import ChurnWindows, View
from vocvalue.health.later_churn.comparison import LEAST, area
from vocvalue.health.later_churn.result import HealthBacktest
from vocvalue.health.later_churn.weighed import Weighing
from vocvalue.results import Note
from vocvalue.results.numerals import counted, number, whole
from vocvalue.results.spans import date, span
from vocvalue.results.texts import listed

STOPPED = {"usage_level", "billed_growth"}
"""Measures that are 0 of an account that is a customer in name only."""


def noted(
    found: HealthBacktest,
    views: Sequence[View],
    windows: ChurnWindows,
    weighing: Weighing,
    of_data: tuple[Note, ...],
) -> HealthBacktest:
    """Return a back-test with what a reader must know of it.

    Args:
        found: The back-test.
        views: The accounts at each cut-off that is judged.
        windows: The cut-offs, and those that are not judged yet.
        weighing: What parts and measures weigh.
        of_data: Those on the tables, and on measures that tell almost without error.
    """
    return replace(
        found,
        notes=(
            *_few(found),
            *_stopped(found, views),
            *_one_sample(found),
            *_overlapping(found),
            *_open(windows, found),
            *_taught(weighing),
            *_end(windows),
            *_unscored(found, views),
            *_nobody(found),
            *of_data,
        ),
    )


def _few(found: HealthBacktest) -> tuple[Note, ...]:
    if found.verdict != "too few":
        return ()
    return (
        Note.of(
            "Of the accounts with an answer {left} left and {stayed} stayed. With fewer than "
            "{least} of either, no verdict is given.",
            "有作答的客户中，流失 {left} 家，留存 {stayed} 家。任一类不足 {least} 家时不作判断。",
            left=whole(found.same.n_churned),
            stayed=whole(found.same.n_stayed),
            least=whole(LEAST),
            bears_on="claim",
        ),
    )


def _one_sample(found: HealthBacktest) -> tuple[Note, ...]:
    """Say what a back-test is not: the score was not drawn at random, and saves nobody."""
    if found.weighed_by != "given":
        return ()
    return (
        Note.of(
            "The weights were given. If they were chosen by looking at these accounts, the figures "
            "are too good; weights='learned' learns them from earlier cut-offs only.",
            "权重由使用者给定。若权重是参照这些客户选定的，结果会偏乐观；weights='learned' 只用"
            "更早的截点学习权重。",
            bears_on="claim",
        ),
    )


def _stopped(found: HealthBacktest, views: Sequence[View]) -> tuple[Note, ...]:
    """Say how many that left were gone in all but name, and how well the others were foretold."""
    judged = found.judged
    stopped = np.zeros(judged.account.size, dtype=np.bool_)
    for cutoff, view in enumerate(views):
        rows = np.flatnonzero(judged.cutoff == cutoff)
        for name in STOPPED & set(view.measures.values):
            stopped[rows] |= view.measures.values[name][judged.account[rows]] == 0
    rest = judged.rows(~stopped)
    n = np.unique(judged.account[stopped & judged.churned]).size
    if rest.n_churned < LEAST or not n:
        return Note.counted(
            n,
            "{accounts} that left had stopped by the cut-off: no usage in the last months, or "
            "nothing billed within the window. To name them is no foresight.",
            "{accounts}在截点时其实已经停用（近几个月没有用量，或观察期内没有账单）。"
            "指出这些客户并不算预警。",
            accounts=counted(n, "account"),
            bears_on="claim",
        )
    return Note.counted(
        n,
        "{accounts} that left had stopped by the cut-off: no usage in the last months, or nothing "
        "billed within the window. To name them is no foresight. Among the accounts that had not "
        "stopped, the AUC of the score is {area}, and {all} among all.",
        "{accounts}在截点时其实已经停用（近几个月没有用量，或观察期内没有账单）。指出这些客户并"
        "不算预警。只看尚未停用的客户，得分的 AUC 为 {area}；所有客户为 {all}。",
        accounts=counted(n, "account"),
        area=number(area(rest, rest.score, level=found.level).value, 3),
        all=number(found.auc.value, 3),
        bears_on="claim",
    )


def _overlapping(found: HealthBacktest) -> tuple[Note, ...]:
    pairs = zip(found.by_cutoff, found.by_cutoff[1:], strict=False)
    n = sum(before.followed.until > after.followed.at for before, after in pairs)
    return Note.counted(
        n,
        "The windows of {n} cut-offs reach beyond the next one, so that the same loss counts at "
        "both. Intervals take each account as one, whatever it counts.",
        "有 {n} 个截点的观察期与下一截点的重叠，同一次流失会被计入两次；置信区间按客户聚类计算，"
        "不受重复计入的影响。",
        bears_on="reading",
    )


def _open(windows: ChurnWindows, found: HealthBacktest) -> tuple[Note, ...]:
    return Note.counted(
        len(windows.open),
        "Left out, as the {within} after them are not over by {end}: the cut-offs {days}. Who "
        "leaves is not yet known.",
        "截点 {days} 之后的 {within}到{end}尚未结束，流失情况未知，未计入。",
        within=span(found.within),
        end=date(windows.observation_end),
        days=listed([date(it) for it in windows.open]),
    )


def _taught(weighing: Weighing) -> tuple[Note, ...]:
    return Note.counted(
        len(weighing.taught),
        "Not judged, as there was nothing to learn weights from by then: the cut-offs {days}.",
        "截点 {days} 当时尚无可用于学习权重的数据，未作检验。",
        days=listed([date(it) for it in weighing.taught]),
    )


def _end(windows: ChurnWindows) -> tuple[Note, ...]:
    if not windows.is_inferred:
        return ()
    return (
        Note.of(
            "It is taken to be known who left up to {end}, the last moment in the tables. If the "
            "table of those that left ends earlier, pass observation_end=.",
            "流失记录视为截至{end}（各表中的最后时刻）完整。若流失表截止更早，请传入 "
            "observation_end=。",
            end=date(windows.observation_end),
            bears_on="reading",
        ),
    )


def _unscored(found: HealthBacktest, views: Sequence[View]) -> tuple[Note, ...]:
    judged = found.judged
    silent = [
        np.setdiff1d(
            np.flatnonzero(view.measures.is_there), judged.account[judged.cutoff == number]
        )
        for number, view in enumerate(views)
    ]
    n = np.unique(np.concatenate(silent)).size
    return Note.counted(
        n,
        "Left out at a cut-off by which nothing that counts was known of them: {accounts}.",
        "{accounts}在某个截点前没有可计入得分的记录，该截点未计入。",
        accounts=counted(n, "account"),
    )


def _nobody(found: HealthBacktest) -> tuple[Note, ...]:
    days = [date(it.followed.at) for it in found.by_cutoff if not it.n]
    return Note.counted(
        len(days),
        "Cut-offs at which no account has a score: {days}.",
        "没有任何客户有得分的截点：{days}。",
        days=listed(days),
    )
