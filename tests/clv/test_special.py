"""Accuracy against mpmath, at most 1e-9 relative, on the grid that this file states.

Closed forms in hypergeometric functions are evaluated with enough digits that two precisions
agree; our code uses none of them, it sums positive terms.
"""

from dataclasses import fields
from functools import partial

import mpmath as mp
import numpy as np
import pytest

from vocvalue.clv.bg_nbd import BGNBD
from vocvalue.clv.mbg_nbd import MBGNBD
from vocvalue.clv.pareto_nbd import ParetoNBD
from vocvalue.clv.special import beta_mean_of_power, discounted_span, gauss_legendre, moment

TOLERANCE = 1e-9
SMALLEST = 1e-280
"""Probabilities below this may underflow to zero."""

# r, alpha, a, b
BETA_GEOMETRIC = [
    (0.2426, 4.4136, 0.7929, 2.4259),  # CDNOW
    (0.2426, 4.4136, 1.0, 2.4259),
    (0.2426, 4.4136, 1.0 + 1e-8, 2.4259),
    (0.2426, 4.4136, 1.0 - 1e-8, 2.4259),
    (0.11, 2.24, 0.31, 0.50),  # a + b < 1
    (3.0, 0.01, 0.05, 0.02),
    (240.0, 250.0, 0.74, 0.0026),
    (0.3, 4.0, 0.001, 3.0),
    (50.0, 50.0, 0.3, 0.4),
    (30.0, 3.0, 1.5, 800.0),
    (0.01, 0.1, 5.0, 0.1),
    (2.0, 18.0, 9.7, 890.0),
    (0.5, 7.0, 20.0, 60.0),
]
# r, alpha, s, beta
PARETO = [
    (0.5533, 10.5777, 0.6062, 11.6687),  # CDNOW
    (0.5533, 11.0, 0.6062, 11.0),  # alpha = beta
    (0.5533, 11.0, 0.6062, 11.0 + 1e-8),
    (0.05, 0.01, 0.03, 0.01),
    (5.0, 0.1, 0.3, 100.0),
    (0.3, 100.0, 20.0, 0.05),
    (30.0, 1.0, 30.0, 1.0),
    (0.05, 0.001, 20.0, 1000.0),
]
FREQUENCY = [0, 1, 7, 100, 700, 5000]
HORIZONS = ["1 day", "4 weeks", "52 weeks", "520 weeks", "100 years"]
WEEKS = {"1 day": 1 / 7, "4 weeks": 4, "52 weeks": 52, "520 weeks": 520}
WEEKS["100 years"] = 36525 / 7
RATE = 0.10
DELTA = np.log1p(RATE) * 7 / 365.25


def histories():
    """Every frequency with T = 1 and 520 weeks, t_x = T and a little before."""
    rows = [
        (x, share * T, T)
        for x in FREQUENCY
        for T in (1.0, 520.0)
        for share in ((1.0, 0.98) if x else (0.0,))
    ]
    return np.array(rows).T


def exact(formula):
    """Evaluate with 60 digits, and with more until two precisions agree."""
    digits, last = 60, None
    while digits < 2000:
        with mp.workdps(digits):
            value = formula()
        if last is not None and abs(value - last) <= mp.mpf(10) ** -14 * abs(value):
            return value
        digits, last = 2 * digits, value
    raise AssertionError("no two precisions agree")


def worst_error(values, exact_values):
    """The largest relative error, where the exact value is no underflow."""
    pairs = [(v, e) for v, e in zip(values, exact_values, strict=True) if e > SMALLEST]
    assert pairs
    return max(abs(float(mp.mpf(float(v)) / e - 1)) for v, e in pairs)


# Beta-geometric models: closed forms ----------------------------------------------------------


def alive(parameters, chances, x, t_x, T):
    r, alpha, a, b = map(mp.mpf, parameters)
    if x + chances == 0:
        return mp.mpf(1)
    odds = ((alpha + T) / (alpha + mp.mpf(t_x))) ** (r + x)
    return 1 / (1 + a / (b + chances + x - 1) * odds)


