"""From a maximum to a Fit: what is refused, what is warned of, and in which words."""

import warnings
from collections.abc import Mapping, Sequence

import numpy as np

from vocvalue.clv.fitted import Fit, ModelT
from vocvalue.clv.rfm_summary import Rfm
from vocvalue.clv.search import Maximum
from vocvalue.errors import FitError, FitWarning
from vocvalue.results import Note, counted


def conclude(
    model: ModelT,
    maximum: Maximum,
    diagnostics: Sequence[Note],
    *,
    n_customers: int,
    n_distinct: int,
    remarks: Sequence[Note] = (),
) -> Fit[ModelT]:
    """Make the Fit of a maximum: warn where it needs care, refuse where it is none.

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
            "Look at the RFM for impossible rows, or fit another model; the error's `fit` "
            "carries how far it came.",
            fit=fit,
        )
    for note in fit.diagnostics:
        warnings.warn(note.en, FitWarning, stacklevel=3)
    return fit


def boundary_notes(
    maximum: Maximum, names: Sequence[str], stories: Mapping[frozenset[str], tuple[str, str]]
) -> list[Note]:
    """Say in words which parameters the data do not pin down.

    Args:
        maximum: Where the search ended.
        names: The parameters' names, in order.
        stories: What it means that a set of parameters runs off together, in English and Chinese.
    """
    if maximum.flat is None:
        return []
    weights = np.abs(maximum.flat).max(axis=1)
    flat = frozenset(name for name, weight in zip(names, weights, strict=True) if weight > 0.3)
    known = next((told for who, told in stories.items() if who <= flat), None)
    values = ", ".join(
        f"{name} = {value:.4g}" for name, value in zip(names, maximum.parameters, strict=True)
    )
    listed = ", ".join(sorted(flat))
    en = known[0] if known else "The data hold too little on them."
    zh = known[1] if known else "数据中关于它们的信息太少。"
    return [
        Note(
            en=f"The likelihood is flat along {listed} ({values}): {en}",
            zh=f"似然函数沿 {listed} 方向是平的({values}): {zh}",
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
            f"all {n_customers:,} customers bought once: without one repeat purchase the "
            "purchase rate and the dropout cannot be told apart. Use a longer observation, or "
            "a finer grain if repeat purchases fell into the same period."
        )
    if not rfm.T.any():
        raise FitError(
            f"T is 0 for all {n_customers:,} customers: nobody has been observed for any time. "
            "Use a later observation end, or a finer grain."
        )
