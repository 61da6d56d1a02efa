"""The questions of a page: each takes what a company has and asks the room that knows."""

from collections.abc import Iterator
from typing import TypeAlias

import numpy as np

from vocvalue import clv, health, issues, lift, signals, survey
from vocvalue.errors import ParameterError
from vocvalue.lift import Experiment
from vocvalue.report.company.company import Company
from vocvalue.report.company.kept_values import values_of_kept
from vocvalue.report.findings.with_customers import WithCustomers
from vocvalue.results import Result
from vocvalue.tables.problems import customers_of

Answer: TypeAlias = Result | WithCustomers

FROM, TO, SHARE = "detractor", "passive", 0.01
"""The move that is priced: 1% of the detractors who become passives."""


def value(company: Company) -> Iterator[Result]:
    """Say what customers are worth.

    Args:
        company: The company.
    """
    terms = company.terms
    yield clv.predict(
        company.tables["orders"],
        horizon=terms.horizon,
        discount_rate=terms.discount_rate,
        margin=terms.margin,
        level=terms.level,
        seed=terms.seed,
    )


def segments(company: Company) -> Iterator[Result]:
    """Say what segments are worth, and what moving customers from one to another is.

    Args:
        company: The company.
    """
    terms = company.terms
    table = survey.cross_analysis(
        company.tables["responses"],
        orders=company.tables["orders"],
        window=terms.windows["segments"],
        covariates=company.tables.get("customers") if terms.adjust_for else None,
        adjust_for=terms.adjust_for,
        margin=terms.margin,
        level=terms.level,
    )
    yield table
    metric = "revenue" if terms.margin is None else "margin"
    if {FROM, TO} <= set(table.segments) and metric in table.metrics:
        yield table.conversion_value(FROM, TO, share=SHARE, metric=metric)


def experiment(company: Company) -> Iterator[Answer]:
    """Say whether contacting customers kept them, and what that is worth.

    Args:
        company: The company.
    """
    trial = read_experiment(company)
    kept = lift.retention(trial, level=company.terms.level)
    worth = values_of_kept(trial, company.found.get("value"))
    if worth is None:
        yield kept
        return
    priced = kept.money(
        worth.values,
        cost_per_contact=company.terms.cost_per_contact,
        horizon=worth.horizon,
        currency=worth.currency,
        basis=worth.basis,
    )
    treated = np.flatnonzero(trial.arm > 0)
    yield WithCustomers(result=priced, customers=trial.customer_id[treated])


def read_experiment(company: Company) -> Experiment:
    """Return the experiment of a company, read once.

    Args:
        company: The company.
    """
    if "trial" not in company.read:
        has_outcomes = "outcomes" in company.tables
        company.read["trial"] = lift.experiment(
            company.tables["assignments"],
            **company.only("outcomes" if has_outcomes else "orders"),
            window=None if has_outcomes else company.terms.windows["experiment"],
            randomised=company.terms.randomised,
        )
    trial: Experiment = company.read["trial"]
    return trial


def leads(company: Company) -> Iterator[Result]:
    """Say what leads bring.

    Args:
        company: The company.
    """
    terms = company.terms
    found = signals.find(company.tables["comments"])
    listed = signals.leads(found, values=company.found.get("value"), **company.only("products"))
    yield signals.funnel(
        listed,
        company.tables["orders"],
        **company.only("contacts", "held_back"),
        window=terms.windows["leads"],
        randomised=terms.randomised if "held_back" in company.tables else None,
        level=terms.level,
    )


def problems(company: Company) -> Iterator[Answer]:
    """Say what problems cost, and which to mend within the budget.

    Args:
        company: The company.
    """
    terms = company.terms
    ranking = issues.rank(
        company.tables["problems"],
        company.tables["orders"],
        window=terms.windows["problems"],
        covariates=company.tables.get("customers"),
        margin=terms.margin,
        level=terms.level,
        seed=terms.seed,
    )
    yield WithCustomers(result=ranking, customers=customers_of(company.tables["problems"]))
    if terms.fixes and terms.budget is not None:
        yield issues.invest(
            ranking, terms.fixes, budget=terms.budget, horizon=terms.horizon, seed=terms.seed
        )


def health_of_accounts(company: Company) -> Iterator[Result]:
    """Say which accounts are about to leave, and who holds the revenue.

    Args:
        company: The company.
    """
    if company.terms.at is None:
        raise ParameterError(
            "at == None: state the day on which the health of accounts is measured, or the period."
        )
    yield health.score(
        company.tables["accounts"],
        at=company.terms.at,
        responses=company.tables.get("account_responses"),
        churn=company.tables.get("closures"),
        **company.only("usage", "billing"),
    )
    yield health.concentration(company.tables["accounts"])
