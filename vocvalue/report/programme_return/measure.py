"""From a statement of a period and the costs of a programme to its return."""

from collections.abc import Sequence
from decimal import Decimal

from vocvalue import duration
from vocvalue.amounts.combining import less, ratio, total
from vocvalue.duration import Every
from vocvalue.errors import DataError, ParameterError
from vocvalue.issues.profit_and_loss.drafts import MONTHS
from vocvalue.issues.profit_and_loss.measure import METHOD, cents
from vocvalue.issues.profit_and_loss.result import ExperiencePnl, PnlEntry
from vocvalue.report.programme_return.cost import Cost
from vocvalue.report.programme_return.result import BreakEven, CostLine, ProgrammeReturn
from vocvalue.results import Basis, Estimate, Evidence, Money, Note
from vocvalue.results.estimates import GRADES, Interval, weakest
from vocvalue.results.sums import EVIDENCE
from vocvalue.results.texts import Text, listed, named

LEVEL = 0.95
STATED = "as stated"


def return_of(
    pnl: ExperiencePnl | None, costs: Sequence[Cost], *, every: Every, currency: str | None
) -> ProgrammeReturn | None:
    """Return what a programme brings against what it costs.

    What it brings is the growth of the statement, by grade of evidence; problems that customers
    meet are no return of the programme. Costs that the statement deducts from that growth count as
    costs, too.

    Args:
        pnl: The statement of the period, or None where there is none.
        costs: What the programme costs.
        every: The period.
        currency: The currency of the report.

    Raises:
        DataError: A cost in another currency.
        ParameterError: Something that is no cost.
    """
    if not costs:
        return None
    entries = () if pnl is None else pnl.counted
    growth = [entry for entry in entries if entry.kind == "growth"]
    basis = "margin" if pnl is None else pnl.net.basis
    grade = weakest(*(it.money.evidence for it in growth)) if growth else GRADES[-1]
    unit = (currency, basis, grade)
    lines = (
        *(_own(cost, every, unit) for cost in _checked(costs, currency)),
        *(_of_action(entry) for entry in entries if entry.kind == "cost"),
    )
    by_evidence = {
        grade: _summed([it.money for it in growth if it.money.evidence == grade])
        for grade in GRADES
        if any(it.money.evidence == grade for it in growth)
    }
    gross = _summed(list(by_evidence.values())) if by_evidence else None
    cost = _summed([it.money for it in lines])
    return ProgrammeReturn(
        every=every,
        by_evidence=by_evidence,
        gross=gross,
        costs=lines,
        cost=cost,
        net=None if gross is None else _less(gross, cost),
        roi=None if gross is None else _over(gross, cost),
        payback_months=float("nan") if gross is None else _payback(gross, cost, every),
        break_even=break_even_of(by_evidence, cost.value),
        notes=_notes(by_evidence),
    )


def break_even_of(by_evidence: dict[Evidence, Money], cost: float) -> BreakEven | None:
    """Return what would have to be true for what a programme brings to equal its cost.

    Effects count from the best grade downwards, each in full before the next is asked about.

    Args:
        by_evidence: What it brings, by the grade of evidence.
        cost: What it costs.

    Examples:
        >>> def money(value, evidence):
        ...     return Money(
        ...         value=value, lower=value, upper=value, level=0.95, method="", n=9,
        ...         currency="CNY", basis="margin", evidence=evidence,
        ...     )
        >>> brought = {
        ...     "randomised": money(200.0, "randomised"),
        ...     "adjusted observational": money(100.0, "adjusted observational"),
        ... }
        >>> break_even_of(brought, 243.0)
        BreakEven(of='adjusted observational', share=0.43)
        >>> break_even_of(brought, 600.0)
        BreakEven(of=None, share=2.0)
    """
    left = cost
    for grade in GRADES:
        value = by_evidence[grade].value if grade in by_evidence else 0.0
        if 0 < left <= value:
            return BreakEven(of=grade, share=left / value)
        left -= value
    whole = sum(money.value for money in by_evidence.values())
    return BreakEven(of=None, share=cost / whole) if whole > 0 else None


