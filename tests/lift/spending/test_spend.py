"""The lift in spend: scipy, least squares, Hillstrom's e-mail experiment, and simulation."""

from functools import partial

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from scipy import stats
from statsmodels.stats.proportion import confint_proportions_2indep

from vocvalue import lift
from vocvalue.errors import DataError, ParameterError

# Hillstrom (2008), MineThatData e-mail challenge, recomputed from its 64,000 rows with NumPy: size,
# mean and variance (over n - 1) of the spend, and how many spent anything.
MENS = lift.SpendArm(n=21_307, mean=1.422616511005773, variance=315.21179886555484, buyers=267)
NONE = lift.SpendArm(n=21_306, mean=0.6527893551112361, variance=134.28637185302165, buyers=122)


def drawn(seed, n=500, shares=(0.12, 0.10), sigma=1.0):
    """Return spend of which most is nothing and the rest lognormal."""
    rng = np.random.default_rng(seed)
    return [np.where(rng.random(n) < p, rng.lognormal(4, sigma, n), 0.0) for p in shares]


def with_before(seed, n=400, effect=3.0):
    """Return spend and spend before of the treated and of the control, correlation 0.8."""
    rng = np.random.default_rng(seed)
    before = [rng.gamma(4, 5, n) for _ in range(2)]
    after = [0.8 * x + rng.normal(0, 6, n) for x in before]
    return after[0] + effect, before[0], after[1], before[1]


def both(y1, x1, y0, x0, **asked):
    return lift.spend_test(
        treated=y1, control=y0, treated_before=x1, control_before=x0, **asked, randomised=True
    )


def ends(estimate):
    return [estimate.lower, estimate.upper]


def test_hillstroms_experiment_from_its_moments():
    # The reference value and interval were computed before, by Welch.
    found = lift.spend_test(treated=MENS, control=NONE, currency="USD", randomised=True)
    assert found.difference.value == pytest.approx(0.769827, abs=5e-7)
    assert ends(found.difference) == pytest.approx([0.485140, 1.054515], abs=1e-6)
    # 267 of 21,307 bought for 113.527 each, 122 of 21,306 for 114.003 (recomputed likewise).
    assert found.treated.per_buyer == pytest.approx(113.52692883895132)
    assert found.control.per_buyer == pytest.approx(114.00270491803279)
    assert found.treated.buyers_variance == pytest.approx(12473.050464968599)
    assert found.control.buyers_variance == pytest.approx(10615.397695928737)
    assert found.total.value == pytest.approx(21_307 * 0.7698271558945368)
    assert (found.total.currency, found.total.basis) == ("USD", "revenue")
    assert found.total.evidence == "randomised"
    assert np.isnan(found.top_customer_share)


def test_by_welch_it_is_scipys_test():
    treated, control = drawn(1)
    found = lift.spend_test(treated=treated, control=control, level=0.9, randomised=True)
    expected = stats.ttest_ind(treated, control, equal_var=False)
    assert found.p_value == pytest.approx(expected.pvalue)
    assert found.relative.value == pytest.approx(treated.mean() / control.mean() - 1)
    assert ends(found.difference) == pytest.approx(list(expected.confidence_interval(0.9)))
    assert found.difference == found.welch == found.unadjusted


def test_by_the_bootstrap_it_is_near_scipys():
    treated, control = drawn(2, n=300)
    found = lift.spend_test(
        treated=treated, control=control, method="bootstrap", seed=3, randomised=True
    )
    expected = stats.bootstrap(
        (treated, control),
        lambda a, b, axis: a.mean(axis=axis) - b.mean(axis=axis),
        n_resamples=5_000,
        method="BCa",
        rng=np.random.default_rng(4),
    ).confidence_interval
    width = expected.high - expected.low
    assert ends(found.difference) == pytest.approx(list(expected), abs=0.06 * width)
    assert found.welch.method == "Welch"
    assert any(note.en.startswith("Welch's interval would be") for note in found.notes)


def test_moments_give_what_values_give():
    treated, control = drawn(5)
    arms = [lift.SpendArm.of(values) for values in (treated, control)]
    found, single = (
        lift.spend_test(treated=a, control=b, randomised=True)
        for a, b in (arms, (treated, control))
    )
    pd.testing.assert_frame_equal(found.to_frame(), single.to_frame())