def stays(parameters, chances, x, T, t):
    """E[(1 + p u)^-(r+x)], p ~ Beta(a, b + chances + x): 2F1 after Euler's transformation."""
    r, alpha, a, b = map(mp.mpf, parameters)
    z = t / (alpha + T + t)
    return (1 - z) ** a * mp.hyp2f1(a, a + b + chances - r, a + b + chances + x, z)


def purchases(parameters, chances, x, T, t):
    """c/(a-1) [1 - (1-z)^(a-1) 2F1(a-1, a+b-1-r; c; z)]; a = 1 as the limit."""
    r, alpha, a, b = map(mp.mpf, parameters)
    a += mp.mpf(10) ** -30 if a == 1 else 0
    z, c = t / (alpha + T + t), a + b + chances + x - 1
    form = (1 - z) ** (a - 1) * mp.hyp2f1(a - 1, a + b + chances - 1 - r, c, z)
    return c / (a - 1) * (1 - form)


def models(parameters):
    names = dict(zip(("r", "alpha", "a", "b"), parameters, strict=True))
    return [(BGNBD(**names, unit="week"), 0), (MBGNBD(**names, unit="week"), 1)]


@pytest.mark.parametrize("parameters", BETA_GEOMETRIC)
def test_beta_geometric_expected_purchases(parameters):
    x, t_x, T = histories()
    rows = list(zip(map(int, x), t_x, T, strict=True))
    for model, chances in models(parameters):
        now = [alive(parameters, chances, *row) for row in rows]
        for horizon in HORIZONS:
            t = mp.mpf(WEEKS[horizon])
            given_alive = [
                exact(partial(purchases, parameters, chances, row[0], row[2], t)) for row in rows
            ]
            expected = [p * q for p, q in zip(now, given_alive, strict=True)]
            values = model.expected_purchases(horizon, x, t_x, T)
            assert worst_error(values, expected) < TOLERANCE


@pytest.mark.parametrize("parameters", BETA_GEOMETRIC)
def test_beta_geometric_probability_alive_now_and_later(parameters):
    x, t_x, T = histories()
    rows = list(zip(map(int, x), t_x, T, strict=True))
    for model, chances in models(parameters):
        now = [alive(parameters, chances, *row) for row in rows]
        assert worst_error(model.probability_alive(x, t_x, T), now) < TOLERANCE
        for horizon in HORIZONS[::2]:
            t = mp.mpf(WEEKS[horizon])
            stay = [exact(partial(stays, parameters, chances, row[0], row[2], t)) for row in rows]
            later = [p * q for p, q in zip(now, stay, strict=True)]
            values = model.probability_alive(x, t_x, T, after=horizon)
            assert worst_error(values, later) < TOLERANCE


@pytest.mark.parametrize("parameters", BETA_GEOMETRIC[::3])
@pytest.mark.parametrize("horizon", ["52 weeks", "100 years", None])
def test_beta_geometric_discounted_purchases(parameters, horizon):
    """The rate of purchase (r+x)/(alpha+T) E[(1+pu)^-(r+x+1)], discounted, by mp.quad."""
    (model, _), delta = models(parameters)[0], mp.mpf(DELTA)
    x, T = 7, 39.0
    r, alpha = map(mp.mpf, parameters[:2])

    def rate(s):
        one_more = (r + 1, *parameters[1:])
        return (r + x) / (alpha + T) * stays(one_more, 0, x, T, s) * mp.exp(-delta * s)

    with mp.workdps(25):
        end = 60 / delta if horizon is None else mp.mpf(WEEKS[horizon])
        pieces = [0, *(p for p in (0.1, 1, 10, 50, 250, 1000, 4000) if p < end), end]
        expected = mp.quad(rate, pieces) * alive(parameters, 0, x, T, T)
    if horizon is None:
        value = model.residual_purchases(x, T, T, discount_rate=RATE)
    else:
        value = model.discounted_purchases(horizon, x, T, T, discount_rate=RATE)
    assert worst_error([value], [expected]) < TOLERANCE


