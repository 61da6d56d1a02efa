"""From ratings joined to orders to what a bad one costs: who is compared, outcome, money."""

from dataclasses import dataclass, field
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from vocvalue.duration import DAYS_PER_YEAR, Span
from vocvalue.effects.customers import ComparableCustomers, treated_and_controls
from vocvalue.errors import DataError, FitError
from vocvalue.issues.costing.contrast import Contrast
from vocvalue.issues.costing.headline import EffectReading, spanned
from vocvalue.issues.long_term.notes import notes_on
from vocvalue.issues.long_term.result import LongHorizonCost
from vocvalue.link.followed import days
from vocvalue.link.linked import Linked
from vocvalue.link.lookup import look_up
from vocvalue.results import Basis, Estimate, Money, Note
from vocvalue.results.intervals import bounded
from vocvalue.stats import normal
from vocvalue.stats.censored_events import CensoredEvents, censored_events
from vocvalue.stats.effect_on_treated import LikeTheTreated, like_the_treated

Floats: TypeAlias = NDArray[np.float64]
Flags: TypeAlias = NDArray[np.bool_]

FEWEST, SHORTEST = 30, 60.0
"""Bad ratings at least, and the days that a rating has to be followed to tell of anything."""
CALLED = ("among those whose first rating is not bad", "among those whose first rating is bad")
METHOD = "doubly robust, weighted by who was followed"


@dataclass(frozen=True, kw_only=True)
class RatingTerms:
    """The terms on which bad ratings are priced, checked.

    Attributes:
        bad: The highest score that is bad.
        horizon: The span within which a purchase counts, as it was written.
        days: The same in days.
        price: The price, or None for the mean amount of the first orders.
        margin: The margin as a share of revenue, or None.
        level: The confidence level.
    """

    bad: float
    horizon: Span
    days: float
    price: float | None
    margin: float | None
    level: float

    @property
    def basis(self) -> Basis:
        """What the money is."""
        return "revenue" if self.margin is None else "margin"


@dataclass(frozen=True, kw_only=True, eq=False)
class Rated:
    """Customers by their first rating, and how long each was followed.

    Attributes:
        customers: Those compared, with what they are made alike in; treated are the bad ratings.
        events: Who bought again, weighted.
        censored: The same with everybody not followed taken to have stayed away.
        notes: Notes on how they were read.
    """

    customers: ComparableCustomers = field(repr=False)
    events: CensoredEvents = field(repr=False)
    censored: Floats = field(repr=False)
    notes: tuple[Note, ...] = ()


def measured(
    linked: Linked, terms: RatingTerms, covariates: object, *, customer_id: str
) -> LongHorizonCost:
    """Return what a bad rating costs.

    Args:
        linked: The first rating of each customer, joined to orders.
        terms: The terms.
        covariates: A table with one row per customer, or None.
        customer_id: Its column with the customer ids.

    Raises:
        DataError: Too few bad ratings, none followed so long, or nobody to compare with.
    """
    rated = _rated(linked, terms, covariates, customer_id)
    is_bad = rated.customers.treated
    alike = _alike(rated.customers)
    own = np.arange(is_bad.size)
    share = Contrast.of(alike.means(rated.events.outcome), own, size=own.size)
    effect = share.estimate(terms.level, METHOD)
    price = terms.price or _price(linked)
    a_year = _bad_a_year(linked, terms)
    kept = price * (1.0 if terms.margin is None else terms.margin)
    each = EffectReading(value=share.effect, error=share.error).times(-kept)
    return LongHorizonCost(
        bad=terms.bad,
        horizon=terms.horizon,
        without=_mean(share, 0, terms.level, is_bad.size),
        with_problem=_mean(share, 1, terms.level, int(is_bad.sum())),
        difference=effect,
        relative=share.relative(terms.level),
        censored_as_none=_plain(alike, rated.censored),
        loss_each=_money(each, alike, terms, linked),
        loss_a_year=_money(each.of_count(a_year), alike, terms, linked),
        bad_a_year=a_year,
        price=price,
        margin=terms.margin,
        n_bad=int(is_bad.sum()),
        n_others=int((~is_bad).sum()),
        n_followed=_followed(linked, rated, terms),
        share_followed=rated.events.followed,
        currency=linked.currency,
        basis=terms.basis,
        level=terms.level,
        notes=(
            *notes_on(alike.balance, rated.events, _followed(linked, rated, terms)),
            *rated.notes,
            *linked.notes,
        ),
    )


