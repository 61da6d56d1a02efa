"""The margins of a customer base, and the categories of the responses."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from vocvalue.errors import DataError, ParameterError
from vocvalue.tables.categories import Categories, count_categories, key

Floats: TypeAlias = NDArray[np.float64]
Margins: TypeAlias = Mapping[str, Mapping[Any, float]]

SAME = 1e-6
"""Totals whose relative difference is smaller are equal up to rounding."""


@dataclass(frozen=True, kw_only=True)
class Margin:
    """One category of one column: its customers, and its responses before and after weighting.

    Attributes:
        column: The column.
        category: The category's name.
        customers: The number of customers in the category; NaN where only shares are known.
        answers: The number of responses in the category.
        share_base: The category's share of the customers.
        share_raw: The category's share of the responses.
        share_weighted: The category's share of the weighted responses.
    """

    column: str
    category: Any
    customers: float
    answers: int
    share_base: float
    share_raw: float
    share_weighted: float


@dataclass(frozen=True, kw_only=True)
class CustomerMargins:
    """The customers by category, as numbers or as shares.

    Attributes:
        margins: For each column, the number or the share of customers in each category.
        n_customers: The number of customers; None where the margins are shares.
    """

    margins: Margins
    n_customers: float | None

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns, in the order of the margins."""
        return tuple(self.margins)


def known_base(
    margins: Margins | None, base: object, columns: Sequence[str] | None
) -> CustomerMargins:
    """Return the customers by category, as passed or as counted in the table of all customers.

    Raises:
        DataError: A margin has no customers, negative or infinite numbers, or a different total.
        ParameterError: Neither or both of margins and base are given.
    """
    if (margins is None) == (base is None):
        raise ParameterError(
            "pass either margins (the customers by category) or base (the table of all customers)."
        )
    if margins is not None:
        if columns is not None:
            raise ParameterError(
                "columns can be used only with base; margins already name their columns."
            )
        return _base_of(margins)
    names = [] if columns is None else list(columns)
    if isinstance(columns, str) or not names or len(set(names)) < len(names):
        raise ParameterError(
            f"columns == {columns!r}, must list the columns to weight by, each once, "
            'such as ["region", "tier"].'
        )
    counted = count_categories(base, names, name="base")
    return CustomerMargins(margins=counted, n_customers=float(sum(counted[names[0]].values())))


def _base_of(margins: Margins) -> CustomerMargins:
    if not margins:
        raise ParameterError("margins == {}, must name at least one column.")
    checked = {column: _checked(column, margin) for column, margin in margins.items()}
    totals = {column: math.fsum(margin.values()) for column, margin in checked.items()}
    first, total = next(iter(totals.items()))
    for column, other in totals.items():
        if not math.isclose(other, total, rel_tol=SAME):
            raise DataError(
                f"the margins do not describe the same customers: {first!r} adds up to {total:,g}, "
                f"{column!r} to {other:,g}. Count both over the same customers."
            )
    are_shares = math.isclose(total, 1, rel_tol=SAME)
    if not are_shares and total < 2:
        raise DataError(f"the shares of {first!r} add up to {total:g}, must add up to 1.")
    return CustomerMargins(margins=checked, n_customers=None if are_shares else total)


def _checked(column: str, margin: Mapping[Any, float]) -> dict[Any, float]:
    if not isinstance(margin, Mapping):
        raise ParameterError(
            f"margins[{column!r}] == {margin!r}, must give each category its number of customers "
            'or their share, such as {"north": 0.4, "south": 0.6}.'
        )
    for category, number in margin.items():
        is_number = isinstance(number, int | float | np.integer | np.floating)
        if not is_number or not math.isfinite(number) or number < 0:
            raise DataError(
                f"margins[{column!r}][{category!r}] == {number!r}, must be a number of customers "
                "or their share: finite and not below 0."
            )
    # A category without customers is not part of the base, and no response can represent it.
    used = {category: float(number) for category, number in margin.items() if number > 0}
    if not used:
        raise DataError(f"margins[{column!r}] has no customers in any category.")
    if len({key(category) for category in used}) < len(used):
        raise DataError(f"margins[{column!r}] names a category twice, as a number and as text.")
    return used


def placed(answers: Categories, base: CustomerMargins, customer_id: str) -> NDArray[np.int64]:
    """Return the index of each response's category in each margin, shape (n, k).

    Raises:
        DataError: A category has responses but no customers, or customers but no responses.
    """
    places = np.empty_like(answers.codes)
    for j, (column, margin) in enumerate(base.margins.items()):
        position = {key(category): place for place, category in enumerate(margin)}
        values = answers.values[j]
        matched = np.array([position.get(key(value), -1) for value in values])
        places[:, j] = matched[answers.codes[:, j]]
        is_strange = places[:, j] < 0
        if is_strange.any():
            strangers = [value for value, place in zip(values, matched, strict=True) if place < 0]
            raise DataError.bad_rows(
                f"in {_listed(strangers)}, where the base has no customers",
                column=column,
                count=int(is_strange.sum()),
                first_ids=answers.first_ids(is_strange, customer_id),
                hint="Spell categories alike on both sides, or merge those without customers.",
            )
        _check_answered(column, list(margin), set(matched.tolist()))
    return places


def scaled(margin: Mapping[Any, float], total: float) -> Floats:
    """Return the numbers of a margin, scaled to add up to a total."""
    numbers = np.array(list(margin.values()), dtype=np.float64)
    return np.asarray(numbers / numbers.sum() * total)


def margin_rows(
    base: CustomerMargins, codes: NDArray[np.int64], counts: Floats, weights: Floats
) -> tuple[Margin, ...]:
    """Return one row per column and category, before and after weighting."""
    rows = []
    for j, (column, margin) in enumerate(base.margins.items()):
        answers = np.bincount(codes[:, j], counts, len(margin))
        weighted = np.bincount(codes[:, j], counts * weights, len(margin))
        shares = [scaled(margin, 1.0), answers / answers.sum(), weighted / weighted.sum()]
        for place, (category, customers) in enumerate(margin.items()):
            share_base, share_raw, share_weighted = (float(share[place]) for share in shares)
            rows.append(
                Margin(
                    column=column,
                    category=category,
                    customers=float("nan") if base.n_customers is None else float(customers),
                    answers=int(answers[place]),
                    share_base=share_base,
                    share_raw=share_raw,
                    share_weighted=share_weighted,
                )
            )
    return tuple(rows)


def _check_answered(column: str, categories: list[Any], answered: set[int]) -> None:
    silent = [value for place, value in enumerate(categories) if place not in answered]
    if silent:
        raise DataError(
            f"column {column!r}: no customer in {_listed(silent)} answered, so no response can "
            "represent these customers. Merge them with a similar category, on both sides."
        )


def _listed(values: Sequence[Any], most: int = 5) -> str:
    more = f" and {len(values) - most:,} more" if len(values) > most else ""
    return ", ".join(repr(value) for value in values[:most]) + more
