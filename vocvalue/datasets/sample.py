"""The sample shops: small simulated shops, written once and shipped as CSV files."""

import json
from pathlib import Path
from typing import Any

import pandas as pd

from vocvalue.datasets.comments.result import ShopComments
from vocvalue.datasets.problems.result import ProblemShop
from vocvalue.datasets.tickets.result import TicketDesk
from vocvalue.errors import DataError

INSTALLED = Path(__file__).parent / "sample_data"
IN_CHECKOUT = Path(__file__).parents[2] / "data" / "sample"
TABLES = (
    *("customers", "orders", "responses", "truth", "comments", "comment_truth", "order_products"),
    *("arms", "contacts", "contact_orders", "contact_truth"),
)
OF_PROBLEMS = ("orders", "customers", "mentions", "log", "truth")
MOMENTS = {
    **dict.fromkeys(("customers", "problem_customers"), ("first_purchase",)),
    **dict.fromkeys(("problem_orders", "problem_mentions", "problem_log"), ("timestamp",)),
    **dict.fromkeys(
        ("orders", "responses", "comments", "contacts", "contact_orders"), ("timestamp",)
    ),
    "tickets": ("opened", "contacted", "closed", "reopened"),
    "ticket_truth": ("answered", "first_closed", "reopened", "closed"),
    **dict.fromkeys(
        ("account_responses", "account_usage", "account_churn", "account_truth"), ("timestamp",)
    ),
    "accounts": ("since",),
    "account_billing": ("due", "paid"),
    "insights": ("submitted",),
    "actions": ("completed",),
    "stakeholder_answers": ("timestamp",),
    "stakeholder_truth": ("quarter",),
    "contact_truth": ("said_at", "contact_at", "order_at", "next_order_at"),
}


def load_sample() -> ShopComments:
    """Return the sample shop: about 2,000 customers over two years, with the truth behind them.

    The files are in data/sample of a checkout, and inside the package once installed.

    Returns:
        A `ShopComments`, as `simulate_shop` and `simulate_comments` returned it, with numbers
        rounded as in the files.

    Raises:
        DataError: The files are in neither place.

    Examples:
        >>> shop = load_sample()
        >>> len(shop.customers), shop.currency
        (2000, 'CNY')
        >>> sorted(shop.comments["channel"].unique())
        ['chat', 'nps_comment', 'question', 'review']
    """
    folder = sample_folder()
    facts, comments = facts_of(folder, "truth"), facts_of(folder, "comments")
    tables: dict[str, Any] = {name: table_of(folder, name) for name in TABLES}
    return ShopComments(
        **tables,
        products=table_of(folder, "catalogue"),
        parameters={**facts["parameters"], "comments": comments},
        observation_end=pd.Timestamp(facts["observation_end"]),
        unit=facts["unit"],
        currency=facts["currency"],
    )


def load_problem_sample() -> ProblemShop:
    """Return the sample shop with problems: 6,000 customers over two years, and what it lost.

    It is a shop of its own, whose customers meet eight problems. 退货流程复杂 (returns are
    complicated) is the silent killer: rare, and met by customers who spend much. 物流慢 (slow
    delivery) is told of most and costs nothing, 赠品缺失 (missing gift) next to nothing; 发票错误
    (wrong invoice) is rare and costs nothing.

    Returns:
        A `ProblemShop`, as `simulate_problems` returned it, with numbers rounded as in the files;
        its `effects`, `losses` and `without` are played anew.

    Raises:
        DataError: The files are not where they belong.

    Examples:
        >>> shop = load_problem_sample()
        >>> len(shop.customers), shop.topics[0]
        (6000, '物流慢')
    """
    folder = sample_folder()
    facts = facts_of(folder, "problems")
    tables: dict[str, Any] = {name: table_of(folder, f"problem_{name}") for name in OF_PROBLEMS}
    return ProblemShop(
        **tables,
        parameters=facts["parameters"],
        observation_end=pd.Timestamp(facts["observation_end"]),
        unit=facts["unit"],
        currency=facts["currency"],
    )


def load_ticket_sample() -> TicketDesk:
    """Return the tickets of the sample shop: some of its detractors are called back, others not.

    Its customers are those of `load_sample`. Nothing they order depends on their tickets.

    Returns:
        A `TicketDesk`, as `simulate_tickets` returned it.

    Raises:
        DataError: The files are not where they belong.

    Examples:
        >>> desk = load_ticket_sample()
        >>> sorted(desk.tickets["team"].unique())
        ['after-sales', 'hotline', 'online']
    """
    folder = sample_folder()
    facts = facts_of(folder, "tickets")
    return TicketDesk(
        tickets=table_of(folder, "tickets"),
        truth=table_of(folder, "ticket_truth"),
        n_detractors=facts["n_detractors"],
        parameters=facts["parameters"],
        observation_end=pd.Timestamp(facts["observation_end"]),
    )


def facts_of(folder: Path, name: str) -> dict[str, Any]:
    """Return the facts of a JSON file.

    Args:
        folder: The folder of the files.
        name: The file without its ending.
    """
    facts: dict[str, Any] = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
    return facts


def table_of(folder: Path, name: str) -> pd.DataFrame:
    """Return the table of a CSV file.

    Args:
        folder: The folder of the files.
        name: The file without its ending.
    """
    return pd.read_csv(folder / f"{name}.csv", parse_dates=list(MOMENTS.get(name, ())))


def sample_folder() -> Path:
    """Return the folder of the files.

    Raises:
        DataError: There is none.
    """
    for folder in (INSTALLED, IN_CHECKOUT):
        if (folder / "truth.json").is_file():
            return folder
    raise DataError(
        f"The sample shop is neither in {INSTALLED} nor in {IN_CHECKOUT}. "
        "Install vocvalue again, or run data/sample/make_sample.py in a checkout."
    )
