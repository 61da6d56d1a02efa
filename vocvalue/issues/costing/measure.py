"""From an exposure to what the problem costs: every comparison, the checks, the headline, money."""

from collections.abc import Mapping
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from vocvalue import progress
from vocvalue.issues.costing import checks, ladder
from vocvalue.issues.costing.balance import ExposureBalance, differences
from vocvalue.issues.costing.checks import Changes
from vocvalue.issues.costing.comparison import Comparison, among, compared
from vocvalue.issues.costing.contrast import Contrast
from vocvalue.issues.costing.headline import MONTHS, headline
from vocvalue.issues.costing.ladder import StepName
from vocvalue.issues.costing.measured import Measured
from vocvalue.issues.costing.notes import notes_on_cost
from vocvalue.issues.costing.overlap import refuse_few, refuse_unlike
from vocvalue.issues.costing.result import IssueCost
from vocvalue.issues.costing.silent_controls import silent_controls
from vocvalue.issues.costing.terms import CostTerms
from vocvalue.issues.exposed.result import Exposure
from vocvalue.results import Estimate
from vocvalue.results.texts import pair
from vocvalue.stats.cross_fitting import cross_fitted_means

Floats: TypeAlias = NDArray[np.float64]
Codes: TypeAlias = NDArray[np.int64]


@progress.step(pair("comparing customers who met the problem", "比较遇到问题的客户"))
def cost_of(exposure: Exposure, terms: CostTerms) -> IssueCost:
    """Return what a problem costs.

    Args:
        exposure: What `issues.exposure` returned.
        terms: The terms on which it is priced.

    Raises:
        DataError: Too few exposed, or no controls like them.
    """
    measured = measure(exposure, terms)
    level, outcomes = terms.level, tuple(exposure.outcomes)
    steps = tuple(
        step
        for name in outcomes
        for step in ladder.steps_of(name, measured.contrasts[name], measured.silent, level)
    )
    robust = {name: measured.robust(name) for name in outcomes}
    relative = {name: it.relative(level) for name, it in robust.items()}
    effects = {name: headline(it, measured.readings(name), level) for name, it in robust.items()}
    return IssueCost(
        topic=exposure.topic,
        effects=effects,
        relative={name: it for name, it in relative.items() if it is not None},
        without={name: it.with_problem - effects[name].value for name, it in robust.items()},
        with_problem={name: it.with_problem for name, it in robust.items()},
        steps=steps,
        doubts=measured.doubts,
        placebo=_estimates(measured.before, level),
        left_out=measured.left_out,
        e_value=checks.hidden_cause(robust["spend"], level),
        balance=_balance(exposure, measured.everybody),
        silent=measured.silent,
        **_losses(measured),
        exposed_a_month=exposure.exposed_a_month,
        repeats_a_month=exposure.repeats_a_month,
        months=exposure.months,
        window_days=exposure.window_days,
        churn_days=exposure.churn_days,
        design=exposure.design,
        n_exposed=exposure.n_exposed,
        n_controls=exposure.n_controls,
        margin=terms.margin,
        currency=terms.currency,
        basis=terms.basis,
        evidence=measured.evidence,
        level=level,
        notes=(*exposure.notes, *notes_on_cost(measured)),
    )


def measure(exposure: Exposure, terms: CostTerms) -> Measured:
    """Return every comparison and check of an exposure.

    Args:
        exposure: What `issues.exposure` returned.
        terms: The terms.

    Raises:
        DataError: Too few exposed, or no controls like them.
    """
    columns = exposure.columns
    refuse_few(exposure, columns.shape[1])
    customer = np.unique(exposure.customer, return_inverse=True)[1]
    everybody = compared(exposure, columns, customer)
    refuse_unlike(exposure, everybody)
    changes = checks.changes(exposure, everybody)
    contrasts = {
        name: _contrasts(exposure, terms, everybody, name, changes.get(name))
        for name in exposure.outcomes
    }
    return Measured(
        exposure=exposure,
        terms=terms,
        everybody=everybody,
        contrasts=contrasts,
        changes=changes,
        before=checks.placebo(exposure, customer),
        left_out=checks.without_each(exposure, everybody, exposure.outcomes["spend"]),
        silent=silent_controls(exposure, everybody, terms.reported),
    )


def _contrasts(
    exposure: Exposure, terms: CostTerms, everybody: Comparison, name: str, changes: Changes | None
) -> dict[StepName, Contrast]:
    outcome = exposure.outcomes[name]
    rows = _known(exposure, everybody, outcome)
    others = exposure.naive.get(name, np.empty(0))
    others = others[np.isfinite(others)]
    first: dict[StepName, Contrast] = {}
    if others.size > 1:
        first["naive"] = ladder.naive(rows, outcome, others)
    found = {**first, **ladder.comparisons(rows, outcome, _robust(exposure, terms, rows, outcome))}
    if changes is None:
        return found
    return {
        **found,
        "doubly robust, customers before": changes.robust,
        "ratio in differences": changes.ratio,
    }


def _known(exposure: Exposure, everybody: Comparison, outcome: Floats) -> Comparison:
    """Return the comparison of the rows whose outcome is known."""
    known = among(everybody, exposure, np.isfinite(outcome))
    refuse_unlike(exposure, known)
    return known


def _robust(exposure: Exposure, terms: CostTerms, rows: Comparison, outcome: Floats) -> Contrast:
    if not terms.is_plugged:
        return rows.contrast(rows.alike.means(rows.of(outcome)))
    means = cross_fitted_means(
        rows.of(outcome),
        rows.alike.treated,
        exposure.columns[rows.rows],
        rows.customer,
        outcome_model=terms.outcome_model,
        exposure_model=terms.exposure_model,
        seed=terms.seed,
    )
    refuse_unlike(exposure, rows, means.balance)
    return rows.contrast(means)


def _losses(measured: Measured) -> dict[str, Any]:
    """Return the loss each, a month, a year, and a month with those who stay silent."""
    each = tuple(it.times(-measured.terms.kept) for it in measured.readings("spend"))
    n = measured.exposure.exposed_a_month
    return {
        "loss_each": measured.money(each),
        "loss_a_month": measured.money(tuple(it.of_count(n) for it in each)),
        "loss_a_year": measured.money(tuple(it.of_count(MONTHS * n) for it in each)),
        "losses_of_all": {
            share: measured.money(
                tuple(it.of_count(n / share) for it in each if it.reported == share)
            )
            for share in measured.silent
        },
    }


def _balance(exposure: Exposure, everybody: Comparison) -> ExposureBalance:
    names, before, after = differences(
        exposure.adjusted_for, exposure.exposed, everybody.alike.odds.weight
    )
    balance = everybody.alike.balance
    return ExposureBalance(
        topic=exposure.topic,
        names=names,
        before=before,
        after=after,
        effective_n=float(balance.effective_n[0]),
        largest_weight=float(balance.largest_weight[0]),
        n_exposed=exposure.n_exposed,
        n_controls=exposure.n_controls,
    )


def _estimates(contrasts: Mapping[str, Contrast], level: float) -> dict[str, Estimate]:
    return {name: it.estimate(level, "doubly robust") for name, it in contrasts.items()}
