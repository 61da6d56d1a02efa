"""Customers who were held back at random: what those contacted bought more than they."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeAlias, runtime_checkable

import narwhals as nw
import numpy as np
from numpy.typing import NDArray

from vocvalue.errors import DataError, ParameterError
from vocvalue.link.gate import TOLERATED
from vocvalue.link.lookup import placed
from vocvalue.results import Estimate, Evidence, Money, Note
from vocvalue.results.result import Result
from vocvalue.signals.follow_up import notes
from vocvalue.signals.follow_up.claims import NOTHING, Flags
from vocvalue.signals.follow_up.contacting import Contacted
from vocvalue.signals.follow_up.followed import Floats, FollowedLeads
from vocvalue.signals.follow_up.measure import FunnelTerms, conversion_rate, mean_of
from vocvalue.signals.follow_up.result import Incremental
from vocvalue.stats import differences, unrelated
from vocvalue.stats.group_sizes import fit_of_sizes
from vocvalue.stats.means import welch
from vocvalue.tables import per_customer
from vocvalue.tables.labels import labels_of
from vocvalue.tables.reading.described import described
from vocvalue.tables.reading.experiments import Assignments

Codes: TypeAlias = NDArray[np.int64]

FALSE_ALARMS = 0.001
"""How often a sound draw is doubted, by each of the tests."""
NEWCOMBE = "Newcombe's hybrid score"


@runtime_checkable
class Draw(Protocol):
    """Arms as they were drawn, such as what `lift.assign` returns."""

    @property
    def customer_id(self) -> Any:
        """The customers, each once."""

    @property
    def arm(self) -> NDArray[Any]:
        """The name of each customer's arm, shape (n,)."""

    @property
    def shares(self) -> Mapping[str, float]:
        """The planned share of each arm."""

    @property
    def salt(self) -> str:
        """What is hashed with each id, so that anybody can draw the same again."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Arms:
    """Customers and whether each is held back.

    Attributes:
        customers: The customers, each once.
        is_held_back: Whether each is held back, shape (n,).
        share: The planned share of those held back, or None where it is not known.
        randomised: Whether chance alone decided, or None where nobody said so.
    """

    customers: nw.Series[Any] = field(repr=False)
    is_held_back: Flags = field(repr=False)
    share: float | None
    randomised: bool | None


def arms_of(
    held_back: object, *, control: str, randomised: bool | None, customer_id: str = "customer_id"
) -> Arms:
    """Return who is held back.

    Args:
        held_back: What `lift.assign` returned, or a table of arms.
        control: The name of the arm that is held back.
        randomised: Whether chance alone decided, for a table.
        customer_id: The column with the customer ids of a bare table.

    Raises:
        DataError: The table cannot be read.
        ParameterError: There is no such arm, or not just one other.
    """
    if isinstance(held_back, Result) and isinstance(held_back, Draw):
        return Arms(
            customers=held_back.customer_id,
            is_held_back=_held_back(held_back.arm, control),
            share=held_back.shares[control],
            randomised=True if randomised is None else randomised,
        )
    schema = described(Assignments, held_back, "held_back", customer_id=customer_id)
    read = per_customer.read_columns(
        schema, customer_id=schema.customer_id, columns=[schema.arm], name="held_back"
    )
    arm = read.columns[schema.arm]
    labels = labels_of(arm, name=schema.arm)
    names = np.array([*labels.names, None], dtype=object)[labels.codes]
    return Arms(
        customers=read.customer_id,
        is_held_back=_held_back(names, control),
        share=None,
        randomised=randomised,
    )


def _held_back(arm: NDArray[Any], control: str) -> Flags:
    names = sorted({str(it) for it in arm})
    if control not in names or len(names) != 2:
        raise ParameterError(
            f"control == {control!r}, and held_back has the arms {', '.join(map(repr, names))}. "
            "Two arms are needed: one that is contacted, and the one that control names."
        )
    return np.asarray(arm == control)


@dataclass(frozen=True, kw_only=True, eq=False)
class _TwoArms:
    """The customers with a followed lead who are in one of the arms.

    Attributes:
        firsts: The first followed lead of each, shape (n,).
        customer: The number of each, shape (n,).
        is_held: Whether each is held back, shape (n,).
        won: Whether any of the followed leads of each is converted, shape (n,).
        spent: For how much, shape (n,).
    """

    firsts: Codes = field(repr=False)
    customer: Codes = field(repr=False)
    is_held: Flags = field(repr=False)
    won: Flags = field(repr=False)
    spent: Floats = field(repr=False)


def incremental(
    followed: FollowedLeads, arms: Arms, contacts: Contacted | None, terms: FunnelTerms
) -> tuple[Incremental, tuple[Note, ...]]:
    """Return what the customers contacted bought more than those held back, with notes.

    The unit is the customer: one converts if any of the followed leads does.

    Args:
        followed: The leads.
        arms: Who is held back.
        contacts: The contacts, where they are known.
        terms: How the figures are written.

    Raises:
        DataError: One of the arms has no customer with a followed lead.
    """
    places, written = placed(followed.customers, arms.customers, name="held_back")
    two, n_neither = _two_arms(followed, arms, places)
    doubts = (
        *_off_plan(two.is_held, arms),
        *_unlike_before(followed, two),
        *_contaminated(two, contacts, followed),
    )
    grave = tuple(note for note in doubts if note.bears_on == "claim")
    is_random = arms.randomised is True and not grave
    evidence: Evidence = "randomised" if is_random else "association only"
    return _compared(two, terms, evidence, grave), (
        *doubts,
        *written,
        *notes.not_drawn(n_neither),
        *notes.unsaid_draw(randomised=arms.randomised),
    )


def _two_arms(followed: FollowedLeads, arms: Arms, places: Codes) -> tuple[_TwoArms, int]:
    """Return the customers of both arms, and how many are in neither."""
    firsts = followed.first_followed
    customer = followed.windows.customer[firsts]
    is_drawn = places[customer] != NOTHING
    drawn = customer[is_drawn]
    is_held = arms.is_held_back[places[drawn]]
    for name, where in (("contacted", ~is_held), ("held back", is_held)):
        if not where.any():
            raise DataError(
                f"no customer of the arm that is {name} has a lead that was followed to the end "
                "of its window. Pass the arms of the leads' customers, or wait."
            )
    two = _TwoArms(
        firsts=firsts[is_drawn],
        customer=drawn,
        is_held=is_held,
        won=followed.by_customer(followed.is_converted)[drawn] > 0,
        spent=followed.by_customer(followed.amount)[drawn],
    )
    return two, int((~is_drawn).sum())


def _compared(
    two: _TwoArms, terms: FunnelTerms, evidence: Evidence, doubts: tuple[Note, ...]
) -> Incremental:
    treated, held = two.won[~two.is_held], two.won[two.is_held]
    gap = _difference(treated, held, terms.level)
    more = _more_spent(two, terms, evidence) if terms.with_money else None
    return Incremental(
        against="held back",
        with_lead=conversion_rate(int(treated.sum()), len(treated), terms.level),
        without=conversion_rate(int(held.sum()), len(held), terms.level),
        difference=gap,
        revenue_difference=more,
        n_customers=len(treated),
        n_others=len(held),
        conversions=times(gap, len(treated)),
        revenue=None if more is None else times_money(more, len(treated)),
        evidence=evidence,
        doubts=doubts,
    )


def times(estimate: Estimate, n: int) -> Estimate:
    """Return a figure of one customer as that of n.

    Args:
        estimate: The figure.
        n: How many customers there are.
    """
    ends = (n * estimate.value, n * estimate.lower, n * estimate.upper)
    method = f"{estimate.method}, times the customers"
    return Estimate.of(ends, level=estimate.level, method=method, n=estimate.n)


def times_money(money: Money, n: int) -> Money:
    """Return an amount of one customer as that of n.

    Args:
        money: The amount.
        n: How many customers there are.
    """
    return Money.priced(
        times(money, n), currency=money.currency, basis=money.basis, evidence=money.evidence
    )


def _difference(treated: Flags, held: Flags, level: float) -> Estimate:
    counts = (int(treated.sum()), len(treated), int(held.sum()), len(held))
    lower, upper = differences.interval(*counts, level)
    ends = (float(treated.mean() - held.mean()), float(lower), float(upper))
    return Estimate.of(ends, level=level, method=NEWCOMBE, n=len(treated) + len(held))


def _more_spent(two: _TwoArms, terms: FunnelTerms, evidence: Evidence) -> Money:
    first, second = (mean_of(two.spent[where]) for where in (~two.is_held, two.is_held))
    lower, upper, _ = welch(
        (first.value, first.squared_error, first.n),
        (second.value, second.squared_error, second.n),
        terms.level,
    )
    ends = (first.value - second.value, lower, upper)
    estimate = Estimate.of(ends, level=terms.level, method="Welch", n=len(two.spent))
    return Money.priced(estimate, currency=terms.currency, basis="revenue", evidence=evidence)


def _off_plan(is_held: Flags, arms: Arms) -> tuple[Note, ...]:
    if arms.share is None:
        return ()
    sizes = np.array([int((~is_held).sum()), int(is_held.sum())])
    test = fit_of_sizes(sizes, np.array([1 - arms.share, arms.share]))
    return notes.off_plan(sizes, test.p_value) if test.p_value < FALSE_ALARMS else ()


def _unlike_before(followed: FollowedLeads, two: _TwoArms) -> tuple[Note, ...]:
    """Doubt arms that differ in what was bought before the lead, which no contact can change."""
    before = _spent_before(followed, two)
    p_value = unrelated.along(before, two.is_held.astype(np.int64))
    return notes.unlike_before(p_value) if p_value < FALSE_ALARMS else ()


def _spent_before(followed: FollowedLeads, two: _TwoArms) -> Floats:
    bought = followed.purchases
    start = np.full(followed.n_customers, np.datetime64("NaT", "us"))
    start[two.customer] = followed.windows.opens[two.firsts]
    is_before = bought.at <= start[bought.customer]
    spent = np.bincount(bought.customer[is_before], bought.money[is_before], followed.n_customers)
    return np.asarray(spent[two.customer], dtype=np.float64)


def _contaminated(
    two: _TwoArms, contacts: Contacted | None, followed: FollowedLeads
) -> tuple[Note, ...]:
    """Note customers who were held back and contacted all the same."""
    if contacts is None:
        return ()
    reached = np.zeros(followed.n_customers, dtype=np.bool_)
    reached[contacts.customer[contacts.customer != NOTHING]] = True
    reached[followed.windows.customer[contacts.is_contacted]] = True
    n, total = int(reached[two.customer[two.is_held]].sum()), int(two.is_held.sum())
    return notes.contaminated(n, total, is_grave=n >= TOLERATED * total)
