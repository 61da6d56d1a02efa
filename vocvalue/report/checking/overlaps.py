"""Money that would count the same customers twice: which of it is added, and why not the rest."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from vocvalue.amounts.result import LiftMoney
from vocvalue.issues.profit_and_loss.line import PnlLine, span_in_months
from vocvalue.report.checking.check import Check
from vocvalue.report.checking.shared import n_customers, shared_customers
from vocvalue.report.checking.units import losses_of
from vocvalue.report.findings.finding import Finding
from vocvalue.report.findings.flow import Flow
from vocvalue.results import Money
from vocvalue.results.estimates import GRADES
from vocvalue.results.numerals import counted
from vocvalue.results.texts import Text, pair

CONTACTED = "customers contacted"
UNKNOWN = pair("its amount is not known", "金额未知")


@dataclass(frozen=True, kw_only=True)
class Place:
    """A flow of a finding, and whether it may be added.

    Attributes:
        finding: The finding.
        flow: The flow.
        reason: Why it is not added, or None.
    """

    finding: Finding
    flow: Flow
    reason: Text | None = None

    @property
    def n_lines(self) -> int:
        """How many lines it has in a statement."""
        return sum(map(lines_in, self.flow.items))


def placed(findings: Sequence[Finding], *, different_customers: bool = False) -> list[Place]:
    """Return every flow with the reason why it is not added, if there is one.

    The same money counts once. Of several results that reached the same customers, or of which it
    is not known whom they reached, the one of the best evidence counts, and of two of one grade the
    larger, be it a gain or a loss; bad ratings do not count beside problems.

    Args:
        findings: The findings.
        different_customers: Whether those that were contacted are others in each result, of which
            it is not known whom it reached.
    """
    places = [Place(finding=it, flow=flow) for it in findings for flow in it.flows]
    places = _once([_if_known(place) for place in places])
    places = _best_of_contacted(places, different_customers=different_customers)
    return _without_ratings(places)


def checks_of_customers(places: Sequence[Place]) -> list[Check]:
    """Return what the ids of customers say of flows that are added.

    Args:
        places: The flows of all findings.
    """
    added = [it for it in places if it.reason is None and it.flow.customers is not None]
    contacted = [it for it in added if it.flow.shared == CONTACTED]
    problems = [it for it in added if it.flow.shared == "problems"]
    said = [
        *((first, _both_added(first, it)) for first, it in itertools.combinations(contacted, 2)),
        *((first, _also_met(first, it)) for first, it in itertools.product(contacted, problems)),
    ]
    return [
        Check(about="customers", finding=first.finding.key, said=text)
        for first, text in said
        if text is not None
    ]


def growth_of(flow: Flow) -> Money:
    """Return what a flow of customers contacted brings.

    Args:
        flow: The flow.
    """
    first = flow.items[0]
    money: Money = first.gross if isinstance(first, LiftMoney) else first.money
    return money


def lines_in(item: object) -> int:
    """Return how many lines of a statement an item makes.

    Args:
        item: What `issues.experience_pnl` takes.
    """
    if isinstance(item, LiftMoney):
        return 2 if item.cost.value else 1
    return 1 if isinstance(item, PnlLine) else len(losses_of(item).topics)


def _if_known(place: Place) -> Place:
    """Keep out what is not known, which would leave nothing known of a sum."""
    amounts = [amount for item in place.flow.items for amount in _amounts_in(item)]
    return place if np.isfinite(amounts).all() else replace(place, reason=UNKNOWN)


def _amounts_in(item: Any) -> list[float]:
    if isinstance(item, LiftMoney):
        return [item.gross.value, item.cost.value]
    return [item.money.value] if isinstance(item, PnlLine) else losses_of(item).loss.tolist()


def _once(places: Sequence[Place]) -> list[Place]:
    kept: list[Place] = []
    seen: dict[object, list[Place]] = {}
    for place in places:
        if place.reason is not None:
            kept.append(place)
            continue
        alike = seen.setdefault(_amount_of(place.flow), [])
        first = next((it for it in alike if it.flow.items == place.flow.items), None)
        if first is None:
            alike.append(place)
        kept.append(place if first is None else replace(place, reason=_same(first)))
    return kept


def _amount_of(flow: Flow) -> object:
    """Return what two flows of the same money have in common, to compare few with each other."""
    first = flow.items[0]
    return growth_of(flow).value if isinstance(first, LiftMoney | PnlLine) else type(first)


def _best_of_contacted(places: Sequence[Place], *, different_customers: bool) -> list[Place]:
    among = [it for it in places if it.reason is None and it.flow.shared == CONTACTED]
    kept: list[Place] = []
    reasons: dict[int, Text] = {}
    for place in sorted(among, key=_rank):
        reason = _held_by_one_of(kept, place, different_customers=different_customers)
        if reason is None:
            kept.append(place)
        else:
            reasons[id(place)] = reason
    return [replace(it, reason=reasons.get(id(it), it.reason)) for it in places]


def _held_by_one_of(
    kept: Sequence[Place], place: Place, *, different_customers: bool
) -> Text | None:
    """Return why a flow is not added to others, or None where it shares no customer with them."""
    for other in kept:
        n = shared_customers(place.flow, other.flow)
        if n is None and not different_customers:
            return _may_share(other)
        if n:
            return _share(place, other, n)
    return None


def _rank(place: Place) -> tuple[int, float]:
    money = growth_of(place.flow)
    return GRADES.index(money.evidence), -abs(money.value) / _months(place.flow)


def _months(flow: Flow) -> float:
    first = flow.items[0]
    span = first.horizon if isinstance(first, LiftMoney) else first.per
    return span_in_months(span, "a flow")


def _without_ratings(places: Sequence[Place]) -> list[Place]:
    problems = [it for it in places if it.reason is None and it.flow.shared == "problems"]
    if not problems:
        return list(places)
    return [
        replace(it, reason=_same_losses(problems[0]))
        if it.reason is None and it.flow.shared == "bad ratings"
        else it
        for it in places
    ]


def _same(other: Place) -> Text:
    title = other.finding.title
    return pair("the same money is counted in “{title}”", "同一笔金额已计入“{title}”", title=title)


def _may_share(other: Place) -> Text:
    return pair(
        "it may come from the same customers as “{title}”, which is counted: the customers of both "
        "are not known",
        "可能与已计入的“{title}”来自同一批客户：缺少双方的客户名单，无法核对",
        title=other.finding.title,
    )


def _share(place: Place, other: Place, n: int) -> Text:
    return pair(
        "it shares {customers} of {all} with “{title}”, which is counted",
        "其 {all} 位客户中，{customers}也属于已计入的“{title}”",
        customers=counted(n, "customer"),
        all=n_customers(place.flow),
        title=other.finding.title,
    )


def _both_added(first: Place, second: Place) -> Text | None:
    if shared_customers(first.flow, second.flow) is None:
        return None
    return pair(
        "“{first}” ({n}) and “{second}” ({m}) share no customer: both are added.",
        "“{first}”（{n}）与“{second}”（{m}）没有共同的客户，两者均计入合计。",
        first=first.finding.title,
        second=second.finding.title,
        n=counted(n_customers(first.flow), "customer"),
        m=counted(n_customers(second.flow), "customer"),
    )


def _also_met(contacted: Place, problems: Place) -> Text | None:
    n = shared_customers(contacted.flow, problems.flow)
    if not n:
        return None
    return pair(
        "Of the {all} customers of “{first}”, {n} also told of a problem (“{second}”): what they "
        "no longer lose may be in both figures.",
        "“{first}”的 {all} 位客户中，有 {n} 位也反馈过问题（“{second}”）："
        "他们不再流失的部分可能在两处都有。",
        n=n,
        all=n_customers(contacted.flow),
        first=contacted.finding.title,
        second=problems.finding.title,
    )


def _same_losses(other: Place) -> Text:
    return pair(
        "customers who gave a bad rating may be those whose losses are counted in “{title}”",
        "给出差评的客户，其损失可能已计入“{title}”",
        title=other.finding.title,
    )
