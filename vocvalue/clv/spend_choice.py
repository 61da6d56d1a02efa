"""Which way spend per purchase is known: by a model, by own means, or handed in."""

from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike

from vocvalue import checks
from vocvalue.clv.fitted_spend import WAYS, FittedSpend
from vocvalue.clv.gamma_gamma import GammaGamma
from vocvalue.clv.own_means import OwnMeans
from vocvalue.clv.rfm_summary import Rfm
from vocvalue.clv.spend import GivenSpend, Spend
from vocvalue.errors import FitError, ParameterError
from vocvalue.results import Note
from vocvalue.results.numerals import counted
from vocvalue.results.sums import amount

SpendChoice: TypeAlias = str | float | ArrayLike
"""A model, the customers' own means, an amount, one of each customer, or a column of histories."""

METHODS = ("gamma-gamma", "mean")


def spend_by(choice: SpendChoice, rfm: Rfm) -> Spend:
    """Return spend per purchase as it was asked for.

    Args:
        choice: "gamma-gamma", "mean", an amount, or an amount of each customer.
        rfm: The customers.

    Raises:
        FitError: The model has no answer; the message names the other ways.
        ParameterError: Anything else.
    """
    if isinstance(choice, str):
        return _by_method(choice, rfm)
    if np.ndim(choice) == 0:
        return GivenSpend(amount=checks.non_negative("spend", choice))
    return GivenSpend(amount=checks.finite_array("spend", choice))


def _by_method(choice: str, rfm: Rfm) -> Spend:
    if choice == "mean":
        return OwnMeans.fit(rfm)
    if choice != "gamma-gamma":
        raise ParameterError(
            f'spend == {choice!r}, must be "gamma-gamma", "mean", an amount, an amount of each '
            "customer, or a column of the histories. An order log has no such column: its amounts "
            "are in amount."
        )
    one = _one_price(rfm)
    if one is not None:
        return one
    try:
        fit = GammaGamma.fit(rfm)
    except FitError as error:
        raise FitError(f"{error} {WAYS}", fit=error.fit) from error
    return FittedSpend(fit=fit)


def _one_price(rfm: Rfm) -> GivenSpend | None:
    """Return the one amount that all repeat purchases come to, where it is one."""
    spends = rfm.mean_spend[(rfm.frequency > 0) & (rfm.mean_spend > 0)]
    if len(spends) < 2 or np.ptp(spends) > 1e-9 * spends[0]:
        return None
    price, n = float(spends[0]), len(spends)
    note = Note.of(
        "All {customers} with repeat purchases spend {price} on each of them. That is used for "
        "every purchase, and there is no spread to model.",
        "有复购的 {customers}每次消费均为 {price}：以此作为每次购买的消费，无需对差异建模。",
        count=n,
        bears_on="reading",
        customers=counted(n, "customer"),
        price=amount(price),
    )
    return GivenSpend(amount=price, reason=(note,))
