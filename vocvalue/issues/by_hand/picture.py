"""A loss by arithmetic as a picture: what exposed customers bring without the problem, and with."""

from vocvalue import canvas
from vocvalue.canvas import ACTUAL, MODEL, MUTED, Axes
from vocvalue.issues.by_hand.result import LossArithmetic
from vocvalue.issues.by_hand.words import finding
from vocvalue.results.dispatch import drawn
from vocvalue.results.sums import BASIS, brief
from vocvalue.results.texts import pair
from vocvalue.results.tongues import Tongue

ROOM = 1.3


@drawn.register
def _(loss: LossArithmetic, ax: Axes | None, tongue: Tongue) -> Axes:
    ax = canvas.axes(ax)
    kept = 1.0 if loss.margin is None else loss.margin
    unit = loss.exposed * loss.spend * kept
    values = [loss.before * unit, loss.after * unit, loss.loss.value]
    labels = (
        pair("without the problem", "若无该问题"),
        pair("with it", "遇到后"),
        pair("loss", "损失"),
    )
    names = [label.into(tongue) for label in labels]
    colours = [MUTED, ACTUAL, MODEL]
    ax.barh(range(3), values, left=[0.0, 0.0, values[1]], height=0.6, color=colours)
    for place, (value, colour) in enumerate(zip(values, colours, strict=True)):
        end = value if place < len(values) - 1 else values[0]
        text = brief(value, loss.currency).into(tongue)
        canvas.write_at(ax, text, (end, float(place)), colour=colour)
    ax.set_xlim(0, ROOM * max(*values, 1e-9))
    ax.set_ylim(2.6, -0.6)
    canvas.name_rows(ax, names)
    canvas.amounts(ax.xaxis, tongue, loss.currency)
    ax.set_xlabel(BASIS[loss.basis].into(tongue))
    canvas.title(ax, finding(loss).into(tongue).removesuffix(".").removesuffix("。"), names=names)
    return ax
