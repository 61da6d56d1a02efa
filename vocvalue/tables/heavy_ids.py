"""One customer, or an id that stands for many, with a large part of all orders or money."""

from dataclasses import dataclass
from typing import Any

import narwhals as nw

from vocvalue.results import Note
from vocvalue.results.numerals import percent
from vocvalue.results.texts import pair
from vocvalue.showing import shown
from vocvalue.tables.orders import CUSTOMER, MONEY, Census, OrderLog, counted_lines, revenue
from vocvalue.tables.sources import collect

LARGE = 0.20
"""A customer with this share of all lines or of all money is noted, among MANY or more."""
MANY = 20
SUSPECT, TIMES = 0.05, 5
"""An id that reads like nobody's is noted from this share, and so many times the mean, on."""
NOBODY_TEXTS = [
    *("0", "-1", "999", "9999", "99999", "999999", "9999999", "99999999", "999999999"),
    *("guest", "guests", "anonymous", "anon", "unknown", "walk-in", "walkin", "walk_in"),
    *("cash", "test", "dummy", "default", "undefined", "other", "others", "customer"),
    *("散客", "游客", "访客", "匿名", "匿名用户", "未知", "无", "其他", "零售", "现金", "测试"),
]
NOBODY_NUMBERS = (0, -1, 999, 9999, 99999, 999999, 9999999, 99999999, 999999999)
N, SUM = "_vv_n", "_vv_sum"


@dataclass(frozen=True, kw_only=True)
class Heavy:
    """How many customers have orders, and who of them stands out.

    Attributes:
        n_customers: How many customers have orders.
        notes: One customer, or an id that reads like nobody's, with a large part of them.
    """

    n_customers: int
    notes: tuple[Note, ...]


def heavy(log: OrderLog, census: Census) -> Heavy:
    """Return how many customers have orders, and note an id that holds a large part of them.

    A customer with a fifth of all lines or of all money is noted, where there are twenty customers
    or more; an id that reads like nobody's (0, -1, 9999, guest, walk-in, 散客 and the like) from a
    twentieth on, if it is five times the mean.

    Args:
        log: The order log.
        census: Its lines by kind.
    """
    lines = counted_lines(log, census).select(CUSTOMER, MONEY)
    each = lines.group_by(CUSTOMER).agg(nw.len().alias(N), nw.col(MONEY).sum().alias(SUM))
    nobody = _is_nobody(each.collect_schema()[CUSTOMER])
    mine = each.with_columns(
        *(nw.when(nobody).then(nw.col(it)).otherwise(0).alias(f"{it}_of") for it in (N, SUM))
    )
    n, money = nw.col(N), nw.col(SUM)
    ends = collect(
        mine.select(
            nw.len().alias("customers"),
            n.sum().alias("lines"),
            n.max().alias("most"),
            money.max().alias("largest"),
            nw.col(f"{N}_of").max().alias("most_of"),
            nw.col(f"{SUM}_of").max().alias("largest_of"),
        )
    )
    of = {name: float(ends[name].item() or 0.0) for name in ends.columns}
    total, n_customers = revenue(log, census), int(of["customers"])
    if not n_customers:
        return Heavy(n_customers=0, notes=())
    suspect = max(SUSPECT, TIMES / n_customers)
    is_large = n_customers >= MANY and _part(of["most"], of["largest"], of["lines"], total) >= LARGE
    is_suspect = _part(of["most_of"], of["largest_of"], of["lines"], total) >= suspect
    if not (is_large or is_suspect):
        return Heavy(n_customers=n_customers, notes=())
    large = _over(LARGE if n_customers >= MANY else 2.0, of["lines"], total)
    wanted = large | (nobody & _over(suspect, of["lines"], total))
    found = collect(each.filter(wanted).sort(N, descending=True))
    rows = [found[it].to_list() for it in (CUSTOMER, N, SUM)]
    return Heavy(
        n_customers=n_customers,
        notes=tuple(
            _note(who, lines, sums, (of["lines"], total))
            for who, lines, sums in zip(*rows, strict=True)
        ),
    )


def _over(share: float, lines: float, total: float) -> nw.Expr:
    many = nw.col(N) >= share * lines
    return many | (nw.col(SUM) >= share * total) if total > 0 else many


def _part(n: float, money: float, lines: float, total: float) -> float:
    """Return the larger of two shares: of the lines and of the money."""
    return max(n / lines, money / total if total > 0 else 0.0)


def _is_nobody(dtype: nw.dtypes.DType) -> nw.Expr:
    ids = nw.col(CUSTOMER)
    if isinstance(dtype, nw.String):
        return ids.str.strip_chars().str.to_lowercase().is_in(NOBODY_TEXTS)
    if dtype.is_float():
        return ids.is_in([float(it) for it in NOBODY_NUMBERS])
    # Whole numbers beyond 2**53 are no floats, and those without a sign no integers of 64 bits.
    if isinstance(dtype, nw.UInt64):
        return ids.cast(nw.String).is_in([str(it) for it in NOBODY_NUMBERS])
    return ids.cast(nw.Int64).is_in(list(NOBODY_NUMBERS))


def _note(customer: Any, n: float, money: float, of: tuple[float, float]) -> Note:
    lines, total = of
    who = shown(int(customer) if isinstance(customer, float) else customer)
    of_lines = pair("{share} of the order lines", "订单记录的 {share}", share=percent(n / lines))
    if total > 0:
        held = pair(
            "{lines} and {share} of the revenue",
            "{lines}、收入的 {share}",
            lines=of_lines,
            share=percent(money / total),
        )
    else:
        held = of_lines
    return Note.of(
        "Customer {who} accounts for {held}. If this id stands for many people, such as "
        "walk-in customers, leave its orders out.",
        "客户 {who} 占{held}。若该编号代表多位客户（如散客），请剔除其订单。",
        who=who,
        held=held,
        count=int(n),
    )
