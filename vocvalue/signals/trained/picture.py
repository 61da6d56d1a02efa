"""How well what was learned does: precision and recall; and probabilities beside what came true."""

import numpy as np

from vocvalue import canvas
from vocvalue.canvas import ACTUAL, MUTED, Axes
from vocvalue.results.dispatch import drawn
from vocvalue.results.numerals import counted, percent
from vocvalue.results.texts import pair
from vocvalue.results.tongues import Tongue
from vocvalue.signals.evaluation.shares import draw_shares
from vocvalue.signals.trained.polarity_model import LEVEL, PolarityModel
from vocvalue.signals.trained.trained_signals import TrainedSignals
from vocvalue.signals.trained.words import name_of


@drawn.register
def _(trained: TrainedSignals, ax: Axes | None, tongue: Tongue) -> Axes:
    tallies = [(name_of(target), target.checked) for target in trained.targets]
    ax, names = draw_shares(ax, tallies, LEVEL, tongue)
    title = pair(
        "Trained signals, cross-validated on {texts}",
        "训练后的信号识别，{texts}交叉验证",
        texts=counted(trained.n_texts, "text"),
    )
    canvas.title(ax, title.into(tongue), names=names)
    return ax


@drawn.register
def _(mood: PolarityModel, ax: Axes | None, tongue: Tongue) -> Axes:
    ax = canvas.axes(ax)
    ax.plot([0, 1], [0, 1], color=MUTED, linewidth=1, linestyle="--")
    size = 20 + 180 * mood.in_tenth / mood.in_tenth.max()
    ax.plot(mood.predicted, mood.observed, color=ACTUAL, linewidth=1)
    ax.scatter(mood.predicted, mood.observed, s=size, color=ACTUAL, clip_on=False, zorder=3)
    ax.set_xlim(0, 1)
    ax.set_ylim(0, 1.12)
    ax.set_yticks(np.linspace(0, 1, 6))
    canvas.shares(ax.xaxis, tongue)
    canvas.shares(ax.yaxis, tongue)
    ax.set_xlabel(pair("Predicted probability of praise", "预测的褒义概率").into(tongue))
    ax.set_ylabel(pair("Share of praise", "褒义占比").into(tongue))
    tenths = pair("texts in tenths, larger: more texts", "按预测概率分十组，点越大文本越多")
    exact = pair("as predicted", "与预测一致")
    canvas.key(ax, {tenths.into(tongue): ACTUAL, exact.into(tongue): MUTED}, side="left")
    title = pair(
        "{share} of {texts} are told right as praise or complaint, cross-validated",
        "{texts}交叉验证，褒贬判断准确率 {share}",
        share=percent(mood.accuracy.value),
        texts=counted(mood.n_texts, "text"),
    )
    canvas.title(ax, title.into(tongue))
    return ax
