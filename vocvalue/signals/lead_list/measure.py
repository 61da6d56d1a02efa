"""Signals become leads: which count, which of a customer belong together, who comes first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from vocvalue.signals.finding.kinds import KINDS
from vocvalue.signals.finding.result import Bool, Signals, Words
from vocvalue.signals.lead_list.catalogue import Link, LinkedProducts, Shelf, spelling
from vocvalue.signals.lead_list.routes import Route

Places: TypeAlias = NDArray[np.int64]
Floats: TypeAlias = NDArray[np.float64]

ID_LENGTH = 32
TOP = 0.8
"""Customers worth more than this share of all go to sales."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Candidates:
    """Signals of known customers that may become leads.

    Attributes:
        signals: All signals.
        place: Their places among all signals, shape (n,).
        customer: Their customers as text, shape (n,).
        shelf: The catalogue, or None.
        linked: The products that they name, linked to the catalogue.
    """

    signals: Signals
    place: Places = field(repr=False)
    customer: Words = field(repr=False)
    shelf: Shelf | None
    linked: LinkedProducts

    def column(self, name: str) -> NDArray[Any]:
        """Return a column of the signals, shape (n,)."""
        values: NDArray[Any] = getattr(self.signals, name)[self.place]
        return values

    def of(self, which: Bool) -> "Candidates":
        """Return some of them."""
        return Candidates(
            signals=self.signals,
            place=self.place[which],
            customer=self.customer[which],
            shelf=self.shelf,
            linked=self.linked,
        )

    @cached_property
    def links(self) -> list[Link | None]:
        """Return the product of the catalogue that each is about, or None."""
        pairs = zip(self.column("kind"), self.column("product"), strict=True)
        return [self._link(kind, product) for kind, product in pairs]

    def _link(self, kind: str, product: str | None) -> Link | None:
        if product is not None and product in self.linked.links:
            return self.linked.links[product]
        if kind != "upsell" or self.shelf is None or self.shelf.only_plan is None:
            return None
        # What is named beside the only plan of a shop of other things, is one of these.
        sells_nothing_else = len(self.shelf.catalogue.names) == 1
        if product is not None and not sells_nothing_else:
            return None
        return Link(place=self.shelf.only_plan, score=np.nan, how="only plan")


def count_as_leads(candidates: Candidates, asked_in: Sequence[str]) -> Bool:
    """Return which signals are leads, and no mere mention of a wish.

    Args:
        candidates: The signals.
        asked_in: The channels in which customers ask for what they want to buy.
    """
    kind, links, shelf = candidates.column("kind"), candidates.links, candidates.shelf
    is_linked = np.array([link is not None for link in links], dtype=np.bool_)
    may_grow = frozenset[int]() if shelf is None else shelf.may_grow
    grows = np.array([link is not None and link.place in may_grow for link in links], np.bool_)
    is_asked = np.zeros(len(kind), dtype=np.bool_)
    if candidates.signals.channel is not None:
        channels = {channel.strip().casefold() for channel in asked_in}
        said_in = candidates.column("channel")
        is_asked = np.array([_plain(it) in channels for it in said_in], dtype=np.bool_)
    wishes = (kind == "upsell") & (is_asked | grows)
    questions = (kind == "cross_sell") & (is_asked | is_linked)
    return np.asarray((kind == "repurchase") | wishes | questions, dtype=np.bool_)


def _plain(channel: object) -> str:
    return channel.strip().casefold() if isinstance(channel, str) else ""


@dataclass(frozen=True, kw_only=True, eq=False)
class Grouped:
    """Signals by the lead that they belong to.

    Attributes:
        ids: The id of each lead, of length n.
        members: The places of the signals of each, the one that opened it first.
        n_again: How many signals repeat one of the same text.
    """

    ids: Sequence[str] = field(repr=False)
    members: Sequence[Sequence[int]] = field(repr=False)
    n_again: int


def grouped(candidates: Candidates, window_days: float) -> Grouped:
    """Return signals by lead: one open lead per customer and kind within a window.

    The first opens it; what follows within the window of that moment joins it, and so does the same
    text again. Signals with no time join the latest lead of their customer, or open one.

    Args:
        candidates: The signals that count.
        window_days: The window, in days.
    """
    names, kinds = candidates.customer, candidates.column("kind")
    marks = _marks(candidates)
    at = None if candidates.signals.timestamp is None else candidates.column("timestamp")
    window = np.timedelta64(round(window_days * 86_400_000_000), "us")
    ids: list[str] = []
    members: list[list[int]] = []
    lead_of: dict[str, int] = {}
    before: tuple[str, str] | None = None
    opened: Any = None
    for i in _in_turn(candidates, at):
        whose = (names[i], kinds[i])
        is_first = whose != before
        # NaT is later than nothing.
        is_late = not is_first and at is not None and bool(at[i] - opened > window)
        if marks[i] not in lead_of:
            if is_first or is_late:
                ids.append(marks[i])
                members.append([])
                opened = None if at is None else at[i]
            lead_of[marks[i]] = len(members) - 1
        members[lead_of[marks[i]]].append(int(i))
        before = whose
    return Grouped(ids=ids, members=members, n_again=len(marks) - len(lead_of))


def _in_turn(candidates: Candidates, at: NDArray[Any] | None) -> Places:
    """Return the order by customer, kind and time; the order of the rows decides without times."""
    row, start = candidates.column("row"), candidates.column("start")
    keys: list[NDArray[Any]] = [start, row]
    if at is not None:
        texts = candidates.column("text_id").astype(np.str_)
        keys = [row, start, texts, np.where(np.isnat(at), np.datetime64(0, "us"), at), np.isnat(at)]
    kinds = candidates.column("kind").astype(np.str_)
    return np.lexsort([*keys, kinds, candidates.customer.astype(np.str_)])


