"""The methods of every model of repeat purchases.

A model is its parameters: a frozen dataclass whose methods are pure. Time always has a unit: a
horizon is "12 months", and frequency, recency and T are in the model's own unit.
"""

from dataclasses import dataclass
from typing import cast

import numpy as np
from numpy.typing import ArrayLike, NDArray

from vocvalue import checks, duration
from vocvalue.clv.distinct import distinct_rows
from vocvalue.clv.equations import Equations
from vocvalue.clv.history import ROWS_IN_CACHE, Histories, checked
from vocvalue.clv.rfm_summary import Rfm
from vocvalue.clv.special import Array, TimeNodes, discounted_span, moment
from vocvalue.errors import DataError, ParameterError

Numbers = Array | np.float64


@dataclass(frozen=True, kw_only=True, eq=False)
class Outlook:
    """What a model expects of each customer after the observation, before money comes in.

    Attributes:
        probability_alive: Probability of still being a customer, shape (n,).
        purchases: Expected purchases within the horizon, shape (n,).
        discounted_purchases: The same, each discounted to the observation's end, shape (n,).
    """

    probability_alive: Array
    purchases: Array
    discounted_purchases: Array


class TransactionModel(Equations):
    """A model of how often customers buy and when they leave for good.

    A new model gives the methods that are abstract in `Equations`; everything else follows from
    them, and `tests/contracts/test_models.py` finds it and tests it.
    """

    def log_likelihood(self, rfm: Rfm) -> float:
        """Return the log-likelihood of the customers of an RFM.

        Args:
            rfm: Customers, in the model's unit.

        Returns:
            The sum of the customers' log-likelihoods.

        Raises:
            DataError: The RFM is in a different unit from the model.
        """
        self._same_unit(rfm)
        return float(
            self._log_likelihoods(rfm.frequency.astype(np.float64), rfm.recency, rfm.T).sum()
        )

    def probability_alive(
        self,
        frequency: ArrayLike,
        recency: ArrayLike,
        T: ArrayLike,
        *,
        after: duration.Span | None = None,
    ) -> Numbers:
        """Return the probability that customers have not left for good, at T or some time later.

        Args:
            frequency: Repeat purchases, shape (n,) or a scalar.
            recency: Time from first to last purchase, in the model's unit.
            T: Time from first purchase to the end of the observation, in the model's unit.
            after: A span after the end of the observation, such as "12 months"; by default none.

        Returns:
            Probabilities, of the shape that the arguments broadcast to.

        Raises:
            ParameterError: A recency above T, a negative number or a span without a unit.
        """
        x, t_x, ages, shape = checked(frequency, recency, T)
        alive = self._probability_alive(x, t_x, ages)
        if after is not None:
            t = duration.length(after, self.unit, name="after")
            alive = alive * self._lifetime_if_alive(x, ages, moment(t))
        return _shaped(alive, shape)

    def expected_purchases(
        self, t: duration.Span, frequency: ArrayLike, recency: ArrayLike, T: ArrayLike
    ) -> Numbers:
        """Return the expected purchases of customers in (T, T + t].

        Args:
            t: Length of the future, such as "52 weeks".
            frequency: Repeat purchases, shape (n,) or a scalar.
            recency: Time from first to last purchase, in the model's unit.
            T: Time from first purchase to the end of the observation, in the model's unit.

        Returns:
            Expected numbers of purchases, of the shape that the arguments broadcast to.

        Raises:
            ParameterError: A recency above T, a negative number or a span without a unit.
        """
        return self.discounted_purchases(t, frequency, recency, T, discount_rate=0.0)

    def expected_purchases_new(self, t: duration.Spans) -> Numbers:
        """Return the expected repeat purchases of a new customer in the time t after the first.

        Args:
            t: A span such as "52 weeks", or an array of timedelta64.

        Returns:
            Expected numbers of repeat purchases, of the shape of t.

        Raises:
            ParameterError: A span without a unit, or a negative one.
        """
        lengths = np.asarray(duration.lengths(t, self.unit))
        if (lengths < 0).any():
            raise ParameterError("t must not be negative.")
        values = [
            self._new_customer(discounted_span(float(end), 0.0)) if end > 0 else 0.0
            for end in lengths.ravel()
        ]
        return _shaped(np.array(values), lengths.shape)

    def discounted_purchases(
        self,
        horizon: duration.Span,
        frequency: ArrayLike,
        recency: ArrayLike,
        T: ArrayLike,
        *,
        discount_rate: float,
    ) -> Numbers:
        """Return the expected purchases in (T, T + horizon], each discounted to T.

        Args:
            horizon: Length of the future, such as "12 months", or "lifetime" for all of it.
            frequency: Repeat purchases, shape (n,) or a scalar.
            recency: Time from first to last purchase, in the model's unit.
            T: Time from first purchase to the end of the observation, in the model's unit.
            discount_rate: Effective annual rate; 10% is 0.10.

        Returns:
            Discounted expected numbers of purchases, of the shape the arguments broadcast to.

        Raises:
            ParameterError: A recency above T, a rate outside [0, 1) (or 0 over a lifetime), or a
                span without a unit.
        """
        x, t_x, ages, shape = checked(frequency, recency, T)
        nodes = self._discounting(horizon, discount_rate)
        value = self._probability_alive(x, t_x, ages) * self._purchases_if_alive(x, ages, nodes)
        return _shaped(value, shape)

    def discounted_years(
        self,
        horizon: duration.Span,
        frequency: ArrayLike,
        recency: ArrayLike,
        T: ArrayLike,
        *,
        discount_rate: float,
    ) -> Numbers:
        """Return the expected years as a customer in (T, T + horizon], discounted to T.

        Args:
            horizon: Length of the future, such as "12 months", or "lifetime" for all of it.
            frequency: Repeat purchases, shape (n,) or a scalar.
            recency: Time from first to last purchase, in the model's unit.
            T: Time from first purchase to the end of the observation, in the model's unit.
            discount_rate: Effective annual rate; 10% is 0.10.

        Returns:
            Discounted expected years, of the shape that the arguments broadcast to.

        Raises:
            ParameterError: As for `discounted_purchases`.
        """
        x, t_x, ages, shape = checked(frequency, recency, T)
        nodes = self._discounting(horizon, discount_rate)
        value = self._probability_alive(x, t_x, ages) * self._lifetime_if_alive(x, ages, nodes)
        return _shaped(value / duration.units_per_year(self.unit), shape)

    def residual_purchases(
        self, frequency: ArrayLike, recency: ArrayLike, T: ArrayLike, *, discount_rate: float
    ) -> Numbers:
        """Return the discounted expected residual transactions (DERT): all purchases after T.

        Args:
            frequency: Repeat purchases, shape (n,) or a scalar.
            recency: Time from first to last purchase, in the model's unit.
            T: Time from first purchase to the end of the observation, in the model's unit.
            discount_rate: Effective annual rate above 0; 10% is 0.10.

        Returns:
            Discounted expected numbers of purchases, of the shape the arguments broadcast to.

        Raises:
            ParameterError: A rate of 0, at which the sum over all time may be infinite.

        References:
            Fader, Hardie and Lee (2005), RFM and CLV, Journal of Marketing Research 42, eq. 2.
        """
        return self.discounted_purchases(
            duration.LIFETIME, frequency, recency, T, discount_rate=discount_rate
        )

    def outlook(self, rfm: Rfm, horizon: duration.Span, *, discount_rate: float) -> Outlook:
        """Return everything expected of the customers of an RFM, at once and fast.

        Time integrals are taken once for each distinct pair of frequency and T.

        Args:
            rfm: Customers, in the model's unit.
            horizon: Length of the future, such as "12 months", or "lifetime" for all of it.
            discount_rate: Effective annual rate; 10% is 0.10.

        Returns:
            Probability alive, purchases and discounted purchases, each of shape (n,). Over a
            lifetime the purchases are discounted, because their plain sum may be infinite.

        Raises:
            DataError: The RFM is in a different unit from the model.
            ParameterError: A rate outside [0, 1), a rate of 0 over a lifetime, or a span without a
                unit.
        """
        self._same_unit(rfm)
        nodes = self._discounting(horizon, discount_rate)
        examples, row = distinct_rows(rfm.frequency, rfm.T)
        x, T = rfm.frequency[examples].astype(np.float64), rfm.T[examples]
        alive = self._probability_alive(x, rfm.recency[examples], T)[row]
        self._set_alive_of_repeaters(alive, rfm)
        discounted = purchases = self._purchases_if_alive(x, T, nodes)
        if horizon != duration.LIFETIME and discount_rate > 0:
            purchases = self._purchases_if_alive(x, T, self._discounting(horizon, 0.0))
        return Outlook(
            probability_alive=alive,
            purchases=alive * purchases[row],
            discounted_purchases=alive * discounted[row],
        )

    def mean_probability_alive(self, rows: Histories) -> float:
        """Return the mean probability that customers have not left for good.

        Args:
            rows: The customers, grouped.
        """
        alive = self._probability_alive(rows.frequency, rows.recency, rows.T)
        return float(alive @ rows.count / rows.count.sum())

    def total_purchases(self, rows: Histories, span: float) -> float:
        """Return the purchases to expect of all customers over a span in the model's unit.

        Args:
            rows: The customers, grouped.
            span: Length of the future.
        """
        alive = self._probability_alive(rows.frequency, rows.recency, rows.T)
        each = self._purchases_if_alive(rows.frequency, rows.T, discounted_span(span, 0.0))
        return float((alive * each) @ rows.count)

    def _set_alive_of_repeaters(self, alive: Array, rfm: Rfm) -> None:
        """Take the recency in, which only those have who bought again, a cacheful at a time."""
        repeaters = np.flatnonzero(rfm.frequency > 0)
        for start in range(0, len(repeaters), ROWS_IN_CACHE):
            rows = repeaters[start : start + ROWS_IN_CACHE]
            frequency = rfm.frequency[rows].astype(np.float64)
            alive[rows] = self._probability_alive(frequency, rfm.recency[rows], rfm.T[rows])

    def purchase_pmf(
        self,
        n: ArrayLike,
        t: duration.Span,
        frequency: ArrayLike,
        recency: ArrayLike,
        T: ArrayLike,
    ) -> Numbers:
        """Return the probability of exactly n purchases in (T, T + t].

        Args:
            n: Numbers of purchases, whole, shape (n,) or a scalar.
            t: Length of the future, such as "39 weeks".
            frequency: Repeat purchases, broadcast against n.
            recency: Time from first to last purchase, in the model's unit.
            T: Time from first purchase to the end of the observation, in the model's unit.

        Returns:
            Probabilities, of the shape that the arguments broadcast to.

        Raises:
            ParameterError: A recency above T, a negative number or a span without a unit.
        """
        numbers = checks.finite_array("n", n)
        shape = np.broadcast_shapes(numbers.shape, *map(np.shape, (frequency, recency, T)))
        x, t_x, ages, _ = checked(*(np.broadcast_to(v, shape) for v in (frequency, recency, T)))
        flat = np.broadcast_to(numbers, shape).ravel()
        alive = self._probability_alive(x, t_x, ages)
        length = duration.length(t, self.unit, name="t")
        pmf = alive * self._pmf_if_alive(flat, length, x, ages) + (flat == 0) * (1 - alive)
        return _shaped(pmf, shape)

    def purchase_pmf_new(self, n: ArrayLike, t: duration.Span) -> Numbers:
        """Return the probability that a new customer makes n repeat purchases in the time t.

        Args:
            n: Numbers of repeat purchases, whole, shape (n,) or a scalar.
            t: Length of time since the first purchase, such as "39 weeks".

        Returns:
            Probabilities, of the shape of n.
        """
        return self.purchase_pmf(n, t, 0, 0.0, 0.0)

    def simulate_future(
        self,
        t: duration.Span,
        frequency: ArrayLike,
        recency: ArrayLike,
        T: ArrayLike,
        *,
        seed: int | np.random.Generator,
    ) -> tuple[NDArray[np.int64], Array]:
        """Draw what customers with given histories do next, from the model's posterior.

        Args:
            t: Length of the future, such as "39 weeks".
            frequency: Repeat purchases, shape (n,).
            recency: Time from first to last purchase, shape (n,), in the model's unit.
            T: Time from first purchase to the end of the observation, shape (n,).
            seed: The seed: a whole number, or a NumPy generator.

        Returns:
            The number of purchases in (T, T + t] and the time of the last one after T (0 if there
            is none), in the model's unit, each of shape (n,).

        Raises:
            ParameterError: A recency above T, a negative number or a span without a unit.
        """
        x, t_x, ages, _ = checked(frequency, recency, T)
        rng, length = checks.seed(seed), duration.length(t, self.unit, name="t")
        alive = rng.random(len(x)) < self._probability_alive(x, t_x, ages)
        count, last = self._simulate_if_alive(length, x, ages, rng)
        return np.where(alive, count, 0), np.where(alive, last, 0.0)

    def _new_customer(self, nodes: TimeNodes) -> float:
        zero = np.zeros(1)
        alive = self._probability_alive(zero, zero, zero)
        return float((alive * self._purchases_if_alive(zero, zero, nodes))[0])

    def _discounting(self, horizon: duration.Span, discount_rate: float) -> TimeNodes:
        rate = checks.discount_rate(discount_rate)
        if horizon == duration.LIFETIME:
            checks.positive("discount_rate over a lifetime", rate)
        length = duration.horizon_length(horizon, self.unit)
        return discounted_span(length, duration.continuous_rate(rate, self.unit))

    def _same_unit(self, rfm: Rfm) -> None:
        if rfm.unit != self.unit:
            raise DataError(
                f"the RFM counts in {rfm.unit}s and the model in {self.unit}s. "
                f"Make the RFM with unit={self.unit!r}, or the model with unit={rfm.unit!r}."
            )


def _shaped(values: NDArray[np.float64], shape: tuple[int, ...]) -> Numbers:
    return cast("Numbers", values.reshape(shape)[()])
