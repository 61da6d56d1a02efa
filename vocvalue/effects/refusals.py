"""Why groups cannot be compared: what tells them apart, and on how few customers a figure rests."""

from vocvalue.effects.covariates import separating
from vocvalue.effects.customers import ComparableCustomers
from vocvalue.effects.difference import AdjustedDifference
from vocvalue.effects.wording import Wording
from vocvalue.errors import DataError, FitError


def separated(customers: ComparableCustomers, error: FitError, wording: Wording) -> DataError:
    """Return the error of groups that cannot be compared, with the covariates that do it.

    Args:
        customers: The treated and the controls.
        error: What the fit said.
        wording: What they are called.
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


def refuse_untellable(adjusted: AdjustedDifference, wording: Wording) -> None:
    """Refuse a difference that the customers cannot bear.

    Args:
        adjusted: The difference.
        wording: What groups and outcome are called.

    Raises:
        DataError: Poor overlap, a mean that cannot be, or outcomes without any spread.
    """
    is_borne = adjusted.balance.holds and adjusted.is_possible
    if is_borne and adjusted.has_width:
        return
    raw = f"Without adjustment the {wording.noun}s differ by {_gap(adjusted)}"
    if is_borne:
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
    """Return on how few customers a figure would rest, or which impossible one it would be."""
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
