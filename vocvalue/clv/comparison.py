"""A prediction made at a past date, compared with what customers did afterwards."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from vocvalue.clv import uncertainty
from vocvalue.clv.fitted import Fit
from vocvalue.clv.holdout import CalibrationHoldout
from vocvalue.clv.prediction import ClvPrediction
from vocvalue.clv.special import Array
from vocvalue.clv.spend import Spend
from vocvalue.clv.transaction_model import TransactionModel
from vocvalue.errors import DataError
from vocvalue.results import Estimate, Money
from vocvalue.results.plain_data import plain
from vocvalue.results.result import Pictured
from vocvalue.tables import frames

LAST_CLASS = 7
"""Customers with so many repeat purchases or more are one class."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Backtest(Pictured):
    """The prediction made at the end of a calibration, and what happened afterwards.

    Attributes:
        split: The histories up to the end of the calibration, and the holdout after it.
        prediction: The prediction made from those histories alone: revenue over the length of the
            holdout, undiscounted.
    """

    split: CalibrationHoldout
    prediction: ClvPrediction

    @property
    def purchases(self) -> Fit[TransactionModel]:
        """The model of purchases, fitted to the calibration."""
        return self.prediction.purchases

    @property
    def spend(self) -> Spend:
        """Spend per purchase, from the calibration alone."""
        return self.prediction.spend

    @property
    def has_money(self) -> bool:
        """Whether spend is compared as well as purchases."""
        return self.split.holdout_spend is not None

    @property
    def predicted_purchases(self) -> Array:
        """Expected purchases of each customer in the holdout, shape (n,)."""
        return self.prediction.expected_purchases

    @property
    def predicted_spend(self) -> Array:
        """Expected spend of each customer in the holdout, shape (n,)."""
        return self.prediction.clv

    @property
    def naive_purchases(self) -> Array:
        """Purchases of each customer if the past rate continued, shape (n,)."""
        known = self.split.calibration
        rate = np.zeros_like(known.T)
        np.divide(known.frequency, known.T, out=rate, where=known.T > 0)
        return np.asarray(rate * self.split.holdout_length)

    @property
    def naive_spend(self) -> Array:
        """Spend of each customer if past rate and past mean spend continued, shape (n,)."""
        return self.naive_purchases * self.split.calibration.mean_spend

    @property
    def actual_purchases(self) -> int:
        """All purchases in the holdout."""
        return int(self.split.holdout_frequency.sum())

    @property
    def actual_spend(self) -> float:
        """All spend in the holdout, with refunds by policy.

        Raises:
            DataError: The orders have no amounts.
        """
        return float(self._holdout_spend.sum())

    @cached_property
    def total_purchases(self) -> Estimate:
        """The predicted purchases of all customers.

        The interval covers the uncertainty of the parameters and the chance in customers'
        behaviour. It holds if the model is true, which is what the holdout tests.
        """
        prediction = self.prediction
        rfm, horizon = prediction.rfm, prediction.terms.horizon
        realised = uncertainty.realised_purchases(
            rfm, prediction.purchases, horizon, prediction.seed
        )
        return Estimate.of(
            (float(self.predicted_purchases.sum()), *realised.interval(prediction.level)),
            level=prediction.level,
            method=uncertainty.METHOD,
            n=rfm.n_customers,
        )

    @property
    def total_spend(self) -> Money:
        """The predicted spend of all customers, with an interval of the same kind.

        Raises:
            DataError: The orders have no amounts.
        """
        self._refuse_without_money()
        return self.prediction.total

    def to_frame(self) -> pd.DataFrame:
        """Return one row per number of repeat purchases in the calibration.

        The columns are frequency (as text, the last class "7+"), customers, and per customer
        mean_actual_purchases, mean_predicted_purchases and, if the orders have amounts,
        mean_actual_spend and mean_predicted_spend.
        """
        frequency = self.split.calibration.frequency
        table = pd.DataFrame(
            {
                "frequency": np.minimum(frequency, LAST_CLASS),
                "customers": np.ones_like(frequency),
                "mean_actual_purchases": self.split.holdout_frequency,
                "mean_predicted_purchases": self.predicted_purchases,
            }
        )
        if self.has_money:
            table["mean_actual_spend"] = self.split.holdout_spend
            table["mean_predicted_spend"] = self.predicted_spend
        means = dict.fromkeys(table.columns[2:], "mean")
        classes = table.groupby("frequency", as_index=False).agg({"customers": "sum", **means})
        names = [f"{x}+" if x == LAST_CLASS else str(x) for x in classes["frequency"]]
        return classes.assign(frequency=names)

    def customers(self) -> Any:
        """Return one row per customer, in the caller's dataframe library.

        The columns are customer_id (under the caller's name), frequency, recency, T,
        monetary_value, predicted_purchases, actual_purchases, predicted_spend and actual_spend.
        """
        known = self.split.calibration
        columns: dict[str, NDArray[Any]] = {
            "frequency": known.frequency,
            "recency": known.recency,
            "T": known.T,
        }
        if self.has_money:
            columns["monetary_value"] = known.mean_spend
        columns["predicted_purchases"] = self.predicted_purchases
        columns["actual_purchases"] = self.split.holdout_frequency
        if self.has_money:
            columns["predicted_spend"] = self.predicted_spend
            columns["actual_spend"] = self._holdout_spend
        return frames.beside(known.customer_id, columns)

    def errors(self) -> pd.DataFrame:
        """Return the errors of predictions for single customers, by the model and by the past rate.

        The columns are quantity (purchases or spend), guess (model or past rate),
        mean_absolute_error and root_mean_square_error.
        """
        guesses: list[tuple[str, str, NDArray[Any], NDArray[Any]]] = [
            ("purchases", "model", self.predicted_purchases, self.split.holdout_frequency),
            ("purchases", "past rate", self.naive_purchases, self.split.holdout_frequency),
        ]
        if self.has_money:
            spent = self._holdout_spend
            guesses += [
                ("spend", "model", self.predicted_spend, spent),
                ("spend", "past rate", self.naive_spend, spent),
            ]
        rows = [
            (quantity, guess, np.abs(said - did).mean(), np.sqrt(np.square(said - did).mean()))
            for quantity, guess, said, did in guesses
        ]
        names = ["quantity", "guess", "mean_absolute_error", "root_mean_square_error"]
        return pd.DataFrame(rows, columns=names)

    def figures(self) -> dict[str, Estimate]:
        """Return the predicted purchases and, if the orders have amounts, the predicted spend."""
        purchases = {"predicted purchases": self.total_purchases}
        return {**purchases, "predicted spend": self.total_spend} if self.has_money else purchases

    def to_dict(self) -> dict[str, Any]:
        """Return totals, errors and the table of classes, without the customers."""
        return {
            "purchases": {
                "predicted": plain(self.total_purchases),
                "actual": self.actual_purchases,
            },
            "spend": self._spend_to_dict(),
            "errors": self.errors().to_dict("records"),
            "classes": self.to_frame().to_dict("records"),
            "split": self.split.to_dict(),
            "models": self._models_to_dict(),
            "notes": plain(self.notes),
        }

    @property
    def _holdout_spend(self) -> NDArray[np.float64]:
        self._refuse_without_money()
        return np.asarray(self.split.holdout_spend)

    def _refuse_without_money(self) -> None:
        if not self.has_money:
            raise DataError(
                "the orders have no amounts, so only purchases are compared. Name the column of "
                "the amount to compare spend."
            )

    def _spend_to_dict(self) -> dict[str, Any] | None:
        if not self.has_money:
            return None
        return {"predicted": plain(self.total_spend), "actual": self.actual_spend}

    def _models_to_dict(self) -> dict[str, Any]:
        purchases, spend = self.purchases, self.spend
        models = {"purchases": {"model": type(purchases.model).__name__, **purchases.parameters}}
        if self.has_money:
            models["spend"] = {"model": spend.model_name, **spend.parameters}
        return models
