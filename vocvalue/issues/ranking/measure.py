"""Moments described and followed: numbers in, an `IssueRanking` out."""

from dataclasses import dataclass, replace
from typing import Self, TypeAlias

import numpy as np
from numpy.typing import NDArray

from vocvalue import progress
from vocvalue.errors import DataError
from vocvalue.issues.gathered import OrdersAndProblems
from vocvalue.issues.histories import OrderHistories
from vocvalue.issues.moments.features import features
from vocvalue.issues.moments.outcomes import outcomes
from vocvalue.issues.ranking.comparison import TopicOdds, columns_of, topic_odds
from vocvalue.issues.ranking.deciles import UNKNOWN, LossByDecile, tenths
from vocvalue.issues.ranking.described import DescribedMoments
from vocvalue.issues.ranking.flags import TopicLosses, ranks
from vocvalue.issues.ranking.notes import on_ranking
from vocvalue.issues.ranking.occasions import FEWEST, months_of
from vocvalue.issues.ranking.result import IssueRanking
from vocvalue.issues.ranking.silence import corrected
from vocvalue.issues.ranking.window_before import WindowBefore, placebo
from vocvalue.results import Basis, Note
from vocvalue.results.texts import pair
from vocvalue.stats.joint_effects import JointComparison, JointEffects

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]
Flags: TypeAlias = NDArray[np.bool_]

A_COLUMN = 2
"""Moments with a mention for each column at least."""


@dataclass(frozen=True, kw_only=True)
class RankingQuestion:
    """What is asked.

    Attributes:
        window_days: The days after each moment in which spend counts.
        margin: The margin as a share of revenue; None for revenue.
        currency: The currency code, where known.
        reported: The shares that report, the lowest first.
        level: The confidence level.
    """

    window_days: float
    margin: float | None
    currency: str | None
    reported: tuple[float, ...]
    level: float

    @property
    def kept(self) -> float:
        """How much of a unit of spend counts."""
        return 1.0 if self.margin is None else self.margin

    @property
    def basis(self) -> Basis:
        """What the money is."""
        return "revenue" if self.margin is None else "margin"


@dataclass(frozen=True, kw_only=True, eq=False)
class _Compared:
    """The topics that can be ranked, compared with controls."""

    described: DescribedMoments
    comparison: JointComparison
    spend: tuple[Floats, Floats]
    found: JointEffects

    @classmethod
    def of(
        cls, orders: OrderHistories, described: DescribedMoments, odds: TopicOdds, days: float
    ) -> Self:
        """Return what was spent in the window, compared."""
        spend = outcomes(orders, described.at, window_days=days, churn_days=days)["spend"]
        sides = spend[: described.n_mentioned], spend[described.n_mentioned :]
        comparison = odds.comparison()
        return cls(
            described=described,
            comparison=comparison,
            spend=sides,
            found=comparison.effects(*sides),
        )

    def losses(self, kept: float) -> TopicLosses:
        """Return what an exposure costs, in money."""
        return TopicLosses(
            value=-kept * self.found.each,
            covariance=kept**2 * self.found.each_covariance,
            n=self.found.n,
            p_value=self.found.p_value,
        )

    def by_decile(self, orders: OrderHistories, worth: Floats | None, kept: float) -> LossByDecile:
        """Return whom the topics hit."""
        at, n = self.described.at, self.described.n_mentioned
        if worth is None:
            values = orders.sum_between(orders.start[at.customer], at.order, gross=True)
            tenth = tenths(values[:n], values[n:], 1 / self.described.controls.drawn)
        else:
            known = worth[~np.isnan(worth)]
            tenth = tenths(worth[at.customer[:n]], known, np.ones(known.size))
        groups = UNKNOWN + 1
        sums, errors = self.comparison.by_group(self.found, *self.spend, tenth, groups)
        had = self.described.mentioned.had
        return LossByDecile(
            by="past spend" if worth is None else "value",
            exposures=np.stack([np.bincount(tenth[own], minlength=groups) for own in had.T]),
            loss=-kept * sums,
            error=kept * errors,
        )


