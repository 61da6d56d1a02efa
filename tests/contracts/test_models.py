"""What every model of repeat purchases must keep to, found by walking the package.

A new model is found by itself; it needs parameter sets in EXAMPLES and its likelihood in
LIKELIHOODS.
"""

import dataclasses
import importlib
import pkgutil
from inspect import isabstract

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vocvalue import clv, duration
from vocvalue.clv.beta_geometric import BetaGeometricLikelihood
from vocvalue.clv.history import Histories
from vocvalue.clv.pareto_nbd import ParetoLikelihood
from vocvalue.clv.rfm_summary import Rfm
from vocvalue.clv.transaction_model import TransactionModel
from vocvalue.errors import ParameterError

# The first set is the one that is simulated from and fitted.
EXAMPLES = {
    "BGNBD": [(0.8, 6.0, 1.2, 3.0), (0.2426, 4.4136, 0.7929, 2.4259), (2.0, 30.0, 0.3, 0.4)],
    "MBGNBD": [(0.9, 6.0, 1.2, 3.0), (0.5248, 6.1831, 0.8914, 1.6140), (2.0, 30.0, 0.3, 0.4)],
    "ParetoNBD": [(0.8, 6.0, 1.0, 20.0), (0.5533, 10.5777, 0.6062, 11.6687), (2.0, 5.0, 0.3, 5.0)],
}
LIKELIHOODS = {
    "BGNBD": lambda histories: BetaGeometricLikelihood(histories, 0),
    "MBGNBD": lambda histories: BetaGeometricLikelihood(histories, 1),
    "ParetoNBD": ParetoLikelihood,
}
SCALES = {"alpha", "beta"}
"""Parameters that are times, in models whose other parameters have no unit."""

X = np.array([0.0, 1, 2, 7, 40])
T_X = np.array([0.0, 5, 30, 38, 39])
T = np.full(5, 39.0)


def subclasses(kind):
    for sub in kind.__subclasses__():
        yield sub
        yield from subclasses(sub)


for found in pkgutil.walk_packages(clv.__path__, "vocvalue.clv."):
    importlib.import_module(found.name)
MODELS = {
    kind.__name__: kind
    for kind in subclasses(TransactionModel)
    if not isabstract(kind) and dataclasses.is_dataclass(kind)
}
CASES = [(name, example) for name in MODELS for example in EXAMPLES[name]]
cases = pytest.mark.parametrize(("name", "example"), CASES)
every_model = pytest.mark.parametrize("name", MODELS)


def names_of(name):
    return [field.name for field in dataclasses.fields(MODELS[name]) if field.name != "unit"]


def made(name, example, unit="week"):
    return MODELS[name](**dict(zip(names_of(name), example, strict=True)), unit=unit)


def simulated(name, n=1_500, seed=5, example=0):
    rng = np.random.default_rng(seed)
    return made(name, EXAMPLES[name][example]).simulate(rng.uniform(30, 90, n), seed=rng)


def test_the_walk_finds_the_models():
    assert set(MODELS) == set(EXAMPLES) == set(LIKELIHOODS)


@cases
def test_probability_alive_is_a_probability_that_falls(name, example):
    model = made(name, example)
    later = [
        model.probability_alive(X, T_X, T, after=after)
        for after in (None, "1 day", "1 week", "1 year", "100 years")
    ]
    assert (np.array(later) >= 0).all()
    assert (np.array(later) <= 1).all()
    assert (np.diff(later, axis=0) < 0).all()


@cases
def test_expected_purchases_rise_with_the_horizon_and_discounting_lowers_them(name, example):
    model = made(name, example)
    horizons = ("1 day", "4 weeks", "1 year", "10 years")
    plain = np.array([model.expected_purchases(t, X, T_X, T) for t in horizons])
    assert (plain > 0).all()
    assert (np.diff(plain, axis=0) > 0).all()
    for discount_rate in (0.01, 0.1, 0.5):
        less = [
            model.discounted_purchases(t, X, T_X, T, discount_rate=discount_rate) for t in horizons
        ]
        assert (np.array(less) < plain).all()
        plain = np.array(less)


