"""What a reader must know of an internal survey."""

from vocvalue.duration import Every
from vocvalue.results import Note
from vocvalue.results.calendar import ONE
from vocvalue.results.notes import left_out
from vocvalue.results.numerals import counted, number
from vocvalue.results.texts import Text, pair

FEW = 5
"""A department with fewer answers in the latest period is pointed out."""


def without(n: int, column: str) -> tuple[Note, ...]:
    """Note the rows that lack something.

    Args:
        n: How many there are.
        column: The column.
    """
    rows = pair(
        "{rows} with no {column}", "{rows}缺少 {column}", rows=counted(n, "row"), column=column
    )
    return left_out(n, rows)


def again(n: int, every: Every) -> tuple[Note, ...]:
    """Note the answers of people who had answered the question in the same period.

    Args:
        n: How many there are.
        every: The length of a period.
    """
    answers = pair(
        "{answers} of people who had answered the same question in the same {period}",
        "{answers}为同一人在同一期（{period}）内对同一问题的重复作答",
        answers=counted(n, "answer"),
        period=ONE[every],
    )
    first = pair("The first answer counts.", "以首次作答为准。")
    return left_out(n, answers, first)


def anonymous(n: int, *, of_all: bool) -> tuple[Note, ...]:
    """Note the answers of which nobody knows whose they are.

    Args:
        n: How many there are.
        of_all: Whether these are all.
    """
    if of_all:
        return (
            Note.of(
                "The answers are anonymous, so whoever answered twice counts twice. Which answers "
                "are of one person is not known: the intervals are made rather too wide.",
                "作答为匿名，无法剔除重复作答，也不知道哪些作答来自同一人；区间因此取得偏宽。",
                bears_on="reading",
            ),
        )
    return Note.counted(
        n,
        "{answers} without a respondent: each is taken to be of somebody else.",
        "{answers}没有填写作答人，每份均视为不同的人。",
        answers=counted(n, "answer"),
        bears_on="reading",
    )


def not_invited() -> tuple[Note, ...]:
    """Note that it is not known how many were invited."""
    return (
        Note.of(
            "How many people were invited is not known. Pass invited= for the response rate, and "
            "for the mean of all of them.",
            "未给出受邀人数。请传入 invited=，以得到回收率和全体受邀者的均值。",
            bears_on="reading",
        ),
    )


def silent(
    n: int, period: Text, ends: tuple[float, float], scale: tuple[int, int]
) -> tuple[Note, ...]:
    """Note what those who did not answer could change.

    Args:
        n: How many they are.
        period: The latest period.
        ends: The mean of all if they had given the lowest score, and the highest.
        scale: The lowest and the highest score.
    """
    return Note.counted(
        n,
        "{people} of those invited did not answer in {period}. The interval assumes that they "
        "think like the others; had all of them given {lowest}, or all {highest}, the mean would "
        "be {low} or {high}.",
        "{period}有 {people}受邀未答。区间假定其看法与作答者相近；若全部打 {lowest} 分或全部打 "
        "{highest} 分，均值将为 {low} 或 {high}。",
        people=counted(n, "person"),
        period=period,
        lowest=scale[0],
        highest=scale[1],
        low=number(ends[0], 2),
        high=number(ends[1], 2),
        bears_on="claim",
    )


def thin(n: int) -> tuple[Note, ...]:
    """Note the departments with few answers.

    Args:
        n: How many there are.
    """
    return Note.counted(
        n,
        "{departments} with fewer than {least} people in the latest period: rely on the interval, "
        "not on the mean.",
        "{departments}最近一期作答少于 {least} 人，请以区间为准，不宜只看均值。",
        departments=counted(n, "department"),
        least=FEW,
    )


def gaps(n: int, every: Every) -> tuple[Note, ...]:
    """Note the periods without an answer.

    Args:
        n: How many there are.
        every: The length of a period.
    """
    return Note.counted(
        n,
        "{periods} without answers, shown as gaps.",
        "{periods}没有作答，显示为空。",
        periods=counted(n, every),
    )
