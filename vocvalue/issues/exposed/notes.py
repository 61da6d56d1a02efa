"""Notes on how problems were read, and on what can be said of the exposed."""

import numpy as np

from vocvalue.issues.exposed.choosing import Choice
from vocvalue.issues.exposed.question import ExposureQuestion
from vocvalue.issues.gathered import OrdersAndProblems
from vocvalue.issues.histories import OrderHistories
from vocvalue.issues.moments.moments import MONDAY
from vocvalue.issues.moments.problems import LONGEST_DELAY, LeftOut, ToldProblems
from vocvalue.results import Note
from vocvalue.results.notes import left_out
from vocvalue.results.numerals import counted, number, percent
from vocvalue.results.spans import length
from vocvalue.results.texts import Text, named, pair

FEW = 100
"""With fewer exposed the interval is wide and a hidden cause is rarely detected."""
MANY_WITHOUT_ORDER = 0.10
MUCH_OF_A_WEEK = 0.20


def on_all(
    choice: Choice, gathered: OrdersAndProblems, question: ExposureQuestion
) -> tuple[Note, ...]:
    """Return what a reader must know of the moments and of the weeks in which they lie.

    Args:
        choice: The moments.
        gathered: Orders and problems.
        question: What is asked.
    """
    return (
        *on_choice(choice, gathered.problems, question),
        *on_weeks(choice, gathered.orders),
    )


def on_tables(gathered: OrdersAndProblems) -> tuple[Note, ...]:
    """Return how both tables were read, and what was left out of them.

    Args:
        gathered: Orders and problems.
    """
    return (*on_reading(gathered.problems.counts), *gathered.notes)


def on_reading(counts: LeftOut) -> tuple[Note, ...]:
    """Return what a table of problems lost on the way.

    Args:
        counts: What was left out.
    """
    unknown = pair(
        "{rows} of {customers} who never ordered",
        "{rows}来自从未下单的{customers}",
        rows=_rows(counts.unknown),
        customers=counted(counts.unknown_customers, "customer"),
    )
    return (
        *_lacking(counts.no_customer, pair("with no customer", "缺少客户编号")),
        *_lacking(counts.no_time, pair("with no time", "缺少时间")),
        *_lacking(counts.no_topic, pair("with no topic", "缺少主题")),
        *_lacking(counts.no_complaint, pair("that are no complaint", "不是抱怨")),
        *left_out(counts.unknown, unknown),
        *_lacking(
            counts.again,
            pair(
                "repeating another in customer, moment and topic",
                "与另一行的客户、时间和主题相同",
            ),
        ),
    )


def on_choice(
    choice: Choice, problems: ToldProblems, question: ExposureQuestion
) -> tuple[Note, ...]:
    """Return what a reader must know of the moments that are compared.

    Args:
        choice: The moments.
        problems: All problems.
        question: What is asked.
    """
    return (
        *([] if problems.by_order else [_delays(choice)]),
        *_few(choice.n_exposed),
        *_without_order(choice, problems, question.topic),
        *left_out(choice.n_after_end, _first(choice.n_after_end, _AFTER_END)),
        *left_out(choice.n_late, _first(choice.n_late, _too_late(question.window_days))),
        *Note.counted(
            choice.n_short,
            "In {n} of the weeks there were fewer controls than wanted; all of them were taken.",
            "有 {n} 周的对照少于所需数量，已全部取用。",
        ),
    )


def on_weeks(choice: Choice, orders: OrderHistories) -> tuple[Note, ...]:
    """Note weeks in which a large part of all orders met the problem.

    Args:
        choice: The moments.
        orders: The histories.
    """
    exposed = choice.at.week[: choice.n_exposed]
    low, high = int(exposed.min()), int(exposed.max())
    day = orders.day[(orders.day >= 7 * low - MONDAY) & (orders.day < 7 * (high + 1) - MONDAY)]
    week = np.floor((day + MONDAY) / 7).astype(np.int64) - low
    share = np.bincount(exposed - low) / np.maximum(np.bincount(week, minlength=high - low + 1), 1)
    return Note.counted(
        int((share > MUCH_OF_A_WEEK).sum()),
        "In {n} of the weeks more than {limit} of all orders met the problem for the first time "
        "({most} at most): few are left to compare with.",
        "有 {n} 周首次遇到该问题的订单超过全部订单的 {limit}（最高 {most}），可比较的对照很少。",
        limit=percent(MUCH_OF_A_WEEK, 0),
        most=percent(float(share.max()), 0),
        bears_on="claim",
    )


def _few(n: int) -> tuple[Note, ...]:
    if n >= FEW:
        return ()
    return Note.counted(
        n,
        "Only {n} exposed customers can be followed: intervals will be wide, and a hidden cause "
        "would rarely be detected.",
        "只有 {n} 位遇到问题的客户可以跟踪：区间会很宽，隐藏的原因也很难被发现。",
        bears_on="claim",
    )


def _delays(choice: Choice) -> Note:
    return Note.of(
        "It is not known which order a mention is about, so the moment is that of the mention, and "
        "controls are taken as long after an order ({days} days in the median). What was lost "
        "between the order and the mention is not counted. A column of order ids in both tables "
        "would tell.",
        "不知道每次提及对应哪笔订单，因此以提及的时间为准，对照取订单之后同样长的时间"
        "（中位数 {days} 天）。从订单到提及之间的损失不计入。两张表都有订单编号列时即可对应。",
        days=number(choice.median_delay),
        bears_on="claim",
    )


def _without_order(choice: Choice, problems: ToldProblems, topic: str) -> tuple[Note, ...]:
    n = choice.n_without_order
    if problems.by_order:
        rows = pair(
            "{customers} whose first mention of {topic} names no order of theirs",
            "{customers}首次提及“{topic}”时没有对应自己的订单",
            customers=counted(n, "customer"),
            topic=named(topic),
        )
    else:
        rows = pair(
            "{customers} without an order in the {days} before they first mentioned {topic}",
            "{customers}首次提及“{topic}”前 {days}内没有订单",
            customers=counted(n, "customer"),
            topic=named(topic),
            days=length(LONGEST_DELAY, "day"),
        )
    share = choice.share_without_order
    if share <= MANY_WITHOUT_ORDER:
        return left_out(n, rows)
    remark = pair(
        "{share} of all mentions of it are about no known order: check that both tables cover the "
        "same time.",
        "该问题的全部提及中有 {share} 找不到订单：请检查两张表的时间范围是否一致。",
        share=percent(share),
    )
    return left_out(n, rows, remark)


_AFTER_END = pair("after the last order", "晚于最后一笔订单")


def _too_late(window_days: float) -> Text:
    return pair(
        "too late for a window of {window}",
        "太晚，{window}的观察期尚未结束",
        window=length(round(window_days, 1), "day"),
    )


def _first(n: int, when: Text) -> Text:
    return pair(
        "{customers} who met the problem {when}",
        "{customers}遇到问题的时间{when}",
        customers=counted(n, "customer"),
        when=when,
    )


def _rows(n: int) -> Text:
    return pair(
        "{rows} of the table of problems",
        "问题表中有 {rows}",
        rows=counted(n, "row"),
    )


def _lacking(n: int, why: Text) -> tuple[Note, ...]:
    return left_out(n, pair("{rows} {why}", "{rows}{why}", rows=_rows(n), why=why))
