"""The effect of a problem by one comparison after the other, from the naive one to the last."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from vocvalue.issues.costing.comparison import Comparison
from vocvalue.issues.costing.contrast import Contrast
from vocvalue.results import Estimate
from vocvalue.results.sameness import Compared

Floats: TypeAlias = NDArray[np.float64]
StepName: TypeAlias = Literal[
    "naive",
    "risk set",
    "regression",
    "odds weights",
    "doubly robust",
    "doubly robust, customers before",
    "ratio in differences",
    "corrected for silence",
]

COLUMNS = ("step", "outcome", "effect", "lower", "upper", "n", "reported")


@dataclass(frozen=True, kw_only=True, eq=False)
class LadderStep(Compared):
    """The effect on one outcome by one comparison.

    Attributes:
        step: The comparison.
        outcome: The outcome.
        effect: The effect: a difference of shares, of orders or of money.
        reported: The share taken to report the problem, where silence is corrected for.
    """

    step: StepName
    outcome: str
    effect: Estimate
    reported: float | None = None


def naive(exposed: Comparison, outcome: Floats, others: Floats) -> Contrast:
    """Return the exposed beside customers who never mentioned the problem, at random dates.

    Args:
        exposed: The comparison, of which only the exposed count.
        outcome: The outcome of each row of the exposure.
        others: The outcome of those who never mentioned it.
    """
    own = exposed.of(outcome)[exposed.alike.treated]
    sums = np.zeros((own.size + others.size, 2))
    sums[: own.size, 1] = (own - own.mean()) / own.size
    sums[own.size :, 0] = (others - others.mean()) / others.size
    return Contrast(
        without=float(others.mean()),
        with_problem=float(own.mean()),
        sums=sums,
        n=own.size + others.size,
    )


def comparisons(rows: Comparison, outcome: Floats, robust: Contrast) -> dict[StepName, Contrast]:
    """Return the steps that compare with controls of the same weeks.

    Args:
        rows: The comparison.
        outcome: The outcome of each row of the exposure.
        robust: The doubly robust effect.
    """
    values, alike = rows.of(outcome), rows.alike
    return {
        "risk set": rows.contrast(alike.apart(values)),
        "regression": rows.contrast(alike.predicted(values)),
        "odds weights": rows.contrast(alike.weighted(values)),
        "doubly robust": robust,
    }


def corrected(effect: Estimate, silent: float) -> Estimate:
    """Return an effect as it is once controls who met the problem in silence are taken out.

    Args:
        effect: The effect among controls of whom some met the problem.
        silent: The share of these.
    """
    heard = 1 - silent
    return Estimate.of(
        (effect.value / heard, effect.lower / heard, effect.upper / heard),
        level=effect.level,
        method=f"{effect.method}, corrected",
        n=effect.n,
    )


def steps_of(
    outcome: str,
    contrasts: Mapping[StepName, Contrast],
    silent: Mapping[float, float],
    level: float,
) -> tuple[LadderStep, ...]:
    """Return the steps of one outcome, in the order of the ladder.

    Args:
        outcome: The outcome.
        contrasts: The effects by step.
        silent: The silent share of the controls, by the share taken to report.
        level: The confidence level.
    """
    plain = tuple(
        LadderStep(step=step, outcome=outcome, effect=contrast.estimate(level, step))
        for step, contrast in contrasts.items()
    )
    robust = contrasts["doubly robust"].estimate(level, "doubly robust")
    return plain + tuple(
        LadderStep(
            step="corrected for silence",
            outcome=outcome,
            effect=corrected(robust, share),
            reported=reported,
        )
        for reported, share in silent.items()
    )


def frame_of(steps: Sequence[LadderStep]) -> pd.DataFrame:
    """Return steps as a table.

    Args:
        steps: The steps.

    Examples:
        >>> effect = Estimate(value=-9.0, lower=-12.0, upper=-6.0, level=0.95, method="", n=40)
        >>> frame_of([LadderStep(step="risk set", outcome="spend", effect=effect)])
               step outcome  effect  lower  upper   n reported
        0  risk set   spend    -9.0  -12.0   -6.0  40     None
    """
    rows = [
        {
            "step": it.step,
            "outcome": it.outcome,
            "effect": it.effect.value,
            "lower": it.effect.lower,
            "upper": it.effect.upper,
            "n": it.effect.n,
            "reported": it.reported,
        }
        for it in steps
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS))
