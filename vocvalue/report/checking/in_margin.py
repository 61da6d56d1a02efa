"""Revenue in terms of margin, where a report is asked for in margin."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from vocvalue import checks, duration
from vocvalue.amounts.result import LiftMoney
from vocvalue.issues.monthly_losses import MonthlyLosses
from vocvalue.issues.profit_and_loss.drafts import scaled_money
from vocvalue.issues.profit_and_loss.line import PnlLine
from vocvalue.report.checking.check import Check
from vocvalue.report.checking.units import basis_of, losses_of
from vocvalue.report.findings.finding import Finding
from vocvalue.report.findings.flow import Flow
from vocvalue.report.findings.lift import ITS_COST, KEPT
from vocvalue.results import Money
from vocvalue.results.numerals import stated_rate
from vocvalue.results.texts import pair


def in_margin(findings: Sequence[Finding], margin: float | None) -> list[Finding]:
    """Return findings whose flows are margin where they were revenue; costs stay as they are.

    Args:
        findings: The findings.
        margin: The margin, as a share of revenue; None leaves them as they are.

    Raises:
        ParameterError: A margin outside 0 to 1.
    """
    if margin is None:
        return list(findings)
    share = checks.margin(margin)
    return [
        replace(it, flows=tuple(_in_margin(flow, share) for flow in it.flows)) for it in findings
    ]


def checks_of_margin(findings: Sequence[Finding], margin: float | None) -> list[Check]:
    """Return which findings were turned from revenue into margin.

    Args:
        findings: The findings as they came.
        margin: The margin, as a share of revenue, or None.
    """
    if margin is None:
        return []
    return [
        Check(
            about="margin",
            finding=finding.key,
            said=pair(
                "“{title}” is in revenue; the sums count {margin} of it, its margin.",
                "“{title}”的口径是收入；合计时按 {margin} 的毛利率折算。",
                title=finding.title,
                margin=stated_rate(margin),
            ),
        )
        for finding in findings
        if any(basis_of(item) == "revenue" for flow in finding.flows for item in flow.items)
    ]


def _in_margin(flow: Flow, margin: float) -> Flow:
    return replace(flow, items=tuple(it for item in flow.items for it in _of_item(item, margin)))


def _of_item(item: Any, margin: float) -> list[Any]:
    if basis_of(item) != "revenue":
        return [item]
    if isinstance(item, LiftMoney):
        return _of_lift(item, margin)
    if isinstance(item, PnlLine):
        factor = 1.0 if item.kind == "cost" else margin
        return [replace(item, money=_margin(item.money, factor))]
    return [_of_losses(losses_of(item), margin)]


def _of_lift(item: LiftMoney, margin: float) -> list[PnlLine]:
    per = duration.LIFETIME if item.horizon is None else item.horizon
    growth = PnlLine(KEPT, money=_margin(item.gross, margin), kind="growth", per=per)
    if not item.cost.value:
        return [growth]
    return [growth, PnlLine(ITS_COST, money=_margin(item.cost, 1.0), kind="cost", per=per)]


def _of_losses(losses: MonthlyLosses, margin: float) -> MonthlyLosses:
    return replace(
        losses,
        loss=losses.loss * margin,
        covariance=losses.covariance * margin**2,
        counted=losses.chance * margin**2,
        basis="margin",
    )


def _margin(money: Money, factor: float) -> Money:
    return replace(scaled_money(money, factor), basis="margin")
