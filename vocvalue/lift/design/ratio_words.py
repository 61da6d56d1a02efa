"""Whether the arms have the planned sizes, in words."""

from collections.abc import Mapping

from vocvalue.lift.design.arm_words import counted_arms, split
from vocvalue.lift.design.ratio_result import SampleRatio
from vocvalue.results.dispatch import Row, rows, said
from vocvalue.results.intervals import beside
from vocvalue.results.numerals import number, p_number, p_value
from vocvalue.results.texts import Text, pair, sentences

METHODS: Mapping[str, Text] = {
    "Pearson's chi-square": pair("Pearson's chi-square test", "皮尔逊卡方检验"),
    "exact binomial test": pair("exact binomial test", "精确二项检验"),
    "exact multinomial test": pair("exact multinomial test", "精确多项检验"),
}
CAUSE = pair(
    "Something other than random assignment decided who is counted; find the cause before "
    "relying on any result.",
    "除随机分组外，还有其他因素影响了谁被计入；查明原因之前，请勿采信任何结果。",
)


@said.register
def _(ratio: SampleRatio) -> Text:
    said_so = pair("{finding}.", "{finding}。", finding=finding(ratio))
    return sentences(said_so, CAUSE if ratio.mismatch else None)


@rows.register
def _(ratio: SampleRatio) -> list[Row]:
    limit = pair("significance level {p}", "显著性水平 {p}", p=number(ratio.significance))
    verdict = pair("mismatch", "不符") if ratio.mismatch else pair("as planned", "与计划相符")
    return [
        Row(pair("arms", "各组客户数"), counted_arms(ratio.counts)),
        Row(pair("planned split", "计划比例"), split(ratio.planned)),
        Row(pair("p-value", "p 值"), beside(p_number(ratio.p_value), METHODS[ratio.method])),
        Row(pair("verdict", "结论"), beside(verdict, limit)),
    ]


def finding(ratio: SampleRatio) -> Text:
    """Return whether the arms have the planned sizes, without a full stop.

    Args:
        ratio: The sizes of the arms compared with the plan.
    """
    parts = {
        "arms": counted_arms(ratio.counts),
        "plan": split(ratio.planned),
        "p": p_value(ratio.p_value),
    }
    if ratio.mismatch:
        return pair(
            "The sample ratio does not match the plan: the arms have {arms} customers, but a split "
            "of {plan} was planned ({p})",
            "样本比例与计划不符：{arms}，计划比例为 {plan}（{p}）",
            **parts,
        )
    return pair(
        "The arms have {arms} customers, which fits the planned split of {plan} ({p})",
        "{arms}，与计划比例 {plan} 相符（{p}）",
        **parts,
    )
