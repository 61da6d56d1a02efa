"""Errors for groups that cannot be compared: separated, hardly overlapping, without spread."""

from vocvalue.effects.covariates import separating
from vocvalue.effects.customers import ComparableCustomers
from vocvalue.effects.difference import AdjustedDifference
from vocvalue.effects.wording import Wording
from vocvalue.errors import DataError, FitError


def separated(customers: ComparableCustomers, error: FitError, wording: Wording) -> DataError:
    """Return the error for groups that covariates separate, and name these covariates.

    Args:
        customers: The treated and the controls.
        error: The error of the fit.
        wording: The nouns of the comparison.
    """
    alone = f"{wording.treated} have nobody to be compared with"
    telling = separating(customers.covariates, customers.treated)
    if not telling:
        return DataError(f"{alone}: {error}")
    return DataError(
        f"{alone}: {'; '.join(telling)}. Leave that covariate out if it does not matter for "
        f"{wording.outcome}; if it does, compare only customers who could have been in "
        f"{wording.either}."
    )


def refuse_unsupported(adjusted: AdjustedDifference, wording: Wording) -> None:
    """Refuse a difference that the customers do not support.

    Args:
        adjusted: The difference.
        wording: The nouns of the comparison.

    Raises:
        DataError: Poor overlap, an impossible mean, or outcomes without any spread.
    """
    is_supported = adjusted.balance.holds and adjusted.is_possible
    if is_supported and adjusted.has_width:
        return
    raw = f"Without adjustment the {wording.noun}s differ by {_gap(adjusted)}"
    if is_supported:
        see = "" if wording.plain is None else f"; see {wording.plain}"
        raise DataError(
            f"within each {wording.noun} {wording.unvaried}: covariates have nothing to explain, "
            f"and no error can be estimated. {raw}{see}."
        )
    raise DataError(
        f"poor overlap: {_thin(adjusted, wording)} The adjusted figure is withheld. {raw}, which "
        f"is an association only. Compare only customers who could have been in {wording.either}, "
        "or use fewer and coarser covariates."
    )


def _gap(adjusted: AdjustedDifference) -> str:
    if adjusted.is_share:
        return f"{100 * adjusted.unadjusted:+.1f} percentage points"
    return f"{adjusted.unadjusted:+,.2f}"


def _thin(adjusted: AdjustedDifference, wording: Wording) -> str:
    """Return how few customers are behind the figure, or which impossible figure it is."""
    balance = adjusted.balance
    if not balance.holds:
        heaviest, worth = balance.largest_weight.max(), balance.effective_n.min()
        return (
            f"one customer carries {heaviest:.1%} of the weight of {wording.group}, and its "
            f"adjusted figure rests on no more than {worth:,.1f} customers."
        )
    kind, form = ("shares", ".1%") if adjusted.is_share else ("means", ",.2f")
    without, treated = adjusted.means.means
    return (
        f"the {kind} without and with {wording.treatment} are estimated as {without:{form}} and "
        f"{treated:{form}}, which is impossible."
    )
