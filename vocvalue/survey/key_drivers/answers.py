"""The answers that drivers are estimated from: complete, grouped, and such as can be told apart."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from vocvalue.errors import DataError
from vocvalue.results import Note
from vocvalue.results.notes import left_out
from vocvalue.results.numerals import counted
from vocvalue.results.texts import Text, listed, named, pair
from vocvalue.stats import correlations, importance
from vocvalue.tables.columns import DistinctRows

Floats: TypeAlias = NDArray[np.float64]
Bool: TypeAlias = NDArray[np.bool_]
Outcome: TypeAlias = Literal["score", "value"]

ALL, MISSING = "all", "(missing)"
RATING, SCORE, VALUE = (
    pair("a rating", "某项评分"),
    pair("a score", "得分"),
    pair("a customer value", "金额"),
)


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

    @property
    def units(self) -> Text:
        """How many customers there are, or answers where no customer has several."""
        return counted(self.n_units, "response" if self.customer is None else "customer")

    def obstacle(self) -> Text | None:
        """Return what makes it impossible to tell the ratings' importance apart, or None."""
        k = len(self.ratings)
        if self.n_units < k + 2:
            return pair(
                "only {units} for {ratings}, at least {least} are needed. Ask for fewer ratings, "
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
                "the same in every response: {columns}. Leave out what does not vary",
                "各份答卷取值都相同的列：{columns}。请去掉不变的列",
                columns=_quoted(columns[place] for place in np.flatnonzero(constant)),
            )
        combined = importance.combined(correlations.correlation(self.columns[:, :k], self.rows))
        if len(combined):
            return pair(
                "ratings that determine one another: {ratings}. Leave one of them out, such as a "
                "total or a copy",
                "以下评分相互决定：{ratings}。请去掉其中一项，例如合计或重复的列",
                ratings=_quoted(self.ratings[place] for place in combined),
            )
        return None


def complete_rows(
    table: DistinctRows, ratings: tuple[str, ...], outcomes: Mapping[Outcome, str]
) -> tuple[Bool, list[Note]]:
    """Return which rows have all that is needed, and notes of those that have not."""
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
    """Return the answers of all and of each group that can be estimated, and notes on the rest."""
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
        raise DataError(f"drivers cannot be told apart: {obstacle}.")
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
    """Return the names of the groups, that of answers without one last."""
    groups: list[str] = sorted(set(label.tolist()), key=lambda name: (name == MISSING, name))
    if ALL in groups:
        raise DataError(
            f'column {by!r} holds a group called "{ALL}", which stands for all responses together. '
            "Rename it."
        )
    return groups


def _coded(customer: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return codes from 0 without gaps; each answer of nobody known is somebody else's."""
    nobody = np.flatnonzero(customer < 0)
    apart = customer.copy()
    apart[nobody] = (customer.max() if customer.size else -1) + 1 + np.arange(nobody.size)
    return np.unique(apart, return_inverse=True)[1].astype(np.int64)


def _skipped(answers: Answers, reason: Text) -> Note:
    """Return the note on a group whose drivers cannot be told apart."""
    return Note.of(
        "Group '{group}' ({responses}) has no drivers of its own: {reason}.",
        "分组“{group}”（{responses}）无法单独估计驱动因素：{reason}。",
        group=named(answers.group),
        responses=counted(answers.n, "response"),
        reason=reason,
        count=answers.n,
    )


def _without_group(by: str, n: int) -> tuple[Note, ...]:
    """Return the note on answers without a group."""
    return Note.counted(
        n,
        "{responses} without {column}: these are a group of their own, {missing}.",
        "{responses}缺少 {column}，归为单独一组 {missing}。",
        responses=counted(n, "response"),
        column=named(by),
        missing=MISSING,
    )


def _quoted(columns: Iterable[str]) -> Text:
    return listed(tuple(pair("'{name}'", "“{name}”", name=named(column)) for column in columns))