@pytest.mark.parametrize("parameters", BETA_GEOMETRIC)
def test_beta_geometric_pmf(parameters):
    """All n purchases survived, or the n-th was the last while more would have come."""
    x, T, t = 7, 39.0, mp.mpf(52)
    n = [0, 1, 2, 10, 60]
    for model, chances in models(parameters):
        with mp.workdps(60):
            r, alpha, a, b = map(mp.mpf, parameters)
            r, b, z = r + x, b + x + chances, t / (alpha + T + t)
            counts = [
                mp.gamma(r + j) / mp.gamma(r) / mp.factorial(j) * (1 - z) ** r * z**j
                for j in range(61)
            ]
            p = alive(parameters, chances, x, T, T)
            expected = [
                p * mp.beta(a, b + m) / mp.beta(a, b) * counts[m]
                + (
                    p * mp.beta(a + 1, b + m - 1) / mp.beta(a, b) * (1 - sum(counts[:m]))
                    if m
                    else 0
                )
                + (0 if m else 1 - p)
                for m in n
            ]
        assert worst_error(model.purchase_pmf(n, "52 weeks", x, T, T), expected) < TOLERANCE


def test_many_scales_are_interpolated_without_loss():
    """Hundreds of distinct T, which are interpolated, against one at a time, which are not."""
    x = np.arange(300.0) * 16
    T = np.geomspace(0.01, 2_000, 300)
    for r, alpha, a, b in [*BETA_GEOMETRIC, (2.0, 2.0, 300.0, 900.0), (0.5, 9.0, 3e3, 9e3)]:
        for nodes in (moment(52.0), discounted_span(52.0, 0.0), discounted_span(np.inf, DELTA)):
            together = beta_mean_of_power(r, a, b, frequency=x, scale=alpha + T, nodes=nodes)
            for i in range(0, 300, 23):
                one = slice(i, i + 1)
                alone = beta_mean_of_power(
                    r, a, b, frequency=x[one], scale=alpha + T[one], nodes=nodes
                )
                if alone[0] > SMALLEST:
                    assert together[i] == pytest.approx(alone[0], rel=TOLERANCE)


def test_means_that_no_float_can_hold_are_zero_not_nan():
    mean = beta_mean_of_power(
        50.0, 500.0, 0.5, frequency=np.array([5000.0]), scale=np.array([0.1]), nodes=moment(5e4)
    )
    assert mean.tolist() == [0.0]


# Pareto/NBD: the textbook forms, whose cancellation is left to the digits -----------------------


def textbook_dead(parameters, x, t_x, T):
    """s/(r+s+x) A_0, times what makes the alive term one: Fader and Hardie (2005), eqs. 18-20."""
    r, alpha, s, beta = map(mp.mpf, parameters)
    total, large = r + s + x, max(alpha, beta)
    second = s + 1 if alpha >= beta else r + x

    def part(t):
        z = abs(alpha - beta) / (large + t)
        return mp.hyp2f1(total, second, total + 1, z) / (large + t) ** total

    ratio = (alpha + T) ** (r + x) * (beta + T) ** s
    return s / total * (part(mp.mpf(t_x)) - part(mp.mpf(T))) * ratio


def pareto(parameters):
    return ParetoNBD(**dict(zip(("r", "alpha", "s", "beta"), parameters, strict=True)), unit="week")


@pytest.mark.parametrize("parameters", PARETO)
def test_pareto_likelihood_and_probability_alive(parameters):
    x, t_x, T = histories()
    r, alpha, s, beta = map(mp.mpf, parameters)
    model, likelihoods, probabilities = pareto(parameters), [], []
    for row in zip(map(int, x), t_x, T, strict=True):
        odds = exact(partial(textbook_dead, parameters, *row)) if row[1] < row[2] else 0
        probabilities.append(1 / (1 + odds))
        with mp.workdps(60):
            likelihoods.append(
                mp.loggamma(r + row[0])
                - mp.loggamma(r)
                + r * mp.log(alpha)
                + s * mp.log(beta)
                - (r + row[0]) * mp.log(alpha + row[2])
                - s * mp.log(beta + row[2])
                + mp.log1p(odds)
            )
    assert worst_error(model.probability_alive(x, t_x, T), probabilities) < TOLERANCE
    got = model._log_likelihoods(x, t_x, T)
    assert got == pytest.approx([float(value) for value in likelihoods], rel=1e-9, abs=1e-9)


