"""What a reader must know of an insight-to-action rate."""

from vocvalue.kpi.insights.history import ActionMoney
from vocvalue.results import Note
from vocvalue.results.notes import left_out
from vocvalue.results.numerals import counted
from vocvalue.results.spans import date, span
from vocvalue.results.texts import pair

FEW = 5
"""A department with fewer mature insights is pointed out."""


def young(n: int, mature: object, end: object) -> tuple[Note, ...]:
    """Note the insights that are too young for the rate.

    Args:
        n: How many there are.
        mature: The age from which on one is not.
        end: The end of observation.
    """
    return Note.counted(
        n,
        "{insights} submitted less than {mature} before the end of observation, {end}, cannot be "
        "judged yet: they are not in the rate, only in the curve by age.",
        "{insights}在观察期末（{end}）前不足 {mature}提交，尚不能评判：不计入转化率，只计入按"
        "时长的完成曲线。",
        insights=counted(n, "insight"),
        mature=span(mature),  # type: ignore[arg-type]
        end=date(end),  # type: ignore[arg-type]
    )


def thin_departments(n: int) -> tuple[Note, ...]:
    """Note the departments with few mature insights.

    Args:
        n: How many there are.
    """
    return Note.counted(
        n,
        "{departments} with fewer than {least} mature insights: rely on the interval, not on the "
        "rate.",
        "{departments}的成熟洞察少于 {least} 条，请以区间为准，不宜只看比率。",
        departments=counted(n, "department"),
        least=FEW,
    )


def empty_periods(n: int, every: str) -> tuple[Note, ...]:
    """Note the periods in which nothing was submitted.

    Args:
        n: How many there are.
        every: The length of a period.
    """
    return Note.counted(
        n,
        "{periods} without a major insight, shown as gaps.",
        "{periods}没有重大洞察，显示为空。",
        periods=counted(n, every),
    )


def of_money(money: ActionMoney | None) -> tuple[Note, ...]:
    """Note what was left out of the money, and how it is graded.

    Args:
        money: The money of the actions, or None.
    """
    if money is None:
        return ()
    copies = pair(
        "{rows} that repeat another in insight, date and amount",
        "{rows}与另一行的洞察、日期和金额相同",
        rows=counted(money.n_copies, "row"),
    )
    money_text = pair("the money of the actions", "行动带来的金额")
    own = pair(
        "If they are different actions, put their amounts into one row.",
        "若确为不同行动，请把金额合并到一行。",
    )
    return left_out(money.n_copies, copies, own, of=money_text)
