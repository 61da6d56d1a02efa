"""What results of several rooms bring or lose in one period, line by line."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from vocvalue.amounts.result import LiftMoney
from vocvalue.duration import Every
from vocvalue.errors import DataError, ParameterError
from vocvalue.issues.combined_losses import summed
from vocvalue.issues.monthly_losses import Costed, MonthlyLosses
from vocvalue.issues.profit_and_loss.line import PnlKind, PnlLine, span_in_months
from vocvalue.issues.profit_and_loss.result import Draft, PnlEntry
from vocvalue.results import Money
from vocvalue.results.estimates import Estimate
from vocvalue.results.texts import Text, named, pair

MONTHS: dict[Every, int] = {"month": 1, "quarter": 3, "year": 12}
RETAINED = pair("customers retained", "多留住的客户")
PROGRAMME = pair("cost of retaining them", "留住客户的成本")
COMMON = ("currency", "basis")


def drafts_of(items: Sequence[object], every: Every) -> list[Draft]:
    """Return the lines of all results, in the money of one period.

    Args:
        items: What `issues.experience_pnl` takes.
        every: The period.

    Raises:
        DataError: Money of several currencies, bases or levels.
        ParameterError: Something that is no money, or whose span is not known.
    """
    drafts = [
        draft
        for source, item in enumerate(items)
        for draft in _of_item(item, source, MONTHS[every])
    ]
    _refuse_mixed(drafts)
    return drafts


def losses_by_source(items: Sequence[object]) -> dict[int, MonthlyLosses]:
    """Return the losses whose uncertainties go together, by the number of their result.

    Args:
        items: What `issues.experience_pnl` takes.
    """
    held = {source: _losses(item) for source, item in enumerate(items)}
    return {source: losses for source, losses in held.items() if losses is not None}


def scaled_money(money: Money, factor: float) -> Money:
    """Return money times a number, which may be below 0.

    Args:
        money: The money.
        factor: The number.
    """
    low, high = sorted((factor * money.lower, factor * money.upper))
    estimate = Estimate.of(
        (factor * money.value, low, high), level=money.level, method=money.method, n=money.n
    )
    return Money.priced(
        estimate, currency=money.currency, basis=money.basis, evidence=money.evidence
    )


def _of_item(item: object, source: int, months: int) -> list[Draft]:
    losses = _losses(item)
    if losses is not None:
        return _of_losses(losses, source, months)
    if isinstance(item, LiftMoney):
        return _of_lift(item, source, months)
    if isinstance(item, PnlLine):
        return [_of_line(item, source, months)]
    raise ParameterError(
        f"lines holds {type(item).__name__}, must hold what issues.cost, issues.rank or "
        "lift's money returned, or issues.PnlLine(label, money=, kind=, per=)."
    )


def _losses(item: Any) -> MonthlyLosses | None:
    if isinstance(item, MonthlyLosses):
        return item
    return item.monthly_losses if isinstance(item, Costed) else None


def _of_losses(losses: MonthlyLosses, source: int, months: int) -> list[Draft]:
    rows = months * np.eye(len(losses.topics))
    return [
        Draft(
            entry=_entry(named(topic), "leakage", summed(losses, row), 1),
            source=source,
            name=topic,
            topic=topic,
        )
        for topic, row in zip(losses.topics, rows, strict=True)
    ]


def _of_lift(money: LiftMoney, source: int, months: int) -> list[Draft]:
    span = span_in_months(money.horizon, RETAINED.en)
    parts: list[tuple[Text, PnlKind, Money]] = [(RETAINED, "growth", money.gross)]
    if money.cost.value:
        parts.append((PROGRAMME, "cost", money.cost))
    return [
        Draft(entry=_entry(label, kind, amount, months / span), source=source, name=label.en)
        for label, kind, amount in parts
    ]


def _of_line(line: PnlLine, source: int, months: int) -> Draft:
    factor = months / span_in_months(line.per, str(line.label))
    label = line.label if isinstance(line.label, Text) else named(line.label)
    return Draft(
        entry=_entry(label, line.kind, line.money, factor),
        source=source,
        name=str(line.label),
        topic=line.topic,
        part_of=line.part_of,
    )


def _entry(label: Text, kind: PnlKind, money: Money, factor: float) -> PnlEntry:
    sign = 1 if kind == "growth" else -1
    return PnlEntry(label=label, kind=kind, money=scaled_money(money, sign * factor))


def _refuse_mixed(drafts: Sequence[Draft]) -> None:
    for name in COMMON:
        held = list(dict.fromkeys(getattr(draft.entry.money, name) for draft in drafts))
        stated = [value for value in held if value is not None]
        if len(stated) > 1:
            raise DataError(
                f"the lines differ in their {name}: {stated}. Money of several cannot be added: "
                "ask for all of it with one."
            )
    certain = [draft for draft in drafts if draft.entry.money.lower < draft.entry.money.upper]
    levels = list(dict.fromkeys(draft.entry.money.level for draft in certain))
    if len(levels) > 1:
        raise DataError(
            f"the lines have intervals of the levels {levels}. Ask for all of them with one level."
        )
