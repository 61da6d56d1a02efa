"""The bridge from growth by way of leakage and costs to the net, coloured by evidence."""

from vocvalue import canvas
from vocvalue.canvas import MUTED, SERIES, Axes
from vocvalue.issues.profit_and_loss.result import ExperiencePnl
from vocvalue.issues.profit_and_loss.words import finding
from vocvalue.results.dispatch import drawn
from vocvalue.results.estimates import GRADES
from vocvalue.results.sums import BASIS, EVIDENCE, amount
from vocvalue.results.texts import pair
from vocvalue.results.tongues import Tongue

ROW = 0.5
HEIGHT = 0.6
GRADE = dict(zip(GRADES, (SERIES[0], SERIES[2], SERIES[4]), strict=True))
NET = MUTED


@drawn.register
def _(pnl: ExperiencePnl, ax: Axes | None, tongue: Tongue) -> Axes:
    own = ax is None
    ax = canvas.axes(ax)
    lines, last = pnl.counted, len(pnl.counted)
    if own:
        canvas.fit_height(ax, last + 1, ROW, least=canvas.SIZE[1])
    start = 0.0
    for row, entry in enumerate(lines):
        value = entry.money.value
        colour = GRADE[entry.money.evidence]
        ax.barh(row, value, left=start, height=HEIGHT, color=colour, alpha=0.85)
        start += value
        ax.plot([start, start], [row, row + 1], color=MUTED, linewidth=0.8)
    ax.barh(last, pnl.net.value, height=HEIGHT, color=NET)
    ax.plot([pnl.net.lower, pnl.net.upper], [last, last], color="black", linewidth=1.2)
    ax.axvline(0, color=MUTED, linewidth=0.9)
    names = [canvas.in_lines(entry.label.into(tongue)) for entry in lines]
    names.append(pair("net", "净额").into(tongue))
    canvas.name_rows(ax, names)
    grades = [grade for grade in GRADES if grade in pnl.by_evidence]
    above = canvas.room_above(ax, last + 1, 18 * (len(grades) + 1))
    ax.set_ylim(last + 0.6, -0.6 - above)
    ax.use_sticky_edges = False
    ax.margins(x=0.08)
    ax.locator_params(axis="x", nbins=6)
    canvas.amounts(ax.xaxis, tongue, pnl.net.currency)
    ax.set_xlabel(BASIS[pnl.net.basis].into(tongue))
    entries = {EVIDENCE[grade].into(tongue): GRADE[grade] for grade in grades}
    net = pair("net: {sum}", "净额：{sum}", sum=amount(pnl.net.value, pnl.net.currency))
    canvas.key(ax, {**entries, net.into(tongue): NET}, side="left")
    canvas.title(ax, finding(pnl).into(tongue).removesuffix(".").removesuffix("。"), names=names)
    return ax
