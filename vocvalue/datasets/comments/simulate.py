"""The customers of a simulated shop write: reviews, chats, questions, comments on NPS answers."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from vocvalue import checks, progress
from vocvalue.datasets.comments.contacts import arms_of, contact_truth, contacts_of, orders_of
from vocvalue.datasets.comments.intentions import with_intentions
from vocvalue.datasets.comments.model import CHAT, QUESTION, CommentModel
from vocvalue.datasets.comments.occasions import Bought, occasions
from vocvalue.datasets.comments.phrases import LANGUAGES, Phrases
from vocvalue.datasets.comments.products import Range
from vocvalue.datasets.comments.result import ShopComments
from vocvalue.datasets.comments.texts import Writer, content_of
from vocvalue.datasets.shop import Shop
from vocvalue.errors import ParameterError
from vocvalue.results.plain_data import plain
from vocvalue.results.texts import pair

DEFAULT_MODEL = CommentModel()
WRITTEN_IN: Mapping[str, Sequence[str]] = {**{it: (it,) for it in LANGUAGES}, "both": LANGUAGES}
TABLES = ("customers", "orders", "responses", "truth")


@progress.step(pair("simulating comments", "模拟评论"))
def simulate_comments(
    shop: Shop,
    *,
    language: str = "en",
    model: CommentModel = DEFAULT_MODEL,
    seed: int | np.random.Generator,
) -> ShopComments:
    """Let the customers of a simulated shop write, and contact half of those who announce to buy.

    The shop stays as it is: what is written follows from what its customers do. With u standard
    normal, A the attitude, and the coefficients of `CommentModel`:

    1. Who writes: a share of purchases is followed by a review, a chat message or a question, and a
       share of the NPS answers holds a comment. F is A, or of an NPS comment what its score says
       of A.
    2. Problems: the logit of having met one is problem_intercept + problem_feeling F, plus
       problem_left if the customer left after the latest purchase. Given F, meeting a problem
       therefore multiplies the odds of leaving by exp(problem_left).
    3. Scores: F + problem_score (after a problem) + score_noise u against the shop's score_cuts
       gives a review's 0 to 10; an NPS comment has the score of its answer.
    4. Intention: a customer is about to buy if the next order falls within horizon_days. They say
       so with probability says_if_buys, others with says_if_not; after a problem both are
       multiplied by unhappy_says. Of those who say nothing of it, customers who have left refuse or
       name another shop with probability refuses_if_left, others with refuses_if_not.
    5. Products: each purchase is of one product, drawn by its share of sales. Who is about to buy
       names the one bought next with probability names_next.
    6. Contact: half of the customers who write may be contacted, at random. They are, once, within
       contact_delay_days after they first announce a purchase, if contact_days after it are still
       observed. A contact brings, with probability extra_order, one more order within contact_days:
       of the product named, of an amount drawn like the customer's others.

    Args:
        shop: The shop, from `simulate_shop`.
        language: "en", "zh", or "both": each customer writes in one of them.
        model: The coefficients of a shop's comments.
        seed: The seed: a whole number, or a NumPy generator.

    Returns:
        A `ShopComments`: the shop with comments, a catalogue, contacts, the orders that these
        brought, and the truth behind each.

    Raises:
        ParameterError: The language is none of these, or nobody writes anything.

    Examples:
        >>> from vocvalue.datasets import simulate_shop
        >>> shop = simulate_comments(simulate_shop(300, seed=1), seed=2)
        >>> list(shop.comments.columns)
        ['customer_id', 'timestamp', 'channel', 'role', 'score', 'text']
        >>> sorted(shop.comments["channel"].unique())
        ['chat', 'nps_comment', 'question', 'review']
    """
    rng = checks.seed(seed)
    languages = WRITTEN_IN[checks.one_of("language", language, tuple(WRITTEN_IN))]
    products, bought = Range.load(languages), Bought.of(shop)
    product = products.draw(bought.owner.size, rng)
    when = _some(occasions(shop, bought, model, rng), shop)
    said = with_intentions(when, product, products, model, rng)
    said = _written(said, products, languages, rng)
    arms = arms_of(said, shop, model, rng)
    truth = contact_truth(said, arms, shop, bought, products, model=model, rng=rng)
    lines = _with_sellers(said, products, languages, model, rng)
    run = {"language": language, "seed": seed if isinstance(seed, int) else None}
    numbers = np.array(products.ids, dtype=object)
    return ShopComments(
        **{name: getattr(shop, name) for name in TABLES},
        parameters={**shop.parameters, "comments": {**run, "model": plain(model)}},
        observation_end=shop.observation_end,
        unit=shop.unit,
        currency=shop.currency,
        comments=_comments(lines, shop, bought),
        comment_truth=_truth(lines, shop, numbers),
        products=products.to_frame(),
        order_products=_order_products(bought, numbers[product]),
        arms=arms,
        contacts=contacts_of(truth),
        contact_orders=orders_of(truth),
        contact_truth=truth,
    )


def _some(written: pd.DataFrame, shop: Shop) -> pd.DataFrame:
    if written.empty:
        raise ParameterError(
            f"none of the {len(shop.truth):,} customers of the shop writes anything. Simulate a "
            "larger shop, or a model with larger shares in after_purchase or nps_comment_share."
        )
    return written


def _written(
    said: pd.DataFrame, products: Range, languages: Sequence[str], rng: np.random.Generator
) -> pd.DataFrame:
    """Add the language of each customer, the text, and whether it names the product."""
    spoken = rng.integers(len(languages), size=int(said["owner"].max()) + 1)
    spoken = spoken[said["owner"].to_numpy(np.int64)]
    writers = [Writer(Phrases.load(language), rng) for language in languages]
    names = [products.called[language] for language in languages]
    texts = [
        writers[language].write(
            content_of(row, names[language][row.product], is_short=row.channel in {CHAT, QUESTION})
        )
        for language, row in zip(spoken.tolist(), said.itertuples(index=False), strict=True)
    ]
    return said.assign(
        spoken=spoken, text=[text for text, _ in texts], names_product=[named for _, named in texts]
    )


def _with_sellers(
    said: pd.DataFrame,
    products: Range,
    languages: Sequence[str],
    model: CommentModel,
    rng: np.random.Generator,
) -> pd.DataFrame:
    """Return the texts with what sellers answer in chats, some minutes later, in order of time."""
    is_answered = (said["channel"] == CHAT) & (rng.random(len(said)) < model.seller_share)
    answered = said[is_answered]
    offered = products.draw(len(answered), rng)
    writers = [Writer(Phrases.load(language), rng) for language in languages]
    replies = [
        writers[spoken].answer(products.called[languages[spoken]][product])
        for spoken, product in zip(answered["spoken"].tolist(), offered.tolist(), strict=True)
    ]
    nothing: dict[str, Any] = {"kind": None, "status": None, "problem": None, "polarity": 0}
    answers = answered.assign(
        **nothing,
        role="seller",
        text=replies,
        names_product=False,
        at=answered["at"] + rng.integers(20, 900, len(answered)),
    )
    lines = pd.concat([said.assign(role="customer"), answers], ignore_index=True)
    return lines.sort_values(["at", "owner", "role"], ignore_index=True)


def _comments(lines: pd.DataFrame, shop: Shop, bought: Bought) -> pd.DataFrame:
    names = shop.truth["customer_id"].to_numpy()
    return pd.DataFrame(
        {
            "customer_id": names[lines["owner"].to_numpy(np.int64)],
            "timestamp": bought.times(lines["at"].to_numpy(np.int64)),
            "channel": lines["channel"],
            "role": lines["role"],
            "score": lines["score"],
            "text": lines["text"],
        }
    )


def _truth(lines: pd.DataFrame, shop: Shop, numbers: NDArray[np.object_]) -> pd.DataFrame:
    names = shop.truth["customer_id"].to_numpy()
    product = numbers[lines["product"].to_numpy(np.int64)]
    return pd.DataFrame(
        {
            "row": np.arange(len(lines)),
            "customer_id": names[lines["owner"].to_numpy(np.int64)],
            "buys": lines["buys"].to_numpy(dtype=bool),
            "kind": lines["kind"],
            "status": lines["status"],
            "product_id": np.where(lines["names_product"], product, None),
            "problem": lines["problem"],
            "polarity": lines["polarity"].astype(np.int64),
        }
    )


def _order_products(bought: Bought, product: NDArray[np.object_]) -> pd.DataFrame:
    table = pd.DataFrame({"order_id": bought.order_id, "product_id": product})
    return table.sort_values("order_id", ignore_index=True)
