"""A segment table in words: its headlines, and the sentences that a CFO reads."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from vocvalue.results import Estimate, Evidence
from vocvalue.results.former import EVIDENCE_ZH, UNKNOWN_ENDS, Language, figure
from vocvalue.survey.crossing.segment_metric import ADJUSTED, RAW, SegmentMetric
from vocvalue.survey.crossing.terms import COVARIATES_ZH, LABELS, LABELS_ZH, named, spaced, unit_zh

if TYPE_CHECKING:
    from vocvalue.survey.crossing.result import SegmentTable

Pair: TypeAlias = tuple[str, str]


def headlines(table: "SegmentTable") -> Sequence[tuple[str, str]]:
    """Return the segments' sizes, and for each figure its values, gaps and verdict."""
    sizes = (
        f"{segment} {n:,} ({100 * share.value:.1f} %)"
        for segment, n, share in zip(table.segments, table.n, table.shares, strict=True)
    )
    rows = [("segments", ", ".join(sizes))]
    for name, metric in table.metrics.items():
        if name != "retention":
            rows += _rows(table, metric)
    ends = (
        f"{table.happiest} over {table.reference}"
        if table.is_ordered
        else "the highest over the lowest; the segments have no order"
    )
    rows.append(("gap of", ends))
    if table.terms.churn and "churn" in table.metrics:
        rows.append(("churn is", table.terms.churn))
    if "ltv" in table.metrics:
        rows.append(("lifetime value is", table.terms.of("ltv", "en")))
    return rows


def _rows(table: "SegmentTable", metric: SegmentMetric) -> Sequence[tuple[str, str]]:
    values = (f"{s} {amount(table, metric, metric.of(s).value)}" for s in table.segments)
    gap, adjusted = _gaps(table, metric)
    seen = _range(table, metric, gap, RAW, "en")
    alike = "none" if adjusted is None else _range(table, metric, adjusted, ADJUSTED, "en")
    high, low = metric.ends
    return [
        (LABELS[metric.name], ", ".join(values)),
        ("  gap", seen if table.is_ordered else f"{seen}, {high} over {low}"),
        ("  adjusted gap", alike),
        ("  verdict", _verdict(table, metric)),
    ]


def statement(table: "SegmentTable", language: Language) -> str:
    """Return the sentences that a CFO reads, in English or Chinese."""
    told = [_sentences(table, m, language) for m in table.metrics.values() if m.name != "retention"]
    return ("" if language == "zh" else " ").join([*told, *_left_out(table, language)])


def _sentences(table: "SegmentTable", metric: SegmentMetric, language: Language) -> str:
    """Return what a figure is, what its gap is had customers been alike, and what to doubt."""
    adjusted = None if _is_flat(table, metric) else _gaps(table, metric)[1]
    return (
        f"{_seen(table, metric, language)}{_alike(table, metric, adjusted, language)}"
        f"{_doubt(table, metric, language)}"
    )


def _is_flat(table: "SegmentTable", metric: SegmentMetric) -> bool:
    """Whether segments without an order have all the same figure."""
    return not table.is_ordered and len({estimate.value for estimate in metric.estimates}) == 1


def _left_out(table: "SegmentTable", language: Language) -> list[str]:
    """Say how many of those who answered the first figure does not speak of."""
    answered, counts = sum(table.n), sum(estimate.n for estimate in table.main.estimates)
    if counts == answered:
        return []
    if language == "zh":
        return [f"共 {answered:,} 位客户作答，其中 {counts:,} 位计入首个数字。"]
    return [f"Of {answered:,} customers who answered {counts:,} count in the first figure."]


def amount(
    table: "SegmentTable", metric: SegmentMetric, value: float, language: Language = "en"
) -> str:
    """Return a figure for a reader: money with its currency, a share in percent."""
    if np.isnan(value):
        return "未知" if language == "zh" else "not known"
    if not metric.is_money:
        return f"{100 * value:.1f}{'%' if language == 'zh' else ' %'}"
    currency = table.terms.currency
    if language == "zh":
        return f"{figure(value)}{unit_zh(currency)}"
    return f"{currency} {figure(value)}" if currency else figure(value)


