"""A score over time in words: headlines and sentences for a CFO."""

import math

from vocvalue.results.calendar import EACH, ONE
from vocvalue.results.dispatch import Row, rows, said
from vocvalue.results.intervals import beside, row
from vocvalue.results.numerals import counted, number, p_value
from vocvalue.results.spans import date
from vocvalue.results.texts import Text, named, pair, sentences
from vocvalue.survey.over_time.result import ScoreTrend


@said.register
def _(trend: ScoreTrend) -> Text:
    if trend.df < 1:
        return pair(
            "The {score} is {value} in the only {period} with responses, so there is nothing to "
            "compare it with.",
            "仅 {period}有答卷，{score} 为 {value}，无从比较。",
            score=trend.scale.upper(),
            value=written(trend, trend.spread[0]),
            period=ONE[trend.every],
        )
    return sentences(_spread(trend), _verdict(trend))


@rows.register
def _(trend: ScoreTrend) -> list[Row]:
    lowest, highest = trend.spread
    between = pair(
        "{lowest} to {highest}",
        "{lowest} 至 {highest}",
        lowest=written(trend, lowest),
        highest=written(trend, highest),
    )
    periods = pair(
        "{periods} from {first}",
        "自{first}起 {periods}",
        periods=counted(len(trend.period), trend.every),
        first=date(trend.period[0]),
    )
    return [
        Row(pair("score", "指标"), _of_survey(trend)),
        Row(pair("periods", "期间"), periods),
        row(pair("overall", "总体"), trend.overall, lambda value: written(trend, value)),
        Row(pair("lowest to highest", "最低至最高"), between),
        Row(pair("test for differences", "各期差异检验"), _test(trend)),
    ]


def name(trend: ScoreTrend) -> Text:
    """Return the name of the score, with how it is summarised where there is a choice."""
    score = trend.scale.upper()
    if trend.kind == "mean":
        return pair("{score} (mean)", "{score}（平均分）", score=score)
    if trend.kind == "top-box":
        return pair("{score} (share in the top boxes)", "{score}（高分占比）", score=score)
    return pair("{score}", "{score}", score=score)


def written(trend: ScoreTrend, value: float) -> Text:
    """Return a score with the digits it is reported to.

    Args:
        trend: The trend, which knows the scale and the kind.
        value: A score of this scale and kind.
    """
    if trend.kind == "mean":
        return number(value, 2)
    if trend.kind == "top-box":
        return pair("{value}%", "{value}%", value=number(value, 0))
    return number(value, 0)


def _spread(trend: ScoreTrend) -> Text:
    lowest, highest = trend.spread
    parts = {
        "score": pair("{score}", "{score}", score=trend.scale.upper()),
        "lowest": written(trend, lowest),
        "highest": written(trend, highest),
        "periods": counted(len(trend.period), trend.every),
    }
    if trend.n_aside:
        return pair(
            "The {score} was between {lowest} and {highest} over {periods}, not counting "
            "{thin} with too few responses.",
            "{periods}内 {score} 在 {lowest} 与 {highest} 之间（不计答卷过少的 {thin}）。",
            thin=counted(trend.n_aside, trend.every),
            **parts,
        )
    if parts["lowest"].en == parts["highest"].en:
        return pair(
            "The {score} was {value} throughout {periods}.",
            "{periods}内 {score} 均为 {value}。",
            score=parts["score"],
            value=parts["lowest"],
            periods=parts["periods"],
        )
    return pair(
        "The {score} was between {lowest} and {highest} over {periods}.",
        "{periods}内 {score} 在 {lowest} 与 {highest} 之间。",
        **parts,
    )


def _verdict(trend: ScoreTrend) -> Text:
    periods = EACH[trend.every]
    if math.isnan(trend.p_value):
        return pair(
            "The {periods} do not differ: all responses are identical.",
            "{periods}无差异：所有答卷相同。",
            periods=periods,
        )
    if trend.shown:
        return pair(
            "The {periods} differ by more than chance ({p}).",
            "{periods}的差异超出随机波动（{p}）。",
            periods=periods,
            p=p_value(trend.p_value),
        )
    return pair(
        "The {periods} differ by no more than chance alone would explain ({p}).",
        "{periods}的差异未超出随机波动（{p}）。",
        periods=periods,
        p=p_value(trend.p_value),
    )


def _of_survey(trend: ScoreTrend) -> Text:
    if trend.survey is None:
        return name(trend)
    return pair(
        "{score} of survey {survey}",
        "{score}（问卷：{survey}）",
        score=name(trend),
        survey=named(trend.survey),
    )


def _test(trend: ScoreTrend) -> Text:
    if trend.df < 1:
        return pair("nothing to compare", "无从比较")
    if math.isnan(trend.p_value):
        return pair("all responses are identical", "所有答卷相同")
    statistic = pair(
        "chi-square {chi2}, df {df}",
        "卡方 {chi2}，自由度 {df}",
        chi2=number(trend.chi2, 1),
        df=trend.df,
    )
    return beside(p_value(trend.p_value), statistic)
