"""From results of several rooms to growth, leakage and net of a period."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

import numpy as np

from vocvalue import checks
from vocvalue.amounts.combining import together, total
from vocvalue.amounts.result import LiftMoney
from vocvalue.duration import Every
from vocvalue.errors import ParameterError
from vocvalue.issues.combined_losses import summed
from vocvalue.issues.monthly_losses import MonthlyLosses
from vocvalue.issues.profit_and_loss.drafts import (
    MONTHS,
    drafts_of,
    losses_by_source,
    scaled_money,
)
from vocvalue.issues.profit_and_loss.line import KINDS
from vocvalue.issues.profit_and_loss.notes import notes_of
from vocvalue.issues.profit_and_loss.overlaps import without_overlaps
from vocvalue.issues.profit_and_loss.result import Draft, ExperiencePnl
from vocvalue.results import Money
from vocvalue.results.estimates import GRADES, Estimate, Interval, weakest

CENT = Decimal("0.01")
WITHOUT_CENTS = 1e20
METHOD = "MOVER"


def experience_pnl(lines: Sequence[object], *, every: Every = "year") -> ExperiencePnl:
    """Put what customer experience brings and loses into one statement.

    Each result becomes one or more lines, in the money of one period: problems as leakage, a
    programme that retains customers as growth with its cost, anything else as `issues.PnlLine`.
    Lines are rounded to the cent, and totals are sums of the rounded lines. Two lines of one
    problem count once, and so does a line that is said to be part of another; what does not count
    is shown with the reason. Intervals of totals take different results as independent, but for
    losses that problems were measured to cause: each is held against the same customers, so that
    half-widths of several results are added. `issues.rank` knows how its losses go together.

    Args:
        lines: What `issues.cost`, `issues.rank` or a lift's `money` returned, and `PnlLine`.
        every: The period: "month", "quarter" or "year".

    Returns:
        The lines, the totals by kind and by grade of evidence, and the net.

    Raises:
        DataError: Money of several currencies, bases or levels.
        ParameterError: Something that is no money, money whose span is not known, or a line that is
            part of none.

    References:
        Zou and Donner (2008), Construction of confidence limits about effect measures: a general
        approach, Statistics in Medicine 27, on the intervals of totals.

    Examples:
        >>> import numpy as np
        >>> from vocvalue.issues import PnlLine
        >>> from vocvalue.issues.monthly_losses import MonthlyLosses
        >>> losses = MonthlyLosses(
        ...     topics=("packaging", "support"), loss=np.array([36_000.0, 20_000.0]),
        ...     covariance=np.diag([4e6, 9e6]), currency="CNY", basis="margin",
        ...     evidence="adjusted observational", level=0.95, n=900,
        ... )
        >>> saved = Money(
        ...     value=150_000.0, lower=90_000.0, upper=210_000.0, level=0.95, method="", n=900,
        ...     currency="CNY", basis="margin", evidence="randomised",
        ... )
        >>> growth = PnlLine("retention", money=saved, kind="growth", per="12 months")
        >>> pnl = experience_pnl([losses, growth])
        >>> pnl.to_frame()[["kind", "line", "value"]]
              kind       line     value
        0   growth  retention  150000.0
        1  leakage  packaging -432000.0
        2  leakage    support -240000.0
        >>> pnl.net.value
        -522000.0
    """
    checks.one_of("every", every, tuple(MONTHS))
    items = list(lines) if isinstance(lines, list | tuple) else [lines]
    if not items:
        raise ParameterError("lines is empty. Pass at least one result with money.")
    held = without_overlaps(drafts_of(items, every))
    drafts = sorted((_rounded(draft) for draft in held), key=lambda it: KINDS.index(it.entry.kind))
    losses = {source: (it, MONTHS[every]) for source, it in losses_by_source(items).items()}
    counted = [draft for draft in drafts if draft.entry.counted]
    of_kind = {kind: [it for it in counted if it.entry.kind == kind] for kind in KINDS}
    of_grade = {
        grade: [it for it in counted if it.entry.money.evidence == grade] for grade in GRADES
    }
    return ExperiencePnl(
        entries=tuple(draft.entry for draft in drafts),
        every=every,
        totals={kind: _total(its, losses) for kind, its in of_kind.items() if its},
        by_evidence={grade: _total(its, losses) for grade, its in of_grade.items() if its},
        net=_total(counted, losses),
        notes=notes_of(drafts, has_lift=any(isinstance(item, LiftMoney) for item in items)),
    )


def _rounded(draft: Draft) -> Draft:
    money = draft.entry.money
    ends = (cents(end) for end in (money.value, money.lower, money.upper))
    estimate = Estimate.of(tuple(ends), level=money.level, method=money.method, n=money.n)  # type: ignore[arg-type]
    kept = Money.priced(
        estimate, currency=money.currency, basis=money.basis, evidence=money.evidence
    )
    return replace(draft, entry=replace(draft.entry, money=kept))


def cents(amount: float) -> float:
    """Return an amount rounded to the cent, halves away from 0.

    Args:
        amount: The amount. One so large that a float holds no cents is left as it is.

    Examples:
        >>> cents(0.125), cents(-2.675), cents(1e6)
        (0.13, -2.68, 1000000.0)
    """
    if not abs(amount) < WITHOUT_CENTS:
        return amount
    return float(Decimal(repr(float(amount))).quantize(CENT, rounding=ROUND_HALF_UP))


def _total(drafts: Sequence[Draft], losses: Mapping[int, tuple[MonthlyLosses, int]]) -> Money:
    """Return the sum of rounded lines, with an interval that knows which go together."""
    amounts = [draft.entry.money for draft in drafts]
    value = float(sum(Decimal(repr(money.value)) for money in amounts))
    _, low, high = total(_parts(drafts, losses))
    certain = all(money.lower == money.upper for money in amounts)
    ends = (value, value) if certain else (min(cents(low), value), max(cents(high), value))
    uncertain = [money.level for money in amounts if money.lower < money.upper]
    estimate = Estimate.of(
        (value, *ends),
        level=uncertain[0] if uncertain else amounts[0].level,
        method=METHOD,
        n=sum(money.n for money in amounts),
    )
    currencies = [money.currency for money in amounts if money.currency is not None]
    return Money.priced(
        estimate,
        currency=currencies[0] if currencies else None,
        basis=amounts[0].basis,
        evidence=weakest(*(money.evidence for money in amounts)),
    )


def _parts(
    drafts: Sequence[Draft], losses: Mapping[int, tuple[MonthlyLosses, int]]
) -> list[Interval]:
    """Return independent parts of a sum: all losses, held against the same customers, as one."""
    parts = [
        (it.entry.money.value, it.entry.money.lower, it.entry.money.upper)
        for it in drafts
        if it.source not in losses
    ]
    lost = []
    for source, (held, months) in losses.items():
        own = {draft.topic for draft in drafts if draft.source == source}
        if own:
            weights = np.array([float(topic in own) for topic in held.topics])
            money = scaled_money(summed(held, months * weights), -1)
            lost.append((money.value, money.lower, money.upper))
    return [*parts, together(lost)] if lost else parts
