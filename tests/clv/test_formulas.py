"""The three formulas: the articles' numbers, and arithmetic."""

import numpy as np
import pandas as pd
import pytest

from vocvalue.clv.formulas import discounted_margin, historical, simple
from vocvalue.errors import ParameterError


def yearly(customer, n):
    days = pd.date_range("2014-06-30", periods=n, freq="YS")
    return pd.DataFrame({"customer_id": customer, "timestamp": days, "amount": 40.0})


def test_historical_is_forty_a_year_for_ten_years():
    result = historical(yearly("a", 10), currency="USD")
    assert result.value.tolist() == [400.0]
    assert (result.basis, result.total, result.n_orders.tolist()) == ("revenue", 400.0, [10])
    assert result.first_order.astype(str).tolist() == ["2015-01-01"]
    assert result.last_order.astype(str).tolist() == ["2024-01-01"]
    assert result.statement() == (
        "Up to 1 January 2024, 1 customer brought in USD 400 of revenue, USD 400 each on average."
    )
    assert result.statement("zh") == (
        "截至2024年1月1日，1 位客户累计贡献收入 400 美元，人均 400 美元。"
    )


def test_historical_margin_and_refunds():
    orders = pd.concat([yearly("b", 2), yearly("a", 3)])
    refund = pd.DataFrame(
        {"customer_id": ["c"], "timestamp": [pd.Timestamp("2015-01-01")], "amount": [-10.0]}
    )
    result = historical(pd.concat([orders, refund]), margin=0.25)
    assert result.to_frame()["customer_id"].tolist() == ["a", "b", "c"]
    assert result.value.tolist() == [30.0, 20.0, -2.5]
    assert result.basis == "margin"
    assert [note.count for note in result.notes] == [1]
    assert "their value is negative" in result.notes[0].en
    assert (result.n_lines, result.n_lines_used) == (6, 6)
    assert result.to_dict()["total"] == 47.5


def test_simple_is_the_article_s_and_broadcasts():
    assert simple(40, 10, 150) == 250.0
    assert isinstance(simple(40, 10, 150), float)
    assert simple([40, 60], 10, [150, 0]).tolist() == [250.0, 600.0]


def test_discounted_margin_with_constant_years():
    # articles: R 40, G .5, d 10 %, T 10 = 122.89; R 1300, G .5, 4 years = 2,060.41
    assert round(discounted_margin(40, 0.5, 0.10, years=10), 2) == 122.89
    assert round(discounted_margin(1300, 0.5, 0.10, years=4), 2) == 2060.41
    values = discounted_margin(np.array([40, 80]), 0.5, 0.10, years=10)
    assert np.round(values, 2).tolist() == [122.89, 245.78]


def test_discounted_margin_with_a_value_for_each_year():
    # 100 * .5 / 1.25 + 200 * .25 / 1.25 ** 2 = 40 + 32
    assert discounted_margin([100, 200], [0.5, 0.25], 0.25) == pytest.approx(72.0)
    revenue = [[100.0, 200.0], [0.0, 250.0]]
    assert discounted_margin(revenue, [0.5, 0.25], 0.25).tolist() == pytest.approx([72.0, 40.0])
    margins = [[0.5], [1.0]]  # one for each customer
    assert discounted_margin(revenue, margins, 0.25).tolist() == pytest.approx([104.0, 160.0])


def test_without_discounting_it_is_a_sum():
    assert discounted_margin([1, 2, 3], 1, 0) == 6.0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"discount_rate": 10}, r"Write 10% as 0\.10"),
        ({"margin": 40}, r"Write 40% as 0\.40"),
        ({"margin": [0.5, 0.0]}, r"margin == 0\.0, must be above 0"),
        ({"years": 0}, "years == 0, must be >= 1"),
        ({"years": 2.5}, "must be a whole number"),
        ({"years": None}, "years is missing"),
        ({"revenue": np.inf}, "not finite"),
    ],
)
def test_bad_arguments(arguments, message):
    given = {"revenue": 40, "margin": 0.5, "discount_rate": 0.1, "years": 10} | arguments
    with pytest.raises(ParameterError, match=message):
        discounted_margin(**given)


def test_simple_refuses_negative_years():
    with pytest.raises(ParameterError, match=r"years == -1\.0, must be >= 0"):
        simple(40, -1, 0)


def test_historical_refuses_a_margin_in_percent():
    with pytest.raises(ParameterError, match=r"Write 40% as 0\.40"):
        historical(yearly("a", 1), margin=40)
