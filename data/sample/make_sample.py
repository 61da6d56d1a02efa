"""Write the sample shop into CSV files: the same seed gives the same bytes."""

import argparse
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from vocvalue.datasets import (
    Problem,
    ProblemModel,
    ProblemShop,
    ShopComments,
    SimulatedAccounts,
    SimulatedInsights,
    SimulatedOrders,
    SimulatedStakeholders,
    TicketDesk,
    simulate_accounts,
    simulate_comments,
    simulate_insights,
    simulate_problems,
    simulate_shop,
    simulate_stakeholders,
    simulate_tickets,
)

N_CUSTOMERS = 2_000
SEED = 20240601
COMMENTS_SEED = 20240602
N_WITH_PROBLEMS = 6_000
PROBLEMS_SEED = 20240603
TICKETS_SEED = 20240605
INSIGHTS_SEED = 20240604
STAKEHOLDERS_SEED = 20240606
ACCOUNTS_SEED = 20240607
LOUD_BUT_HARMLESS = (
    Problem(name="物流慢", met=-2.9, log_rate=0.0, dropout=0.0, reported=0.6),
    Problem(name="赠品缺失", met=-3.3, log_rate=-0.04, dropout=0.0, reported=0.7),
)
SILENT_KILLER = Problem(
    name="退货流程复杂",
    met=-5.1,
    met_prior_spend=0.9,
    met_amount=0.5,
    log_rate=-1.2,
    dropout=0.40,
    reported=0.45,
)
PROBLEMS = (
    *LOUD_BUT_HARMLESS,
    Problem(name="包装破损", met=-3.7, log_rate=-0.4, dropout=0.08, reported=0.5),
    Problem(name="客服响应慢", met=-3.8, log_rate=-0.3, dropout=0.06, reported=0.5),
    Problem(name="缺货", met=-3.9, log_rate=-0.15, dropout=0.03, reported=0.5),
    Problem(name="色差", met=-4.2, log_rate=-0.25, dropout=0.04, reported=0.5),
    Problem(name="发票错误", met=-4.4, log_rate=0.0, dropout=0.0, reported=0.5),
    SILENT_KILLER,
)
DEPARTMENTS = {"物流部": 0.70, "客服部": 0.50, "产品部": 0.60, "门店运营部": 0.25}
INVITED = {"物流部": 6, "客服部": 7, "产品部": 8, "门店运营部": 4}
QUESTIONS = {"洞察及时性": 3.6, "洞察可行动性": 3.0}
SURVEYED = {"n_quarters": 8, "change": 0.08, "response": 0.65, "skipped": (4,)}


