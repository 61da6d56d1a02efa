"""The drivers of one outcome in one group: the importance of each, with intervals."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
import scipy

from vocvalue import progress
from vocvalue.results import Estimate
from vocvalue.results.intervals import bounded
from vocvalue.results.texts import pair
from vocvalue.results.verdicts import is_shown
from vocvalue.stats import correlations, importance
from vocvalue.survey.key_drivers.answers import Answers, Floats, Outcome

DriverMethod: TypeAlias = Literal["lmg", "johnson"]

METHODS: dict[DriverMethod, str] = {"lmg": "LMG", "johnson": "Johnson's relative weights"}
LEAK = 1 - 1e-9
NEAR_LEAK = 0.98
FEWEST = 20
"""With fewer responses beyond the number of ratings, a perfect fit can be chance."""


@dataclass(frozen=True, kw_only=True)
class Driver:
    """One rating as a driver of one outcome.

    Attributes:
        rating: The rating's column.
        importance: The share of the outcome's variance that the rating accounts for; the shares add
            up to R2.
        share: The share of R2 that the rating accounts for; the shares add up to 1.
        correlation: The rating's correlation with the outcome, whose sign is the direction.
        first: The share of resamples in which no other rating is more important.
        performance: The mean rating.
        scale: The lowest and the highest rating in the data.
    """

    rating: str
    importance: Estimate
    share: Estimate
    correlation: Estimate
    first: float
    performance: float
    scale: tuple[float, float]

    @property
    def direction(self) -> int:
        """1 where the outcome is higher with a higher rating, -1 where it is lower, else 0."""
        return int(np.sign(self.correlation.value))

    @property
    def is_mention(self) -> bool:
        """Whether the rating is 0 or 1: a topic that is mentioned or not mentioned."""
        return self.scale == (0.0, 1.0)


@dataclass(frozen=True, kw_only=True)
class OutcomeDrivers:
    """The drivers of one outcome in one group.

    Attributes:
        group: The group, or "all".
        outcome: "score" or "value".
        column: The outcome's column.
        n: The number of responses.
        r_squared: The share of the outcome's variance that the ratings together explain.
        p_value: P-value of the F test for the hypothesis of no link at all.
        drivers: One driver per rating, in the order of the arguments.
    """

    group: str
    outcome: Outcome
    column: str
    n: int
    r_squared: Estimate
    p_value: float
    drivers: tuple[Driver, ...]

    @property
    def ranked(self) -> tuple[Driver, ...]:
        """The drivers, the most important first."""
        return tuple(sorted(self.drivers, key=lambda driver: -driver.importance.value))

    @property
    def top(self) -> Driver:
        """The most important driver."""
        return self.ranked[0]

    @property
    def are_mentions(self) -> bool:
        """Whether all ratings are 0 or 1: topics that are mentioned or not mentioned."""
        return all(driver.is_mention for driver in self.drivers)

    @property
    def is_linked(self) -> bool:
        """Whether the sample shows a link between the ratings and the outcome."""
        return is_shown(self.p_value, self.r_squared.level)

    @property
    def is_leak(self) -> bool:
        """Whether the ratings explain at least 98% of the outcome's variance, as leaked data would.

        A few responses can fit perfectly by chance, so the responses must outnumber the ratings by
        more than 20.
        """
        return self.r_squared.value >= NEAR_LEAK and self.n - len(self.drivers) > FEWEST

    @property
    def quadrants(self) -> dict[str, str | None]:
        """The advice for each rating, from its importance and mean compared with their averages.

        None for mentions, and if the ratings do not share one scale.

        References:
            Martilla and James (1977), Importance-performance analysis, Journal of Marketing 41(1).
        """
        rated = [driver for driver in self.drivers if not driver.is_mention]
        corners: dict[str, str | None] = dict.fromkeys(driver.rating for driver in self.drivers)
        if len({driver.scale[1] for driver in rated}) != 1:
            return corners
        usual = self.r_squared.value / len(self.drivers)
        mean = float(np.mean([driver.performance for driver in rated]))
        for driver in rated:
            weak = driver.performance < mean
            if driver.importance.value >= usual:
                corners[driver.rating] = "improve first" if weak else "keep up"
            else:
                corners[driver.rating] = "low priority" if weak else "possible overkill"
        return corners


@progress.step(pair("weighing drivers", "衡量各因素的影响"))
def estimate_drivers(
    answers: Answers,
    *,
    method: DriverMethod,
    level: float,
    n_resamples: int,
    rng: np.random.Generator,
) -> tuple[tuple[OutcomeDrivers, ...], float | None]:
    """Return the drivers of each outcome in one group.

    Returns:
        The drivers; and with two outcomes, the share of resamples in which the most important
        rating differs between the outcomes.
    """
    sample = correlations.correlation(answers.columns, answers.rows)
    drawn = correlations.resampled_correlations(
        answers.columns, answers.rows, rng, n_resamples, clusters=answers.customer
    )
    k = len(answers.ratings)
    share_of = importance.lmg if method == "lmg" else importance.johnson
    whose = "" if answers.customer is None else " of customers"
    words = f"{METHODS[method]}, bootstrap percentiles of {n_resamples:,} resamples{whose}"
    interval = _Interval(level=level, method=words, n=answers.n)
    outcomes, tops = [], []
    for i, (outcome, column) in enumerate(answers.outcomes.items(), start=k):
        shares = share_of(sample[:k, :k], sample[:k, i])
        draws = share_of(drawn[:, :k, :k], drawn[:, :k, i])
        outcomes.append(
            OutcomeDrivers(
                group=answers.group,
                outcome=outcome,
                column=column,
                n=answers.n,
                r_squared=interval.corrected(float(shares.sum()), draws.sum(axis=1)),
                p_value=_p_value(float(shares.sum()), k, answers.n_units),
                drivers=_drivers(
                    answers, interval, (shares, draws), (sample[:k, i], drawn[:, :k, i])
                ),
            )
        )
        tops.append(draws.argmax(axis=1))
    differ = float(np.mean(tops[0] != tops[1])) if len(tops) == 2 else None
    return tuple(outcomes), differ


@dataclass(frozen=True, kw_only=True)
class _Interval:
    level: float
    method: str
    n: int

    def percentiles(self, value: float, draws: Floats) -> Estimate:
        outside = (1 - self.level) / 2
        lower, upper = np.quantile(draws, [outside, 1 - outside])
        return self._estimate(value, float(lower), float(upper), self.method)

    def corrected(self, value: float, draws: Floats) -> Estimate:
        # A sample's R2 is too high, that of a resample twice as much: plain percentiles sit high.
        lower, upper = correlations.bias_corrected(draws[:, None], np.array([value]), self.level)
        return self._estimate(
            value, float(lower[0]), float(upper[0]), f"{self.method}, corrected for bias"
        )

    def _estimate(self, value: float, lower: float, upper: float, method: str) -> Estimate:
        # Percentiles of resamples may miss the estimate, where that is biased.
        low, high, words = bounded(value, (lower, upper), lowest=-np.inf, highest=np.inf)
        return Estimate.of(
            (value, low, high), level=self.level, method=f"{method}{words}", n=self.n
        )


def _drivers(
    answers: Answers,
    interval: _Interval,
    shares: tuple[Floats, Floats],
    with_outcome: tuple[Floats, Floats],
) -> tuple[Driver, ...]:
    value, draws = shares
    part, parts = _of_whole(value), _of_whole(draws)
    first = np.mean(draws == draws.max(axis=1, keepdims=True), axis=0)
    mean = answers.rows @ answers.columns / answers.n
    return tuple(
        Driver(
            rating=rating,
            importance=interval.percentiles(float(value[j]), draws[:, j]),
            share=interval.percentiles(float(part[j]), parts[:, j]),
            correlation=interval.percentiles(float(with_outcome[0][j]), with_outcome[1][:, j]),
            first=float(first[j]),
            performance=float(mean[j]),
            scale=(float(answers.columns[:, j].min()), float(answers.columns[:, j].max())),
        )
        for j, rating in enumerate(answers.ratings)
    )


def _of_whole(parts: Floats) -> Floats:
    whole = parts.sum(axis=-1, keepdims=True)
    even = 1 / parts.shape[-1]
    # Ratings that explain nothing explain equal parts of it.
    return np.asarray(np.where(whole > 0, parts / np.where(whole > 0, whole, 1.0), even))


def _p_value(r2: float, k: int, n: int) -> float:
    left = max(1 - r2, 0.0) / (n - k - 1)
    return float(scipy.stats.f.sf(r2 / k / left, k, n - k - 1)) if left > 0 else 0.0
