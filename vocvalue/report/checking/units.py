"""Whether the money of several results can be added: one currency, one basis, one level."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from vocvalue.amounts.result import LiftMoney
from vocvalue.errors import DataError
from vocvalue.issues.monthly_losses import Costed, MonthlyLosses
from vocvalue.issues.profit_and_loss.line import PnlLine
from vocvalue.report.checking.check import Check, called
from vocvalue.report.findings.finding import Finding
from vocvalue.results.texts import pair


def one_currency(findings: Sequence[Finding]) -> str | None:
    """Return the currency of all money, or None where no result states one.

    Args:
        findings: The findings.

    Raises:
        DataError: Two results state different currencies.
    """
    codes = _one(
        "currency",
        ((finding, line.money.currency) for finding in findings for line in finding.lines),
        "Money of several currencies cannot stand in one report: convert the amounts first, or "
        "write a report for each.",
    )
    return codes[0] if codes else None


def refuse_mixed(findings: Sequence[Finding]) -> None:
    """Refuse results of which a sum would mix revenue with margin, or two confidence levels.

    Args:
        findings: The findings, of which only what is to be added counts.

    Raises:
        DataError: Their money has several bases or levels.
    """
    _one(
        "basis",
        _of_flows(findings, basis_of),
        "Revenue and margin cannot be added: pass margin=0.40, the share of revenue that is "
        "margin, or ask for all results with one basis.",
    )
    _one(
        "level",
        _of_flows(findings, level_of),
        "Ask for all results with one confidence level.",
    )


def checks_of_currency(findings: Sequence[Finding], currency: str | None) -> list[Check]:
    """Return which findings state money without a currency that others do state.

    Args:
        findings: The findings.
        currency: The currency of the others.
    """
    if currency is None:
        return []
    return [
        Check(
            about="currency",
            finding=finding.key,
            said=pair(
                "“{title}” does not state its currency; it is taken to be {currency}.",
                "“{title}”未注明币种，按 {currency} 处理。",
                title=finding.title,
                currency=currency,
            ),
        )
        for finding in findings
        if any(line.money.currency is None for line in finding.lines)
    ]


def basis_of(item: Any) -> str:
    """Return what the money of a flow is: revenue, margin or net profit.

    Args:
        item: What `issues.experience_pnl` takes.
    """
    if isinstance(item, LiftMoney):
        return item.net.basis
    return str(item.money.basis if isinstance(item, PnlLine) else losses_of(item).basis)


def level_of(item: Any) -> float | None:
    """Return the confidence level of a flow, or None where it is certain.

    Args:
        item: What `issues.experience_pnl` takes.
    """
    if isinstance(item, LiftMoney):
        return item.gross.level
    if isinstance(item, PnlLine):
        return None if item.money.lower == item.money.upper else item.money.level
    return losses_of(item).level


def losses_of(item: Any) -> MonthlyLosses:
    """Return the monthly losses of a flow.

    Args:
        item: `MonthlyLosses`, or what has them.
    """
    return item.monthly_losses if isinstance(item, Costed) else item


def _of_flows(
    findings: Sequence[Finding], read: Callable[[Any], Any]
) -> Iterable[tuple[Finding, Any]]:
    return (
        (finding, read(item))
        for finding in findings
        for flow in finding.flows
        for item in flow.items
    )


def _one(what: str, held: Iterable[tuple[Finding, Any]], hint: str) -> list[Any]:
    """Return the one value of all, or refuse several and say which results have which."""
    names: dict[Any, dict[str, None]] = {}
    for finding, value in held:
        if value is not None:
            names.setdefault(value, {})[called(finding)] = None
    if len(names) > 1:
        parts = "; ".join(f"{value}: {', '.join(own)}" for value, own in names.items())
        raise DataError(f"the results differ in their {what}: {parts}. {hint}")
    return list(names)
