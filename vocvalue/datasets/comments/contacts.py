"""Who is contacted, at random, and the extra orders that this truly brings."""

import numpy as np
import pandas as pd

from vocvalue.datasets.comments.intentions import is_lead
from vocvalue.datasets.comments.model import CommentModel
from vocvalue.datasets.comments.occasions import NOBODY, Bought
from vocvalue.datasets.comments.products import Range
from vocvalue.datasets.observation import SECONDS_PER_DAY
from vocvalue.datasets.purchase import money
from vocvalue.datasets.shop import Shop
from vocvalue.stats.simulation import spend_amounts

ARMS = ("treated", "control")


def arms_of(
    said: pd.DataFrame, shop: Shop, model: CommentModel, rng: np.random.Generator
) -> pd.DataFrame:
    """Draw who may be contacted, among all customers who write: customer_id, arm."""
    writers = np.unique(said["owner"].to_numpy(np.int64))
    n_contacted = round(writers.size * model.contacted_share)
    is_contacted = rng.permutation(writers.size) < n_contacted
    names = shop.truth["customer_id"].to_numpy()
    arm = np.where(is_contacted, *ARMS)
    return pd.DataFrame({"customer_id": names[writers], "arm": arm})


def contact_truth(
    said: pd.DataFrame,
    arms: pd.DataFrame,
    shop: Shop,
    bought: Bought,
    products: Range,
    *,
    model: CommentModel,
    rng: np.random.Generator,
) -> pd.DataFrame:
    """Return, per customer who announces a purchase, what a contact brings.

    The order that a contact would bring is drawn for both arms; only that of customers who were
    contacted is placed. A contact whose window would not be over at the end is not made.

    Returns:
        customer_id, arm, said_at (the first announcement), contact_at, extra_order (whether a
        contact brings one), order_at, product_id and amount of that order, mean_spend, and
        next_order_at, the customer's next order without a contact.
    """
    first = said[is_lead(said["status"].to_numpy(dtype=object))].drop_duplicates("owner")
    owner, at = first["owner"].to_numpy(np.int64), first["at"].to_numpy(np.int64)
    delay = 3600 + rng.random(len(first)) * model.contact_delay_days * SECONDS_PER_DAY
    wait = 60 + rng.random(len(first)) * (model.contact_days * SECONDS_PER_DAY - 120)
    buys = rng.random(len(first)) < model.extra_order
    drawn = products.draw(len(first), rng)
    people = shop.truth.iloc[owner]
    mean_spend = people["mean_spend"].to_numpy(dtype=np.float64)
    shape = shop.parameters["model"]["spend_p"]
    ones = np.ones(len(first), dtype=np.int64)
    amount = money(spend_amounts(mean_spend, ones, shape, rng))
    named = first["names_product"].to_numpy(dtype=bool)
    product = np.where(named, first["product"].to_numpy(np.int64), drawn)
    called = at + delay.astype(np.int64)
    later = bought.next_after(owner, at)
    table = pd.DataFrame(
        {
            "customer_id": people["customer_id"].to_numpy(),
            "arm": arms.set_index("customer_id")["arm"].loc[people["customer_id"]].to_numpy(),
            "said_at": bought.times(at),
            "contact_at": bought.times(called),
            "extra_order": buys,
            "order_at": bought.times(called + wait.astype(np.int64)).where(buys),
            "product_id": pd.Series(np.array(products.ids, dtype=object)[product]).where(buys),
            "amount": np.where(buys, amount, np.nan),
            "mean_spend": mean_spend,
            "next_order_at": bought.times(bought.moment[later]).where(later != NOBODY),
        }
    )
    window = pd.Timedelta(days=model.contact_days)
    over = (table["contact_at"] + window <= shop.observation_end).to_numpy()
    return table[over].sort_values(["contact_at", "customer_id"], ignore_index=True)


def contacts_of(truth: pd.DataFrame) -> pd.DataFrame:
    """Return who was contacted when: customer_id, timestamp."""
    made = truth.loc[truth["arm"] == ARMS[0], ["customer_id", "contact_at"]]
    return made.rename(columns={"contact_at": "timestamp"}).reset_index(drop=True)


def orders_of(truth: pd.DataFrame) -> pd.DataFrame:
    """Return the orders that contacts brought, in order of time.

    They are customer_id, order_id, timestamp, amount and product_id.
    """
    placed = truth[(truth["arm"] == ARMS[0]) & truth["extra_order"]]
    placed = placed.sort_values(["order_at", "customer_id"], ignore_index=True)
    digits = len(str(max(len(placed), 1)))
    return pd.DataFrame(
        {
            "customer_id": placed["customer_id"],
            "order_id": [f"X{number:0{digits}d}" for number in range(1, len(placed) + 1)],
            "timestamp": placed["order_at"],
            "amount": placed["amount"],
            "product_id": placed["product_id"],
        }
    )
