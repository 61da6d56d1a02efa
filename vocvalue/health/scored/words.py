"""The health of accounts, in words."""

import numpy as np

from vocvalue.health.bands import BANDS, Band
from vocvalue.health.names import BAND_NAMES, PART_NAMES
from vocvalue.health.scored.result import HealthScore
from vocvalue.results.dispatch import Row, rows, said
from vocvalue.results.intervals import beside
from vocvalue.results.numerals import by_number, counted, number, percent, whole
from vocvalue.results.spans import date
from vocvalue.results.sums import EVIDENCE, amount
from vocvalue.results.texts import Text, listed, pair, sentences


@said.register
def _(result: HealthScore) -> Text:
    return sentences(finding(result), _money(result), _parts(result))


@rows.register
def _(result: HealthScore) -> list[Row]:
    return [
        Row(pair("measured on", "评估日"), date(result.at)),
        Row(
            pair("accounts scored", "有得分的客户"),
            pair(
                "{n} of {all}",
                "{n} 家（共 {all} 家）",
                n=whole(result.n_scored),
                all=result.score.size,
            ),
        ),
        *(Row(BAND_NAMES[band], _band(result, band)) for band in BANDS),
        *(Row(_part_label(part), _part(result, part)) for part in result.parts),
    ]


def finding(result: HealthScore) -> Text:
    """Return how many accounts are at risk.

    Args:
        result: The health of the accounts.
    """
    n = result.n_of("at risk")
    if not n:
        return pair(
            "On {at}, none of {all} is at risk, with a score below {start} of 100.",
            "截至{at}，{all}中没有一家处于高风险（得分低于 {start} 分，满分 100 分）。",
            all=counted(result.n_scored, "account"),
            at=date(result.at),
            start=number(result.bands.watch),
        )
    parts = {
        "n": whole(n),
        "all": counted(result.n_scored, "account"),
        "at": date(result.at),
        "start": number(result.bands.watch),
    }
    return by_number(
        n,
        pair(
            "On {at}, {n} of {all} is at risk, with a score below {start} of 100.",
            "截至{at}，{all}中有 {n} 家处于高风险（得分低于 {start} 分，满分 100 分）。",
            **parts,
        ),
        pair(
            "On {at}, {n} of {all} are at risk, with a score below {start} of 100.",
            "截至{at}，{all}中有 {n} 家处于高风险（得分低于 {start} 分，满分 100 分）。",
            **parts,
        ),
    )


def _money(result: HealthScore) -> Text | None:
    money, total = result.at_risk, result.revenue_scored
    if not total or not money.n or not result.n_of("at risk"):
        return None
    return pair(
        "They bring {amount} of revenue a year, {share} of that of all accounts scored (evidence: "
        "{evidence}).",
        "其年收入合计 {amount}，占全部有得分客户的 {share}（证据等级：{evidence}）。",
        amount=amount(money.value, money.currency),
        share=percent(money.value / total),
        evidence=EVIDENCE[money.evidence],
    )


def _parts(result: HealthScore) -> Text | None:
    """Return the mean of each part, where there are several."""
    means = [
        pair("{part} {mean}", "{part} {mean} 分", part=PART_NAMES[part], mean=number(mean, 1))
        for part, mean in ((part, _mean(result, part)) for part in result.parts)
        if not np.isnan(mean)
    ]
    if len(means) < 2:
        return None
    return pair(
        "The means of what accounts say, do and pay, of 100 points: {means}.",
        "各部分均分（满分 100 分）：{means}。",
        means=listed(means),
    )


def _mean(result: HealthScore, part: str) -> float:
    values = result.parts[part]
    return float(np.nanmean(values)) if (~np.isnan(values)).any() else float("nan")


def _band(result: HealthScore, band: Band) -> Text:
    money = result.revenue_of(band)
    n = counted(result.n_of(band), "account")
    if not money.n:
        return n
    return beside(
        n,
        pair(
            "{amount} of revenue a year",
            "年收入 {amount}",
            amount=amount(money.value, money.currency),
        ),
    )


def _part_label(part: str) -> Text:
    return pair("{part}, mean of 100 points", "{part}均分（满分 100 分）", part=PART_NAMES[part])


def _part(result: HealthScore, part: str) -> Text:
    known = int(np.count_nonzero(~np.isnan(result.parts[part])))
    return beside(number(_mean(result, part), 1), counted(known, "account"))
