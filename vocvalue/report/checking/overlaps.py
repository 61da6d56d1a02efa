"""Money that would count the same customers twice: which of it is added, and why not the rest."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from vocvalue.amounts.result import LiftMoney
from vocvalue.issues.profit_and_loss.line import PnlLine
from vocvalue.report.checking.units import losses_of
from vocvalue.report.findings.finding import Finding
from vocvalue.report.findings.flow import Flow
from vocvalue.results import Money
from vocvalue.results.estimates import GRADES
from vocvalue.results.texts import Text, pair


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

    The same money counts once. Of several results that may have reached the same customers, the
    one of the best evidence counts, and of two of one grade the larger; bad ratings do not count
    beside problems.

    Args:
        findings: The findings.
        different_customers: Whether those that were contacted are others in each result.
    """
    places = [Place(finding=it, flow=flow) for it in findings for flow in it.flows]
    places = _once(places)
    if not different_customers:
        places = _best_of_contacted(places)
    return _without_ratings(places)


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


def _once(places: Sequence[Place]) -> list[Place]:
    kept: list[Place] = []
    seen: dict[object, list[Place]] = {}
    for place in places:
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


def _best_of_contacted(places: Sequence[Place]) -> list[Place]:
    among = [it for it in places if it.reason is None and it.flow.shared == "customers contacted"]
    if len(among) < 2:
        return list(places)
    best = min(among, key=_rank)
    others = [it for it in among if it is not best]
    return [replace(it, reason=_same_customers(best)) if it in others else it for it in places]


def _rank(place: Place) -> tuple[int, float]:
    money = growth_of(place.flow)
    return GRADES.index(money.evidence), -money.value


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


def _same_customers(other: Place) -> Text:
    return pair(
        "it may come from the same customers as “{title}”, which is counted",
        "可能与已计入的“{title}”来自同一批客户",
        title=other.finding.title,
    )


def _same_losses(other: Place) -> Text:
    return pair(
        "customers who gave a bad rating may be those whose losses are counted in “{title}”",
        "给出差评的客户，其损失可能已计入“{title}”",
        title=other.finding.title,
    )
