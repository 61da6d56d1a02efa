"""A segment table in words: its headlines, and the sentences that a CFO reads."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from vocvalue.results import EVIDENCE_ZH, Estimate, Evidence, Language, figure
from vocvalue.survey.cross_terms import COVARIATES_ZH, LABELS, LABELS_ZH, named, spaced
from vocvalue.survey.segment_metric import ADJUSTED, RAW, SegmentMetric

if TYPE_CHECKING:
    from vocvalue.survey.segment_table import SegmentTable

DOUBT: Mapping[str, str] = {
    "no link found": " No link found: a gap of {smallest} would have been found in 80 of 100 "
    "samples like this one.",
    "reversed link": " The link is reversed: the happier bring less. Dear orders may make unhappy "
    "customers; compare customers of like spend.",
    "leak": " The score determines the figure without error: one was made from the other, and this "
    "is no finding.",
    "too few answers": " Too few answers to tell.",
}
DOUBT_ZH: Mapping[str, str] = {
    "no link found": "未发现关联: 若真实差距达到 {smallest}, 同等样本 100 次中有 80 次可以发现。",
    "reversed link": "关联方向相反: 越满意的客户贡献越少。可能是高价订单期望更高, "
    "请比较消费相近的客户。",
    "leak": "评分完全决定了该数字: 两者同源, 不能作为结论。",
    "too few answers": "回答过少, 无法判断。",
}


def headlines(table: "SegmentTable") -> Sequence[tuple[str, str]]:
    """Return the segments' sizes, and for each figure its values, gaps and verdict."""
    sizes = (
        f"{segment} {n:,} ({100 * share.value:.1f} %)"
        for segment, n, share in zip(table.segments, table.n, table.shares, strict=True)
    )
    rows = [("segments", ", ".join(sizes))]
    for name, metric in table.metrics.items():
        if name == "retention":
            continue
        values = (f"{s} {amount(table, metric, metric.of(s).value)}" for s in table.segments)
        gap, adjusted = _gaps(table, metric)
        rows += [
            (LABELS[name], ", ".join(values)),
            ("  gap", _range(table, metric, gap, RAW, "en")),
            (
                "  adjusted gap",
                "none" if adjusted is None else _range(table, metric, adjusted, ADJUSTED, "en"),
            ),
            ("  verdict", _verdict(table, metric)),
        ]
    rows.append(("gap of", f"{table.happiest} over {table.reference}"))
    if table.terms.churn and "churn" in table.metrics:
        rows.append(("churn is", table.terms.churn))
    if "ltv" in table.metrics:
        rows.append(("lifetime value is", table.terms.of("ltv", "en")))
    return rows


def statement(table: "SegmentTable", language: Language) -> str:
    """Return the sentences that a CFO reads, in English or Chinese."""
    money = [_money(table, m, language) for m in table.metrics.values() if m.is_money]
    churn = [_churn(table, table.metrics["churn"], language)] if "churn" in table.metrics else []
    return ("" if language == "zh" else " ").join([*money, *churn, *_left_out(table, language)])


def _left_out(table: "SegmentTable", language: Language) -> list[str]:
    """Say how many of those who answered the first figure does not speak of."""
    answered, counts = sum(table.n), sum(estimate.n for estimate in table.main.estimates)
    if counts == answered:
        return []
    if language == "zh":
        return [f"共 {answered:,} 位客户回答, 其中 {counts:,} 位计入首个数字。"]
    return [f"Of {answered:,} customers who answered {counts:,} count in the first figure."]


def amount(table: "SegmentTable", metric: SegmentMetric, value: float) -> str:
    """Return a figure for a reader: money with its currency, a share in percent."""
    if not metric.is_money:
        return f"{100 * value:.1f} %"
    unit = f"{table.terms.currency} " if table.terms.currency else ""
    return f"{unit}{figure(value)}"


def _gaps(table: "SegmentTable", metric: SegmentMetric) -> tuple[Estimate, Estimate | None]:
    pair = (table.happiest, table.reference)
    return metric.gap(*pair), metric.adjusted_gap(*pair)


def _verdict(table: "SegmentTable", metric: SegmentMetric) -> str:
    p = f"p {metric.omnibus_p:.2g}"
    if metric.verdict == "leak":
        return "leak: the score determines the figure without error, which no survey does"
    if metric.verdict == "no link found":
        smallest = _smallest(table, metric, "en")
        return f"no link found ({p}); a gap of {smallest} would have been found in 80 of 100 cases"
    return f"{metric.verdict} ({p})"


