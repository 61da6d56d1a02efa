"""Weights that make the responses represent all customers."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from vocvalue import checks, progress
from vocvalue.errors import DataError, FitError, ParameterError
from vocvalue.results import Note
from vocvalue.results.numerals import counted, number
from vocvalue.results.texts import pair
from vocvalue.stats import raking
from vocvalue.survey.weights.margins import (
    CustomerMargins,
    Floats,
    Margins,
    known_base,
    margin_rows,
    placed,
    scaled,
)
from vocvalue.survey.weights.result import Weights
from vocvalue.tables.categories import read_categories
from vocvalue.tables.engine_errors import translated
from vocvalue.tables.repeats import n_repeats
from vocvalue.tables.sources import Source, open_table

HEAVY = 5.0
"""A response with more than this multiple of the mean weight has too much influence."""


@progress.step(pair("weighting responses", "给答卷加权"))
@translated
def rake(
    responses: Any,
    *,
    margins: Margins | None = None,
    base: Any = None,
    columns: Sequence[str] | None = None,
    limit: float | None = None,
    tolerance: float = 1e-9,
    max_iterations: int = 1_000,
    customer_id: str = "customer_id",
) -> Weights:
    """Weight responses so that they match the margins of the customer base.

    Customers who answer differ from those who do not. Raking (iterative proportional fitting)
    assigns each response the number of customers that it stands for. Of all weights that meet the
    margins, these are the closest to equal weights.

    Args:
        responses: One row per response: a table of pandas, polars, pyarrow, DuckDB, PySpark or
            Ibis, eager or lazy, or a path to CSV or Parquet.
        margins: The number of customers by category, {column: {category: number}}, or their shares,
            which add up to 1 in every column.
        base: Instead of margins, the table of all customers, one row each, in which `columns` are
            counted; of any type that `responses` may have.
        columns: The columns to weight by, if `base` is used.
        limit: The largest weight allowed, as a multiple of the mean; above 1. A note counts the
            trimmed responses; the other responses make up for what these lose.
        tolerance: The largest relative difference allowed between a weighted margin and the base's.
        max_iterations: The largest number of passes over all margins.
        customer_id: Column with the customer ids, by which messages name rows, where the table has
            it.

    Returns:
        The weights in the order of the rows, with the margins before and after. They add up to the
        number of customers, or to the number of responses if the margins are shares. If the table's
        engine keeps no order of rows, join `cells` instead.

    Raises:
        DataError: Columns or values are missing, a category occurs on one side only, or margins are
            negative or have different totals.
        FitError: The margins cannot all be met, for example because of `limit`; the message names
            the margin that is furthest off.
        ParameterError: Neither or both of margins and base are given, or one category alone needs
            more than `limit`.

    References:
        Deming and Stephan (1940), On a least squares adjustment of a sampled frequency table when
        the expected marginal totals are known, Annals of Mathematical Statistics 11. Kish (1965),
        Survey Sampling, section 11.7, on what weights cost.

    Examples:
        >>> import pandas as pd
        >>> answers = pd.DataFrame({"tier": ["gold"] * 3 + ["basic"], "score": [10, 9, 10, 3]})
        >>> weights = rake(answers, margins={"tier": {"gold": 300, "basic": 700}})
        >>> weights.weights.round(6).tolist()
        [100.0, 100.0, 100.0, 700.0]
        >>> print(weights.statement())
        The 4 responses stand for 1,000 customers. Weighting costs 52% of the precision: they are
        as precise as 2 equally weighted responses.
    """
    checks.positive("tolerance", tolerance)
    checks.whole("max_iterations", max_iterations, least=1)
    customers = known_base(margins, base, columns)
    if base is not None:
        _refuse_repeated(base, customer_id)
    answers = read_categories(
        responses, customers.columns, name="responses", customer_id=customer_id
    )
    places = placed(answers, customers, customer_id)
    n = len(places)
    total = float(n) if customers.n_customers is None else customers.n_customers
    cell, codes, counts = _cells(places, [len(margin) for margin in customers.margins.values()])
    raked = _raked(
        customers,
        (codes, counts),
        total,
        limit,
        tolerance=tolerance,
        max_iterations=max_iterations,
    )
    effective = raking.effective_size(raked.weights, counts)
    n_trimmed = int(counts[raked.is_capped].sum())
    return Weights(
        weights=raked.weights[cell],
        n_answers=n,
        n_customers=customers.n_customers,
        effective_n=effective,
        design_effect=n / effective,
        largest=float(raked.weights.max()),
        margins=margin_rows(customers, codes, counts, raked.weights),
        cells=_labelled(customers, codes, counts, raked.weights),
        n_trimmed=n_trimmed,
        converged=raked.converged,
        n_iterations=raked.n_iterations,
        notes=(
            *_notes(customers, n_trimmed, limit, raked.weights * n / total, counts),
            *_repeats(answers.source, customer_id),
        ),
    )


def _raked(
    customers: CustomerMargins,
    cells: tuple[NDArray[np.int64], Floats],
    total: float,
    limit: float | None,
    **steps: Any,
) -> raking.Raking:
    """Return weights of cells, given by categories and counts, that meet all margins."""
    codes, counts = cells
    targets = [scaled(margin, total) for margin in customers.margins.values()]
    largest = np.inf if limit is None else _largest(limit, customers, codes, counts, targets)
    raked = raking.rake(codes, counts, targets, largest=largest, **steps)
    _check_met(raked, customers, limit)
    return raked


def _refuse_repeated(base: object, customer_id: str) -> None:
    """Refuse a table of all customers that lists some of them twice, as they would count twice."""
    frame = open_table(base, name="base").frame
    n = n_repeats(frame, customer_id) if customer_id in frame.collect_schema().names() else 0
    if n:
        raise DataError(
            f"base holds {n:,} duplicate rows of customers, by column {customer_id!r}. Keep one "
            "row per customer."
        )


def _repeats(source: Source, customer_id: str) -> tuple[Note, ...]:
    """Note repeat responses, each of which is weighted like that of another customer."""
    if customer_id not in source.frame.collect_schema().names():
        return ()
    n = n_repeats(source.frame, customer_id)
    return Note.counted(
        n,
        "{responses} from customers who had responded before; each counts as that of another "
        "customer. To weight customers, keep one response per customer.",
        "{responses}来自重复作答的客户，每份均按一位客户计。若要按客户加权，请每位客户只保留一份。",
        responses=counted(n, "response"),
    )


def _cells(
    places: NDArray[np.int64], sizes: Sequence[int]
) -> tuple[NDArray[np.intp], NDArray[np.int64], Floats]:
    """Return each response's cell, and each cell's categories and number of responses."""
    cell = places[:, 0]
    for j in range(1, len(sizes)):
        # Numbered anew for each column, so that many columns never count beyond whole numbers.
        cell, _ = pd.factorize(cell * sizes[j] + places[:, j])
    cell, _ = pd.factorize(cell)
    counts = np.bincount(cell)
    codes = np.empty((counts.size, len(sizes)), dtype=np.int64)
    codes[cell] = places
    return cell, codes, counts.astype(np.float64)


def _largest(
    limit: float,
    base: CustomerMargins,
    codes: NDArray[np.int64],
    counts: Floats,
    targets: Sequence[Floats],
) -> float:
    """Return the largest weight allowed, if every margin can be met with it."""
    if checks.number("limit", limit) <= 1:
        raise ParameterError(f"limit == {limit}, must be > 1: a multiple of the mean weight.")
    mean = float(targets[0].sum() / counts.sum())
    for j, (column, margin) in enumerate(base.margins.items()):
        needed = targets[j] / np.bincount(codes[:, j], counts, targets[j].size) / mean
        worst = int(needed.argmax())
        if needed[worst] > limit:
            raise ParameterError(
                f"limit == {limit}, but the responses in {list(margin)[worst]!r} of {column!r} "
                f"need a weight of {needed[worst]:.4g} times the mean. Raise the limit, or merge "
                "the category."
            )
    return limit * mean


def _check_met(raked: raking.Raking, base: CustomerMargins, limit: float | None) -> None:
    if raked.converged:
        return
    off = [np.nan_to_num(np.abs(gap), nan=np.inf) for gap in raked.gaps]
    worst = int(np.argmax([gap.max() for gap in off]))
    column = base.columns[worst]
    category = list(base.margins[column])[int(off[worst].argmax())]
    bounded = "" if limit is None else f"Raise limit == {limit:g}, or "
    raise FitError(
        f"the margins are not met after {raked.n_iterations:,} passes; furthest off is "
        f"{category!r} in {column!r}, by {off[worst].max():.2g} of its customers. Combinations of "
        "categories without any response can make the margins contradict one another. "
        f"{bounded or 'Raise max_iterations, or '}merge categories, or leave a column out.",
        raked,
    )


def _labelled(
    base: CustomerMargins, codes: NDArray[np.int64], counts: Floats, weights: Floats
) -> Mapping[str, NDArray[Any]]:
    order = np.lexsort(codes.T[::-1])
    labels = {
        column: np.array(list(margin))[codes[order, j]]
        for j, (column, margin) in enumerate(base.margins.items())
    }
    return {**labels, "answers": counts[order].astype(np.int64), "weight": weights[order]}


def _notes(
    base: CustomerMargins, n_trimmed: int, limit: float | None, relative: Floats, counts: Floats
) -> tuple[Note, ...]:
    n_heavy = 0 if limit is not None else int(counts[relative > HEAVY].sum())
    return (
        *_of_shares(base),
        *Note.counted(
            n_trimmed,
            "{responses} would have weighed more than {limit} times the mean and were trimmed to "
            "that; the other responses make up the margins.",
            "{responses}的权重超过均值的 {limit} 倍，已截至该值，边际由其余答卷补足。",
            responses=counted(n_trimmed, "response"),
            limit=number(limit or 0.0),
        ),
        *Note.counted(
            n_heavy,
            "{responses} with a weight of more than {heavy} times the mean. Look at these "
            "responses, merge categories or set a limit.",
            "{responses}的权重超过均值的 {heavy} 倍。请检查这些答卷、合并类别或设定 limit。",
            responses=counted(n_heavy, "response"),
            heavy=number(HEAVY),
        ),
    )


def _of_shares(base: CustomerMargins) -> tuple[Note, ...]:
    if base.n_customers is not None:
        return ()
    return (
        Note.of(
            "The margins are shares, so the weights add up to the number of responses.",
            "边际以占比给出，权重之和等于答卷数。",
            bears_on="reading",
        ),
    )
