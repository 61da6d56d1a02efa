"""Further tables beside the moments: covariates, what customers are worth, and contacts."""

from collections.abc import Mapping
from typing import Any, TypeAlias

import narwhals as nw
import numpy as np
from numpy.typing import NDArray

from vocvalue.effects import notes as on_effects
from vocvalue.effects.covariates import constant, missing
from vocvalue.errors import DataError
from vocvalue.issues.exposed.measure import Beside
from vocvalue.issues.histories import OrderHistories, days_of
from vocvalue.issues.moments.moments import CustomerMoments
from vocvalue.issues.moments.problems import LAST_SECOND
from vocvalue.link.clock import has_days_only
from vocvalue.link.lookup import look_up, placed
from vocvalue.link.worth import read_worth, worth_of
from vocvalue.results import Note
from vocvalue.results.notes import left_out
from vocvalue.results.numerals import counted
from vocvalue.results.texts import pair
from vocvalue.stats.sorted_groups import n_until, starts
from vocvalue.tables import ids, responses
from vocvalue.tables.orders import CUSTOMER
from vocvalue.tables.reading.leads import Contacts
from vocvalue.tables.responses import ANSWERED, Wanted, read_responses
from vocvalue.tables.sources import collect

Floats: TypeAlias = NDArray[np.float64]
Flags: TypeAlias = NDArray[np.bool_]


def beside(
    orders: OrderHistories,
    at: CustomerMoments,
    exposed: Flags,
    *,
    covariates: object = None,
    values: object = None,
    value: str = "value",
    contacts: Contacts | None = None,
    customer_id: str,
) -> Beside:
    """Return what further tables say of the customers of moments.

    Args:
        orders: The histories.
        at: The moments.
        exposed: Which of them are exposures.
        covariates: A table with one row per customer, or None.
        values: What each customer is worth: a table, a prediction, or None.
        value: The table's column of the value.
        contacts: A table of contacts, or None.
        customer_id: Column with the customer ids in tables that do not say it themselves.

    Raises:
        DataError: A table cannot be read, ids do not fit, or no exposed or no control has all
            covariates.
    """
    codes, place = np.unique(at.customer, return_inverse=True)
    customers = orders.ids[codes.tolist()]
    rows, columns, notes = _covariates(customers, covariates, place, exposed, customer_id)
    worth = None
    if values is not None:
        read = read_worth(values, column=value, customer_id=customer_id)
        each, written = worth_of(customers, read)
        worth, notes = each[place], (*notes, *written, *_unknown(int(np.isnan(each).sum())))
    contact = None
    if contacts is not None:
        contact, told = _since_contact(orders, at, contacts)
        notes = (*notes, *told)
    return Beside(rows=rows, covariates=columns, value=worth, contact=contact, notes=notes)


def _covariates(
    customers: nw.Series[Any],
    covariates: object,
    place: NDArray[np.int64],
    exposed: Flags,
    customer_id: str,
) -> tuple[Flags, Mapping[str, NDArray[Any]], tuple[Note, ...]]:
    """Return which moments have all covariates, the covariates, and notes on both."""
    if covariates is None:
        return np.ones(exposed.size, dtype=np.bool_), {}, ()
    found = look_up(customers, covariates, customer_id=customer_id, columns=None, name="covariates")
    gaps = {name: missing(values) for name, values in found.known.items()}
    is_whole = found.is_there & ~np.logical_or.reduce([*gaps.values(), ~found.is_there])
    rows = is_whole[place]
    for called, theirs in (("exposed", exposed), ("control", ~exposed)):
        if not (rows & theirs).any():
            worst = max(gaps, key=lambda name: int(gaps[name].sum()), default="")
            raise DataError(
                f"no {called} customer has all covariates: column {worst!r} is missing for "
                f"{counted(int(gaps[worst].sum()), 'customer')}. Leave it out, or fill it in."
            )
    columns = {name: values[place] for name, values in found.known.items()}
    same = constant({name: values[rows] for name, values in columns.items()})
    told = {name: values for name, values in columns.items() if name not in same}
    return (
        rows,
        told,
        (
            *found.notes,
            *on_effects.incomplete(int((~is_whole).sum()), len(customers)),
            *on_effects.constant(same),
        ),
    )


def _since_contact(
    orders: OrderHistories, at: CustomerMoments, contacts: Contacts
) -> tuple[Floats, tuple[Note, ...]]:
    """Return the days since each customer's latest contact before the moment, NaN if none."""
    log = read_responses(contacts, Wanted(score=False, called="the table of contacts"))
    table = nw.maybe_reset_index(collect(log.rows))
    number, first = ids.numbered(table[CUSTOMER])
    places, notes = placed(table[CUSTOMER][first.tolist()], orders.ids, name="orders")
    customer = places[number]
    late = LAST_SECOND if has_days_only(log) else 0.0
    day = days_of(np.asarray(table[ANSWERED].to_numpy(), dtype="datetime64[us]")) + late
    known = np.flatnonzero(customer >= 0)
    order = known[np.lexsort([day[known], customer[known]])]
    start, days = starts(customer[order], orders.n_customers), day[order]
    until = n_until(start, days, at.customer, np.nextafter(at.day, -np.inf))
    has_any = until > start[at.customer]
    latest = days[np.where(has_any, until - 1, 0)] if days.size else np.zeros(at.n)
    n_unknown = int((customer < 0).sum())
    left = log.n.get(responses.NO_CUSTOMER, 0) + log.n.get(responses.NO_TIME, 0)
    return np.where(has_any, at.day - latest, np.nan), (
        *log.source.notes,
        *notes,
        *left_out(
            left,
            pair(
                "{rows} of the table of contacts with no customer or no time",
                "联系表中有 {rows}缺少客户编号或时间",
                rows=counted(left, "row"),
            ),
        ),
        *Note.counted(
            n_unknown,
            "Contacts of customers without any order: {n}.",
            "{n} 次联系的客户没有任何订单。",
            bears_on="reading",
        ),
    )


def _unknown(n: int) -> tuple[Note, ...]:
    return Note.counted(
        n,
        "The table values does not say what {customers} are worth: they are in no figure of value.",
        "表 values 中没有{customers}的价值：与价值有关的数字不含这些客户。",
        customers=counted(n, "customer"),
    )
