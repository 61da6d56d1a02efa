"""The Gamma-Gamma model of spend: published numbers, and what must hold whatever the data."""

import dataclasses

import mpmath as mp
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vocvalue import clv
from vocvalue.clv.gamma_gamma import GammaGamma, SpendLikelihood
from vocvalue.clv.rfm_reading import rfm
from vocvalue.clv.rfm_summary import Rfm
from vocvalue.datasets import load_cdnow
from vocvalue.errors import DataError, FitError, FitWarning, ParameterError

TRUTH = (6.0, 4.0, 15.0)


def customers(n=1_000, seed=3, truth=TRUTH):
    """Customers with 0 to 9 repeat purchases and the mean spend the model draws for them."""
    rng = np.random.default_rng(seed)
    frequency = rng.integers(0, 10, n)
    spend = made(truth).simulate(frequency, seed=rng)
    recency = np.where(frequency, 20.0, 0.0)
    return Rfm.from_arrays(frequency, recency, np.full(n, 30.0), spend, unit="week")


def made(example):
    return GammaGamma(**dict(zip("pqv", example, strict=True)))


def test_cdnow():
    """Recomputed with scipy; published 6.25 3.74 15.44 (Fader and Hardie, 2013)."""
    cdnow = rfm(load_cdnow(), grain="day", unit="week", observation_end="1997-09-30")
    fit = GammaGamma.fit(cdnow)
    assert list(fit.parameters.values()) == pytest.approx([6.2496, 3.7442, 15.4435], abs=6e-5)
    assert list(fit.standard_errors.values()) == pytest.approx([1.190, 0.290, 4.159], abs=6e-4)
    assert fit.log_likelihood == pytest.approx(-4055.9177, abs=6e-5)
    assert fit.n_customers == 946
    assert not fit.diagnostics
    assert fit.model.log_likelihood(cdnow) == pytest.approx(-4055.9177, abs=6e-5)


def test_expected_spend_weighs_the_customer_with_all():
    """Population mean p v / (q - 1) = 30; at x = 3 the own mean weighs 18 / (18 + 3)."""
    model = made(TRUTH)
    assert model.mean_spend == pytest.approx(30)
    assert model.weight_of_own([0, 3]) == pytest.approx([0, 6 / 7])
    assert model.expected_spend([0, 3], [0.0, 44.0]) == pytest.approx([30, 42])


def test_log_likelihood_of_one_history_against_mpmath():
    """The density of the mean spend of x purchases, over rates nu ~ Gamma(q, v), by mp.quad."""
    p, q, v = map(mp.mpf, TRUTH)
    total = mp.mpf(0)
    for x, m in ((2, 20.0), (5, 50.0)):

        def density(nu, x=x, m=m):
            shape, rate = p * x, nu * x
            spend = rate**shape * m ** (shape - 1) * mp.exp(-rate * m) / mp.gamma(shape)
            return spend * v**q * nu ** (q - 1) * mp.exp(-v * nu) / mp.gamma(q)

        total += mp.log(mp.quad(density, [0, 0.1, 0.3, 1, 5, 30]))
    two = Rfm.from_arrays([2, 5], [3.0, 3.0], [9.0, 9.0], [20.0, 50.0], unit="week")
    assert made(TRUTH).log_likelihood(two) == pytest.approx(float(total), rel=1e-10)


@pytest.mark.parametrize("example", [TRUTH, (0.5, 1.5, 100.0), (40.0, 12.0, 2.0)])
def test_gradient_and_hessian_against_finite_differences(example):
    likelihood, at = SpendLikelihood.of(customers(200)), np.array(example)
    _, gradient, hessian = likelihood(at)
    for i, step in enumerate(1e-5 * at):
        move = np.eye(3)[i] * step
        above, below = likelihood(at + move), likelihood(at - move)
        assert (above[0] - below[0]) / (2 * step) == pytest.approx(gradient[i], rel=1e-5, abs=1e-4)
        difference = (above[1] - below[1]) / (2 * step)
        assert difference == pytest.approx(hessian[i], rel=1e-5, abs=1e-6 * abs(hessian).max())


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 10_000), factor=st.sampled_from([100.0, 0.01, 7.3]))
def test_a_change_of_currency_only_rescales(seed, factor):
    """Dollars or cents: p and q stay, v and every amount scale, the density by factor^-n."""
    dollars = customers(2_000, seed)
    cents = dataclasses.replace(dollars, monetary_value=dollars.monetary_value * factor)
    fit, other = GammaGamma.fit(dollars), GammaGamma.fit(cents)
    scaled = {"p": fit.model.p, "q": fit.model.q, "v": fit.model.v * factor}
    assert other.parameters == pytest.approx(scaled, rel=1e-5)
    jacobian = np.log(factor) * fit.n_customers
    assert other.log_likelihood + jacobian == pytest.approx(fit.log_likelihood, rel=1e-10)
    spend = fit.model.expected_spend(dollars.frequency, dollars.monetary_value)
    in_cents = other.model.expected_spend(cents.frequency, cents.monetary_value)
    assert in_cents == pytest.approx(spend * factor, rel=1e-5)


