"""A shop with what its customers write, and what contacting them truly brings."""

from dataclasses import dataclass
from typing import Any

import pandas as pd

from vocvalue import duration
from vocvalue.datasets.comments.contacts import ARMS
from vocvalue.datasets.comments.intentions import is_lead
from vocvalue.datasets.shop import Shop
from vocvalue.duration import Span
from vocvalue.sealed import HandedOut


@dataclass(frozen=True, kw_only=True, eq=False)
class ShopComments(Shop):
    """A shop with the comments of its customers, with the truth behind them.

    Its orders, customers, responses and truth are those of the shop.

    Attributes:
        comments: One row per text, in order of time: customer_id, timestamp, channel (review,
            chat, question, nps_comment), role (customer or seller), score (0 to 10, of reviews
            and NPS comments), text.
        comment_truth: One row per text: row (its number among the comments, from 0), customer_id,
            buys (whether the customer's next order falls within the horizon), kind and status of
            what the text says of buying, product_id where it names one, problem, polarity.
        products: The catalogue: product_id, name, aliases, upgrade, plan.
        order_products: The product of each of the shop's purchases: order_id, product_id.
        arms: One row per customer who writes: customer_id, arm, drawn at random: "treated" may be
            contacted, "control" is held back.
        contacts: One row per contact: customer_id, timestamp. Treated customers are contacted once
            they announce a purchase.
        contact_orders: The orders that contacts brought: customer_id, order_id, timestamp, amount,
            product_id.
        contact_truth: One row per customer who announces a purchase, of both arms: customer_id,
            arm, said_at, contact_at, extra_order (whether a contact brings one), its order_at,
            product_id and amount, mean_spend, next_order_at (the next order without a contact).
    """

    comments: HandedOut[pd.DataFrame] = HandedOut()
    comment_truth: HandedOut[pd.DataFrame] = HandedOut()
    products: HandedOut[pd.DataFrame] = HandedOut()
    order_products: HandedOut[pd.DataFrame] = HandedOut()
    arms: HandedOut[pd.DataFrame] = HandedOut()
    contacts: HandedOut[pd.DataFrame] = HandedOut()
    contact_orders: HandedOut[pd.DataFrame] = HandedOut()
    contact_truth: HandedOut[pd.DataFrame] = HandedOut()

    def to_frame(self) -> pd.DataFrame:
        """Return the comments."""
        return self.comments

    def to_dict(self) -> dict[str, Any]:
        """Return the parameters and the sizes; the tables stay tables."""
        return {
            **super().to_dict(),
            "n_comments": len(self.comments),
            "n_contacts": len(self.contacts),
            "share_buying": self.share_buying().to_dict(),
            "increment": self.increment().to_dict(orient="index"),
        }

    def all_orders(self) -> pd.DataFrame:
        """Return the shop's orders and those that contacts brought, with products.

        Returns:
            customer_id, order_id, timestamp, amount, product_id, in order of time; a refund is of
            the product of its order.

        Examples:
            >>> from vocvalue.datasets import load_sample
            >>> shop = load_sample()
            >>> orders = shop.all_orders()
            >>> len(orders) - len(shop.orders) == len(shop.contact_orders)
            True
        """
        own = self.orders.merge(self.order_products, on="order_id", how="left")
        orders = pd.concat([own, self.contact_orders], ignore_index=True)
        return orders.sort_values(["timestamp", "order_id"], ignore_index=True)

    def share_buying(self) -> pd.Series:
        """Return the share of texts whose customer orders within the horizon, by what they say.

        What the customers write of buying is positive, conditional, past, negative, switch, or
        "nothing".

        Examples:
            >>> from vocvalue.datasets import load_sample
            >>> shares = load_sample().share_buying()
            >>> bool(shares["positive"] > shares["nothing"])
            True
        """
        truth = self.comment_truth
        written = truth[(self.comments["role"] == "customer").to_numpy()]
        status = written["status"].fillna("nothing")
        return written["buys"].groupby(status).mean().rename_axis(None).rename("share")

    def increment(self, *, window: Span | None = None) -> pd.DataFrame:
        """Return what the contacts truly brought.

        Args:
            window: The window after the announcement within which an order without a contact would
                have made the customer a buyer anyway; by default as long as that of a contact.

        Returns:
            Rows "orders" (extra orders), "customers" (who would not have ordered within the window
            otherwise) and "revenue" (of the extra orders); columns "expected", from the probability
            of an extra order and the customers' mean spend, and "realised", from the orders placed.

        Raises:
            ParameterError: The window cannot be read, or is not above zero.

        Examples:
            >>> from vocvalue.datasets import load_sample
            >>> shop = load_sample()
            >>> int(shop.increment()["realised"]["orders"]) == len(shop.contact_orders)
            True
        """
        model = self.parameters["comments"]["model"]
        days = float(model["contact_days"])
        if window is not None:
            days = duration.length(window, "day", name="window")
        truth = self.contact_truth
        made = truth[truth["arm"] == ARMS[0]]
        anyway = made["next_order_at"] <= made["said_at"] + pd.Timedelta(days=days)
        share = float(model["extra_order"])
        extra = made["extra_order"]
        rows = {
            "orders": (share * len(made), float(extra.sum())),
            "customers": (share * float((~anyway).sum()), float((extra & ~anyway).sum())),
            "revenue": (
                share * float(made["mean_spend"].sum()),
                float(made.loc[extra, "amount"].sum()),
            ),
        }
        return pd.DataFrame.from_dict(rows, orient="index", columns=["expected", "realised"])

    @property
    def horizon(self) -> str:
        """The span within which customers who are about to buy buy."""
        return f"{float(self.parameters['comments']['model']['horizon_days']):g} days"

    @property
    def share_kept(self) -> float:
        """The share of texts that announce a purchase whose customer orders within the horizon."""
        truth = self.comment_truth
        announces = is_lead(truth["status"].to_numpy(dtype=object))
        return float(truth.loc[announces, "buys"].mean())

    @property
    def n_announcing(self) -> int:
        """The number of texts that announce a purchase."""
        return int(is_lead(self.comment_truth["status"].to_numpy(dtype=object)).sum())
