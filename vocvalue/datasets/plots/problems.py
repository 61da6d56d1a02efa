"""What each problem truly costs, in the order in which customers tell of them."""

import pandas as pd

from vocvalue import canvas
from vocvalue.canvas import ACTUAL, Axes
from vocvalue.datasets.problems.result import ProblemShop
from vocvalue.results.dispatch import drawn
from vocvalue.results.sums import amount
from vocvalue.results.texts import Text, named, pair
from vocvalue.results.tongues import Tongue

ROW_HEIGHT = 0.35


@drawn.register
def _(shop: ProblemShop, ax: Axes | None, tongue: Tongue) -> Axes:
    table = shop.losses().assign(mentions=shop.counts()["mentions"])
    table = table.sort_values("mentions", ascending=False, kind="stable")
    names = [_row(topic, int(n)).into(tongue) for topic, n in _pairs(table, "mentions")]
    is_new = ax is None
    ax = canvas.axes(ax)
    if is_new:
        canvas.fit_height(ax, len(table), ROW_HEIGHT)
    bars = ax.barh(range(len(table)), table["loss"], height=0.6, color=ACTUAL)
    written = [amount(loss, shop.currency).into(tongue) for _, loss in _pairs(table, "loss")]
    ax.bar_label(bars, written, fontsize=9, padding=3)
    ax.set_ylim(len(table) - 0.4, -0.6)
    canvas.name_rows(ax, names)
    label = pair(
        "Spend truly lost within 90 days after each first mention",
        "首次提及后 90 天内真实损失的消费",
    )
    ax.set_xlabel(label.into(tongue))
    canvas.amounts(ax.xaxis, tongue, shop.currency)
    ax.locator_params(axis="x", nbins=5)
    ax.margins(x=0.15)
    canvas.title(ax, _finding(table).into(tongue), names=names)
    return ax


def _pairs(table: pd.DataFrame, column: str) -> list[tuple[str, float]]:
    return list(zip(table["topic"], table[column].tolist(), strict=True))


def _row(topic: str, mentions: int) -> Text:
    return pair("{topic} ({n})", "{topic}（{n}）", topic=named(topic), n=mentions)


def _finding(table: pd.DataFrame) -> Text:
    """Say which problem is told of most, and which costs most; the table begins with the first."""
    if not table["mentions"].any():
        return pair("Nobody tells of a problem", "没有客户提及问题")
    loudest = named(table["topic"].iloc[0])
    if not (table["loss"] > 0).any():
        return pair(
            "{loudest} is told of most, and no problem truly costs anything",
            "{loudest}提及最多，但各问题都没有造成真实损失",
            loudest=loudest,
        )
    costliest = named(table["topic"].iloc[int(table["loss"].to_numpy().argmax())])
    if costliest.en == loudest.en:
        return pair(
            "{loudest} is told of most, and truly costs most",
            "{loudest}提及最多，真实损失也最大",
            loudest=loudest,
        )
    return pair(
        "{loudest} is told of most, but {costliest} truly costs most",
        "{loudest}提及最多，但真实损失最大的是{costliest}",
        loudest=loudest,
        costliest=costliest,
    )