def test_the_spend_before_is_taken_off_as_by_least_squares():
    y1, x1, y0, x0 = with_before(6)
    found = both(y1, x1, y0, x0)
    design = sm.add_constant(
        np.column_stack([np.repeat([1.0, 0.0], [y1.size, y0.size]), np.concatenate([x1, x0])])
    )
    expected = sm.OLS(np.concatenate([y1, y0]), design).fit(cov_type="HC2")
    assert found.difference.value == pytest.approx(expected.params[1])
    assert found.theta == pytest.approx(expected.params[2])
    half = (found.difference.upper - found.difference.lower) / 2
    assert half == pytest.approx(1.96 * expected.bse[1], rel=0.02)
    # Corr(y, x)^2 = (0.8 * 10)^2 / (64 + 36) = 0.64.
    assert found.variance_reduction == pytest.approx(0.64, abs=0.05)
    assert found.unadjusted.value == pytest.approx(y1.mean() - y0.mean())
    drawn_too = both(y1, x1, y0, x0, method="bootstrap", seed=1)
    assert ends(drawn_too.difference) == pytest.approx(ends(found.difference), abs=0.1)


def test_without_use_the_spend_before_changes_nothing_of_the_type():
    read = experiment(with_before(7))
    plain, adjusted = lift.spend(read, cuped=False), lift.spend(read)
    assert type(plain) is type(adjusted)
    assert (plain.theta, plain.variance_reduction) == (0.0, 0.0)
    assert plain.difference == adjusted.unadjusted


def test_with_the_spend_before_the_interval_holds_and_is_narrower():
    held, narrower = 0, []
    for seed in range(400):
        found = both(*with_before(seed, n=60), level=0.9)
        held += found.difference.lower <= 3.0 <= found.difference.upper
        narrower.append(np.ptp(ends(found.difference)) / np.ptp(ends(found.unadjusted)))
    assert stats.binom.ppf(0.001, 400, 0.9) <= held <= stats.binom.ppf(0.999, 400, 0.9)
    assert np.median(narrower) == pytest.approx(np.sqrt(1 - 0.64), rel=0.1)


@pytest.mark.parametrize("known", [0.5, 0.9])
def test_gaps_in_the_spend_before_leave_the_interval_right(known):
    held = 0
    for seed in range(300):
        y1, x1, y0, x0 = with_before(seed, n=60)
        hidden = np.random.default_rng(seed).random((2, 60)) > known
        x1, x0 = np.where(hidden[0], np.nan, x1), np.where(hidden[1], np.nan, x0)
        found = both(y1, x1, y0, x0, level=0.9)
        held += found.difference.lower <= 3.0 <= found.difference.upper
    assert stats.binom.ppf(0.001, 300, 0.9) <= held <= stats.binom.ppf(0.999, 300, 0.9)
    filled = next(note for note in found.notes if "earlier spend" in note.en)
    assert filled.count == hidden.sum()


def test_relative_lift_holds_the_true_one():
    held, values = 0, []
    for seed in range(300):
        y1, x1, y0, x0 = with_before(seed, n=100, effect=4.0)
        found = both(y1, x1, y0, x0, level=0.9)
        # The control's mean is 0.8 * 20.
        held += found.relative.lower <= 4 / 16 <= found.relative.upper
        values.append(found.relative.value)
    assert np.mean(values) == pytest.approx(4 / 16, abs=4 * np.std(values) / np.sqrt(300))
    assert stats.binom.ppf(0.001, 300, 0.9) <= held <= stats.binom.ppf(0.999, 300, 0.9)


@pytest.mark.parametrize(("method", "true"), [("welch", 0.95), ("bootstrap", 0.89)])
def test_intervals_hold_where_most_spend_nothing(method, true):
    # Welch holds. BCa does not quite: of 150 such samples scipy's held the truth in .880 and this
    # one in .887, of 1,000 this one in .894.
    truth = 0.02 * np.exp(4.5)
    held = 0
    for seed in range(300):
        treated, control = drawn(seed)
        asked = partial(lift.spend_test, method=method, seed=10_000 + seed, n_resamples=500)
        found = asked(treated=treated, control=control).difference
        held += found.lower <= truth <= found.upper
    assert stats.binom.ppf(0.001, 300, true) <= held <= stats.binom.ppf(0.999, 300, true)


def test_the_parts_by_hand():
    # Shares 3/6 and 2/6, per buyer 30 and 15: (1/6)(45/2) = 3.75 and 15 (5/12) = 6.25, in all 10.
    found = lift.spend_test(
        treated=[0, 0, 30, 50, 0, 10], control=[0, 0, 0, 20, 0, 10], randomised=True
    )
    assert found.from_more_buyers.value == pytest.approx(3.75)
    assert found.from_spend_per_buyer.value == pytest.approx(6.25)
    assert found.unadjusted.value == pytest.approx(10.0)
    expected = confint_proportions_2indep(3, 6, 2, 6, method="newcomb", compare="diff")
    assert ends(found.difference_in_buyers) == pytest.approx(list(expected))
    welch = stats.ttest_ind([30, 50, 10], [20, 10], equal_var=False).confidence_interval()
    assert ends(found.difference_per_buyer) == pytest.approx(list(welch))


