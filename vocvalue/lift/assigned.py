"""An experiment read from tables: who was in which arm, and what followed."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

import narwhals as nw
import numpy as np
from numpy.typing import NDArray

from vocvalue import checks, duration
from vocvalue.errors import FIRST_IDS, DataError, ParameterError, listed
from vocvalue.lift import integrity
from vocvalue.lift.arms import CONTROL
from vocvalue.lift.assignment import Assignment
from vocvalue.lift.event_times import Event
from vocvalue.lift.following import WINDOW, Followed, from_orders, from_outcomes
from vocvalue.lift.integrity import Doubt, Drawn
from vocvalue.lift.randomness import unsaid
from vocvalue.results import Language, Note, Result, counted
from vocvalue.results import language as checked
from vocvalue.sealed import HandedOut
from vocvalue.tables import frames
from vocvalue.tables.categories import key
from vocvalue.tables.engine_errors import translated
from vocvalue.tables.ids import texts_of
from vocvalue.tables.labels import LabelColumn, Labels, labels_of
from vocvalue.tables.reading import (
    Assignments,
    Orders,
    Outcomes,
    described,
    for_bare,
    is_bare,
    refuse_idle,
)
from vocvalue.tables.responses import has_column

Floats: TypeAlias = NDArray[np.float64]
Codes: TypeAlias = NDArray[np.int64]
Shares: TypeAlias = Mapping[str, float]
Claim: TypeAlias = bool | Assignment | None

DEFAULTS = {"retained": "retained", "amount": "amount"}


@dataclass(frozen=True, kw_only=True, eq=False)
class Experiment(Result):
    """The customers of an experiment, each with the arm and what followed.

    Attributes:
        customer_id: The customers, under the caller's own column name.
        arms: The arms' names, the control first.
        arm: The number of each customer's arm, shape (n,).
        retained: 1 for those who stayed, 0 for those who left, NaN for those not yet followed
            through the window, shape (n,).
        spend: Money in the window, NaN where not known, shape (n,); None where it was not given.
        spend_before: Money in as long a window before, shape (n,), or None.
        waited: Days from the assignment to the first order, or to the end of what is known of the
            customer, shape (n,); None without orders. See `lift.survival`.
        returned: Whether an order came, shape (n,), or None.
        lasted: Days from the assignment until the customer left, or was last seen, NaN where not
            known, shape (n,); None where the outcomes do not say it. See `lift.survival`.
        left: Whether the customer left then, shape (n,), or None.
        pending: Whose window is not over yet, shape (n,): they count in no comparison of who stayed
            and of what was spent.
        assigned: The moment of each customer's assignment, shape (n,), or None.
        columns: Further columns of the assignments, numbers or text, each of shape (n,).
        claimed: Whether it was said that chance alone decided the arms.
        doubts: What the tables say against that.
        window: What was followed, in words.
        window_zh: The same in Chinese.
        window_days: The length of the window in days, or None.
        observation_end: The last moment observed, or None.
        currency: The currency's code, where known.
        labels: The labels of the further columns.
        waiting: Those of the notes that are of customers whose window is not over.
    """

    customer_id: HandedOut[nw.Series[Any]] = HandedOut()
    arms: tuple[str, ...]
    arm: Codes = field(repr=False)
    retained: Floats = field(repr=False)
    spend: Floats | None = field(default=None, repr=False)
    spend_before: Floats | None = field(default=None, repr=False)
    waited: Floats | None = field(default=None, repr=False)
    returned: NDArray[np.bool_] | None = field(default=None, repr=False)
    lasted: Floats | None = field(default=None, repr=False)
    left: NDArray[np.bool_] | None = field(default=None, repr=False)
    pending: NDArray[np.bool_] = field(repr=False)
    assigned: NDArray[np.datetime64] | None = field(default=None, repr=False)
    columns: Mapping[str, NDArray[Any]] = field(repr=False)
    claimed: bool
    doubts: tuple[Doubt, ...] = field(default=(), repr=False)
    window: str
    window_zh: str
    window_days: float | None = None
    observation_end: dt.datetime | None = None
    currency: str | None = None
    labels: Mapping[str, LabelColumn] = field(default_factory=dict, repr=False)
    waiting: tuple[Note, ...] = field(default=(), repr=False)

    @property
    def randomised(self) -> bool:
        """Whether chance alone decided the arms: it was said, and nothing speaks against it."""
        return self.claimed and not self.doubts

    @property
    def control(self) -> str:
        """The arm that was left alone."""
        return self.arms[0]

    @property
    def followed(self) -> NDArray[np.bool_]:
        """Whether each customer was followed through the whole window, shape (n,)."""
        return np.isfinite(self.retained)

    @property
    def event(self) -> Event | None:
        """What the time is known to: "leaving", the first "order", or None where it is not."""
        if self.lasted is not None:
            return "leaving"
        return None if self.waited is None else "order"

    def number(self, arm: str | None) -> int:
        """Return the number of a treated arm; the only one without a name.

        Args:
            arm: Its name, or None where there is one.

        Raises:
            ParameterError: No such arm, or several and none named.
        """
        treated = self.arms[1:]
        if arm is None and len(treated) == 1:
            return 1
        if arm is None:
            raise ParameterError(
                f"arm == None, but there are several: name one of {', '.join(map(repr, treated))}."
            )
        checks.one_of("arm", arm, treated)
        return self.arms.index(arm)

    def column(self, name: str) -> NDArray[Any]:
        """Return a further column of the assignments.

        Args:
            name: Its name.

        Raises:
            DataError: It was not kept.
        """
        if name not in self.columns:
            raise DataError(
                f"the experiment was read without column {name!r}; it has "
                f"{', '.join(map(repr, self.columns)) or 'none'}. Pass keep=[{name!r}] to "
                "lift.experiment."
            )
        return self.columns[name]

    def label(self, name: str) -> Labels:
        """Return the labels of a further column of the assignments, each value its own.

        Args:
            name: Its name.

        Raises:
            DataError: It was not kept, or holds values of two kinds that read alike.
        """
        values = self.column(name)
        return self.labels[name].labels if name in self.labels else labels_of(values, name=name)

    def counts(self, where: NDArray[np.bool_] | None = None) -> tuple[Codes, Codes]:
        """Return how many were retained and how many followed in each arm.

        Args:
            where: The customers counted, shape (n,); all without it.
        """
        known = self.followed if where is None else self.followed & where
        k = len(self.arms)
        n = np.bincount(self.arm[known], minlength=k)
        kept = np.bincount(self.arm[known], self.retained[known], k)
        return np.round(kept).astype(np.int64), n

    def to_frame(self) -> Any:
        """Return one row per customer, in the caller's dataframe library."""
        columns = {
            "arm": np.array(self.arms)[self.arm],
            "retained": self.retained,
            **({} if self.spend is None else {"spend": self.spend}),
            **({} if self.spend_before is None else {"spend_before": self.spend_before}),
            **({} if self.lasted is None else {"lasted": self.lasted}),
            **({} if self.left is None else {"left": self.left}),
            **self.columns,
        }
        return frames.beside(self.customer_id, columns)

    def to_dict(self) -> dict[str, Any]:
        """Return the arms' counts, the window and the notes, without the customers."""
        retained, n = self.counts()
        return {
            "arms": {
                name: {
                    "assigned": int((self.arm == number).sum()),
                    "followed": int(n[number]),
                    "retained": int(retained[number]),
                }
                for number, name in enumerate(self.arms)
            },
            "window": self.window,
            "randomised": self.randomised,
            "notes": [note.en for note in self.notes],
        }

    def headlines(self) -> Sequence[tuple[str, str]]:
        """Return each arm's size and retention."""
        retained, n = self.counts()
        sizes = np.bincount(self.arm, minlength=len(self.arms))
        rows = [
            (
                name,
                f"{sizes[number]:,} assigned, {n[number]:,} followed, {retained[number]:,} stayed",
            )
            for number, name in enumerate(self.arms)
        ]
        return [*rows, ("stayed means", self.window), ("randomised", str(self.randomised))]

    def statement(self, language: Language = "en") -> str:
        """Return how many are in it and how many were followed, in English or Chinese."""
        n, known = f"{len(self.arm):,}", f"{int(self.followed.sum()):,}"
        if checked(language) == "zh":
            return f"实验共 {n} 位客户, 其中 {known} 位已观察满期。"
        return f"The experiment has {n} customers, of whom {known} were followed to the end."


