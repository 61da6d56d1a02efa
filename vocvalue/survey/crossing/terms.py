"""What the figures of a segment table mean, in words."""

from collections.abc import Mapping
from dataclasses import dataclass

from vocvalue import duration
from vocvalue.results import Basis
from vocvalue.results.former import BASIS_ZH, Language
from vocvalue.survey.crossing.segment_metric import MetricName
from vocvalue.tables.label_order import canonical

SEGMENTS_ZH = {
    "detractor": "贬损者",
    "passive": "中立者",
    "promoter": "推荐者",
    "dissatisfied": "不满意者",
    "neutral": "中立者",
    "satisfied": "满意者",
    "high effort": "费力者",
    "low effort": "省力者",
}
PLURALS = {
    "detractor": "detractors",
    "passive": "passives",
    "promoter": "promoters",
    "dissatisfied": "dissatisfied customers",
    "neutral": "neutral customers",
    "satisfied": "satisfied customers",
    "high effort": "high-effort customers",
    "low effort": "low-effort customers",
}
UNITS_ZH = {
    "CNY": "元",
    "USD": "美元",
    "EUR": "欧元",
    "GBP": "英镑",
    "JPY": "日元",
    "HKD": "港元",
}
WORDS = {
    **{name: name for name in SEGMENTS_ZH},
    **{f"{name}s": name for name in ("detractor", "passive", "promoter")},
    **{chinese: name for name, chinese in SEGMENTS_ZH.items() if name != "neutral"},
    "被动者": "passive",
}
COVARIATES_ZH = {"tenure": "客户年限", "spend_before": "此前消费"}
LABELS: Mapping[MetricName, str] = {
    "revenue": "revenue a year",
    "margin": "margin a year",
    "ltv": "lifetime value",
    "churn": "churn",
    "retention": "retention",
}
LABELS_ZH: Mapping[MetricName, str] = {
    "revenue": "年收入",
    "margin": "年毛利",
    "ltv": "终身价值",
    "churn": "流失率",
    "retention": "留存率",
}


@dataclass(frozen=True, kw_only=True, eq=False)
class CrossTerms:
    """What the figures of a segment table mean.

    Attributes:
        window: The time in which orders were counted, in words; None where columns were handed
            in.
        window_zh: The same in Chinese.
        churn: What counts as having left, in words.
        churn_zh: The same in Chinese.
        horizon: The span of the lifetime value, or None.
        discount_rate: The annual effective rate that it is discounted at, or None where not known.
        margin: The share of revenue kept, or None.
        value_basis: What the lifetime value is: revenue, margin or net profit.
        currency: The currency's code, or None.
    """

    window: str | None = None
    window_zh: str | None = None
    churn: str | None = None
    churn_zh: str | None = None
    horizon: duration.Span | None = None
    discount_rate: float | None = None
    margin: float | None = None
    value_basis: Basis = "revenue"
    currency: str | None = None

    def basis_of(self, metric: str) -> Basis:
        """Return what the money of a figure is.

        Args:
            metric: "revenue", "margin" or "ltv".
        """
        if metric == "ltv":
            return self.value_basis
        return "margin" if metric == "margin" else "revenue"

    def of(self, metric: str, language: Language) -> str:
        """Return what a figure of money is, with its span.

        Args:
            metric: "revenue", "margin" or "ltv".
            language: "en" or "zh".
        """
        basis = self.basis_of(metric)
        if metric != "ltv":
            return f"年贡献{BASIS_ZH[basis]}" if language == "zh" else f"{basis} a year"
        over = duration.over(self.horizon or duration.LIFETIME, language)
        if language == "zh":
            return f"{over}的{BASIS_ZH[basis]}{self._discounted('zh')}"
        return f"{basis} {over}{self._discounted('en')}"

    def _discounted(self, language: Language) -> str:
        if self.discount_rate is None:
            return ""
        rate = f"{100 * self.discount_rate:g}"
        if language == "zh":
            return f"（年折现率 {rate}%）" if self.discount_rate else "（未折现）"
        return f" (discounted at {rate} % a year)" if self.discount_rate else " (not discounted)"


def named(segment: str, language: Language, *, plural: bool = False) -> str:
    """Return a segment's name in a sentence; one of the caller's own stays as it is.

    Examples:
        >>> named("detractor", "en", plural=True), named("detractor", "zh")
        ('detractors', '贬损者')
        >>> named("推荐者", "en", plural=True), named("推荐者", "zh"), named("Promoters", "zh")
        ('promoters', '推荐者', '推荐者')
        >>> named("north", "en", plural=True), named("north", "zh")
        ('customers in segment north', '“north”')
    """
    own = WORDS.get(canonical(segment))
    if language == "zh":
        return f"“{segment}”" if own is None else SEGMENTS_ZH[own]
    if not plural:
        return segment
    return f"customers in segment {segment}" if own is None else PLURALS[own]


def unit_zh(currency: str | None) -> str:
    """Return the unit behind an amount in Chinese: the currency's name, or its code.

    Examples:
        >>> unit_zh("CNY"), unit_zh("SGD"), unit_zh(None)
        (' 元', ' SGD', '')
    """
    return f" {UNITS_ZH.get(currency, currency)}" if currency else ""


def spaced(words: str) -> str:
    """Return Chinese words with a space before or after them where a digit or Latin letter meets.

    Examples:
        >>> spaced("3 年内的收入"), spaced("region"), spaced("每年收入")
        (' 3 年内的收入', ' region ', '每年收入')
    """
    before = " " if words[:1].isascii() else ""
    after = " " if words[-1:].isascii() else ""
    return f"{before}{words}{after}"
