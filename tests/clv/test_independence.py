import numpy as np
import pytest
from scipy.stats import spearmanr

from vocvalue.clv import Rfm, check_independence
from vocvalue.errors import DataError


def customers(frequency, monetary_value):
    n = len(frequency)
    return Rfm.from_arrays(frequency, np.ones(n), np.full(n, 9.0), monetary_value, unit="week")


def test_correlation_is_scipys_and_ignores_one_time_buyers():
    rng = np.random.default_rng(0)
    frequency = rng.geometric(0.4, 300)
    spend = rng.gamma(3, 10, 300)
    found = check_independence(customers(frequency, spend)).correlation
    assert found.value == pytest.approx(spearmanr(frequency, spend).statistic, rel=1e-12)
    once = Rfm.from_arrays(
        np.append(frequency, 0),
        np.append(np.ones(300), 0),
        np.full(301, 9.0),
        np.append(spend, 0.0),
        unit="week",
    )
    assert check_independence(once).correlation.value == found.value
    assert found.n == 300


def test_interval_covers_independence_at_its_level():
    rng = np.random.default_rng(1)
    verdicts = [
        check_independence(customers(rng.geometric(0.3, 200), rng.gamma(3, 10, 200))).verdict
        for _ in range(400)
    ]
    # 95 % intervals include 0 in 364 to 394 of 400 runs with probability 0.999.
    assert 364 <= verdicts.count("holds") <= 394


def test_a_strong_dependence_is_called_violated_in_words():
    frequency = np.arange(1, 101)
    check = check_independence(customers(frequency, frequency.astype(float)))
    assert check.verdict == "violated"
    assert check.correlation.lower > 0.99
    assert "biased" in check.note.en
    assert "+1.00" in check.note.zh


def test_a_weak_dependence_in_many_customers_is_called_weak():
    rng = np.random.default_rng(2)
    frequency = rng.geometric(0.3, 20_000)
    spend = rng.gamma(3, 10, 20_000) * (1 + 0.02 * frequency)
    assert check_independence(customers(frequency, spend)).verdict == "weak"


def test_constant_spend_correlates_with_nothing():
    check = check_independence(customers(np.arange(1, 11), np.full(10, 5.0)))
    assert check.correlation.value == 0
    assert check.verdict == "holds"


def test_too_few_repeat_customers_or_no_money_is_an_error():
    with pytest.raises(DataError, match="3 customers bought again; a correlation needs at least"):
        check_independence(customers([1, 2, 3], [5.0, 6.0, 7.0]))
    with pytest.raises(DataError, match="no monetary_value"):
        check_independence(Rfm.from_arrays([1] * 5, [1.0] * 5, [9.0] * 5, unit="week"))