def _money(table: "SegmentTable", metric: SegmentMetric, language: Language) -> str:
    happy, unhappy = table.happiest, table.reference
    high, low = (amount(table, metric, metric.of(s).value) for s in (happy, unhappy))
    gap, adjusted = _gaps(table, metric)
    what = table.terms.of(metric.name, language)
    if language == "zh":
        return (
            f"平均每位{named(happy, 'zh')}带来的{spaced(what)}为 {high}, "
            f"{named(unhappy, 'zh')}为 {low}, "
            f"差距 {_range(table, metric, gap, RAW, language)}。"
            f"{_alike(table, metric, adjusted, language)}{_doubt(table, metric, language)}"
        )
    return (
        f"{_opening(named(happy, 'en', plural=True))} bring {high} of {what} each, "
        f"{named(unhappy, 'en', plural=True)} {low}: a gap of "
        f"{_range(table, metric, gap, RAW, language)}."
        f"{_alike(table, metric, adjusted, language)}{_doubt(table, metric, language)}"
    )


def _opening(name: str) -> str:
    return name[:1].upper() + name[1:]


def _churn(table: "SegmentTable", metric: SegmentMetric, language: Language) -> str:
    happy, unhappy = table.happiest, table.reference
    high, low = (amount(table, metric, metric.of(s).value) for s in (happy, unhappy))
    gap, adjusted = _gaps(table, metric)
    if language == "zh":
        meaning = f" ({table.terms.churn_zh})" if table.terms.churn_zh else ""
        return (
            f"{LABELS_ZH['churn']}{meaning}: {named(happy, 'zh')} {high}, {named(unhappy, 'zh')} "
            f"{low}, 相差 {_range(table, metric, gap, RAW, language)}。"
            f"{_alike(table, metric, adjusted, language)}{_doubt(table, metric, language)}"
        )
    meaning = f" ({table.terms.churn})" if table.terms.churn else ""
    return (
        f"Churn{meaning} is {high} among {named(happy, 'en', plural=True)} and {low} among "
        f"{named(unhappy, 'en', plural=True)}: {_range(table, metric, gap, RAW, language)}."
        f"{_alike(table, metric, adjusted, language)}{_doubt(table, metric, language)}"
    )


def _range(
    table: "SegmentTable",
    metric: SegmentMetric,
    estimate: Estimate,
    evidence: Evidence,
    language: Language,
) -> str:
    level = f"{estimate.level * 100:g} %"
    scale, unit = (
        (1.0, "") if metric.is_money else (100.0, " 个百分点" if language == "zh" else " points")
    )
    currency = f"{table.terms.currency} " if metric.is_money and table.terms.currency else ""
    value, lower, upper = (
        figure(scale * x) if metric.is_money else f"{scale * x:+.1f}"
        for x in (estimate.value, estimate.lower, estimate.upper)
    )
    if language == "zh":
        return f"{currency}{value}{unit} ({level} 区间 {lower} 至 {upper}; {EVIDENCE_ZH[evidence]})"
    return f"{currency}{value}{unit} ({level}: {lower} to {upper}; {evidence})"


def _alike(
    table: "SegmentTable", metric: SegmentMetric, adjusted: Estimate | None, language: Language
) -> str:
    if adjusted is None or metric.adjusted is None:
        return ""
    words = _range(table, metric, adjusted, ADJUSTED, language)
    names = metric.adjusted.covariates
    if language == "zh":
        listed = "、".join(COVARIATES_ZH.get(name, name) for name in names)
        among = f"在{spaced(listed)}上" if metric is table.main else "在上述方面"
        thin = "" if metric.adjusted.overlaps else "各分群中可比的客户过少, 该数字不宜采信。"
        return f"若各分群{among}相同, 差距为 {words}。{thin}"
    listed = ", ".join(name.replace("_", " ") for name in names)
    among = f" in {listed}" if metric is table.main else ""
    thin = "" if metric.adjusted.overlaps else " Too few are alike: do not rely on that figure."
    return f" Had they been alike{among}, it would be {words}.{thin}"


def _doubt(table: "SegmentTable", metric: SegmentMetric, language: Language) -> str:
    words = (DOUBT_ZH if language == "zh" else DOUBT).get(metric.verdict, "")
    return words.format(smallest=_smallest(table, metric, language))


def _smallest(table: "SegmentTable", metric: SegmentMetric, language: Language) -> str:
    """Return the smallest gap that the sample could have shown."""
    if metric.is_money:
        return amount(table, metric, metric.detectable)
    return f"{100 * metric.detectable:.1f}{' 个百分点' if language == 'zh' else ' points'}"
