"""Importance of correlated causes: published tables, brute force, and intervals that hold."""

import itertools

import numpy as np
import pytest

from vocvalue.errors import ParameterError
from vocvalue.stats import correlations, importance

# Swiss fertility about 1888 (Mosteller and Tukey, 1977): Fertility, Agriculture, Examination,
# Education, Catholic, Infant.Mortality of 47 districts.
SWISS_ROWS = """
80.2 17 15 12 9.96 22.2  83.1 45.1 6 9 84.84 22.2  92.5 39.7 5 5 93.4 20.2
85.8 36.5 12 7 33.77 20.3  76.9 43.5 17 15 5.16 20.6  76.1 35.3 9 7 90.57 26.6
83.8 70.2 16 7 92.85 23.6  92.4 67.8 14 8 97.16 24.9  82.4 53.3 12 7 97.67 21
82.9 45.2 16 13 91.38 24.4  87.1 64.5 14 6 98.61 24.5  64.1 62 21 12 8.52 16.5
66.9 67.5 14 7 2.27 19.1  68.9 60.7 19 12 4.43 22.7  61.7 69.3 22 5 2.82 18.7
68.3 72.6 18 2 24.2 21.2  71.7 34 17 8 3.3 20  55.7 19.4 26 28 12.11 20.2
54.3 15.2 31 20 2.15 10.8  65.1 73 19 9 2.84 20  65.5 59.8 22 10 5.23 18
65 55.1 14 3 4.52 22.4  56.6 50.9 22 12 15.14 16.7  57.4 54.1 20 6 4.2 15.3
72.5 71.2 12 1 2.4 21  74.2 58.1 14 8 5.23 23.8  72 63.5 6 3 2.56 18
60.5 60.8 16 10 7.72 16.3  58.3 26.8 25 19 18.46 20.9  65.4 49.5 15 8 6.1 22.5
75.5 85.9 3 2 99.71 15.1  69.3 84.9 7 6 99.68 19.8  77.3 89.7 5 2 100 18.3
70.5 78.2 12 6 98.96 19.4  79.4 64.9 7 3 98.22 20.2  65 75.9 9 9 99.06 17.8
92.2 84.6 3 3 99.46 16.3  79.3 63.1 13 13 96.83 18.1  70.4 38.4 26 12 5.62 20.3
65.7 7.7 29 11 13.79 20.5  72.7 16.7 22 13 11.22 18.9  64.4 17.6 35 32 16.92 23
77.6 37.6 15 7 4.97 20  67.6 18.7 25 7 8.65 19.5  35 1.2 37 53 42.34 18
44.7 46.6 16 29 50.43 18.2  42.8 27.7 22 29 58.33 19.3
"""
SWISS = np.array(SWISS_ROWS.split(), dtype=np.float64).reshape(47, 6)
# The package relaimpo's published LMG shares of Fertility, and R2.
SWISS_LMG = [0.05709, 0.17117, 0.26013, 0.10557, 0.11277]
SWISS_R2 = 0.706735

# Motor Trend cars (Henderson and Velleman, 1981): mpg, cyl, disp, hp, gear.
MTCARS_ROWS = """
21.0 6 160.0 110 4  21.0 6 160.0 110 4  22.8 4 108.0  93 4  21.4 6 258.0 110 3
18.7 8 360.0 175 3  18.1 6 225.0 105 3  14.3 8 360.0 245 3  24.4 4 146.7  62 4
22.8 4 140.8  95 4  19.2 6 167.6 123 4  17.8 6 167.6 123 4  16.4 8 275.8 180 3
17.3 8 275.8 180 3  15.2 8 275.8 180 3  10.4 8 472.0 205 3  10.4 8 460.0 215 3
14.7 8 440.0 230 3  32.4 4  78.7  66 4  30.4 4  75.7  52 4  33.9 4  71.1  65 4
21.5 4 120.1  97 3  15.5 8 318.0 150 3  15.2 8 304.0 150 3  13.3 8 350.0 245 3
19.2 8 400.0 175 3  27.3 4  79.0  66 4  26.0 4 120.3  91 5  30.4 4  95.1 113 5
15.8 8 351.0 264 5  19.7 6 145.0 175 5  15.0 8 301.0 335 5  21.4 4 121.0 109 4
"""
MTCARS = np.array(MTCARS_ROWS.split(), dtype=np.float64).reshape(32, 5)
# The package rwa's published relative weights of mpg.
MTCARS_JOHNSON = [0.2284797, 0.2221469, 0.2321744, 0.0963886]


def of(table):
    """Return the correlations of all columns but the first, and theirs with the first."""
    R = np.corrcoef(table.T)
    return R[1:, 1:], R[1:, 0]


def r2(table, columns):
    """Return R2 of the first column on others, by least squares."""
    y = table[:, 0]
    X = np.column_stack([np.ones(len(y)), *(table[:, c] for c in columns)])
    rest = y - X @ np.linalg.lstsq(X, y, rcond=None)[0]
    return 1 - rest @ rest / np.sum((y - y.mean()) ** 2)


def mean_gains(k, explained):
    """Return what each of k columns adds on average over all orders, of what subsets explain."""
    gains = np.zeros(k)
    orders = list(itertools.permutations(range(k)))
    for order in orders:
        for place, column in enumerate(order):
            gains[column] += explained(order[: place + 1]) - explained(order[:place])
    return gains / len(orders)


def over_all_orders(table):
    return mean_gains(table.shape[1] - 1, lambda chosen: r2(table, [1 + i for i in chosen]))


