"""What is said of drivers, in English and Chinese."""

from collections.abc import Sequence

from vocvalue.results import Estimate, Note
from vocvalue.results.former import Language, counted, interval
from vocvalue.survey.key_drivers.answers import Answers, Outcome
from vocvalue.survey.key_drivers.measure import NEAR_LEAK, OutcomeDrivers

EN: dict[Outcome, str] = {"score": "the score", "value": "the money"}
ZH: dict[Outcome, str] = {"score": "得分", "value": "金额"}
TOPS = 3


def headlines(found: OutcomeDrivers) -> list[tuple[str, str]]:
    """Return what the ratings explain of an outcome, and its most important ratings."""
    whole = found.r_squared
    lower, upper = 100 * whole.lower, 100 * whole.upper
    explained = (
        f"{100 * whole.value:.1f} % of the variance of {found.column} "
        f"({whole.level * 100:g} %: {lower:.1f} to {upper:.1f})"
    )
    lines = [(f"explained, {found.outcome}", explained)]
    for place, driver in enumerate(found.ranked[:TOPS], start=1):
        part = driver.percent
        lines.append(
            (
                f"{found.outcome} driver {place}",
                f"{driver.rating}: {_share(part)}, {_direction(driver.direction)}",
            )
        )
    return lines


def tops(both: Sequence[OutcomeDrivers]) -> str:
    """Return the top driver of each outcome of a group."""
    return ", ".join(
        f"{EN[found.outcome]}: {found.top.rating if found.is_linked else 'no link found'}"
        for found in both
    )


def english(both: Sequence[OutcomeDrivers], differ: float | None, level: float) -> str:
    """Return the drivers in words."""
    parts = [f"Of {counted(len(both[0].drivers), 'rating')},"]
    for found in both:
        name, whole = EN[found.outcome], 100 * found.r_squared.value
        if not found.is_linked:
            parts.append(f"none was found to go with {name} ({whole:.1f} % of it explained).")
            continue
        top, part = found.top, found.top.percent
        falls = ", which is lower where the rating is higher" if top.direction < 0 else ""
        held = interval(level, part.lower, part.upper, "{:.0f}".format, word=" interval")
        unsure = "" if top.first >= level else f", the top one in {_in_100(top.first)} resamples"
        parts.append(
            f"{top.rating} goes most with {name}{falls}: {part.value:.0f} % "
            f"({held}) of the {whole:.0f} % of its variance "
            f"that they explain ({_whole(found)}){unsure}."
        )
    if _tops_differ(both) and differ is not None:
        if differ >= level:
            parts.append("The rating that goes most with the score is not the one for the money.")
        else:
            parts.append(
                "The rating that goes most with the score may not be the one for the money: they "
                f"differ in {_in_100(differ)} resamples."
            )
    return " ".join(parts)


def chinese(both: Sequence[OutcomeDrivers], differ: float | None, level: float) -> str:
    """Return the drivers in words."""
    parts = [f"{len(both[0].drivers)} 项评分中，"]
    for found in both:
        name, whole = ZH[found.outcome], 100 * found.r_squared.value
        if not found.is_linked:
            parts.append(f"未发现与{name}有关联的评分（共解释其差异的 {whole:.1f}%）。")
            continue
        top, part = found.top, found.top.percent
        falls = f"（评分越高，{name}反而越低）" if top.direction < 0 else ""
        unsure = "" if top.first >= level else f"，但仅在 {100 * top.first:.0f}% 的重抽样中居首"
        parts.append(
            f"与{name}关联最强的是 {top.rating}{falls}，各项评分共解释{name}差异的 {whole:.0f}%"
            f"（{_whole(found, 'zh')}），其中它占 {part.value:.0f}%"
            f"（{interval(level, part.lower, part.upper, '{:.0f}'.format, 'zh')}）{unsure}。"
        )
    if _tops_differ(both) and differ is not None:
        if differ >= level:
            parts.append("与得分关联最强的，和与金额关联最强的，并不是同一项。")
        else:
            parts.append(
                f"与得分和与金额关联最强的未必是同一项：在 {100 * differ:.0f}% 的重抽样中两者不同。"
            )
    return "".join(parts)


def leak(found: OutcomeDrivers) -> Note:
    """Return the note on an outcome that the ratings determine perfectly, or all but do."""
    is_perfect = found.r_squared.value > 1 - 1e-9
    least = 1 - 1e-9 if is_perfect else NEAR_LEAK
    alone = [it.rating for it in found.drivers if it.correlation.value**2 >= least]
    who = f"the rating {alone[0]!r}" if alone else "the ratings together"
    whom = f"评分 {alone[0]} " if alone else "各项评分合起来"
    return Note.of(
        (
            f"{found.column!r} in group {found.group!r} is determined "
            f"{'perfectly' if is_perfect else 'almost perfectly'} by {who}: "
            f"{'a leak' if is_perfect else 'suspected of being a leak'}, not a finding. Was one "
            "computed from the other?"
        ),
        (
            f"分组 {found.group} 中，{found.column} {'完全' if is_perfect else '几乎完全'}由{whom}"
            f"决定：{'这是数据泄漏' if is_perfect else '疑似数据泄漏'}，不是发现。"
            "请检查一个是否由另一个计算得出。"
        ),
        count=found.n,
    )


def one_outcome(answers: Answers) -> Note:
    """Return the note on a score and money that determine one another."""
    score, value = answers.outcomes["score"], answers.outcomes["value"]
    return Note.of(
        (
            f"{score!r} and {value!r} determine one another perfectly: a leak, not two outcomes. "
            "Was one computed from the other?"
        ),
        f"{score} 与 {value} 完全相互决定: 这是数据泄漏, 并非两个结果。请检查其来源。",
        count=answers.n,
    )


def few(answers: Answers) -> Note:
    """Return the note on a group of few customers."""
    who = "answer" if answers.customer is None else "customer"
    return Note.of(
        f"Only {counted(answers.n_units, who)} in group {answers.group!r}: do not rely on the "
        "intervals.",
        f"分组 {answers.group} 仅有 {answers.n_units:,} "
        f"{'份回答' if answers.customer is None else '位客户'}，其区间不宜采信。",
        count=answers.n_units,
    )


def _tops_differ(both: Sequence[OutcomeDrivers]) -> bool:
    linked = [found.top.rating for found in both if found.is_linked]
    return len(set(linked)) == 2


def _in_100(share: float) -> str:
    return f"{100 * share:.0f} of 100"


def _share(part: Estimate) -> str:
    return f"{part.value:.0f} % of that ({part.lower:.0f} to {part.upper:.0f})"


def _whole(found: OutcomeDrivers, language: Language = "en") -> str:
    lower, upper = 100 * found.r_squared.lower, 100 * found.r_squared.upper
    return f"{lower:.0f} {'至' if language == 'zh' else 'to'} {upper:.0f}"


def _direction(sign: int) -> str:
    words = {1: "higher with it", -1: "lower with it", 0: "in no direction"}
    return words[sign]