def _rated(linked: Linked, terms: RatingTerms, covariates: object, customer_id: str) -> Rated:
    score = linked.score
    if score is None:
        raise DataError("the ratings have no scores. Name their column: score=.")
    follow_up = linked.days_followed
    known = linked.matched & (follow_up >= SHORTEST) & ~np.isnat(linked.first_order)
    _refuse_few(int((known & (score <= terms.bad)).sum()), terms)
    columns, notes = _columns(linked, covariates, customer_id)
    customers = treated_and_controls(score <= terms.bad, columns, among=known, called=CALLED)
    _refuse_beyond(follow_up[customers.rows][customers.treated], terms)
    rows = customers.rows
    time = np.where(np.isnat(linked.first_after), np.inf, days(linked.first_after - linked.opened))
    return Rated(
        customers=customers,
        events=censored_events(time[rows], follow_up[rows], terms.days),
        censored=(time[rows] <= terms.days).astype(np.float64),
        notes=(*notes, *customers.notes),
    )


def _columns(
    linked: Linked, covariates: object, customer_id: str
) -> tuple[dict[str, NDArray[Any]], tuple[Note, ...]]:
    """Return what customers are made alike in: history, calendar and the table's columns."""
    opened = linked.opened
    columns: dict[str, NDArray[Any]] = {
        "spend_before": linked.spend_before,
        "days_a_customer": days(opened - linked.first_order),
        "day_of_rating": days(opened - opened.min()),
    }
    if covariates is None:
        return columns, ()
    table = look_up(
        linked.customer_id, covariates, customer_id=customer_id, columns=None, name="covariates"
    )
    return {**columns, **table.known}, table.notes


def _refuse_few(n: int, terms: RatingTerms) -> None:
    if n < FEWEST:
        raise DataError(
            f"{n:,} customers gave a rating of {terms.bad:g} or lower first and could be followed; "
            f"at least {FEWEST} are needed. Is the scale the other way round?"
        )


def _refuse_beyond(follow_up: Floats, terms: RatingTerms) -> None:
    longest = float(follow_up.max())
    if longest < terms.days:
        raise DataError(
            f"horizon == {terms.horizon!r} is longer than any bad rating was followed: "
            f"{longest / DAYS_PER_YEAR:.1f} years at most. Beyond the data there is no estimate; "
            "take a shorter horizon."
        )


def _alike(customers: ComparableCustomers) -> LikeTheTreated:
    try:
        alike = like_the_treated(customers.treated, customers.columns, ridge=1.0)
    except FitError as error:
        raise DataError(f"bad ratings have nothing to be compared with: {error}") from error
    if not alike.balance.holds:
        raise DataError(
            "no overlap: too few of those whose first rating is not bad resemble those whose is. "
            f"One carries {alike.balance.largest_weight[0]:.1%} of the weight. No figure is given."
        )
    return alike


def _mean(share: Contrast, side: int, level: float, n: int) -> Estimate:
    value = (share.without, share.with_problem)[side]
    _, *ends = normal.interval(value, float(np.linalg.norm(share.sums[:, side])), level)
    lower, upper, words = bounded(value, ends, lowest=0.0, highest=max(1.0, value))
    return Estimate.of((value, lower, upper), level=level, method=f"{METHOD}{words}", n=n)


def _plain(alike: LikeTheTreated, censored: Floats) -> float:
    without, with_problem = alike.means(censored).means
    return float(with_problem - without)


def _price(linked: Linked) -> float:
    bought = linked.orders_after.sum()
    if not bought:
        raise DataError("nobody bought again, so that no price can be read. State one: price=.")
    return float(linked.spend_after.sum() / bought)


def _bad_a_year(linked: Linked, terms: RatingTerms) -> float:
    score = linked.score
    n_bad = 0 if score is None else int((score <= terms.bad).sum())
    years = float(days(linked.opened.max() - linked.opened.min())) / DAYS_PER_YEAR
    return n_bad / max(years, 1.0)


def _followed(linked: Linked, rated: Rated, terms: RatingTerms) -> int:
    follow_up = linked.days_followed[rated.customers.rows]
    return int((follow_up[rated.customers.treated] >= terms.days).sum())


def _money(
    reading: EffectReading, alike: LikeTheTreated, terms: RatingTerms, linked: Linked
) -> Money:
    estimate = Estimate.of(
        spanned([reading], terms.level), level=terms.level, method=METHOD, n=alike.treated.size
    )
    overlaps = alike.balance.overlaps
    return Money.priced(
        estimate,
        currency=linked.currency,
        basis=terms.basis,
        evidence="adjusted observational" if overlaps else "association only",
    )
