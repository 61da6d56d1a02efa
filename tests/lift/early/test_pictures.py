"""Pictures of looks: what is drawn is what the results hold."""

import numpy as np

from vocvalue import lift
from vocvalue.lift import plots


def looks(k=3, *, randomised=True):
    n = 200 * np.arange(1, k + 1)
    return lift.always_valid_test(
        treated=(0.9 * n, n),
        control=(0.7 * n, n),
        treated_share=0.5,
        n_planned=800,
        randomised=randomised,
    )


def texts(ax):
    return [text.get_text() for text in ax.texts]


def test_the_band_is_that_of_the_looks(ax, is_inside):
    found = looks()
    assert plots.always_valid_band(found, ax=ax) is ax
    assert any(np.array_equal(line.get_ydata(), 100 * found.lower) for line in ax.lines)
    assert any(np.array_equal(line.get_ydata(), 100 * found.fixed_lower) for line in ax.lines)
    assert "95%, valid at every look" in texts(ax)
    assert ax.get_title(loc="left") == "Effect first shown at look 1, with 400 customers"
    assert is_inside()


def test_it_is_drawn_in_chinese(ax, is_inside):
    plots.always_valid_band(looks(), ax=ax, language="zh")
    assert "95%，每次查看均有效" in texts(ax)
    assert ax.get_title(loc="left") == "第 1 次查看时首次显示效果，累计 400 位客户"
    assert is_inside()


def test_no_effect_is_claimed_of_arms_that_are_not_random(ax):
    plots.always_valid_band(looks(randomised=False), ax=ax)
    title = ax.get_title(loc="left").replace("\n", " ")
    expected = "Difference first shown at look 1, with 400 customers: an association only"
    assert title == expected


def test_one_look_and_no_effect(ax):
    found = lift.always_valid_test(
        treated=([9], [10]), control=([7], [10]), treated_share=0.5, n_planned=800, randomised=True
    )
    plots.always_valid_band(found, ax=ax)
    assert len(ax.collections) >= 3
    assert ax.get_title(loc="left") == "No effect shown in 1 look so far"
