"""The course of events, order after order: played as it happened, or with a problem taken away."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Self

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit

from vocvalue.datasets.observation import SECONDS_PER_DAY, Observation, Seconds
from vocvalue.datasets.population import effect
from vocvalue.datasets.problems.hashed_draws import HashedDraws, Purpose, Whole
from vocvalue.datasets.problems.model import ProblemModel
from vocvalue.datasets.problems.shoppers import Shoppers
from vocvalue.datasets.purchase import Floats, money
from vocvalue.duration import DAYS_PER_YEAR

Met = NDArray[np.bool_]

# Who would order once in thirty thousand years does not order; whole seconds stay whole.
LONGEST_GAP = 1e12


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Where histories stand just before an order, one row each; a customer may have several rows.

    Attributes:
        customer: The customer's position, shape (n,).
        order: Number of the order that comes, from 0, shape (n,).
        moment: When, in seconds after the start, shape (n,).
        lost: What problems have added to the log purchase rate so far, shape (n,).
    """

    customer: Whole
    order: Whole
    moment: Seconds
    lost: Floats

    def at(self, rows: NDArray[np.int64] | Met) -> Self:
        """Return some of the rows."""
        return type(self)(
            customer=self.customer[rows],
            order=self.order[rows],
            moment=self.moment[rows],
            lost=self.lost[rows],
        )


@dataclass(frozen=True, kw_only=True)
class PlayedOrders:
    """The next order of each history that still goes on, k of them.

    Attributes:
        row: The history, shape (k,).
        standing: Where it stood before the order.
        amount: The order's amount, shape (k,).
        met: The problems that the order meets, those taken away left out, shape (k, J).
        stays: Whether the customer stays after it, shape (k,).
    """

    row: Whole
    standing: Standing
    amount: Floats
    met: Met
    stays: Met


@dataclass(frozen=True, kw_only=True)
class Course:
    """What happens to every customer, and what would have, with the same random numbers.

    Attributes:
        model: The coefficients.
        observation: The span of the log.
        n_customers: How many customers.
        draws: The random numbers.
    """

    model: ProblemModel
    observation: Observation
    n_customers: int
    draws: HashedDraws

    @cached_property
    def shoppers(self) -> Shoppers:
        """The customers."""
        return Shoppers.draw(self.n_customers, self.model, self.observation, self.draws)

    @property
    def beginning(self) -> Standing:
        """All customers before their first order."""
        n = self.n_customers
        return Standing(
            customer=np.arange(n),
            order=np.zeros(n, dtype=np.int64),
            moment=self.shoppers.first,
            lost=np.zeros(n),
        )

    def play(
        self, standing: Standing, until: Seconds | int, spared: Met, *, once: bool
    ) -> Iterator[PlayedOrders]:
        """Play histories order after order.

        Args:
            standing: Where they stand, n rows.
            until: The moment before which orders are played, shape (n,).
            spared: The problems taken away, shape (n, J) or (J,).
            once: Whether they are taken away at the first order only.
        """
        ends = np.broadcast_to(np.asarray(until, dtype=np.int64), standing.moment.shape)
        spared = np.broadcast_to(spared, (standing.moment.size, len(self.model.problems)))
        rows = np.flatnonzero(standing.moment < ends)
        standing = standing.at(rows)
        first = True
        while rows.size:
            step = self._step(rows, standing, None if once and not first else spared[rows])
            yield step
            standing = self._next(step)
            goes_on = step.stays & (standing.moment < ends[rows])
            rows, standing, first = rows[goes_on], standing.at(goes_on), False

    def tells(self, standing: Standing) -> Met:
        """Return which of its problems the customer would tell of after an order, shape (n, J).

        There is one random number for each order: whoever complains tells everything at once.
        """
        uniforms = self.draws.uniforms(Purpose.TELLING, standing.customer, standing.order)
        shares = np.array([problem.reported for problem in self.model.problems])
        slopes = np.array([problem.reported_attitude for problem in self.model.problems])
        with np.errstate(divide="ignore"):
            index = logit(shares) + np.outer(self.shoppers.attitude[standing.customer], slopes)
        told: Met = uniforms[:, np.newaxis] < expit(index)
        return told

    def told_at(self, standing: Standing) -> Seconds:
        """Return when the problems of an order would be told of, shape (n, J)."""
        wait = self.draws.exponentials(Purpose.DELAY, standing.customer, standing.order)
        days = np.array([problem.delay_days for problem in self.model.problems])
        delays = np.outer(wait, days * SECONDS_PER_DAY).astype(np.int64)
        return standing.moment[:, np.newaxis] + delays

    def _step(self, rows: Whole, standing: Standing, spared: Met | None) -> PlayedOrders:
        who = standing.customer
        order_noise = self.draws.normals(Purpose.AMOUNT, who, standing.order)
        log_amount = self.shoppers.log_amount[who] + self.model.amount_order_sd * order_noise
        met = self._met(standing, log_amount)
        if spared is not None:
            met &= ~spared
        added = np.array([problem.dropout for problem in self.model.problems])
        leaving = self.draws.uniforms(Purpose.LEAVING, who, standing.order)
        return PlayedOrders(
            row=rows,
            standing=standing,
            amount=money(np.exp(log_amount)),
            met=met,
            stays=leaving >= self.shoppers.dropout[who] + met @ added,
        )

    def _met(self, standing: Standing, log_amount: Floats) -> Met:
        who = standing.customer
        uniforms = self.draws.uniforms(
            Purpose.MEETING, who, standing.order, n_problems=len(self.model.problems)
        )
        shock = self.model.shock * self.draws.normals(Purpose.SHOCK, who, standing.order)
        years = (standing.moment - self.shoppers.first[who]) / (DAYS_PER_YEAR * SECONDS_PER_DAY)
        drivers = np.column_stack([shock, years, (log_amount - self._log_amount) / self._amount_sd])
        of_problems = np.array([(1.0, it.met_tenure, it.met_amount) for it in self.model.problems])
        index = self._met_by_customer[who] + drivers @ of_problems.T
        met: Met = uniforms < expit(index)
        return met

    def _next(self, step: PlayedOrders) -> Standing:
        """Return where the histories stand before the order that follows, if they go on."""
        before = step.standing
        lost = before.lost + step.met @ np.array([it.log_rate for it in self.model.problems])
        rate = np.exp(self.shoppers.log_rate[before.customer] + lost)
        waits = self.draws.exponentials(Purpose.GAP, before.customer, before.order)
        gap = np.minimum(waits / rate * SECONDS_PER_DAY, LONGEST_GAP).astype(np.int64)
        return Standing(
            customer=before.customer,
            order=before.order + 1,
            # Never at the same second as the order before.
            moment=before.moment + 1 + gap,
            lost=lost,
        )

    @cached_property
    def _met_by_customer(self) -> Floats:
        """The part of the logit of meeting each problem that a customer keeps, shape (n, J)."""
        people = self.shoppers
        rate = people.log_rate - np.log(self.model.mean_rate)
        columns = [
            it.met
            + it.met_prior_spend * people.prior
            + it.met_rate * rate
            + effect(
                people.region, dict.fromkeys(self.model.rate_region, 0.0) | dict(it.met_region)
            )
            for it in self.model.problems
        ]
        return np.column_stack(columns)

    @property
    def _log_amount(self) -> float:
        return float(np.log(self.model.median_amount))

    @property
    def _amount_sd(self) -> float:
        model = self.model
        parts = (model.amount_prior_spend, model.amount_customer_sd, model.amount_order_sd)
        return float(np.linalg.norm(parts))
