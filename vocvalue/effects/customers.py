"""The customers of some groups with what is known of each, to be made comparable."""

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
    """The customers of some groups of whom all covariates are known.

    Attributes:
        rows: Who they are among all customers, shape (n,).
        group: The number of each one's group, shape (m,); of two groups 1 is the treated.
        covariates: What is known of them, each of shape (m,).
        n_incomplete: How many were left out, as a covariate of theirs is missing.
        notes: Who was left out, and what tells nothing.
    """

    rows: Bool = field(repr=False)
    group: Codes = field(repr=False)
    covariates: Columns = field(repr=False)
    n_incomplete: int
    notes: tuple[Note, ...] = ()

    @property
    def n(self) -> int:
        """How many customers they are."""
        return self.group.size

    @property
    def treated(self) -> Bool:
        """Which of two groups' customers were treated, shape (m,)."""
        return np.asarray(self.group == 1)

    @property
    def columns(self) -> Floats:
        """The covariates as a regression takes them, shape (m, p)."""
        return expanded(self.covariates)


def comparable_customers(
    group: Codes, covariates: Columns, *, among: Bool | None = None
) -> ComparableCustomers:
    """Return the customers of whom all covariates are known; a group may lose all of its own.

    Args:
        group: The number of each customer's group, shape (n,).
        covariates: Numbers or text by name, each of shape (n,), NaN or None where missing.
        among: Which of the customers are of interest, shape (n,); all without it.

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
    """Return the treated and the controls of whom all covariates are known, with notes.

    Args:
        treated: Who was treated, shape (n,).
        covariates: As in `comparable_customers`, known before the treatment.
        among: As in `comparable_customers`.
        called: Where the controls and the treated are, in messages.

    Raises:
        DataError: Nobody is left of the treated or of the controls.
        ParameterError: As in `comparable_customers`.

    Examples:
        >>> treated = np.array([False, True, True, False])
        >>> known = {"age": np.array([20.0, 30.0, np.nan, 60.0])}
        >>> customers = treated_and_controls(treated, known)
        >>> customers.group.tolist(), [note.en for note in customers.notes]
        ([0, 1, 0], ['1 of 4 customers with a missing covariate was left out.'])
    """
    among = np.ones(treated.size, np.bool_) if among is None else among
    customers = comparable_customers(treated.astype(np.int64), covariates, among=among)
    for is_treated in (True, False):
        if not (customers.treated == is_treated).any():
            there = bool((among & (treated == is_treated)).any())
            gaps = {name: int((missing(it) & among).sum()) for name, it in covariates.items()}
            raise _nobody(called[is_treated], gaps if there else {})
    return replace(
        customers,
        notes=(
            *notes.incomplete(customers.n_incomplete, int(among.sum())),
            *notes.constant(constant(customers.covariates)),
        ),
    )


def _float_or_text(values: NDArray[Any]) -> NDArray[Any]:
    return values.astype(np.float64) if values.dtype.kind in "iu" else values


def _nobody(where: str, gaps: dict[str, int]) -> DataError:
    if not gaps:
        return DataError(f"nobody is {where}: there is nothing to compare.")
    worst = max(gaps, key=gaps.__getitem__)
    return DataError(
        f"nobody {where} has all covariates: column {worst!r} is missing for "
        f"{counted(gaps[worst], 'customer')}. Leave it out, or fill it in."
    )
