"""An experiment read from tables of assignments and of the orders or outcomes that followed."""

from collections.abc import Sequence
from typing import Any

from vocvalue import checks, duration, progress
from vocvalue.errors import ParameterError
from vocvalue.lift.design.planned_arms import shares_of
from vocvalue.lift.experiments.arms import CONTROL
from vocvalue.lift.experiments.both_arms import BothArms, settled
from vocvalue.lift.experiments.claim import Claim, Shares, checked, opened
from vocvalue.lift.experiments.following import WINDOW, from_orders
from vocvalue.lift.experiments.measure import experiment_of
from vocvalue.lift.experiments.outcomes_following import from_outcomes
from vocvalue.lift.experiments.result import Experiment
from vocvalue.results.texts import pair
from vocvalue.tables.engine_errors import translated
from vocvalue.tables.reading.bare import for_bare, is_bare, refuse_idle
from vocvalue.tables.reading.described import described
from vocvalue.tables.reading.experiments import Assignments, Outcomes
from vocvalue.tables.reading.orders import Orders
from vocvalue.tables.responses import has_column

DEFAULTS = {"retained": "retained", "amount": "amount"}


@progress.step(pair("following customers", "跟踪客户"))
@translated
def experiment(
    assignments: object,
    *,
    orders: object = None,
    outcomes: object = None,
    window: duration.Span | None = None,
    churn_window: duration.Span | None = None,
    control: str = CONTROL,
    both_arms: BothArms = "refuse",
    randomised: Claim = None,
    shares: Shares | None = None,
    keep: Sequence[str] = (),
    customer_id: str = "customer_id",
    arm: str = "arm",
    timestamp: str = "timestamp",
    amount: str = "amount",
    retained: str = "retained",
    spend: str | None = None,
    spend_before: str | None = None,
    duration: str | None = None,
    left: str | None = None,
    observation_end: object = None,
    currency: str | None = None,
) -> Experiment:
    """Read an experiment from tables: who was assigned to which arm, and what followed.

    Everybody counts in the arm to which they were assigned, reached or not (intention to treat).

    Args:
        assignments: One row per customer, with customer_id, arm and, with orders, the time of the
            assignment: any frame narwhals accepts, a path, a `vocvalue.Assignments`, or what
            `lift.assign` returned, which also states that the arms are random.
        orders: An order log in the same forms; a `vocvalue.Orders` where its columns have other
            names, or its amounts a quantity. Customers who order within the window after the
            assignment have stayed. Customers assigned less than a window before the end of the
            observation are not counted yet, neither as staying nor as leaving.
        outcomes: Instead of orders, one row per customer with customer_id and retained (1 or 0,
            empty if not yet known), optionally spend and the timestamp of the outcome; or with how
            long customers stayed, in the columns named by duration and left; or a
            `vocvalue.Outcomes`, which names its columns itself.
        window: The span after the assignment within which an order has to come, or through which a
            customer has to stay; by default "6 months". No customer counts before the window is
            over, whether they stayed or left. If retained is read without a window, customers
            assigned after the last one known to have stayed are not counted yet.
        churn_window: The last part of the window: customers without an order in it have left. By
            default the whole window.
        control: The name of the arm that was left alone.
        both_arms: What is done with customers found in two arms: "refuse" raises an error; "first"
            counts each in the arm of the earliest row, which needs a timestamp and remains
            intention to treat; "drop" leaves them out, which lowers the evidence if there are
            enough of them to create a difference on their own.
        randomised: Whether customers were assigned at random: True, or what `lift.assign` returned,
            in which each customer's arm is then looked up; otherwise the comparison counts as an
            association only. "Contacted" against "not contacted" is not random. The claim is
            checked against the tables: whether customers of all arms are found equally often in
            the other table, whether outcomes are known equally often, whether follow-up is equally
            long, whether an arm's share changed over time or differs by a kept column, whether a
            kept column is nested in the arms, whether the arms had the same spend before, whether
            customers drawn are missing equally often, and whether the arms have the planned sizes.
            Each test raises a false alarm in one of a thousand sound experiments. An alarm comes
            first in every statement, and the comparison then counts as an association only.
        shares: The planned share of each arm, {"treated": 0.9, "control": 0.1}, for the last test.
        keep: Further columns of the assignments to keep: strata, segments, covariates.
        customer_id: Column with the customer ids, in all tables.
        arm: Column with the arms.
        timestamp: Column with the timestamps, in all tables.
        amount: Column with the order amounts, negative for a refund.
        retained: Column of the outcomes that says who stayed.
        spend: Column of the outcomes with the spend in the window.
        spend_before: Column of the assignments with the spend before the assignment, for use with
            outcomes.
        duration: Column of the outcomes with the days from the assignment until the customer left
            or was last seen; see `lift.survival`.
        left: Column of the outcomes that says who left (at the end of the duration, if there is
            one): 1, or 0 for customers still there. It replaces retained where there is no such
            column.
        observation_end: The last moment observed; by default the latest order, or the last moment
            at which the outcomes show any customer.
        currency: The currency code, passed on to the results.

    Returns:
        The experiment, for `lift.retention` and the other analyses.

    Raises:
        DataError: A customer is in two arms (unless both_arms allows it), or the first of them is
            not known; there is only one arm, or no control; an outcome precedes the assignment; or
            nobody was followed.
        ParameterError: Neither orders nor outcomes, or both; duration without left or without
            outcomes.

    Examples:
        >>> import pandas as pd
        >>> people = pd.DataFrame({"customer_id": range(1000), "arm": ["treated", "control"] * 500})
        >>> stayed = pd.DataFrame(
        ...     {"customer_id": range(1000), "retained": [1, 1] * 250 + [1, 0] * 100 + [0, 0] * 150}
        ... )
        >>> experiment(people, outcomes=stayed, randomised=True).to_dict()["arms"]["treated"]
        {'assigned': 500, 'followed': 500, 'retained': 350}
    """
    if (orders is None) == (outcomes is None):
        raise ParameterError("pass either orders= or outcomes=, and not both.")
    if shares is not None:
        shares_of(shares)
    assignments, claim = opened(assignments, randomised)
    of_outcomes = {"duration": duration, "left": left, "spend": spend, "retained": retained}
    _refuse_idle_names(
        outcomes, {**of_outcomes, "spend_before": spend_before}, "outcomes=; orders= has its own"
    )
    _refuse_idle_names(orders, {"amount": amount}, "orders=; outcomes= has its own")
    shared: dict[str, Any] = {"customer_id": customer_id, "timestamp": timestamp}
    refuse_idle({"assignments": assignments, "orders": orders, "outcomes": outcomes}, **shared)
    people = described(
        Assignments, assignments, "assignments", arm=arm, **for_bare(assignments, **shared)
    )
    one_arm = settled(people, both_arms)
    keep = checks.columns("keep", keep)
    kept = tuple(dict.fromkeys([people.arm, *keep]))
    if orders is not None:
        money = {"amount": amount, "observation_end": observation_end, "currency": currency}
        followed = from_orders(
            one_arm.table,
            _order_log(orders, shared, money),
            window=window or WINDOW,
            churn_window=churn_window,
            keep=kept,
        )
    else:
        followed = from_outcomes(
            one_arm.table,
            _outcomes_of(outcomes, one_arm.table, shared, of_outcomes),
            keep=kept,
            spend_before=spend_before,
            window=window,
            observation_end=observation_end,
        )
    read = experiment_of(
        followed, one_arm, control=control, keep=keep, currency=currency, claimed=bool(claim)
    )
    return checked(read, followed, shares, claim)