@translated
def experiment(
    assignments: object,
    *,
    orders: object = None,
    outcomes: object = None,
    window: duration.Span | None = None,
    churn_window: duration.Span | None = None,
    control: str = CONTROL,
    randomised: Claim = None,
    shares: Shares | None = None,
    keep: Sequence[str] = (),
    customer_id: str = "customer_id",
    arm: str = "arm",
    timestamp: str = "timestamp",
    amount: str = "amount",
    retained: str = "retained",
    spend: str | None = None,
    spend_before: str | None = None,
    duration: str | None = None,
    left: str | None = None,
    observation_end: object = None,
    currency: str | None = None,
) -> Experiment:
    """Read an experiment from tables: who was assigned to which arm, and what followed.

    Everybody counts in the arm they were assigned to, reached or not: intention to treat.

    Args:
        assignments: One row per customer, with customer_id, arm and, with orders, the moment of the
            assignment: any frame narwhals accepts, a path, a `vocvalue.Assignments`, or what
            `lift.assign` returned, which says that it is random.
        orders: An order log, likewise; a `vocvalue.Orders` where its columns have other names, or
            its amounts a quantity. Who ordered within the window after the assignment has stayed.
            Who was assigned less than a window before the end of the observation is not counted
            yet, neither as staying nor as leaving.
        outcomes: Instead of orders, one row per customer with customer_id and retained (1 or 0,
            empty where not known yet), perhaps spend, and perhaps a timestamp of the outcome; or
            with how long customers stayed, in the columns named by duration and left; or a
            `vocvalue.Outcomes`, which says that itself.
        window: The span after the assignment within which an order has to come, or through which a
            customer has to stay; "6 months" without it. Nobody counts before it is over, who left
            no sooner than who stayed. With a column of who stayed, and without a window, customers
            wait who were assigned after the last one known to have stayed.
        churn_window: Who ordered nothing in this last part of the window has left; the whole window
            without it.
        control: The name of the arm that was left alone.
        randomised: Whether chance alone decided the arms: True, or what `lift.assign` returned, of
            which each customer's arm is then looked up; without either the comparison counts as an
            association only. "Contacted" against "not contacted" is not random. The claim is held
            against the tables: whether customers of all arms are found equally often in the other
            table, whether outcomes are known equally often, whether all were followed as long,
            whether an arm's share changed over time or differs by a kept column, whether a kept
            column is nested in the arms, and whether the sizes are those of the plan. Each is a
            test that fires in one of a thousand sound experiments. What fires stands first in every
            sentence, and the comparison counts as an association only.
        shares: The planned share of each arm, {"treated": 0.9, "control": 0.1}, for the last test.
        keep: Further columns of the assignments to carry along: strata, segments, covariates.
        customer_id: Column of the customer, in all tables.
        arm: Column of the arm.
        timestamp: Column of the moment, in all tables.
        amount: The orders' column of the money.
        retained: The outcomes' column of who stayed.
        spend: The outcomes' column of the money spent in the window.
        spend_before: The assignments' column of the money spent before, with outcomes.
        duration: The outcomes' column of the days from the assignment until the customer left or
            was last seen; see `lift.survival`.
        left: The outcomes' column of who left (with a duration: then): 1, or 0 for those still
            there. Without a column of who stayed these are the others.
        observation_end: The last moment observed; without it the latest order, or the last moment
            at which the outcomes know of anybody.
        currency: The currency's code, to be carried along.

    Returns:
        The experiment, to be handed to `lift.retention` and the rest.

    Raises:
        DataError: A customer in two arms, one arm only, no control, outcomes before the
            assignment, or nobody followed.
        ParameterError: Neither orders nor outcomes, or both; duration without left or without
            outcomes.

    Examples:
        >>> import pandas as pd
        >>> people = pd.DataFrame({"customer_id": range(1000), "arm": ["treated", "control"] * 500})
        >>> stayed = pd.DataFrame(
        ...     {"customer_id": range(1000), "retained": [1, 1] * 250 + [1, 0] * 100 + [0, 0] * 150}
        ... )
        >>> experiment(people, outcomes=stayed, randomised=True).to_dict()["arms"]["treated"]
        {'assigned': 500, 'followed': 500, 'retained': 350}
    """
    if (orders is None) == (outcomes is None):
        raise ParameterError("pass either orders= or outcomes=, and not both.")
    assignments, randomised = _opened(assignments, randomised)
    of_outcomes = {"duration": duration, "left": left, "spend": spend, "retained": retained}
    _refuse_idle_names(
        outcomes, {**of_outcomes, "spend_before": spend_before}, "outcomes=; orders= has its own"
    )
    _refuse_idle_names(orders, {"amount": amount}, "orders=; outcomes= has its own")
    shared: dict[str, Any] = {"customer_id": customer_id, "timestamp": timestamp}
    others = {"orders": orders, "outcomes": outcomes}
    refuse_idle({"assignments": assignments, **others}, **shared)
    people = described(
        Assignments, assignments, "assignments", arm=arm, **for_bare(assignments, **shared)
    )
    kept = tuple(dict.fromkeys([people.arm, *keep]))
    if orders is not None:
        money: dict[str, Any] = {
            "amount": amount,
            "observation_end": observation_end,
            "currency": currency,
        }
        log = described(Orders, orders, "orders", **money, **for_bare(orders, **shared))
        followed = from_orders(
            people, log, window=window or WINDOW, churn_window=churn_window, keep=kept
        )
    else:
        shared = _in_outcomes(outcomes, people, shared)
        followed = from_outcomes(
            people,
            _told(outcomes, shared, retained=retained, spend=spend, duration=duration, left=left),
            keep=kept,
            spend_before=spend_before,
            window=window,
            observation_end=observation_end,
        )
    arms, codes = _arms(followed, people.arm, key(control))
    waiting = (*unfollowed(int(followed.pending.sum())), *followed.waiting)
    read = Experiment(
        customer_id=followed.customer_id,
        arms=arms,
        arm=codes,
        retained=followed.retained,
        spend=followed.spend,
        spend_before=followed.spend_before,
        waited=followed.waited,
        returned=followed.returned,
        lasted=followed.lasted,
        left=followed.left,
        pending=followed.pending,
        assigned=followed.assigned,
        columns={name: followed.columns[name] for name in keep},
        labels={name: followed.labels[name] for name in keep},
        claimed=bool(randomised),
        window=followed.window,
        window_zh=followed.window_zh,
        window_days=followed.window_days,
        observation_end=followed.observation_end,
        currency=followed.currency or currency,
        notes=(*followed.notes, *_unfollowed(followed), *waiting),
        waiting=waiting,
    )
    if not randomised:
        return replace(read, notes=(*unsaid(is_said=randomised is not None), *read.notes))
    return _doubted(read, followed, shares, randomised)


