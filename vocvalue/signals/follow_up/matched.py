"""Customers without a lead who bought alike before: what those with one bought more than they."""

from dataclasses import dataclass, field
from typing import Any

import narwhals as nw
import numpy as np
from numpy.typing import NDArray

from vocvalue.effects import notes as effect_notes
from vocvalue.effects.customers import ComparableCustomers, treated_and_controls
from vocvalue.effects.difference import AdjustedDifference
from vocvalue.effects.measure import amount_difference, share_difference
from vocvalue.effects.wording import Wording
from vocvalue.errors import DataError
from vocvalue.link.joining import counts, floats, moments
from vocvalue.results import Money, Note
from vocvalue.results.texts import pair
from vocvalue.signals.follow_up import notes
from vocvalue.signals.follow_up.buyers import PLACE, Buyers, into_engine
from vocvalue.signals.follow_up.followed import Floats, FollowedLeads
from vocvalue.signals.follow_up.held_back import times, times_money
from vocvalue.signals.follow_up.measure import FunnelTerms
from vocvalue.signals.follow_up.ranges import Moments
from vocvalue.signals.follow_up.result import Incremental
from vocvalue.tables import history, ids, windows
from vocvalue.tables.hashing import uniforms
from vocvalue.tables.orders import CUSTOMER, Census, OrderLog
from vocvalue.tables.responses import ANSWERED
from vocvalue.tables.sources import collect
from vocvalue.tables.windows import Window

SALT = "index date"
FEWEST = 30
"""With fewer customers on a side there is no comparison."""
DAY = np.timedelta64(86_400_000_000, "us")
WORDING = Wording(
    noun="group",
    group=pair("a group", "一组"),
    either=pair("either group", "两组"),
    treatment=pair("having a lead", "有线索"),
    outcome=pair("buying", "购买"),
    figure=pair("the difference", "这一差异"),
    treated="the customers with a lead",
    unvaried="all customers bought alike",
)


@dataclass(frozen=True, kw_only=True, eq=False)
class ComparedCustomers:
    """Customers with and without a lead, each from an index date on.

    Attributes:
        has_lead: Whether each has a lead, shape (n,).
        covariates: What each bought before the index date, by name, each of shape (n,).
        has_bought: Whether each had ordered before, shape (n,).
        bought: Whether each ordered within the window, shape (n,).
        spent: For how much, shape (n,).
    """

    has_lead: NDArray[np.bool_] = field(repr=False)
    covariates: dict[str, NDArray[Any]] = field(repr=False)
    has_bought: NDArray[np.bool_] = field(repr=False)
    bought: NDArray[np.bool_] = field(repr=False)
    spent: Floats = field(repr=False)


def incremental(
    followed: FollowedLeads,
    buyers: Buyers,
    census: Census,
    window: Window,
    terms: FunnelTerms,
) -> tuple[Incremental | None, tuple[Note, ...]]:
    """Return what customers with a lead bought more than similar ones without, with notes.

    None where there are too few of either, or they do not overlap.

    Args:
        followed: The leads.
        buyers: Their customers beside the orders.
        census: What was found in the orders.
        window: How long orders count.
        terms: How the figures are written.
    """
    table, log = _with_index(followed, buyers)
    compared = _compared(table, log, census, window, with_money=terms.with_money)
    known = compared.has_bought
    n_with, n_without = (int((known & (compared.has_lead == it)).sum()) for it in (True, False))
    first_buyers = notes.first_buyers(
        int((~known & compared.has_lead).sum()), int((~known & ~compared.has_lead).sum())
    )
    if min(n_with, n_without) < FEWEST:
        return None, (*first_buyers, notes.too_few(n_with, n_without))
    try:
        customers = treated_and_controls(compared.has_lead, compared.covariates, among=known)
        share = share_difference(customers, compared.bought, level=terms.level, wording=WORDING)
        amount = _amount(customers, compared, terms.level) if terms.with_money else None
    except DataError:
        return None, (*first_buyers, notes.not_comparable(n_with, n_without))
    return _of(share, amount, n_with, n_without, terms.currency), (
        notes.compared_with_similar(),
        *first_buyers,
        *customers.notes,
        *effect_notes.weighting(share.balance, WORDING),
        *(() if share.e_values is None else (effect_notes.unmeasured(share.e_values, WORDING),)),
    )


