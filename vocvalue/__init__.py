"""What customer experience is worth, in money.

The rooms of the house:

- `vocvalue.clv`: customer lifetime value from an order log.
- `vocvalue.survey`: NPS, CSAT and CES with intervals that hold.
- `vocvalue.lift`: retention experiments: whom to contact, did it keep them, what is that worth.
- `vocvalue.signals`: purchase signals in what customers write, the leads they make, their revenue.
- `vocvalue.issues`: what the problems that customers meet cost, and which to mend first.
- `vocvalue.health`: how healthy accounts are: what they say, do and pay, and who is at risk.
- `vocvalue.kpi`: whether the programme works: five KPIs of its own, and the scorecard.
- `vocvalue.report`: results of all rooms in one report for a CFO, as a page or a workbook.
- `vocvalue.link`: survey responses joined to orders.
- `vocvalue.datasets`: simulators with known truth, the sample shop, CDNOW.

Tables that know how they are read, accepted wherever a frame or a path is:

- `Orders`, `Responses`, `Assignments`, `Outcomes`, `Customers`, `Comments`, `Contacts`, `Problems`,
  `Products`, `Insights`, `Actions`, `StakeholderAnswers`, `Tickets`, `Accounts`, `Usage`,
  `Billing`, `Closures`: columns, clock and policies.

`read_survey` reads the exports of survey tools (Qualtrics, SurveyMonkey, Typeform, 问卷星 and
others) to a long table that these rooms take.

`show_values(False)` hides ids and contents of cells in messages and notes, `show_progress(False)`
how far a step is that takes longer. The logger "vocvalue" says what was read and left out.

`vocvalue.errors` holds every error and warning, `vocvalue.results` what all results share.
"""

import logging
from importlib import import_module
from importlib.metadata import version
from types import ModuleType
from typing import TYPE_CHECKING

from vocvalue import errors, results
from vocvalue.progress import show_progress
from vocvalue.showing import show_values
from vocvalue.tables.exports import SurveyExport, read_survey
from vocvalue.tables.reading.accounts import Accounts, Billing, Closures, Usage
from vocvalue.tables.reading.comments import Comments
from vocvalue.tables.reading.customers import Customers
from vocvalue.tables.reading.experiments import Assignments, Outcomes
from vocvalue.tables.reading.insights import Actions, Insights
from vocvalue.tables.reading.leads import Contacts, Products
from vocvalue.tables.reading.orders import Orders
from vocvalue.tables.reading.problems import Problems
from vocvalue.tables.reading.responses import Responses
from vocvalue.tables.reading.stakeholders import StakeholderAnswers
from vocvalue.tables.reading.tickets import Tickets

if TYPE_CHECKING:
    from vocvalue import clv, datasets, health, issues, kpi, lift, link, report, signals, survey

__all__ = [
    "Accounts",
    "Actions",
    "Assignments",
    "Billing",
    "Closures",
    "Comments",
    "Contacts",
    "Customers",
    "Insights",
    "Orders",
    "Outcomes",
    "Problems",
    "Products",
    "Responses",
    "StakeholderAnswers",
    "SurveyExport",
    "Tickets",
    "Usage",
    "clv",
    "datasets",
    "errors",
    "health",
    "issues",
    "kpi",
    "lift",
    "link",
    "read_survey",
    "report",
    "results",
    "show_progress",
    "show_values",
    "signals",
    "survey",
]
__version__ = version("vocvalue")

# What was read and left out is logged where whoever calls asks for it, and nowhere else.
logging.getLogger(__name__).addHandler(logging.NullHandler())

# A room is loaded when it is entered: whoever wants one does not wait for the others.
_ROOMS = frozenset(
    {
        *("clv", "datasets", "health", "issues", "kpi", "lift", "link", "report", "signals"),
        "survey",
    }
)


def __getattr__(name: str) -> ModuleType:
    if name in _ROOMS:
        return import_module(f"{__name__}.{name}")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
