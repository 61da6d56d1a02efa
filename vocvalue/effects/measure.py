"""Customers made comparable and an outcome in, one adjusted difference out."""

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from vocvalue import checks
from vocvalue.effects.customers import ComparableCustomers
from vocvalue.effects.difference import METHODS, AdjustedDifference, Target
from vocvalue.effects.means import SHARE, AdjustedMeans, Limits, limits_of
from vocvalue.effects.refusals import refuse_unsupported, separated
from vocvalue.effects.wording import TREATMENT, Wording
from vocvalue.errors import FitError, ParameterError
from vocvalue.stats.adjustment import StandardisedMeans, standardised_means
from vocvalue.stats.effect_on_treated import means_of_treated

Floats: TypeAlias = NDArray[np.float64]


def share_difference(
    customers: ComparableCustomers,
    outcome: NDArray[Any],
    *,
    target: Target = "treated",
    level: float = 0.95,
    wording: Wording = TREATMENT,
) -> AdjustedDifference:
    """Return the adjusted difference in the share of customers with an outcome.

    Args:
        customers: The treated and the controls.
        outcome: 1 for customers with the outcome and 0 for the others, of all customers, shape
            (n,); only those in `customers.rows` are read.
        target: The customers that the difference is of: the "treated", or "all" in both groups.
        level: The confidence level.
        wording: The nouns of the comparison, for messages.

    Raises:
        DataError: Covariates that separate the groups, poor overlap, a share outside 0 to 1, or
            outcomes without any spread.
        ParameterError: An outcome that is not 0 or 1, or of another length.

    References:
        As `stats.effect_on_treated.means_of_treated` and `stats.adjustment.standardised_means`.

    Examples:
        Of the angry 30 of 60 treated and 4 of 20 others stay, of the calm 18 of 20 and 48 of 60:

        >>> from vocvalue.effects.customers import treated_and_controls
        >>> treated = np.repeat([True, False, True, False], [60, 20, 20, 60])
        >>> mood = np.repeat(["angry", "calm"], 80)
        >>> stayed = np.repeat([1, 0] * 4, [30, 30, 4, 16, 18, 2, 48, 12])
        >>> customers = treated_and_controls(treated, {"mood": mood})
        >>> print(share_difference(customers, stayed).difference)
        0.25 (95% interval: 0.07605 to 0.424)
    """
    values = _values(customers, outcome)
    bad = int((~np.isin(values, (0.0, 1.0))).sum())
    if bad:
        raise ParameterError(f"outcome must be 0 or 1, and is not for {bad:,} customers.")
    return _difference(customers, values, limits=SHARE, target=target, level=level, wording=wording)


def amount_difference(
    customers: ComparableCustomers,
    amount: NDArray[Any],
    *,
    target: Target = "treated",
    level: float = 0.95,
    wording: Wording = TREATMENT,
) -> AdjustedDifference:
    """Return the adjusted difference in the mean of an amount.

    Args:
        customers: The treated and the controls.
        amount: The amount of each customer, such as revenue in money, of all customers, shape
            (n,); only those in `customers.rows` are read.
        target: As in `share_difference`.
        level: The confidence level.
        wording: As in `share_difference`.

    Raises:
        DataError: As in `share_difference`, or a negative mean of amounts that are not.
        ParameterError: An amount that is not finite, or of another length.

    References:
        As `share_difference`.

    Examples:
        The treatment adds 10 for each angry and 30 for each calm customer, and 60 of the 80 treated
        are angry:

        >>> from vocvalue.effects.customers import treated_and_controls
        >>> treated = np.repeat([True, False, True, False], [60, 20, 20, 60])
        >>> is_calm = np.repeat([0, 1], 80)
        >>> spent = 50 + 50 * is_calm + np.tile([-5, 5], 80) + treated * (10 + 20 * is_calm)
        >>> mood = np.where(is_calm, "calm", "angry")
        >>> customers = treated_and_controls(treated, {"mood": mood})
        >>> print(amount_difference(customers, spent).difference)
        15 (95% interval: 12.19 to 17.81)
    """
    values = _values(customers, amount)
    bad = int((~np.isfinite(values)).sum())
    if bad:
        raise ParameterError(f"amount must be finite, and is not for {bad:,} customers.")
    limits = limits_of(values)
    return _difference(
        customers, values, limits=limits, target=target, level=level, wording=wording
    )


def _values(customers: ComparableCustomers, outcome: NDArray[Any]) -> Floats:
    if outcome.shape != customers.rows.shape:
        raise ParameterError(
            f"the outcome has shape {outcome.shape}, must be of all {customers.rows.size:,} "
            "customers."
        )
    return np.asarray(outcome[customers.rows], dtype=np.float64)


def _difference(
    customers: ComparableCustomers,
    values: Floats,
    *,
    limits: Limits,
    target: Target,
    level: float,
    wording: Wording,
) -> AdjustedDifference:
    checks.level(level)
    checks.one_of("target", target, tuple(METHODS))
    try:
        standardised = _standardised(customers, values, target)
    except FitError as error:
        raise separated(customers, error, wording) from error
    treated = customers.treated
    adjusted = AdjustedDifference(
        means=AdjustedMeans(
            means=standardised.means,
            covariance=standardised.covariance,
            covariates=tuple(customers.covariates),
            n=customers.n,
        ),
        balance=standardised.balance,
        unadjusted=float(values[treated].mean() - values[~treated].mean()),
        target=target,
        n_affected=customers.n if target == "all" else int(treated.sum()),
        limits=limits,
        level=level,
    )
    refuse_unsupported(adjusted, wording)
    return adjusted


def _standardised(
    customers: ComparableCustomers, values: Floats, target: Target
) -> StandardisedMeans:
    if target == "treated":
        return means_of_treated(values, customers.treated, customers.columns)
    return standardised_means(values, customers.group, customers.columns, n_groups=2)
