"""Losses of several results as one, and sums of them as money."""

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
import scipy
from numpy.typing import NDArray

from vocvalue.errors import DataError, ParameterError
from vocvalue.issues.monthly_losses import Costed, MonthlyLosses
from vocvalue.results import Money
from vocvalue.results.estimates import Estimate, weakest
from vocvalue.stats import normal

Floats: TypeAlias = NDArray[np.float64]
Losses: TypeAlias = MonthlyLosses | Costed | Sequence[MonthlyLosses | Costed]

METHOD = "normal"


def summed(losses: MonthlyLosses, months: Floats) -> Money:
    """Return the losses of some months together, as money.

    Args:
        losses: The losses a month.
        months: For how many months each counts, 0 or more, shape (k,).

    Examples:
        >>> losses = MonthlyLosses(
        ...     topics=("packaging", "support"), loss=np.array([36_000.0, 20_000.0]),
        ...     covariance=np.diag([9e6, 16e6]), currency="CNY", basis="revenue",
        ...     evidence="adjusted observational", level=0.95, n=900,
        ... )
        >>> print(summed(losses, np.ones(2)))
        CNY 56,000 of revenue (95% interval: 46,200 to 65,800; evidence: adjusted observational)
    """
    error = float(np.sqrt(max(0.0, float(losses.variance(months)))))
    ends = normal.interval(float(months @ losses.loss), error, losses.level)
    return Money.priced(
        Estimate.of(ends, level=losses.level, method=METHOD, n=losses.n),
        currency=losses.currency,
        basis=losses.basis,
        evidence=losses.evidence,
    )


def losses_of(losses: Losses) -> MonthlyLosses:
    """Return what several results say of losses as one; no covariance of two is known.

    Args:
        losses: `MonthlyLosses`, or what has them, or a sequence of these.

    Raises:
        DataError: A problem occurs twice, or currency, basis or level differ.
        ParameterError: It is none of these.
    """
    parts = [costed("losses", part) for part in _listed(losses)]
    if not parts:
        raise ParameterError("losses is empty. Pass what issues.cost or issues.rank returned.")
    topics = tuple(topic for part in parts for topic in part.topics)
    twice = sorted({topic for topic in topics if topics.count(topic) > 1})
    if twice:
        raise DataError(f"the topics {twice} have two losses each. Pass each topic once.")
    for name in ("currency", "basis", "level"):
        held = list(dict.fromkeys(getattr(part, name) for part in parts))
        if len(held) > 1:
            raise DataError(
                f"the losses differ in their {name}: {held}. Ask for all of them with one {name}."
            )
    return MonthlyLosses(
        topics=topics,
        loss=np.concatenate([part.loss for part in parts]),
        covariance=np.asarray(scipy.linalg.block_diag(*(part.covariance for part in parts))),
        counted=np.asarray(scipy.linalg.block_diag(*(part.chance for part in parts))),
        results=_numbered(parts),
        currency=parts[0].currency,
        basis=parts[0].basis,
        evidence=weakest(*(part.evidence for part in parts)),
        level=parts[0].level,
        n=sum(part.n for part in parts),
    )


def _numbered(parts: Sequence[MonthlyLosses]) -> tuple[int, ...]:
    """Return the number of the result that each loss was measured in, over all parts."""
    keys = [
        (place, one)
        for place, part in enumerate(parts)
        for one in part.results or (0,) * len(part.topics)
    ]
    number = {key: place for place, key in enumerate(dict.fromkeys(keys))}
    return tuple(number[key] for key in keys)


def costed(name: str, part: object) -> MonthlyLosses:
    """Return the losses a month that something has.

    Args:
        name: The argument's name in messages.
        part: `MonthlyLosses`, or what has them.

    Raises:
        ParameterError: It has none.
    """
    if isinstance(part, MonthlyLosses):
        return part
    if isinstance(part, Costed):
        return part.monthly_losses
    raise ParameterError(
        f"{name} == {type(part).__name__}(...), must be what issues.cost or issues.rank returned, "
        "or MonthlyLosses."
    )


def _listed(losses: Losses) -> Sequence[object]:
    return list(losses) if isinstance(losses, list | tuple) else [losses]
