"""Whether the arms of an experiment were alike before it began."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import narwhals as nw
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from vocvalue.errors import DataError, ParameterError
from vocvalue.lift.design import planned_arms as arm_names
from vocvalue.link.lookup import look_up
from vocvalue.results import Note, Result
from vocvalue.results.former import Language, counted
from vocvalue.results.former import language as checked
from vocvalue.stats.expansion import expanded
from vocvalue.stats.randomisation import ImbalanceTest, imbalance
from vocvalue.tables.schemas import LARGEST

Floats: TypeAlias = NDArray[np.float64]
Codes: TypeAlias = NDArray[np.int64]

LARGE = 0.1
"""Standardised differences beyond this are named: the customary mark (Austin 2009)."""
UNLIKELY = 0.001
MAX_CATEGORIES = 50
MISSING = "(missing)"


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """One covariate, or one category of it, in every arm.

    Attributes:
        covariate: The column.
        category: The category whose share is compared; None for the mean of numbers.
        means: The mean or share in each arm.
        differences: Each arm's standardised difference from the reference arm.
    """

    covariate: str
    category: str | None
    means: Mapping[str, float]
    differences: Mapping[str, float]

    @property
    def name(self) -> str:
        """The covariate, with its category where it has one."""
        return self.covariate if self.category is None else f"{self.covariate} = {self.category}"

    @property
    def largest(self) -> float:
        """The difference farthest from 0; NaN where no arm has a value to compare."""
        return max(self.differences.values(), key=_size)


@dataclass(frozen=True, kw_only=True)
class Balance(Result):
    """The arms of an experiment compared in what was known before it.

    Attributes:
        comparisons: Every number, and every category of the texts.
        sizes: How many customers each arm has.
        reference: The arm that the others are compared with.
        test: One test of all covariates together.
    """

    comparisons: tuple[Comparison, ...] = field(repr=False)
    sizes: Mapping[str, int]
    reference: str
    test: ImbalanceTest

    @property
    def largest(self) -> Comparison:
        """The comparison whose standardised difference is farthest from 0."""
        return max(self.comparisons, key=lambda one: _size(one.largest))

    def to_frame(self) -> pd.DataFrame:
        """Return one row for each number and category, with its mean in each arm."""
        return pd.DataFrame(
            [
                {
                    "covariate": one.covariate,
                    "category": one.category,
                    **{f"mean_{arm}": mean for arm, mean in one.means.items()},
                    **{f"smd_{arm}": gap for arm, gap in one.differences.items()},
                }
                for one in self.comparisons
            ]
        )

    def headlines(self) -> Sequence[tuple[str, str]]:
        """Return the largest difference and the test of all."""
        return [
            ("arms", ", ".join(f"{arm} {n:,}" for arm, n in self.sizes.items())),
            ("compared with", self.reference),
            ("covariates", ", ".join(dict.fromkeys(one.covariate for one in self.comparisons))),
            ("largest difference", f"{self.largest.largest:+.3f} sd ({self.largest.name})"),
            ("all together", self._in_figures()),
        ]

    def statement(self, language: Language = "en") -> str:
        """Return whether the arms were alike, in English or Chinese."""
        language = checked(language)
        n = len({one.covariate for one in self.comparisons})
        gap, name, p = abs(self.largest.largest), self.largest.name, self.test.p_value
        odd = p < UNLIKELY
        if language == "zh" and np.isnan(p):
            return f"{n} 个协变量在客户之间没有差异，无从检验各组是否均衡。"
        if language == "zh":
            verdict = "超出随机分组所能解释的范围, 请检查分组" if odd else "与随机分组相符"
            return (
                f"{n} 个协变量中, 各组的标准化差异最大为 {gap:.2f} ({name}); "
                f"总体检验 p = {p:.2g}, {verdict}。"
            )
        if np.isnan(p):
            return (
                f"In {counted(n, 'covariate')} the arms do not differ at all: none of them varies "
                "between customers, so that there is nothing to test."
            )
        verdict = (
            "more than a random draw explains; find out what went wrong before any result is read"
            if odd
            else "as a random draw leaves them"
        )
        return (
            f"In {counted(n, 'covariate')} the arms differ by {gap:.2f} standard deviations at "
            f"most ({name}); all together {verdict} (p = {p:.2g})."
        )

    def plot(self) -> Any:
        """Draw the standardised differences; see `lift.plots.balance_chart`."""
        from vocvalue.lift import plots  # noqa: PLC0415 (matplotlib only when drawn)

        return plots.balance_chart(self)

    def _in_figures(self) -> str:
        test = self.test
        if not test.degrees_of_freedom:
            return "nothing to test: no covariate varies"
        return (
            f"chi-square {test.statistic:.2f}, {test.degrees_of_freedom} df, p {test.p_value:.2g}"
        )


def compare(
    customers: nw.Series[Any],
    arm: NDArray[np.object_],
    names: tuple[str, ...],
    stratum: Codes | None,
    covariates: object,
    *,
    columns: Sequence[str] | None,
    customer_id: str,
) -> Balance:
    """Compare arms in a table of covariates; see `Assignment.balance`."""
    sizes = {name: int(np.count_nonzero(arm == name)) for name in names}
    empty = [name for name, n in sizes.items() if not n]
    if empty:
        raise DataError(f"nobody is in the arm {empty[0]!r}: there is nothing to compare.")
    wanted = None if columns is None else list(dict.fromkeys(columns))
    if wanted == []:
        raise ParameterError("columns == [], must name at least one column to compare.")
    looked_up = look_up(
        customers, covariates, customer_id=customer_id, columns=wanted, name="covariates"
    )
    values, found = looked_up.columns, looked_up.is_there
    if not values:
        raise DataError("the table covariates has no column but the customer's.")
    known = {name: _where_found(column, found) for name, column in values.items()}
    rows = {name: arm == name for name in names}
    reference = arm_names.reference_of(names)
    compared = tuple(
        one for name, column in known.items() for one in _compared(name, column, rows, reference)
    )
    if all(np.isnan(one.largest) for one in compared):
        raise DataError(
            f"no covariate is known in the arm {reference!r} and in another: there is nothing to "
            "compare. Check that the table covariates holds customers of all arms."
        )
    codes = pd.Categorical(arm, categories=list(names)).codes.astype(np.int64)
    return Balance(
        comparisons=compared,
        sizes=sizes,
        reference=reference,
        test=imbalance(expanded(_in_test(known)), codes, stratum),
        notes=(
            *looked_up.notes,
            *_not_found(found),
            *_missing(known, found),
            *_large(compared, sizes, reference),
        ),
    )


def _where_found(column: NDArray[Any], found: NDArray[np.bool_]) -> NDArray[Any]:
    if column.dtype.kind == "f":
        return np.where(found, column, np.nan)
    blank = column.copy()
    blank[~found] = None
    return blank


def _compared(
    covariate: str, column: NDArray[Any], rows: Mapping[str, NDArray[np.bool_]], reference: str
) -> list[Comparison]:
    if column.dtype.kind == "f":
        _refuse_vast(covariate, column)
        return [_comparison(covariate, None, column, rows, reference)]
    labels = _labels(covariate, column)
    return [
        _comparison(covariate, category, (labels == category).astype(np.float64), rows, reference)
        for category in sorted(set(labels.tolist()))
    ]


def _refuse_vast(covariate: str, column: Floats) -> None:
    n = int(np.count_nonzero(np.abs(column) > LARGEST))
    if n:
        raise DataError(
            f"column {covariate!r}: {counted(n, 'customer')} with a number that is infinite, or "
            f"beyond {LARGEST:g}. Mend or remove them."
        )


def _labels(covariate: str, column: NDArray[Any]) -> NDArray[np.object_]:
    labels = np.where(pd.isna(column), MISSING, column)
    n = len(set(labels.tolist()))
    if n > MAX_CATEGORIES:
        raise DataError(
            f"column {covariate!r} has {n:,} different texts, more than the {MAX_CATEGORIES} that "
            "can be compared. Group them first, or leave the column out with columns=."
        )
    return labels


def _comparison(
    covariate: str,
    category: str | None,
    values: Floats,
    rows: Mapping[str, NDArray[np.bool_]],
    reference: str,
) -> Comparison:
    parts = {arm: values[mask & ~np.isnan(values)] for arm, mask in rows.items()}
    means = {arm: float(part.mean()) if len(part) else np.nan for arm, part in parts.items()}
    spread = {arm: _variance(part, category) for arm, part in parts.items()}
    gaps = {
        arm: _standardised(means[arm] - means[reference], spread[arm], spread[reference])
        for arm in rows
        if arm != reference
    }
    return Comparison(covariate=covariate, category=category, means=means, differences=gaps)


def _variance(part: Floats, category: str | None) -> float:
    if len(part) < 2:
        return 0.0
    return float(part.var(ddof=1 if category is None else 0))


def _size(difference: float) -> float:
    """Return how far a difference is from 0; one that is not known comes last."""
    return -1.0 if np.isnan(difference) else abs(difference)


def _standardised(gap: float, one: float, other: float) -> float:
    """Return a difference over the root of the mean of two variances."""
    if gap == 0:
        return 0.0
    with np.errstate(divide="ignore"):
        return float(np.float64(gap) / np.sqrt((one + other) / 2))


def _in_test(known: Mapping[str, NDArray[Any]]) -> dict[str, NDArray[Any]]:
    """Return the covariates without gaps; that a value is missing counts as one more covariate."""
    whole: dict[str, NDArray[Any]] = {}
    for name, column in known.items():
        missing = np.asarray(pd.isna(column))
        if column.dtype.kind != "f":
            whole[name] = np.where(missing, MISSING, column)
            continue
        whole[name] = np.where(
            missing, np.median(column[~missing]) if not missing.all() else 0, column
        )
        if missing.any():
            whole[f"{name} {MISSING}"] = missing.astype(np.float64)
    return whole


def _not_found(found: NDArray[np.bool_]) -> tuple[Note, ...]:
    n = int((~found).sum())
    note = Note.of(
        f"{counted(n, 'customer')} not in the table of covariates; counted as missing there.",
        f"{n:,} 位客户不在协变量表中, 按缺失处理。",
        count=n,
    )
    return (note,) if n else ()


def _missing(known: Mapping[str, NDArray[Any]], found: NDArray[np.bool_]) -> list[Note]:
    counts = {name: int((pd.isna(column) & found).sum()) for name, column in known.items()}
    return [
        Note.of(
            f"{name}: {counted(n, 'customer')} without a value; not in the means, and compared "
            "as a category of its own in the test of all.",
            f"{name}: {n:,} 位客户缺失, 不计入均值, 在总体检验中单列一类。",
            count=n,
        )
        for name, n in counts.items()
        if n
    ]


def _large(
    compared: tuple[Comparison, ...], sizes: Mapping[str, int], reference: str
) -> tuple[Note, ...]:
    large = sorted(
        (one for one in compared if abs(one.largest) > LARGE), key=lambda one: -abs(one.largest)
    )
    if not large:
        return ()
    worst = ", ".join(f"{one.name} {one.largest:+.2f}" for one in large[:3])
    smallest = min(n for arm, n in sizes.items() if arm != reference)
    chance = float(np.sqrt(1 / smallest + 1 / sizes[reference]))
    n = len(large)
    return (
        Note.of(
            f"{counted(n, 'standardised difference')} above {LARGE} ({worst}). With arms of "
            f"this size chance alone has a standard error of {chance:.2f}; where it is not small, "
            "adjust for the covariate in the analysis, and do not draw again.",
            f"{n:,} 个标准化差异超过 {LARGE} ({worst})。此规模下随机误差的标准误为 "
            f"{chance:.2f}; 如差异较大, 请在分析中调整该协变量, 不要重新分组。",
            count=n,
        ),
    )
