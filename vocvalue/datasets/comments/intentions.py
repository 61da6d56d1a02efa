"""What customers say of buying: of which kind, in which status, about which product."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from vocvalue.datasets.comments.model import CHAT, KINDS, QUESTION, CommentModel
from vocvalue.datasets.comments.occasions import Bool, Places
from vocvalue.datasets.comments.products import Range

REPURCHASE, UPSELL, _ = KINDS
LEADS = ("positive", "conditional")
Words = NDArray[np.object_]


def with_intentions(
    written: pd.DataFrame,
    bought_product: Places,
    products: Range,
    model: CommentModel,
    rng: np.random.Generator,
) -> pd.DataFrame:
    """Add what each text says: kind, status, product (its number, -1 for none), is_aside, is_ask.

    Args:
        written: What `occasions` returned.
        bought_product: The number of the product of each purchase.
        products: The shop's products.
        model: The coefficients.
        rng: The source of randomness.
    """
    status = _statuses(written, model, rng)
    kind = _kinds(written["channel"].to_numpy(dtype=object), status, model, rng)
    silent = pd.isna(status)
    asks = silent & written["channel"].isin([CHAT, QUESTION]).to_numpy()
    aside = silent & ~asks & (rng.random(len(written)) < model.aside_share)
    product = _next_products(written, bought_product, products, model, rng)
    grows = products.may_grow
    bigger = rng.choice(np.flatnonzero(grows), len(written))
    product = np.where((kind == UPSELL) & ~grows[product], bigger, product)
    return written.assign(kind=kind, status=status, product=product, is_aside=aside, is_ask=asks)


def _statuses(written: pd.DataFrame, model: CommentModel, rng: np.random.Generator) -> Words:
    """Draw whether a text speaks of buying, and how; None where it does not."""
    size = len(written)
    met = written["problem"].notna().to_numpy()
    buys = written["buys"].to_numpy(dtype=bool)
    says = np.where(buys, model.says_if_buys, model.says_if_not)
    says = says * np.where(met, model.unhappy_says, 1.0)
    condition = np.minimum(model.conditional_share * np.where(met, 2.0, 1.0), 1.0)
    refuses = np.where(written["has_left"], model.refuses_if_left, model.refuses_if_not)
    draws = rng.random((4, size))
    status: Words = np.full(size, None, dtype=object)
    status[draws[3] < model.past_share] = "past"
    leaves = draws[2] < refuses
    status[leaves] = np.where(draws[1] < 0.5, "negative", "switch")[leaves]
    wants = draws[0] < says
    status[wants] = np.where(draws[1] < condition, "conditional", "positive")[wants]
    return status


def _kinds(channel: Words, status: Words, model: CommentModel, rng: np.random.Generator) -> Words:
    """Draw the kind of what is said; who refuses or leaves mostly speaks of buying again."""
    shares = np.array([model.kinds[it] for it in channel], dtype=np.float64).reshape(-1, len(KINDS))
    edges = np.cumsum(shares, axis=1)
    place = (rng.random((len(channel), 1)) > edges[:, :-1]).sum(axis=1)
    drawn = np.array(KINDS, dtype=object)[place]
    leaves = np.isin(status.astype(str), ["negative", "switch"])
    stays = leaves & (rng.random(len(channel)) < 0.8)
    kind: Words = np.where(stays, REPURCHASE, drawn).astype(object)
    kind[pd.isna(status)] = None
    return kind


def _next_products(
    written: pd.DataFrame,
    bought_product: Places,
    products: Range,
    model: CommentModel,
    rng: np.random.Generator,
) -> Places:
    """Draw which product a text would name: often the one that is bought next."""
    size = len(written)
    drawn = products.draw(size, rng)
    following = written["next"].to_numpy(np.int64)
    foresees = written["buys"].to_numpy(dtype=bool) & (rng.random(size) < model.names_next)
    return np.where(foresees, bought_product[following], drawn)


def is_lead(status: Words) -> Bool:
    """Return which statuses announce a purchase."""
    return np.isin(status.astype(str), LEADS)
