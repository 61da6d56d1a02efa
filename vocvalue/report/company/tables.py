"""The tables that a company may have: what each is called, and how it is read."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from vocvalue.results.texts import Text, pair
from vocvalue.tables.reading.accounts import Accounts, Billing, Closures, Usage
from vocvalue.tables.reading.comments import Comments
from vocvalue.tables.reading.customers import Customers
from vocvalue.tables.reading.described import described
from vocvalue.tables.reading.experiments import Assignments, Outcomes
from vocvalue.tables.reading.insights import Actions, Insights
from vocvalue.tables.reading.leads import Contacts, Products
from vocvalue.tables.reading.orders import Orders
from vocvalue.tables.reading.problems import Problems
from vocvalue.tables.reading.responses import Responses
from vocvalue.tables.reading.stakeholders import StakeholderAnswers
from vocvalue.tables.reading.tickets import Tickets
from vocvalue.tables.table import Table


@dataclass(frozen=True)
class Described:
    """A table that a company may have.

    Attributes:
        kind: The class that says how it is read.
        noun: What it is called.
    """

    kind: type[Table]
    noun: Text


TABLES: Mapping[str, Described] = {
    "orders": Described(Orders, pair("orders", "订单")),
    "customers": Described(Customers, pair("customers", "客户资料")),
    "responses": Described(Responses, pair("survey responses", "答卷")),
    "comments": Described(Comments, pair("comments, chats and reviews", "评论与聊天文本")),
    "products": Described(Products, pair("the catalogue", "商品目录")),
    "contacts": Described(Contacts, pair("contacts about leads", "线索联系记录")),
    "held_back": Described(Assignments, pair("customers held back", "留作对照的客户")),
    "assignments": Described(Assignments, pair("the arms of an experiment", "实验分组名单")),
    "outcomes": Described(Outcomes, pair("outcomes of the experiment", "实验结果")),
    "problems": Described(Problems, pair("problems that customers met", "客户问题记录")),
    "tickets": Described(Tickets, pair("tickets", "工单")),
    "insights": Described(Insights, pair("insights submitted", "已提交的洞察")),
    "actions": Described(Actions, pair("actions taken", "改进行动")),
    "stakeholders": Described(StakeholderAnswers, pair("the internal survey", "内部满意度调查")),
    "accounts": Described(Accounts, pair("accounts", "企业客户名单")),
    "account_responses": Described(
        Responses, pair("answers of their people", "企业客户联系人的答卷")
    ),
    "usage": Described(Usage, pair("their usage", "使用记录")),
    "billing": Described(Billing, pair("their invoices", "账单")),
    "closures": Described(Closures, pair("accounts that left", "已流失企业客户名单")),
}
"""What a programme can be made of, by the name of its argument."""


def described_tables(given: Mapping[str, object], *, currency: str | None) -> dict[str, Any]:
    """Return the tables that were given, each as one that knows how it is read.

    Args:
        given: What was passed, by the names of `TABLES`; None where nothing was.
        currency: The currency code of the orders, where they do not say it.

    Raises:
        ParameterError: A table of another kind.
    """
    asked = {name: {"currency": currency} for name in ("orders", "accounts")}
    return {
        name: described(TABLES[name].kind, table, name, **asked.get(name, {}))
        for name, table in given.items()
        if table is not None
    }
