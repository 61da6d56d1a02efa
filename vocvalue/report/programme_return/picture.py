"""What the programme brings, by evidence, above what it costs, and the net."""

from vocvalue import canvas
from vocvalue.canvas import MUTED, SERIES, Axes
from vocvalue.report.programme_return.result import ProgrammeReturn
from vocvalue.report.programme_return.words import BRINGS, COSTS, NET, finding
from vocvalue.results.dispatch import drawn
from vocvalue.results.estimates import GRADES
from vocvalue.results.sums import BASIS, EVIDENCE
from vocvalue.results.tongues import Tongue

HEIGHT = 0.55
GRADE = dict(zip(GRADES, (SERIES[0], SERIES[2], SERIES[4]), strict=True))


@drawn.register
def _(programme: ProgrammeReturn, ax: Axes | None, tongue: Tongue) -> Axes:
    ax = canvas.axes(ax)
    grades = list(programme.by_evidence)
    brought = [programme.by_evidence[grade].value for grade in grades]
    canvas.stacked(ax, 0, brought, [GRADE[grade] for grade in grades], height=HEIGHT)
    paid = [line.money.value for line in programme.costs]
    canvas.stacked(ax, 1, paid, [MUTED] * len(paid), height=HEIGHT)
    names = [BRINGS.into(tongue), COSTS.into(tongue)]
    if programme.net is not None:
        net = programme.net
        ax.barh(2, net.value, height=HEIGHT, color=SERIES[1], alpha=0.85)
        ax.plot([net.lower, net.upper], [2, 2], color="black", linewidth=1.2)
        names.append(NET.into(tongue))
    ax.axvline(0, color=MUTED, linewidth=0.9)
    canvas.name_rows(ax, names)
    above = canvas.room_above(ax, len(names), 18 * max(1, len(grades)))
    ax.set_ylim(len(names) - 0.4, -0.6 - above)
    ax.use_sticky_edges = False
    ax.margins(x=0.08)
    ax.locator_params(axis="x", nbins=6)
    canvas.amounts(ax.xaxis, tongue, programme.cost.currency)
    ax.set_xlabel(BASIS[programme.cost.basis].into(tongue))
    key = {EVIDENCE[grade].into(tongue): GRADE[grade] for grade in grades}
    canvas.key(ax, key, side="right")
    title = finding(programme).into(tongue).removesuffix(".").removesuffix("。")
    canvas.title(ax, title, names=names)
    return ax
