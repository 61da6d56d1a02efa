"""The net of each fix by itself, those chosen in colour."""

from vocvalue import canvas
from vocvalue.canvas import ACTUAL, MUTED, Axes
from vocvalue.issues.investment.result import InvestmentPlan
from vocvalue.issues.investment.words import chosen_names, nothing_pays, share_of
from vocvalue.results.dispatch import drawn
from vocvalue.results.numerals import confidence, likely
from vocvalue.results.sums import BASIS
from vocvalue.results.texts import Text, named, pair
from vocvalue.results.tongues import Tongue

ROW = 0.6


@drawn.register
def _(plan: InvestmentPlan, ax: Axes | None, tongue: Tongue) -> Axes:
    own = ax is None
    ax = canvas.axes(ax)
    order = sorted(range(len(plan.fixes)), key=lambda place: -plan.returns[place].net.value)
    if own:
        canvas.fit_height(ax, len(order), ROW, least=canvas.SIZE[1])
    for row, place in enumerate(order):
        net, colour = plan.returns[place].net, ACTUAL if plan.chosen[place] else MUTED
        ax.barh(row, net.value, height=0.55, color=colour, alpha=0.8)
        ax.plot([net.lower, net.upper], [row, row], color="black", linewidth=1.2)
    ax.axvline(0, color=MUTED, linewidth=0.9)
    labels = [_name(plan, place).into(tongue) for place in order]
    canvas.name_rows(ax, labels)
    above = canvas.room_above(ax, len(order), 40)
    ax.set_ylim(len(order) - 0.4, -0.6 - above)
    ax.margins(x=0.08)
    ax.locator_params(axis="x", nbins=6)
    canvas.amounts(ax.xaxis, tongue, plan.regret.currency)
    ax.set_xlabel(_axis(plan).into(tongue))
    entries = {
        pair("to be paid for", "应投入").into(tongue): ACTUAL,
        pair("left out", "未入选").into(tongue): MUTED,
    }
    canvas.key(ax, entries, side="right")
    canvas.title(ax, _finding(plan).into(tongue), names=labels)
    return ax


def _name(plan: InvestmentPlan, place: int) -> Text:
    return pair(
        "{fix}\n(ends {share})",
        "{fix}\n（消除 {share}）",
        fix=named(plan.fixes[place].called),
        share=share_of(plan, place),
    )


def _axis(plan: InvestmentPlan) -> Text:
    return pair(
        "Net of each fix alone, {basis} ({level} interval)",
        "各项改进单独的净收益，{basis}（{level} 置信区间）",
        basis=BASIS[plan.regret.basis],
        level=confidence(plan.regret.level),
    )


def _finding(plan: InvestmentPlan) -> Text:
    if plan.plan is None:
        return nothing_pays(plan)
    return pair(
        "Pay for {fixes}: the best choice with a probability of {chance}",
        "应投入：{fixes}，该选择最优的概率 {chance}",
        fixes=chosen_names(plan),
        chance=likely(plan.probability_best),
    )