def _gaps(table: "SegmentTable", metric: SegmentMetric) -> tuple[Estimate, Estimate | None]:
    pair = table.compared(metric)
    return metric.gap(*pair), metric.adjusted_gap(*pair)


def _verdict(table: "SegmentTable", metric: SegmentMetric) -> str:
    p = f"p {_p(metric.omnibus_p)}"
    if metric.verdict == "leak":
        return "leak: the score determines the figure without error, which no survey does"
    if metric.verdict == "suspected leak":
        return "suspected leak: the score all but determines the figure, which no survey does"
    if metric.verdict == "too few answers":
        return metric.verdict
    if metric.verdict == "no link found" and np.isfinite(metric.detectable):
        smallest = _smallest(table, metric, "en")
        return f"no link found ({p}); a gap of {smallest} would have been found in 80 of 100 cases"
    return f"{metric.verdict} ({p})"


def _seen(table: "SegmentTable", metric: SegmentMetric, language: Language) -> str:
    """Return the sentence on the figures of two segments and the gap between them."""
    first, second = pair = table.compared(metric)
    unknown = [s for s in pair if np.isnan(metric.of(s).value)]
    if unknown:
        return _unknown(_what(table, metric, language), unknown, language)
    values = [amount(table, metric, metric.of(s).value, language) for s in pair]
    gap = _range(table, metric, _gaps(table, metric)[0], RAW, language)
    if not table.is_ordered:
        return _extremes(_what(table, metric, language), pair, values, gap, language)
    if language == "zh":
        return _ordered_zh(table, metric, pair, values, gap)
    if metric.is_money:
        return (
            f"{_opening(named(first, 'en', plural=True))} bring {values[0]} of "
            f"{table.terms.of(metric.name, 'en')} each, {named(second, 'en', plural=True)} "
            f"{values[1]}: a gap of {gap}."
        )
    return (
        f"{_what(table, metric, 'en')} is {values[0]} among {named(first, 'en', plural=True)} and "
        f"{values[1]} among {named(second, 'en', plural=True)}: a gap of {gap}."
    )


def _unknown(what: str, segments: Sequence[str], language: Language) -> str:
    """Return the sentence on a figure that nobody in a segment counts in."""
    names = [named(s, language, plural=True) for s in segments]
    if language == "zh":
        return f"{what}：{'、'.join(names)}尚无数据，无法比较。"
    return f"{what} is not known for {' or '.join(names)}, so there is no gap."


def _ordered_zh(
    table: "SegmentTable", metric: SegmentMetric, pair: Pair, values: Sequence[str], gap: str
) -> str:
    first, second = (named(s, "zh") for s in pair)
    if metric.is_money:
        what = spaced(table.terms.of(metric.name, "zh"))
        what += "" if what.endswith("）") else " "
        return f"{first}人均{what}{values[0]}，{second}为 {values[1]}，相差 {gap}。"
    what = _what(table, metric, "zh")
    return f"{what}：{first} {values[0]}，{second} {values[1]}，相差 {gap}。"


def _extremes(what: str, pair: Pair, values: Sequence[str], gap: str, language: Language) -> str:
    """Return the sentence on segments without an order: the highest and the lowest figure."""
    high, low = (named(s, language, plural=True) for s in pair)
    if values[0] == values[1]:
        if language == "zh":
            return f"各分群的{what}相同（{values[0]}）。"
        return f"{what} is the same in all segments ({values[0]})."
    if language == "zh":
        return f"{what}最高的是{high}（{values[0]}），最低的是{low}（{values[1]}），相差 {gap}。"
    return (
        f"{what} is highest among {high} ({values[0]}) and lowest among {low} ({values[1]}): "
        f"a gap of {gap}."
    )


