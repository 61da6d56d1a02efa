"""What all who were invited truly think, by quarter, beside what was answered."""

from vocvalue import canvas
from vocvalue.canvas import ACTUAL, MUTED, SERIES, Axes
from vocvalue.datasets.stakeholders import POINTS, SimulatedStakeholders
from vocvalue.results.dispatch import drawn, said
from vocvalue.results.texts import named, pair
from vocvalue.results.tongues import Tongue


@drawn.register
def _(survey: SimulatedStakeholders, ax: Axes | None, tongue: Tongue) -> Axes:
    ax = canvas.axes(ax)
    truth = survey.true_means()
    answered = survey.truth[survey.truth["answered"]]
    means = answered.pivot_table("score", index="quarter", columns="question")
    key = {}
    for question, colour in zip(truth.columns, (ACTUAL, *SERIES[1:]), strict=False):
        ax.plot(truth.index, truth[question], color=colour, linewidth=1.8)
        if question in means:
            ax.plot(means.index, means[question], color=colour, linestyle="", marker="o")
        key[named(str(question)).into(tongue)] = colour
    ax.set_ylim(1, POINTS + 0.3 * (len(key) + 1))
    canvas.numbers(ax.yaxis, tongue)
    canvas.days(ax.xaxis, tongue)
    ax.set_ylabel(pair("Mean score", "平均分").into(tongue))
    points = pair("lines: all who were invited; points: who answered", "线：全体受邀者；点：作答者")
    canvas.key(ax, {**key, points.into(tongue): MUTED}, side="right")
    canvas.title(ax, said(survey).into(tongue).removesuffix(".").removesuffix("。"))
    return ax
