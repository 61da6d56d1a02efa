"""What those customers are worth whom the contact kept: not the average customer."""

from dataclasses import dataclass

import narwhals as nw
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from vocvalue import duration
from vocvalue.clv import ClvPrediction
from vocvalue.lift import Experiment
from vocvalue.results import Basis

FEWEST = 2
"""Values whose mean has an interval."""


@dataclass(frozen=True, kw_only=True, eq=False)
class KeptValues:
    """What customers who were contacted and stayed are worth.

    Attributes:
        values: The value of each, shape (n,).
        horizon: The span that it covers.
        basis: What the money is.
        currency: The currency code, where known.
    """

    values: NDArray[np.float64]
    horizon: duration.Span
    basis: Basis
    currency: str | None


def values_of_kept(trial: Experiment, prediction: ClvPrediction | None) -> KeptValues | None:
    """Return what the treated customers who stayed are worth, or None where that is not known.

    Args:
        trial: The experiment.
        prediction: What customers are worth, or None.
    """
    if prediction is None:
        return None
    given = prediction.customer_values
    table = nw.from_native(given.table, eager_only=True)
    values = pd.Series(
        table[given.value].to_numpy(), index=pd.Index(table[given.customer_id].to_list())
    )
    stayed = (trial.arm > 0) & (trial.retained == 1)
    ids = np.asarray(trial.customer_id.to_list(), dtype=object)[stayed]
    known = values[values.index.isin(ids)].to_numpy(dtype=float)
    if known.size < FEWEST:
        return None
    return KeptValues(
        values=known,
        horizon=given.horizon,
        basis=given.basis,
        currency=given.currency,
    )