def _checked(costs: Sequence[Cost], currency: str | None) -> Sequence[Cost]:
    """Refuse what is no cost, and costs in another currency than the report or each other."""
    for cost in costs:
        if not isinstance(cost, Cost):
            raise ParameterError(
                f"costs holds {type(cost).__name__}, must hold report.Cost(label, amount, kind=)."
            )
        if None not in (cost.currency, currency) and cost.currency != currency:
            raise DataError(
                f"the cost {str(cost.label)!r} is in {cost.currency}, the report in {currency}. "
                "Convert it first."
            )
    stated = {cost.currency: str(cost.label) for cost in costs if cost.currency is not None}
    if len(stated) > 1:
        names = ", ".join(f"{label!r} in {code}" for code, label in stated.items())
        raise DataError(f"the costs are in several currencies: {names}. Convert them to one first.")
    return costs


def _own(cost: Cost, every: Every, unit: tuple[str | None, Basis, Evidence]) -> CostLine:
    """Return a cost in the money of the period; it has the grade of what it is held against."""
    currency, basis, grade = unit
    amount = cents(cost.amount * MONTHS[every] / duration.length(cost.per, "month", name="per"))
    money = Money(
        value=amount,
        lower=amount,
        upper=amount,
        level=LEVEL,
        method=STATED,
        n=0,
        currency=currency or cost.currency,
        basis=basis,
        evidence=grade,
    )
    label = cost.label if isinstance(cost.label, Text) else named(cost.label)
    return CostLine(label=label, kind=cost.kind, money=money)


def _of_action(entry: PnlEntry) -> CostLine:
    own = entry.money
    value, lower, upper = less(reach_of(own))
    estimate = Estimate.of((value, lower, upper), level=own.level, method=own.method, n=own.n)
    money = Money.priced(estimate, currency=own.currency, basis=own.basis, evidence=own.evidence)
    return CostLine(label=entry.label, kind="action", money=money)


def reach_of(money: Money) -> Interval:
    """Return value, lower and upper end of an amount of money.

    Args:
        money: The amount.
    """
    return money.value, money.lower, money.upper


def _summed(amounts: Sequence[Money]) -> Money:
    """Return the sum of independent amounts, to the cent."""
    value = float(sum((Decimal(repr(cents(it.value))) for it in amounts), Decimal(0)))
    _, low, high = total([reach_of(it) for it in amounts])
    certain = all(it.lower == it.upper for it in amounts)
    ends = (value, value) if certain else (min(cents(low), value), max(cents(high), value))
    return _money((value, *ends), amounts)


def _less(gross: Money, cost: Money) -> Money:
    value = float(Decimal(repr(gross.value)) - Decimal(repr(cost.value)))
    _, low, high = total([reach_of(gross), less(reach_of(cost))])
    return _money((value, min(low, value), max(high, value)), [gross, cost])


def _over(gross: Money, cost: Money) -> Estimate:
    """Return the net over the cost: the return on each unit that is spent."""
    value, low, high = ratio(reach_of(gross), reach_of(cost))
    ends = (value - 1, low - 1, high - 1)
    return Estimate.of(ends, level=gross.level, method=METHOD, n=gross.n)


def _payback(gross: Money, cost: Money, every: Every) -> float:
    return MONTHS[every] * cost.value / gross.value if gross.value > 0 else float("inf")


def _money(ends: Interval, amounts: Sequence[Money]) -> Money:
    levels = [it.level for it in amounts if it.lower < it.upper]
    currencies = [it.currency for it in amounts if it.currency is not None]
    estimate = Estimate.of(
        ends,
        level=levels[0] if levels else amounts[0].level,
        method=METHOD,
        n=sum(it.n for it in amounts),
    )
    return Money.priced(
        estimate,
        currency=currencies[0] if currencies else None,
        basis=amounts[0].basis,
        evidence=weakest(*(it.evidence for it in amounts)),
    )


def _notes(by_evidence: dict[Evidence, Money]) -> tuple[Note, ...]:
    if len(by_evidence) < 2:
        return ()
    return (
        Note.of(
            "What the programme brings adds effects of different grades ({grades}); the total is "
            "no better than the weakest of them.",
            "项目收益由不同证据等级（{grades}）的效果相加，合计的可信度以最弱的一级为准。",
            grades=listed(tuple(EVIDENCE[grade] for grade in by_evidence)),
            bears_on="claim",
        ),
    )