def test_simulate_fit_recover_at_the_promised_coverage():
    """150 data sets of 2,000: each 95 % interval covers at least 88 %, all together 91 to 99 %."""
    covered = np.zeros(3)
    for seed in range(150):
        intervals = GammaGamma.fit(customers(2_000, seed)).intervals().values()
        covered += [i.lower <= true <= i.upper for i, true in zip(intervals, TRUTH, strict=True)]
    assert (covered / 150 >= 0.88).all()
    assert 0.91 <= covered.mean() / 150 <= 0.99


def test_simulated_means_are_those_of_the_model():
    """E[m] = p v / (q - 1) = 30 whatever the frequency; 40,000 customers, 4.5 standard errors."""
    spend = made(TRUTH).simulate(np.full(40_000, 3), seed=1)
    assert spend.mean() == pytest.approx(30, abs=4.5 * spend.std() / 200)
    assert made(TRUTH).simulate([0, 0], seed=1).tolist() == [0, 0]


def test_no_mean_where_q_is_at_most_one():
    """Never a negative amount: (q - 1) < 0 is said, not divided by."""
    with pytest.raises(ParameterError, match=r"q == 0.9, must be > 1"):
        _ = GammaGamma(p=6.0, q=0.9, v=15.0).mean_spend
    with pytest.raises(ParameterError, match=r"q == 1, must be > 1"):
        GammaGamma(p=6.0, q=1.0, v=15.0).expected_spend([1], [30.0])


def test_a_fit_without_mean_says_so():
    heavy = customers(3_000, truth=(6.0, 0.7, 15.0))
    with pytest.warns(FitWarning, match="the mean spend over customers does not exist"):
        fit = GammaGamma.fit(heavy)
    assert fit.model.q == pytest.approx(0.7, abs=0.1)
    assert "不存在" in fit.statement("zh")


def test_customers_whose_purchases_were_all_refunded_are_counted():
    """Customer 7 returned the only repeat purchase: no evidence on spend, and said so."""
    lines = [(i, day, 10.0 * i) for i in range(1, 8) for day in ("2024-01-01", "2024-02-01")]
    lines.append((7, "2024-02-03", -70.0))
    orders = pd.DataFrame(lines, columns=["customer_id", "timestamp", "amount"])
    table = rfm(orders, observation_end="2024-06-30")
    (note,) = [note for note in table.notes if "the spend model leaves them out" in note.en]
    assert note.count == 1
    likelihood = SpendLikelihood.of(table)
    assert likelihood.n_customers == 6
    assert sorted(likelihood.monetary_value) == [10, 20, 30, 40, 50, 60]


def test_equal_spend_for_everybody_is_refused():
    """The likelihood of amounts without any spread grows without end."""
    same = Rfm.from_arrays([1, 2, 5], [3.0] * 3, [9.0] * 3, [25.0] * 3, unit="day")
    with pytest.raises(FitError, match="all 3 customers with repeat purchases spend 25 on average"):
        GammaGamma.fit(same)


def test_too_little_to_tell_purchases_from_customers_is_a_boundary():
    """In few customers chance may hide that who buys often varies less: p then runs off."""
    few = customers(300, 5062)
    with pytest.warns(FitWarning, match="flat along p, v"):
        fit = GammaGamma.fit(few)
    assert fit.covariance is None
    observed = few.monetary_value[few.frequency > 0].mean()
    assert fit.model.mean_spend == pytest.approx(observed, rel=0.1)


@pytest.mark.parametrize(
    ("frequency", "spend", "message"),
    [
        ([0, 0], [0.0, 0.0], "0 customers made repeat purchases"),
        ([2, 0], [20.0, 0.0], "1 customer"),
        ([2, 3], [20.0, 0.0], "1 customer"),
    ],
)
def test_too_few_customers_to_fit(frequency, spend, message):
    recency = np.where(np.array(frequency) > 0, 3.0, 0.0)
    few = Rfm.from_arrays(frequency, recency, [9.0, 9.0], spend, unit="day")
    with pytest.raises(FitError, match=message):
        GammaGamma.fit(few)


def test_an_rfm_without_money_cannot_be_fitted():
    with pytest.raises(DataError, match="no monetary_value"):
        GammaGamma.fit(Rfm.from_arrays([2, 1], [3.0, 3.0], [9.0, 9.0], unit="day"))


@pytest.mark.parametrize("bad", [0.0, -1.0, np.nan, np.inf, "1", True])
@pytest.mark.parametrize("name", ["p", "q", "v"])
def test_bad_parameters_are_named_with_their_value(name, bad):
    values = {"p": 6.0, "q": 4.0, "v": 15.0} | {name: bad}
    with pytest.raises(ParameterError, match=f"{name} == '?{bad}'?, must be"):
        GammaGamma(**values)


def test_negative_amounts_are_refused():
    with pytest.raises(ParameterError, match="must not be negative"):
        made(TRUTH).expected_spend([1], [-3.0])


def test_models_are_frozen_values_that_can_be_saved(tmp_path):
    fit = GammaGamma.fit(customers())
    loaded = clv.load(fit.save(tmp_path / "spend.json"))
    assert loaded.model == fit.model
    assert loaded.to_dict() == fit.to_dict()
    with pytest.raises(dataclasses.FrozenInstanceError):
        fit.model.p = 1.0
