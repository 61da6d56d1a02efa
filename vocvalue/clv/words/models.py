"""Models with their parameters on one line, and ways to do without a model."""

from functools import singledispatch
from typing import Any

import numpy as np

from vocvalue.clv.fitted import Fit
from vocvalue.clv.fitted_spend import FittedSpend
from vocvalue.clv.own_means import OwnMeans
from vocvalue.clv.quoted import quoted
from vocvalue.clv.spend import GivenSpend
from vocvalue.results.intervals import beside
from vocvalue.results.spans import period
from vocvalue.results.sums import amount
from vocvalue.results.texts import Text, named, pair


@singledispatch
def in_short(model: object) -> Text:
    """Return the name of the model of purchases or of spend, with its figures.

    Args:
        model: A fit, or spend per purchase.
    """
    raise NotImplementedError(f"{type(model).__name__} has no function registered with `in_short`.")


@in_short.register
def _(fit: Fit) -> Text:  # type: ignore[type-arg]
    unit: Any = getattr(fit.model, "unit", None)
    name = named(type(fit.model).__name__)
    if unit is None:
        return beside(name, quoted(fit.parameters))
    per = pair("per {unit}", "每{unit}", unit=period(unit))
    return beside(name, quoted(fit.parameters), per)


@in_short.register
def _(spend: FittedSpend) -> Text:
    return in_short(spend.fit)


@in_short.register
def _(spend: OwnMeans) -> Text:
    figures = quoted({"typical": spend.typical, "spread": spend.spread})
    return beside(pair("customers' own means", "客户各自的平均消费"), figures)


@in_short.register
def _(spend: GivenSpend) -> Text:
    money = amount(spend.mean_spend)
    if np.ndim(spend.amount):
        money = pair("mean {money}", "平均 {money}", money=money)
    return beside(pair("given spend", "给定的单次消费"), money)
