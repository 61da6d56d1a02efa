"""What `predict` returns: each customer's value, the total with its interval, and the terms."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from vocvalue.clv import uncertainty
from vocvalue.clv.fitted import Fit
from vocvalue.clv.rfm_summary import Rfm
from vocvalue.clv.special import Array
from vocvalue.clv.spend import Spend
from vocvalue.clv.terms import Terms
from vocvalue.clv.transaction_model import TransactionModel
from vocvalue.results import CustomerValues, Estimate, Evidence, Money
from vocvalue.results.plain_data import plain
from vocvalue.results.result import Pictured
from vocvalue.tables import frames

EVIDENCE: Evidence = "association only"
TOP = 0.2


@dataclass(frozen=True, kw_only=True, eq=False)
class ClvPrediction(Pictured):
    """Each customer's predicted lifetime value, on stated terms.

    Attributes:
        rfm: The customers' purchase histories, with notes on what was left out.
        purchases: The fitted model of purchases.
        spend: Spend per purchase: from a fitted model, from the customers' own means, or as passed.
        terms: Horizon, discount rate, margin and costs.
        probability_alive: Probability of still being a customer, shape (n,).
        expected_purchases: Expected purchases within the horizon, shape (n,).
        expected_spend: Expected spend per purchase, shape (n,).
        clv: Discounted value within the horizon, on the basis of the terms, shape (n,).
        level: The confidence level of the total's interval.
        seed: The seed of the simulation behind it.
    """

    rfm: Rfm
    purchases: Fit[TransactionModel]
    spend: Spend
    terms: Terms
    probability_alive: Array = field(repr=False)
    expected_purchases: Array = field(repr=False)
    expected_spend: Array = field(repr=False)
    clv: Array = field(repr=False)
    level: float
    seed: int

    @cached_property
    def total(self) -> Money:
        """The value of all customers together, with an interval for what will be realised.

        The interval covers the uncertainty of the parameters and the chance in customers'
        behaviour; it assumes that the models are true, which a holdout can check (`clv.backtest`).
        """
        value = float(self.clv.sum())
        realised = uncertainty.realised_value(
            self.rfm, self.purchases, self.spend, self.terms, self.seed
        )
        estimate = Estimate.of(
            (value, *realised.interval(self.level)),
            level=self.level,
            method=uncertainty.METHOD,
            n=self.rfm.n_customers,
        )
        return Money.priced(
            estimate, currency=self.rfm.currency, basis=self.terms.basis, evidence=EVIDENCE
        )

    @property
    def share_of_top(self) -> float | None:
        """The share of the total value that the top 20% of customers hold.

        None if some customers have a negative value: parts of such a total are not shares.
        """
        if not (self.clv >= 0).all() or not self.clv.sum() > 0:
            return None
        best = np.sort(self.clv)[::-1][: max(1, round(TOP * len(self.clv)))]
        return float(best.sum() / self.clv.sum())

    @property
    def customer_values(self) -> CustomerValues:
        """What each customer is worth, for the rooms that cross it with something else."""
        return CustomerValues(
            table=self.to_frame(),
            customer_id=self.rfm.customer_id.name,
            value="clv",
            horizon=self.terms.horizon,
            basis=self.terms.basis,
            discount_rate=self.terms.discount_rate,
            currency=self.rfm.currency,
        )

    def to_frame(self) -> Any:
        """Return one row per customer, in the caller's dataframe library.

        The columns are customer_id (under the caller's name), frequency, recency, T, monetary_value
        (if the orders have amounts), probability_alive, expected_purchases, expected_spend and clv.
        """
        columns = {
            "frequency": self.rfm.frequency,
            "recency": self.rfm.recency,
            "T": self.rfm.T,
            "monetary_value": self.rfm.monetary_value,
            "probability_alive": self.probability_alive,
            "expected_purchases": self.expected_purchases,
            "expected_spend": self.expected_spend,
            "clv": self.clv,
        }
        held = {name: values for name, values in columns.items() if values is not None}
        return frames.beside(self.rfm.customer_id, held)

    def figures(self) -> dict[str, Estimate]:
        """Return the value of all customers together."""
        return {"customer lifetime value": self.total}

    def to_dict(self) -> dict[str, Any]:
        """Return the total, the terms, the models and the notes, without the customers."""
        return {
            "total": plain(self.total),
            "mean": self.total.value / self.rfm.n_customers,
            "customers": self.rfm.n_customers,
            "share_of_top_20_percent": self.share_of_top,
            "terms": {**plain(self.terms), "basis": self.terms.basis},
            "purchases": {
                "model": type(self.purchases.model).__name__,
                **self.purchases.parameters,
            },
            "spend": {"model": self.spend.model_name, **self.spend.parameters},
            "notes": plain(self.notes),
        }

    @property
    def n_below_zero(self) -> int:
        """How many customers have a negative value: they cost more than they bring in."""
        return int((self.clv < 0).sum())