def _opened(assignments: object, randomised: Claim) -> tuple[object, Claim]:
    """Return a draw as the table of its arms, and as the claim that it makes."""
    if not isinstance(assignments, Assignment):
        return assignments, randomised
    return assignments.to_frame(), assignments if randomised is None else randomised


def _doubted(
    read: Experiment, followed: Followed, shares: Shares | None, claim: Claim
) -> Experiment:
    """Return an experiment with what its tables say against its claim, first in its notes."""
    draw = claim if isinstance(claim, Assignment) else None
    if draw is not None and shares is None:
        shares = draw.shares
    drawn = drawn_of(read)
    doubts = (
        *_moved(read, draw),
        *integrity.by_match(drawn, followed.is_matched),
        *integrity.by_outcomes(drawn, read.followed, followed.is_matched & ~followed.pending),
        *integrity.by_follow_up(drawn, followed.lasted, followed.left),
        *integrity.over_time(drawn),
        *integrity.by_column(drawn, tuple(read.columns)),
        *integrity.by_plan(drawn, shares),
    )
    return replace(read, doubts=doubts, notes=(*(it.note for it in doubts), *read.notes))


def _moved(read: Experiment, draw: Assignment | None) -> tuple[Doubt, ...]:
    """Return the doubt of customers who are not in the arm that was drawn for them."""
    if draw is None:
        return ()
    arm_of = dict(zip(draw.texts, draw.arm.tolist(), strict=True))
    texts = texts_of(read.customer_id)
    moved = [
        arm_of.get(text) != read.arms[number]
        for text, number in zip(texts, read.arm.tolist(), strict=True)
    ]
    return integrity.by_draw(sum(moved), len(moved))