@pytest.mark.parametrize("seed", range(5))
def test_the_parts_add_up(seed):
    treated, control = drawn(seed, n=200, shares=(0.3, 0.1))
    found = lift.spend_test(treated=treated, control=control, randomised=True)
    assert found.from_more_buyers.value + found.from_spend_per_buyer.value == pytest.approx(
        found.unadjusted.value
    )


def test_the_parts_hold_the_true_ones():
    p1, p0, b1, b0 = 0.30, 0.25, 60.0, 50.0
    truth = {
        "from_more_buyers": (p1 - p0) * (b1 + b0) / 2,
        "from_spend_per_buyer": (b1 - b0) * (p1 + p0) / 2,
    }
    held = dict.fromkeys(truth, 0)
    for seed in range(300):
        rng = np.random.default_rng(seed)
        arms = [
            np.where(rng.random(400) < p, rng.gamma(2, b / 2, 400), 0.0)
            for p, b in ((p1, b1), (p0, b0))
        ]
        found = lift.spend_test(treated=arms[0], control=arms[1], level=0.9, randomised=True)
        for part, true in truth.items():
            estimate = getattr(found, part)
            held[part] += estimate.lower <= true <= estimate.upper
    reach = stats.binom.ppf([0.001, 0.999], 300, 0.9)
    assert all(reach[0] <= count <= reach[1] for count in held.values())


def test_one_customer_with_most_of_the_variance_is_noted():
    found = lift.spend_test(
        treated=[0.0] * 97 + [10, 20, 5_000], control=[0.0] * 98 + [10, 20], randomised=True
    )
    spread = np.var([0.0] * 97 + [10, 20, 5_000], ddof=1)
    other = np.var([0.0] * 98 + [10, 20], ddof=1)
    mean = 5_030 / 100
    expected = (5_000 - mean) ** 2 / 99 / (spread + other)
    assert found.top_customer_share == pytest.approx(expected)
    assert [note.count for note in found.notes if "One customer" in note.en] == [1]


def test_what_is_unknown_or_negative_is_counted():
    found = lift.spend_test(
        treated=[np.nan, 5.0, -3.0, 0.0], control=[1.0, 0.0, 2.0, np.nan], randomised=True
    )
    assert (found.treated.n, found.control.n) == (3, 3)
    assert found.unadjusted.value == pytest.approx(2 / 3 - 1.0)
    counts = {note.count for note in found.notes if "not known" in note.en}
    assert counts == {2}
    assert any("got more in refunds" in note.en and note.count == 1 for note in found.notes)
    assert found.treated.buyers == 2


def test_without_buyers_all_of_the_difference_is_one_of_buying():
    found = lift.spend_test(treated=[0.0, 4.0, 8.0], control=[0.0] * 3, randomised=True)
    assert (found.from_more_buyers.value, found.from_spend_per_buyer.value) == pytest.approx(
        (4.0, 0.0)
    )
    assert np.isnan(found.difference_per_buyer.value)
    assert np.isnan(found.relative.value)
    assert any("no buyer" in note.en for note in found.notes)
    assert "0 of 3 bought" in found.summary()


def test_money_of_more_customers_and_of_margin():
    found = lift.spend_test(treated=MENS, control=NONE, currency="USD", randomised=True)
    money = found.money(population=100_000, margin=0.3)
    assert money.value == pytest.approx(30_000 * 0.7698271558945368)
    assert ends(money) == pytest.approx([30_000 * 0.485140, 30_000 * 1.054515], abs=0.1)
    assert money.basis == "margin"
    assert found.money() == found.total
    with pytest.raises(ParameterError, match="already margin"):
        lift.spend_test(treated=MENS, control=NONE, basis="margin", randomised=True).money(
            margin=0.3
        )


def test_it_is_a_line_of_the_money_of_retention():
    spent = lift.spend_test(
        treated=MENS, control=NONE, currency="USD", basis="margin", randomised=True
    )
    kept = lift.retention_test(treated=(3_894, 21_307), control=(2_262, 21_306), randomised=True)
    money = kept.money(1.0, realised=spent.difference, basis="margin")
    assert money.realised.value == pytest.approx(spent.total.value)
    assert money.realised.currency == "USD"