def _refuse_idle_names(table: object, names: dict[str, str | None], of: str) -> None:
    """Refuse column names for a table that was not passed, unless they are the defaults."""
    idle = [name for name, column in names.items() if column not in (None, DEFAULTS.get(name))]
    if table is None and idle:
        belong = "belongs" if len(idle) == 1 else "belong"
        raise ParameterError(f"{' and '.join(idle)} {belong} to {of}.")


def _order_log(orders: object, shared: dict[str, Any], money: dict[str, Any]) -> Orders:
    """Return the orders with how they are read."""
    return described(Orders, orders, "orders", **money, **for_bare(orders, **shared))


def _outcomes_of(
    outcomes: object, people: Assignments, shared: dict[str, Any], columns: dict[str, str | None]
) -> Outcomes:
    """Return the outcomes with how they are read."""
    asked = _in_outcomes(outcomes, people, shared)
    return described(Outcomes, outcomes, "outcomes", **columns, **for_bare(outcomes, **asked))


def _in_outcomes(outcomes: object, people: Assignments, shared: dict[str, Any]) -> dict[str, Any]:
    """Return what both tables share, without the timestamp if only the assignments have it.

    The column is named for both tables, and one of them must have it.
    """
    column = shared["timestamp"]
    if not is_bare(outcomes) or column == Outcomes(None).timestamp:
        return shared
    is_there = has_column(people, people.timestamp) and not has_column(outcomes, column)
    return {key: value for key, value in shared.items() if key != "timestamp" or not is_there}
