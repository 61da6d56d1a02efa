"""A retention programme run on a simulated shop: what its customers do next, with known truth."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import exprel

from vocvalue import checks, duration, progress
from vocvalue.datasets.observation import SECONDS_PER_DAY, Observation
from vocvalue.datasets.purchase import Floats, Purchases, fraction, money
from vocvalue.datasets.shop import Shop
from vocvalue.duration import Span
from vocvalue.errors import DataError, ParameterError
from vocvalue.results.plain_data import plain
from vocvalue.results.result import Pictured
from vocvalue.results.texts import pair
from vocvalue.sealed import HandedOut
from vocvalue.stats.simulation import spend_amounts

Ids: TypeAlias = Collection[Any] | NDArray[Any]
Outcome: TypeAlias = Literal["retained", "spend"]

ARMS = ("treated", "control")
AT_ONCE = pd.Timedelta(seconds=1)


@dataclass(frozen=True, kw_only=True, eq=False)
class Programme(Pictured):
    """What the customers of a retention programme did, with the truth behind it.

    Attributes:
        orders: The orders in the window after the contact, in order of time: customer_id,
            timestamp, amount.
        assignments: One row per customer: customer_id, arm, timestamp (of the contact).
        truth: One row per customer: what contact does to them and no order shows.
        parameters: Everything the simulation was run with.
        observation_end: The end of the window.
        currency: The currency code, or None.
    """

    orders: HandedOut[pd.DataFrame] = HandedOut()
    assignments: HandedOut[pd.DataFrame] = HandedOut()
    truth: HandedOut[pd.DataFrame] = HandedOut()
    parameters: Mapping[str, Any]
    observation_end: pd.Timestamp
    currency: str | None = None

    def to_frame(self) -> pd.DataFrame:
        """Return the orders."""
        return self.orders

    def to_dict(self) -> dict[str, Any]:
        """Return the parameters and the sizes; the tables stay tables."""
        return {
            "n_customers": {arm: self.size_of(arm) for arm in ARMS},
            "n_orders": len(self.orders),
            "true_lift_in_retention": self.true_lift("retained"),
            "true_lift_in_spend": self.true_lift("spend"),
            "parameters": plain(self.parameters),
            "observation_end": self.observation_end.isoformat(),
            "currency": self.currency,
        }

    def size_of(self, arm: str) -> int:
        """Return the number of customers in an arm.

        Args:
            arm: The arm: "treated" or "control".
        """
        return int((self.truth["arm"] == arm).sum())

    def true_lift(self, outcome: Outcome) -> float:
        """Return the mean difference that contact truly makes.

        Args:
            outcome: "retained", a share of customers, or "spend", in money per customer.
        """
        gap = self.truth[f"{outcome}_if_treated"] - self.truth[f"{outcome}_if_control"]
        return float(gap.mean())


@progress.step(pair("simulating the programme", "模拟体验项目"))
def simulate_programme(
    shop: Shop,
    *,
    treated: Ids,
    control: Ids,
    window: Span = "6 months",
    win_back: float = 0.4,
    dropout_factor: float = 0.7,
    seed: int | np.random.Generator,
) -> Programme:
    """Run a retention programme on a simulated shop, from the moment after its end.

    All customers behave as the shop's own model says: with the rate l, the dropout probability p
    and the mean spend m of its truth, a customer who is alive buys as a Poisson process and leaves
    after each purchase with probability p; a customer who has left buys nothing. Contact does two
    things: a customer who has left comes back with probability `win_back`, and p becomes p
    dropout_factor from then on. Within a window of length t, with a = 1 for customers alive at the
    contact and 0 for those who have left,

    - retained_if_control = a (1 - exp(-l t)), the probability of at least one order,
    - retained_if_treated = (a + (1 - a) win_back) (1 - exp(-l t)),
    - spend_if_control = a m (1 - exp(-l p t)) / p,
    - spend_if_treated = (a + (1 - a) win_back) m (1 - exp(-l p' t)) / p', p' = p dropout_factor.

    The true lift of a pool in retention, and in money, is the mean difference of these columns.
    Contact retains only customers who had left: a first order comes before anyone can leave after
    it, so staying longer shows in the spend.

    Args:
        shop: The shop, from `simulate_shop` or `load_sample`.
        treated: The ids of the customers contacted: a column, an array or a list.
        control: The ids of the customers left alone.
        window: How long after the assignment they are observed.
        win_back: The probability that a customer who has left comes back when contacted.
        dropout_factor: The factor by which contact multiplies the dropout probability, from 0 (no
            customer leaves any more) to 1 (no effect).
        seed: The seed: a whole number, or a NumPy generator.

    Returns:
        A `Programme`. Its orders are only the new ones, without refunds; its truth is customer_id,
        arm, alive (at the contact) and the four columns above. Pass to `lift.experiment` its
        assignments, its orders together with the shop's, and its observation_end.

    Raises:
        DataError: An id is not in the shop, occurs twice in an arm, or is in both arms.
        ParameterError: An arm is empty, or win_back or dropout_factor is not from 0 to 1.

    References:
        Fader, Hardie and Lee (2005), "Counting your customers" the easy way: an alternative to
        the Pareto/NBD model, Marketing Science 24(2), section 3, for the expected purchases.

    Examples:
        >>> from vocvalue.datasets import simulate_shop
        >>> shop = simulate_shop(1000, seed=1)
        >>> ids = shop.customers["customer_id"]
        >>> programme = simulate_programme(shop, treated=ids[:500], control=ids[500:], seed=2)
        >>> list(programme.orders.columns), programme.assignments.shape
        (['customer_id', 'timestamp', 'amount'], (1000, 3))
        >>> programme.assignments["timestamp"].iloc[0], programme.observation_end
        (Timestamp('2025-01-01 00:00:00'), Timestamp('2025-07-02 15:00:00'))
        >>> gap = programme.truth["retained_if_treated"] - programme.truth["retained_if_control"]
        >>> print(f"{gap.mean():.3f}")
        0.110
    """
    rng = checks.seed(seed)
    back = fraction("win_back", win_back)
    factor = fraction("dropout_factor", dropout_factor)
    days = duration.length(window, "day", name="window")
    place = _places(shop, treated, control)
    people = shop.truth.iloc[place].reset_index(drop=True)
    arm = np.repeat(np.array(ARMS), [len(treated), len(control)])
    began = shop.observation_end + AT_ONCE
    observation = Observation(
        start=began, length=max(round(days * SECONDS_PER_DAY), 1), acquisition=0
    )
    orders = _orders(
        people,
        arm == "treated",
        win_back=back,
        dropout_factor=factor,
        shape=shop.parameters["model"]["spend_p"],
        observation=observation,
        rng=rng,
    )
    return Programme(
        orders=orders,
        assignments=pd.DataFrame(
            {"customer_id": people["customer_id"], "arm": arm, "timestamp": began}
        ),
        truth=_truth(people, arm, back, factor, days),
        parameters={
            "window": str(window),
            "win_back": back,
            "dropout_factor": factor,
            "seed": seed if isinstance(seed, int) else None,
        },
        observation_end=began + pd.Timedelta(seconds=observation.length),
        currency=shop.currency,
    )


def _places(shop: Shop, treated: Ids, control: Ids) -> NDArray[np.intp]:
    """Return where in the shop's truth the customers are, the treated first."""
    known = pd.Index(shop.truth["customer_id"])
    places = []
    for name, given in zip(ARMS, (treated, control), strict=True):
        ids = pd.Index(np.asarray(given))
        if not len(ids):
            raise ParameterError(f"{name} is empty: a programme needs customers in both arms.")
        found = known.get_indexer(ids)
        _refuse(ids[found < 0], f"of {name} not in the shop", "Take them from shop.customers.")
        _refuse(ids[ids.duplicated()], f"twice in {name}", "Name everybody once.")
        places.append(found)
    both = known[np.intersect1d(*places)]
    _refuse(both, "in both arms", "Each customer is either contacted or left alone.")
    return np.concatenate(places)


def _refuse(ids: "pd.Index[Any]", what: str, hint: str) -> None:
    if len(ids):
        raise DataError.bad_rows(
            what, column="customer_id", count=len(ids), first_ids=ids, hint=hint
        )


def _orders(
    people: pd.DataFrame,
    contacted: NDArray[np.bool_],
    *,
    win_back: float,
    dropout_factor: float,
    shape: float,
    observation: Observation,
    rng: np.random.Generator,
) -> pd.DataFrame:
    """Draw what everybody orders: the purchases after one that would be at the contact itself."""
    returns = contacted & (rng.random(len(people)) < win_back)
    rate, dropout, mean_spend = _character(people)
    purchases = Purchases.draw(
        np.zeros(len(people), dtype=np.int64),
        np.where(people["alive"].to_numpy() | returns, rate, 0.0),
        dropout * np.where(contacted, dropout_factor, 1.0),
        unit="day",
        observation=observation,
        rng=rng,
    )
    bought = np.ones(purchases.owner.size, dtype=bool)
    bought[np.cumsum(purchases.counts) - purchases.counts] = False
    amounts = money(spend_amounts(mean_spend, purchases.counts - 1, shape, rng))
    orders = pd.DataFrame(
        {
            "customer_id": people["customer_id"].to_numpy()[purchases.owner[bought]],
            # Moments are whole seconds rounded down: after the contact, and not at it.
            "timestamp": observation.timestamps(purchases.moment[bought] + 1),
            "amount": amounts,
        }
    )
    return orders.sort_values("timestamp", kind="stable", ignore_index=True)


def _truth(
    people: pd.DataFrame,
    arm: NDArray[np.str_],
    win_back: float,
    dropout_factor: float,
    days: float,
) -> pd.DataFrame:
    rate, dropout, mean_spend = _character(people)
    alive = people["alive"].to_numpy(dtype=np.float64)
    here = alive + (1 - alive) * win_back
    buys = -np.expm1(-rate * days)

    def spend(leaving: Floats) -> Floats:
        # (1 - exp(-l p t)) / p, which for p = 0 is l t.
        expected: Floats = mean_spend * rate * days * exprel(-rate * leaving * days)
        return expected

    return pd.DataFrame(
        {
            "customer_id": people["customer_id"],
            "arm": arm,
            "alive": people["alive"],
            "retained_if_treated": here * buys,
            "retained_if_control": alive * buys,
            "spend_if_treated": here * spend(dropout * dropout_factor),
            "spend_if_control": alive * spend(dropout),
        }
    )


def _character(people: pd.DataFrame) -> tuple[Floats, Floats, Floats]:
    """Return everybody's purchases a day, dropout probability and mean spend."""
    columns = people[["purchase_rate", "dropout_probability", "mean_spend"]]
    rate, dropout, mean_spend = columns.to_numpy(dtype=np.float64).T
    return rate, dropout, mean_spend
