"""Marks along axes, as a reader of each language expects them."""

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.dates import date2num

from vocvalue import canvas
from vocvalue.results.tongues import CHINESE, ENGLISH, tongue


def marks(axis):
    """Return the texts of the marks within the limits of an axis."""
    low, high = sorted(axis.get_view_interval())
    return [
        label.get_text()
        for place, label in zip(axis.get_ticklocs(), axis.get_ticklabels(), strict=True)
        if low - 1e-12 <= place <= high + 1e-12
    ]


@pytest.mark.parametrize("most", [10.0**-power * k for power in range(6) for k in (1, 2, 3, 7)])
def test_no_two_marks_of_a_share_read_alike(most):
    ax = canvas.axes()
    ax.set_ylim(0, most)
    canvas.shares(ax.yaxis, ENGLISH)
    told = marks(ax.yaxis)
    assert len(set(told)) == len(told) > 2
    read = [float(text.removesuffix("%")) / 100 for text in told]
    np.testing.assert_allclose(read, ax.get_yticks()[: len(read)], atol=1e-9)


def test_a_rare_share_is_not_nothing():
    ax = canvas.axes()
    ax.set_ylim(0, 0.003)
    canvas.shares(ax.yaxis, CHINESE)
    assert marks(ax.yaxis)[:3] == ["0.00%", "0.05%", "0.10%"]


@pytest.mark.parametrize(
    ("language", "currency", "most", "last"),
    [
        ("en", "EUR", 500, "€500"),
        ("en", "CNY", 500_000, "CNY 500k"),
        ("en", "GBP", 2_000_000, "£2.00m"),
        ("en", None, 2_000_000, "2.00m"),
        ("zh", "CNY", 500, "500 元"),
        ("zh", "CNY", 500_000, "50 万元"),
        ("zh", "CNY", 200_000_000, "2.00 亿元"),
        ("zh", "USD", 500_000, "50 万美元"),
        ("zh", None, 500_000, "50 万"),
    ],
)
def test_money_has_its_unit(language, currency, most, last):
    ax = canvas.axes()
    ax.set_ylim(0, most)
    canvas.amounts(ax.yaxis, tongue(language), currency)
    assert marks(ax.yaxis)[-1] == last


def test_a_negative_amount_has_its_sign_before_the_unit():
    ax = canvas.axes()
    ax.set_xlim(-40, 40)
    canvas.amounts(ax.xaxis, ENGLISH, "EUR")
    assert marks(ax.xaxis)[0] == "-€40"


def test_numbers_may_have_a_sign():
    ax = canvas.axes()
    ax.set_xlim(-10, 10)
    canvas.numbers(ax.xaxis, ENGLISH, sign=True)
    told = marks(ax.xaxis)
    assert (told[0], told[-1]) == ("-10.0", "+10.0")
    assert "0.0" in told


DAYS = {
    "years": ("2019-01-01", "2024-01-01", "2024", "2024年"),
    "months": ("2023-09-01", "2024-04-01", "Jan\n2024", "1月\n2024年"),
    "days": ("2024-01-03", "2024-01-20", "9 Jan", "1月9日"),
    "moments": ("2024-01-03", "2024-01-05", "12:00", "12:00"),
}


@pytest.mark.parametrize("span", DAYS)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_dates_are_written_by_the_language(span, language):
    first, last, english, chinese = DAYS[span]
    ax = canvas.axes()
    ax.set_xlim(date2num(np.datetime64(first)), date2num(np.datetime64(last)))
    canvas.days(ax.xaxis, tongue(language))
    told = marks(ax.xaxis)
    assert (english if language == "en" else chinese) in told
    assert any("年" in text for text in told) == (language == "zh")


def test_the_marks_of_colours_are_written_alike():
    ax = canvas.axes()
    image = ax.imshow([[0.0, 0.002]])
    bar = ax.figure.colorbar(image, ax=ax)
    canvas.shares(bar.ax.yaxis, ENGLISH)
    ax.figure.canvas.draw()
    assert "0.050%" in marks(bar.ax.yaxis)


def test_what_matplotlib_is_set_to_stays():
    mpl.use("agg")
    before = mpl.rcParams.copy()
    ax = canvas.axes()
    canvas.amounts(ax.yaxis, CHINESE, "CNY")
    canvas.days(ax.xaxis, CHINESE)
    canvas.title(ax, "人均收入")
    assert mpl.rcParams == before
