"""Whether the arms of an experiment were balanced before it began."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

import narwhals as nw
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from vocvalue import checks
from vocvalue.errors import DataError, ParameterError
from vocvalue.lift.design import planned_arms as arm_names
from vocvalue.lift.design.balance_result import LARGE, Balance, CovariateComparison
from vocvalue.lift.design.covariate_names import covariate_name
from vocvalue.link.lookup import look_up
from vocvalue.results import Note
from vocvalue.results.groups import MISSING
from vocvalue.results.numerals import by_number, counted, number, signed
from vocvalue.results.texts import Text, pair, separated
from vocvalue.stats.expansion import expanded
from vocvalue.stats.randomisation import imbalance
from vocvalue.tables.schemas import LARGEST

Floats: TypeAlias = NDArray[np.float64]
Codes: TypeAlias = NDArray[np.int64]

MAX_CATEGORIES = 50


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
        raise DataError(f"nobody is in the arm {empty[0]!r}, so there is nothing to compare.")
    looked_up = look_up(
        customers,
        covariates,
        customer_id=customer_id,
        columns=_wanted(columns),
        name="covariates",
    )
    known, is_there = looked_up.known, looked_up.is_there
    if not known:
        raise DataError(
            "the table covariates has no column besides the customer ids. Add the columns to "
            "compare."
        )
    reference = arm_names.reference_of(names)
    comparisons = _comparisons(known, {name: arm == name for name in names}, reference)
    codes = pd.Categorical(arm, categories=list(names)).codes.astype(np.int64)
    return Balance(
        comparisons=comparisons,
        sizes=sizes,
        reference=reference,
        test=imbalance(expanded(_in_test(known)), codes, stratum),
        notes=(
            *looked_up.notes,
            *_not_there(is_there),
            *_missing(known, is_there),
            *_large(comparisons, sizes, reference),
        ),
    )


def _wanted(columns: Sequence[str] | None) -> list[str] | None:
    if columns is None:
        return None
    wanted = list(checks.columns("columns", columns))
    if not wanted:
        raise ParameterError("columns == [], must name at least one column to compare.")
    return wanted


def _comparisons(
    known: Mapping[str, NDArray[Any]], rows: Mapping[str, NDArray[np.bool_]], reference: str
) -> tuple[CovariateComparison, ...]:
    comparisons = tuple(
        comparison
        for name, column in known.items()
        for comparison in _compared(name, column, rows, reference)
    )
    if all(np.isnan(comparison.largest) for comparison in comparisons):
        raise DataError(
            f"no covariate is known both in the arm {reference!r} and in another arm, so there is "
            "nothing to compare. Check that the table covariates has customers of all arms."
        )
    return comparisons


def _compared(
    covariate: str, column: NDArray[Any], rows: Mapping[str, NDArray[np.bool_]], reference: str
) -> list[CovariateComparison]:
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
            f"column {covariate!r}: {counted(n, 'customer')} with a number that is infinite or "
            f"beyond {LARGEST:g}. Correct or remove these numbers."
        )


def _labels(covariate: str, column: NDArray[Any]) -> NDArray[np.object_]:
    labels = np.where(pd.isna(column), MISSING, column)
    n = len(set(labels.tolist()))
    if n > MAX_CATEGORIES:
        raise DataError(
            f"column {covariate!r} has {n:,} different texts, but at most {MAX_CATEGORIES} can be "
            "compared. Group them first, or leave the column out with columns=."
        )
    return labels


def _comparison(
    covariate: str,
    category: str | None,
    values: Floats,
    rows: Mapping[str, NDArray[np.bool_]],
    reference: str,
) -> CovariateComparison:
    parts = {arm: values[mask & ~np.isnan(values)] for arm, mask in rows.items()}
    means = {arm: float(part.mean()) if len(part) else np.nan for arm, part in parts.items()}
    spread = {arm: _variance(part, category) for arm, part in parts.items()}
    gaps = {
        arm: _standardised(means[arm] - means[reference], spread[arm], spread[reference])
        for arm in rows
        if arm != reference
    }
    return CovariateComparison(
        covariate=covariate, category=category, means=means, differences=gaps
    )


def _variance(part: Floats, category: str | None) -> float:
    if len(part) < 2:
        return 0.0
    return float(part.var(ddof=1 if category is None else 0))


def _standardised(gap: float, one: float, other: float) -> float:
    """Return a difference divided by the square root of the mean of two variances."""
    if gap == 0:
        return 0.0
    with np.errstate(divide="ignore"):
        return float(np.float64(gap) / np.sqrt((one + other) / 2))


def _in_test(known: Mapping[str, NDArray[Any]]) -> dict[str, NDArray[Any]]:
    """Return the covariates without gaps, with missingness as an additional covariate."""
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


def _not_there(is_there: NDArray[np.bool_]) -> tuple[Note, ...]:
    n = int((~is_there).sum())
    return Note.counted(
        n,
        "The table of covariates has no row for {customers}, whose values count as missing.",
        "{customers}不在协变量表中，其取值按缺失处理。",
        customers=counted(n, "customer"),
    )


def _missing(known: Mapping[str, NDArray[Any]], is_there: NDArray[np.bool_]) -> list[Note]:
    counts = {name: int((pd.isna(column) & is_there).sum()) for name, column in known.items()}
    return [
        note
        for name, n in counts.items()
        for note in Note.counted(
            n,
            "Column '{column}' has no value for {customers}. The means leave them out, and the "
            "overall test treats them as a category of their own.",
            "列“{column}”缺少 {customers}的值：计算均值时不计入，在整体检验中单列一类。",
            column=name,
            customers=counted(n, "customer"),
        )
    ]


def _large(
    comparisons: tuple[CovariateComparison, ...], sizes: Mapping[str, int], reference: str
) -> tuple[Note, ...]:
    large = sorted(
        (comparison for comparison in comparisons if abs(comparison.largest) > LARGE),
        key=lambda comparison: -abs(comparison.largest),
    )
    if not large:
        return ()
    smallest = min(n for arm, n in sizes.items() if arm != reference)
    return Note.counted(
        len(large),
        "{n} standardised {differences} above {mark} ({worst}). With arms of this size, such a "
        "difference has a standard error of {error} by chance alone. Where a difference is not "
        "small, adjust for the covariate in the analysis; do not assign the customers again.",
        "{n} {differences}超过 {mark}（{worst}）。在此样本量下，仅随机波动的标准误就有 {error}。"
        "差异较大时，请在分析中按该协变量调整，不要重新分组。",
        differences=by_number(
            len(large),
            pair("difference is", "个标准化差异"),
            pair("differences are", "个标准化差异"),
        ),
        mark=number(LARGE),
        worst=separated(*(_with_size(comparison) for comparison in large[:3])),
        error=number(float(np.sqrt(1 / smallest + 1 / sizes[reference])), 2),
        bears_on="claim",
    )


def _with_size(comparison: CovariateComparison) -> Text:
    return pair(
        "{name} {size}",
        "{name} {size}",
        name=covariate_name(comparison),
        size=signed(comparison.largest, 2),
    )
