"""How fits fail, and what they say then."""

import numpy as np
import pytest
from scipy.optimize import minimize
from scipy.special import expit, gammaln

from benchmarks.tops import histories
from vocvalue.clv.beta_geometric import BetaGeometricLikelihood
from vocvalue.clv.bg_nbd import BGNBD
from vocvalue.clv.history import Histories
from vocvalue.clv.mbg_nbd import MBGNBD
from vocvalue.clv.pareto_nbd import ParetoLikelihood, ParetoNBD
from vocvalue.clv.rfm_summary import Rfm
from vocvalue.clv.search import maximise
from vocvalue.errors import DataError, FitError, FitWarning
from vocvalue.stats.simulation import purchases_until_death, purchases_until_dropout

MODELS = [BGNBD, MBGNBD, ParetoNBD]
BETA_GEOMETRIC = [BGNBD, MBGNBD]
N = 2_000
T = np.full(N, 50.0)


def simulated(draw, last, *, rate=None, seed=3):
    rng = np.random.default_rng(seed)
    rates = rng.gamma(1.0, 0.2, N) if rate is None else np.full(N, rate)
    return Rfm.from_arrays(*draw(rates, last(rng), T, rng), T, unit="week")


def boundary_fit(model, rfm, words):
    with pytest.warns(FitWarning, match=words):
        fit = model.fit(rfm)
    assert fit.converged
    assert fit.covariance is None
    assert words in fit.diagnostics[0].en
    assert "平" in fit.diagnostics[0].zh
    with pytest.raises(FitError, match="do not identify every parameter"):
        fit.intervals()
    with pytest.raises(FitError, match="do not identify every parameter"):
        _ = fit.standard_errors
    assert fit.to_frame()["lower"].isna().all()
    assert fit.to_frame()["standard_error"].isna().all()
    assert fit.to_frame()["value"].tolist() == list(fit.parameters.values())
    assert words in fit.statement("en")
    return fit


@pytest.mark.parametrize("model", MODELS)
def test_everybody_bought_once(model):
    rfm = Rfm.from_arrays([0, 0, 0], [0, 0, 0], [5.0, 6.0, 7.0], unit="week")
    with pytest.raises(FitError, match="all 3 customers bought once"):
        model.fit(rfm)


@pytest.mark.parametrize("model", MODELS)
def test_one_customer(model):
    with pytest.raises(FitError, match="at least two"):
        model.fit(Rfm.from_arrays([2], [3.0], [9.0], unit="week"))


@pytest.mark.parametrize("model", MODELS)
def test_no_time_has_passed(model):
    with pytest.raises(FitError, match="T is 0 for all 2 customers"):
        model.fit(Rfm.from_arrays([0, 1], [0.0, 0.0], [0.0, 0.0], unit="week"))


@pytest.mark.parametrize("model", MODELS)
def test_repeat_purchases_at_the_moment_of_the_first_are_refused(model):
    rows = [1, 1] + [2] * 43, [0.0, 0.0] + [10.0] * 43, [20.0] * 45
    with pytest.raises(DataError, match=r"column 'recency'.*2 rows.*0 where frequency is above 0"):
        model.fit(Rfm.from_arrays(*rows, unit="week"))


@pytest.mark.parametrize(
    ("model", "dropout"), [(BGNBD, (1.2, 3.0)), (MBGNBD, (1.2, 3.0)), (ParetoNBD, (1.0, 20.0))]
)
def test_a_few_of_them_are_counted(model, dropout):
    """One of some thousand customers, as rounding makes them: the fit is nearly that without."""
    names = [name for name in model.__annotations__ if name not in {"unit", "chances"}]
    true = model(**dict(zip(names, (0.8, 6.0, *dropout), strict=True)), unit="week")
    drawn = true.simulate(T, seed=3)
    columns = drawn.frequency, drawn.recency, drawn.T
    added = (np.append(column, value) for column, value in zip(columns, (1, 0, 50), strict=True))
    fit, without = model.fit(Rfm.from_arrays(*added, unit="week")), model.fit(drawn)
    (note,) = fit.notes
    assert note.count == 1
    assert "1 customer bought again at the moment" in note.en
    assert fit.parameters == pytest.approx(without.parameters, rel=0.2)


