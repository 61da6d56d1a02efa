"""Repeated looks at an experiment in words: headlines, and the sentences that a CFO reads."""

from typing import Any

import numpy as np

from vocvalue.lift.early.result import Looks
from vocvalue.lift.two_arms.words import doubt, in_points, led, points_row
from vocvalue.results.dispatch import Row, rows, said
from vocvalue.results.numerals import counted, number, p_value, percent, stated_rate
from vocvalue.results.spans import date
from vocvalue.results.sums import EVIDENCE
from vocvalue.results.texts import Text, pair, sentences

BEYOND_DOUBT = 1e6
"""E-values above this limit are written as "over" it."""


@said.register
def _(looks: Looks) -> Text:
    spoken = sentences(
        _difference(looks),
        pair("This interval is valid however often you look.", "无论查看多少次，该区间均有效。"),
        _verdict(looks),
        doubt(looks.evidence, looks.doubts),
    )
    return led(looks.doubts, spoken)


@rows.register
def _(looks: Looks) -> list[Row]:
    return [
        Row(pair("looks", "查看次数"), _how_many(looks)),
        points_row(
            pair("difference, valid at every look", "差异，每次查看均有效"), looks.difference
        ),
        points_row(
            pair("difference, valid for one planned look only", "差异，仅对事先计划的一次查看有效"),
            looks.fixed,
        ),
        Row(pair("first shown", "首次显示"), _first_shown(looks)),
        Row(pair("evidence against no difference", "否定“无差异”的证据"), _evidence(looks)),
        Row(pair("design", "实验设计"), _design(looks)),
        Row(pair("evidence", "证据等级"), EVIDENCE[looks.evidence]),
        *([Row(pair("retained means", "留存定义"), looks.window)] if looks.window else []),
    ]


def when(at: Any) -> Text:
    """Return when a look was: its day, or its number.

    Args:
        at: The moment of the look, or its number.

    Examples:
        >>> when(np.datetime64("2024-02-01")).en, when(np.int64(2)).en, when(np.int64(2)).zh
        ('on 1 February 2024', 'at look 2', '第 2 次查看时')
    """
    if isinstance(at, np.datetime64):
        return pair("on {day}", "{day}", day=date(at))
    return pair("at look {n}", "第 {n} 次查看时", n=int(at))


def _difference(looks: Looks) -> Text:
    return pair(
        "After {looks}, with {customers} so far, {treated} of the treated customers had stayed, "
        "against {control} of the control group: a difference of {difference}.",
        "经 {looks}，累计 {customers}：实验组留存率为 {treated}，对照组为 {control}，"
        "相差 {difference}。",
        looks=counted(len(looks.at), "look"),
        customers=counted(int(looks.n[-1]), "customer"),
        treated=percent(looks.treated[-1] / looks.n_treated[-1]),
        control=percent(looks.control[-1] / looks.n_control[-1]),
        difference=in_points(looks.difference),
    )


def _verdict(looks: Looks) -> Text:
    first, evidence = looks.first_shown, EVIDENCE[looks.evidence]
    is_effect = looks.evidence != "association only"
    if first is None and is_effect:
        return pair(
            "No effect has been shown so far; you may keep looking ({evidence}).",
            "目前尚未显示效果，可继续查看（{evidence}）。",
            evidence=evidence,
        )
    if first is None:
        return pair(
            "No difference has been shown so far; you may keep looking ({evidence}).",
            "目前尚未显示差异，可继续查看（{evidence}）。",
            evidence=evidence,
        )
    parts = {
        "when": when(looks.at[first]),
        "customers": counted(int(looks.n[first]), "customer"),
        "evidence": evidence,
    }
    if is_effect:
        return pair(
            "An effect was first shown {when}, with {customers} ({evidence}).",
            "{when}首次显示效果，当时累计 {customers}（{evidence}）。",
            **parts,
        )
    return pair(
        "A difference was first shown {when}, with {customers} ({evidence}).",
        "{when}首次显示差异，当时累计 {customers}（{evidence}）。",
        **parts,
    )


def _how_many(looks: Looks) -> Text:
    return pair(
        "{n}, the last with {customers}",
        "{n} 次，最后一次累计 {customers}",
        n=len(looks.at),
        customers=counted(int(looks.n[-1]), "customer"),
    )


def _first_shown(looks: Looks) -> Text:
    first = looks.first_shown
    if first is None:
        return pair("not so far", "尚未显示")
    return pair(
        "{when}, with {customers}",
        "{when}，累计 {customers}",
        when=when(looks.at[first]),
        customers=counted(int(looks.n[first]), "customer"),
    )


def _evidence(looks: Looks) -> Text:
    stake, p = float(looks.e_values[-1]), p_value(float(looks.p_values[-1]))
    if stake > BEYOND_DOUBT:
        return pair("e-value over 1,000,000, {p}", "e 值超过 1,000,000，{p}", p=p)
    return pair("e-value {e}, {p}", "e 值 {e}，{p}", e=number(stake), p=p)


def _design(looks: Looks) -> Text:
    return pair(
        "{share} treated, {customers}",
        "{share} 为实验组，共 {customers}",
        share=stated_rate(round(looks.treated_share, 4)),
        customers=counted(looks.n_planned, "customer"),
    )
