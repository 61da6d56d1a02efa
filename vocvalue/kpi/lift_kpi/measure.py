"""A lift in retention in, a KPI out."""

from typing import get_args

from vocvalue import checks, duration
from vocvalue.amounts.worth import Cost, Worth
from vocvalue.duration import EVERY, Every, Span
from vocvalue.errors import ParameterError
from vocvalue.kpi.kpi import Bounds, KpiPeriod
from vocvalue.kpi.lift_kpi import notes
from vocvalue.kpi.lift_kpi.by_period import by_period
from vocvalue.kpi.lift_kpi.change import Change, Outcome, change_of
from vocvalue.kpi.lift_kpi.result import RetentionKpi
from vocvalue.lift.adjusted.read import adjusted_retention
from vocvalue.lift.experiments.result import Experiment
from vocvalue.lift.two_arms.read import retention
from vocvalue.lift.two_arms.result import RetentionLift
from vocvalue.results import Basis


def retention_lift(
    lift: RetentionLift | Experiment,
    *,
    change: Change,
    outcome: Outcome = "churn",
    window: Span = "6 months",
    arm: str | None = None,
    every: Every = "quarter",
    bounds: Bounds | tuple[float, float] = (0.0, 0.15),
    value_per_customer: Worth | None = None,
    cost: Cost = 0.0,
    cost_per_contact: Cost = 0.0,
    population: int | None = None,
    horizon: Span | None = None,
    currency: str | None = None,
    basis: Basis = "revenue",
    level: float = 0.95,
) -> RetentionKpi:
    """Return how much less churn there is among customers contacted, as a KPI with its money.

    "15% lower" is two different things, so that it has to be said which: with `change="points"`
    churn falls from 50% to 35%, with `change="relative"` from 50% to 42.5%.

    Args:
        lift: What `lift.retention`, `lift.adjusted_retention` or `lift.retention_test` returned, or
            an experiment of `lift.experiment`: compared as it is where it is randomised, otherwise
            adjusted for the columns that it kept, if any.
        change: "points" for the difference of two shares, "relative" for that difference as a part
            of the control group's share.
        outcome: "churn", the share that left, or "repurchase", the share that stayed.
        window: The time after which customers are judged; a lift after another one is noted.
        arm: The treated arm of an experiment; may be left out where there is only one.
        every: The length of the periods of assignment in the trend: "week", "month", "quarter" or
            "year".
        bounds: From where on the change is low, and high, as fractions.
        value_per_customer: As in `RetentionLift.money`: what a customer who is kept is worth. None
            leaves the money out.
        cost: As in `RetentionLift.money`.
        cost_per_contact: As in `RetentionLift.money`.
        population: As in `RetentionLift.money`.
        horizon: As in `RetentionLift.money`.
        currency: As in `RetentionLift.money`.
        basis: As in `RetentionLift.money`.
        level: The confidence level, where an experiment is passed; a lift has its own.

    Returns:
        The change with its interval and band, its trend where the times of the assignments are
        known, and the revenue recovered.

    Raises:
        DataError: Nobody in an arm was followed, or value and cost differ in currency or basis.
        ParameterError: An argument that makes no sense, or a relative change of churn within strata
            or of clusters.

    References:
        As `lift.retention_test`; Koopman (1984), Biometrics 40, for the relative change.

    Examples:
        The experiment of the articles: of 500 customers in each arm, 350 and 250 stayed.

        >>> from vocvalue import lift
        >>> kept = lift.retention_test(treated=(350, 500), control=(250, 500), randomised=True)
        >>> found = retention_lift(kept, change="relative", value_per_customer=2_000)
        >>> print(f"{found.figure.value:.0%} less churn", found.band())
        40% less churn high
        >>> round(found.money.value), round(found.money.lower), round(found.money.upper)
        (200000, 139718, 258221)
    """
    checks.one_of("change", change, get_args(Change))
    checks.one_of("outcome", outcome, get_args(Outcome))
    checks.one_of("every", every, EVERY)
    duration.length(window, "day", name="window")
    judged = Bounds.of(bounds, lowest=-1.0, highest=1.0)
    found = _lift_of(lift, arm, level)
    priced = None
    if value_per_customer is not None:
        priced = found.money(
            value_per_customer,
            cost=cost,
            cost_per_contact=cost_per_contact,
            population=population,
            horizon=horizon,
            currency=currency,
            basis=basis,
        )
    periods: tuple[KpiPeriod, ...] = ()
    if isinstance(lift, Experiment):
        number = lift.number(arm)
        periods = by_period(lift, found, number=number, every=every, outcome=outcome, change=change)
    return RetentionKpi(
        figure=change_of(found, outcome=outcome, change=change),
        outcome=outcome,
        change=change,
        lift=found,
        window=window,
        periods=periods,
        every=every,
        bounds=judged,
        priced=priced,
        level=found.level,
        notes=(
            *notes.on_random_arms(found),
            *notes.on_the_window(found, window),
            *(found.notes if priced is None else priced.notes),
        ),
    )


def _lift_of(lift: object, arm: str | None, level: float) -> RetentionLift:
    if isinstance(lift, Experiment):
        if lift.randomised or not lift.columns:
            return retention(lift, arm=arm, level=level)
        return adjusted_retention(lift, arm=arm, level=level)
    if not isinstance(lift, RetentionLift):
        raise ParameterError(
            f"lift == {type(lift).__name__}, must be what lift.retention, lift.adjusted_retention, "
            "lift.retention_test or lift.experiment returned."
        )
    if arm is not None:
        raise ParameterError(
            f"arm == {arm!r}, but the lift is already one of two arms. Leave arm out, or pass the "
            "experiment."
        )
    return lift
