"""Drivers of a score and of customer value, in words: headlines and sentences for a CFO."""

from collections.abc import Mapping, Sequence

from vocvalue.results import Estimate
from vocvalue.results.dispatch import Row, rows, said
from vocvalue.results.groups import group_name
from vocvalue.results.intervals import ends, is_certain, row, with_interval
from vocvalue.results.numerals import counted, percent, whole
from vocvalue.results.sums import EVIDENCE
from vocvalue.results.texts import Part, Text, named, pair, sentences, set_apart
from vocvalue.survey.key_drivers.answers import ALL, Outcome
from vocvalue.survey.key_drivers.measure import Driver, OutcomeDrivers
from vocvalue.survey.key_drivers.result import Drivers

OUTCOMES: Mapping[Outcome, Text] = {
    "score": pair("the score", "得分"),
    "value": pair("customer value", "客户价值"),
}
DIRECTIONS = {
    1: pair("a positive link", "正相关"),
    -1: pair("a negative link", "负相关"),
    0: pair("a link without a direction", "方向不明"),
}
NO_LINK = pair("no link found", "未发现关联")
TOPS = 3
SMALL = 0.1
"""Smaller shares are written with a decimal."""


@said.register
def _(drivers: Drivers) -> Text:
    both = drivers.within()
    return sentences(
        *(_outcome(each, drivers.level, _subject(both, place)) for place, each in enumerate(both)),
        _tops_apart(both, drivers.top_differs.get(ALL), drivers.level),
        pair(
            "These are associations, not effects (evidence: {evidence}).",
            "以上是相关，不是因果（证据等级：{evidence}）。",
            evidence=EVIDENCE[drivers.evidence],
        ),
    )


@rows.register
def _(drivers: Drivers) -> list[Row]:
    evidence = Row(pair("evidence", "证据等级"), EVIDENCE[drivers.evidence])
    answers = Row(pair("responses", "答卷数"), whole(drivers.of("score").n))
    return [
        answers,
        *(line for outcome in drivers.within() for line in _rows(outcome)),
        *(_top_of_group(drivers, group) for group in drivers.groups if group != ALL),
        evidence,
    ]


def name(outcome: OutcomeDrivers) -> Text:
    """Return the name of an outcome, as written in a sentence.

    Args:
        outcome: The drivers of the outcome.
    """
    return named(outcome.column, OUTCOMES[outcome.outcome])


def share(value: float) -> Text:
    """Return a share in percent, with a decimal if it is small.

    Args:
        value: The share, as a fraction.

    Examples:
        >>> share(0.834).en, share(0.029).zh
        ('83%', '2.9%')
    """
    return percent(value, 0 if value >= SMALL else None)


def _subject(outcomes: Sequence[OutcomeDrivers], place: int) -> Text:
    """Return the subject of a sentence: the ratings by their number, and "They" from then on."""
    if place and outcomes[0].is_linked:
        return pair("They", "这些因素")
    return pair("Together the {ratings}", "{ratings}合计", ratings=_ratings(outcomes[place]))


def _ratings(outcome: OutcomeDrivers) -> Text:
    return counted(len(outcome.drivers), "topic" if outcome.are_mentions else "rating")


def _outcome(outcome: OutcomeDrivers, level: float, subject: Text) -> Text:
    if not outcome.is_linked:
        return _no_link(outcome)
    if len(outcome.drivers) == 1:
        return sentences(_alone(outcome), _opposed(outcome))
    return sentences(
        _strongest(outcome, subject), _opposed(outcome), _uncertain(outcome.top, level)
    )


def _no_link(outcome: OutcomeDrivers) -> Text:
    parts: dict[str, Part] = {
        "outcome": name(outcome),
        "share": share(outcome.r_squared.value),
    }
    if len(outcome.drivers) == 1:
        return pair(
            "No link with {outcome} was found: {rating} explains {share} of its variance, which "
            "may be chance.",
            "未发现与 {outcome} 的关联：{rating} 解释其差异的 {share}，可能只是偶然。",
            rating=named(outcome.top.rating),
            **parts,
        )
    return pair(
        "No link with {outcome} was found: together the {ratings} explain {share} of its variance, "
        "which may be chance.",
        "未发现与 {outcome} 的关联：{ratings}合计解释其差异的 {share}，可能只是偶然。",
        ratings=_ratings(outcome),
        **parts,
    )


