"""Stakeholder satisfaction, in words."""

import math
from collections.abc import Mapping

from vocvalue.kpi.kpi_words import BANDS, verdict
from vocvalue.kpi.stakeholders.result import StakeholderSatisfaction
from vocvalue.results import Estimate
from vocvalue.results.calendar import EACH, calendar_period
from vocvalue.results.dispatch import Row, rows, said
from vocvalue.results.groups import group_name
from vocvalue.results.intervals import between, is_certain, row
from vocvalue.results.numerals import counted, number, p_value, percent
from vocvalue.results.texts import Text, listed, named, pair, sentences

MOST_SAID = 4
"""The most questions that a sentence names."""
MOST = 12
"""The most departments that each get a line."""
QUESTIONS: Mapping[str, Text] = {
    "timeliness": pair("timeliness", "洞察及时性"),
    "actionability": pair("actionability", "洞察可行动性"),
    "洞察及时性": pair("timeliness of insights", "洞察及时性"),
    "洞察可行动性": pair("actionability of insights", "洞察可行动性"),
}
"""What the questions of the usual survey are called."""


@said.register
def _(result: StakeholderSatisfaction) -> Text:
    return sentences(
        finding(result),
        _of_questions(result),
        verdict(result.bounds, result.headline(), score),
        _change(result),
    )


@rows.register
def _(result: StakeholderSatisfaction) -> list[Row]:
    period = calendar_period(result.latest.start, result.every)
    return [
        row(pair("mean in {period}", "{period}均值", period=period), result.headline(), score),
        Row(pair("scale", "量表"), pair("1 to {points}", "1 至 {points} 分", points=result.points)),
        Row(pair("people who answered", "作答人数"), _people(result)),
        Row(pair("band shown by the interval", "按置信区间判定"), BANDS[result.band()]),
        *_questions(result),
        *_departments(result),
        Row(
            pair("{periods} compared", "{periods}比较", periods=EACH[result.every]),
            _test(result),
        ),
    ]


def score(value: float) -> Text:
    """Return a mean score with the digits it is reported to.

    Args:
        value: The mean.
    """
    return number(value, 2)


def question_name(question: str) -> Text:
    """Return what a question is called: by its label, or as it usually is.

    Args:
        question: Its name in the data.

    Examples:
        >>> question_name("timeliness").zh, question_name("价格").en
        ('洞察及时性', '价格')
    """
    return named(question, QUESTIONS[question]) if question in QUESTIONS else group_name(question)


def finding(result: StakeholderSatisfaction) -> Text:
    """Return the sentence on the latest mean.

    Args:
        result: What `kpi.stakeholder_satisfaction` returned.
    """
    return pair(
        "In {period}, {people} answered; they rated the insights they get {mean}.",
        "{period}有 {people}作答，对所获洞察的平均评分为 {mean}。",
        period=calendar_period(result.latest.start, result.every),
        people=_people(result),
        mean=_of_points(result),
    )


def _of_points(result: StakeholderSatisfaction) -> Text:
    """Return the mean with the end of the scale and the interval."""
    mean = result.headline()
    of_points = pair(
        "{mean} of {points}",
        "{mean} 分（满分 {points} 分）",
        mean=score(mean.value),
        points=result.points,
    )
    if is_certain(mean):
        return of_points
    ends = between(mean.level, mean.lower, mean.upper, score)
    return pair("{mean} ({ends})", "{mean}，{ends}", mean=of_points, ends=ends)


def _people(result: StakeholderSatisfaction) -> Text:
    n, invited = int(result.people[-1]), result.invited.total
    if invited is None:
        return counted(n, "person")
    return pair(
        "{n} of {invited} people invited ({rate})",
        "{n} 人（受邀 {invited} 人，回收率 {rate}）",
        n=n,
        invited=invited,
        rate=percent(n / invited),
    )


def _mean(estimate: Estimate) -> Text:
    if is_certain(estimate):
        return score(estimate.value)
    ends = between(estimate.level, estimate.lower, estimate.upper, score)
    return pair("{mean} ({ends})", "{mean}（{ends}）", mean=score(estimate.value), ends=ends)


def _of_questions(result: StakeholderSatisfaction) -> Text | None:
    """Return the means of the questions, where there are several."""
    if not 2 <= len(result.questions) <= MOST_SAID:
        return None
    parts = [
        pair(
            "{question} {mean}",
            "{question} {mean}",
            question=question_name(name),
            mean=_mean(it.mean),
        )
        for name in result.questions
        if (it := result.now(question=name)) is not None
    ]
    return pair("By question: {parts}.", "其中：{parts}。", parts=listed(parts))


def _change(result: StakeholderSatisfaction) -> Text | None:
    if len(result.periods) < 2 or math.isnan(result.p_value):
        return None
    parts = {"periods": EACH[result.every], "p": p_value(result.p_value)}
    if result.changed:
        return pair(
            "The {periods} differ by more than chance ({p}).",
            "{periods}的差异超出随机波动（{p}）。",
            **parts,
        )
    return pair(
        "The {periods} differ by no more than chance alone would explain ({p}).",
        "{periods}的差异未超出随机波动（{p}）。",
        **parts,
    )


def _questions(result: StakeholderSatisfaction) -> list[Row]:
    """Return the mean of each question, and its share of the highest scores."""
    found = []
    for name in result.questions or (None,):
        now = result.now(question=name)
        if now is None or now.top_box is None:
            continue
        label = pair("all", "全部") if name is None else question_name(name)
        if name is not None:
            found.append(
                row(pair("{question}, mean", "{question}均值", question=label), now.mean, score)
            )
        share = pair(
            "{question}, share of {top} to {points}",
            "{question} {top} 至 {points} 分占比",
            question=label,
            top=result.top,
            points=result.points,
        )
        found.append(row(share, now.top_box, percent))
    return found


def _departments(result: StakeholderSatisfaction) -> list[Row]:
    found = []
    for name in result.departments[:MOST]:
        now, label = result.now(department=name), group_name(name)
        if now is None:
            found.append(Row(label, pair("no answers in this period", "本期无作答")))
        else:
            found.append(row(label, now.mean, score))
    return found


def _test(result: StakeholderSatisfaction) -> Text:
    if math.isnan(result.p_value):
        return pair("nothing to compare", "无从比较")
    if result.changed:
        return pair(
            "differ by more than chance ({p})", "差异超出随机波动（{p}）", p=p_value(result.p_value)
        )
    return pair(
        "differ by no more than chance alone would explain ({p})",
        "差异未超出随机波动（{p}）",
        p=p_value(result.p_value),
    )
