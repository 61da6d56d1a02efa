"""The arithmetic of a loss: exposed times baseline times effect times spend."""

from vocvalue import checks
from vocvalue.errors import ParameterError
from vocvalue.issues.by_hand.result import LossArithmetic
from vocvalue.results import Note


def monthly_loss(
    exposed: float,
    *,
    baseline: float,
    spend: float,
    relative: float | None = None,
    points: float | None = None,
    margin: float | None = None,
    currency: str | None = None,
    topic: str | None = None,
) -> LossArithmetic:
    """Return what a problem costs a month, from stated figures.

    Args:
        exposed: How many customers meet the problem in a month.
        baseline: The share of them that would buy again without it: 40% is 0.40.
        spend: The spend of a purchase.
        relative: By what share of the baseline fewer buy again: 0.30 of 40% are 12 points. Either
            this or `points`.
        points: By how many points fewer buy again, as a fraction: 0.30 are 30 percentage points.
        margin: The margin, as a share of revenue; by default the loss is in revenue.
        currency: The currency code.
        topic: The topic, as the sentence names it.

    Raises:
        ParameterError: Both or none of `relative` and `points`, or a share outside 0 to 1.

    Examples:
        >>> loss = monthly_loss(2_000, baseline=0.40, relative=0.30, spend=150, currency="CNY")
        >>> loss.loss.value, monthly_loss(2_000, baseline=0.40, points=0.30, spend=150).loss.value
        (36000.0, 90000.0)
    """
    share = _share("baseline", baseline)
    if (relative is None) == (points is None):
        raise ParameterError(
            "relative= and points=: state one of them. 30% less of a baseline of 40% is "
            "relative=0.30, that is 12 points; points=0.30 is 30 percentage points."
        )
    change = share * _share("relative", relative) if points is None else _share("points", points)
    if change > share:
        raise ParameterError(
            f"points == {points}, must not be above the baseline of {baseline}. Was a relative "
            "change meant: relative=?"
        )
    return LossArithmetic(
        topic=topic,
        exposed=checks.non_negative("exposed", exposed),
        per="month",
        before=share,
        after=share - change,
        stated="relative" if points is None else "points",
        spend=checks.non_negative("spend", spend),
        margin=None if margin is None else checks.margin(margin),
        currency=currency,
        notes=_notes(),
    )


def lost_repurchase(
    *,
    before: float,
    after: float,
    price: float,
    margin: float | None = None,
    per_year: float = 1.0,
    currency: str | None = None,
    topic: str | None = None,
) -> LossArithmetic:
    """Return what a bad experience costs whose victims buy again less often, years later.

    Args:
        before: The share of customers that bought again before, without it: 40% is 0.40.
        after: The share that does after it.
        price: The price of what they would have bought.
        margin: The margin, as a share of revenue; by default the loss is in revenue.
        per_year: How many such experiences there are in a year.
        currency: The currency code.
        topic: The topic, as the sentence names it.

    Raises:
        ParameterError: A share outside 0 to 1, or more who buy again with the problem.

    Examples:
        >>> loss = lost_repurchase(
        ...     before=0.40, after=0.20, price=200_000, margin=0.10, per_year=1_000
        ... )
        >>> round(loss.revenue_each.value), round(loss.loss_each.value), round(loss.revenue.value)
        (40000, 4000, 40000000)
    """
    first, second = _share("before", before), _share("after", after)
    if second > first:
        raise ParameterError(
            f"after == {after}, must not be above before == {before}: a problem that makes more "
            "customers buy again costs nothing."
        )
    return LossArithmetic(
        topic=topic,
        exposed=checks.non_negative("per_year", per_year),
        per="year",
        before=first,
        after=second,
        stated="both shares",
        spend=checks.non_negative("price", price),
        margin=None if margin is None else checks.margin(margin),
        currency=currency,
        notes=_notes(),
    )


def _share(name: str, value: float | None) -> float:
    share = checks.number(name, value)
    if not 0 <= share <= 1:
        raise ParameterError(f"{name} == {value}, must be from 0 to 1. Write 40% as 0.40.")
    return share


def _notes() -> tuple[Note, ...]:
    return (
        Note.of(
            "The figures were stated and not measured. With orders and mentions, `issues.cost` "
            "estimates the difference against similar customers, with an interval.",
            "以上数字为输入值，并非测得。如有订单与反映记录，`issues.cost` 可与相似客户比较，"
            "估计差异及其区间。",
            bears_on="claim",
        ),
    )
