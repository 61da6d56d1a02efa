"""What a page can be made of, in order: each step with the tables that it needs."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from vocvalue.report.company import questions
from vocvalue.report.company.company import Company
from vocvalue.report.company.kpis import kpis
from vocvalue.report.company.tables import TABLES
from vocvalue.results.texts import Text, listed, pair


@dataclass(frozen=True, kw_only=True)
class ReportStep:
    """A question of a page.

    Attributes:
        key: Its name.
        name: What it finds out.
        needs: The tables without which it cannot be asked.
        run: What answers it: results for the page, the main one first.
    """

    key: str
    name: Text
    needs: tuple[tuple[str, ...], ...]
    run: Callable[[Company], Iterable[Any]]

    def missing(self, company: Company) -> tuple[str, ...] | None:
        """Return the tables that it lacks; of several ways to ask it, by the nearest.

        Args:
            company: The company.

        Returns:
            Their names, or None where it can be asked.
        """
        lacks = [tuple(it for it in way if it not in company.tables) for way in self.needs]
        return None if () in lacks else min(lacks, key=len)


STEPS: tuple[ReportStep, ...] = (
    ReportStep(
        key="value",
        name=pair("what customers are worth", "客户价值"),
        needs=(("orders",),),
        run=questions.value,
    ),
    ReportStep(
        key="segments",
        name=pair("what promoters and detractors are worth", "推荐者与贬损者的价值"),
        needs=(("responses", "orders"),),
        run=questions.segments,
    ),
    ReportStep(
        key="experiment",
        name=pair("whether contacting customers keeps them", "联系客户能否留住客户"),
        needs=(("assignments", "orders"), ("assignments", "outcomes")),
        run=questions.experiment,
    ),
    ReportStep(
        key="leads",
        name=pair("what leads bring", "线索带来的收入"),
        needs=(("comments", "orders"),),
        run=questions.leads,
    ),
    ReportStep(
        key="problems",
        name=pair("what problems cost", "问题造成的损失"),
        needs=(("problems", "orders"),),
        run=questions.problems,
    ),
    ReportStep(
        key="kpis",
        name=pair("whether the programme works", "项目运行情况"),
        needs=(
            ("insights", "actions"),
            ("responses", "tickets"),
            ("stakeholders",),
            ("assignments", "orders"),
            ("assignments", "outcomes"),
        ),
        run=kpis,
    ),
    ReportStep(
        key="health",
        name=pair("which accounts are about to leave", "哪些企业客户可能流失"),
        needs=(
            ("accounts", "usage"),
            ("accounts", "account_responses"),
            ("accounts", "billing"),
        ),
        run=questions.health_of_accounts,
    ),
)


def what_is_missing(step: ReportStep, tables: Iterable[str]) -> Text:
    """Return what a step needs before it can be asked.

    Args:
        step: The step.
        tables: The tables that it lacks.

    Examples:
        >>> print(what_is_missing(STEPS[1], ["responses"]))
        To show what promoters and detractors are worth, the page needs survey responses.
    """
    return pair(
        "To show {what}, the page needs {tables}.",
        "要说明“{what}”，还需要{tables}。",
        what=step.name,
        tables=listed([TABLES[name].noun for name in tables]),
    )
