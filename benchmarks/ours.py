"""The jobs done by vocvalue: each loads its data and returns the work and what to tell of it."""

from typing import Any

import numpy as np

import vocvalue as vv
from benchmarks.cases import DISCOUNT_RATE, PURCHASES, SPEND
from benchmarks.findings import Job, quality, totals

TERMS = vv.clv.Terms(horizon="12 months", discount_rate=DISCOUNT_RATE)


def fit(file: str) -> Job:
    """From arrays to the fitted BG/NBD: checks, grouping, search, standard errors."""
    arrays = np.load(file)
    history = [arrays[name] for name in ("frequency", "recency", "T")]
    return (
        lambda: vv.clv.BGNBD.fit(vv.clv.Rfm.from_arrays(*history, unit="week")),
        lambda found: quality("BGNBD", found.parameters, arrays),
    )


def pareto(file: str) -> Job:
    """From arrays to the fitted Pareto/NBD."""
    arrays = np.load(file)
    history = [arrays[name] for name in ("frequency", "recency", "T")]
    return (
        lambda: vv.clv.ParetoNBD.fit(vv.clv.Rfm.from_arrays(*history, unit="week")),
        lambda found: quality("ParetoNBD", found.parameters, arrays),
    )


def clv(file: str) -> Job:
    """P(alive), purchases, spend and CLV of each customer, with the check of independence."""
    rfm, purchases, spend = _rfm(file), *_models()
    return (
        lambda: vv.clv.value(rfm, purchases, spend, TERMS),
        lambda found: {"total": float(found.clv.sum())},
    )


def clv_all(file: str) -> Job:
    """The same with the total's interval and the table."""
    rfm, purchases, spend = _rfm(file), *_models()

    def work() -> tuple[vv.clv.ClvPrediction, object]:
        found = vv.clv.value(rfm, purchases, spend, TERMS)
        return found, (found.total, found.to_frame())

    return work, lambda found: {"total": float(found[0].clv.sum())}


def rfm(file: str) -> Job:
    """From a Parquet file to frequency, recency, T and monetary value on a grain of days."""
    return (
        lambda: vv.clv.rfm(file),
        lambda found: totals(found.frequency, found.recency, found.T, found.monetary_value),
    )


def _rfm(file: str) -> vv.clv.Rfm:
    arrays = np.load(file)
    columns = [arrays[name] for name in ("frequency", "recency", "T", "monetary_value")]
    return vv.clv.Rfm.from_arrays(*columns, unit="week")


def _models() -> tuple[Any, Any]:
    """Return the models as if fitted; how well they were does not matter for the time."""
    model, spend = vv.clv.BGNBD(**PURCHASES, unit="week"), vv.clv.GammaGamma(**SPEND)
    return _known(model, len(PURCHASES)), _known(spend, len(SPEND))


def _known(model: Any, parameters: int) -> Any:
    return vv.clv.Fit(
        model=model,
        log_likelihood=0.0,
        information=np.eye(parameters) * 1e4,
        converged=True,
        diagnostics=(),
        n_customers=1,
        n_distinct=1,
        evaluations=1,
    )
