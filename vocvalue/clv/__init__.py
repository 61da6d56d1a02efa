"""Customer lifetime value from an order log.

- One call: `predict`.
- Its steps: `rfm`, `BGNBD.fit` (or `MBGNBD`, `ParetoNBD`), `GammaGamma.fit` (or `OwnMeans.fit`,
  `GivenSpend`), `value`.
- Its checks: `check_independence`, `check_regularity`, `calibration_holdout`, `backtest`, and
  `clv.plots`.
- What is done with it: `watch`, an alarm when a customer's value falls; `profile`, what the best
  customers have in common.
- Formulas without a model: `historical`, `simple`, `discounted_margin`.
- Models saved, and brought over from lifetimes: `load`, `from_lifetimes`.
"""

from vocvalue.clv import plots, words
from vocvalue.clv.activity import (
    CustomerPurchases,
    PurchaseCalendar,
    customer_purchases,
    purchase_calendar,
)
from vocvalue.clv.backtesting import backtest
from vocvalue.clv.bg_nbd import BGNBD
from vocvalue.clv.comparison import Backtest
from vocvalue.clv.fitted import Fit
from vocvalue.clv.formulas import HistoricalValue, discounted_margin, historical, simple
from vocvalue.clv.gamma_gamma import GammaGamma
from vocvalue.clv.holdout import CalibrationHoldout, calibration_holdout
from vocvalue.clv.independence import Independence, check_independence
from vocvalue.clv.loading import from_lifetimes, load
from vocvalue.clv.mbg_nbd import MBGNBD
from vocvalue.clv.own_means import OwnMeans
from vocvalue.clv.pareto_nbd import ParetoNBD
from vocvalue.clv.pipeline import predict
from vocvalue.clv.prediction import ClvPrediction
from vocvalue.clv.profiling import profile
from vocvalue.clv.regularity import Regularity, check_regularity
from vocvalue.clv.rfm_reading import rfm
from vocvalue.clv.rfm_summary import Rfm
from vocvalue.clv.spend import GivenSpend
from vocvalue.clv.terms import Terms
from vocvalue.clv.valuation import value
from vocvalue.clv.value_profile import ValueProfile
from vocvalue.clv.value_watch import ValueWatch
from vocvalue.clv.watching import watch

__all__ = [
    "BGNBD",
    "MBGNBD",
    "Backtest",
    "CalibrationHoldout",
    "ClvPrediction",
    "CustomerPurchases",
    "Fit",
    "GammaGamma",
    "GivenSpend",
    "HistoricalValue",
    "Independence",
    "OwnMeans",
    "ParetoNBD",
    "PurchaseCalendar",
    "Regularity",
    "Rfm",
    "Terms",
    "ValueProfile",
    "ValueWatch",
    "backtest",
    "calibration_holdout",
    "check_independence",
    "check_regularity",
    "customer_purchases",
    "discounted_margin",
    "from_lifetimes",
    "historical",
    "load",
    "plots",
    "predict",
    "profile",
    "purchase_calendar",
    "rfm",
    "simple",
    "value",
    "watch",
]


def __dir__() -> list[str]:
    return sorted(__all__)
