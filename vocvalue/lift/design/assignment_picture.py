"""The share of each arm as drawn, among all customers and within each stratum."""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from vocvalue import canvas
from vocvalue.canvas import SERIES, Axes
from vocvalue.lift.design.arm_words import arm_name
from vocvalue.lift.design.assignment_result import Assignment
from vocvalue.lift.design.assignment_words import finding
from vocvalue.results.dispatch import drawn
from vocvalue.results.numerals import whole
from vocvalue.results.result import Labels
from vocvalue.results.texts import Text, named, pair, separated
from vocvalue.results.tongues import Tongue

MOST_STRATA = 12
ROW, LINE = 0.45, 17.0


class Group(NamedTuple):
    """Customers who were assigned together: their name, and how many are in each arm."""

    name: Text
    counts: Mapping[str, int]


def assignment_bars(
    assignment: Assignment,
    *,
    ax: Axes | None = None,
    language: str = "en",
    labels: Labels | None = None,
) -> Axes:
    r"""Draw the share of each arm against the plan, among all customers and within each stratum.

    What is known of the customers is compared by `Assignment.balance`, which has a picture of its
    own.

    Args:
        assignment: What `lift.assign` returned.
        ax: Matplotlib axes to draw on; by default new axes.
        language: "en" or "zh".
        labels: Display names of columns and groups, by their names in the data.

    Returns:
        The axes: a bar for all customers and for each stratum, the largest first and of more than
        twelve the smaller ones together; dashed lines where the plan divides the arms.

    Examples:
        >>> import pandas as pd
        >>> from vocvalue import lift
        >>> table = pd.DataFrame({"customer_id": range(6), "tier": ["a"] * 4 + ["b"] * 2})
        >>> ax = assignment_bars(lift.assign(table, salt="winback", strata=["tier"]))
        >>> [label.get_text() for label in ax.get_yticklabels()]
        ['all customers\n3 : 3', 'a\n2 : 2', 'b\n1 : 1']
    """
    return canvas.picture(assignment, ax, language, labels)


@drawn.register
def _(assignment: Assignment, ax: Axes | None, tongue: Tongue) -> Axes:
    own = ax is None
    ax = canvas.axes(ax)
    groups = _groups(assignment)
    names = [_row_name(group, tongue) for group in groups]
    if own:
        canvas.fit_height(ax, len(names), ROW, least=2.2)
    colours = {arm: SERIES[i % len(SERIES)] for i, arm in enumerate(assignment.shares)}
    for row, group in enumerate(groups):
        counts = np.array(list(group.counts.values()))
        canvas.stacked(ax, row, (counts / counts.sum()).tolist(), list(colours.values()))
    canvas.name_rows(ax, names)
    _draw_plan(ax, assignment, len(groups))
    ax.set_xlim(0, 1)
    above = canvas.room_above(ax, len(names), LINE * len(colours))
    ax.set_ylim(len(names) - 0.5, -0.5 - above)
    canvas.shares(ax.xaxis, tongue)
    label = pair("Share of customers (dashed: planned)", "客户占比（虚线：计划）")
    ax.set_xlabel(label.into(tongue))
    canvas.key(ax, {arm_name(arm).into(tongue): colours[arm] for arm in colours}, side="left")
    canvas.title(ax, finding(assignment).into(tongue), names=names)
    return ax


def _groups(assignment: Assignment) -> list[Group]:
    """Return all customers and each stratum; if there are many, the smaller ones as one."""
    arms = list(assignment.shares)
    everybody = Group(pair("all customers", "全部客户"), assignment.counts)
    if not assignment.strata:
        return [everybody]
    table = assignment.by_stratum()
    table = table.iloc[np.argsort(-table[arms].sum(axis=1).to_numpy(), kind="stable")]
    kept = len(table) if len(table) <= MOST_STRATA else MOST_STRATA - 1
    groups = [
        Group(
            separated(*(named(str(row[name])) for name in assignment.strata)),
            {arm: int(row[arm]) for arm in arms},
        )
        for row in table.head(kept).to_dict("records")
    ]
    rest = table.iloc[kept:]
    if len(rest):
        others = pair("{n} other strata", "其余 {n} 个分层", n=len(rest))
        groups.append(Group(others, {arm: int(rest[arm].sum()) for arm in arms}))
    return [everybody, *groups]


def _row_name(group: Group, tongue: Tongue) -> str:
    counts = " : ".join(whole(n).into(tongue) for n in group.counts.values())
    return f"{canvas.in_lines(group.name.into(tongue))}\n{counts}"


def _draw_plan(ax: Axes, assignment: Assignment, n_rows: int) -> None:
    """Draw a line where the plan divides two arms, from the first bar to the last."""
    ends = np.cumsum(list(assignment.shares.values()))[:-1]
    ax.vlines(ends, -0.45, n_rows - 0.55, color="black", linewidth=1.2, linestyle=(0, (4, 3)))
