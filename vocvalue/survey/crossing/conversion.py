"""What it is worth that customers move from one segment to another."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, cast

import numpy as np
import pandas as pd

from vocvalue import checks
from vocvalue.errors import DataError, ParameterError
from vocvalue.results import Estimate, Evidence, Money, Note, Result
from vocvalue.results.estimates import ROUNDING
from vocvalue.results.former import EVIDENCE_ZH, UNKNOWN_ENDS, Language, figure
from vocvalue.stats import normal
from vocvalue.survey.crossing.segment_metric import ADJUSTED, RAW, SegmentMetric, Verdict
from vocvalue.survey.crossing.terms import CrossTerms, named, spaced, unit_zh
from vocvalue.tables.categories import key

if TYPE_CHECKING:
    from vocvalue.survey.crossing.result import SegmentTable

Of: TypeAlias = Literal["segment", "base"]


@dataclass(frozen=True, kw_only=True)
class ConversionValue(Result):
    """The money that moving some customers to another segment would bring.

    Attributes:
        raw: From the gap as it was seen: association only.
        adjusted: From the gap had the customers been alike: adjusted observational; or None.
        unadjusted: Why there is no such figure though covariates are known, or None.
        from_: The segment they leave.
        to: The segment they join.
        movers: How many move.
        share: That number as a fraction of what `of` names.
        of: "segment" or "base".
        population: The customers of the base.
        segment_size: The customers of the segment they leave.
        metric: What is counted: "revenue", "margin" or "ltv".
        terms: What that means.
        verdict: What the sample says of the link.
    """

    raw: Money
    adjusted: Money | None
    unadjusted: Note | None
    from_: str
    to: str
    movers: float
    share: float
    of: Of
    population: int
    segment_size: float
    metric: str
    terms: CrossTerms
    verdict: Verdict

    @property
    def money(self) -> Money:
        """The figure with the better evidence: the adjusted one where there is one."""
        return self.raw if self.adjusted is None else self.adjusted

    def to_frame(self) -> pd.DataFrame:
        """Return one row for each gap that the money was made of."""
        figures = [self.raw, *([] if self.adjusted is None else [self.adjusted])]
        keys = {"from": self.from_, "to": self.to, "movers": self.movers, "metric": self.metric}
        return pd.DataFrame([{**keys, **money.to_dict()} for money in figures])

    def headlines(self) -> Sequence[tuple[str, str]]:
        """Return who moves, and what that is worth on either gap."""
        adjusted = "none" if self.adjusted is None else str(self.adjusted)
        return [
            ("moved", f"{self.movers:,.0f} from {self.from_} to {self.to}: {self._base('en')}"),
            ("worth, raw gap", str(self.raw)),
            ("worth, adjusted gap", adjusted),
            ("counted in", self.terms.of(self.metric, "en")),
            ("verdict", self.verdict),
        ]

    def statement(self, language: Language = "en") -> str:
        """Return the sentence that a CFO reads, in English or Chinese."""
        there = named(self.to, language, plural=True)
        what = self.terms.of(self.metric, language)
        raw = _spoken(self.raw, language)
        if language == "zh":
            return (
                f"将{self._base('zh')}转化为{there}，按{spaced(what)}计约值 {raw}。"
                f"{self._alike('zh')}前提是转化后的消费与现有{there}相同。{self._doubt_zh}"
            )
        return (
            f"Moving {self._base('en')} to {there} is worth {raw} of {what}.{self._alike('en')} "
            f"This assumes that converted customers will bring as much as today's {there}."
            f"{self._doubt_en}"
        )

    def _alike(self, language: Language) -> str:
        """Return what the move is worth by the adjusted gap, or why that is not known."""
        if self.adjusted is None:
            why = "" if self.unadjusted is None else self.unadjusted.text(language)
            return f" {why}" if why and language == "en" else why
        if language == "zh":
            return f"剔除客群差异后（只比较相似客户），约为 {_spoken(self.adjusted, 'zh')}。"
        return (
            " Adjusted for the differences between the segments, it is "
            f"{_spoken(self.adjusted, 'en')}."
        )

    def plot(self) -> Any:
        """Draw the money on both gaps; see `survey.plots.conversion_ladder`."""
        from vocvalue.survey import plots  # noqa: PLC0415 (matplotlib only when drawn)

        return plots.conversion_ladder([self])

    @property
    def _holds_zero(self) -> bool:
        return not (self.money.lower > 0 or self.money.upper < 0)

    @property
    def _doubt_en(self) -> str:
        if self.verdict != "link found":
            return f" The sample says: {self.verdict}. Do not plan with this figure."
        if self._holds_zero:
            return " The interval includes 0: the sample does not show that this move pays."
        return ""

    @property
    def _doubt_zh(self) -> str:
        if self.verdict != "link found":
            return "样本未显示可靠的关联，该数字不宜采信。"
        return "区间包含 0，样本不足以断定这一转化有价值。" if self._holds_zero else ""

    def _base(self, language: Language) -> str:
        share, n = f"{100 * self.share:g}", _customers(self.movers)
        size, base = _customers(self.segment_size), f"{self.population:,}"
        segment = named(self.from_, language, plural=True)
        if language == "zh":
            if self.of == "base":
                return f"相当于全体客户 {share}% 的{segment}（{base} 位中的 {n} 位）"
            if self.share == 1:
                return f"全部{segment}（{size} 位，客户总数 {base}）"
            return f" {share}% 的{segment}（{size} 位中的 {n} 位，客户总数 {base}）"
        if self.of == "base":
            return f"{share} % of the base ({n} of {base} customers, all {segment})"
        if self.share == 1:
            return f"all {segment} ({size}, in a base of {base} customers)"
        return f"{share} % of the {segment} ({n} of {size}, in a base of {base} customers)"


def _customers(n: float) -> str:
    """Write how many customers there are; of few, parts of one too."""
    return f"{n:,.0f}" if n >= 10 or abs(n - round(n)) < ROUNDING else f"{n:,.2g}"


def _everybody(share: float) -> tuple[Note, ...]:
    note = Note.of(
        "share == 1 moves everybody in the segment. Write 1 % as 0.01.",
        "share == 1 表示转化该分群的全部客户；1% 请写作 0.01。",
    )
    return (note,) if share == 1 else ()


def convert(
    table: "SegmentTable",
    from_: str,
    to: str,
    *,
    share: float,
    of: Of,
    population: int | None,
    metric: str,
) -> ConversionValue:
    """Return what it is worth that some customers move; see `SegmentTable.conversion_value`."""
    found = table.metric(metric)
    from_, to = key(from_), key(to)
    _check_segments(table, from_, to)
    checks.one_of("of", of, ("segment", "base"))
    part = checks.margin(share, name="share")
    _refuse_no_gap(found, from_, to)
    answered = sum(table.n)
    base = answered if population is None else checks.whole("population", population, least=1)
    size = table.shares[table.segments.index(from_)]
    movers = part * base * (size.value if of == "segment" else 1.0)
    if movers > base * size.value * (1 + 1e-9):
        raise DataError(
            f"{movers:,.0f} customers cannot leave {from_!r}, which has {base * size.value:,.0f}. "
            "Take a smaller share, or a share of the segment."
        )
    # Of those who answered themselves the sizes are known; of a larger base they are estimated.
    sized = size if of == "segment" and population is not None else None
    scale = movers if sized is None else part * base
    raw, adjusted = (
        None
        if gap is None
        else _money(gap, scale, sized, evidence=grade, terms=table.terms, metric=metric)
        for gap, grade in (
            (found.gap(to, from_), RAW),
            (found.adjusted_gap(to, from_), ADJUSTED),
        )
    )
    return ConversionValue(
        raw=cast("Money", raw),
        adjusted=adjusted,
        unadjusted=found.unadjusted,
        from_=from_,
        to=to,
        movers=movers,
        share=part,
        of=of,
        population=base,
        segment_size=base * size.value,
        metric=metric,
        terms=table.terms,
        verdict=found.verdict,
        notes=(*table.notes, *_everybody(part)),
    )


def _refuse_no_gap(found: SegmentMetric, from_: str, to: str) -> None:
    """Refuse to value a gap that is not of money, is none, or says nothing."""
    metric = found.name
    if not found.is_money:
        raise ParameterError(f"metric == {metric!r}, must be money: revenue, margin or ltv.")
    if found.leak is not None:
        how = "without error" if found.leak == "leak" else "almost without error"
        raise DataError(
            f"the score determines {metric} {how}: one was made from the other, so that "
            "a gap says nothing. Find where the figure comes from."
        )
    if np.isnan(found.gap(to, from_).value):
        raise DataError(
            f"{metric} is not known of both {from_!r} and {to!r}: nobody in one of them counts in "
            "it, so that there is no gap to value."
        )


def _money(
    gap: Estimate,
    scale: float,
    size: Estimate | None,
    *,
    evidence: Evidence,
    terms: CrossTerms,
    metric: str,
) -> Money:
    """Return a gap times so many movers, with the uncertainty of both.

    The variance is that of a product of two independent numbers (Goodman 1960, On the exact
    variance of products, Journal of the American Statistical Association 55), on either side with
    as much of the gap as its own interval reaches there.
    """
    share, spread = (1.0, 0.0) if size is None else (size.value, _variance(size))
    value = gap.value * share
    sized = normal.critical_value(gap.level) ** 2 * gap.value**2 * spread
    down, up = (
        np.sqrt(sized + (share**2 + spread) * reach**2)
        for reach in (gap.value - gap.lower, gap.upper - gap.value)
    )
    return Money(
        value=scale * value,
        lower=float(scale * (value - down)),
        upper=float(scale * (value + up)),
        level=gap.level,
        method=f"{gap.method}{'' if size is None else ', with the size of the segment'}",
        n=gap.n,
        currency=terms.currency,
        basis=terms.basis_of(metric),
        evidence=evidence,
    )


def _variance(estimate: Estimate) -> float:
    return normal.standard_error(estimate.lower, estimate.upper, estimate.level) ** 2


def _spoken(money: Money, language: Language) -> str:
    level = f"{money.level * 100:g}"
    ends = None if np.isnan(money.lower) else (figure(money.lower), figure(money.upper))
    if language == "zh":
        told = UNKNOWN_ENDS["zh"] if ends is None else f"{level}% 置信区间 {ends[0]} 至 {ends[1]}"
        unit = unit_zh(money.currency)
        return f"{figure(money.value)}{unit}（{told}；{EVIDENCE_ZH[money.evidence]}）"
    told = UNKNOWN_ENDS["en"] if ends is None else f"{level} %: {ends[0]} to {ends[1]}"
    unit = f"{money.currency} " if money.currency else ""
    return f"{unit}{figure(money.value)} ({told}; {money.evidence})"


def _check_segments(table: "SegmentTable", from_: str, to: str) -> None:
    for name, segment in (("from_", from_), ("to", to)):
        checks.one_of(name, segment, table.segments)
        if not table.n[table.segments.index(segment)]:
            raise DataError(f"nobody who answered is a {segment}: there is nothing to compare.")
    if from_ == to:
        raise ParameterError(f"to == {to!r}, must be another segment than from_.")