@pytest.mark.parametrize("parameters", PARETO)
@pytest.mark.parametrize("delta", [0.0027, DELTA])
def test_pareto_residual_purchases(parameters, delta):
    """Fader, Hardie and Lee (2005b), eq. 2, with mpmath's Tricomi function."""
    r, alpha, s, beta = map(mp.mpf, parameters)
    x, T = np.array([0, 1, 100, 5000]), 39.0
    with mp.workdps(40):
        d = mp.mpf(delta)
        factor = (beta + T) ** s * d ** (s - 1) * mp.hyperu(s, s, d * (beta + T))
        expected = [(r + int(count)) / (alpha + T) * factor for count in x]
    # Still a customer at t_x = T with certainty, so that only the future is looked at.
    nodes = discounted_span(np.inf, delta)
    values = pareto(parameters)._purchases_if_alive(x.astype(float), np.full(4, T), nodes)
    assert worst_error(values, expected) < TOLERANCE


@pytest.mark.parametrize("parameters", PARETO)
@pytest.mark.parametrize("horizon", HORIZONS)
def test_pareto_expected_purchases(parameters, horizon):
    """The integral of ((beta+T)/(beta+T+u))^s over the horizon, s = 1 aside in closed form."""
    r, alpha, s, beta = map(mp.mpf, parameters)
    x, T, t = np.array([0, 1, 100, 5000]), 39.0, mp.mpf(WEEKS[horizon])
    age = beta + T
    with mp.workdps(40):
        span = age / (s - 1) * (1 - (age / (age + t)) ** (s - 1))
        expected = [(r + int(count)) / (alpha + T) * span for count in x]
    values = pareto(parameters).expected_purchases(horizon, x, np.where(x, T, 0.0), T)
    now = pareto(parameters).probability_alive(x, np.where(x, T, 0.0), T)
    assert worst_error(values / now, expected) < TOLERANCE


@pytest.mark.parametrize("n", [0, 1, 30, 2000])
@pytest.mark.parametrize("t", ["1 day", "52 weeks", "100 years"])
@pytest.mark.parametrize("x", [0, 3, 5000])
def test_pareto_pmf_at_equal_scales(n, t, x):
    """At alpha = beta the deaths integrate to s B(n+1, r+x+s) I_z(n+1, r+x+s)."""
    r, s, age, weeks = mp.mpf("0.55") + x, mp.mpf("0.6"), mp.mpf(50), mp.mpf(WEEKS[t])
    with mp.workdps(50):
        z = weeks / (age + weeks)
        counts = mp.gamma(r + n) / mp.gamma(r) / mp.factorial(n)
        dying = s * mp.betainc(n + 1, r + s, 0, z)
        expected = counts * (dying + (1 - z) ** (r + s) * z**n)
    model = pareto((0.55, 11.0, 0.6, 11.0))
    value = model._pmf_if_alive(
        np.array([float(n)]), WEEKS[t], np.array([float(x)]), np.array([39.0])
    )
    if expected > SMALLEST:
        assert worst_error(value, [expected]) < TOLERANCE


@pytest.mark.parametrize("parameters", PARETO)
@pytest.mark.parametrize("n", [0, 2, 25])
def test_pareto_pmf(parameters, n):
    """Deaths at tau, with n purchases until then, by mp.quad in log(tau)."""
    r, alpha, s, beta = map(mp.mpf, parameters)
    x, T, t = 3, 39, mp.mpf(52)

    def counts(tau):
        z = tau / (alpha + T + tau)
        return mp.gamma(r + x + n) / mp.gamma(r + x) / mp.factorial(n) * (1 - z) ** (r + x) * z**n

    def dying(y):
        tau = mp.exp(y)
        return counts(tau) * s / (beta + T) * (1 + tau / (beta + T)) ** (-s - 1) * tau

    with mp.workdps(25):
        pieces = [mp.log(t) - step for step in (70, 40, 20, 10, 7, 5, 4, 3, 2, 1, 0)]
        expected = mp.quad(dying, pieces) + counts(t) * (1 + t / (beta + T)) ** -s
    value = pareto(parameters)._pmf_if_alive(
        np.array([float(n)]), 52.0, np.array([float(x)]), np.array([float(T)])
    )
    assert worst_error(value, [expected]) < TOLERANCE


