"""What the pictures show, against counts by hand, published probabilities and closed forms."""

import subprocess
import sys
from dataclasses import replace

import mpmath
import numpy as np
import pandas as pd
import pytest
from matplotlib import pyplot as plt
from matplotlib.dates import date2num
from matplotlib.figure import Figure

from vocvalue.clv import plots
from vocvalue.clv.activity import (
    CustomerPurchases,
    PurchaseCalendar,
    customer_purchases,
    purchase_calendar,
)
from vocvalue.clv.backtesting import backtest
from vocvalue.clv.bg_nbd import BGNBD
from vocvalue.clv.mbg_nbd import MBGNBD
from vocvalue.clv.pareto_nbd import ParetoNBD
from vocvalue.clv.pipeline import predict
from vocvalue.clv.rfm_reading import rfm
from vocvalue.clv.rfm_summary import Rfm
from vocvalue.datasets import load_cdnow, load_sample
from vocvalue.errors import DataError, ParameterError

# The published estimates for CDNOW (Fader, Hardie and Lee, 2005).
MODEL = BGNBD(r=0.243, alpha=4.414, a=0.793, b=2.426, unit="week")
# The same unrounded, which later papers and the BTYD package go on with.
UNROUNDED = BGNBD(r=0.242595, alpha=4.413602, a=0.792922, b=2.425906, unit="week")


@pytest.fixture(scope="module")
def cdnow():
    return load_cdnow()


@pytest.fixture(scope="module")
def known(cdnow):
    return rfm(cdnow, observation_end="1997-09-30", unit="week")


@pytest.fixture(scope="module")
def test_of_cdnow(cdnow):
    return backtest(cdnow, calibration_end="1997-09-30", unit="week")


@pytest.fixture(scope="module")
def prediction():
    shop = load_sample()
    return predict(shop.orders, margin=0.4, currency=shop.currency)


@pytest.fixture
def ax():
    """Return axes of a figure that no window or notebook knows of."""
    axes = Figure(figsize=(6.4, 4.0), layout="constrained").subplots()
    yield axes
    axes.figure.draw_without_rendering()  # no warning may come of drawing either


def heights(ax):
    return [bar.get_height() for bar in ax.patches]


def points(ax, line=0):
    return np.asarray(ax.lines[line].get_ydata(), dtype=float)


def tick_labels(axis):
    return [label.get_text() for label in axis.get_ticklabels()]


def customers(T):
    zeros = np.zeros(len(T))
    return Rfm.from_arrays(zeros, zeros, T, unit="week")


class TestExpectedVsActual:
    def test_actual_counts_of_cdnow(self, known, ax):
        # 1,411 of 2,357 without repeat purchase; the others counted by hand from the order log
        plots.expected_vs_actual(MODEL, known, ax=ax)
        assert heights(ax) == [1411, 439, 214, 100, 62, 38, 29, 64]
        assert tick_labels(ax.xaxis) == ["0", "1", "2", "3", "4", "5", "6", "7+"]
        assert (ax.get_xlabel(), ax.get_ylabel()) == ("Repeat purchases", "Customers")

    def test_model_s_counts_are_published_probabilities(self, ax):
        # P(X(39) = 0) = .5737864 and P(X(30) = 11, 12, 13), published for these parameters
        base = customers(np.repeat([39.0, 30.0], [1000, 500]))
        plots.expected_vs_actual(MODEL, base, max_frequency=14, ax=ax)
        never = 1000 * 0.5737864 + 500 * (4.414 / 34.414) ** 0.243
        assert points(ax)[0] == pytest.approx(never, rel=1e-6)
        assert points(ax).sum() == pytest.approx(1500)
        alone = Figure().subplots()
        plots.expected_vs_actual(MODEL, customers(np.full(1000, 30.0)), max_frequency=14, ax=alone)
        expected = [1.9995214, 1.5170236, 1.1633150]
        assert points(alone)[11:14] == pytest.approx(expected, rel=1e-6)

    def test_many_distinct_ages_are_grouped_without_harm(self, ax):
        # nobody buys again within t with probability (alpha / (alpha + t))^r
        T = np.random.default_rng(1).uniform(1, 104, 5000)
        plots.expected_vs_actual(MODEL, customers(T), ax=ax)
        assert points(ax)[0] == pytest.approx(((4.414 / (4.414 + T)) ** 0.243).sum(), rel=1e-6)

    @pytest.mark.parametrize("model", [MBGNBD, ParetoNBD])
    def test_a_customer_of_today_has_bought_once(self, known, ax, model):
        fit = model.fit(known)
        plots.expected_vs_actual(fit, customers(np.zeros(3)), ax=ax)
        assert points(ax).tolist() == [3, 0, 0, 0, 0, 0, 0, 0]
        assert f"points: {model.__name__}" in [text.get_text() for text in ax.texts]

    def test_title_says_how_far_off(self, ax):
        # all 1,000 bought once, .5737864 of them were expected to: 42.6 % are misplaced
        plots.expected_vs_actual(MODEL, customers(np.full(1000, 39.0)), ax=ax)
        assert ax.get_title("left") == "Actual and expected counts differ by 42.6% of customers"

    def test_another_unit_is_refused(self, cdnow):
        with pytest.raises(DataError, match="the data count in days and the model in weeks"):
            plots.expected_vs_actual(MODEL, rfm(cdnow))

    def test_max_frequency_is_a_whole_number(self, known):
        with pytest.raises(ParameterError, match="max_frequency == 0, must be >= 1"):
            plots.expected_vs_actual(MODEL, known, max_frequency=0)


