"""Pictures of parameters and of assumptions, against numbers worked out by hand."""

import numpy as np
import pandas as pd
import pytest

from vocvalue import clv, datasets
from vocvalue.errors import FitWarning


@pytest.fixture(scope="module")
def fit():
    return clv.BGNBD.fit(clv.rfm(datasets.load_sample().orders, unit="week"))


def ticks(axis):
    return [label.get_text() for label in axis.get_ticklabels()]


def segments(collection):
    return [segment.tolist() for segment in collection.get_segments()]


class TestSpendByFrequency:
    @pytest.fixture
    def check(self):
        # repeat purchases 1, 1, 1, 1, 1, 2, 9 and 8; the last two are one class
        spend = [10.0, 20.0, 30.0, 40.0, 50.0, 60.0, 5.0, 7.0]
        frequency = [1, 1, 1, 1, 1, 2, 9, 8]
        rfm = clv.Rfm.from_arrays(frequency, [1.0] * 8, [9.0] * 8, spend, unit="week")
        return clv.check_independence(rfm)

    def test_points_are_medians_and_lines_the_middle_half(self, check):
        ax = clv.plots.spend_by_frequency(check)
        assert ax.lines[0].get_ydata().tolist() == [30, 60, 6]
        middle = [[end[1] for end in segment] for segment in segments(ax.collections[0])]
        assert middle == [[20, 40], [60, 60], [5.5, 6.5]]
        assert ticks(ax.xaxis) == ["1\n(5)", "2\n(1)", "7+\n(2)"]

    def test_customers_without_repeat_purchase_are_not_drawn(self):
        rfm = clv.Rfm.from_arrays(
            [0, 1, 1, 2, 3], [0.0, 1, 1, 1, 1], [9.0] * 5, [0.0, 4, 5, 6, 7], unit="week"
        )
        assert ticks(clv.check_independence(rfm).plot().xaxis) == ["1\n(2)", "2\n(1)", "3\n(1)"]

    def test_it_is_read_in_chinese(self, check):
        ax = check.plot(language="zh")
        assert ax.get_xlabel() == "复购次数（括号内为客户数）"
        assert "8 位客户的秩相关系数" in ax.get_title(loc="left").replace("\n", "")


class TestPurchaseGaps:
    def test_bars_are_shares_of_the_gaps(self):
        # days 0, 2, 10 of one customer and 0, 1, 2 of another: 0.4, 1.6, 1 and 1 times the mean
        days = pd.to_datetime("2024-01-01") + pd.to_timedelta([0, 2, 10, 0, 1, 2], unit="D")
        orders = pd.DataFrame({"customer_id": [1, 1, 1, 2, 2, 2], "timestamp": days, "amount": 9.0})
        ax = clv.plots.purchase_gaps(clv.check_regularity(orders))
        assert [bar.get_height() for bar in ax.patches] == [0, 0.25, 0.5, 0, 0.25, 0, 0, 0]
        # of the first customer's two gaps 2/9, 4/9, ... are expected there, of the second's both
        # are at the mean
        expected = np.array([2, 4, 4 + 18, 4, 4, 0, 0, 0]) / 9 / 4
        assert ax.lines[0].get_ydata() == pytest.approx(expected)
        assert ticks(ax.xaxis)[0] == "0.0–0.4"
        assert ticks(ax.xaxis)[-1] == "2.8+"

    def test_nothing_to_show_is_said(self):
        orders = pd.DataFrame({"customer_id": [1, 2], "timestamp": "2024-01-01", "amount": 9.0})
        ax = clv.check_regularity(orders).plot()
        assert ax.get_title(loc="left").replace("\n", " ") == (
            "No customer has purchases whose times could show whether they are regular"
        )
        assert {bar.get_height() for bar in ax.patches} == {0}

    def test_the_table_has_figures_only(self):
        orders = pd.DataFrame({"customer_id": [1, 2], "timestamp": "2024-01-01", "amount": 9.0})
        assert "gaps" not in clv.check_regularity(orders).to_frame()


class TestParameterIntervals:
    def test_each_parameter_has_its_estimate_and_interval(self, fit):
        ax = clv.plots.parameter_intervals(fit)
        assert ax.get_xscale() == "log"
        points = [float(line.get_xdata()[0]) for line in ax.lines]
        assert points == list(fit.parameters.values())
        ends = [[end[0] for end in segments(lines)[0]] for lines in ax.collections]
        assert ends == [[each.lower, each.upper] for each in fit.intervals().values()]

    def test_parameters_are_called_by_symbol_meaning_or_label(self, fit):
        names = ticks(fit.plot(labels={"r": "heterogeneity"}).yaxis)
        assert names[:2] == ["heterogeneity", "α: scale of purchase rates"]
        assert ticks(fit.plot(language="zh").yaxis)[1] == "α：购买率分布的尺度"

    def test_what_is_not_identified_has_points_only(self):
        few = clv.Rfm.from_arrays(
            [0] * 50 + [1] * 3, [0.0] * 50 + [1.0] * 3, [9.0] * 53, unit="week"
        )
        with pytest.warns(FitWarning):
            fit = clv.BGNBD.fit(few)
        ax = fit.plot()
        assert not ax.collections
        title = ax.get_title(loc="left").replace("\n", " ")
        assert title == "BGNBD: 53 customers do not identify every parameter"
