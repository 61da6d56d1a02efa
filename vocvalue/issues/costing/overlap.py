"""Whether there are controls like the exposed: what is refused, and what is said of the rest."""

from vocvalue.errors import DataError
from vocvalue.issues.costing.comparison import separated
from vocvalue.issues.exposed.result import Exposure
from vocvalue.results import Note
from vocvalue.results.numerals import number, percent
from vocvalue.results.texts import pair
from vocvalue.stats.balance import WeightBalance

FEWEST, FEW = 30, 100
A_COLUMN = 2
"""Exposed for each column at least."""
HEAVY, THIN, UNEQUAL, TOO_UNEQUAL = 0.02, 0.5, 0.05, 0.10


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


def refuse_unlike(exposure: Exposure, balance: WeightBalance) -> None:
    """Refuse exposed whom too few controls resemble.

    Args:
        exposure: What `issues.exposure` returned.
        balance: How alike weighting makes the controls.

    Raises:
        DataError: It does not make them alike, or by a few controls only.
    """
    heaviest, apart = float(balance.largest_weight[0]), float(balance.imbalance[0])
    if balance.overlaps and apart <= TOO_UNEQUAL:
        return
    raise DataError(
        f"no overlap: too few controls resemble those who met {exposure.topic!r}. One control "
        f"carries {heaviest:.1%} of the weight, all of them count as {balance.effective_n[0]:,.0f} "
        f"for {exposure.n_exposed:,} exposed, and weighting leaves a covariate "
        f"{apart:.2f} standard deviations apart. No figure is given. {separated(exposure)}"
    )


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
            n_exposed < FEW,
            pair(
                "Only {n} exposed customers were followed to the end of the window: intervals are "
                "wide, and checks find little.",
                "仅 {n} 位遇到问题的客户观察满期：区间较宽，各项检验也难以发现问题。",
                n=n_exposed,
            ),
        ),
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
