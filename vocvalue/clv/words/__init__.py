"""The results of this room in words: each module registers those of the module of its name."""

from vocvalue.clv.words import (
    activity,
    comparison,
    fitted,
    formulas,
    holdout,
    independence,
    prediction,
    regularity,
    rfm_summary,
    terms,
    value_profile,
    value_watch,
)

__all__ = [
    "activity",
    "comparison",
    "fitted",
    "formulas",
    "holdout",
    "independence",
    "prediction",
    "regularity",
    "rfm_summary",
    "terms",
    "value_profile",
    "value_watch",
]
