"""Value the move of customers from one segment to another."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

import numpy as np

from vocvalue import checks
from vocvalue.errors import DataError, ParameterError
from vocvalue.results import Estimate, Evidence, Money, Note
from vocvalue.stats import normal
from vocvalue.survey.crossing.conversion import ConversionValue, Of
from vocvalue.survey.crossing.segment_metric import ADJUSTED, RAW, SegmentMetric
from vocvalue.survey.crossing.terms import CrossTerms
from vocvalue.tables.categories import key


@dataclass(frozen=True, kw_only=True, eq=False)
class Base:
    """The customer base, some of whom move.

    Attributes:
        n: The number of customers who answered, by segment.
        shares: Each segment's share of the customers who answered.
        population: The number of customers in the base; None takes those who answered.
    """

    n: Mapping[str, int]
    shares: Mapping[str, Estimate]
    population: int | None

    @property
    def size(self) -> int:
        """The number of customers."""
        if self.population is None:
            return sum(self.n.values())
        return checks.whole("population", self.population, least=1)


def convert(
    metric: SegmentMetric,
    base: Base,
    from_: str,
    to: str,
    *,
    share: float,
    share_of: Of,
    terms: CrossTerms,
    notes: tuple[Note, ...],
) -> ConversionValue:
    """Return the value of moving some customers; see `SegmentTable.conversion_value`."""
    from_, to = key(from_), key(to)
    _check_segments(base, from_, to)
    checks.one_of("share_of", share_of, ("segment", "base"))
    part = checks.margin(share, name="share")
    _refuse_no_gap(metric, from_, to)
    size = base.shares[from_]
    movers = part * base.size * (size.value if share_of == "segment" else 1.0)
    _refuse_too_many(movers, base.size * size.value, from_)
    estimated = _estimated_size(base, from_, share_of)
    scale = movers if estimated is None else part * base.size
    raw, adjusted = _values(metric, (to, from_), scale, estimated, terms)
    return ConversionValue(
        raw=raw,
        adjusted=adjusted,
        unadjusted=metric.unadjusted,
        from_=from_,
        to=to,
        movers=movers,
        share=part,
        share_of=share_of,
        population=base.size,
        segment_size=base.size * size.value,
        metric=metric.name,
        terms=terms,
        verdict=metric.verdict,
        notes=(*notes, *_everybody(part)),
    )


def _estimated_size(base: Base, from_: str, share_of: Of) -> Estimate | None:
    """Return the share of a segment where it is an estimate, or None where it is known.

    Among the customers who answered, sizes are known; in a larger base they are estimated.
    """
    return base.shares[from_] if share_of == "segment" and base.population is not None else None


def _values(
    metric: SegmentMetric,
    pair: tuple[str, str],
    scale: float,
    size: Estimate | None,
    terms: CrossTerms,
) -> tuple[Money, Money | None]:
    """Return the value of a move by the observed gap, and by the adjusted gap if there is one."""
    value = partial(_money, scale=scale, size=size, terms=terms, metric=metric.name)
    adjusted = metric.adjusted_gap(*pair)
    return (
        value(metric.gap(*pair), evidence=RAW),
        None if adjusted is None else value(adjusted, evidence=ADJUSTED),
    )


def _check_segments(base: Base, from_: str, to: str) -> None:
    for name, segment in (("from_", from_), ("to", to)):
        checks.one_of(name, segment, tuple(base.n))
        if not base.n[segment]:
            raise DataError(
                f"no customer who answered is in segment {segment!r}, so there is nothing to "
                "compare."
            )
    if from_ == to:
        raise ParameterError(f"to == {to!r}, must be a different segment from from_.")


def _refuse_no_gap(metric: SegmentMetric, from_: str, to: str) -> None:
    """Refuse to value a gap that is not money, is unknown, or is a leak."""
    name = metric.name
    if not metric.is_money:
        raise ParameterError(f"metric == {name!r}, must be revenue, margin or ltv.")
    if metric.leak is not None:
        how = "exactly" if metric.leak == "leak" else "almost exactly"
        raise DataError(
            f"the score determines {name} {how}: one was derived from the other, so the gap means "
            "nothing. Find out where the figure comes from."
        )
    if np.isnan(metric.gap(to, from_).value):
        raise DataError(
            f"{name} is not known for both {from_!r} and {to!r}: one of them has no customer "
            "with a known figure, so there is no gap to value."
        )


def _refuse_too_many(movers: float, size: float, from_: str) -> None:
    if movers > size * (1 + 1e-9):
        raise DataError(
            f"{movers:,.0f} customers cannot leave {from_!r}, which has {size:,.0f}. Take a "
            "smaller share, or a share of the segment."
        )


def _money(
    gap: Estimate,
    *,
    scale: float,
    size: Estimate | None,
    evidence: Evidence,
    terms: CrossTerms,
    metric: str,
) -> Money:
    """Return the gap times the number of movers, with the uncertainty of both.

    The variance is that of a product of two independent numbers (Goodman 1960, On the exact
    variance of products, Journal of the American Statistical Association 55). Each side of the
    interval uses the distance that the gap's own interval reaches on that side.
    """
    share, spread = (1.0, 0.0) if size is None else (size.value, _variance(size))
    value = gap.value * share
    sized = normal.critical_value(gap.level) ** 2 * gap.value**2 * spread
    down, up = (
        np.sqrt(sized + (share**2 + spread) * reach**2)
        for reach in (gap.value - gap.lower, gap.upper - gap.value)
    )
    worth = Estimate.of(
        (scale * value, scale * (value - down), scale * (value + up)),
        level=gap.level,
        method=f"{gap.method}{'' if size is None else ', with the size of the segment'}",
        n=gap.n,
    )
    basis = terms.basis_of(metric)
    return Money.priced(worth, currency=terms.currency, basis=basis, evidence=evidence)


def _variance(estimate: Estimate) -> float:
    return normal.standard_error(estimate.lower, estimate.upper, estimate.level) ** 2


def _everybody(share: float) -> tuple[Note, ...]:
    note = Note.of(
        "share == 1 moves every customer in the segment. Write 1% as 0.01.",
        "share == 1 表示转化该分群的全部客户；1% 请写作 0.01。",
        bears_on="reading",
    )
    return (note,) if share == 1 else ()