def drawn_of(experiment: Experiment) -> Drawn:
    """Return an experiment's customers as the tests of the assignment look at them."""
    return Drawn(
        arms=experiment.arms,
        arm=experiment.arm,
        assigned=_days(experiment.assigned),
        columns=experiment.columns,
        labels={name: experiment.label(name) for name in experiment.columns},
    )


def _days(assigned: NDArray[np.datetime64] | None) -> Floats | None:
    """Return moments as days since 1970, NaN where there is none."""
    if assigned is None:
        return None
    days = (assigned - np.datetime64(0, "us")) / np.timedelta64(86_400_000_000, "us")
    return np.where(np.isnat(assigned), np.nan, days)


def _refuse_idle_names(table: object, names: dict[str, str | None], of: str) -> None:
    """Refuse names of columns of a table that is not there; the usual names are none."""
    idle = [name for name, column in names.items() if column not in (None, DEFAULTS.get(name))]
    if table is None and idle:
        are = "is a column" if len(idle) == 1 else "are columns"
        raise ParameterError(f"{' and '.join(idle)} {are} of {of}.")


def _in_outcomes(outcomes: object, people: Assignments, shared: dict[str, Any]) -> dict[str, Any]:
    """Return what is asked of both tables, without the moment where only the assignments have it.

    The column is named for both, and one of them has to have it.
    """
    column = shared["timestamp"]
    if not is_bare(outcomes) or column == Outcomes(None).timestamp:
        return shared
    is_there = has_column(people, people.timestamp) and not has_column(outcomes, column)
    return {key: value for key, value in shared.items() if key != "timestamp" or not is_there}


