"""Customers of several groups with their covariates, to be made comparable."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from vocvalue.effects import notes
from vocvalue.effects.covariates import Columns, constant, missing
from vocvalue.errors import DataError, ParameterError
from vocvalue.results import Note
from vocvalue.results.numerals import counted
from vocvalue.stats.expansion import expanded

Bool: TypeAlias = NDArray[np.bool_]
Codes: TypeAlias = NDArray[np.int64]
Floats: TypeAlias = NDArray[np.float64]

CALLED = ("in the control group", "in the treated group")


@dataclass(frozen=True, kw_only=True, eq=False)
class ComparableCustomers:
    """Customers of several groups whose covariates are all known.

    Attributes:
        rows: Whether each of all customers is among them, shape (n,).
        group: The number of each customer's group, shape (m,); of two groups, 1 is the treated.
        covariates: Their covariates by name, each of shape (m,).
        n_incomplete: The number of customers left out, because a covariate is missing.
        notes: Notes on the customers left out and on constant covariates.
    """

    rows: Bool = field(repr=False)
    group: Codes = field(repr=False)
    covariates: Columns = field(repr=False)
    n_incomplete: int
    notes: tuple[Note, ...] = ()

    @property
    def n(self) -> int:
        """The number of customers."""
        return self.group.size

    @property
    def treated(self) -> Bool:
        """Whether each customer of two groups was treated, shape (m,)."""
        return np.asarray(self.group == 1)

    @property
    def columns(self) -> Floats:
        """The covariates as a regression takes them, shape (m, p)."""
        return expanded(self.covariates)


def comparable_customers(
    group: Codes, covariates: Columns, *, among: Bool | None = None
) -> ComparableCustomers:
    """Return the customers whose covariates are all known; a group may lose all of its customers.

    Args:
        group: The number of each customer's group, shape (n,).
        covariates: Numbers or text by name, each of shape (n,), NaN or None where missing.
        among: Whether each customer is of interest, shape (n,); by default all are.

    Raises:
        ParameterError: No covariates, or columns of another length.

    Examples:
        >>> ages = {"age": np.array([20, 30, 50, 60])}
        >>> comparable_customers(np.array([0, 0, 1, 1]), ages).group.tolist()
        [0, 0, 1, 1]
    """
    if not covariates:
        raise ParameterError("there are no covariates to make customers comparable in.")
    among = np.ones(group.size, np.bool_) if among is None else among
    for name, values in {**covariates, "among": among}.items():
        if values.shape != group.shape:
            raise ParameterError(f"{name!r} has shape {values.shape}, group {group.shape}.")
    rows = among & ~np.logical_or.reduce([missing(values) for values in covariates.values()])
    return ComparableCustomers(
        rows=rows,
        group=group[rows],
        covariates={name: _float_or_text(values[rows]) for name, values in covariates.items()},
        n_incomplete=int(among.sum() - rows.sum()),
    )


def treated_and_controls(
    treated: Bool,
    covariates: Columns,
    *,
    among: Bool | None = None,
    called: Sequence[str] = CALLED,
) -> ComparableCustomers:
    """Return the treated and the controls whose covariates are all known, with notes.

    Args:
        treated: Whether each customer was treated, shape (n,).
        covariates: As in `comparable_customers`, known before the treatment.
        among: As in `comparable_customers`.
        called: The places of the controls and of the treated in messages, such as "in the arm 'a'".

    Raises:
        DataError: No treated customer or no control is left.
        ParameterError: As in `comparable_customers`.

    Examples:
        >>> treated = np.array([False, True, True, False])
        >>> ages = {"age": np.array([20.0, 30.0, np.nan, 60.0])}
        >>> customers = treated_and_controls(treated, ages)
        >>> customers.group.tolist(), [note.en for note in customers.notes]
        ([0, 1, 0], ['1 of 4 customers with a missing covariate was left out.'])
    """
    among = np.ones(treated.size, np.bool_) if among is None else among
    customers = comparable_customers(treated.astype(np.int64), covariates, among=among)
    for is_treated in (True, False):
        if not (customers.treated == is_treated).any():
            has_members = bool((among & (treated == is_treated)).any())
            raise _nobody(called[is_treated], _gaps(covariates, among) if has_members else {})
    return replace(
        customers,
        notes=(
            *notes.incomplete(customers.n_incomplete, int(among.sum())),
            *notes.constant(constant(customers.covariates)),
        ),
    )


def _float_or_text(values: NDArray[Any]) -> NDArray[Any]:
    return values.astype(np.float64) if values.dtype.kind in "iu" else values


def _gaps(covariates: Columns, among: Bool) -> dict[str, int]:
    return {name: int((missing(values) & among).sum()) for name, values in covariates.items()}


def _nobody(where: str, gaps: dict[str, int]) -> DataError:
    if not gaps:
        return DataError(f"nobody is {where}: there is nothing to compare.")
    worst = max(gaps, key=gaps.__getitem__)
    return DataError(
        f"nobody {where} has all covariates: column {worst!r} is missing for "
        f"{counted(gaps[worst], 'customer')}. Leave it out, or fill it in."
    )