def gains_over_all_orders(between, with_outcome):
    def explained(chosen):
        rows = list(chosen)
        return with_outcome[rows] @ np.linalg.solve(between[np.ix_(rows, rows)], with_outcome[rows])

    return mean_gains(len(between), explained)


def random_table(seed, n=60, k=4):
    rng = np.random.default_rng(seed)
    return rng.normal(size=(n, k + 1)) @ rng.normal(size=(k + 1, k + 1))


def test_lmg_of_swiss_fertility_is_the_published_one():
    shares = importance.lmg(*of(SWISS))
    assert shares == pytest.approx(SWISS_LMG, abs=5e-6)
    assert shares.sum() == pytest.approx(SWISS_R2, abs=5e-7)


def test_johnson_weights_of_the_cars_are_the_published_ones():
    assert importance.johnson(*of(MTCARS)) == pytest.approx(MTCARS_JOHNSON, abs=5e-8)


@pytest.mark.parametrize("table", [random_table(1), random_table(2), SWISS[:, :4]])
def test_lmg_is_the_mean_gain_over_all_orders(table):
    assert importance.lmg(*of(table)) == pytest.approx(over_all_orders(table), abs=1e-12)


@pytest.mark.parametrize("share_of", [importance.lmg, importance.johnson])
@pytest.mark.parametrize("k", [1, 2, 7])
def test_shares_add_to_r2(share_of, k):
    table = random_table(3, k=k)
    assert share_of(*of(table)).sum() == pytest.approx(r2(table, range(1, k + 1)))


@pytest.mark.parametrize("share_of", [importance.lmg, importance.johnson])
def test_the_order_of_the_columns_does_not_matter(share_of):
    order = [3, 0, 4, 1, 2]
    shuffled = SWISS[:, [0, *(1 + i for i in order)]]
    assert share_of(*of(shuffled)) == pytest.approx(share_of(*of(SWISS))[order])


@pytest.mark.parametrize("share_of", [importance.lmg, importance.johnson])
def test_many_matrices_at_once_are_each_alone(share_of):
    many = [of(random_table(seed)) for seed in range(6)]
    R = np.array([one for one, _ in many]).reshape(2, 3, 4, 4)
    r = np.array([one for _, one in many]).reshape(2, 3, 4)
    alone = np.array([share_of(*one) for one in many]).reshape(2, 3, 4)
    assert share_of(R, r) == pytest.approx(alone)


def test_uncorrelated_columns_have_their_squared_correlations():
    r = np.linspace(-0.5, 0.2, 15) / 2
    for share_of in (importance.lmg, importance.johnson):
        assert share_of(np.eye(15), r) == pytest.approx(r**2)


@pytest.mark.parametrize("share_of", [importance.lmg, importance.johnson])
def test_two_copies_share_what_one_explains(share_of):
    R = np.array([[1.0, 1.0, 0.0], [1.0, 1.0, 0.0], [0.0, 0.0, 1.0]])
    assert share_of(R, [0.6, 0.6, 0.3]) == pytest.approx([0.18, 0.18, 0.09])
    assert importance.combined(R) == [0, 1]
    assert importance.combined(np.eye(3)) == []


def test_a_sum_of_columns_is_found():
    rng = np.random.default_rng(1)
    a, b, c = rng.normal(size=(3, 50))
    assert importance.combined(np.corrcoef([a, b, c, a + 2 * b])) == [0, 1, 3]


def test_too_many_columns_and_shapes_that_do_not_match_are_refused():
    with pytest.raises(ParameterError, match='"johnson"'):
        importance.lmg(np.eye(16), np.zeros(16))
    assert importance.johnson(np.eye(16), np.full(16, 0.1)) == pytest.approx(np.full(16, 0.01))
    with pytest.raises(ParameterError, match="shape"):
        importance.lmg(np.eye(3), np.zeros(2))


def test_intervals_hold_the_true_importance():
    rng = np.random.default_rng(12)
    k, n, runs = 4, 250, 250
    slopes = np.array([0.6, 0.3, 0.15, 0.0])
    between = np.full((k, k), 0.4) + 0.6 * np.eye(k)
    spread = np.sqrt(slopes @ between @ slopes + 1)
    # The truth, from the population's covariances: the mean gain over all orders.
    true = gains_over_all_orders(between, between @ slopes / spread)
    assert true.sum() == pytest.approx(1 - 1 / spread**2)
    root = np.linalg.cholesky(between)
    hits, hits_r2 = np.zeros(k), 0
    for _ in range(runs):
        X = rng.normal(size=(n, k)) @ root.T
        table = np.column_stack([X, X @ slopes + rng.normal(size=n)])
        sample = correlations.correlation(table, np.ones(n))
        drawn = correlations.resampled_correlations(table, np.ones(n), rng, 200)
        draws = importance.lmg(drawn[:, :k, :k], drawn[:, :k, k])
        lower, upper = np.quantile(draws, [0.025, 0.975], axis=0)
        hits += (lower <= true) & (true <= upper)
        value = np.array([importance.lmg(sample[:k, :k], sample[:k, k]).sum()])
        lower, upper = correlations.bias_corrected(draws.sum(axis=1)[:, None], value, 0.95)
        hits_r2 += lower[0] <= true.sum() <= upper[0]
    # Binomial bound at one in a thousand for 250 draws at 0.93: 200 resamples cost a little.
    assert np.all(hits / runs >= 0.876)
    assert hits_r2 / runs >= 0.876
