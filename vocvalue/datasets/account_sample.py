"""The sample of business accounts: small simulated tables, written once and shipped."""

from typing import Any

import pandas as pd

from vocvalue.datasets.accounts.result import SimulatedAccounts
from vocvalue.datasets.sample import facts_of, sample_folder, table_of

OF_ACCOUNTS = ("responses", "usage", "billing", "churn", "truth")


def load_account_sample() -> SimulatedAccounts:
    """Return 300 accounts of a business from July 2023 to June 2025, and the truth behind them.

    Returns:
        A `SimulatedAccounts`, as `simulate_accounts` returned it, with the truth of each quarter's
        end.

    Raises:
        DataError: The files are not where they belong.

    Examples:
        >>> sample = load_account_sample()
        >>> len(sample.accounts), sample.currency
        (300, 'CNY')
    """
    folder = sample_folder()
    facts = facts_of(folder, "accounts")
    tables: dict[str, Any] = {name: table_of(folder, f"account_{name}") for name in OF_ACCOUNTS}
    return SimulatedAccounts(
        **tables,
        accounts=table_of(folder, "accounts"),
        parameters=facts["parameters"],
        observation_end=pd.Timestamp(facts["observation_end"]),
        currency=facts["currency"],
    )
