"""Whether purchases come more regularly than at random, as subscriptions do."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from vocvalue import progress
from vocvalue.clv.gaps import NO_GAPS, Gaps, gaps_between
from vocvalue.clv.rfm_reading import of_merged
from vocvalue.clv.rfm_summary import Rfm
from vocvalue.results import Note
from vocvalue.results.dispatch import said
from vocvalue.results.result import Pictured
from vocvalue.results.texts import pair
from vocvalue.stats import normal
from vocvalue.tables import summary, times
from vocvalue.tables.engine_errors import translated
from vocvalue.tables.orders import read_orders
from vocvalue.tables.reading.described import described
from vocvalue.tables.reading.orders import Duplicates, Orders, Refunds, Zeros
from vocvalue.tables.times import Grain

MOST_CUSTOMERS = 2_000
FALSE_ALARMS = 0.001
MOST = 0.5
"""From this share of customers who buy in every period on, the grain hides when they buy."""


@dataclass(frozen=True, kw_only=True)
class Regularity(Pictured):
    """How regularly purchases come, compared with chance.

    Attributes:
        dispersion: Mean over customers of the squared distance of the middle of their purchases
            from the middle of their time, in variances of chance: 1 at random, 0 like clockwork,
            above 1 in bursts or seasons. NaN if no customer can show it.
        n_customers: Customers whose purchases show it, of at most 2,000 drawn at random.
        p_value: P-value of the hypothesis that purchases come at random, against more regular ones.
        n_gapless: Customers drawn who bought in every period from the first to the last.
        n_often: Customers drawn who have three purchases or more.
        grain: The period whose purchases merge into one.
        gaps: How long the customers drawn who have three purchases or more waited from one purchase
            to the next, and how long they would have by chance.
    """

    dispersion: float
    n_customers: int
    p_value: float
    n_gapless: int
    n_often: int
    grain: Grain
    gaps: Gaps = field(default=NO_GAPS, repr=False)

    @property
    def is_regular(self) -> bool:
        """Whether chance would be this regular in fewer than 1 in 1,000 cases."""
        return self.p_value < FALSE_ALARMS

    @property
    def is_gapless(self) -> bool:
        """Whether most frequent buyers buy in every single period."""
        return self.n_gapless > MOST * self.n_often and self.n_gapless > 1

    def to_frame(self) -> pd.DataFrame:
        """Return one row with every figure but the gaps."""
        figures = {**self.to_dict(), "notes": len(self.notes)}
        del figures["gaps"]
        return pd.DataFrame([figures])


@translated
def check_regularity(
    orders: object,
    *,
    customer_id: str = "customer_id",
    timestamp: str = "timestamp",
    amount: str | None = "amount",
    quantity: str | None = None,
    grain: Grain = "day",
    observation_end: object = None,
    refunds: Refunds = "net",
    zeros: Zeros = "keep",
    duplicates: Duplicates = "keep",
    timezone: str | None = None,
    timestamp_format: str | None = None,
) -> Regularity:
    """Test whether purchases come more regularly than at random.

    BG/NBD, MBG/NBD and Pareto/NBD assume that purchases are random in time. A monthly payment is
    not: after one missed payment such a customer has left, which these models notice too late.
    Given a customer's first and last purchase and their number, random purchases are any periods
    between with equal probability, whatever the customer's rate; the middle of regular ones lies
    too near the middle of the time.

    Args:
        orders: An order log, as in `clv.rfm`.
        customer_id: Column with the customer ids.
        timestamp: Column with the timestamps of the orders.
        amount: Column with the amounts, negative for a refund; None if there is none.
        quantity: Column that multiplies `amount`, which is then a unit price.
        grain: The period within which a customer's orders merge: "hour", "day", "week" or "month".
        observation_end: The last moment observed; by default the latest order.
        refunds: What to do with negative amounts: "net", "drop" or "error", see `clv.rfm`.
        zeros: What to do with orders of amount 0: "keep", "drop" or "error", see `clv.rfm`.
        duplicates: What to do with rows that repeat another in every column: "keep", "drop" or
            "error", see `clv.rfm`.
        timezone: The time zone whose wall-clock time decides the period.
        timestamp_format: How text is parsed as times; ISO by default.

    Returns:
        The dispersion with its p-value, and how many customers buy in every period.

    Raises:
        DataError: The orders cannot be used.
        ParameterError: An argument is invalid.

    References:
        Cox and Lewis (1966), The Statistical Analysis of Series of Events, section 3.3: the
        centroid of a Poisson process. In periods it is the mean of a sample without replacement.

    Examples:
        >>> import pandas as pd
        >>> days = [(c, f"2024-{m:02}-{5 + c % 20:02}") for c in range(40) for m in range(1, 9)]
        >>> orders = pd.DataFrame(days, columns=["customer_id", "timestamp"])
        >>> check = check_regularity(orders.assign(amount=9.0))
        >>> check.is_regular, round(check.dispersion, 3)
        (True, 0.0)
    """
    table = described(
        Orders,
        orders,
        "orders",
        customer_id=customer_id,
        timestamp=timestamp,
        amount=amount,
        quantity=quantity,
        refunds=refunds,
        zeros=zeros,
        duplicates=duplicates,
        timezone=timezone,
        timestamp_format=timestamp_format,
        observation_end=observation_end,
    )
    log = read_orders(table, grain, only_counts=True)
    merged = summary.merge(log, log.end)
    return of_purchases(merged, of_merged(merged, unit=times.unit_of(grain, None)))


def of_purchases(merged: summary.MergedLog, rfm: Rfm) -> Regularity:
    """Return how regular the purchases of a merged log are.

    Args:
        merged: The merged log.
        rfm: Its customers.
    """
    often = np.flatnonzero(rfm.frequency >= 2)
    rng = np.random.default_rng(len(often))
    drawn = np.sort(rng.permutation(often)[:MOST_CUSTOMERS])
    grain = merged.log.grain
    if not drawn.size:
        return Regularity(
            dispersion=np.nan, n_customers=0, p_value=1.0, n_gapless=0, n_often=0, grain=grain
        )
    place, period = summary.purchase_periods(
        merged, rfm.customer_id.gather_every(1)[drawn.tolist()]
    )
    return of_periods(place, period, grain)


@progress.step(pair("checking the regularity of purchases", "检查购买的规律性"))
def of_periods(place: NDArray[np.int64], period: NDArray[np.int64], grain: Grain) -> Regularity:
    """Return how regular purchases in periods are.

    Args:
        place: The number of each purchase's customer, 0, 1, ... in ascending order, shape (m,);
            each has three purchases or more.
        period: The number of its period, ascending within a customer, shape (m,).
        grain: The period.

    Examples:
        Of 21 days two customers bought on the first, the last and one near the middle:

        >>> found = of_periods(np.repeat([0, 1], 3), np.array([0, 10, 20, 0, 11, 20]), "day")
        >>> round(found.dispersion, 4), found.n_customers
        (0.0167, 2)
    """
    n_often = int(place[-1]) + 1
    interior, room, middle = _interior(place, period, n_often)
    squares, variances = _centroids(interior, room, middle)
    n = len(squares)
    return Regularity(
        dispersion=float(squares.mean()) if n else np.nan,
        n_customers=n,
        p_value=_p_value(squares, variances),
        n_gapless=int(((interior == room) & (interior >= 1)).sum()),
        n_often=n_often,
        grain=grain,
        gaps=gaps_between(place, period, interior),
    )


def _interior(
    place: NDArray[np.int64], period: NDArray[np.int64], n: int
) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any]]:
    """Return for each customer the purchases between first and last, their room and their mean."""
    starts = np.flatnonzero(np.diff(place, prepend=-1))
    counts = np.bincount(place, minlength=n)
    first, last = period[starts], period[starts + counts - 1]
    interior, room = counts - 2, last - first - 1
    total = np.bincount(place, weights=period - first[place]) - (last - first)
    return interior, room, total / np.maximum(interior, 1)


def _centroids(
    interior: NDArray[Any], room: NDArray[Any], middle: NDArray[Any]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return squared standardised centroids, and the variance of each at random."""
    tells = (interior > 0) & (interior < room)
    k, n, mean = (column[tells].astype(np.float64) for column in (interior, room, middle))
    squares = (mean - (n + 1) / 2) ** 2 / ((n + 1) * (n - k) / (12 * k))
    return squares, 2 - 1.2 / np.minimum(k, n - k)


def _p_value(squares: NDArray[np.float64], variances: NDArray[np.float64]) -> float:
    if not len(squares):
        return 1.0
    z = (squares.sum() - len(squares)) / np.sqrt(variances.sum())
    return float(normal.p_value(z, "less"))


def note(check: Regularity) -> tuple[Note, ...]:
    """Return the note of purchases at other than random times, or none.

    Args:
        check: What was found.
    """
    if not (check.is_regular or check.is_gapless):
        return ()
    return (
        Note.of(
            "{finding}", "{finding}", finding=said(check), count=check.n_often, bears_on="claim"
        ),
    )
