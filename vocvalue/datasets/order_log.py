"""A simulated order log whose customers follow the BG/NBD and Gamma-Gamma models."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from vocvalue import checks, duration, progress
from vocvalue.datasets.observation import Day, Observation
from vocvalue.datasets.purchase import Floats, Purchases, Refunds, fraction, money
from vocvalue.duration import Span, Unit
from vocvalue.results.plain_data import plain
from vocvalue.results.result import Pictured
from vocvalue.results.texts import pair
from vocvalue.sealed import HandedOut
from vocvalue.stats.simulation import gamma_gamma_amounts


@dataclass(frozen=True, kw_only=True, eq=False)
class SimulatedOrders(Pictured):
    """Simulated orders with the truth behind them.

    Attributes:
        orders: One row per purchase or refund: customer_id, timestamp, amount.
        truth: One row per customer: what was drawn for them and no order shows.
        parameters: Everything the simulation was run with.
        observation_end: The last second observed.
        unit: The unit of time of the purchase rates.
        currency: The currency code, or None.
    """

    orders: HandedOut[pd.DataFrame] = HandedOut()
    truth: HandedOut[pd.DataFrame] = HandedOut()
    parameters: Mapping[str, Any]
    observation_end: pd.Timestamp
    unit: Unit
    currency: str | None = None

    def to_frame(self) -> pd.DataFrame:
        """Return the orders."""
        return self.orders

    def to_dict(self) -> dict[str, Any]:
        """Return the parameters and the sizes; the tables stay tables."""
        return {
            "n_customers": len(self.truth),
            "n_orders": len(self.orders),
            "n_refunds": self.n_refunds,
            "share_alive": float(self.truth["alive"].mean()),
            "parameters": plain(self.parameters),
            "observation_end": self.observation_end.isoformat(),
            "unit": self.unit,
            "currency": self.currency,
        }

    @property
    def n_refunds(self) -> int:
        """The number of refunds."""
        return int((self.orders["amount"] < 0).sum())


@progress.step(pair("simulating orders", "模拟订单"))
def simulate_orders(
    n_customers: int,
    *,
    r: float = 0.243,
    alpha: float = 4.414,
    a: float = 0.793,
    b: float = 2.426,
    p: float = 6.25,
    q: float = 3.74,
    v: float = 15.44,
    unit: Unit = "week",
    start: Day = "2023-01-02",
    end: Day = "2024-12-29",
    acquisition: Span = "26 weeks",
    refund_share: float = 0.0,
    currency: str | None = None,
    seed: int | np.random.Generator,
) -> SimulatedOrders:
    """Simulate an order log whose customers follow the BG/NBD and Gamma-Gamma models.

    A customer's first purchase is uniform over the opening span. Repeat purchases follow a Poisson
    process with a rate from Gamma(r, rate alpha); after each, the customer leaves with a
    probability from Beta(a, b). Every purchase, including the first, costs Gamma(p, rate nu), with
    nu from Gamma(q, rate v). The defaults are the published CDNOW estimates.

    Args:
        n_customers: How many customers, at least 1.
        r: Shape of the purchase rates.
        alpha: Rate of the purchase rates, in `unit`.
        a: First shape of the dropout probabilities.
        b: Second shape of the dropout probabilities.
        p: Shape of a customer's amounts.
        q: Shape of the spend rates nu over customers.
        v: Rate of the spend rates nu over customers, in money.
        unit: The unit of time of the purchase rates: hour, day, week, month or year.
        start: The first day.
        end: The last day, observed in full.
        acquisition: The opening span in which first purchases fall, such as "26 weeks".
        refund_share: Share of purchases refunded later, from 0 to 1: half of them in full, the
            others by 20 to 80%, nine days later on average. The truth's mean spend is before
            refunds.
        currency: The currency code, passed on to the results.
        seed: The seed: a whole number, or a NumPy generator.

    Returns:
        A `SimulatedOrders`. Its orders are customer_id (1 to n), timestamp (whole seconds) and
        amount (whole cents, at least one): purchases customer after customer in ascending order,
        then the refunds as negative amounts. Its truth is customer_id, first_purchase,
        purchase_rate (per `unit`), dropout_probability, alive (at the end) and mean_spend.

    Raises:
        ParameterError: A parameter is not above zero, refund_share is not from 0 to 1, or the
            opening span does not fit between the days.

    References:
        Fader, Hardie and Lee (2005), "Counting your customers" the easy way: an alternative to
        the Pareto/NBD model, Marketing Science 24(2); Fader and Hardie (2013), The Gamma-Gamma
        model of monetary value.

    Examples:
        >>> log = simulate_orders(1000, seed=1)
        >>> list(log.orders.columns), log.truth.shape
        (['customer_id', 'timestamp', 'amount'], (1000, 6))
        >>> log.observation_end
        Timestamp('2024-12-29 23:59:59')
    """
    rng = checks.seed(seed)
    n = checks.whole("n_customers", n_customers, least=1)
    unit = duration.unit(unit)
    named = {"r": r, "alpha": alpha, "a": a, "b": b, "p": p, "q": q, "v": v}
    model = {name: checks.positive(name, value) for name, value in named.items()}
    share = fraction("refund_share", refund_share)
    observation = Observation.between(start, end, acquisition)
    first = observation.first_purchases(n, rng)
    rate, dropout = rng.gamma(r, 1 / alpha, n), rng.beta(a, b, n)
    purchases = Purchases.draw(first, rate, dropout, unit=unit, observation=observation, rng=rng)
    amounts, mean_spend = gamma_gamma_amounts(p, q, v, purchases.counts, rng)
    truth = {
        "customer_id": np.arange(1, n + 1),
        "first_purchase": observation.timestamps(first),
        "purchase_rate": rate,
        "dropout_probability": dropout,
        "alive": purchases.alive,
        "mean_spend": mean_spend,
    }
    run = {"n_customers": n, "refund_share": share, "seed": seed if isinstance(seed, int) else None}
    return SimulatedOrders(
        orders=_orders(purchases, money(amounts), share, observation, rng),
        truth=pd.DataFrame(truth),
        parameters={**model, **run, **observation.asked},
        observation_end=observation.end,
        unit=unit,
        currency=currency,
    )


def _orders(
    purchases: Purchases,
    amounts: Floats,
    share: float,
    observation: Observation,
    rng: np.random.Generator,
) -> pd.DataFrame:
    customer, moment = purchases.owner + 1, purchases.moment
    if share > 0:
        refunds = Refunds.draw(moment, amounts, share=share, observation=observation, rng=rng)
        customer = np.concatenate([customer, customer[refunds.purchase]])
        moment = np.concatenate([moment, refunds.moment])
        amounts = np.concatenate([amounts, refunds.amount])
    return pd.DataFrame(
        {
            "customer_id": customer,
            "timestamp": observation.timestamps(moment),
            "amount": amounts,
        }
    )
