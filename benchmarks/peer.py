"""The same jobs done by lifetimes; its warnings are silenced, in its own process only."""

import warnings

warnings.simplefilter("ignore")

import lifetimes  # noqa: E402
import numpy as np  # noqa: E402
import pandas as pd  # noqa: E402
from lifetimes.utils import summary_data_from_transaction_data  # noqa: E402

from benchmarks.cases import DISCOUNT_RATE, PURCHASES, SPEND  # noqa: E402
from benchmarks.findings import Job, quality, totals  # noqa: E402


def fit(file: str) -> Job:
    """From arrays to the fitted BG/NBD."""
    arrays = np.load(file)
    history = [arrays[name] for name in ("frequency", "recency", "T")]
    return (
        lambda: lifetimes.BetaGeoFitter().fit(*history),
        lambda fitter: quality("BGNBD", fitter.params_, arrays),
    )


def pareto(file: str) -> Job:
    """From arrays to the fitted Pareto/NBD."""
    arrays = np.load(file)
    history = [arrays[name] for name in ("frequency", "recency", "T")]
    return (
        lambda: lifetimes.ParetoNBDFitter().fit(*history),
        lambda fitter: quality("ParetoNBD", fitter.params_, arrays),
    )


def clv(file: str) -> Job:
    """CLV of each customer, discounted at the end of each month."""
    arrays = np.load(file)
    columns = ("frequency", "recency", "T", "monetary_value")
    history = [pd.Series(arrays[name]) for name in columns]
    purchases, spend = lifetimes.BetaGeoFitter(), lifetimes.GammaGammaFitter()
    purchases.params_, spend.params_ = pd.Series(PURCHASES), pd.Series(SPEND)
    purchases.predict = purchases.conditional_expected_number_of_purchases_up_to_time
    monthly = (1 + DISCOUNT_RATE) ** (1 / 12) - 1
    return (
        lambda: spend.customer_lifetime_value(
            purchases, *history, time=12, discount_rate=monthly, freq="W"
        ),
        lambda found: {"total": float(found.sum())},
    )


def rfm(file: str) -> Job:
    """From a Parquet file to frequency, recency, T and monetary value on a grain of days."""

    def work() -> pd.DataFrame:
        orders = pd.read_parquet(file)
        summary: pd.DataFrame = summary_data_from_transaction_data(
            orders, "customer_id", "timestamp", monetary_value_col="amount", freq="D"
        )
        return summary

    columns = ("frequency", "recency", "T", "monetary_value")
    return work, lambda found: totals(*(found[name] for name in columns))