def main() -> None:
    """Simulate the shop and write it where asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    here = Path(__file__).parent
    parser.add_argument("--out", type=Path, default=here, help="folder to write to")
    folder = parser.parse_args().out
    folder.mkdir(parents=True, exist_ok=True)
    shop = simulate_shop(N_CUSTOMERS, seed=SEED)
    write(simulate_comments(shop, language="both", seed=COMMENTS_SEED), folder)
    problems = simulate_problems(
        N_WITH_PROBLEMS, model=ProblemModel(problems=PROBLEMS), seed=PROBLEMS_SEED
    )
    write_problems(problems, folder)
    write_tickets(simulate_tickets(shop, seed=TICKETS_SEED), folder)
    write_insights(simulate_insights(departments=DEPARTMENTS, seed=INSIGHTS_SEED), folder)
    survey = simulate_stakeholders(
        invited=INVITED,
        questions=QUESTIONS,
        start="2023-01-01",
        seed=STAKEHOLDERS_SEED,
        **SURVEYED,
    )
    write_stakeholders(survey, folder)
    write_accounts(simulate_accounts(start="2023-07-01", seed=ACCOUNTS_SEED), folder)
    print(f"The sample shop of {N_CUSTOMERS:,} customers is in {folder}")


def write(shop: ShopComments, folder: Path) -> None:
    """Write each table of the shop to a file of its own, and the facts about it to JSON files.

    A table that is added to the shop gets its line in `tables`.
    """
    tables = {
        "customers": shop.customers,
        "orders": shop.orders,
        "responses": shop.responses,
        "truth": shop.truth,
        "comments": shop.comments,
        "comment_truth": shop.comment_truth,
        "catalogue": shop.products,
        "order_products": shop.order_products,
        "arms": shop.arms,
        "contacts": shop.contacts,
        "contact_orders": shop.contact_orders,
        "contact_truth": shop.contact_truth,
    }
    for name, table in tables.items():
        write_table(table, folder / f"{name}.csv")
    facts = facts_of(shop)
    comments = facts["parameters"].pop("comments")
    write_facts(facts, folder / "truth.json")
    write_facts(comments, folder / "comments.json")


def write_problems(shop: ProblemShop, folder: Path) -> None:
    """Write the shop with problems, and what each of them truly costs."""
    tables = {
        "orders": shop.orders,
        "customers": shop.customers,
        "mentions": shop.mentions,
        "log": shop.log,
        "truth": shop.truth,
        "losses": shop.losses(),
    }
    for name, table in tables.items():
        write_table(table, folder / f"problem_{name}.csv")
    write_facts(facts_of(shop), folder / "problems.json")


def write_tickets(desk: TicketDesk, folder: Path) -> None:
    """Write the tickets, and what became of each."""
    write_table(desk.tickets, folder / "tickets.csv")
    write_table(desk.truth, folder / "ticket_truth.csv")
    facts = {
        "observation_end": desk.observation_end.isoformat(),
        "n_detractors": desk.n_detractors,
        "parameters": dict(desk.parameters),
    }
    write_facts(facts, folder / "tickets.json")


def write_insights(log: SimulatedInsights, folder: Path) -> None:
    """Write the insights, the actions and the truth about them."""
    write_table(log.insights, folder / "insights.csv")
    write_table(log.actions, folder / "actions.csv")
    write_table(log.truth, folder / "insight_truth.csv")
    facts = {
        "observation_end": log.observation_end.isoformat(),
        "currency": log.currency,
        "parameters": dict(log.parameters),
    }
    write_facts(facts, folder / "insights.json")


def write_stakeholders(survey: SimulatedStakeholders, folder: Path) -> None:
    """Write the answers of colleagues, and what all who were invited think."""
    write_table(survey.answers, folder / "stakeholder_answers.csv")
    write_table(survey.truth, folder / "stakeholder_truth.csv")
    write_facts({"parameters": dict(survey.parameters)}, folder / "stakeholders.json")


def write_accounts(sample: SimulatedAccounts, folder: Path) -> None:
    """Write the accounts, what they say, do and pay, who left, and their health by quarter."""
    truth = sample.truth
    tables = {
        "accounts": sample.accounts,
        "account_responses": sample.responses,
        "account_usage": sample.usage,
        "account_billing": sample.billing,
        "account_churn": sample.churn,
        "account_truth": truth[truth["timestamp"].dt.is_quarter_end].round({"health": 4}),
    }
    for name, table in tables.items():
        write_table(table, folder / f"{name}.csv")
    facts = {
        "observation_end": sample.observation_end.isoformat(),
        "currency": sample.currency,
        "parameters": dict(sample.parameters),
    }
    write_facts(facts, folder / "accounts.json")


def facts_of(shop: SimulatedOrders) -> dict[str, Any]:
    """Return what is known of a shop besides its tables."""
    return {
        "observation_end": shop.observation_end.isoformat(),
        "unit": shop.unit,
        "currency": shop.currency,
        "parameters": dict(shop.parameters),
    }


def write_facts(facts: Mapping[str, Any], path: Path) -> None:
    """Write facts as JSON."""
    text = json.dumps(facts, indent=2, ensure_ascii=False) + "\n"
    path.write_text(text, encoding="utf-8", newline="\n")


def write_table(table: pd.DataFrame, path: Path) -> None:
    """Write a table: money in cents, everything else that is not whole with six digits."""
    cents = {name: "%.2f" for name in ("amount", "prior_spend", "loss") if name in table}
    written = table.assign(**{name: table[name].map(form.__mod__) for name, form in cents.items()})
    written.to_csv(path, index=False, float_format="%.6g", lineterminator="\n", encoding="utf-8")


if __name__ == "__main__":
    main()