@cases
def test_a_long_horizon_comes_to_the_residual(name, example):
    """At 10 % a year, what comes after 400 years is worth 1e-17 of what comes now."""
    model = made(name, example)
    far = model.discounted_purchases("400 years", X, T_X, T, discount_rate=0.1)
    assert model.residual_purchases(X, T_X, T, discount_rate=0.1) == pytest.approx(far, rel=1e-10)


@cases
def test_the_pmf_sums_to_one_and_its_mean_is_the_expectation(name, example):
    """Twelve weeks, after which the tail beyond 3,000 purchases is nothing."""
    model, n = made(name, example), np.arange(3_000)
    for x, t_x, age in zip(X, T_X, T, strict=True):
        pmf = model.purchase_pmf(n, "12 weeks", x, t_x, age)
        assert (pmf >= 0).all()
        assert pmf.sum() == pytest.approx(1, rel=1e-9)
        expected = model.expected_purchases("12 weeks", x, t_x, age)
        assert pmf @ n == pytest.approx(expected, rel=1e-8)
    new = model.purchase_pmf_new(n, "12 weeks")
    assert new @ n == pytest.approx(model.expected_purchases_new("12 weeks"), rel=1e-8)


@cases
def test_expectations_of_new_customers_are_met_by_simulation(name, example):
    """40,000 simulated customers: mean frequency within 4.5 standard errors."""
    model = made(name, example)
    drawn = model.simulate(np.full(40_000, 26.0), seed=11).frequency
    error = drawn.std() / 200
    assert model.expected_purchases_new("26 weeks") == pytest.approx(drawn.mean(), abs=4.5 * error)
    nobody = model.purchase_pmf_new(0, "26 weeks")
    assert nobody == pytest.approx((drawn == 0).mean(), abs=4.5 * 0.5 / 200)


@cases
def test_the_likelihood_of_a_year_is_a_probability(name, example):
    """x = 0 is a single outcome: its likelihood is the probability of no purchase until T."""
    model = made(name, example)
    value = model._log_likelihoods(np.zeros(1), np.zeros(1), np.full(1, 39.0))[0]
    assert np.exp(value) == pytest.approx(model.purchase_pmf_new(0, "39 weeks"), rel=1e-9)


@cases
def test_gradient_and_hessian_against_finite_differences(name, example):
    likelihood = LIKELIHOODS[name](Histories.of(simulated(name, 300)))
    at = np.array(example)
    value, gradient, hessian = likelihood(at)
    step = 1e-5 * at

    def difference(part, i):
        move = np.zeros(4)
        move[i] = step[i]
        return (likelihood(at + move)[part] - likelihood(at - move)[part]) / (2 * step[i])

    assert np.isfinite(value)
    for i in range(4):
        scale = np.abs(gradient).max() * at.max() / at[i]
        assert difference(0, i) == pytest.approx(gradient[i], rel=1e-5, abs=1e-7 * scale)
        size = np.abs(hessian[i]).max()
        assert difference(1, i) == pytest.approx(hessian[i], rel=1e-5, abs=1e-6 * size)


@cases
def test_grouped_equals_ungrouped(name, example):
    drawn = simulated(name, 2_000)
    rounded = Rfm.from_arrays(
        drawn.frequency, np.floor(drawn.recency), np.ceil(drawn.T), unit="week"
    )
    grouped, ungrouped = Histories.of(rounded), Histories.ungrouped(rounded)
    assert len(grouped.count) < len(ungrouped.count)
    once, each = (LIKELIHOODS[name](histories) for histories in (grouped, ungrouped))
    for part, other in zip(once(np.array(example)), each(np.array(example)), strict=True):
        assert part == pytest.approx(other, rel=1e-12, abs=1e-12 * np.abs(other).max())
    total = made(name, example).log_likelihood(rounded)
    assert once(np.array(example))[0] == pytest.approx(total, rel=1e-12)