class TestHoldout:
    def test_bars_are_what_happened(self, cdnow, test_of_cdnow, ax):
        days = cdnow.drop_duplicates(["customer_id", "timestamp"])
        early = days["timestamp"] <= "1997-09-30"
        before = days[early].groupby("customer_id").size() - 1
        after = days[~early].groupby("customer_id").size().reindex(before.index, fill_value=0)
        plots.holdout(test_of_cdnow, ax=ax)
        assert heights(ax) == pytest.approx(after.groupby(before.clip(upper=7)).mean().tolist())
        assert tick_labels(ax.xaxis)[0] == "0\n(1,411)"
        # the mean predictions, by the customers of each class, add up to the published total
        total = points(ax) @ [1411, 439, 214, 100, 62, 38, 29, 64]
        assert total == pytest.approx(1653.41, abs=0.006)
        assert ax.get_title("left").replace("\n", " ") == (
            "1,653 purchases predicted for 39 weeks, 12% fewer than the 1,882 made"
        )

    def test_the_result_draws_itself(self, test_of_cdnow):
        axes = test_of_cdnow.plot()
        assert len(axes.patches) == 8
        plt.close(axes.figure)


def calendar(first, repeat, grain="week", start="2024-01-01"):
    days = {"day": 1, "week": 7}[grain]
    period = np.datetime64(start, "us") + np.arange(len(first)) * np.timedelta64(days, "D")
    return PurchaseCalendar(
        period=period, first=np.asarray(first), repeat=np.asarray(repeat), grain=grain
    )


def once_at_the_start(n, m, grain="week"):
    first = np.zeros(m, dtype=int)
    first[0] = n
    return calendar(first, np.zeros(m, dtype=int), grain)


def new_customer(t):
    """Return E[X(t)] of Fader, Hardie and Lee (2005), eq. 9, by mpmath."""
    r, alpha, a, b = (mpmath.mpf(v) for v in ("0.243", "4.414", "0.793", "2.426"))
    power = (alpha / (alpha + t)) ** r * mpmath.hyp2f1(r, b, a + b - 1, t / (alpha + t))
    return float((a + b - 1) / (a - 1) * (1 - power))


