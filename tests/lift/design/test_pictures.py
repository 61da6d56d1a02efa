"""Pictures of an experiment that is planned: what is drawn is what the results hold."""

import numpy as np
import pandas as pd
import pytest

import vocvalue as vv
from vocvalue import lift


def points(ax):
    return [line for line in ax.lines if line.get_marker() not in {"None", "", None}]


def test_the_curve_goes_through_the_plan():
    plan = lift.power(baseline_churn=0.50, relative=0.15, n_treated=500)
    ax = plan.plot()
    assert ax.lines[0].get_ydata().tolist() == plan.curve()["power"].tolist()
    (planned,) = points(ax)
    assert (planned.get_xdata()[0], planned.get_ydata()[0]) == (500, plan.power)
    assert ax.get_title(loc="left").replace("\n", " ") == plan.statement().removesuffix(".")


def test_unequal_arms_are_drawn_together():
    plan = lift.power(baseline_churn=0.30, percentage_points=0.05, power=0.80, treated_share=0.9)
    ax = lift.plots.power_curve(plan)
    assert ax.get_xlabel() == "Customers in both arms, 90% of them treated"
    assert points(ax)[0].get_xdata()[0] == plan.n


def test_the_balance_has_a_point_for_each_arm_and_covariate():
    shop = vv.datasets.load_sample()
    shares = {"letter": 0.4, "call": 0.3, "control": 0.3}
    split = lift.assign(shop.customers, salt="spring", shares=shares)
    balance = split.balance(shop.customers, columns=["prior_spend", "tier"])
    ax = balance.plot()
    drawn = {tuple(line.get_xdata()) for line in points(ax)}
    for arm in ("letter", "call"):
        assert tuple(gap.differences[arm] for gap in balance.comparisons) in drawn
    names = [tick.get_text() for tick in ax.get_yticklabels()]
    assert names == ["prior_spend", "tier = plus", "tier = premium", "tier = standard"]


def bars(ax):
    return [
        (bar.get_y() + bar.get_height() / 2, bar.get_x(), bar.get_width()) for bar in ax.patches
    ]


def rows(ax):
    return [tick.get_text() for tick in ax.get_yticklabels()]


def stratified(sizes):
    names = [name for name, n in sizes.items() for _ in range(n)]
    people = pd.DataFrame({"customer_id": range(len(names)), "tier": names})
    return lift.assign(people, salt="winback", strata=["tier"])


def test_an_assignment_has_a_bar_for_all_and_for_each_stratum_the_largest_first():
    # four and eight customers, halved within each: of the twelve, six are treated
    ax = lift.plots.assignment_bars(stratified({"gold": 4, "basic": 8}))
    assert rows(ax) == ["all customers\n6 : 6", "basic\n4 : 4", "gold\n2 : 2"]
    halves = [(row, x, 0.5) for row in (0, 1, 2) for x in (0.0, 0.5)]
    assert bars(ax) == pytest.approx(np.array(halves))
    plan = [line[:, 0].tolist() for line in ax.collections[0].get_segments()]
    assert plan == [[0.5, 0.5]]
    assert [text.get_text() for text in ax.texts] == ["treated", "control"]


def test_many_strata_are_drawn_by_size_and_the_small_ones_together():
    # 14 strata of 2, 4, ... 28 customers: the eleven largest, then 2 + 4 + 6 = 12 in one bar
    ax = stratified({f"tier {i:02}": 2 * i for i in range(1, 15)}).plot()
    assert len(rows(ax)) == 13
    assert rows(ax)[1] == "tier 14\n14 : 14"
    assert rows(ax)[-1] == "3 other strata\n6 : 6"


def test_an_assignment_is_read_in_chinese_by_its_labels():
    split = stratified({"gold": 4, "basic": 8})
    ax = split.plot(language="zh", labels={"gold": "金卡", "treated": "回访组"})
    assert rows(ax) == ["全部客户\n6 : 6", "basic\n4 : 4", "金卡\n2 : 2"]
    assert [text.get_text() for text in ax.texts] == ["回访组", "对照组"]
    assert ax.get_xlabel() == "客户占比（虚线：计划）"


def test_a_ratio_is_drawn_as_far_from_the_plan_as_it_is():
    # 520 and 480 of 1,000, halves planned; Wilson by hand: .52 in [.489018, .550829] at 95 % and
    # in [.468079, .571493] at 99.9 %
    ax = lift.plots.ratio_chart(lift.sample_ratio({"treated": 520, "control": 480}))
    drawn = [(line.get_xdata()[0], line.get_ydata()[0]) for line in points(ax)]
    assert drawn == [pytest.approx((2.0, 0)), pytest.approx((-2.0, 1))]
    ends = [lines.get_segments()[0][:, 0].tolist() for lines in ax.collections]
    assert ends[0] == pytest.approx([-3.1921, 7.1493], abs=1e-3)
    assert ends[1] == pytest.approx([-1.0982, 5.0829], abs=1e-3)
    assert rows(ax) == ["treated\n(planned 50.0%)", "control\n(planned 50.0%)"]


@pytest.mark.parametrize("treated", range(5150, 5181))
def test_the_thin_line_reaches_the_plan_where_the_verdict_changes(treated):
    # 2 * (treated - 5000) / 100 is z, which is 3.29 at p = .001: 165 customers make a mismatch
    ratio = lift.sample_ratio({"treated": treated, "control": 10_000 - treated})
    low = ratio.plot().collections[0].get_segments()[0][0, 0]
    assert bool(low > 0) is (treated >= 5165)
    assert ratio.mismatch is (treated >= 5165)


def test_rare_arms_can_be_read():
    ratio = lift.sample_ratio(
        {"all": 99_900, "held out": 100}, shares={"all": 0.999, "held out": 0.001}
    )
    assert rows(ratio.plot(language="zh"))[1] == "held out\n（计划 0.1%）"