def measure(
    gathered: OrdersAndProblems,
    described: DescribedMoments,
    question: RankingQuestion,
    generator: np.random.Generator,
    *,
    worth: Floats | None = None,
    notes: tuple[Note, ...] = (),
) -> IssueRanking:
    """Return the ranking.

    Args:
        gathered: Orders and problems.
        described: The moments.
        question: What is asked.
        generator: Where chance comes from.
        worth: What each customer of the orders is worth, NaN where not known; None takes what they
            had spent before the moment.
        notes: What is to be noted of the reading.

    Raises:
        DataError: No topic can be ranked, or topics cannot be told apart.
    """
    n_of_topic = described.mentioned.n_of_topic
    _refuse_none(described, question.window_days)
    kept, odds = _settled(described.only(n_of_topic >= FEWEST), gathered)
    compared = _Compared.of(gathered.orders, kept, odds, question.window_days)
    each = compared.losses(question.kept)
    check = placebo(
        gathered,
        kept,
        window_days=question.window_days,
        kept=question.kept,
        generator=generator,
    )
    own = _n_mentions(gathered, kept.names)
    by_topic = dict(zip(described.names, n_of_topic.tolist(), strict=True))
    found = IssueRanking(
        topics=kept.names,
        mentions=own,
        each=each,
        ranks=ranks(each, own, _doubtful(kept.names, check), generator),
        counted=compared.found.counted * question.kept**2,
        by_decile=compared.by_decile(gathered.orders, worth, question.kept),
        window_before=check,
        silence=tuple(
            corrected(compared.comparison, each, kept.controls.drawn, share)
            for share in question.reported
        ),
        too_few={name: n for name, n in by_topic.items() if n < FEWEST},
        unlike=tuple(
            name for name, n in by_topic.items() if n >= FEWEST and name not in kept.names
        ),
        pending=kept.controls.pending,
        months=months_of(described.mentioned),
        window_days=question.window_days,
        design="order" if gathered.problems.by_order else "mention",
        n_exposed=kept.n_mentioned,
        n_controls=kept.controls.at.n,
        margin=question.margin,
        currency=question.currency,
        basis=question.basis,
        evidence="adjusted observational",
        level=question.level,
    ).by_damage()
    return replace(found, notes=(*on_ranking(found), *notes))


@progress.step(pair("comparing customers who are alike", "比较相似客户"))
def _settled(
    described: DescribedMoments, gathered: OrdersAndProblems
) -> tuple[DescribedMoments, TopicOdds]:
    """Return the topics for which there are enough moments and controls that are alike.

    Moments that name a topic without such controls are left out with it, so that others may have
    too few left.
    """
    at, problems = described.at, gathered.problems
    earlier = problems.n_before(at.customer, at.day).astype(np.float64)
    odds = topic_odds(
        described.mentioned.had,
        columns_of(features(gathered.orders, at, earlier), described.covariates),
        at.customer,
        described.names,
    )
    _refuse_thin(described.n_mentioned, odds.treated.shape[1] - 1)
    while True:
        usable = odds.alike & (described.mentioned.n_of_topic >= FEWEST)
        if usable.all():
            return described, odds
        if not usable.any():
            raise _unlike(odds)
        described, odds = described.only(usable), odds.only(usable)


def _n_mentions(gathered: OrdersAndProblems, names: tuple[str, ...]) -> NDArray[np.int64]:
    """Return how often each topic is mentioned, whatever can be followed of that."""
    problems = gathered.problems
    n = np.bincount(problems.topic, minlength=len(problems.topics))
    return n[[problems.topics.index(name) for name in names]].astype(np.int64)


def _refuse_thin(n: int, n_columns: int) -> None:
    if n < A_COLUMN * n_columns:
        raise DataError(
            f"there are {n:,} moments with a mention, too few for {n_columns} columns of history "
            f"and covariates: at least {A_COLUMN} are needed for each. Use fewer covariates, or "
            "pass more data."
        )


def _unlike(odds: TopicOdds) -> DataError:
    balance = odds.any_odds.balance
    return DataError(
        "no overlap: for no topic do enough controls resemble the customers who mentioned it. Of "
        f"the controls for all topics together one carries {balance.largest_weight[0]:.1%} of the "
        f"weight, and they count as {balance.effective_n[0]:,.0f}; weighting leaves a covariate "
        f"{balance.imbalance[0]:.2f} standard deviations apart. No figure is given. Use fewer or "
        "coarser covariates."
    )


def _refuse_none(described: DescribedMoments, window_days: float) -> None:
    n = described.mentioned.n_of_topic
    if n.max(initial=0) >= FEWEST:
        return
    most = int(np.argmax(n))
    raise DataError(
        f"no topic has {FEWEST} moments that can be followed for the window of {window_days:.4g} "
        f"days: the most are {n[most]:,}, of {described.names[most]!r}, and "
        f"{described.mentioned.n_late:,} mentions are too late for the window. Shorten the window, "
        "join topics, or pass more data."
    )


def _doubtful(names: tuple[str, ...], check: WindowBefore | None) -> Flags:
    doubtful = () if check is None else check.doubtful
    return np.array([name in doubtful for name in names], dtype=np.bool_)
