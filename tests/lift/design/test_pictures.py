"""Pictures of an experiment that is planned: what is drawn is what the results hold."""

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