def _alone(outcome: OutcomeDrivers) -> Text:
    return pair(
        "{rating} explains {whole} of the variance of {outcome}.",
        "{rating} 解释了 {outcome} 差异的 {whole}。",
        rating=named(outcome.top.rating),
        outcome=name(outcome),
        whole=_with_interval(outcome.r_squared),
    )


def _strongest(outcome: OutcomeDrivers, subject: Text) -> Text:
    return pair(
        "{subject} explain {whole} of the variance of {outcome}; the one most closely linked with "
        "it is {rating}, which accounts for {part} of that.",
        "{subject}解释 {outcome} 差异的 {whole}，其中与 {outcome} 关联最强的是 {rating}，"
        "占其中的 {part}。",
        subject=subject,
        outcome=name(outcome),
        whole=_with_interval(outcome.r_squared),
        rating=named(outcome.top.rating),
        part=_with_interval(outcome.top.share),
    )


def _opposed(outcome: OutcomeDrivers) -> Text | None:
    """Return that the link with the strongest driver is negative, where it is."""
    top = outcome.top
    if top.direction >= 0:
        return None
    parts: dict[str, Part] = {"rating": named(top.rating), "outcome": name(outcome)}
    if top.is_mention:
        return pair(
            "Where {rating} is mentioned, {outcome} is lower.",
            "提到 {rating} 的客户，{outcome} 更低。",
            **parts,
        )
    return pair(
        "The higher {rating} is rated, the lower {outcome} is.",
        "{rating} 的评分越高，{outcome} 反而越低。",
        **parts,
    )


def _uncertain(top: Driver, level: float) -> Text | None:
    """Return that another rating may be the strongest driver, unless the resamples agree."""
    if top.first >= level:
        return None
    return pair(
        "{rating} may not be the strongest: it ranks first in only {share} of the resamples.",
        "{rating} 未必关联最强：仅在 {share} 的重抽样中居首。",
        rating=named(top.rating),
        share=share(top.first),
    )


def _tops_apart(both: Sequence[OutcomeDrivers], differ: float | None, level: float) -> Text | None:
    """Return that the score and customer value have different strongest drivers, where they do."""
    tops = {outcome.top.rating for outcome in both if outcome.is_linked}
    if differ is None or len(tops) < 2:
        return None
    parts: dict[str, Part] = {"score": name(both[0]), "value": name(both[1])}
    if differ >= level:
        return pair(
            "The driver most closely linked with {score} is not the one most closely linked with "
            "{value}.",
            "与 {score} 关联最强的，和与 {value} 关联最强的，并不是同一项。",
            **parts,
        )
    return pair(
        "The driver most closely linked with {score} may not be the one most closely linked with "
        "{value}: they differ in {share} of the resamples.",
        "与 {score} 和与 {value} 关联最强的未必是同一项：在 {share} 的重抽样中两者不同。",
        share=share(differ),
        **parts,
    )


def _rows(outcome: OutcomeDrivers) -> list[Row]:
    label = pair(
        "variance of {outcome} explained", "{outcome} 差异的解释比例", outcome=name(outcome)
    )
    explained = row(label, outcome.r_squared, share)
    if not outcome.is_linked:
        label = pair("drivers of {outcome}", "{outcome} 的驱动因素", outcome=name(outcome))
        return [explained, Row(label, NO_LINK)]
    ranked = enumerate(outcome.ranked[:TOPS], start=1)
    return [explained, *(_driver_row(outcome, place, driver) for place, driver in ranked)]


def _driver_row(outcome: OutcomeDrivers, place: int, driver: Driver) -> Row:
    label = pair(
        "driver {place} of {outcome}",
        "{outcome} 的第 {place} 驱动因素",
        place=place,
        outcome=name(outcome),
    )
    value = pair(
        "{rating}: {share} of that, {direction}",
        "{rating}：占其中 {share}，{direction}",
        rating=named(driver.rating),
        share=share(driver.share.value),
        direction=DIRECTIONS[driver.direction],
    )
    return Row(label, value, None if is_certain(driver.share) else ends(driver.share, share))


def _top_of_group(drivers: Drivers, group: str) -> Row:
    label = pair("strongest links in {group}", "{group} 中关联最强", group=group_name(group))
    return Row(label, set_apart(*(_top(outcome) for outcome in drivers.within(group))))


def _top(outcome: OutcomeDrivers) -> Text:
    top = named(outcome.top.rating)
    return pair(
        "{outcome}: {top}",
        "{outcome}：{top}",
        outcome=name(outcome),
        top=top if outcome.is_linked else NO_LINK,
    )


def _with_interval(estimate: Estimate) -> Text:
    return with_interval(estimate, share)
