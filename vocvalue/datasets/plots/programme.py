"""What a simulated retention programme truly changes."""

from vocvalue import canvas
from vocvalue.canvas import ACTUAL, MUTED, Axes
from vocvalue.datasets.programme import Programme
from vocvalue.results.dispatch import drawn
from vocvalue.results.numerals import percent, percentage_points
from vocvalue.results.texts import pair
from vocvalue.results.tongues import Tongue


@drawn.register
def _(programme: Programme, ax: Axes | None, tongue: Tongue) -> Axes:
    truth = programme.truth
    shares = [float(truth[f"retained_if_{arm}"].mean()) for arm in ("control", "treated")]
    ax = canvas.axes(ax)
    bars = ax.bar([0, 1], shares, width=0.6, color=[MUTED, ACTUAL])
    ax.bar_label(bars, [percent(share).into(tongue) for share in shares], fontsize=10, padding=2)
    names = (pair("not contacted", "未联系"), pair("contacted", "已联系"))
    ax.set_xticks([0, 1], [name.into(tongue) for name in names])
    ax.set_ylabel(pair("True retention rate", "真实留存率").into(tongue))
    canvas.shares(ax.yaxis, tongue)
    ax.margins(y=0.1)
    lift = percentage_points(programme.true_lift("retained"), sign=False)
    finding = pair(
        "Contact truly raises retention by {lift}", "联系客户使留存率真实提升 {lift}", lift=lift
    )
    canvas.title(ax, finding.into(tongue))
    return ax
