"""Whether there are controls like the exposed: what is refused, and what is said of the rest."""

import numpy as np

from vocvalue.errors import DataError
from vocvalue.issues.costing.balance import differences
from vocvalue.issues.costing.comparison import LEAVE_OUT, Comparison
from vocvalue.issues.exposed.result import Exposure
from vocvalue.issues.moments.other_problems import OTHERS
from vocvalue.results import Note
from vocvalue.results.numerals import number, percent
from vocvalue.results.texts import pair
from vocvalue.stats.balance import WeightBalance

FEWEST = 30
A_COLUMN = 2
"""Exposed for each column at least."""
HEAVY, THIN, UNEQUAL, TOO_UNEQUAL = 0.02, 0.5, 0.05, 0.10
ALONE = 0.5
"""With a smaller share of exposed who met no other problem, problems go together."""
MORE = f"Draw more controls, such as controls=20 in issues.exposure. {LEAVE_OUT}"
TOGETHER = (
    "The problem is met together with others so often that its own loss cannot be told apart. "
    "Give topics that go together one name."
)


def refuse_few(exposure: Exposure, n_columns: int) -> None:
    """Refuse fewer exposed than a comparison takes.

    Args:
        exposure: What `issues.exposure` returned.
        n_columns: The number of columns adjusted for.

    Raises:
        DataError: There are fewer than 30, or than two for each column.
    """
    least = max(FEWEST, A_COLUMN * n_columns)
    if exposure.n_exposed >= least:
        return
    raise DataError(
        f"{exposure.n_exposed:,} customers met {exposure.topic!r} and were followed to the end of "
        f"the window; with {n_columns} columns of history and covariates at least {least} are "
        "needed. Use fewer covariates, a shorter window, or wait for more."
    )


def refuse_unlike(
    exposure: Exposure, compared: Comparison, balance: WeightBalance | None = None
) -> None:
    """Refuse exposed whom too few controls resemble.

    Args:
        exposure: What `issues.exposure` returned.
        compared: The exposed with their controls.
        balance: How alike weighting makes the controls; by default that of the comparison.

    Raises:
        DataError: It does not make them alike, or by a few controls only.
    """
    balance = compared.alike.balance if balance is None else balance
    heaviest, apart = float(balance.largest_weight[0]), float(balance.imbalance[0])
    if balance.overlaps and apart <= TOO_UNEQUAL:
        return
    far = _farthest(exposure, compared)
    together = far == OTHERS and not exposure.clean[exposure.exposed].mean() > ALONE
    raise DataError(
        f"no overlap: too few controls resemble those who met {exposure.topic!r}, so no figure is "
        f"given. One control carries {heaviest:.1%} of the weight, all of them count as "
        f"{balance.effective_n[0]:,.0f} for {exposure.n_exposed:,} exposed, and weighting leaves a "
        f"covariate {apart:.2f} standard deviations apart. The two differ most in {far!r}. "
        f"{TOGETHER if together else MORE}"
    )


def _farthest(exposure: Exposure, compared: Comparison) -> str:
    """Return the covariate in which weighted controls are farthest from the exposed."""
    rows = compared.rows
    known = {name: values[rows] for name, values in exposure.adjusted_for.items()}
    names, _, after = differences(known, exposure.exposed[rows], compared.alike.odds.weight)
    return names[int(np.abs(after).argmax())]


def notes_on(balance: WeightBalance, n_exposed: int) -> tuple[Note, ...]:
    """Return what a reader must know of a comparison that is not refused.

    Args:
        balance: How alike weighting makes the controls.
        n_exposed: The number of exposed.
    """
    heaviest, apart = float(balance.largest_weight[0]), float(balance.imbalance[0])
    worth = float(balance.effective_n[0])
    said = [
        (
            heaviest > HEAVY,
            pair(
                "One control carries {share} of the weight of all controls.",
                "单个对照占全部对照权重的 {share}。",
                share=percent(heaviest),
            ),
        ),
        (
            worth < THIN * n_exposed,
            pair(
                "After weighting, the controls count as {worth} customers for {n} exposed.",
                "加权后，对照仅相当于 {worth} 位客户，而遇到问题的有 {n} 位。",
                worth=number(worth, 0),
                n=n_exposed,
            ),
        ),
        (
            apart > UNEQUAL,
            pair(
                "Weighting leaves a covariate {apart} standard deviations apart.",
                "加权后仍有一项协变量相差 {apart} 个标准差。",
                apart=number(apart, 2),
            ),
        ),
    ]
    return tuple(Note(said=text) for holds, text in said if holds)