def experiment(drawn_values, **kept):
    y1, x1, y0, x0 = drawn_values
    n = y1.size + y0.size
    people = pd.DataFrame({"customer_id": np.arange(n), "past": np.concatenate([x1, x0])})
    people["arm"] = ["treated"] * y1.size + ["control"] * y0.size
    after = pd.DataFrame({"customer_id": np.arange(n), "bill": np.concatenate([y1, y0])})
    return lift.experiment(
        people,
        outcomes=after.assign(retained=1),
        spend="bill",
        spend_before="past",
        **{"randomised": True, **kept},
    )


def test_an_experiment_gives_what_its_arrays_give():
    values = with_before(8)
    found = lift.spend(experiment(values, currency="EUR"))
    assert found.difference.value == pytest.approx(both(*values).difference.value)
    assert found.difference.currency == "EUR"
    assert found.difference.evidence == "randomised"
    loose = lift.spend(experiment(values, randomised=False))
    assert loose.difference.evidence == "association only"
    assert any("Without random assignment" in note.en for note in loose.notes)


def test_an_order_log_gives_spend_after_and_before():
    people = pd.DataFrame(
        {
            "customer_id": range(6),
            "arm": ["treated", "control"] * 3,
            "timestamp": pd.Timestamp("2024-01-01"),
        }
    )
    rows = [
        (0, "2023-12-01", 5),
        (0, "2024-02-01", 30),
        (1, "2024-02-01", 10),
        (2, "2024-03-01", 6),
    ]
    rows.append((3, "2024-12-01", 99))
    orders = pd.DataFrame(rows, columns=["customer_id", "timestamp", "amount"])
    orders["timestamp"] = pd.to_datetime(orders["timestamp"])
    found = lift.spend(lift.experiment(people, orders=orders, randomised=True), cuped=False)
    # Within six months 30, 6 and 0 against 10, 0 and 0.
    assert found.difference.value == pytest.approx(12 - 10 / 3)


@pytest.mark.parametrize(
    ("arms", "error", "match"),
    [
        ({"treated": [1.0], "control": [1.0, 2.0]}, DataError, "1 of 1 customers is known"),
        ({"treated": [1.0, np.nan], "control": [1.0, 2.0]}, DataError, "1 of 2 customers"),
        ({"treated": [1.0, np.inf], "control": [1.0, 2.0]}, DataError, "first positions: 1"),
        ({"treated": ["a", "b"], "control": [1.0, 2.0]}, ParameterError, "must hold numbers"),
        (
            {"treated": [[1.0, 2.0]], "control": [1.0, 2.0]},
            ParameterError,
            "one value per customer",
        ),
        (
            {"treated": [1.0, 2.0], "control": [1.0, 2.0], "treated_before": [1.0, 2.0]},
            ParameterError,
            "or neither",
        ),
        (
            {
                "treated": [1.0, 2.0],
                "control": [1.0, 2.0],
                "treated_before": [1.0, 2.0, 3.0],
                "control_before": [1.0, 2.0],
            },
            ParameterError,
            "treated_before has 3 values and treated 2",
        ),
        (
            {
                "treated": [1.0, 2.0],
                "control": [1.0, 2.0],
                "treated_before": [np.nan] * 2,
                "control_before": [np.nan] * 2,
            },
            DataError,
            "not known for any customer",
        ),
        ({"treated": MENS, "control": NONE, "method": "bootstrap"}, ParameterError, "moments"),
        ({"treated": MENS, "control": NONE, "method": "t"}, ParameterError, "'welch', 'bootstrap'"),
        ({"treated": MENS, "control": NONE, "basis": "sales"}, ParameterError, "basis == 'sales'"),
        (
            {"treated": MENS, "control": NONE, "treated_before": [1], "control_before": [1]},
            ParameterError,
            "before_mean",
        ),
    ],
)
def test_what_cannot_be_compared_is_refused(arms, error, match):
    with pytest.raises(error, match=match):
        lift.spend_test(**arms, randomised=True)


