"""Pictures of survival and of looks: what is drawn is what the results hold."""

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from vocvalue import lift
from vocvalue.lift import plots


@pytest.fixture
def ax():
    """Return axes of a figure that no window or notebook knows of."""
    axes = Figure(figsize=(6.4, 4.0), layout="constrained").subplots()
    yield axes
    axes.figure.draw_without_rendering()


def kept(event="leaving", n=600, months=(20, 12), horizon="12 months"):
    rng = np.random.default_rng(1)
    treated = np.arange(n) % 2 == 0
    time, end = rng.exponential(np.where(treated, *months)), rng.uniform(2, 16, n)
    return lift.survival_test(
        np.minimum(time, end),
        time <= end,
        treated,
        unit="month",
        event=event,
        horizon=horizon,
        randomised=True,
    )


def looks(k=3):
    n = 200 * np.arange(1, k + 1)
    return lift.always_valid_test(
        treated=(0.9 * n, n),
        control=(0.7 * n, n),
        treated_share=0.5,
        n_planned=800,
        randomised=True,
    )


def texts(ax):
    return [text.get_text() for text in ax.texts]


def inside(ax):
    """Return whether every text is within the figure, once it is laid out."""
    canvas = FigureCanvasAgg(ax.figure)
    canvas.draw()
    written = [*ax.texts, ax.xaxis.label, ax.yaxis.label, ax._left_title]
    boxes = [t.get_window_extent(canvas.get_renderer()) for t in written if t.get_text()]
    width, height = ax.figure.bbox.width, ax.figure.bbox.height
    return all(b.x0 >= 0 and b.y0 >= 0 and b.x1 <= width and b.y1 <= height for b in boxes)


def test_curves_end_at_the_shares(ax):
    found = kept()
    assert plots.survival_curves(found, ax=ax) is ax
    lines = {line.get_label(): line for line in ax.lines}
    for arm in (found.treated, found.control):
        assert lines[arm.name].get_ydata()[-1] == pytest.approx(arm.share.value)
        assert lines[arm.name].get_ydata()[0] == 1
        assert f"{arm.name} {arm.share.value:.0%}" in texts(ax)
        assert f"{arm.followed:,}" in texts(ax)
    assert ax.get_ylabel() == "Share still a customer"
    assert ax.get_title(loc="left") == f"{found.months_kept.value:.2f} of 12 months kept"
    assert inside(ax)


def test_orders_are_named_as_such(ax):
    found = kept("order", months=(12, 20))
    plots.survival_curves(found, ax=ax)
    assert ax.get_ylabel() == "Share without an order so far"
    assert ax.get_title(loc="left").endswith("of 12 months sooner back")


@pytest.mark.parametrize(
    ("event", "months", "word"), [("leaving", (12, 20), "lost"), ("order", (20, 12), "later back")]
)
def test_a_difference_for_the_worse_is_named_as_such(ax, event, months, word):
    found = kept(event, months=months)
    worse = found.months_kept if event == "leaving" else found.months_sooner
    assert worse.upper < 0
    plots.survival_curves(found, ax=ax)
    assert ax.get_title(loc="left") == f"{-worse.value:.2f} of 12 months {word}"


def test_names_do_not_meet_and_small_losses_are_seen(ax):
    found = kept(months=(300, 310))
    plots.survival_curves(found, ax=ax)
    named = [text for text in ax.texts if "%" in text.get_text()]
    apart = abs(named[0].xy[1] - named[1].xy[1])
    assert apart >= 0.0549 * (1 - ax.get_ylim()[0])
    assert ax.get_ylim()[0] > 0.5
    assert "no effect shown" in ax.get_title(loc="left")
    assert inside(ax)


@pytest.mark.parametrize("horizon", ["10 days", "7 months", "15 months"])
def test_ticks_are_within_the_horizon(ax, horizon):
    found = kept(horizon=horizon)
    plots.survival_curves(found, ax=ax)
    ticks = ax.get_xticks()
    assert 3 <= len(ticks) <= 7
    assert ticks[-1] <= found.horizon + 1e-9


def test_the_band_is_that_of_the_looks(ax):
    found = looks()
    plots.always_valid_band(found, ax=ax)
    assert any(np.array_equal(line.get_ydata(), 100 * found.lower) for line in ax.lines)
    assert any(np.array_equal(line.get_ydata(), 100 * found.fixed_lower) for line in ax.lines)
    assert "95 %, valid at every look" in texts(ax)
    assert ax.get_title(loc="left") == "Effect first shown at 400 customers (look 1)"
    assert inside(ax)


def test_one_look_and_no_effect(ax):
    found = lift.always_valid_test(
        treated=([9], [10]), control=([7], [10]), treated_share=0.5, n_planned=800, randomised=True
    )
    plots.always_valid_band(found, ax=ax)
    assert len(ax.collections) >= 3
    assert ax.get_title(loc="left") == "No effect shown in 1 look so far"


def test_results_draw_themselves():
    assert kept().plot().lines
    assert looks().plot().lines
