"""How often customers order soon after what they wrote, by what they said of buying."""

import numpy as np

from vocvalue import canvas
from vocvalue.canvas import ACTUAL, MUTED, Axes
from vocvalue.datasets.comments.intentions import LEADS
from vocvalue.datasets.comments.result import ShopComments
from vocvalue.results.dispatch import drawn
from vocvalue.results.numerals import percent
from vocvalue.results.spans import span
from vocvalue.results.texts import Text, pair
from vocvalue.results.tongues import Tongue

SAID = {
    "positive": pair("will buy", "将购买"),
    "conditional": pair("may buy", "有条件"),
    "past": pair("has bought", "曾购买"),
    "nothing": pair("nothing", "未提及"),
    "negative": pair("will not", "不再购买"),
    "switch": pair("elsewhere", "转向他家"),
}


@drawn.register
def _(shop: ShopComments, ax: Axes | None, tongue: Tongue) -> Axes:
    shares = shop.share_buying()
    shown = [status for status in SAID if status in shares.index]
    values = shares.loc[shown].to_numpy(dtype=np.float64)
    ax = canvas.axes(ax)
    colours = [ACTUAL if status in LEADS else MUTED for status in shown]
    bars = ax.bar(range(len(shown)), values, width=0.6, color=colours)
    ax.bar_label(bars, [percent(it).into(tongue) for it in values], fontsize=10, padding=2)
    ax.set_xticks(range(len(shown)), [SAID[status].into(tongue) for status in shown])
    within = span(shop.horizon)
    label = pair("Ordered within {within}", "{within}内下单的比例", within=within)
    ax.set_xlabel(pair("What the text says of buying", "文本对购买的表述").into(tongue))
    ax.set_ylabel(label.into(tongue))
    canvas.shares(ax.yaxis, tongue)
    ax.margins(y=0.1)
    canvas.title(ax, _finding(shop).into(tongue))
    return ax


def _finding(shop: ShopComments) -> Text:
    within = span(shop.horizon)
    if not shop.n_announcing:
        return pair(
            "Orders within {within}, by what customers write",
            "客户留言后 {within}内的下单比例",
            within=within,
        )
    return pair(
        "{share} of texts that announce a purchase are followed by an order within {within}",
        "表示将要购买的文本中，{share} 在 {within}内下单",
        share=percent(shop.share_kept),
        within=within,
    )