@pytest.mark.parametrize("p", [0.2, 0.5])
@pytest.mark.parametrize(("model", "chances"), [(BGNBD, 0), (MBGNBD, 1)])
def test_the_same_dropout_for_everybody(model, chances, p):
    """Truth: each purchase is the last one with probability p.

    Chance alone lets such data look more or less alike than they are; in these they look more.
    """
    rfm = simulated(purchases_until_dropout, lambda rng: rng.geometric(p, N) - chances)
    fit = boundary_fit(model, rfm, "leaves with the same probability")
    a, b = fit.model.a, fit.model.b
    assert a / (a + b) == pytest.approx(p, abs=0.02)
    assert a + b < 1e8


def test_predictions_at_a_boundary_hold():
    """With p and lambda known: x more purchases until dropout or t, as a geometric series.

    At rate lambda ~ Gamma(r + x, alpha + T) and fixed p the expectation is
    (1 - (1 + p t/(alpha + T))^-(r + x)) / p.
    """
    rfm = simulated(purchases_until_dropout, lambda rng: rng.geometric(0.2, N))
    with pytest.warns(FitWarning):
        model = BGNBD.fit(rfm).model
    p, x = model.a / (model.a + model.b), np.array([1.0, 3.0, 10.0])
    expected = (1 - (1 + p * 52 / (model.alpha + 50)) ** -(model.r + x)) / p
    alive = model.probability_alive(x, 50.0, 50.0)
    values = model.expected_purchases("52 weeks", x, 50.0, 50.0) / alive
    assert values == pytest.approx(expected, rel=5e-4)


@pytest.mark.parametrize("model", MODELS)
def test_no_dropout_at_all(model):
    rfm = simulated(purchases_until_death, lambda rng: np.full(N, np.inf))
    fit = boundary_fit(model, rfm, "no customer leaving for good")
    assert fit.model.probability_alive(5, 49.0, 50.0) == pytest.approx(1, abs=1e-3)
    # Truth: rates are Gamma(1, 5), and 5 purchases in 50 weeks make the mean (1+5)/(5+50).
    expected = fit.model.expected_purchases("52 weeks", 5, 49.0, 50.0)
    assert expected == pytest.approx(52 * 6 / 55, rel=0.02)


@pytest.mark.parametrize("model", MODELS)
def test_the_same_rate_and_no_dropout(model):
    rfm = simulated(purchases_until_death, lambda rng: np.full(N, np.inf), rate=0.2, seed=5)
    fit = boundary_fit(model, rfm, "no customer leaving for good")
    assert fit.model.r / fit.model.alpha == pytest.approx(0.2, rel=0.03)


@pytest.mark.parametrize("model", MODELS)
def test_identical_customers(model):
    rfm = Rfm.from_arrays(np.full(N, 3), np.full(N, 20.0), T, unit="week")
    boundary_fit(model, rfm, "run to infinity")


@pytest.mark.parametrize("model", MODELS)
def test_the_words_survive_to_a_file_of_results(model):
    rfm = Rfm.from_arrays(np.full(9, 3), np.full(9, 20.0), T[:9], unit="week")
    with pytest.warns(FitWarning):
        fit = model.fit(rfm)
    assert fit.to_dict()["diagnostics"][0]["en"] == fit.diagnostics[0].en


def test_a_search_that_gets_nowhere_is_refused(monkeypatch):
    """A gradient of the wrong sign leads away from every top, whatever the start."""
    right = ParetoLikelihood.__call__

    def wrong(self, parameters):
        value, gradient, hessian = right(self, parameters)
        return value, -gradient, hessian

    monkeypatch.setattr(ParetoLikelihood, "__call__", wrong)
    rfm = ParetoNBD(r=0.5, alpha=10, s=0.6, beta=12, unit="week").simulate(T, seed=1)
    with pytest.raises(FitError, match="stopped where the likelihood still rises") as caught:
        ParetoNBD.fit(rfm)
    assert not caught.value.fit.converged
    assert caught.value.fit.covariance is None
    assert isinstance(caught.value.fit.model, ParetoNBD)


