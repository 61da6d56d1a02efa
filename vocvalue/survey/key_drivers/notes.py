"""Notes on drivers: leaks, identical outcomes, repeat responses and small groups."""

from collections.abc import Sequence

import numpy as np

from vocvalue.results import Note
from vocvalue.results.groups import group_name
from vocvalue.results.texts import Text, named, pair
from vocvalue.stats import correlations
from vocvalue.survey.key_drivers.answers import ALL, Answers
from vocvalue.survey.key_drivers.measure import LEAK, NEAR_LEAK, OutcomeDrivers
from vocvalue.survey.repeat_notes import repeat_notes
from vocvalue.tables.columns import DistinctRows

FEW = 30
"""With fewer customers, the intervals are unreliable."""
PERFECTLY, ALMOST = pair("perfectly", "完全"), pair("almost perfectly", "几乎完全")


def repeated(table: DistinctRows) -> list[Note]:
    """Return the notes on repeat responses."""
    if table.customer is None:
        return []
    has_id = table.customer >= 0
    n_customers = np.unique(table.customer[has_id]).size
    return repeat_notes(int(table.rows.sum()), n_customers, int(table.rows[~has_id].sum()))


def leaks(outcomes: Sequence[OutcomeDrivers]) -> list[Note]:
    """Return a note on each outcome that the ratings determine perfectly or almost perfectly."""
    return [_leak(outcome) for outcome in outcomes if outcome.is_leak]


def one_outcome(answers: Answers) -> list[Note]:
    """Return a note if the score and the customer value are identical up to a linear scale."""
    if len(answers.outcomes) < 2:
        return []
    between = correlations.correlation(answers.columns[:, -2:], answers.rows)[0, 1]
    if between**2 <= LEAK:
        return []
    return [
        Note.of(
            "'{score}' and '{value}' determine one another perfectly: this is a leak, not two "
            "outcomes. Check whether one was computed from the other.",
            "“{score}”与“{value}”完全相互决定：这是数据泄漏，并非两项结果。"
            "请检查是否一项由另一项计算得出。",
            score=named(answers.outcomes["score"]),
            value=named(answers.outcomes["value"]),
            count=answers.n,
            bears_on="claim",
        )
    ]


def few(groups: Sequence[Answers]) -> list[Note]:
    """Return a note on each group with few customers."""
    return [_few(answers) for answers in groups if answers.n_units < FEW]


def _few(answers: Answers) -> Note:
    if answers.group == ALL:
        return Note.of(
            "There are only {units}, so do not rely on the intervals.",
            "仅有 {units}，区间不宜采信。",
            units=answers.units,
            count=answers.n_units,
            bears_on="claim",
        )
    return Note.of(
        "There are only {units} in group '{group}', so do not rely on its intervals.",
        "分组“{group}”仅有 {units}，其区间不宜采信。",
        units=answers.units,
        group=group_name(answers.group),
        count=answers.n_units,
        bears_on="claim",
    )


def _leak(outcome: OutcomeDrivers) -> Note:
    is_perfect = outcome.r_squared.value > LEAK
    least = LEAK if is_perfect else NEAR_LEAK
    alone = [driver.rating for driver in outcome.drivers if driver.correlation.value**2 >= least]
    verdict = (
        pair("This is a leak, not a finding.", "这是数据泄漏，不是结论。")
        if is_perfect
        else pair("This is probably a leak, not a finding.", "这很可能是数据泄漏，不是结论。")
    )
    return Note.of(
        "{where}'{column}' is {degree} determined by {ratings}. {verdict} Check whether one was "
        "computed from the other.",
        "{where}“{column}”{degree}由{ratings}决定。{verdict}请检查是否一项由另一项计算得出。",
        where=_where(outcome.group),
        column=named(outcome.column),
        degree=PERFECTLY if is_perfect else ALMOST,
        ratings=_determining(alone),
        verdict=verdict,
        count=outcome.n,
        bears_on="claim",
    )


def _where(group: str) -> Text:
    if group == ALL:
        return pair("", "")
    return pair("In group '{group}', ", "分组“{group}”中，", group=group_name(group))


def _determining(alone: Sequence[str]) -> Text:
    if alone:
        return pair("the rating '{rating}'", "评分“{rating}”", rating=named(alone[0]))
    return pair("the ratings together", "各项评分共同")
