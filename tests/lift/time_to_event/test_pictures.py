"""Pictures of survival: what is drawn is what the results hold."""

import numpy as np
import pytest

from vocvalue import lift
from vocvalue.lift import plots


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


def texts(ax):
    return [text.get_text() for text in ax.texts]


def title(ax):
    return ax.get_title(loc="left").replace("\n", " ")


def test_curves_end_at_the_shares(ax, is_inside):
    found = kept()
    assert plots.survival_curves(found, ax=ax) is ax
    lines = {line.get_label(): line for line in ax.lines}
    for arm in (found.treated, found.control):
        assert lines[arm.name].get_ydata()[-1] == pytest.approx(arm.share.value)
        assert lines[arm.name].get_ydata()[0] == 1
        assert f"{arm.name} {arm.share.value:.0%}" in texts(ax)
        assert f"{arm.followed:,}" in texts(ax)
    assert ax.get_ylabel() == "Share still customers"
    months = found.months_kept.value
    assert title(ax) == f"Treated customers stayed {months:.2f} months longer over 12 months"
    assert is_inside()


def test_orders_are_named_as_such(ax):
    found = kept("order", months=(12, 20))
    plots.survival_curves(found, ax=ax)
    assert ax.get_ylabel() == "Share without an order so far"
    months = found.months_sooner.value
    assert title(ax) == f"Treated customers ordered again {months:.2f} months sooner over 12 months"


def test_it_is_drawn_in_chinese(ax, is_inside):
    found = kept()
    plots.survival_curves(found, ax=ax, language="zh", labels={"treated": "回访组"})
    months = found.months_kept.value
    assert title(ax) == f"12 个月内实验组客户平均多留存 {months:.2f} 个月"
    assert ax.get_ylabel() == "留存率"
    assert "仍在观察" in texts(ax)
    assert f"回访组 {found.treated.share.value:.0%}" in texts(ax)
    assert is_inside()


@pytest.mark.parametrize(
    ("event", "months", "did", "word"),
    [("leaving", (12, 20), "stayed", "less"), ("order", (20, 12), "ordered again", "later")],
)
def test_a_difference_for_the_worse_is_named_as_such(ax, event, months, did, word):
    found = kept(event, months=months)
    worse = found.months_kept if event == "leaving" else found.months_sooner
    assert worse.upper < 0
    plots.survival_curves(found, ax=ax)
    months = f"{-worse.value:.2f} months {word}"
    assert title(ax) == f"Treated customers {did} {months} over 12 months"


def test_names_do_not_meet_and_small_losses_are_seen(ax, is_inside):
    found = kept(months=(300, 310))
    plots.survival_curves(found, ax=ax)
    named = [text for text in ax.texts if "%" in text.get_text()]
    apart = abs(named[0].xy[1] - named[1].xy[1])
    assert apart >= 0.0549 * (1 - ax.get_ylim()[0])
    assert ax.get_ylim()[0] > 0.5
    assert title(ax).endswith(", no effect shown")
    assert is_inside()


@pytest.mark.parametrize("horizon", ["10 days", "7 months", "15 months"])
def test_ticks_are_within_the_horizon(ax, horizon):
    found = kept(horizon=horizon)
    plots.survival_curves(found, ax=ax)
    ticks = ax.get_xticks()
    assert 3 <= len(ticks) <= 7
    assert ticks[-1] <= found.horizon + 1e-9