def _told(outcomes: object, shared: dict[str, Any], **columns: str | None) -> Outcomes:
    """Return the outcomes as a table that knows how it is read."""
    return described(Outcomes, outcomes, "outcomes", **columns, **for_bare(outcomes, **shared))


def _arms(followed: Followed, column: str, control: str) -> tuple[tuple[str, ...], Codes]:
    labels = followed.labels[column].labels
    codes, names = labels.codes, labels.names
    rows = labels.missing()
    if rows.size:
        raise DataError.bad_rows(
            "without an arm",
            column=column,
            count=rows.size,
            first_ids=[followed.customer_id[int(row)] for row in rows[:FIRST_IDS]],
            hint="Everybody in the table needs one; leave out who was not in the experiment.",
        )
    _refuse_variants(labels, column)
    if control not in names:
        raise DataError(
            f"column {column!r} holds {listed(names)}, and no {control!r}. Name the "
            "arm that was left alone with control=."
        )
    if len(names) < 2:
        raise DataError(
            f"all {len(codes):,} customers are in the arm {control!r}: there is nothing to compare."
        )
    order = (control, *(name for name in names if name != control))
    place = np.array([order.index(name) for name in names], dtype=np.int64)
    return order, place[codes]


def _refuse_variants(labels: Labels, column: str) -> None:
    """Refuse arms that differ in blanks or upper and lower case only: they are one."""
    if labels.near_alike:
        raise DataError(
            f"column {column!r} holds {labels.near_alike[0].en.partition(' holds ')[2]} An arm "
            "under two names would be two arms."
        )


def _unfollowed(followed: Followed) -> tuple[Note, ...]:
    unknown = ~np.isfinite(followed.retained)
    if unknown.all() and followed.lasted is None and not _begun(followed):
        raise DataError(
            f"none of the {unknown.size:,} customers was followed through the window "
            f"({followed.window}). Wait, or take a shorter window."
        )
    empty = unknown & ~followed.pending & followed.is_matched
    return _unanswered(int(empty.sum()), followed)


def _unanswered(n: int, followed: Followed) -> tuple[Note, ...]:
    """Note whose window is over and whose outcome is empty all the same."""
    if not n or followed.lasted is not None:
        return ()
    return (
        Note(
            en=f"{counted(n, 'customer')} whose outcome is empty; counted neither as staying nor "
            "as leaving.",
            zh=f"{n:,} 位客户的结果为空，既不计为留存也不计为流失。",
            count=n,
        ),
    )


def _begun(followed: Followed) -> bool:
    """Return whether orders tell of some time already: enough for `lift.survival`."""
    return followed.waited is not None and bool((followed.waited > 0).any())


def unfollowed(n: int) -> tuple[Note, ...]:
    """Note how many were not yet followed through the window; none where all were."""
    if not n:
        return ()
    return (
        Note(
            en=f"{counted(n, 'customer')} not yet followed through the window; counted neither as "
            "staying nor as leaving.",
            zh=f"{n:,} 位客户尚未观察满期, 既不计为留存也不计为流失。",
            count=n,
        ),
    )