def test_later_starts_are_tried_where_the_first_fails():
    """-(log x - 1)^2 is at its top at e; a start where it is not defined leads nowhere."""

    def likelihood(parameters):
        (x,) = parameters
        if x > 1e3:
            return -1e3, np.array([1.0]), np.array([[1.0]])
        slope = -2 * (np.log(x) - 1)
        return (
            -((np.log(x) - 1) ** 2),
            np.array([slope / x]),
            np.array([[-2 / x**2 - slope / x**2]]),
        )

    found = maximise(likelihood, [np.array([1e6]), np.array([1.0])], 1)
    assert found.converged
    assert found.parameters == pytest.approx([np.e], rel=1e-8)
    assert found.log_likelihood == pytest.approx(0, abs=1e-12)
    assert found.hessian == pytest.approx(np.array([[2.0]]))


def test_no_start_is_refused():
    with pytest.raises(FitError, match="no start"):
        maximise(lambda parameters: (0.0, parameters, parameters), [], 1)


@pytest.mark.parametrize("model", MODELS)
def test_a_model_and_an_rfm_in_other_units_do_not_meet(model):
    rfm = Rfm.from_arrays([0, 2], [0.0, 3.0], [9.0, 9.0], unit="day")
    names = [name for name in model.__annotations__ if name not in {"unit", "chances"}]
    weekly = model(**dict.fromkeys(names, 1.0), unit="week")
    with pytest.raises(DataError, match="counts in days and the model in weeks"):
        weekly.log_likelihood(rfm)


def test_intervals_are_made_on_the_log_scale():
    """value * exp(+-1.959964 standard error / value), as the delta method says."""
    rfm = BGNBD(r=0.8, alpha=6, a=1.2, b=3.0, unit="week").simulate(T, seed=3)
    fit = BGNBD.fit(rfm)
    error, interval = fit.standard_errors["r"], fit.intervals()["r"]
    factor = np.exp(1.959964 * error / fit.model.r)
    assert interval.lower == pytest.approx(fit.model.r / factor, rel=1e-6)
    assert interval.upper == pytest.approx(fit.model.r * factor, rel=1e-6)
    assert interval.level == 0.95
    frame = fit.to_frame().set_index("quantity")
    assert frame.loc["r", "lower"] == interval.lower
    assert "standard error" in fit.summary()
    assert "BGNBD" in fit.statement("zh")


def test_the_higher_of_two_tops_is_kept_and_the_other_is_told():
    """Customers of the MBG/NBD; a start of its own (scipy, exact Hessian) gave both tops.

    At r 3.832, alpha 34.775, a .707, b .475 the log-likelihood is -1150.645, at the same dropout
    for everybody -1152.653; the mean P(alive) is .19 and .63.
    """
    truth = MBGNBD(r=0.525, alpha=6.183, a=0.891, b=1.614, unit="week")
    ages = np.round(np.random.default_rng(18).uniform(27, 39, 300) * 7) / 7
    drawn = truth.simulate(ages, seed=18)
    recency = np.round(drawn.recency * 7) / 7
    with pytest.warns(FitWarning, match="mean probability of being active is 63% instead of 19%"):
        fit = MBGNBD.fit(Rfm.from_arrays(drawn.frequency, recency, ages, unit="week"))
    assert fit.log_likelihood == pytest.approx(-1150.645, abs=0.001)
    assert fit.model.a < 1
    assert fit.model.b < 1
    assert "平均活跃概率为 63%（本结果为 19%）" in fit.notes[0].zh


def test_all_or_nothing_is_not_the_same_dropout():
    """Truth: a third leave after the first repeat purchase, the others never (a, b to 0)."""
    rfm = simulated(
        purchases_until_dropout, lambda rng: np.where(rng.random(N) < 1 / 3, 1, 10**9), rate=0.3
    )
    fit = boundary_fit(BGNBD, rfm, "leave at their first chance")
    assert fit.model.a + fit.model.b < 0.2
    assert fit.model.a / (fit.model.a + fit.model.b) == pytest.approx(1 / 3, abs=0.04)
    assert "Predictions hold" not in fit.diagnostics[0].en