def rescaled(model, unit):
    """The same customers, counted in another unit."""
    factor = duration.DAYS[model.unit] / duration.DAYS[unit]
    values = {
        name: getattr(model, name) * (factor if name in SCALES else 1)
        for name in names_of(type(model).__name__)
    }
    return type(model)(**values, unit=unit), factor


@every_model
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_a_change_of_unit_only_rescales(name, data):
    """The likelihood is a density of x times, so that it changes by factor^-x and no more."""
    shapes = st.floats(0.05, 20)
    example = [data.draw(shapes) * (10 if each in SCALES else 1) for each in names_of(name)]
    x = data.draw(st.integers(0, 50))
    age = data.draw(st.floats(1, 200))
    t_x = age * data.draw(st.floats(0.1, 1)) if x else 0.0
    weekly = made(name, example)
    horizon = data.draw(st.sampled_from(["3 days", "12 months", "7 weeks"]))
    for unit in ("day", "hour"):
        model, factor = rescaled(weekly, unit)
        for one, other in zip(
            answers(weekly, horizon, x, t_x, age),
            answers(model, horizon, x, t_x * factor, age * factor),
            strict=True,
        ):
            assert other == pytest.approx(one, rel=1e-8, abs=1e-280)
        columns = (np.array([float(x)]), np.array([t_x]), np.array([age]))
        before = weekly._log_likelihoods(*columns)
        after = model._log_likelihoods(columns[0], factor * columns[1], factor * columns[2])
        assert after + x * np.log(factor) == pytest.approx(before, rel=1e-9, abs=1e-8)


def answers(model, horizon, *history):
    return [
        model.probability_alive(*history, after=horizon),
        model.expected_purchases(horizon, *history),
        model.discounted_purchases(horizon, *history, discount_rate=0.1),
        model.residual_purchases(*history, discount_rate=0.1),
        model.purchase_pmf(2, horizon, *history),
        model.expected_purchases_new(horizon),
    ]


@every_model
def test_a_fit_in_days_is_the_fit_in_weeks(name):
    weeks = simulated(name)
    days = Rfm.from_arrays(weeks.frequency, 7 * weeks.recency, 7 * weeks.T, unit="day")
    fit, daily = (MODELS[name].fit(rfm) for rfm in (weeks, days))
    expected = {k: v * (7 if k in SCALES else 1) for k, v in fit.parameters.items()}
    assert daily.parameters == pytest.approx(expected, rel=1e-6)
    assert daily.covariance == pytest.approx(fit.covariance, rel=1e-5)
    jacobian = weeks.frequency.sum() * np.log(7)
    assert daily.log_likelihood + jacobian == pytest.approx(fit.log_likelihood, rel=1e-12)


@every_model
def test_simulate_fit_recover_at_the_promised_coverage(name):
    """150 data sets of 2,000 customers: each 95 % interval covers at least 88 % of the time.

    The Monte-Carlo standard error of a coverage of 95 % is 1.8 points, and 88 % is four below; over
    the four parameters together it must lie between 91 and 99 %.
    """
    truth = EXAMPLES[name][0]
    covered = np.zeros(4)
    estimates = []
    for seed in range(150):
        fit = MODELS[name].fit(simulated(name, 2_000, seed))
        intervals = fit.intervals(0.95).values()
        covered += [i.lower <= true <= i.upper for i, true in zip(intervals, truth, strict=True)]
        estimates.append(np.log(list(fit.parameters.values())))
    assert (covered / 150 >= 0.88).all()
    assert 0.91 <= covered.mean() / 150 <= 0.99
    # No bias beyond what 2,000 customers explain: a third of a standard error on the log scale.
    spread = np.std(estimates, axis=0)
    assert (np.abs(np.mean(estimates, axis=0) - np.log(truth)) < spread / 3).all()


@every_model
def test_simulation_is_settled_by_its_seed(name):
    one, two, other = (simulated(name, 50, seed) for seed in (1, 1, 2))
    assert one.recency.tolist() == two.recency.tolist()
    assert one.recency.tolist() != other.recency.tolist()


