"""The coefficients of simulated comments: who writes, who says what, what a contact brings."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from vocvalue import checks
from vocvalue.datasets.purchase import fraction
from vocvalue.errors import ParameterError

KINDS = ("repurchase", "upsell", "cross_sell")
PROBLEMS = ("packaging", "delivery", "support", "price", "broken")
REVIEW, CHAT, QUESTION, NPS_COMMENT = "review", "chat", "question", "nps_comment"
CHANNELS = (REVIEW, CHAT, QUESTION, NPS_COMMENT)


def _after_purchase() -> dict[str, float]:
    return {REVIEW: 0.10, CHAT: 0.05, QUESTION: 0.03}


def _longest_wait() -> dict[str, float]:
    return {REVIEW: 10.0, CHAT: 60.0, QUESTION: 90.0}


def _kinds() -> dict[str, tuple[float, float, float]]:
    return {
        REVIEW: (0.75, 0.15, 0.10),
        CHAT: (0.45, 0.25, 0.30),
        QUESTION: (0.20, 0.25, 0.55),
        NPS_COMMENT: (0.80, 0.12, 0.08),
    }


@dataclass(frozen=True, kw_only=True)
class CommentModel:
    """Every coefficient of `simulate_comments`; its docstring has the equations.

    Attributes:
        after_purchase: Share of purchases after which a customer writes, by channel.
        longest_wait: Days after the purchase within which that falls, by channel.
        nps_comment_share: Share of NPS answers that come with a comment.
        seller_share: Share of chat messages that the seller answers.
        horizon_days: Days within which a customer who is about to buy buys.
        says_if_buys: Probability that a customer who is about to buy says so.
        says_if_not: The same for a customer who is not.
        unhappy_says: The factor by which a problem multiplies both.
        kinds: Shares of repurchase, upsell and cross-sell among intentions, by channel.
        conditional_share: Share of intentions under a condition; twice that after a problem.
        names_next: Probability that a customer who is about to buy names what that will be.
        refuses_if_left: Probability that a customer who has left, and says nothing of buying,
            says so.
        refuses_if_not: The same for a customer who has not left.
        past_share: Probability that other customers speak of what they bought before.
        aside_share: Probability that the rest use such words without an intention of their own.
        problem_intercept: Logit of having met a problem.
        problem_feeling: The same per unit of attitude.
        problem_left: Log odds ratio of having met a problem and leaving after the purchase.
        problem_score: What a problem adds to the attitude behind a review's score.
        contacted_share: Share of the customers who write that is treated: may be contacted.
        contact_delay_days: Days within which a contact follows what was said.
        contact_days: Days after the contact within which an extra order falls.
        extra_order: Probability of an extra order of a customer who is contacted.

    Examples:
        >>> from dataclasses import replace
        >>> useless = replace(CommentModel(), extra_order=0.0)
        >>> useless.extra_order
        0.0
    """

    after_purchase: Mapping[str, float] = field(default_factory=_after_purchase)
    longest_wait: Mapping[str, float] = field(default_factory=_longest_wait)
    nps_comment_share: float = 0.30
    seller_share: float = 0.40
    horizon_days: float = 30.0
    says_if_buys: float = 0.40
    says_if_not: float = 0.12
    unhappy_says: float = 0.50
    kinds: Mapping[str, tuple[float, float, float]] = field(default_factory=_kinds)
    conditional_share: float = 0.20
    names_next: float = 0.70
    refuses_if_left: float = 0.25
    refuses_if_not: float = 0.05
    past_share: float = 0.06
    aside_share: float = 0.20
    problem_intercept: float = -1.40
    problem_feeling: float = -0.80
    problem_left: float = 0.80
    problem_score: float = -0.80
    contacted_share: float = 0.50
    contact_delay_days: float = 3.0
    contact_days: float = 30.0
    extra_order: float = 0.25

    def __post_init__(self) -> None:
        for name in SHARES:
            fraction(name, getattr(self, name))
        for name in POSITIVE:
            checks.positive(name, getattr(self, name))
        if sum(self.after_purchase.values()) > 1:
            raise ParameterError("after_purchase must be shares that add up to at most 1.")
        if set(self.after_purchase) != set(self.longest_wait):
            raise ParameterError("after_purchase and longest_wait must name the same channels.")
        if not set(self.after_purchase) | {NPS_COMMENT} <= set(self.kinds):
            raise ParameterError(f"kinds must have shares for each of {', '.join(CHANNELS)}.")


SHARES = (
    *("nps_comment_share", "seller_share", "says_if_buys", "says_if_not", "unhappy_says"),
    *("conditional_share", "names_next", "refuses_if_left", "refuses_if_not", "past_share"),
    *("aside_share", "contacted_share", "extra_order"),
)
POSITIVE = ("horizon_days", "contact_delay_days", "contact_days")
