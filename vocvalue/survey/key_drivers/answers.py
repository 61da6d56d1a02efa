"""The responses from which drivers are estimated: complete, and grouped."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from vocvalue.errors import DataError
from vocvalue.results import Note
from vocvalue.results.groups import MISSING, group_name
from vocvalue.results.notes import left_out
from vocvalue.results.numerals import counted
from vocvalue.results.texts import Text, listed, named, pair
from vocvalue.stats import correlations, importance
from vocvalue.tables.columns import DistinctRows

Floats: TypeAlias = NDArray[np.float64]
Bool: TypeAlias = NDArray[np.bool_]
Outcome: TypeAlias = Literal["score", "value"]

ALL = "all"
RATING, SCORE, VALUE = (
    pair("a rating", "某项评分"),
    pair("a score", "得分"),
    pair("a customer value", "客户价值"),
)


@dataclass(frozen=True, kw_only=True, eq=False)
class Answers:
    """The distinct responses of one group.

    Attributes:
        group: The group's name.
        ratings: The names of the ratings, which are the first columns.
        outcomes: The column name of each outcome; these columns follow the ratings.
        columns: The distinct rows, shape (d, k + q).
        rows: The number of responses that each distinct row stands for, shape (d,).
        customer: The customer of each row, as codes from 0, shape (d,); None if no customer has
            several responses.
    """

    group: str
    ratings: tuple[str, ...]
    outcomes: dict[Outcome, str]
    columns: Floats
    rows: NDArray[np.int64]
    customer: NDArray[np.int64] | None = None

    @property
    def n_units(self) -> int:
        """The number of customers, or of responses if no customer has several."""
        return self.n if self.customer is None else int(self.customer.max()) + 1

    @property
    def n(self) -> int:
        """The number of responses."""
        return int(self.rows.sum())

    @property
    def units(self) -> Text:
        """The number of customers, or of responses if no customer has several, in words."""
        return counted(self.n_units, "response" if self.customer is None else "customer")

    def obstacle(self) -> Text | None:
        """Return why the ratings' importance cannot be estimated, or None."""
        k = len(self.ratings)
        if self.n_units < k + 2:
            return pair(
                "only {units} for {ratings}, but at least {least} are needed. Use fewer ratings, "
                "or collect more responses",
                "仅有 {units}，对 {ratings}而言至少需要 {least}。请减少评分项，或收集更多答卷",
                units=self.units,
                ratings=counted(k, "rating"),
                least=k + 2,
            )
        columns = (*self.ratings, *self.outcomes.values())
        constant = np.ptp(self.columns, axis=0) == 0
        if constant.any():
            return pair(
                "these columns do not vary: {columns}. Leave them out",
                "以下各列在所有答卷中取值相同：{columns}。请去掉这些列",
                columns=_quoted(columns[place] for place in np.flatnonzero(constant)),
            )
        combined = importance.combined(correlations.correlation(self.columns[:, :k], self.rows))
        if len(combined):
            return pair(
                "these ratings determine one another: {ratings}. Leave one of them out, such as a "
                "total or a copy",
                "以下评分相互决定：{ratings}。请去掉其中一项，例如合计或重复的列",
                ratings=_quoted(self.ratings[place] for place in combined),
            )
        return None


def complete_rows(
    table: DistinctRows, ratings: tuple[str, ...], outcomes: Mapping[Outcome, str]
) -> tuple[Bool, list[Note]]:
    """Return which rows are complete, and notes on the others."""
    notes: list[Note] = []
    complete = np.ones(table.rows.size, dtype=np.bool_)
    needed = [(RATING, ratings), (SCORE, (outcomes["score"],))]
    if "value" in outcomes:
        needed.append((VALUE, (outcomes["value"],)))
    for what, columns in needed:
        lacking = np.isnan([table.numbers[column] for column in columns]).any(axis=0)
        n = int(table.rows[complete & lacking].sum())
        complete &= ~lacking
        notes += left_out(
            n,
            pair(
                "{responses} without {what}",
                "{responses}缺少{what}",
                responses=counted(n, "response"),
                what=what,
            ),
        )
    return complete, notes


def grouped(
    table: DistinctRows,
    complete: Bool,
    by: str | None,
    ratings: tuple[str, ...],
    outcomes: dict[Outcome, str],
) -> tuple[list[Answers], list[Note]]:
    """Return the responses of all and of each estimable group, and notes on the others."""
    columns = [table.numbers[name] for name in (*ratings, *outcomes.values())]
    values: Floats = np.column_stack(columns)

    def taken(group: str, rows: Bool) -> Answers:
        return Answers(
            group=group,
            ratings=ratings,
            outcomes=outcomes,
            columns=values[rows],
            rows=table.rows[rows],
            customer=None if table.customer is None else _coded(table.customer[rows]),
        )

    everyone = taken(ALL, complete)
    obstacle = everyone.obstacle()
    if obstacle is not None:
        raise DataError(f"drivers cannot be estimated: {obstacle}.")
    if by is None:
        return [everyone], []
    label = np.array([MISSING if word is None else word for word in table.labels[by]], np.str_)
    estimable, notes = [everyone], []
    for name in _groups(label[complete], by):
        answers = taken(name, complete & (label == name))
        obstacle = answers.obstacle()
        if obstacle is None:
            estimable.append(answers)
        else:
            notes.append(_skipped(answers, obstacle))
    n_without = int(table.rows[complete & (label == MISSING)].sum())
    return estimable, [*notes, *_without_group(by, n_without)]


def _groups(label: NDArray[np.str_], by: str) -> list[str]:
    """Return the names of the groups, with that of missing groups last."""
    groups: list[str] = sorted(set(label.tolist()), key=lambda name: (name == MISSING, name))
    if ALL in groups:
        raise DataError(
            f'column {by!r} has a group named "{ALL}", a name reserved for all responses together. '
            "Rename it."
        )
    return groups


def _coded(customer: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return codes from 0 without gaps; each response without a customer gets its own code."""
    nobody = np.flatnonzero(customer < 0)
    apart = customer.copy()
    apart[nobody] = (customer.max() if customer.size else -1) + 1 + np.arange(nobody.size)
    return np.unique(apart, return_inverse=True)[1].astype(np.int64)


def _skipped(answers: Answers, reason: Text) -> Note:
    """Return the note on a group whose drivers cannot be estimated."""
    return Note.of(
        "The drivers of group '{group}' ({responses}) were not estimated: {reason}.",
        "分组“{group}”（{responses}）无法单独估计驱动因素：{reason}。",
        group=group_name(answers.group),
        responses=counted(answers.n, "response"),
        reason=reason,
        count=answers.n,
    )


def _without_group(by: str, n: int) -> tuple[Note, ...]:
    """Return the note on responses without a group."""
    return Note.counted(
        n,
        "{responses} without {column} form a group of their own, {missing}.",
        "{responses}缺少 {column}，单独归为{missing}组。",
        responses=counted(n, "response"),
        column=named(by),
        missing=group_name(MISSING),
    )


def _quoted(columns: Iterable[str]) -> Text:
    return listed(tuple(pair("'{name}'", "“{name}”", name=named(column)) for column in columns))
