"""The figures of last time beside the new ones."""

from collections.abc import Sequence

from vocvalue.report.document import Block, Cell, Column, Details, Grid, Section
from vocvalue.report.page.earlier import LastTime, beside
from vocvalue.report.page.result import Report
from vocvalue.results import Money
from vocvalue.results.intervals import is_certain
from vocvalue.results.texts import Text, pair
from vocvalue.results.tongues import Tongue

SHOWN, NOT_SHOWN = pair("yes", "是"), pair("no", "否")
SUMS = ("pnl/", "programme/")
"""How the names of sums begin."""
HEADINGS: tuple[Text, ...] = (
    pair("now", "本次"),
    pair("last time", "上次"),
    pair("change", "变化"),
)


def earlier_section(report: Report, tongue: Tongue) -> list[Section]:
    """Return the figures of last time beside the new ones.

    Args:
        report: The report.
        tongue: The language.
    """
    pairs = [
        it for it in beside(report.named_figures, report.earlier) if isinstance(it.change, Money)
    ]
    if not pairs or report.earlier is None:
        return []
    sums = [it for it in pairs if it.name.startswith(SUMS)]
    others = [it for it in pairs if not it.name.startswith(SUMS)]
    caption = pair("Compared with {name}", "与 {name} 相比", name=report.earlier.name)
    blocks: list[Block] = []
    if sums:
        blocks.append(_grid(sums, caption, report, tongue))
    if others:
        every = pair("Every other figure", "其他各项数值")
        grid = _grid(others, caption, report, tongue)
        blocks.append(Details(every.into(tongue), [grid]) if sums else grid)
    heading = pair("Compared with last time", "与上次相比")
    return [Section(key="last-time", heading=heading.into(tongue), blocks=blocks)]


def _grid(pairs: Sequence[LastTime], caption: Text, report: Report, tongue: Tongue) -> Grid:
    return Grid(
        caption=caption.into(tongue),
        columns=[
            Column(pair("figure", "数值").into(tongue)),
            *(Column(heading.into(tongue), "money", 0) for heading in HEADINGS),
            Column(pair("change shown", "变化已确认").into(tongue)),
        ],
        rows=[_row(it, tongue) for it in pairs],
        currency=report.currency,
        note=_note(tongue),
    )


def _row(it: LastTime, tongue: Tongue) -> list[Cell]:
    change = it.change
    shown = "" if is_certain(change) else (SHOWN if change.excludes_zero else NOT_SHOWN)
    return [
        it.now.label.into(tongue),
        it.now.estimate.value,
        it.then.estimate.value,
        change.value,
        shown.into(tongue) if isinstance(shown, Text) else shown,
    ]


def _note(tongue: Tongue) -> str:
    return pair(
        "A change is shown where the interval of the difference leaves 0 out. The two reports are "
        "taken as independent; where they share customers, this is rather too strict.",
        "差值的置信区间不含 0 时，视为变化已确认。两次报告视为相互独立；"
        "若有共同的客户，该判断偏严。",
    ).into(tongue)
