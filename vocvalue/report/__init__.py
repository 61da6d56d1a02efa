"""Results in, a page out: what a CFO reads.

- Results of any rooms in one report, with a statement that adds up: `cfo`, `Report`, `Finding`,
  `MoneyLine`, `Check`.
- From the tables that a company has to the report, in one call or by a file: `programme`,
  `from_file`.
- What the programme costs, and what it brings against that: `Cost`, `ProgrammeReturn`.
"""

from vocvalue.report import shown
from vocvalue.report.checking.check import Check
from vocvalue.report.company.programme import from_file, programme
from vocvalue.report.findings.finding import Finding
from vocvalue.report.findings.money_line import MoneyLine
from vocvalue.report.page.measure import cfo
from vocvalue.report.page.result import Report
from vocvalue.report.programme_return.cost import Cost
from vocvalue.report.programme_return.result import ProgrammeReturn

__all__ = [
    "Check",
    "Cost",
    "Finding",
    "MoneyLine",
    "ProgrammeReturn",
    "Report",
    "cfo",
    "from_file",
    "programme",
]


def __dir__() -> list[str]:
    return sorted(__all__)
