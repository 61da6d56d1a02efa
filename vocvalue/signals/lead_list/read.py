"""Leads of signals, with what their customers are worth and the products of a catalogue."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import narwhals as nw
import numpy as np
from numpy.typing import NDArray

from vocvalue import checks, duration, progress
from vocvalue.duration import Span
from vocvalue.errors import DataError, ParameterError
from vocvalue.link.worth import read_worth, terms_of, worth_of
from vocvalue.results import CustomerValues, Note
from vocvalue.results.texts import pair
from vocvalue.signals.finding.result import Signals
from vocvalue.signals.lead_list import measure, notes
from vocvalue.signals.lead_list.catalogue import LinkedProducts, Shelf, open_shelf
from vocvalue.signals.lead_list.measure import Candidates, Floats
from vocvalue.signals.lead_list.result import Leads
from vocvalue.signals.lead_list.routes import Route, checked_routes
from vocvalue.tables import ids
from vocvalue.tables.engine_errors import translated


@progress.step(pair("choosing leads", "挑选线索"))
@translated
def leads(
    signals: Signals,
    *,
    values: object = None,
    products: object = None,
    window: Span = "30 days",
    asked_in: Sequence[str] = ("chat", "question"),
    sales_value: float | None = None,
    routes: Mapping[str, Route] | None = None,
    customer_id: str | None = None,
    value: str = "value",
) -> Leads:
    """Return the leads of signals: which customers to call, about what, in which order.

    A signal becomes a lead if the customer wants to buy and the gate did not hold it. An intent to
    buy again is always one. A wish for more is one only if it can be sold: the catalogue has a
    bigger variant of what is named, or it is a plan; and a question for another product only if the
    catalogue has it. In a channel where customers ask for what they want, both are leads as they
    stand. What is none stays a mention, and is counted.

    Args:
        signals: What `signals.find` returned, of texts with customers.
        values: What each customer is worth: a table with one row per customer, or what
            `clv.predict` returns. The most valuable customers come first.
        products: The catalogue: a table, a path or a `Products`.
        window: How long a lead stays open after its first signal: what the customer says of the
            same kind by then joins the lead.
        asked_in: The channels in which customers ask for what they want to buy.
        sales_value: What a customer is worth at least whom sales calls whatever the lead; by
            default the top fifth of the values. Sales also takes wishes for more, and questions for
            another product, that name one; marketing automation takes the rest.
        routes: "sales" or "marketing automation" for kinds of leads, instead of the above.
        customer_id: Column with the customer ids in a table of values; by default as in the texts.
        value: Column with the value in a table of values.

    Returns:
        The leads, the most urgent first.

    Raises:
        DataError: The texts had no customers, a table cannot be read, or two products of the
            catalogue go by one name.
        ParameterError: An argument that makes no sense, or is idle.

    Examples:
        >>> import pandas as pd
        >>> import vocvalue as vv
        >>> texts = pd.DataFrame(
        ...     {
        ...         "customer_id": ["ann", "bo", "bo"],
        ...         "timestamp": ["2024-05-01", "2024-05-02", "2024-05-09"],
        ...         "channel": ["review", "chat", "chat"],
        ...         "text": ["下次还会买", "Do you also sell filters?", "Do you also sell mugs?"],
        ...     }
        ... )
        >>> worth = pd.DataFrame({"customer_id": ["ann", "bo"], "value": [120.0, 900.0]})
        >>> found = leads(vv.signals.find(texts), values=worth)
        >>> found.to_frame()[["customer_id", "kind", "product", "n_signals", "route"]]
          customer_id        kind  product  n_signals                 route
        0          bo  cross_sell  filters          2                 sales
        1         ann  repurchase      NaN          1  marketing automation
    """
    _check_signals(signals)
    channels, asked = _channels(asked_in), checked_routes(routes)
    days = duration.length(window, "day", name="window")
    shelf = open_shelf(products)
    candidates, nobody = _candidates(signals, shelf)
    counts = measure.count_as_leads(candidates, channels)
    taken = candidates.of(counts)
    together = measure.grouped(taken, days)
    columns = measure.opening(taken, together)
    customers = _customers(signals)[columns["place"]]
    name = customer_id or str(customers.name)
    worth = _worth(customers, values, column=value, customer_id=name, sales_value=sales_value)
    columns["route"] = measure.routes(columns, worth.value, worth.sales_value, asked)
    found = (
        *signals.notes,
        *nobody,
        *notes.on_mentions(candidates.of(~counts), channels),
        *notes.on_catalogue(shelf, candidates),
        *notes.on_chats(taken),
        *notes.on_times(taken),
        *notes.on_repeats(together.n_again),
        *worth.notes,
    )
    return _in_order(columns, customers, worth, signals, notes=found)


@dataclass(frozen=True, kw_only=True, eq=False)
class _Worth:
    """What the customers of leads are worth.

    Attributes:
        value: That of each lead, shape (n,), or None.
        sales_value: The value from which on sales calls.
        n_customers: How many customers have a lead.
        n_valued: Of how many of them it is known.
        total: What these are worth together.
        terms: What the value counts, where known.
        notes: What is not known, and which limit nobody stated.
    """

    value: Floats | None = None
    sales_value: float = np.inf
    n_customers: int
    n_valued: int = 0
    total: float | None = None
    terms: CustomerValues | None = None
    notes: tuple[Note, ...] = ()


def _worth(
    customers: nw.Series[Any],
    values: object,
    *,
    column: str,
    customer_id: str,
    sales_value: float | None,
) -> _Worth:
    place, first = ids.numbered(customers)
    if values is None:
        if sales_value is not None:
            raise ParameterError(
                f"sales_value == {sales_value!r} says whom sales calls by what they are worth: "
                "pass values=."
            )
        return _Worth(n_customers=len(first))
    cut = None if sales_value is None else checks.non_negative("sales_value", sales_value)
    read, terms = read_worth(values, column=column, customer_id=customer_id), terms_of(values)
    worth, written = worth_of(customers[first], read)
    unknown = notes.on_unknown_values(int(np.isnan(worth).sum()))
    top = measure.top_value(read.now)
    stated = () if cut is not None else notes.on_sales_value(top, terms.currency if terms else None)
    return _Worth(
        value=worth[place],
        sales_value=top if cut is None else cut,
        n_customers=len(first),
        n_valued=int(np.isfinite(worth).sum()),
        total=float(np.nansum(worth)),
        terms=terms,
        notes=(*written, *unknown, *stated),
    )


def _check_signals(signals: object) -> None:
    if not isinstance(signals, Signals):
        raise ParameterError(
            f"signals == {type(signals).__name__}, must be what signals.find returned."
        )


def _channels(asked_in: object) -> tuple[str, ...]:
    is_list = isinstance(asked_in, list | tuple | set | frozenset)
    if not is_list or not all(isinstance(it, str) for it in asked_in):  # type: ignore[attr-defined]
        raise ParameterError(
            f"asked_in == {asked_in!r}, must be a list of channels, such as ['chat', 'question']."
        )
    return tuple(asked_in)  # type: ignore[arg-type]


def _customers(signals: Signals) -> nw.Series[Any]:
    customers = signals.customer_id
    if customers is None:
        raise DataError(
            "the texts have no customers, so there is nobody to call. Pass a table with the column "
            "of the customer to signals.find."
        )
    return customers


def _candidates(signals: Signals, shelf: Shelf | None) -> tuple[Candidates, tuple[Note, ...]]:
    """Return the signals of known customers that may become leads, and a note on the others."""
    customers = _customers(signals)
    is_known = ~customers.is_null().to_numpy().astype(np.bool_)
    place = np.flatnonzero(signals.may_be_lead & is_known)
    names = ids.texts_of(customers[place]) if len(place) else []
    products = [it for it in signals.product[place] if it is not None]
    candidates = Candidates(
        signals=signals,
        place=place,
        customer=measure.objects(names),
        shelf=shelf,
        linked=LinkedProducts(links={}) if shelf is None else shelf.link(products),
    )
    return candidates, notes.on_nobody(int((signals.may_be_lead & ~is_known).sum()))


def _in_order(
    columns: dict[str, NDArray[Any]],
    customers: nw.Series[Any],
    worth: _Worth,
    signals: Signals,
    *,
    notes: tuple[Note, ...],
) -> Leads:
    order = measure.in_order(columns, worth.value)
    terms = worth.terms
    return Leads(
        **{name: values[order] for name, values in columns.items() if name != "place"},
        customer_id=nw.maybe_reset_index(customers[order]),
        priority=np.arange(1, len(order) + 1),
        value=None if worth.value is None else worth.value[order],
        n_texts=signals.n_texts,
        timezone=signals.timezone,
        n_customers=worth.n_customers,
        total_value=worth.total,
        n_valued=worth.n_valued,
        basis=None if terms is None else terms.basis,
        currency=None if terms is None else terms.currency,
        horizon=None if terms is None else terms.horizon,
        notes=notes,
    )
