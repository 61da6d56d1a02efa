"""The picture of an experiment that was read: what is drawn is what was counted by hand."""

import numpy as np
import pandas as pd
import pytest

from vocvalue import canvas, lift

NAN = float("nan")


def read(retained, **more):
    """Return an experiment of the outcomes of treated and control customers in turn."""
    n = len(retained)
    people = pd.DataFrame({"customer_id": range(n), "arm": ["treated", "control"] * (n // 2)})
    outcomes = pd.DataFrame({"customer_id": range(n), "retained": retained})
    return lift.experiment(people, outcomes=outcomes, randomised=True, **more)


def bars(ax, row):
    middle = {bar: bar.get_y() + bar.get_height() / 2 for bar in ax.patches}
    return [bar.get_width() for bar in ax.patches if middle[bar] == pytest.approx(row)]


def texts(ax):
    return [text.get_text() for text in ax.texts]


def test_each_arm_has_those_who_stayed_who_left_and_who_are_not_counted():
    # treated: 1, 1, 0, not known; control: 0, 1, 0, 0
    ax = read([1, 0, 1, 1, 0, 0, NAN, 0]).plot()
    assert bars(ax, 0) == [1, 3]
    assert bars(ax, 1) == [2, 1, 1]
    assert texts(ax)[:2] == ["25.0% of 4 stayed", "66.7% of 3 stayed"]
    assert [tick.get_text() for tick in ax.get_yticklabels()] == ["control\n(4)", "treated\n(4)"]
    assert ax.get_title(loc="left").replace("\n", " ") == (
        "7 of 8 customers were followed through the whole window"
    )


def test_the_key_names_what_is_drawn_and_nothing_else():
    ax = lift.plots.experiment_bars(read([1, 0] * 4))
    assert texts(ax)[2:] == ["stayed", "left"]
    assert [text.get_color() for text in ax.texts[2:]] == [
        canvas.ink(canvas.ACTUAL),
        canvas.ink(canvas.MODEL),
    ]


def test_customers_of_two_arms_are_a_bar_of_their_own():
    people = pd.DataFrame(
        {"customer_id": [0, 1, 2, 3, 0], "arm": ["treated", "control"] * 2 + ["control"]}
    )
    outcomes = pd.DataFrame({"customer_id": range(4), "retained": [1, 0, 1, 1]})
    kept = lift.experiment(people, outcomes=outcomes, both_arms="drop", randomised=True)
    ax = kept.plot(language="zh", labels={"treated": "回访组"})
    assert [bars(ax, row) for row in range(3)] == [[1, 1], [1], [1]]
    names = [tick.get_text() for tick in ax.get_yticklabels()]
    assert names == ["对照组\n（2 位）", "回访组\n（1 位）", "同属两组，\n已剔除（1 位）"]


def test_a_claim_that_the_tables_contradict_is_in_the_title():
    # 900 against 100 customers where halves were planned
    arms = np.repeat(["treated", "control"], [900, 100])
    people = pd.DataFrame({"customer_id": range(1000), "arm": arms})
    outcomes = pd.DataFrame({"customer_id": range(1000), "retained": 1})
    read_of = lift.experiment(
        people, outcomes=outcomes, randomised=True, shares={"treated": 0.5, "control": 0.5}
    )
    title = read_of.plot().get_title(loc="left").replace("\n", " ")
    assert title.endswith("; the tables contradict a random assignment")
