"""Simulators with known truth, and data to try the library on.

- `simulate_orders`: an order log of any size from the BG/NBD and Gamma-Gamma models.
- `simulate_shop`: customers, orders and survey responses, all driven by a latent attitude.
- `simulate_programme`: what the customers of a retention programme in that shop do next.
- `simulate_comments`: what the customers of that shop write, and what contacting them brings.
- `simulate_problems`: customers who meet problems, tell of some, and order less for it.
- `simulate_tickets`: a desk that calls back some of that shop's detractors.
- `simulate_insights`: insights of a programme, and the actions that they led to.
- `simulate_stakeholders`: an internal survey, and what those think who did not answer.
- `simulate_accounts`: accounts of a business, what they say, do and pay, and who of them leaves.
- `load_sample`: a small simulated shop from files.
- `load_problem_sample`: a small simulated shop with problems from files.
- `load_ticket_sample`: the tickets of the sample shop from files.
- `load_insight_sample`, `load_stakeholder_sample`: a small log of insights and actions, and a small
  internal survey, from files.
- `load_account_sample`: 300 accounts of a business over two years, from files.
- `load_cdnow`: the published CDNOW orders.
"""

from vocvalue.datasets import plots, words
from vocvalue.datasets.account_sample import load_account_sample
from vocvalue.datasets.accounts.result import SimulatedAccounts
from vocvalue.datasets.accounts.simulate import simulate_accounts
from vocvalue.datasets.cdnow import load_cdnow
from vocvalue.datasets.comments.model import CommentModel
from vocvalue.datasets.comments.result import ShopComments
from vocvalue.datasets.comments.simulate import simulate_comments
from vocvalue.datasets.insight_log import SimulatedInsights, simulate_insights
from vocvalue.datasets.order_log import SimulatedOrders, simulate_orders
from vocvalue.datasets.problems.model import Problem, ProblemModel
from vocvalue.datasets.problems.result import ProblemShop
from vocvalue.datasets.problems.simulate import simulate_problems
from vocvalue.datasets.programme import Programme, simulate_programme
from vocvalue.datasets.programme_sample import load_insight_sample, load_stakeholder_sample
from vocvalue.datasets.sample import load_problem_sample, load_sample, load_ticket_sample
from vocvalue.datasets.shop import Shop, simulate_shop
from vocvalue.datasets.shop_model import ShopModel
from vocvalue.datasets.stakeholders import SimulatedStakeholders, simulate_stakeholders
from vocvalue.datasets.tickets.model import TicketModel
from vocvalue.datasets.tickets.result import TicketDesk
from vocvalue.datasets.tickets.simulate import simulate_tickets

__all__ = [
    "CommentModel",
    "Problem",
    "ProblemModel",
    "ProblemShop",
    "Programme",
    "Shop",
    "ShopComments",
    "ShopModel",
    "SimulatedAccounts",
    "SimulatedInsights",
    "SimulatedOrders",
    "SimulatedStakeholders",
    "TicketDesk",
    "TicketModel",
    "load_account_sample",
    "load_cdnow",
    "load_insight_sample",
    "load_problem_sample",
    "load_sample",
    "load_stakeholder_sample",
    "load_ticket_sample",
    "simulate_accounts",
    "simulate_comments",
    "simulate_insights",
    "simulate_orders",
    "simulate_problems",
    "simulate_programme",
    "simulate_shop",
    "simulate_stakeholders",
    "simulate_tickets",
]


def __dir__() -> list[str]:
    return sorted(__all__)
