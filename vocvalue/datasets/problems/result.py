"""A shop whose customers meet problems, with the truth of what each problem costs."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal, TypeAlias

import numpy as np
import pandas as pd

from vocvalue import checks, duration, progress
from vocvalue.datasets.observation import Observation
from vocvalue.datasets.order_log import SimulatedOrders
from vocvalue.datasets.problems.course import Course
from vocvalue.datasets.problems.effects import effects_by_order, effects_by_topic, losses_by_topic
from vocvalue.datasets.problems.hashed_draws import HashedDraws
from vocvalue.datasets.problems.history import History
from vocvalue.datasets.problems.model import Problem, ProblemModel
from vocvalue.duration import Span
from vocvalue.errors import ParameterError
from vocvalue.results.texts import pair
from vocvalue.sealed import HandedOut

Among: TypeAlias = Literal["reported", "met"]

AMONG = ("reported", "met")


@dataclass(frozen=True, kw_only=True, eq=False)
class ProblemShop(SimulatedOrders):
    """A shop whose customers meet problems and tell of some, with the truth behind it.

    Its random numbers depend on the seed, the customer, the number of the order and the purpose
    alone. Any history can therefore be played again with a problem taken away and everything else
    equal, which `effects` and `without` do.

    Attributes:
        orders: One row per order: customer_id, order_id, timestamp, amount.
        customers: One row per customer: customer_id, first_purchase, region, channel, prior_spend.
        log: One row per problem that an order met, told of or not: customer_id, order_id, timestamp
            (of the order), topic.
        mentions: One row per problem told of, in order of time: customer_id, order_id (of the
            order that met it), timestamp (when it is told of), topic.
        truth: One row per customer: customer_id, attitude, purchase_rate (a day, before any
            problem), dropout_probability (after an order without one), mean_spend, alive (at the
            end).
    """

    customers: HandedOut[pd.DataFrame] = HandedOut()
    log: HandedOut[pd.DataFrame] = HandedOut()
    mentions: HandedOut[pd.DataFrame] = HandedOut()

    def to_dict(self) -> dict[str, Any]:
        """Return the parameters and the sizes; the tables stay tables."""
        return {
            **super().to_dict(),
            "counts": self.counts().set_index("topic").to_dict(orient="index"),
        }

    def counts(self) -> pd.DataFrame:
        """Return how often each problem was met, and how often it was told of.

        Returns:
            One row per problem, as in the model: topic, met, mentions.

        Examples:
            >>> from vocvalue.datasets import simulate_problems
            >>> counts = simulate_problems(500, seed=1).counts()
            >>> bool((counts["met"] > counts["mentions"]).all())
            True
        """
        tables = {"met": self.log, "mentions": self.mentions}
        counted = {name: table["topic"].value_counts() for name, table in tables.items()}
        table = pd.DataFrame(counted).reindex(list(self.topics)).fillna(0).astype(np.int64)
        return table.rename_axis("topic").reset_index()

    @property
    def topics(self) -> tuple[str, ...]:
        """The names of the problems, as in the model."""
        return self._course.model.names

    @progress.step(pair("playing histories without the problem", "推演没有问题时的历史"))
    def effects(
        self,
        topic: str | None = None,
        *,
        window: Span = "90 days",
        churn_window: Span = "180 days",
        among: Among = "reported",
        only_first: bool = True,
    ) -> pd.DataFrame:
        """Return what follows each order that met a problem, with the problem and without it.

        The history is played again from that order on with this one problem of this one order taken
        away. Whatever else the customer meets, then and later, stays. Windows are played to their
        end, past the end of the log too.

        Args:
            topic: The topic of the problem; by default all problems, each by itself.
            window: The window after the order for repurchase, orders and spend.
            churn_window: How long without an order is churn.
            among: "reported", the orders told of before the log ends, or "met", all of them.
            only_first: Whether only a customer's first exposure to each problem counts: the first
                told of, or the first met.

        Returns:
            One row per exposure: customer_id, order_id, timestamp (of the order), mentioned_at
            (missing where it is not told of), topic, tenure_days, and with the suffixes _with and
            _without repurchase (1 or 0), orders, spend (in money) and churn (1 or 0).

        Raises:
            ParameterError: There is no such problem, a span cannot be read, or `among` is neither.

        Examples:
            >>> from vocvalue.datasets import simulate_problems
            >>> shop = simulate_problems(2000, seed=1)
            >>> truth = shop.effects("packaging")
            >>> loss = truth["spend_without"] - truth["spend_with"]
            >>> bool(loss.mean() > 0)
            True
        """
        days = self._days(window, churn_window)
        exposures = self._exposures(among)
        if topic is not None:
            exposures = exposures[exposures["topic"] == self._known(topic)]
        if only_first:
            exposures = exposures.drop_duplicates(["customer_id", "topic"])
        return effects_by_topic(self._history, exposures, **days)

    def order_effects(
        self,
        *,
        window: Span = "90 days",
        churn_window: Span = "180 days",
        among: Among = "reported",
        only_first: bool = False,
    ) -> pd.DataFrame:
        """Return what follows each order with problems, with them and with all of them taken away.

        Args:
            window: The window after the order for repurchase, orders and spend.
            churn_window: How long without an order is churn.
            among: "reported", where the problems told of before the log ends are taken away, or
                "met", where all that the order met are.
            only_first: Whether only a customer's first such order counts.

        Returns:
            The columns of `effects`, with n_topics, how many problems are taken away, in the place
            of topic.

        Raises:
            ParameterError: A span cannot be read, or `among` is neither.

        Examples:
            >>> from vocvalue.datasets import ProblemModel, simulate_problems
            >>> shop = simulate_problems(500, model=ProblemModel.many(5), seed=1)
            >>> bool(shop.order_effects()["n_topics"].max() > 1)
            True
        """
        days = self._days(window, churn_window)
        exposures = self._exposures(among)
        if only_first:
            first = exposures.drop_duplicates("customer_id")["row"]
            exposures = exposures[exposures["row"].isin(first)]
        return effects_by_order(self._history, exposures, **days)

    def losses(
        self,
        *,
        window: Span = "90 days",
        churn_window: Span = "180 days",
        among: Among = "reported",
    ) -> pd.DataFrame:
        """Return what each problem truly does to those who met it, and what that adds up to.

        Args:
            window: The window after the order for repurchase, orders and spend.
            churn_window: How long without an order is churn.
            among: "reported", the orders told of before the log ends, or "met", all of them.

        Returns:
            One row per problem, as in the model: topic, exposures (of each customer the first),
            the mean effects on repurchase, orders, spend and churn (with the problem less without
            it; missing without exposures), and loss, the spend that these exposures lost.

        Raises:
            ParameterError: A span cannot be read, or `among` is neither.

        Examples:
            >>> from vocvalue.datasets import ProblemModel, simulate_problems
            >>> shop = simulate_problems(1000, model=ProblemModel.many(5), seed=1)
            >>> losses = shop.losses().set_index("topic")["loss"]
            >>> float(losses["topic 00"]), bool(losses["topic 03"] > 0)
            (0.0, True)
        """
        effects = self.effects(window=window, churn_window=churn_window, among=among)
        return losses_by_topic(effects, self.topics)

    @progress.step(pair("playing histories without the problem", "推演没有问题时的历史"))
    def without(self, topics: str | Collection[str]) -> pd.DataFrame:
        """Return the order log as it would be if nobody had ever met some problems.

        Args:
            topics: The problem or the problems that are removed altogether; with none of them it is
                the log as it happened.

        Returns:
            customer_id, order_id, timestamp and amount, in order of time. An order_id is the
            customer and the number of the order, so that the second order is the second in both.

        Raises:
            ParameterError: There is no such problem.

        Examples:
            >>> from vocvalue.datasets import simulate_problems
            >>> shop = simulate_problems(500, seed=1)
            >>> shop.without([]).equals(shop.orders)
            True
            >>> len(shop.without("packaging")) > len(shop.orders)
            True
        """
        listed = [topics] if isinstance(topics, str) else list(topics)
        return History.of(self._course, [self._known(topic) for topic in listed]).orders()

    @cached_property
    def _course(self) -> Course:
        run = self.parameters
        return Course(
            model=_model(run["model"]),
            observation=Observation.between(run["start"], run["end"], run["acquisition"]),
            n_customers=run["n_customers"],
            draws=HashedDraws(seed=run["seed"]),
        )

    @cached_property
    def _history(self) -> History:
        return History.of(self._course)

    def _exposures(self, among: str) -> pd.DataFrame:
        """Return what was met, or told of, in the order in which it was."""
        exposures = self._history.exposures()
        if checks.one_of("among", among, AMONG) == "met":
            return exposures
        told = exposures[exposures["mentioned_at"].notna()]
        return told.sort_values(["mentioned_at", "order_id", "problem"], ignore_index=True)

    def _known(self, topic: str) -> str:
        if topic not in self.topics:
            raise ParameterError(
                f"topic == {topic!r}, must be one of {', '.join(map(repr, self.topics))}."
            )
        return topic

    def _days(self, window: Span, churn_window: Span) -> dict[str, float]:
        return {
            "window": duration.length(window, "day", name="window"),
            "churn_window": duration.length(churn_window, "day", name="churn_window"),
        }


def _model(coefficients: Mapping[str, Any]) -> ProblemModel:
    """Return the model that was written down as plain data."""
    problems = tuple(Problem(**problem) for problem in coefficients["problems"])
    return ProblemModel(**{**coefficients, "problems": problems})