def _marks(candidates: Candidates) -> list[str]:
    """Return the id that each signal would give a lead that it opens."""
    products = [
        candidates.shelf.catalogue.ids[link.place]
        if link is not None and candidates.shelf is not None
        else spelling(product or "")
        for link, product in zip(candidates.links, candidates.column("product"), strict=True)
    ]
    columns = (candidates.customer, candidates.column("kind"), products)
    parts = zip(*columns, candidates.column("text_id"), strict=True)
    return [
        sha256("\n".join(it).encode("utf-8", "replace")).hexdigest()[:ID_LENGTH] for it in parts
    ]


def opening(candidates: Candidates, leads: Grouped) -> dict[str, NDArray[Any]]:
    """Return the columns of leads that the signal has which opened them.

    One that says that the customer will buy, whatever its place, settles that there is no
    condition; and one that names a product names it for the lead.

    Args:
        candidates: The signals.
        leads: The signals of each lead.
    """
    first = np.array([members[0] for members in leads.members], dtype=np.int64)
    status, condition = candidates.column("status"), candidates.column("condition")
    is_positive = np.array(
        [any(status[i] == "positive" for i in members) for members in leads.members], dtype=np.bool_
    )
    columns: dict[str, NDArray[Any]] = {
        "lead_id": objects(leads.ids),
        "place": candidates.place[first],
        "kind": candidates.column("kind")[first],
        "status": np.where(is_positive, "positive", "conditional").astype(object),
        "words": candidates.column("words")[first],
        "condition": objects(
            [
                None if positive else condition
                for positive, condition in zip(is_positive, condition[first], strict=True)
            ]
        ),
        "n_signals": np.array([len(members) for members in leads.members], dtype=np.int64),
    }
    if candidates.signals.timestamp is not None:
        columns["timestamp"] = candidates.column("timestamp")[first]
    return columns | _products(candidates, leads)


def _products(candidates: Candidates, leads: Grouped) -> dict[str, NDArray[Any]]:
    links, named = candidates.links, candidates.column("product")
    tellers = [_teller(members, links, named) for members in leads.members]
    found = [links[i] for i in tellers]
    catalogue = None if candidates.shelf is None else candidates.shelf.catalogue

    def of_catalogue(column: str) -> NDArray[Any]:
        values = () if catalogue is None else getattr(catalogue, column)
        return objects([None if link is None else values[link.place] for link in found])

    return {
        "product": named[np.array(tellers, dtype=np.int64)],
        "product_id": of_catalogue("ids"),
        "product_name": of_catalogue("names"),
        "product_score": np.array([np.nan if it is None else it.score for it in found], np.float64),
        "how": objects([None if it is None else it.how for it in found]),
    }


def _teller(members: Sequence[int], links: Sequence[Link | None], named: Words) -> int:
    """Return the first signal of a lead whose product is known, or else that names one."""
    linked = next((i for i in members if links[i] is not None), None)
    if linked is not None:
        return linked
    return next((i for i in members if named[i] is not None), members[0])


def top_value(values: Floats) -> float:
    """Return what a customer is worth at least who is among the top fifth.

    Args:
        values: What all customers are worth, NaN where it is not known.
    """
    known = values[np.isfinite(values)]
    return float(np.quantile(known, TOP)) if known.size else np.inf


def routes(
    columns: Mapping[str, NDArray[Any]],
    value: Floats | None,
    sales_value: float,
    asked: Mapping[str, Route],
) -> Words:
    """Return who takes each lead up.

    Args:
        columns: The columns of the leads.
        value: What their customers are worth, shape (n,).
        sales_value: What a customer is worth at least whom sales calls.
        asked: Routes by kind, which go before all else.
    """
    kind = columns["kind"]
    has_product = np.array([name is not None for name in columns["product"]], dtype=np.bool_)
    has_product |= np.array([name is not None for name in columns["product_id"]], dtype=np.bool_)
    to_sales = (kind != "repurchase") & has_product
    if value is not None:
        to_sales |= (value >= sales_value) & (value > 0)
    route = np.where(to_sales, "sales", "marketing automation").astype(object)
    for name, chosen in asked.items():
        route[kind == name] = chosen
    return route


def in_order(columns: Mapping[str, NDArray[Any]], value: Floats | None) -> Places:
    """Return leads by what the customer is worth, kind, status and time, the latest first.

    Repurchase goes first: of the kinds it is the one that is most often right.

    Args:
        columns: The columns of the leads.
        value: What their customers are worth, shape (n,).
    """
    kind = np.array([KINDS.index(name) for name in columns["kind"]], dtype=np.int64)
    keys: list[NDArray[Any]] = [columns["lead_id"].astype(np.str_)]
    if "timestamp" in columns:
        at = columns["timestamp"]
        keys += [-np.where(np.isnat(at), np.datetime64(0, "us"), at).astype(np.int64), np.isnat(at)]
    keys += [columns["status"] != "positive", kind]
    if value is not None:
        keys += [-np.nan_to_num(value), np.isnan(value)]
    return np.lexsort(keys)


def objects(values: Sequence[Any]) -> Words:
    """Return values as an array of objects."""
    array = np.empty(len(values), dtype=object)
    array[:] = values
    return array
