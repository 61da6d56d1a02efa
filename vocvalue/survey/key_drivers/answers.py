"""The answers that drivers are estimated from: complete, grouped, and such as can be told apart."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from vocvalue.errors import DataError
from vocvalue.results import Note
from vocvalue.results.former import counted
from vocvalue.stats import correlations, importance
from vocvalue.tables.columns import DistinctRows

Floats: TypeAlias = NDArray[np.float64]
Bool: TypeAlias = NDArray[np.bool_]
Outcome: TypeAlias = Literal["score", "value"]

ALL, MISSING = "all", "(missing)"


@dataclass(frozen=True, kw_only=True, eq=False)
class Answers:
    """The distinct answers of one group.

    Attributes:
        group: The group's name.
        ratings: The names of the ratings, the first columns.
        outcomes: The name of each outcome, whose columns come after the ratings.
        columns: The distinct rows, shape (d, k + q).
        rows: How many answers each stands for, shape (d,).
        customer: Whose each is, codes from 0, shape (d,); None where no customer has several.
    """

    group: str
    ratings: tuple[str, ...]
    outcomes: dict[Outcome, str]
    columns: Floats
    rows: NDArray[np.int64]
    customer: NDArray[np.int64] | None = None

    @property
    def n_units(self) -> int:
        """The number of customers, or of answers where no customer has several."""
        return self.n if self.customer is None else int(self.customer.max()) + 1

    @property
    def n(self) -> int:
        """The number of answers."""
        return int(self.rows.sum())

    def obstacle(self) -> str | None:
        """Return what makes it impossible to tell the ratings' importance apart, or None."""
        k = len(self.ratings)
        if self.n_units < k + 2:
            units = "answers" if self.customer is None else "customers"
            return (
                f"{self.n_units} {units} are too few for {k} ratings; at least {k + 2} are needed. "
                "Ask for fewer ratings, or collect more answers"
            )
        names = (*self.ratings, *self.outcomes.values())
        alike = [n for n, column in zip(names, self.columns.T, strict=True) if np.ptp(column) == 0]
        if alike:
            return f"the same in every answer: {_listed(alike)}. Leave out what does not vary"
        among = correlations.correlation(self.columns[:, :k], self.rows)
        combined = [self.ratings[i] for i in importance.combined(among)]
        if combined:
            return (
                f"ratings that determine one another: {_listed(combined)}. Leave one of them out, "
                "such as a total or a copy"
            )
        return None


def complete_rows(
    table: DistinctRows, ratings: tuple[str, ...], outcomes: Mapping[Outcome, str]
) -> tuple[Bool, list[Note]]:
    """Return which rows have all that is needed, and notes of those that have not."""
    notes = []
    complete = np.ones(table.rows.size, dtype=np.bool_)
    kinds: list[tuple[str, str, Iterable[str]]] = [
        ("a rating", "某项评分", ratings),
        ("the score", "总体得分", [outcomes["score"]]),
        ("the money", "金额", [outcomes[it] for it in outcomes if it == "value"]),
    ]
    for en, zh, columns in kinds:
        lacking = np.zeros_like(complete)
        for column in columns:
            lacking |= np.isnan(table.numbers[column])
        n = int(table.rows[complete & lacking].sum())
        complete &= ~lacking
        if n:
            notes.append(
                Note.of(
                    f"{counted(n, 'answer')} without {en} left out.",
                    f"缺少{zh}的 {n:,} 份回答未计入。",
                    count=n,
                )
            )
    return complete, notes


def grouped(
    table: DistinctRows,
    complete: Bool,
    by: str | None,
    ratings: tuple[str, ...],
    outcomes: dict[Outcome, str],
) -> tuple[list[Answers], list[Note]]:
    """Return the answers of all and of each group that can be estimated, and notes on the rest."""
    columns = [table.numbers[name] for name in (*ratings, *outcomes.values())]
    values: Floats = np.column_stack(columns)

    def taken(group: str, of: Bool) -> Answers:
        return Answers(
            group=group,
            ratings=ratings,
            outcomes=outcomes,
            columns=values[of],
            rows=table.rows[of],
            customer=None if table.customer is None else _coded(table.customer[of]),
        )

    everyone = taken(ALL, complete)
    obstacle = everyone.obstacle()
    if obstacle:
        raise DataError(f"drivers cannot be told apart: {obstacle}.")
    if by is None:
        return [everyone], []
    label = np.array([MISSING if word is None else word for word in table.labels[by]], np.str_)
    names = sorted(set(label[complete].tolist()), key=lambda name: (name == MISSING, name))
    if ALL in names:
        raise DataError(
            f'column {by!r} holds a group called "{ALL}", which stands for all answers together. '
            "Rename it."
        )
    found, notes = [everyone], []
    for name in names:
        answers = taken(name, complete & (label == name))
        reason = answers.obstacle()
        if reason is None:
            found.append(answers)
        else:
            notes.append(_skipped(name, answers.n, reason))
    if MISSING in names:
        n = int(table.rows[complete & (label == MISSING)].sum())
        notes.append(_without_group(by, n))
    return found, notes


def _coded(customer: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return codes from 0 without gaps; each answer of nobody known is somebody else's."""
    nobody = np.flatnonzero(customer < 0)
    apart = customer.copy()
    apart[nobody] = (customer.max() if customer.size else -1) + 1 + np.arange(nobody.size)
    return np.unique(apart, return_inverse=True)[1].astype(np.int64)


def _skipped(group: str, n: int, reason: str) -> Note:
    """Return the note on a group whose drivers cannot be told apart."""
    return Note.of(
        f"group {group!r}, {counted(n, 'answer')}, has no drivers of its own: {reason}.",
        f"分组 {group} 有 {n:,} 份回答, 无法单独估计驱动因素。",
        count=n,
    )


def _without_group(by: str, n: int) -> Note:
    """Return the note on answers without a group."""
    return Note.of(
        f"{counted(n, 'answer')} without {by} are a group of their own, (missing).",
        f"缺少 {by} 的 {n:,} 份回答归为单独一组 (missing)。",
        count=n,
    )


def _listed(names: Sequence[str]) -> str:
    return ", ".join(repr(name) for name in names)
