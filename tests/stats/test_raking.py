"""Raking against closed forms, a general optimiser, and the conditions of its optimum."""

import numpy as np
import pytest
from scipy import optimize

from vocvalue.stats.raking import effective_size, rake


def cells(strength=0.6, n=4_000, sizes=(5, 4, 3), seed=0):
    """Return cells of dependent columns, their answers, and margins of a population like none."""
    rng = np.random.default_rng(seed)
    shared = rng.normal(size=n)
    columns = []
    for size in sizes:
        own = strength * shared + np.sqrt(1 - strength**2) * rng.normal(size=n)
        columns.append(np.searchsorted(np.quantile(own, np.arange(1, size) / size), own))
    codes, counts = np.unique(np.stack(columns, axis=1), axis=0, return_counts=True)
    customers = 50 * counts * np.exp(rng.normal(size=counts.size) * 0.5)
    targets = [np.bincount(codes[:, j], customers, size) for j, size in enumerate(sizes)]
    return codes, counts.astype(float), targets


def sums(codes, mass, targets):
    return [np.bincount(codes[:, j], mass, target.size) for j, target in enumerate(targets)]


def dummies(codes, targets):
    return np.concatenate(
        [np.eye(target.size)[codes[:, j]] for j, target in enumerate(targets)], axis=1
    )


def test_one_margin_is_post_stratification():
    counts, target = np.array([3.0, 5.0, 2.0]), np.array([30.0, 20.0, 50.0])
    found = rake(np.arange(3)[:, None], counts, [target])
    assert found.weights == pytest.approx(target / counts, rel=1e-14)
    assert found.n_iterations == 1


def test_two_by_two_keeps_the_odds_ratio():
    # Any table of margins r, c with odds ratio psi solves x (N - r - c + x) = psi (r - x) (c - x).
    table, rows, columns = np.array([[7.0, 9.0], [12.0, 7.0]]), [5.0, 15.0], [10.0, 10.0]
    psi = table[0, 0] * table[1, 1] / (table[0, 1] * table[1, 0])
    roots = np.roots([1 - psi, 20 - 5 - 10 + psi * 15, -psi * 50])
    x = next(root for root in roots if 0 < root < 5)
    codes = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
    found = rake(codes, table.ravel(), [np.array(rows), np.array(columns)], tolerance=1e-13)
    assert found.weights * table.ravel() == pytest.approx([x, 5 - x, 10 - x, 5 + x], rel=1e-10)


@pytest.mark.parametrize("strength", [0.0, 0.6, 0.95])
def test_the_conditions_that_only_the_optimum_meets(strength):
    # The divergence is strictly convex: weights that meet the margins and are products of factors
    # of the categories are its only minimum (Ireland and Kullback 1968).
    codes, counts, targets = cells(strength)
    found = rake(codes, counts, targets)
    assert found.converged
    for sum_, target in zip(sums(codes, counts * found.weights, targets), targets, strict=True):
        assert sum_ == pytest.approx(target, rel=1e-9)
    design, log_weights = dummies(codes, targets), np.log(found.weights)
    effects = np.linalg.lstsq(design, log_weights, rcond=None)[0]
    assert np.abs(design @ effects - log_weights).max() < 1e-10


def test_weights_are_those_of_a_general_optimiser():
    codes, counts, targets = cells()
    design, target = dummies(codes, targets), np.concatenate(targets)
    scale = target.sum() / 3 / counts.sum()

    # The dual: sum of n exp(x'b) minus target'b, free of constraints.
    def dual(b):
        weights = np.exp(design @ b)
        return (
            counts @ weights - target @ b / scale,
            design.T @ (counts * weights) - target / scale,
        )

    start = np.zeros(design.shape[1])
    best = optimize.minimize(dual, start, jac=True, method="BFGS", options={"gtol": 1e-6})
    found = rake(codes, counts, targets)
    assert found.weights == pytest.approx(scale * np.exp(design @ best.x), rel=1e-6)


def test_cut_weights_are_those_of_a_bounded_optimiser():
    codes, counts, targets = cells(sizes=(3, 2))
    mean = targets[0].sum() / counts.sum()
    free = rake(codes, counts, targets)
    largest = 0.5 * (free.weights.max() + np.sort(free.weights)[-2])
    found = rake(codes, counts, targets, largest=largest)
    assert found.converged
    assert found.is_capped.sum() == 1
    design, target = dummies(codes, targets), np.concatenate(targets)
    # Divergence in units of the mean weight; one constraint follows from the others.
    best = optimize.minimize(
        lambda u: (counts @ (u * np.log(u) - u), counts * np.log(u)),
        free.weights / mean,
        jac=True,
        method="trust-constr",
        bounds=optimize.Bounds(1e-6, largest / mean),
        constraints=optimize.LinearConstraint(
            (design.T * counts)[:-1], target[:-1] / mean, target[:-1] / mean
        ),
        options={"gtol": 1e-10, "xtol": 1e-12, "maxiter": 500},
    )
    assert found.weights / mean == pytest.approx(best.x, rel=1e-4)


def test_cut_weights_meet_the_margins_and_their_optimum():
    codes, counts, targets = cells(strength=0.8)
    mean = targets[0].sum() / counts.sum()
    largest = 1.4 * mean
    found = rake(codes, counts, targets, largest=largest)
    assert found.converged
    assert found.weights.max() <= largest
    assert 1 < found.is_capped.sum() < counts.size
    for sum_, target in zip(sums(codes, counts * found.weights, targets), targets, strict=True):
        assert sum_ == pytest.approx(target, rel=1e-9)
    # The bounded optimum: a product of factors, and the bound where the product exceeds it.
    design, free = dummies(codes, targets), ~found.is_capped
    effects = np.linalg.lstsq(design[free], np.log(found.weights[free]), rcond=None)[0]
    assert np.abs(design[free] @ effects - np.log(found.weights[free])).max() < 1e-10


def test_a_bound_that_nothing_reaches_changes_nothing():
    codes, counts, targets = cells()
    free = rake(codes, counts, targets)
    bounded = rake(codes, counts, targets, largest=2 * free.weights.max())
    assert np.array_equal(free.weights, bounded.weights)
    assert not bounded.is_capped.any()


def test_margins_that_contradict_one_another_do_not_converge():
    # The second category of either column was only answered from together.
    codes, counts = np.array([[0, 0], [1, 1]]), np.array([5.0, 5.0])
    found = rake(codes, counts, [np.array([4.0, 6.0]), np.array([5.0, 5.0])], max_iterations=2_000)
    assert not found.converged
    assert max(np.abs(gap).max() for gap in found.gaps) > 0.1


def test_effective_size_counts_cells_like_answers():
    weights, counts = np.array([1.0, 4.0]), np.array([3.0, 2.0])
    # (3 + 8)^2 / (3 + 32)
    assert effective_size(weights, counts) == pytest.approx(121 / 35)
    assert effective_size(np.repeat(weights, [3, 2])) == pytest.approx(121 / 35)
