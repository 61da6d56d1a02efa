"""How a result becomes a finding: each kind of result registers it; others are read by default."""

from collections.abc import Sequence
from functools import singledispatch
from typing import Any

from vocvalue.errors import ParameterError
from vocvalue.report.findings.finding import Finding, Observed
from vocvalue.report.findings.money_line import MoneyLine
from vocvalue.report.findings.titles import key_of, title_of
from vocvalue.results import Money, Result
from vocvalue.results.dispatch import rows, said
from vocvalue.results.texts import Phrase, Text, named, pair

AMOUNT = "vocvalue.results.sums:amount"
A_SCORE = pair(
    "it is no amount of money by itself: it supports the figures that are",
    "本身不是金额，只为有金额的结果提供依据",
)


@singledispatch
def finding_of(result: object) -> Finding:
    """Return what a page says of a result.

    Args:
        result: What a call of any room returned.

    Raises:
        ParameterError: It is no result.
    """
    if not isinstance(result, Result):
        raise ParameterError(
            f"results holds {type(result).__name__}, must hold what calls of vocvalue returned, "
            "such as clv.predict(...), or issues.PnlLine(label, money=, kind=, per=)."
        )
    return of(result, lines=lines_of_headlines(result))


def of(
    result: Result,
    *,
    lines: Sequence[MoneyLine] = (),
    title: Text | None = None,
    action: Text | None = None,
    match: Text | None = None,
    without_money: Text = A_SCORE,
    observed: Observed | None = None,
    flows: tuple[Any, ...] = (),
) -> Finding:
    """Return the finding of a result.

    Args:
        result: The result.
        lines: The money that it states.
        title: Its heading; by default that of its kind.
        action: What to do.
        match: How many of two joined tables match.
        without_money: Why it states no money, if it states none.
        observed: The days that its data cover.
        flows: What goes into the statement of a period, with a line for each part of it.
    """
    return Finding(
        key=key_of(result),
        room=room_of(result),
        title=title or title_of(result),
        statement=said(result),
        result=result,
        lines=tuple(lines),
        action=action,
        match=match,
        without_money=None if lines else without_money,
        observed=observed,
        flows=flows,
    )


def room_of(result: object) -> str:
    """Return the room that a result comes from.

    Args:
        result: The result.
    """
    room = type(result).__module__.split(".")[1]
    return "lift" if room == "amounts" else room


def lines_of_headlines(result: Result) -> list[MoneyLine]:
    """Return the money among the figures of a result, by the labels of its headlines.

    Args:
        result: The result.
    """
    labels = _labels(result)
    amounts = {
        name: figure for name, figure in result.figures().items() if isinstance(figure, Money)
    }
    return [
        MoneyLine(
            label=labels.get((money.value, money.currency), named(name)),
            money=money,
            kind="detail",
        )
        for name, money in amounts.items()
    ]


def _labels(result: Result) -> dict[tuple[Any, ...], Text]:
    """Return the labels of the headlines that are amounts, by the amount."""
    return {
        row.value.arguments: row.label
        for row in rows(result)
        if isinstance(row.value, Phrase) and row.value.written_by == AMOUNT
    }
