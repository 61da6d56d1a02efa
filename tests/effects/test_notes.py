"""What is said of groups made comparable, in the nouns of a room."""

import numpy as np

from vocvalue.effects import notes
from vocvalue.effects.wording import TREATMENT, Wording
from vocvalue.results.texts import pair
from vocvalue.stats.balance import WeightBalance

LEAD = Wording(
    noun="group",
    group=pair("a group", "一组"),
    either=pair("either group", "两组"),
    treatment=pair("a lead", "线索"),
    outcome=pair("ordering", "下单"),
    figure=pair("the gap", "这一差距"),
    treated="customers with a lead",
    unvaried="all customers ordered or none did",
)


def balance(*, heaviest):
    return WeightBalance(
        n=np.array([800]),
        effective_n=np.array([212.4]),
        largest_weight=np.array([heaviest]),
        imbalance=np.array([0.031]),
        imbalance_before=np.array([0.84]),
    )


def test_weights_are_told():
    [note] = notes.weighting(balance(heaviest=0.01), TREATMENT)
    assert note.en == (
        "Weighting reduces the largest difference in a covariate from 0.84 to 0.03 standard "
        "deviations; 800 customers then carry as much information as 212 would unweighted."
    )
    assert note.zh == (
        "加权后，协变量的最大差异由 0.84 降至 0.03 个标准差；"
        "800 位客户的信息量相当于未加权的 212 位。"
    )


def test_poor_overlap_is_said_in_the_nouns_of_the_room():
    [_, note] = notes.weighting(balance(heaviest=0.083), LEAD)
    assert note.bears_on == "claim"
    assert note.en == (
        "Poor overlap: one customer carries 8.3% of the weight of a group, and its adjusted "
        "figure rests on as few as 212 customers. Do not rely on it; compare only customers who "
        "could have been in either group."
    )
    assert note.zh == (
        "重叠不足：单个客户占一组权重的 8.3%，调整后的数字最少只依据 212 位客户，不宜采信。"
        "请只比较两组中都可能出现的客户。"
    )


def test_an_unmeasured_cause_is_one_of_treatment_and_outcome():
    note = notes.unmeasured((2.816, 1.404), LEAD)
    assert note.en == (
        "To explain the gap away, something that is not among the covariates would have to be "
        "associated with both a lead and ordering by a risk ratio of 2.82 each (1.40 for the end "
        "of the interval); see VanderWeele and Ding (2017)."
    )
    assert note.zh == (
        "若要完全解释这一差距，协变量以外的因素与线索、与下单的风险比须各达 2.82"
        "（就区间端点而言为 1.40）；见 VanderWeele 与 Ding（2017）。"
    )


def test_customers_left_out_of_one_figure_only():
    figure = pair("the adjusted gap", "调整后的差距")
    [note] = notes.left_out_of(figure, 1)
    assert note.en == "Left out of the adjusted gap: 1 customer with a missing covariate."
    assert note.zh == "1 位客户缺少协变量，未计入调整后的差距。"
    assert notes.left_out_of(figure, 0) == ()
    assert notes.incomplete(0, 9) == ()
    assert notes.constant(()) == ()
