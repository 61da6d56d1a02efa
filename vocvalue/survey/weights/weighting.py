"""Weights that make those who answered look like all customers."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from vocvalue import checks
from vocvalue.errors import DataError, FitError, ParameterError
from vocvalue.results import Note
from vocvalue.results.numerals import counted, number
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
"""An answer that weighs so many times the mean decides more than one answer should."""


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
    """Weight answers so that they have the margins of the customer base.

    Raking, or iterative proportional fitting: those who answer are not like those who do not, and
    each answer is given the number of customers that it stands for. Of all weights that meet the
    margins these differ least from equal ones.

    Args:
        responses: The answers, one a row: a table of pandas, polars, pyarrow, DuckDB, PySpark or
            Ibis, eager or lazy, or a path to CSV or Parquet.
        margins: The customers by category, {column: {category: number}}, or their shares, which
            add up to 1 in every column.
        base: Instead of margins, the table of all customers, one a row, in which `columns` are
            counted; of any kind that `responses` may be.
        columns: The columns to weight by, with `base`.
        limit: The largest weight allowed, as a multiple of the mean; above 1. The answers that are
            cut are counted in a note, and the others take over what they lose.
        tolerance: How far a weighted margin may be from the base's, as a share of it.
        max_iterations: How often all margins are gone through at most.
        customer_id: Column that rows are named by in messages, where the table has it.

    Returns:
        The weights in the order of the rows, with the margins before and after. They add up to the
        number of customers; to the number of answers where the margins are shares. A table whose
        engine keeps no order of rows is joined with `cells` instead.

    Raises:
        DataError: Missing columns or values, a category that only one side has, margins that are
            negative or do not describe the same total.
        FitError: The margins cannot all be met, for one the limit; with the margin that is
            furthest off.
        ParameterError: Neither margins nor base, or both; a limit that a category exceeds alone.

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
    known = known_base(margins, base, columns)
    if base is not None:
        _refuse_repeated(base, customer_id)
    answers = read_categories(responses, known.columns, name="responses", customer_id=customer_id)
    places = placed(answers, known, customer_id)
    n = len(places)
    total = float(n) if known.n_customers is None else known.n_customers
    cell, codes, counts = _cells(places, [len(margin) for margin in known.margins.values()])
    targets = [scaled(margin, total) for margin in known.margins.values()]
    largest = np.inf if limit is None else _largest(limit, known, codes, counts, targets)
    raked = raking.rake(
        codes,
        counts,
        targets,
        largest=largest,
        tolerance=tolerance,
        max_iterations=max_iterations,
    )
    _check_met(raked, known, limit)
    effective = raking.effective_size(raked.weights, counts)
    n_trimmed = int(counts[raked.is_capped].sum())
    return Weights(
        weights=raked.weights[cell],
        n_answers=n,
        n_customers=known.n_customers,
        effective_n=effective,
        design_effect=n / effective,
        largest=float(raked.weights.max()),
        margins=margin_rows(known, codes, counts, raked.weights),
        cells=_labelled(known, codes, counts, raked.weights),
        n_trimmed=n_trimmed,
        converged=raked.converged,
        n_iterations=raked.n_iterations,
        notes=(
            *_notes(known, n_trimmed, limit, raked.weights * n / total, counts),
            *_repeats(answers.source, customer_id),
        ),
    )


def _refuse_repeated(base: object, customer_id: str) -> None:
    """Refuse a table of all customers that has some of them twice: they would weigh twice."""
    frame = open_table(base, name="base").frame
    n = n_repeats(frame, customer_id) if customer_id in frame.collect_schema().names() else 0
    if n:
        raise DataError(
            f"base holds {n:,} rows of customers who are there already, by column "
            f"{customer_id!r}. Keep one row of each customer."
        )


def _repeats(source: Source, customer_id: str) -> tuple[Note, ...]:
    """Note the answers of customers who answered before: each is weighted like another's."""
    if customer_id not in source.frame.collect_schema().names():
        return ()
    n = n_repeats(source.frame, customer_id)
    return Note.counted(
        n,
        "{responses} from customers who had responded before; each counts as that of another "
        "customer. Keep one response per customer if the weights are to be of customers.",
        "{responses}来自重复作答的客户，每份均按一位客户计。若要按客户加权，请每位客户只保留一份。",
        responses=counted(n, "response"),
    )


def _cells(
    places: NDArray[np.int64], sizes: Sequence[int]
) -> tuple[NDArray[np.intp], NDArray[np.int64], Floats]:
    """Return the cell of every answer, and of every cell its categories and its answers."""
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
    """Return the largest weight allowed, where every category can live with it."""
    if checks.number("limit", limit) <= 1:
        raise ParameterError(f"limit == {limit}, must be > 1: a multiple of the mean weight.")
    mean = float(targets[0].sum() / counts.sum())
    for j, (column, margin) in enumerate(base.margins.items()):
        needed = targets[j] / np.bincount(codes[:, j], counts, targets[j].size) / mean
        worst = int(needed.argmax())
        if needed[worst] > limit:
            raise ParameterError(
                f"limit == {limit}, but the answers of {list(margin)[worst]!r} in {column!r} have "
                f"to weigh {needed[worst]:.4g} times the mean. Allow more, or merge the category."
            )
    return limit * mean


def _check_met(raked: raking.Raking, base: CustomerMargins, limit: float | None) -> None:
    if raked.converged:
        return
    off = [np.nan_to_num(np.abs(gap), nan=np.inf) for gap in raked.gaps]
    worst = int(np.argmax([gap.max() for gap in off]))
    column = base.columns[worst]
    category = list(base.margins[column])[int(off[worst].argmax())]
    bounded = "" if limit is None else f"Allow more than limit == {limit:g}, or "
    raise FitError(
        f"the margins are not met after {raked.n_iterations:,} rounds; furthest off is "
        f"{category!r} in {column!r}, by {off[worst].max():.2g} of its customers. Combinations of "
        "categories that nobody answered from can make margins contradict one another. "
        f"{bounded or 'Allow more max_iterations, or '}merge categories, or leave a column out.",
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