class TestTracking:
    def test_actual_purchases_cumulated_and_per_period(self, ax):
        story = calendar([5, 0, 1, 0, 0], [0, 3, 1, 2, 4])
        plots.tracking(story, MODEL, ax=ax)
        assert points(ax).tolist() == [0, 3, 4, 6, 10]
        each = Figure().subplots()
        plots.tracking(story, MODEL, course="per period", ax=each)
        assert points(each).tolist() == [0, 3, 1, 2, 4]
        assert each.get_ylabel() == "Repeat purchases per week"
        pairs = Figure().subplots()
        plots.tracking(story, MODEL, course="per period", every="2 weeks", ax=pairs)
        assert points(pairs).tolist() == [0, 4, 6]  # counted back from the end
        assert pairs.get_ylabel() == "Repeat purchases per 2 weeks"

    def test_model_s_line_is_the_published_expectation(self, ax):
        # BTYD: E[X(52)] of a new customer is 1.444004
        plots.tracking(once_at_the_start(1000, 53), UNROUNDED, ax=ax)
        assert points(ax, 1)[0] == 0
        assert points(ax, 1)[-1] == pytest.approx(1444.004, rel=1e-5)

    def test_customers_count_from_their_own_first_purchase(self, ax):
        first = np.zeros(53, dtype=int)
        first[[0, 13]] = [1000, 500]
        plots.tracking(calendar(first, np.zeros(53, dtype=int)), MODEL, ax=ax)
        expected = 1000 * new_customer(52) + 500 * new_customer(39)
        assert points(ax, 1)[-1] == pytest.approx(expected, rel=1e-6)

    def test_a_long_calendar_is_interpolated_without_harm(self, ax):
        story = once_at_the_start(1, 1500, "day")
        plots.tracking(story, MODEL, every="1 day", ax=ax)
        for day in (1, 10, 100, 777, 1499):
            assert points(ax, 1)[day] == pytest.approx(new_customer(day / 7), rel=1e-5)

    def test_cdnow(self, cdnow, known, ax):
        fit = BGNBD.fit(known)
        plots.tracking(purchase_calendar(cdnow), fit, calibration_end="1997-09-30", ax=ax)
        # 2,457 repeat purchases in the calibration, 1,882 after it
        assert points(ax)[-1] == 2457 + 1882
        title = ax.get_title("left").replace("\n", " ")
        assert title.endswith("than the 1,882 made")
        assert title.startswith("After 30 September 1997, the model expects ")
        (line,) = set(date2num(ax.lines[2].get_xdata()))
        assert line == date2num(np.datetime64("1997-09-30"))
        assert "calibration ends" in [text.get_text() for text in ax.texts]

    @pytest.mark.parametrize("days", [2, 5, 40, 100, 400, 1500, 4000, 12_000])
    def test_dates_are_few_enough_to_read(self, ax, days):
        plots.tracking(once_at_the_start(1, days, "day"), MODEL, every="1 day", ax=ax)
        assert 2 <= len(ax.get_xticks()) <= 9

    def test_the_title_counts_in_whole_percent(self, ax):
        # expected 1444.004, happened 1,000: 44 % more
        story = once_at_the_start(1000, 53)
        repeat = np.zeros(53, dtype=int)
        repeat[5] = 1000
        plots.tracking(replace(story, repeat=repeat), UNROUNDED, ax=ax)
        assert ax.get_title("left").replace("\n", " ") == (
            "Up to 30 December 2024, the model expects 1,444 repeat purchases, 44% more than the "
            "1,000 made"
        )

    def test_bad_arguments(self):
        story = calendar([5, 0, 1], [0, 3, 1])
        with pytest.raises(ParameterError, match="2030-01-01, must lie within the calendar"):
            plots.tracking(story, MODEL, calibration_end="2030-01-01")
        with pytest.raises(ParameterError, match="must be one of 'cumulative', 'per period'"):
            plots.tracking(story, MODEL, course="weekly")
        with pytest.raises(ParameterError, match="every == 7, must say its unit"):
            plots.tracking(story, MODEL, every=7)
        with pytest.raises(ParameterError, match="must be 'month' when grain == 'month'"):
            plots.tracking(replace(story, grain="month"), MODEL)


def alive(x, t_x, T):
    """Return P(alive) of Fader, Hardie and Lee (2008) at the published estimates."""
    odds = 0.793 / (2.426 + x - 1) * ((4.414 + T) / (4.414 + t_x)) ** (0.243 + x)
    return 1 / (1 + odds)