@every_model
def test_saved_and_loaded_is_equal(name, tmp_path):
    fit = MODELS[name].fit(simulated(name))
    loaded = clv.load(fit.save(tmp_path / "fit.json"))
    assert loaded.model == fit.model
    assert loaded.to_dict() == fit.to_dict()


@every_model
def test_models_are_frozen_values(name):
    model = made(name, EXAMPLES[name][0])
    assert model == made(name, EXAMPLES[name][0])
    assert hash(model) == hash(made(name, EXAMPLES[name][0]))
    with pytest.raises(dataclasses.FrozenInstanceError):
        model.r = 1.0


@every_model
@pytest.mark.parametrize("bad", [0.0, -1.0, np.nan, np.inf, "1", True])
def test_bad_parameters_are_named_with_their_value(name, bad):
    for position, parameter in enumerate(names_of(name)):
        values = list(EXAMPLES[name][0])
        values[position] = bad
        with pytest.raises(ParameterError, match=f"{parameter} == '?{bad}'?, must be"):
            made(name, values)


@every_model
def test_an_unknown_unit_is_refused(name):
    with pytest.raises(ParameterError, match="unit == 'fortnight', must be one of"):
        made(name, EXAMPLES[name][0], unit="fortnight")


BAD_HISTORIES = [
    ((-1, 0, 9), "frequency must hold whole numbers"),
    ((1.5, 3, 9), "frequency must hold whole numbers"),
    ((1, 10, 9), "recency must lie between 0 and T"),
    ((1, -1, 9), "recency must lie between 0 and T"),
    ((0, 3, 9), "recency must be 0 where frequency is 0"),
    ((1, np.nan, 9), "recency holds 1 value"),
    ((1, 3, np.inf), "T holds 1 value"),
    (("many", 3, 9), "frequency must hold numbers"),
]


@every_model
@pytest.mark.parametrize(("history", "message"), BAD_HISTORIES)
def test_histories_that_nobody_has_are_refused(name, history, message):
    model = made(name, EXAMPLES[name][0])
    questions = [
        lambda: model.probability_alive(*history),
        lambda: model.expected_purchases("1 year", *history),
        lambda: model.purchase_pmf(1, "1 year", *history),
        lambda: model.residual_purchases(*history, discount_rate=0.1),
    ]
    for ask in questions:
        with pytest.raises(ParameterError, match=message):
            ask()


@every_model
def test_a_horizon_without_unit_is_refused(name):
    model = made(name, EXAMPLES[name][0])
    for ask in (
        lambda: model.expected_purchases(52, 1, 3, 9),
        lambda: model.expected_purchases_new("52"),
        lambda: model.purchase_pmf(1, 52.0, 1, 3, 9),
        lambda: model.probability_alive(1, 3, 9, after=52),
    ):
        with pytest.raises(ParameterError, match="must say its unit"):
            ask()


@every_model
def test_rates_that_are_no_annual_fraction_are_refused(name):
    model = made(name, EXAMPLES[name][0])
    with pytest.raises(ParameterError, match=r"discount_rate == 10, .* Write 10% as 0.10"):
        model.discounted_purchases("1 year", 1, 3, 9, discount_rate=10)
    with pytest.raises(ParameterError, match=r"discount_rate .*== 0.*, must be > 0"):
        model.residual_purchases(1, 3, 9, discount_rate=0)


@every_model
def test_answers_have_the_shape_of_the_question(name):
    model = made(name, EXAMPLES[name][0])
    assert np.shape(model.probability_alive(1, 3, 9)) == ()
    assert model.expected_purchases("1 year", X, T_X, T).shape == (5,)
    assert model.expected_purchases("1 year", [[1], [2]], 3, [9, 10, 11]).shape == (2, 3)
    assert model.purchase_pmf([0, 1, 2], "1 year", 1, 3, 9).shape == (3,)
    weeks = np.array([1, 52], dtype="timedelta64[W]")
    by_array = model.expected_purchases_new(weeks)
    assert by_array[1] == pytest.approx(model.expected_purchases_new("52 weeks"), rel=1e-12)
