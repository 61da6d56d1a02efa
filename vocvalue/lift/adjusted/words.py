"""An adjusted lift in retention in words: headlines, and the sentences that a CFO reads."""

from vocvalue.lift.adjusted.result import AdjustedRetention
from vocvalue.lift.two_arms.words import (
    arm_rows,
    customers,
    effect_rows,
    in_points,
    kept_range,
    led,
    not_shown,
    points_row,
)
from vocvalue.results.dispatch import Row, rows, said
from vocvalue.results.intervals import beside, row
from vocvalue.results.numerals import counted, number, percent, percentage_points, whole
from vocvalue.results.sums import EVIDENCE
from vocvalue.results.texts import Text, names, pair, sentences


@said.register
def _(lift: AdjustedRetention) -> Text:
    spoken = sentences(
        *(_of_everybody(lift) if lift.target == "all" else _of_treated(lift)),
        pair(
            "Without adjustment, the arms differ by {points}.",
            "未经调整，两组相差 {points}。",
            points=percentage_points(lift.unadjusted.value),
        ),
        _verdict(lift),
        _unmeasured(lift),
    )
    return led(lift.doubts, spoken)


@rows.register
def _(lift: AdjustedRetention) -> list[Row]:
    treated, both = pair("treated customers", "实验组"), pair("both arms", "两组全部客户")
    return [
        *arm_rows(lift),
        points_row(pair("unadjusted difference", "未经调整的差异"), lift.unadjusted),
        Row(pair("adjusted for", "调整的协变量"), names(lift.covariates)),
        Row(pair("figures apply to", "适用对象"), treated if lift.target == "treated" else both),
        row(pair("retention if contacted", "联系时的留存率"), lift.contacted, percent),
        row(pair("retention if left alone", "不联系时的留存率"), lift.left_alone, percent),
        *effect_rows(lift),
        *_e_value_row(lift),
    ]


def _of_treated(lift: AdjustedRetention) -> tuple[Text, Text]:
    contacted = counted(lift.treated.n, "contacted customer")
    return (
        pair(
            "{contacted} of the {customers} stayed. Compared with similar customers, adjusting for "
            "{covariates}, an estimated {alone} would have stayed without contact: a difference of "
            "{difference}.",
            "{customers}的留存率为 {contacted}；与相似客户比较（按 {covariates}调整），"
            "若未联系，留存率估计为 {alone}，相差 {difference}。",
            customers=contacted,
            **_shares(lift),
        ),
        customers(lift, contacted),
    )


def _of_everybody(lift: AdjustedRetention) -> tuple[Text, Text]:
    return (
        pair(
            "Compared with similar customers and adjusting for {covariates}, an estimated "
            "{contacted} of all {customers} would stay if all were contacted and {alone} if none "
            "were: a difference of {difference}.",
            "与相似客户比较并按 {covariates}调整：若 {customers}全部联系，"
            "留存率估计为 {contacted}；若均不联系，估计为 {alone}，相差 {difference}。",
            customers=counted(lift.n_affected, "customer"),
            **_shares(lift),
        ),
        _kept_of_all(lift),
    )


def _shares(lift: AdjustedRetention) -> dict[str, Text]:
    return {
        "contacted": percent(lift.contacted.value),
        "alone": percent(lift.left_alone.value),
        "covariates": counted(len(lift.covariates), "covariate"),
        "difference": in_points(lift.difference),
    }


def _kept_of_all(lift: AdjustedRetention) -> Text:
    """Return how many customers would be kept or lost if all were contacted rather than none."""
    parts = {
        "n": whole(abs(lift.retained.value)),
        "range": kept_range(lift.retained),
        "evidence": EVIDENCE[lift.evidence],
    }
    if lift.retained.value < 0:
        return pair(
            "Contacting all of them rather than none would lose {n} who would otherwise stay "
            "({range}; {evidence}).",
            "全部联系与均不联系相比，会多流失 {n} 位（{range}；{evidence}）。",
            **parts,
        )
    return pair(
        "Contacting all of them rather than none would keep {n} who would otherwise leave "
        "({range}; {evidence}).",
        "全部联系与均不联系相比，可多留住 {n} 位（{range}；{evidence}）。",
        **parts,
    )


def _verdict(lift: AdjustedRetention) -> Text | None:
    if lift.balance.overlaps:
        return not_shown(lift)
    return pair(
        "Too few of the customers who were not contacted resemble those who were, so do not rely "
        "on this figure.",
        "未联系客户中与被联系客户相似的太少，该结果不宜采信。",
    )


def _unmeasured(lift: AdjustedRetention) -> Text | None:
    """Say how strong an unmeasured factor would have to be, where an effect was shown."""
    if lift.e_value is None or lift.e_value_limit is None or not lift.shown:
        return None
    return pair(
        "Customers were not assigned at random: an unmeasured factor associated with both contact "
        "and staying by a risk ratio of {whole} each could explain the difference away, and one of "
        "{end} would bring 0 into the interval.",
        "客户并非随机分组：若某个未观测因素与联系、与留存的风险比各达 {whole}，"
        "即可完全解释这一差异；各达 {end}，区间即包含 0。",
        whole=number(lift.e_value, 1),
        end=number(lift.e_value_limit, 1),
    )


def _e_value_row(lift: AdjustedRetention) -> list[Row]:
    if lift.e_value is None or lift.e_value_limit is None:
        return []
    end = pair("interval end {end}", "区间端点 {end}", end=number(lift.e_value_limit, 2))
    return [Row(pair("E-value", "E 值"), beside(number(lift.e_value, 2), end))]
