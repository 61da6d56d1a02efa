"""The picture of a funnel: a bar for each stage, with its number, and what is incremental."""

import pandas as pd
import pytest

import vocvalue as vv


def texts_of(ax):
    return [text.get_text() for text in ax.texts]


@pytest.fixture
def leads(lead):
    return lead(list(range(800)), ["2024-01-10"] * 800)


@pytest.fixture
def orders(log):
    return log(*((who, "2024-02-01", 100.0) for who in range(50)), (9_999, "2024-06-30", 1.0))


def test_a_bar_is_as_long_as_its_stage_and_rare_rates_are_written(leads, orders):
    ax = vv.signals.funnel(leads, orders).plot()
    assert [bar.get_width() for bar in ax.patches] == [800, 800, 800, 50]
    assert texts_of(ax) == ["800", "800", "800", "50 (6.25%)"]
    assert "50 of 800 leads converted" in ax.get_title(loc="left").replace("\n", " ")


def test_what_is_incremental_is_a_bar_of_its_own(leads, orders):
    arms = pd.DataFrame({"customer_id": range(800), "arm": "treated"})
    arms.loc[25:424, "arm"] = "control"
    ax = vv.signals.funnel(leads, orders, held_back=arms, randomised=True).plot(language="zh")
    # 25 of 400 in each arm
    assert [bar.get_width() for bar in ax.patches] == [800, 800, 800, 50, 0]
    assert "增量订单" in ax.get_yticklabels()[-1].get_text()
    assert texts_of(ax)[3] == "50（6.25%）"


def test_figures_stay_within_the_axes(leads, orders):
    ax = vv.signals.funnel(leads, orders).plot()
    ax.figure.canvas.draw()
    right = ax.get_window_extent().x1
    assert all(text.get_window_extent().x1 <= right for text in ax.texts)
