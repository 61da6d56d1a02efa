"""Problems ranked by what they cost, beside how often they are mentioned."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Self

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from vocvalue.errors import DataError
from vocvalue.issues.exposed.result import Design
from vocvalue.issues.monthly_losses import MonthlyLosses
from vocvalue.issues.ranking.deciles import TENTHS, LossByDecile
from vocvalue.issues.ranking.flags import Flag, TopicLosses, TopicRanks
from vocvalue.issues.ranking.silence import SilentLosses
from vocvalue.issues.ranking.window_before import WindowBefore
from vocvalue.results import Basis, Estimate, Evidence, Money
from vocvalue.results.plain_data import plain
from vocvalue.results.result import Pictured
from vocvalue.stats import normal

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

METHOD = "doubly robust, all topics jointly, cluster-robust"


@dataclass(frozen=True, kw_only=True, eq=False)
class IssueRanking(Pictured):
    """Problems ranked by what they cost, the costliest first, beside how often they are mentioned.

    Arrays hold one entry for each topic, in this order.

    Attributes:
        topics: The topics.
        mentions: How often each was mentioned, whatever became of it, shape (J,).
        each: What an exposure costs, by topic, with the full covariance.
        ranks: TopicRanks by volume and by damage, how certain these are, and the flags.
        counted: The covariance that the losses of the time observed have besides, as the number of
            those exposed varies, shape (J, J).
        by_decile: Whom each topic hits.
        window_before: The same comparison in the window before; None where too few were customers
            by then.
        silence: The losses corrected for silence, for each share that was stated.
        too_few: Topics of fewer than 30 moments that can be followed, with their number.
        unlike: Topics for which too few controls resemble the customers.
        pending: The share of the controls that mention something about the same order later, and so
            make losses look smaller; 0 where orders are named.
        months: The months over which the exposures lie.
        window_days: The days after each moment in which spend counts.
        design: How the moments are known.
        n_exposed: Moments with a mention.
        n_controls: Moments without.
        margin: The margin as a share of revenue; None for revenue.
        currency: The currency code, where known.
        basis: What the money is.
        evidence: What the money rests on.
        level: The confidence level.
    """

    topics: tuple[str, ...]
    mentions: Ints
    each: TopicLosses
    ranks: TopicRanks
    counted: Floats = field(repr=False)
    by_decile: LossByDecile = field(repr=False)
    window_before: WindowBefore | None = None
    silence: tuple[SilentLosses, ...] = ()
    too_few: Mapping[str, int] = field(default_factory=dict)
    unlike: tuple[str, ...] = ()
    pending: float = 0.0
    months: float
    window_days: float
    design: Design
    n_exposed: int
    n_controls: int
    margin: float | None
    currency: str | None
    basis: Basis
    evidence: Evidence
    level: float

    @property
    def n_topics(self) -> int:
        """The number of topics that are ranked."""
        return len(self.topics)

    @property
    def exposures(self) -> Ints:
        """How many moments mention each topic and can be followed, shape (J,)."""
        return self.each.n

    @property
    def is_shown(self) -> bool:
        """Whether the topics together show that they cost or bring anything."""
        return self.each.is_shown

    @property
    def killers(self) -> tuple[str, ...]:
        """The topics that are rarely mentioned and cost most."""
        return self._flagged("silent killer")

    @property
    def harmless(self) -> tuple[str, ...]:
        """The topics that are often mentioned and cost little."""
        return self._flagged("loud but harmless")

    @property
    def monthly_losses(self) -> MonthlyLosses:
        """What each topic costs a month, as other questions of this room take it."""
        return MonthlyLosses(
            topics=self.topics,
            loss=self.each.value * self.each.n / self.months,
            covariance=self._covariance / self.months**2,
            counted=self.counted / self.months,
            currency=self.currency,
            basis=self.basis,
            evidence=self.evidence,
            level=self.level,
            n=self.n_exposed,
        )

    def by_damage(self) -> Self:
        """Return the same ranking with the costliest topic first."""
        order = np.argsort(self.ranks.damage)
        if np.all(np.diff(order) == 1):
            return self
        return replace(
            self,
            topics=tuple(self.topics[place] for place in order),
            mentions=self.mentions[order],
            each=self.each.take(order),
            ranks=self.ranks.take(order),
            counted=self.counted[np.ix_(order, order)],
            by_decile=self.by_decile.take(order),
            silence=tuple(it.take(order) for it in self.silence),
        )

    def loss_each(self, topic: str) -> Money:
        """Return what an exposure to a topic costs within the window.

        Args:
            topic: The name of the topic.

        Raises:
            DataError: It is not ranked.
        """
        place = self._place(topic)
        return self._money(float(self.each.value[place]), float(self.each.error[place]), place)

    def loss(self, topic: str | None = None) -> Money:
        """Return what a topic has cost in the time observed, for the exposures that there were.

        Args:
            topic: The name of the topic; by default all topics together, to which the others sum.

        Raises:
            DataError: It is not ranked.
        """
        return self._summed(topic, self.each.value * self.each.n, self._covariance)

    def loss_a_month(self, topic: str | None = None) -> Money:
        """Return what a topic costs a month, as the number of exposures varies too.

        Args:
            topic: The name of the topic; by default all topics together, to which the others sum.

        Raises:
            DataError: It is not ranked.
        """
        losses = self.monthly_losses
        return self._summed(topic, losses.loss, losses.covariance + losses.chance)

    def losses_of_all(self, topic: str | None = None) -> dict[float, Money]:
        """Return what a month costs with those who met problems and said nothing, by the share.

        Those in silence are taken to lose what those who report lose.

        Args:
            topic: The name of the topic; by default all topics together.

        Returns:
            By each share that was stated to report; empty if none was.
        """
        return {
            it.reported: self._summed(
                topic,
                it.each * self.each.n / self.months / it.reported,
                it.covariance
                * np.outer(self.each.n, self.each.n)
                / (self.months * it.reported) ** 2,
            )
            for it in self.silence
        }

    def figures(self) -> dict[str, Estimate]:
        """Return what all topics and each of them cost a month."""
        each = {topic: self.loss_a_month(topic) for topic in self.topics}
        return {"loss a month": self.loss_a_month(), **each}

    def to_frame(self) -> pd.DataFrame:
        """Return one row per topic, the costliest first.

        Columns: topic, mentions, exposures; loss_each with its interval and as drawn towards the
        others (loss_each_shrunken); loss in the time observed and loss_a_month, each with its
        interval; volume_rank, damage_rank and gap, by how many places a topic ranks higher by
        damage; among_worst, the probability of being in the worst quarter; q_value; flag.
        """
        columns: dict[str, object] = {
            "topic": self.topics,
            "mentions": self.mentions,
            "exposures": self.exposures,
            **self._columns("loss_each", self.loss_each),
            "loss_each_shrunken": self.ranks.shrunken,
            **self._columns("loss", self.loss),
            **self._columns("loss_a_month", self.loss_a_month),
            "volume_rank": self.ranks.volume,
            "damage_rank": self.ranks.damage,
            "gap": self.ranks.volume - self.ranks.damage,
            "among_worst": self.ranks.among_worst,
            "q_value": self.ranks.q_value,
            "flag": self.ranks.flag,
        }
        return pd.DataFrame(columns)

    def by_value(self) -> pd.DataFrame:
        """Return how the exposures and the loss of each topic fall on tenths of customers.

        Columns: topic, decile (1 for the lowest tenth; missing where the value is not known),
        exposures, loss in the time observed with its interval, and share_of_exposures. The losses
        of a topic sum to its loss.
        """
        tenth = np.arange(1, TENTHS + 2)
        n, loss = self.by_decile.exposures, self.by_decile.loss
        half = normal.critical_value(self.level) * self.by_decile.error
        table = pd.DataFrame(
            {
                "topic": np.repeat(np.array(self.topics, dtype=object), tenth.size),
                "decile": pd.array(np.tile(tenth, self.n_topics), dtype="Int64"),
                "exposures": n.ravel(),
                "loss": loss.ravel(),
                "lower": (loss - half).ravel(),
                "upper": (loss + half).ravel(),
                "share_of_exposures": (n / n.sum(axis=1, keepdims=True)).ravel(),
            }
        )
        unknown = table["decile"] > TENTHS
        table.loc[unknown, "decile"] = pd.NA
        return table[~unknown | (table["exposures"] > 0)].reset_index(drop=True)

    def to_dict(self) -> dict[str, Any]:
        """Return the table, the whole and the notes."""
        return {
            "topics": plain(self.to_frame().to_dict("records")),
            "loss": plain(self.loss()),
            "loss_a_month": plain(self.loss_a_month()),
            "losses_of_all": plain(self.losses_of_all()),
            "p_value": plain(self.each.p_value),
            "window_before": plain(self.window_before),
            "too_few": plain(self.too_few),
            "unlike": plain(self.unlike),
            "months": self.months,
            "evidence": self.evidence,
            "notes": plain(self.notes),
        }

    @property
    def _covariance(self) -> Floats:
        return np.asarray(self.each.covariance * np.outer(self.each.n, self.each.n))

    def _flagged(self, flag: Flag) -> tuple[str, ...]:
        return tuple(
            topic for topic, its in zip(self.topics, self.ranks.flag, strict=True) if its == flag
        )

    def _place(self, topic: str) -> int:
        if topic in self.topics:
            return self.topics.index(topic)
        why = ""
        if topic in self.too_few:
            why = f" Only {self.too_few[topic]:,} of its moments can be followed."
        if topic in self.unlike:
            why = " Too few controls resemble the customers who mentioned it."
        raise DataError(f"the topic {topic!r} is not ranked.{why} Ranked are {list(self.topics)}.")

    def _summed(self, topic: str | None, loss: Floats, covariance: Floats) -> Money:
        if topic is None:
            return self._money(float(loss.sum()), float(np.sqrt(covariance.sum())), None)
        place = self._place(topic)
        return self._money(float(loss[place]), float(np.sqrt(covariance[place, place])), place)

    def _money(self, value: float, error: float, place: int | None) -> Money:
        n = self.n_exposed if place is None else int(self.each.n[place])
        estimate = Estimate.of(
            normal.interval(value, error, self.level), level=self.level, method=METHOD, n=n
        )
        return Money.priced(
            estimate, currency=self.currency, basis=self.basis, evidence=self.evidence
        )

    def _columns(self, name: str, of: Callable[[str], Money]) -> dict[str, object]:
        moneys = [of(topic) for topic in self.topics]
        return {
            name: [it.value for it in moneys],
            f"{name}_lower": [it.lower for it in moneys],
            f"{name}_upper": [it.upper for it in moneys],
        }
