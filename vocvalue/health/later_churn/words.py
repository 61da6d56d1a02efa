"""Whether the score foretold who left, in words."""

import math
from collections.abc import Mapping

from vocvalue.health.bands import BANDS
from vocvalue.health.later_churn.comparison import Verdict
from vocvalue.health.later_churn.groups import ChurnGroup
from vocvalue.health.later_churn.result import HealthBacktest, WeighedBy
from vocvalue.health.names import BAND_NAMES
from vocvalue.results.dispatch import Row, rows, said
from vocvalue.results.intervals import beside, ends, points_ends, row
from vocvalue.results.numerals import UNKNOWN, counted, number, percent, percentage_points, whole
from vocvalue.results.spans import date, span
from vocvalue.results.texts import Text, listed, pair, sentences

VERDICTS: Mapping[Verdict, Text] = {
    "better": pair("better than NPS alone", "优于仅看 NPS"),
    "worse": pair("worse than NPS alone", "不及仅看 NPS"),
    "not shown": pair("not shown to be better than NPS alone", "未证实优于仅看 NPS"),
    "too few": pair("too few accounts left to compare", "流失客户太少，无法比较"),
}
WEIGHED: Mapping[WeighedBy, Text] = {
    "equal": pair("equal", "等权"),
    "given": pair("as given", "由使用者给定"),
    "learned": pair("learned from earlier cut-offs", "由更早的截点学得"),
}


@said.register
def _(test: HealthBacktest) -> Text:
    return sentences(_found(test), verdict(test), _alarm(test), _said_before(test))


@rows.register
def _(test: HealthBacktest) -> list[Row]:
    return [
        row(pair("AUC of the score", "得分的 AUC"), test.auc, _area),
        row(pair("AUC, accounts with an answer", "有作答客户的 AUC"), test.same.auc, _area),
        row(pair("AUC of NPS alone", "仅看 NPS 的 AUC"), test.auc_nps, _area),
        row(pair("difference of the two", "两者之差"), test.difference, _area),
        Row(pair("finding", "结论"), VERDICTS[test.verdict]),
        Row(pair("difference that could be shown", "可检出的差异"), _area(test.same.detectable)),
        row(pair("difference, all accounts", "两者之差（全部客户）"), test.every.difference, _area),
        *(
            Row(_band(name, it), _churned(it), ends(it.share, percent) if it.n else None)
            for name, it in zip(BANDS, test.by_band, strict=True)
        ),
        row(
            pair("of those that left, in the lowest band", "流失客户中处于最低档"),
            test.alarms.recall,
            percent,
        ),
        Row(pair("warned before they left", "流失前已预警"), _warned(test)),
        *_calibration(test),
        Row(pair("cut-offs", "截点"), listed([date(it.followed.at) for it in test.by_cutoff])),
        Row(pair("leaving counted for", "流失观察期"), span(test.within)),
        Row(pair("accounts, left", "客户数，流失数"), _sizes(test)),
        Row(pair("weights", "权重"), WEIGHED[test.weighed_by]),
    ]


def verdict(test: HealthBacktest) -> Text:
    """Return how the score compares with NPS alone, as a sentence.

    Args:
        test: What `health.backtest` returned.
    """
    found = test.verdict
    if found == "too few":
        return pair(
            "Too few accounts with an answer left or stayed to compare the score with NPS alone.",
            "有作答的客户中流失或留存的太少，无法与仅看 NPS 比较。",
        )
    compared = {
        "auc": percent(test.same.auc.value),
        "nps": percent(test.auc_nps.value),
        "gap": beside(
            percentage_points(test.difference.value, sign=False), points_ends(test.difference)
        ),
    }
    if found == "not shown":
        return pair(
            "Among accounts with an answer it is {auc} for the score and {nps} for NPS alone, a "
            "difference of {gap}: the score is not shown to foretell churn better than NPS alone. "
            "In four of five such samples a difference of {detectable} would have been shown.",
            "只看有作答的客户，按健康得分时这一概率为 {auc}，仅按 NPS 时为 {nps}，相差 {gap}："
            "未证实健康得分比仅看 NPS 更能预示流失。"
            "这样的样本有 80% 的把握检出 {detectable}的差异。",
            **compared,
            detectable=percentage_points(test.same.detectable, sign=False),
        )
    if found == "better":
        return pair(
            "Among accounts with an answer it is {auc} for the score and {nps} for NPS alone, a "
            "difference of {gap}: the score foretells churn better than NPS alone.",
            "只看有作答的客户，按健康得分时这一概率为 {auc}，仅按 NPS 时为 {nps}，相差 {gap}："
            "健康得分比仅看 NPS 更能预示流失。",
            **compared,
        )
    return pair(
        "Among accounts with an answer it is {auc} for the score and {nps} for NPS alone, a "
        "difference of {gap}: the score foretells churn worse than NPS alone.",
        "只看有作答的客户，按健康得分时这一概率为 {auc}，仅按 NPS 时为 {nps}，相差 {gap}："
        "健康得分预示流失的能力不及仅看 NPS。",
        **compared,
    )


