"""How money, grades and spans are written in the cells of a page."""

from collections.abc import Mapping

from vocvalue.report.document import Cell, Column
from vocvalue.results import Estimate, Evidence, Money
from vocvalue.results.intervals import ends, is_certain
from vocvalue.results.numerals import percent
from vocvalue.results.spans import span
from vocvalue.results.sums import EVIDENCE, money_ends
from vocvalue.results.texts import Text, pair
from vocvalue.results.tongues import Tongue

MEANS: Mapping[Evidence, Text] = {
    "randomised": pair(
        "randomised: customers were assigned by chance, so the difference is the effect",
        "随机实验：客户随机分组，差异即为效果",
    ),
    "adjusted observational": pair(
        "adjusted observational: similar customers are compared; what was not recorded may still "
        "differ",
        "调整后的观察数据：比较的是相似客户，未记录的因素仍可能不同",
    ),
    "association only": pair(
        "association only: the figures go together; that one causes the other is not shown",
        "仅为相关：两者同时出现，尚不能说明因果",
    ),
}
AMOUNT = pair("amount", "金额")
FROM, TO = pair("from", "下限"), pair("to", "上限")
GRADE = pair("evidence", "证据等级")


def columns(tongue: Tongue, first: Text, *others: Text, digits: int = 0) -> list[Column]:
    """Return the columns of a table of money: a name, the amount with its interval, and others.

    Args:
        tongue: The language.
        first: What a row is.
        *others: Columns of texts behind these.
        digits: Digits behind the point of the amounts; 2 where a reader adds them up.
    """
    money = [Column(heading.into(tongue), "money", digits) for heading in (AMOUNT, FROM, TO)]
    rest = [Column(heading.into(tongue)) for heading in others]
    return [Column(first.into(tongue)), *money, *rest]


def reach(estimate: Estimate) -> list[Cell]:
    """Return value and interval as cells; what is certain has no interval.

    Args:
        estimate: The figure.
    """
    if is_certain(estimate):
        return [estimate.value, None, None]
    return [estimate.value, estimate.lower, estimate.upper]


def grade(tongue: Tongue, evidence: Evidence | None) -> str:
    """Return a grade of evidence in words.

    Args:
        tongue: The language.
        evidence: The grade, or None.
    """
    return "" if evidence is None else EVIDENCE[evidence].into(tongue)


def span_words(tongue: Tongue, covered: str | None) -> str:
    """Return the span that an amount covers in words.

    Args:
        tongue: The language.
        covered: The span, or None.
    """
    return "" if covered is None else span(covered).into(tongue)


def interval(tongue: Tongue, estimate: Estimate) -> str:
    """Return the interval of a figure in words, or nothing where it is certain.

    Args:
        tongue: The language.
        estimate: The figure.
    """
    if is_certain(estimate):
        return ""
    if isinstance(estimate, Money):
        return money_ends(estimate).into(tongue)
    return ends(estimate, lambda share: percent(share, 0)).into(tongue)