class TestFrequencyRecencyMatrix:
    def cells(self, ax):
        """Return the values, and the recency and frequency at their middles."""
        values = np.asarray(ax.images[0].get_array())
        left, right, bottom, top = ax.images[0].get_extent()
        rows, columns = values.shape
        recency = bottom + (np.arange(rows) + 0.5) / rows * (top - bottom)
        return (
            values,
            recency[:, None],
            left + (np.arange(columns) + 0.5) * (right - left) / columns,
        )

    def test_probability_alive_is_the_published_formula(self, known, ax):
        plots.frequency_recency_matrix(MODEL, known, ax=ax)
        values, recency, frequency = self.cells(ax)
        T = known.T.max()
        assert frequency[:3].tolist() == [1, 2, 3]
        assert ax.images[0].get_extent()[3] == T
        assert values == pytest.approx(alive(frequency, recency, T), rel=1e-9)
        assert ax.images[0].get_clim() == (0, 1)

    def test_most_of_the_repeaters_are_on_the_map(self, known, ax):
        plots.frequency_recency_matrix(MODEL, known, ax=ax)
        most = self.cells(ax)[0].shape[1]
        repeaters = known.frequency[known.frequency > 0]
        assert 0.98 <= (repeaters <= most).mean() < 1
        one = Figure().subplots()
        plots.frequency_recency_matrix(MODEL, known, max_frequency=1, ax=one)
        assert self.cells(one)[0].shape[1] == 1

    def test_expected_purchases_enclose_the_published_value(self, ax):
        # BTYD: 52 weeks, t_x 20, T 39: .3474606 at x = 10, .04283391 at x = 15
        base = Rfm.from_arrays([15, 1], [20.0, 3.0], [39.0, 10.0], unit="week")
        plots.frequency_recency_matrix(
            MODEL, base, metric="expected_purchases", horizon="52 weeks", max_frequency=15, ax=ax
        )
        values, recency, _ = self.cells(ax)
        above = int(np.searchsorted(recency[:, 0], 20.0))
        assert values[above - 1, 9] < 0.3474606 < values[above, 9]
        assert values[above - 1, 14] < 0.04283391 < values[above, 14]

    def test_value_is_margin_on_expected_purchases(self, prediction, ax):
        # undiscounted and without costs, by hand: margin * p v / (q - 1) for each purchase
        plain = replace(prediction, terms=replace(prediction.terms, discount_rate=0.0))
        plots.frequency_recency_matrix(plain, metric="clv", ax=ax)
        bought = Figure().subplots()
        plots.frequency_recency_matrix(plain, metric="expected_purchases", ax=bought)
        spend = prediction.spend.parameters
        each = 0.4 * spend["p"] * spend["v"] / (spend["q"] - 1)
        assert self.cells(ax)[0] == pytest.approx(each * self.cells(bought)[0])
        assert ax.figure.axes[1].get_ylabel() == "Value, next 12 months (margin)"

    def test_over_a_lifetime_purchases_are_called_discounted(self, prediction, ax):
        plots.frequency_recency_matrix(
            prediction, metric="expected_purchases", horizon="lifetime", ax=ax
        )
        label = ax.figure.axes[1].get_ylabel()
        assert label == "Expected purchases, lifetime, discounted"

    def test_other_customers_than_the_prediction_s(self, prediction, ax):
        few = Rfm.from_arrays([2, 1], [5.0, 3.0], [20.0, 10.0], unit="day")
        plots.frequency_recency_matrix(prediction, few, ax=ax)
        assert ax.images[0].get_extent() == [0.5, 1.5, 0, 20]

    def test_acquisition_cost_lowers_every_cell(self, prediction, ax):
        plots.frequency_recency_matrix(prediction, metric="clv", ax=ax)
        costly = replace(prediction, terms=replace(prediction.terms, acquisition_cost=25.0))
        lower = Figure().subplots()
        plots.frequency_recency_matrix(costly, metric="clv", ax=lower)
        assert self.cells(ax)[0] - 25 == pytest.approx(self.cells(lower)[0])

    def test_served_customers_cost_at_most_the_years_of_the_horizon(self, prediction, ax):
        plots.frequency_recency_matrix(prediction, metric="clv", ax=ax)
        served = replace(prediction, terms=replace(prediction.terms, cost_to_serve=10.0))
        lower = Figure().subplots()
        plots.frequency_recency_matrix(served, metric="clv", ax=lower)
        cost = self.cells(ax)[0] - self.cells(lower)[0]
        assert 0 <= cost.min() < cost.max() <= 10

    def test_title_says_when_silence_means_gone(self, ax):
        # two repeat purchases: a / (b + 1) ((alpha + T) / (alpha + t_x))^(r + 2) = 1
        base = Rfm.from_arrays([2, 2], [5.0, 3.0], [78.0, 10.0], unit="week")
        plots.frequency_recency_matrix(MODEL, base, ax=ax)
        t_x = (4.414 + 78) * (0.793 / 3.426) ** (1 / 2.243) - 4.414
        title = ax.get_title("left").replace("\n", " ")
        said = float(title.split("after ")[1].split()[0])
        assert title.startswith(
            "Customers with 2 repeat purchases are more likely gone than active after "
        )
        assert said == pytest.approx(78 - t_x, abs=78 / 80 + 0.5)

    def test_bad_arguments(self, known):
        with pytest.raises(ParameterError, match="rfm is missing"):
            plots.frequency_recency_matrix(MODEL)
        with pytest.raises(ParameterError, match='metric == "clv" needs a prediction'):
            plots.frequency_recency_matrix(MODEL, known, metric="clv")
        with pytest.raises(ParameterError, match="metric == 'value', must be one of"):
            plots.frequency_recency_matrix(MODEL, known, metric="value")
        with pytest.raises(DataError, match="no customer bought again"):
            plots.frequency_recency_matrix(MODEL, customers(np.full(3, 39.0)))
        with pytest.raises(DataError, match="the data count in weeks and the model in days"):
            plots.frequency_recency_matrix(replace(MODEL, unit="day"), known)


