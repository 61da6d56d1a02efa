"""The KPIs of the programme: those that a company has the tables for, on one card."""

from collections.abc import Iterator
from typing import Any

from vocvalue import issues, kpi
from vocvalue.report.company.company import Company
from vocvalue.report.company.kept_values import values_of_kept
from vocvalue.report.company.questions import read_experiment
from vocvalue.results import Basis, Result


def kpis(company: Company) -> Iterator[Result]:
    """Say whether the programme works.

    Args:
        company: The company.
    """
    yield kpi.scorecard(
        insight=_insight(company),
        loop=_loop(company),
        lift=_kept(company),
        issues=_mended(company),
        stakeholders=_stakeholders(company),
    )


def _insight(company: Company) -> kpi.InsightToAction | None:
    if not company.has(("insights", "actions")):
        return None
    basis: Basis = "revenue" if company.terms.margin is None else "margin"
    return kpi.insight_to_action(
        company.tables["insights"],
        company.tables["actions"],
        basis=basis,
        level=company.terms.level,
    )


def _loop(company: Company) -> kpi.ClosedLoop | None:
    if not company.has(("responses", "tickets")):
        return None
    return kpi.closed_loop(
        company.tables["responses"],
        company.tables["tickets"],
        **company.only("orders"),
        level=company.terms.level,
    )


def _kept(company: Company) -> kpi.RetentionKpi | None:
    if "assignments" not in company.tables or not {"orders", "outcomes"} & set(company.tables):
        return None
    trial = read_experiment(company)
    worth = values_of_kept(trial, company.found.get("value"))
    money: dict[str, Any] = {}
    if worth is not None:
        money = {
            "value_per_customer": worth.values,
            "cost_per_contact": company.terms.cost_per_contact,
            "horizon": worth.horizon,
            "currency": worth.currency,
            "basis": worth.basis,
        }
    return kpi.retention_lift(trial, change="relative", level=company.terms.level, **money)


def _mended(company: Company) -> list[kpi.IssueReduction]:
    if not company.has(("problems", "orders")):
        return []
    return [
        kpi.issue_reduction(
            issues.trend(
                company.tables["problems"],
                topic=topic,
                fixed_at=day,
                per=company.tables["orders"],
                level=company.terms.level,
            )
        )
        for topic, day in company.terms.fixed_at.items()
    ]


def _stakeholders(company: Company) -> kpi.StakeholderSatisfaction | None:
    if "stakeholders" not in company.tables:
        return None
    return kpi.stakeholder_satisfaction(company.tables["stakeholders"], level=company.terms.level)
