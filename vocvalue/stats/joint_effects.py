r"""What several treatments did that come together: one model, whose parts add up to the whole.

Each treated row had one treatment or more, the controls none. With $r$ the outcome less its
prediction among the controls, $s$ the number of treatments of a row and the columns
$\tilde D = (D, s - 1)$, the effects solve

$$\tilde D'\tilde D \, (\beta, \gamma)' = M, \qquad
M_k = \sum_i \tilde D_{ik} r_i - \sum_c \omega_{kc} e_c,$$

where the second sum is over the controls, $e$ their errors and $\omega_k$ their odds of having had
treatment $k$, which add up to the $n_k$ treated; those of the last column are the sum of the others
less the odds of having had any. Each column is right when either the prediction or the odds are.
As $\sum_j D_{ij} - (s_i - 1) = 1$ in each row, the parts add up to the effect of having had any.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from vocvalue.errors import DataError, ParameterError
from vocvalue.stats.control_odds import ControlOdds
from vocvalue.stats.means import wald_test
from vocvalue.stats.penalised_logit import blocks

Floats: TypeAlias = NDArray[np.float64]
Bool: TypeAlias = NDArray[np.bool_]
Codes: TypeAlias = NDArray[np.int64]

# A row that a prediction passes through has no error to be scaled.
LEAST_UNFITTED = 1e-8


@dataclass(frozen=True, kw_only=True, eq=False)
class JointEffects:
    """What each treatment did to those who had it, and all of them together.

    Attributes:
        effects: The effect of each treatment alone, beta, shape (J,).
        further: What each further treatment of a row adds, gamma; 0 where no row has two.
        covariance: Of the effects and, at last, of gamma, shape (J + 1, J + 1).
        n: How many rows had each treatment, shape (J,).
        shared: The sum of (s - 1) / s over the rows of each, shape (J,).
        counted: The covariance that the parts have besides, as the number of customers who were
            treated, and by what, is itself a matter of chance (Poisson), shape (J, J).
        n_rows: How many rows had any.
    """

    effects: Floats
    further: float
    covariance: Floats = field(repr=False)
    n: Codes
    shared: Floats
    counted: Floats = field(repr=False)
    n_rows: int

    @property
    def parts(self) -> Floats:
        """What each treatment did in total, shape (J,).

        A row's effect is divided by the Shapley value: each of its treatments has its own effect,
        and all of them the same share of what their number adds.
        """
        return np.asarray(self._to_parts @ self._all)

    @property
    def parts_covariance(self) -> Floats:
        """The covariance of the parts, for the rows that there were, shape (J, J)."""
        return np.asarray(self._to_parts @ self.covariance @ self._to_parts.T)

    @property
    def whole(self) -> float:
        """What all treatments did to all rows together."""
        return float(self.parts.sum())

    @property
    def whole_error(self) -> float:
        """The standard error of the whole."""
        return float(np.sqrt(self.parts_covariance.sum()))

    @property
    def each(self) -> Floats:
        """The part of each treatment by the rows that had it, shape (J,)."""
        return np.asarray(self.parts / self.n)

    @property
    def each_covariance(self) -> Floats:
        """The covariance of `each`, shape (J, J)."""
        return np.asarray(self.parts_covariance / np.outer(self.n, self.n))

    @cached_property
    def p_value(self) -> float:
        """P-value for the hypothesis that no treatment did anything, by the parts together."""
        # The test of equality, with a 0 that is certain beside them.
        return wald_test(np.append(0.0, self.each), np.pad(self.each_covariance, ((1, 0), (1, 0))))[
            2
        ]

    @property
    def _all(self) -> Floats:
        return np.append(self.effects, self.further)

    @property
    def _to_parts(self) -> Floats:
        return np.column_stack([np.diag(self.n.astype(np.float64)), self.shared])


@dataclass(frozen=True, kw_only=True, eq=False)
class JointComparison:
    """Rows that had treatments and controls that had none, made alike: ready for any outcome.

    Attributes:
        had: Which treatments each treated row had, at least one, shape (n, J).
        treated: Their standardised covariates behind a column of ones, shape (n, p).
        controls: The same of the controls, shape (m, p).
        cluster: A code of each row's customer, first of the treated, then of the controls, shape
            (n + m,).
        odds: The odds of each treatment, in order.
        any_odds: The odds of any treatment.
    """

    had: Bool = field(repr=False)
    treated: Floats = field(repr=False)
    controls: Floats = field(repr=False)
    cluster: Codes = field(repr=False)
    odds: Sequence[ControlOdds]
    any_odds: ControlOdds

    def __post_init__(self) -> None:
        n, m = len(self.treated), len(self.controls)
        if self.cluster.shape != (n + m,) or len(self.had) != n:
            raise ParameterError(
                f"there are {n:,} treated rows and {m:,} controls, {len(self.had):,} rows of "
                f"treatments and {self.cluster.size:,} clusters."
            )
        if m <= self.controls.shape[1]:
            raise DataError(
                f"there are {m:,} controls, too few for {self.controls.shape[1] - 1:,} columns of "
                "covariates. Use fewer covariates, or gather more controls."
            )

    def effects(self, treated_outcome: Floats, control_outcome: Floats) -> JointEffects:
        """Return what the treatments did to an outcome.

        Args:
            treated_outcome: Shape (n,).
            control_outcome: Shape (m,).

        Returns:
            The effects with their covariance, robust to rows of one customer that go together. It
            takes in that prediction and odds were estimated.

        References:
            Robins, Rotnitzky and Zhao (1994), Estimation of regression coefficients when some
            regressors are not always observed, Journal of the American Statistical Association
            89; Shapley (1953), A value for n-person games; Liang and Zeger (1986), Longitudinal
            data analysis using generalized linear models, Biometrika 73.

        Examples:
            Two treatments that cost 3 and 1, and 1 more where both come together:

            >>> from vocvalue.stats.control_odds import control_odds
            >>> had = np.array([[True, False], [False, True], [True, True]] * 4)
            >>> ones, controls = np.ones((12, 1)), np.ones((40, 1))
            >>> odds = [control_odds(ones[rows], controls) for rows in had.T]
            >>> comparison = JointComparison(
            ...     had=had, treated=ones, controls=controls, cluster=np.arange(52), odds=odds,
            ...     any_odds=control_odds(ones, controls),
            ... )
            >>> outcome = had @ np.array([-3.0, -1.0]) - had.all(axis=1)
            >>> found = comparison.effects(outcome, np.zeros(40))
            >>> found.effects.round(6).tolist(), round(found.further, 6)
            ([-3.0, -1.0], -1.0)
            >>> found.parts.round(6).tolist(), round(found.whole, 6), outcome.sum()
            ([-26.0, -10.0], -36.0, np.float64(-36.0))
        """
        prediction = self._prediction(control_outcome)
        left = treated_outcome - self.treated @ prediction.slopes
        totals, influence = self._totals(left, prediction)
        inverse = self._inverse_square
        both = inverse @ (self._raised @ totals)
        products = self._products(influence, both)
        return JointEffects(
            effects=both[:-1],
            further=float(both[-1]),
            covariance=np.asarray(inverse @ products @ inverse.T),
            n=self._n,
            shared=self._columns.T[:-1] @ self._beyond,
            counted=self._counted(both),
            n_rows=len(self.had),
        )

    def by_group(
        self,
        found: JointEffects,
        treated_outcome: Floats,
        control_outcome: Floats,
        group: Codes,
        n_groups: int,
    ) -> tuple[Floats, Floats]:
        """Return which groups of treated rows the parts fell on, and how uncertain that is.

        A row's share of a part is what the model gives it, and what is left of its own outcome:
        by the equations that the effects solve, the groups sum to the part. What is left is counted
        with each treatment of a row.

        Args:
            found: What `effects` returned for these outcomes.
            treated_outcome: Shape (n,).
            control_outcome: Shape (m,).
            group: The group of each treated row, from 0, shape (n,).
            n_groups: How many groups there are.

        Returns:
            The sums, shape (J, groups), and their standard errors by how the rows of a group
            differ, without what all groups have in common.
        """
        prediction = self._prediction(control_outcome)
        left = treated_outcome - self.treated @ prediction.slopes
        both = np.append(found.effects, found.further)
        left = left - self._columns @ both
        sums, errors = np.zeros((2, self.had.shape[1], n_groups))
        for place, odds in enumerate(self.odds):
            rows = np.flatnonzero(self.had[:, place])
            own = both[place] + both[-1] * self._beyond[rows] + left[rows]
            own -= float(odds.weight @ prediction.error)
            sums[place], errors[place] = _of_groups(own, group[rows], self.cluster[rows], n_groups)
        return sums, errors

    @property
    def by_controls(self) -> Floats:
        """How much the effect of each treatment rises with the means of its controls.

        In entry (j, k) by how much the effect of treatment j rises, by row, if the outcome of the
        controls that stand in for treatment k falls by one on average; in the last column are the
        controls for any treatment. Shape (J, J + 1).
        """
        further = self._columns.T[:-1] @ self._beyond
        to_parts = np.column_stack([np.diag(self._n.astype(np.float64)), further])
        sizes = np.append(self._n, len(self.had))
        by_total = to_parts @ self._inverse_square @ self._raised
        return np.asarray(by_total * sizes / self._n[:, None])

    @cached_property
    def _n(self) -> Codes:
        return np.asarray(np.count_nonzero(self.had, axis=0), dtype=np.int64)

    @cached_property
    def _columns(self) -> Floats:
        """D with the number of further treatments at last, shape (n, J + 1)."""
        return np.column_stack([self.had, self.had.sum(axis=1) - 1.0]).astype(np.float64)

    @cached_property
    def _beyond(self) -> Floats:
        """The share of each row's treatments beyond the first, (s - 1) / s."""
        further = self._columns[:, -1]
        return np.asarray(further / (further + 1))

    @cached_property
    def _inverse_square(self) -> Floats:
        # Where no row has two treatments the last column is 0, and so is what it adds.
        square = self._columns.T @ self._columns
        return np.asarray(np.linalg.pinv(square, rcond=1e-10, hermitian=True))

    @cached_property
    def _raised(self) -> Floats:
        """From the totals of each treatment and of any to the right-hand side, M."""
        j = self.had.shape[1]
        raised = np.eye(j + 1)
        raised[j] = 1.0
        raised[j, j] = -1.0
        return raised

    def _prediction(self, outcome: Floats) -> "_Prediction":
        rows = self.controls
        inverse = np.asarray(np.linalg.pinv(rows.T @ rows, hermitian=True), np.float64)
        slopes = inverse @ (rows.T @ outcome)
        error = outcome - rows @ slopes
        leverage = [np.sum(rows[it] @ inverse * rows[it], axis=1) for it in blocks(len(rows))]
        return _Prediction(
            slopes=slopes,
            inverse_square=inverse,
            error=error,
            own_error=error / np.maximum(1 - np.concatenate(leverage), LEAST_UNFITTED),
        )

    def _totals(self, left: Floats, prediction: "_Prediction") -> tuple[Floats, Floats]:
        """Return each treatment's total effect, that of any at last, and the customers' influence.

        Returns:
            Shape (J + 1,), and shape (customers, J + 1).
        """
        j = self.had.shape[1]
        totals = np.empty(j + 1)
        influence = np.empty((self._n_clusters, j + 1))
        for place in range(j + 1):
            everybody = place == j
            rows = np.arange(len(left)) if everybody else np.flatnonzero(self.had[:, place])
            odds = self.any_odds if everybody else self.odds[place]
            totals[place], influence[:, place] = self._total(rows, odds, left, prediction)
        return totals, influence

    def _total(
        self, rows: Codes, odds: ControlOdds, left: Floats, prediction: "_Prediction"
    ) -> tuple[float, Floats]:
        treated, n = self.treated[rows], rows.size
        off = float(odds.weight @ prediction.error)
        centred = odds.weight * (prediction.error - off)
        moved = odds.inverse_information @ (centred @ self.controls)
        pull = prediction.inverse_square @ (treated.sum(axis=0) / n - odds.weight @ self.controls)
        of_treated = left[rows] - off - n * odds.surprise(treated, treated=True) * (treated @ moved)
        along = self.controls @ np.column_stack([pull, moved, odds.slopes])
        of_controls = odds.weight * off - (odds.weight + along[:, 0]) * prediction.own_error
        of_controls += expit(along[:, 2]) * along[:, 1]
        summed = self._by_cluster(of_treated, self.cluster[: len(left)][rows])
        summed += n * self._by_cluster(of_controls, self.cluster[len(left) :])
        return float(left[rows].sum()) - n * off, summed

    @cached_property
    def _n_clusters(self) -> int:
        return int(self.cluster.max()) + 1

    def _by_cluster(self, values: Floats, cluster: Codes) -> Floats:
        return np.asarray(np.bincount(cluster, values, self._n_clusters), dtype=np.float64)

    def _products(self, influence: Floats, both: Floats) -> Floats:
        """Return the summed products of what each customer adds to the equations' errors.

        Args:
            influence: Of the totals, shape (customers, J + 1); overwritten.
            both: What solves the equations, shape (J + 1,).
        """
        mine, fitted = self.cluster[: len(self.had)], self._columns @ both
        # In place: with a million customers each copy would be as large as the design.
        influence[:, -1] = influence[:, :-1].sum(axis=1) - influence[:, -1]
        for place, column in enumerate(self._columns.T):
            influence[:, place] -= self._by_cluster(column * fitted, mine)
        return np.asarray(influence.T @ influence)

    def _counted(self, both: Floats) -> Floats:
        """Return the covariance of sums of the parts of customers who come at random."""
        mine = self.cluster[: len(self.had)]
        further = both[-1] * self._beyond
        sums = np.stack(
            [
                self._by_cluster(column * (own + further), mine)
                for column, own in zip(self._columns.T[:-1], both[:-1], strict=True)
            ]
        )
        return np.asarray(sums @ sums.T)


@dataclass(frozen=True, kw_only=True, eq=False)
class _Prediction:
    """The outcome predicted from the covariates, among the controls."""

    slopes: Floats
    inverse_square: Floats
    error: Floats
    own_error: Floats


def _of_groups(
    values: Floats, group: Codes, cluster: Codes, n_groups: int
) -> tuple[Floats, Floats]:
    """Return the sum of each group, and its standard error robust to customers."""
    n = np.bincount(group, minlength=n_groups)
    sums = np.asarray(np.bincount(group, values, n_groups), dtype=np.float64)
    centred = values - (sums / np.maximum(n, 1))[group]
    keys, place = np.unique(cluster * n_groups + group, return_inverse=True)
    squares = np.bincount(place, centred, keys.size) ** 2
    variance = np.bincount(keys % n_groups, squares, n_groups)
    return sums, np.asarray(np.sqrt(variance))