class TestClvDistribution:
    def with_values(self, prediction, values):
        return replace(prediction, clv=np.asarray(values, dtype=float))

    def test_tenths_by_hand(self, prediction, ax):
        # the best 200 of 2,000 are worth 9 each, the others 1: 1,800 of 3,600
        values = np.ones(2000)
        values[5::10] = 9
        plots.clv_distribution(self.with_values(prediction, values), ax=ax)
        assert heights(ax) == [1800] + [200] * 9
        labels = [text.get_text() for text in ax.texts]
        assert labels == ["50%"] + ["6%"] * 9
        assert tick_labels(ax.xaxis)[:2] == ["1\n9", "2\n1"]
        assert ax.get_ylabel() == "Value, next 12 months (margin)"
        assert ax.get_title("left").replace("\n", " ") == (
            "50% of the value (CNY 3,600) lies with a tenth of the customers"
        )

    def test_small_shares_are_not_called_nothing(self, prediction, ax):
        values = np.ones(2000)
        values[:200] = 10_000
        values[200:400] = -1
        plots.clv_distribution(self.with_values(prediction, values), ax=ax)
        assert [text.get_text() for text in ax.texts] == ["100%"] + ["<1%"] * 8 + ["<0%"]

    def test_a_total_below_zero_has_no_shares(self, prediction, ax):
        plots.clv_distribution(self.with_values(prediction, np.full(2000, -1.5)), ax=ax)
        assert heights(ax) == [-300] * 10
        assert not ax.texts
        assert ax.get_title("left") == "Together, the customers lose CNY 3,000"

    def test_fewer_customers_than_tenths(self, prediction, ax):
        plots.clv_distribution(self.with_values(prediction, [1.0, 3.0]), ax=ax)
        assert heights(ax) == [3, 1]
        assert "75% of the value (CNY 4) lies with one of 2 customers" in ax.get_title("left")

    def test_the_prediction_draws_itself(self, prediction):
        axes = prediction.plot()
        assert sum(heights(axes)) == pytest.approx(prediction.clv.sum())
        plt.close(axes.figure)


