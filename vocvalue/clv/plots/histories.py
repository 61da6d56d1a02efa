"""How many customers bought how often, without a model."""

import numpy as np

from vocvalue import canvas
from vocvalue.canvas import ACTUAL, Axes
from vocvalue.clv.holdout import CalibrationHoldout
from vocvalue.clv.independence import LAST_CLASS
from vocvalue.clv.rfm_summary import Rfm
from vocvalue.results.dispatch import drawn
from vocvalue.results.numerals import counted, percent, whole
from vocvalue.results.spans import length
from vocvalue.results.texts import Text, pair
from vocvalue.results.tongues import Tongue

CLASSES = (*map(str, range(LAST_CLASS)), f"{LAST_CLASS}+")


@drawn.register
def _(rfm: Rfm, ax: Axes | None, tongue: Tongue) -> Axes:
    counts = np.bincount(np.minimum(rfm.frequency, LAST_CLASS), minlength=len(CLASSES))
    ax = canvas.axes(ax)
    bars = ax.bar(range(len(CLASSES)), counts, width=0.7, color=ACTUAL)
    ax.bar_label(bars, [whole(int(n)).into(tongue) for n in counts], fontsize=9, padding=2)
    ax.set_xticks(range(len(CLASSES)), CLASSES)
    ax.set_xlabel(pair("Repeat purchases", "复购次数").into(tongue))
    ax.set_ylabel(pair("Customers", "客户数").into(tongue))
    canvas.numbers(ax.yaxis, tongue)
    ax.margins(y=0.1)
    ax.locator_params(axis="y", integer=True)
    finding = pair(
        "{share} of {customers} bought again",
        "{customers}中有 {share} 复购",
        share=percent(rfm.n_repeaters / rfm.n_customers),
        customers=counted(rfm.n_customers, "customer"),
    )
    canvas.title(ax, finding.into(tongue))
    return ax


@drawn.register
def _(split: CalibrationHoldout, ax: Axes | None, tongue: Tongue) -> Axes:
    place = np.minimum(split.calibration.frequency, LAST_CLASS)
    customers = np.bincount(place, minlength=len(CLASSES))
    bought = np.bincount(place, weights=split.holdout_frequency, minlength=len(CLASSES))
    present = np.flatnonzero(customers)
    ax = canvas.axes(ax)
    ax.bar(range(len(present)), bought[present] / customers[present], width=0.7, color=ACTUAL)
    ax.set_xticks(
        range(len(present)),
        [f"{CLASSES[i]}\n({whole(int(customers[i])).into(tongue)})" for i in present],
    )
    below = pair(
        "Repeat purchases in the calibration (and number of customers)",
        "校准期复购次数（括号内为客户数）",
    )
    ax.set_xlabel(below.into(tongue))
    ax.set_ylabel(pair("Purchases per customer in the holdout", "留出期人均购买次数").into(tongue))
    canvas.numbers(ax.yaxis, tongue)
    canvas.title(ax, _finding(split).into(tongue))
    return ax


def _finding(split: CalibrationHoldout) -> Text:
    n = split.calibration.n_customers
    return pair(
        "{share} of {customers} bought again in the {length} after the calibration",
        "{customers}中有 {share} 在校准期之后的 {length}内再次购买",
        share=percent(split.n_active / n),
        customers=counted(n, "customer"),
        length=length(split.holdout_length, split.calibration.unit),
    )