@pytest.mark.parametrize("seed", range(3))
def test_leaving_at_once_or_never_is_the_nbd_with_more_zeros(seed):
    """Where s and beta run to 0, the Pareto/NBD is a mixture: left at once, or buys for good.

    The search ends at the bound of beta, where the likelihood is within one of its limit; the
    forecasts are those of the mixture, which scipy fits beside it.
    """
    rng = np.random.default_rng([7, seed])
    ages = rng.uniform(20, 80, 200)
    lifetime = np.where(rng.random(200) < 0.4, 1e-9, np.inf)
    drawn = purchases_until_death(rng.gamma(0.5, 0.2, 200), lifetime, ages, rng)
    rfm = Rfm.from_arrays(*drawn, ages, unit="week")
    x = rfm.frequency

    def lost(theta):
        r, alpha, gone = np.exp(theta[0]), np.exp(theta[1]), expit(theta[2])
        log_buying = (
            gammaln(r + x) - gammaln(r) + r * np.log(alpha) - (r + x) * np.log(alpha + ages)
        )
        return -np.log((1 - gone) * np.exp(log_buying) + gone * (x == 0)).sum()

    starts = [[0.0, 1.0, 0.0], [-1.0, 1.0, -3.0]]
    ends = [minimize(lost, start, method="Nelder-Mead", tol=1e-9) for start in starts]
    mixed = min(ends, key=lambda end: end.fun)
    with pytest.warns(FitWarning):
        fit = ParetoNBD.fit(rfm)
    assert -mixed.fun - 1 < fit.log_likelihood < -mixed.fun + 0.01
    r, alpha, gone = np.exp(mixed.x[0]), np.exp(mixed.x[1]), expit(mixed.x[2])
    staying = (1 - gone) * (alpha / (alpha + ages)) ** r
    alive = np.where(x == 0, staying / (staying + gone), 1.0)
    expected = (alive * (r + x) / (alpha + ages) * 52).sum()
    found = fit.model.expected_purchases("52 weeks", x, rfm.recency, ages).sum()
    assert found == pytest.approx(expected, rel=0.01)


def test_a_search_that_ends_at_a_bound_arrives():
    """202 customers with beta at its bound: the steps of s and beta held one another up.

    The top was found from random starts (benchmarks.tops).
    """
    with pytest.warns(FitWarning):
        fit = ParetoNBD.fit(histories("ParetoNBD", 400_209).rfm)
    assert fit.log_likelihood == pytest.approx(-1595.5715, abs=0.001)
    assert "leave at once" in fit.diagnostics[0].en


def test_a_sample_that_loses_the_higher_top_is_not_all_that_is_climbed():
    """Of 400 of these 1,544 customers nobody is seen to leave; all have a top at -3446.8454.

    It was found from random starts (benchmarks.tops); the lower top is at -3447.2697.
    """
    with pytest.warns(FitWarning):
        fit = ParetoNBD.fit(histories("ParetoNBD", 300_138).rfm)
    assert fit.log_likelihood == pytest.approx(-3446.8454, abs=0.001)


def test_a_sample_leads_to_the_top_of_all():
    """20,000 customers are climbed on a sample first: the top is that of the full climb alone."""
    drawn = MBGNBD(r=0.8, alpha=6, a=0.5, b=0.6, unit="week").simulate(np.repeat(T, 10), seed=4)
    likelihood = BetaGeometricLikelihood(Histories.of(drawn), 1)
    alone = maximise(likelihood, [np.array([1.0, 5.0, 0.4, 0.4])], drawn.n_customers)
    fit = MBGNBD.fit(drawn)
    assert fit.log_likelihood == pytest.approx(alone.log_likelihood, rel=1e-13)
    assert list(fit.parameters.values()) == pytest.approx(alone.parameters, rel=1e-6)