def purchases(times, T, unit="week"):
    times = np.asarray(times, dtype=float)
    days = np.datetime64("2024-01-01") + (7 * times).astype("timedelta64[D]")
    return CustomerPurchases(
        customer="c1", period=days, spend=np.ones_like(times), time=times, T=T, unit=unit
    )


class TestAlivePath:
    def test_every_moment_knows_the_purchases_before_it(self, ax):
        plots.alive_path(MODEL, purchases([0, 2, 10], 40.0), ax=ax)
        moments, probability = ax.lines[0].get_data()
        x = (moments >= 2).astype(int) + (moments >= 10)
        t_x = np.select([x == 2, x == 1], [10.0, 2.0])
        # before the first repeat purchase no customer of the BG/NBD has left
        expected = np.where(x == 0, 1.0, alive(x, t_x, moments))
        assert probability == pytest.approx(expected, rel=1e-9)
        assert (moments[0], moments[-1]) == (0, 40)

    def test_a_published_customer(self, ax):
        # BTYD: x 26, t_x 30.857, T 31: .9688523
        times = np.append(np.linspace(0, 30, 26), 30.857)
        plots.alive_path(UNROUNDED, purchases(times, 31.0), ax=ax)
        assert points(ax)[-1] == pytest.approx(0.9688523, rel=1e-5)
        assert ax.lines[1].get_xdata().tolist() == times.tolist()
        assert ax.get_title("left").replace("\n", " ") == (
            "Customer c1: 96.9% likely to be active, 0.1 weeks after the last of 27 purchases"
        )
        assert ax.get_xlabel() == "Time since the first purchase, in weeks (marks: purchases)"

    def test_bought_today_for_the_first_time(self, ax):
        plots.alive_path(MODEL, purchases([0], 0.0), ax=ax)
        assert points(ax).tolist() == [1.0]

    def test_a_fit_and_the_order_log(self, cdnow, known, ax):
        fit = MBGNBD.fit(known)
        path = customer_purchases(cdnow, 12476, unit="week")
        plots.alive_path(fit, path, ax=ax)
        # the MBG/NBD lets customers leave right after the first purchase: a / (a + b)
        leave = fit.model.a / (fit.model.a + fit.model.b)
        assert points(ax)[0] == pytest.approx(1 - leave, rel=1e-9)
        assert len(ax.lines[1].get_xdata()) == path.time.size

    def test_bad_input(self, cdnow):
        with pytest.raises(DataError, match="'c1' has no purchases"):
            plots.alive_path(MODEL, purchases([], 40.0))
        with pytest.raises(DataError, match="the data count in days and the model in weeks"):
            plots.alive_path(MODEL, purchases([0, 2], 40.0, unit="day"))
        with pytest.raises(DataError, match="bought nothing"):
            plots.alive_path(MODEL, customer_purchases(cdnow, -1, unit="week"))


def test_new_axes_are_of_the_usual_size():
    axes = plots.alive_path(MODEL, purchases([0, 2, 10], 40.0))
    assert axes.figure.get_size_inches().tolist() == [6.4, 4.0]


def test_given_axes_are_drawn_on_and_nothing_else_opens(ax):
    before = plt.get_fignums()
    assert plots.alive_path(MODEL, purchases([0, 2, 10], 40.0), ax=ax) is ax
    assert plt.get_fignums() == before


def test_importing_the_plots_does_not_load_matplotlib():
    program = "import sys, vocvalue.clv.plots; print('matplotlib' in sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert loaded.stdout.strip() == "False"


def test_titles_are_wrapped_to_fit(ax):
    plots.tracking(once_at_the_start(123_456_789, 53), MODEL, ax=ax)
    lines = ax.get_title("left").splitlines()
    assert len(lines) == 2
    assert max(map(len, lines)) <= 62


def test_thousands_are_separated(ax):
    base = customers(np.full(20_000, 39.0))
    plots.expected_vs_actual(MODEL, base, ax=ax)
    assert ax.yaxis.get_major_formatter()(20_000) == "20,000"
    assert pd.Series(heights(ax)).sum() == 20_000