def test_gauss_legendre_integrates_polynomials():
    """n nodes are exact up to degree 2n - 1: the integral of v^9 over (0, 1) is a tenth."""
    nodes, weights = gauss_legendre(5)
    assert weights @ nodes**9 == pytest.approx(0.1, rel=1e-14)


@pytest.mark.parametrize("kind", [BGNBD, MBGNBD, ParetoNBD])
def test_nothing_is_nan_or_infinite_anywhere(kind):
    """Warnings are errors in the tests, so this also says that nothing overflows on the way."""
    x, t_x, T = histories()
    for parameters in PARETO if kind is ParetoNBD else BETA_GEOMETRIC:
        names = [field.name for field in fields(kind) if field.name != "unit"]
        model = kind(**dict(zip(names, parameters, strict=True)), unit="week")
        for horizon in HORIZONS:
            answers = [
                model.probability_alive(x, t_x, T, after=horizon),
                model.expected_purchases(horizon, x, t_x, T),
                model.discounted_purchases(horizon, x, t_x, T, discount_rate=RATE),
                model.purchase_pmf(np.arange(len(x)), horizon, x, t_x, T),
            ]
            assert all(np.isfinite(answer).all() and (answer >= 0).all() for answer in answers)
        assert np.isfinite(model.residual_purchases(x, t_x, T, discount_rate=RATE)).all()
        assert np.isfinite(model._log_likelihoods(x, t_x, T)).all()


@pytest.mark.parametrize(("a", "b"), [(0.42, 3.0), (0.8, 2.4), (3.0, 40.0), (0.05, 0.02)])
def test_customers_who_all_buy_at_one_rate(a, b):
    """k and A to infinity with k / A = rate: the mean is Kummer's 1F1(a; a + b + x; -rate s).

    Where it was first tabulated on ever more nodes, as many as the root of k, no call came back.
    """
    x, rate, s, k = np.array([0.0, 5.0, 40.0]), 1.3, 12.0, 1e9
    scale = np.full(3, k / rate)
    found = beta_mean_of_power(k, a, b, frequency=x, scale=scale, nodes=moment(s))
    expected = [float(mp.hyp1f1(a, a + b + n, -rate * s)) for n in x]
    assert found == pytest.approx(expected, rel=1e-6)


@pytest.mark.parametrize(("a", "b"), [(1.0, 2.5), (1e-7, 0.8), (3.0, 0.2), (1e4, 3e4)])
def test_a_power_that_ran_off_to_ten_digits(a, b):
    """Times that are short against the scale: E[(1 + p s/A)^-k] by the hypergeometric function."""
    for k in (1e4, 1e6, 1e8):
        x, scale, s = 3.0, 1.2 * k + 12, 12.0
        with mp.workdps(40):
            exact = mp.hyp2f1(k + x, mp.mpf(a), mp.mpf(a) + b + x, -mp.mpf(s) / mp.mpf(scale))
        value = beta_mean_of_power(
            k, a, b, frequency=np.array([x]), scale=np.array([scale]), nodes=moment(s)
        )
        assert value == pytest.approx([float(exact)], rel=1e-10)


@pytest.mark.parametrize(
    ("model", "dropout"), [(BGNBD, "a b"), (MBGNBD, "a b"), (ParetoNBD, "s beta")]
)
def test_the_pmf_of_customers_who_all_buy_at_one_rate(model, dropout):
    """Summed over n it is 1, and its mean the expectation, also where r runs to 1e10."""
    shapes = dict(zip(dropout.split(), (0.5, 20.0), strict=True))
    runaway = model(r=1.5e10, alpha=1.7e10, **shapes, unit="month")
    n, history = np.arange(90), (11, 11.0, 12.0)
    pmf = runaway.purchase_pmf(n, "12 months", *history)
    assert pmf.sum() == pytest.approx(1, rel=1e-10)
    expected = runaway.expected_purchases("12 months", *history)
    assert pmf @ n == pytest.approx(expected, rel=1e-9)