def in_short(test: HealthBacktest) -> Text:
    """Return how the score compares with NPS alone in a few words, for a picture.

    Args:
        test: What `health.backtest` returned.
    """
    if test.verdict == "too few":
        return VERDICTS["too few"]
    return pair(
        "Pairs told apart: {auc} by the score, {nps} by NPS alone; the score is {verdict}",
        "能区分的客户对：得分 {auc}，仅看 NPS {nps}；得分{verdict}",
        auc=percent(test.same.auc.value),
        nps=percent(test.auc_nps.value),
        verdict=VERDICTS[test.verdict],
    )


def _found(test: HealthBacktest) -> Text:
    parts: dict[str, Text] = {
        "left": whole(test.n_churned),
        "accounts": counted(test.n_accounts, "account"),
        "within": span(test.within),
    }
    if math.isnan(test.auc.value):
        return pair(
            "Of {accounts} with a score, {left} left within {within} of a cut-off, so that those "
            "that left and those that stayed cannot be compared.",
            "有得分的 {accounts}中，{left} 家在截点后 {within}内流失，无法比较流失与留存客户。",
            **parts,
        )
    return pair(
        "Of {accounts} with a score, {left} left within {within} of a cut-off. Of one account that "
        "left and one that stayed, the one that left had the lower score in {share} of pairs "
        "({ends}); chance gives 50%.",
        "有得分的 {accounts}中，{left} 家在截点后 {within}内流失。任取一家流失客户与一家留存"
        "客户，流失客户得分更低的概率为 {share}（{ends}）；随机为 50%。",
        **parts,
        share=percent(test.auc.value),
        ends=ends(test.auc, percent),
    )


def _alarm(test: HealthBacktest) -> Text | None:
    alarms = test.alarms
    if not alarms.precision.n or not alarms.n_left:
        return None
    return pair(
        "In the lowest band, below {start}, {precision} of scores were followed by a loss within "
        "{within}; of the scores that were, {recall} lay in it.",
        "落在最低档（低于 {start} 分）的家次中，{precision} 在 {within}内流失；"
        "随后流失的家次中，{recall} 落在该档。",
        start=number(test.bands.watch),
        precision=percent(alarms.precision.value),
        recall=percent(alarms.recall.value),
        within=span(test.within),
    )


def _said_before(test: HealthBacktest) -> Text | None:
    if test.calibration is None:
        return None
    return pair(
        "The weights learned before said that {expected} would leave; {n} did.",
        "此前学得的权重预计流失 {expected} 次，实际流失 {n} 次。",
        expected=number(test.calibration.expected, 1),
        n=whole(test.calibration.n_churned),
    )


def _calibration(test: HealthBacktest) -> list[Row]:
    if test.calibration is None:
        return []
    expected = pair(
        "{expected} expected, {n} came",
        "预计 {expected} 次，实际 {n} 次",
        expected=number(test.calibration.expected, 1),
        n=whole(test.calibration.n_churned),
    )
    slope = pair("calibration slope (1 is right)", "校准斜率（1 为准确）")
    if math.isnan(test.calibration.slope.value):
        return [Row(pair("losses", "流失次数"), expected), Row(slope, UNKNOWN)]
    return [
        Row(pair("losses", "流失次数"), expected),
        row(slope, test.calibration.slope, lambda it: number(it, 2)),
    ]


def _area(value: float) -> Text:
    return UNKNOWN if math.isnan(value) else number(value, 3)


def _band(name: str, group: ChurnGroup) -> Text:
    return pair(
        "{band} ({low} to {high})",
        "{band}（{low} 至 {high} 分）",
        band=BAND_NAMES[name],
        low=number(group.lower),
        high=number(group.upper),
    )


def _churned(group: ChurnGroup) -> Text:
    if not group.n:
        return pair("no score", "无得分")
    return pair(
        "{n} of {all} left: {share}",
        "{all} 家次中流失 {n} 家次：{share}",
        n=whole(group.n_churned),
        all=whole(group.n),
        share=percent(group.share.value),
    )


def _warned(test: HealthBacktest) -> Text:
    alarms = test.alarms
    if not alarms.n_left:
        return pair("none left", "无流失")
    if not alarms.n_warned:
        return pair("none of {n}", "{n} 家均未预警", n=alarms.n_left)
    if alarms.n_warned == 1:
        return pair(
            "1 of {all}, {days} days ahead",
            "{all} 家中的 1 家，提前 {days} 天",
            all=alarms.n_left,
            days=whole(alarms.median_days),
        )
    return pair(
        "{n} of {all}, half of them at least {days} days ahead",
        "{all} 家中的 {n} 家，半数提前至少 {days} 天",
        n=alarms.n_warned,
        all=alarms.n_left,
        days=whole(alarms.median_days),
    )


def _sizes(test: HealthBacktest) -> Text:
    return pair(
        "{accounts}, {left} left",
        "{accounts}，流失 {left} 家",
        accounts=counted(test.n_accounts, "account"),
        left=whole(test.n_churned),
    )