def test_moments_that_cannot_be_are_refused():
    with pytest.raises(DataError, match="must be at most n == 10"):
        lift.SpendArm(n=10, mean=1.0, variance=1.0, buyers=11)
    with pytest.raises(DataError, match="Count the customers whose spend is not 0"):
        lift.SpendArm(n=10, mean=1.0, variance=1.0, buyers=0)
    # One buyer of 100 with a mean of 10 spent 1,000: (1,000^2 - 100 * 10^2) / 99 = 10,000.
    with pytest.raises(DataError, match="the variance is 10,000"):
        lift.SpendArm(n=100, mean=10, variance=1, buyers=1)
    assert lift.SpendArm(n=100, mean=10, variance=10_000, buyers=1).per_buyer == 1_000
    # 30 of 100 who spend alike: (30 * (1,000 / 30)^2 - 100 * 10^2) / 99 = 235.69.
    with pytest.raises(DataError, match=r"the variance is at least 235\.69"):
        lift.SpendArm(n=100, mean=10, variance=230, buyers=30)
    # The furthest of n is at least one standard deviation (over n) away, and at most sqrt(n - 1).
    with pytest.raises(DataError, match="furthest_spend == 11"):
        lift.SpendArm(n=100, mean=10, variance=400, buyers=90, furthest_spend=11)
    one = lift.SpendArm(n=10, mean=1.0, variance=10.0, buyers=3, before_mean=2.0)
    with pytest.raises(ParameterError, match="one arm only"):
        lift.spend_test(treated=one, control=MENS, randomised=True)


@pytest.mark.parametrize(("treated", "control"), [([0.0] * 9, [0.0] * 9), ([5.0] * 9, [4.0] * 9)])
def test_arms_without_any_spread_have_no_interval(treated, control):
    with pytest.raises(DataError, match="every customer spent the same"):
        lift.spend_test(treated=treated, control=control, randomised=True)


def test_an_experiment_without_spend_is_refused():
    people = pd.DataFrame({"customer_id": range(4), "arm": ["treated", "control"] * 2})
    read = lift.experiment(
        people, outcomes=people[["customer_id"]].assign(retained=1), randomised=True
    )
    with pytest.raises(DataError, match="read without spend"):
        lift.spend(read)


def test_it_is_said_in_both_languages():
    found = lift.spend_test(treated=MENS, control=NONE, currency="CNY", randomised=True)
    assert found.statement() == (
        "Treated customers spent CNY 1.42 each on average, against CNY 0.65 in the control "
        "group: a difference of CNY 0.77 (95% interval: 0.49 to 1.05). Over the 21,307 treated "
        "customers, that is CNY 16,403 of revenue (95% interval: 10,337 to 22,469; evidence: "
        "randomised). 1.3% of the treated customers bought, against 0.6% of the control group: CNY "
        "0.77 of the difference comes from the share who bought, and -CNY 0.0043 from what "
        "each buyer spent."
    )
    assert found.statement("zh") == (
        "实验组人均消费 1.42 元，对照组 0.65 元，相差 0.77 元（95% 置信区间 0.49 元至 "
        "1.05 元）。按 21,307 位实验组客户计，合计收入 16,403 元（95% 置信区间 10,337 元至 "
        "22,469 元；证据等级：随机实验）。实验组有 1.3% 的客户购买，对照组为 0.6%：差异中，"
        "0.77 元来自购买客户占比，-0.0043 元来自购买客户人均消费。"
    )
    assert any("is a randomised comparison; spend per buyer is not" in n.en for n in found.notes)
    even = {"treated": [0.0, 1.0, 2.0], "control": [0.0, 1.0, 2.0]}
    assert "does not show an effect" in lift.spend_test(**even, randomised=True).statement()
    assert "样本未显示效果" in lift.spend_test(**even, randomised=True).statement("zh")
    loose = lift.spend_test(**even, randomised=False)
    assert "does not show a difference" in loose.statement()
    assert "an association, not the effect of contacting them" in loose.statement()


def test_the_spend_before_is_said_to_be_taken_off():
    found = both(*with_before(6))
    assert "Adjusted for earlier spend, the difference is" in found.statement()
    assert "of the unadjusted difference comes from" in found.statement()
    assert "扣除此前消费的影响后，相差" in found.statement("zh")
    assert "variance explained by earlier spend" in found.summary()


def test_the_picture_has_the_parts_and_their_sum():
    found = lift.spend_test(treated=MENS, control=NONE, currency="USD", randomised=True)
    ax = found.plot()
    widths = [patch.get_width() for patch in ax.patches]
    assert widths[0] + widths[1] == pytest.approx(widths[2])
    assert ax.get_title(loc="left").replace("\n", " ") == (
        "Treated customers spent USD 0.77 more each"
    )
    ax = lift.plots.spend_parts(found, language="zh")
    assert ax.get_title(loc="left") == "实验组人均多消费 0.77 美元"
    names = [mark.get_text() for mark in ax.get_yticklabels()]
    assert names[0] == "购买客户增多\n（1.3% 与 0.6%）"