def _what(table: "SegmentTable", metric: SegmentMetric, language: Language) -> str:
    """Return what a figure is, where a sentence begins with it."""
    if metric.is_money and language == "zh":
        return f"人均{spaced(table.terms.of(metric.name, 'zh')).rstrip()}"
    if metric.is_money:
        return f"{_opening(table.terms.of(metric.name, 'en'))} per customer"
    if metric.name == "retention":
        return LABELS_ZH["retention"] if language == "zh" else "Retention"
    if language == "zh":
        meaning = f"（{table.terms.churn_zh}）" if table.terms.churn_zh else ""
        return f"{LABELS_ZH['churn']}{meaning}"
    return f"Churn ({table.terms.churn})" if table.terms.churn else "Churn"


def _opening(name: str) -> str:
    return name[:1].upper() + name[1:]


def _range(
    table: "SegmentTable",
    metric: SegmentMetric,
    estimate: Estimate,
    evidence: Evidence,
    language: Language,
) -> str:
    write = figure if metric.is_money else _points
    value, lower, upper = map(write, (estimate.value, estimate.lower, estimate.upper))
    level = f"{estimate.level * 100:g}"
    is_known = np.isfinite(estimate.lower)
    currency = table.terms.currency if metric.is_money else None
    if language == "zh":
        unit = unit_zh(currency) if metric.is_money else " 个百分点"
        ends = f"{level}% 置信区间 {lower} 至 {upper}" if is_known else UNKNOWN_ENDS["zh"]
        return f"{value}{unit}（{ends}；{EVIDENCE_ZH[evidence]}）"
    before, after = f"{currency} " if currency else "", "" if metric.is_money else " points"
    ends = f"{level} %: {lower} to {upper}" if is_known else UNKNOWN_ENDS["en"]
    return f"{before}{value}{after} ({ends}; {evidence})"


def _points(share: float) -> str:
    """Write a difference of shares in points, with its sign."""
    return f"{round(100 * share, 1) + 0.0:+.1f}"


def _p(value: float) -> str:
    return "< 1e-15" if value < 1e-15 else f"{value:.2g}"


def _alike(
    table: "SegmentTable", metric: SegmentMetric, adjusted: Estimate | None, language: Language
) -> str:
    if metric.unadjusted is not None:
        return _unadjusted(table, metric, language)
    if adjusted is None or metric.adjusted is None:
        return ""
    words = _range(table, metric, adjusted, ADJUSTED, language)
    names = metric.adjusted.covariates
    first = next(it for it in table.metrics.values() if it.adjusted is not None)
    if language == "zh":
        listed = "、".join(COVARIATES_ZH.get(name, name) for name in names)
        among = f"{spaced(listed)}等因素" if metric is first else "上述因素"
        return f"剔除{among}的影响后，相差 {words}。"
    listed = ", ".join(name.replace("_", " ") for name in names)
    among = listed if metric is first else "the same"
    return f" Adjusted for {among}, the gap is {words}."


def _unadjusted(table: "SegmentTable", metric: SegmentMetric, language: Language) -> str:
    """Say why there is no adjusted gap, each reason with the first figure that it holds for."""
    why = metric.unadjusted
    first = next(it for it in table.metrics.values() if it.unadjusted == why)
    if why is None or metric is not first:
        return ""
    return f" {why.text(language)}" if language == "en" else why.text(language)


def _doubt(table: "SegmentTable", metric: SegmentMetric, language: Language) -> str:
    """Return what a reader must doubt of a figure, or nothing."""
    if metric.verdict == "no link found":
        return _no_link(table, metric, language)
    if metric.verdict == "link found":
        return _gap_unsure(table, metric, language)
    if metric.verdict == "reversed link":
        return _reversed_zh(metric) if language == "zh" else _reversed(metric)
    if metric.verdict == "too few answers":
        return "样本过少，无法判断。" if language == "zh" else " There are too few answers to tell."
    if metric.leak is not None:
        return _leak_zh(metric) if language == "zh" else _leak(metric)
    return ""