def _amount(
    customers: ComparableCustomers, compared: ComparedCustomers, level: float
) -> AdjustedDifference | None:
    """Return the adjusted difference in revenue, None where it is not supported."""
    try:
        return amount_difference(customers, compared.spent, level=level, wording=WORDING)
    except DataError:
        return None


def _of(
    share: AdjustedDifference,
    amount: AdjustedDifference | None,
    n_with: int,
    n_without: int,
    currency: str | None,
) -> Incremental:
    more = None
    if amount is not None:
        more = Money.priced(
            amount.difference, currency=currency, basis="revenue", evidence=share.evidence
        )
    return Incremental(
        against="similar customers",
        with_lead=share.with_treatment,
        without=share.without_treatment,
        difference=share.difference,
        revenue_difference=more,
        n_customers=n_with,
        n_others=n_without,
        conversions=times(share.difference, n_with),
        revenue=None if more is None else times_money(more, n_with),
        evidence=share.evidence,
    )


def _with_index(followed: FollowedLeads, buyers: Buyers) -> tuple[nw.LazyFrame[Any], OrderLog]:
    """Return customers with the date from which each is followed, in the engine of the orders.

    That of a customer with a lead is the first lead that was followed; where none was, the customer
    is not compared. That of one without is drawn from these dates by the hash of the id, so that it
    is the same in every run.
    """
    firsts = followed.first_followed
    opens = followed.windows.opens[firsts]
    index: Moments = np.full(followed.n_customers, np.datetime64("NaT", "us"))
    index[followed.windows.customer[firsts]] = opens
    everybody = buyers.log.lines.select(CUSTOMER).filter(~nw.col(CUSTOMER).is_null()).unique()
    table = collect(everybody.join(buyers.rows, on=CUSTOMER, how="left").sort(CUSTOMER))
    place = np.nan_to_num(floats(table, PLACE), nan=-1).astype(np.int64)
    dates = np.where(place >= 0, index[place], np.datetime64("NaT", "us"))
    dates[place < 0] = _drawn(table.filter((place < 0).tolist())[CUSTOMER], np.sort(opens))
    kept = ~np.isnat(dates)
    rows = nw.maybe_reset_index(table.filter(kept.tolist()))
    asked = rows.select(CUSTOMER).with_columns(
        nw.new_series(ANSWERED, dates[kept], backend=rows.implementation),
        nw.new_series(PLACE, place[kept], backend=rows.implementation),
    )
    return into_engine(asked, buyers.log)


def _drawn(customers: nw.Series[Any], dates: Moments) -> Moments:
    """Return a date for each customer, drawn from given ones by the hash of the id."""
    texts = ids.texts_of(customers) if len(customers) else []
    share = uniforms(texts, salt=SALT)
    return dates[np.minimum((share * len(dates)).astype(np.int64), len(dates) - 1)]


def _compared(
    asked: nw.LazyFrame[Any], log: OrderLog, census: Census, window: Window, *, with_money: bool
) -> ComparedCustomers:
    after = windows.attached(asked, log, census, window)
    table = collect(history.with_history(after, log, census).sort(CUSTOMER))
    at, first = moments(table, ANSWERED), moments(table, history.FIRST)
    last = moments(table, history.LAST)
    n_before = counts(table, history.ORDERS)
    since, tenure = ((at - it) / DAY for it in (last, first))
    covariates: dict[str, NDArray[Any]] = {
        "orders before": np.log1p(n_before),
        "days since the last order": np.log1p(np.maximum(np.nan_to_num(since), 0.0)),
        "tenure": np.nan_to_num(tenure),
        "month": at.astype("datetime64[M]").astype(str).astype(object),
    }
    if with_money:
        spent = np.nan_to_num(floats(table, history.SPENT))
        covariates["spend before"] = np.sign(spent) * np.log1p(np.abs(spent))
    return ComparedCustomers(
        has_lead=floats(table, PLACE) >= 0,
        covariates=covariates,
        has_bought=n_before > 0,
        bought=counts(table, windows.ORDERS_AFTER) > 0,
        spent=np.nan_to_num(floats(table, windows.SPEND_AFTER)),
    )
