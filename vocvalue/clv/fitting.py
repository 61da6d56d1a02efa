"""From a maximum of the likelihood to a Fit: errors, warnings and their words."""

import warnings
from collections.abc import Callable, Collection, Sequence

import numpy as np

from vocvalue.clv.fitted import Fit, ModelT
from vocvalue.clv.quoted import quoted
from vocvalue.clv.rfm_summary import Rfm
from vocvalue.clv.search import Maximum
from vocvalue.errors import FitError, FitWarning
from vocvalue.results import Note
from vocvalue.results.numerals import counted
from vocvalue.results.texts import Text, pair, sentences, separated

LEANS = 0.3
"""A flat direction involves a parameter that has at least this share of its unit length."""


def conclude(
    model: ModelT,
    maximum: Maximum,
    diagnostics: Sequence[Note],
    *,
    n_customers: int,
    n_distinct: int,
    remarks: Sequence[Note] = (),
) -> Fit[ModelT]:
    """Make the Fit of a maximum: warn where it needs care, refuse where it is not a maximum.

    Raises:
        FitError: The search stopped where the likelihood still rises; the error carries the Fit.
    """
    fit = Fit(
        model=model,
        log_likelihood=maximum.log_likelihood,
        information=maximum.hessian,
        converged=maximum.converged,
        diagnostics=tuple(diagnostics),
        notes=(*remarks, *diagnostics),
        n_customers=n_customers,
        n_distinct=n_distinct,
        evaluations=maximum.evaluations,
    )
    if not fit.converged:
        raise FitError(
            f"the fit of {type(model).__name__} stopped where the likelihood still rises (about "
            f"{maximum.gain_left:.3g} to gain after {maximum.evaluations} evaluations). "
            "Check the RFM for impossible rows, or fit another model; the error's `fit` shows how "
            "far it got.",
            fit=fit,
        )
    for note in fit.diagnostics:
        warnings.warn(note.en, FitWarning, stacklevel=3)
    return fit


UNTOLD = pair("The data hold too little on them.", "数据中关于它们的信息太少。")
LEFT_OUT = pair(
    "The intervals leave this direction out, so they are too narrow for forecasts beyond the span "
    "of the data.",
    "区间未包含这一方向的不确定性，对超出数据时间跨度的预测而言偏窄。",
)


def boundary_notes(
    maximum: Maximum,
    names: Sequence[str],
    stories: Callable[[Collection[str]], Sequence[Text]],
) -> list[Note]:
    """Return notes on the parameters that the data do not identify.

    Args:
        maximum: Where the search ended.
        names: The parameters' names, in order.
        stories: Given the parameters that are not pinned down, what that means for customers.
    """
    if maximum.flat is None:
        return []
    weights = np.abs(maximum.flat).max(axis=1)
    flat = [name for name, weight in zip(names, weights, strict=True) if weight > LEANS]
    return [
        Note.of(
            "The likelihood is flat along {flat} ({values}): {story}",
            "似然函数沿 {flat} 方向是平的（{values}）：{story}",
            bears_on="claim",
            flat=separated(*sorted(flat)),
            values=quoted(dict(zip(names, maximum.parameters.tolist(), strict=True))),
            story=sentences(*(stories(flat) or [UNTOLD]), LEFT_OUT),
        )
    ]


def require_repeat_purchases(rfm: Rfm) -> None:
    """Refuse a fit that no data could decide.

    Raises:
        FitError: There is one customer, nobody bought again, or no time has passed.
    """
    n_customers = rfm.n_customers
    if n_customers < 2:
        raise FitError(
            f"there is only {counted(n_customers, 'customer')}; a distribution over customers "
            "needs at least two."
        )
    if not rfm.frequency.any():
        raise FitError(
            f"all {n_customers:,} customers bought once: without a repeat purchase, the purchase "
            "rate and the dropout cannot be distinguished. Use a longer observation, or "
            "a finer grain if repeat purchases fell into the same period."
        )
    if not rfm.T.any():
        raise FitError(
            f"T is 0 for all {n_customers:,} customers: no customer has been observed for any "
            "length of time. "
            "Use a later observation end, or a finer grain."
        )