def _no_link(table: "SegmentTable", metric: SegmentMetric, language: Language) -> str:
    """Return that no link was found, and how large one would have been found."""
    gap, sample = _gaps(table, metric)[0], np.isfinite(metric.detectable)
    smallest = _smallest(table, metric, language) if sample else ""
    clear = gap.lower > 0 or gap.upper < 0
    if language == "zh":
        why = f"全部分群一并检验，差异未超出随机波动（p = {_p(metric.omnibus_p)}）" if clear else ""
        if smallest:
            why += f"{'；' if why else ''}若真实差距达到 {smallest}，这样的样本有 80% 的把握检出"
        return f"未发现关联{'：' if why else ''}{why}。"
    why = (
        " Tested together, the segments differ by no more than chance "
        f"(p = {_p(metric.omnibus_p)})."
        if clear
        else ""
    )
    if not smallest:
        return f" No link found.{why}"
    return (
        f" No link found: a true gap of {smallest} would have been found in 80 of 100 "
        f"samples of this size.{why}"
    )


def _gap_unsure(table: "SegmentTable", metric: SegmentMetric, language: Language) -> str:
    """Return that the gap spoken of may be none, where the segments differ all the same."""
    gap = _gaps(table, metric)[0]
    if gap.lower > 0 or gap.upper < 0 or _is_flat(table, metric):
        return ""
    if language == "zh":
        return f"各分群之间存在差异（p = {_p(metric.omnibus_p)}），但这两者之间的差距可能为 0。"
    p = _p(metric.omnibus_p)
    return f" The segments differ (p = {p}), but the gap between these two may be 0."


def _reversed(metric: SegmentMetric) -> str:
    last, first = (named(s, "en", plural=True) for s in metric.ends)
    if metric.is_money:
        return (
            f" The link is reversed: {last} bring less than {first}. Customers who pay more may "
            "expect more; compare customers with similar spending."
        )
    return f" The link is reversed: {last} {_staying(metric)} than {first}."


def _staying(metric: SegmentMetric) -> str:
    return "leave more often" if metric.name == "churn" else "stay less often"


def _reversed_zh(metric: SegmentMetric) -> str:
    last, first = (named(s, "zh") for s in metric.ends)
    if metric.is_money:
        less = f"关联方向相反：{last}的贡献低于{first}。"
        return f"{less}消费高的客户可能期望更高，请比较消费相近的客户。"
    higher = "流失率高于" if metric.name == "churn" else "留存率低于"
    return f"关联方向相反：{last}的{higher}{first}。"


def _leak(metric: SegmentMetric) -> str:
    what = "how much money customers bring" if metric.is_money else "who left and who stayed"
    if metric.leak == "leak":
        return (
            f" The score determines {what} without error, which no survey does: one was made from "
            "the other, and this is no finding."
        )
    return (
        f" Suspected leak: the score all but determines {what}, which no survey does. Check "
        "whether one was made from the other before using this figure."
    )


def _leak_zh(metric: SegmentMetric) -> str:
    what = "客户贡献的金额" if metric.is_money else "客户的去留"
    if metric.leak == "leak":
        return f"评分完全决定了{what}，任何调查都做不到：两者同源，不能作为结论。"
    return (
        f"疑似泄漏：评分几乎完全决定了{what}，任何调查都做不到。使用该数字前，请核实两者是否同源。"
    )


def _smallest(table: "SegmentTable", metric: SegmentMetric, language: Language) -> str:
    """Return the smallest gap that the sample could have shown."""
    if metric.is_money:
        return amount(table, metric, metric.detectable, language)
    return f"{100 * metric.detectable:.1f}{' 个百分点' if language == 'zh' else ' points'}"
