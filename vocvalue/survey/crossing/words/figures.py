"""A segment figure in words: what it means, its values and its gaps."""

from functools import partial

from vocvalue import duration
from vocvalue.results import Estimate, Evidence
from vocvalue.results.dispatch import Row
from vocvalue.results.intervals import beside, ends, points_ends
from vocvalue.results.numerals import percent, percentage_points, stated_rate
from vocvalue.results.spans import span
from vocvalue.results.sums import BASIS, EVIDENCE, amount, end
from vocvalue.results.texts import Text, pair
from vocvalue.survey.crossing.result import SegmentTable
from vocvalue.survey.crossing.segment_metric import SegmentMetric
from vocvalue.survey.crossing.terms import CrossTerms


def money_meant(terms: CrossTerms, metric: str) -> Text:
    """Return what a figure of money measures, with its span and discount rate.

    Args:
        terms: What the figures mean.
        metric: "revenue", "margin" or "ltv".

    Examples:
        >>> terms = CrossTerms(horizon="3 years", discount_rate=0.1)
        >>> money_meant(terms, "revenue").en, money_meant(terms, "revenue").zh
        ('revenue a year', '年贡献收入')
        >>> money_meant(terms, "ltv").en, money_meant(terms, "ltv").zh
        ('revenue over 3 years (discounted at 10% a year)', '3 年贡献收入（按年利率 10% 折现）')
    """
    value, rate = money_counted(terms, metric), discounting(terms)
    return value if metric != "ltv" or rate is None else beside(value, rate)


def money_counted(terms: CrossTerms, metric: str) -> Text:
    """Return what a figure of money measures, with its span but without its discount rate.

    Args:
        terms: What the figures mean.
        metric: "revenue", "margin" or "ltv".
    """
    basis = BASIS[terms.basis_of(metric)]
    if metric != "ltv":
        return pair("{basis} a year", "年贡献{basis}", basis=basis)
    horizon = terms.horizon or duration.LIFETIME
    if horizon == duration.LIFETIME:
        return pair("{basis} over a lifetime", "生命周期贡献{basis}", basis=basis)
    return pair("{basis} over {span}", "{span}贡献{basis}", basis=basis, span=span(horizon))


def discounting(terms: CrossTerms) -> Text | None:
    """Return the discount rate of the lifetime value, where it is known.

    Args:
        terms: What the figures mean.
    """
    if terms.discount_rate is None:
        return None
    if not terms.discount_rate:
        return pair("not discounted", "未折现")
    rate = stated_rate(terms.discount_rate)
    return pair("discounted at {rate} a year", "按年利率 {rate} 折现", rate=rate)


def written(table: SegmentTable, metric: SegmentMetric, value: float) -> Text:
    """Return a value of a figure: money with its currency, or a share in percent.

    Args:
        table: The segments.
        metric: The figure.
        value: The value.
    """
    return amount(value, table.terms.currency) if metric.is_money else percent(value)


def difference(
    table: SegmentTable, metric: SegmentMetric, value: float, *, sign: bool = True
) -> Text:
    """Return a difference in a figure, as money or in percentage points.

    Args:
        table: The segments.
        metric: The figure.
        value: The difference.
        sign: Whether positive percentage points carry a plus sign.
    """
    if metric.is_money:
        return amount(value, table.terms.currency)
    return percentage_points(value, sign=sign)


def gap(table: SegmentTable, metric: SegmentMetric, gap: Estimate, evidence: Evidence) -> Text:
    """Return a gap with its interval and its evidence.

    Args:
        table: The segments.
        metric: The figure.
        gap: The gap.
        evidence: The grade of evidence.
    """
    interval = _gap_ends(table, metric, gap)
    return beside(difference(table, metric, gap.value), interval, EVIDENCE[evidence])


def gap_row(
    label: Text, table: SegmentTable, metric: SegmentMetric, gap: Estimate, evidence: Evidence
) -> Row:
    """Return the headline of a gap.

    Args:
        label: The name of the gap.
        table: The segments.
        metric: The figure.
        gap: The gap.
        evidence: The grade of evidence.
    """
    interval = pair(
        "{interval}; {evidence}",
        "{interval}；{evidence}",
        interval=_gap_ends(table, metric, gap),
        evidence=EVIDENCE[evidence],
    )
    return Row(label, difference(table, metric, gap.value), interval)


def _gap_ends(table: SegmentTable, metric: SegmentMetric, gap: Estimate) -> Text:
    if not metric.is_money:
        return points_ends(gap)
    return ends(gap, partial(end, currency=table.terms.currency))
