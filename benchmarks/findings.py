"""What a job tells of its result once the clock has stopped: the same functions for both sides."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

Found = dict[str, Any]
Job = tuple[Callable[[], Any], Callable[[Any], Found]]
"""The work to be timed, and what to tell of its result."""


def quality(model: str, parameters: Mapping[str, float], arrays: Mapping[str, Any]) -> Found:
    """Return the log-likelihood that vocvalue gives to parameters, whoever found them."""
    import vocvalue as vv  # noqa: PLC0415 - would count in the memory of lifetimes

    known = {name: float(value) for name, value in parameters.items()}
    history = [arrays[name] for name in ("frequency", "recency", "T")]
    rfm = vv.clv.Rfm.from_arrays(*history, unit="week")
    fitted = getattr(vv.clv, model)(**known, unit="week")
    return {"log_likelihood": fitted.log_likelihood(rfm), "parameters": known}


def totals(*columns: Any) -> Found:
    """Return the number of customers and the sum of each column, by which RFMs are compared."""
    return {"customers": len(columns[0]), "sums": [float(np.sum(column)) for column in columns]}
