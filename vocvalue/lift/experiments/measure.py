"""Customers who were followed in, an `Experiment` out."""

from collections.abc import Sequence

import numpy as np

from vocvalue.errors import FIRST_IDS, DataError, listed
from vocvalue.lift.experiments.both_arms import Settled
from vocvalue.lift.experiments.following import FollowedArms
from vocvalue.lift.experiments.result import Codes, Experiment
from vocvalue.results import Note
from vocvalue.results.numerals import counted
from vocvalue.tables.categories import key
from vocvalue.tables.labels import Labels


def experiment_of(
    followed: FollowedArms,
    one_arm: Settled,
    *,
    control: str,
    keep: Sequence[str],
    currency: str | None,
    claimed: bool,
) -> Experiment:
    """Return the experiment from what followed, before its claim is checked."""
    arms, codes = _arms(followed, one_arm.table.arm, key(control))
    waiting = (*_unfollowed(int(followed.pending.sum())), *followed.pending_notes)
    return Experiment(
        customer_id=followed.customer_id,
        arms=arms,
        arm=codes,
        retained=followed.retained,
        spend=followed.spend,
        spend_before=followed.spend_before,
        days_to_order=followed.days_to_order,
        ordered=followed.ordered,
        duration=followed.duration,
        left=followed.left,
        pending=followed.pending,
        assigned=followed.assigned,
        columns={name: followed.columns[name] for name in keep},
        labels={name: followed.labels[name] for name in keep},
        claimed_randomised=claimed,
        dropped=one_arm.dropped,
        first_arms=one_arm.by_first,
        window=followed.window,
        window_days=followed.window_days,
        observation_end=followed.observation_end,
        currency=followed.currency or currency,
        notes=(*one_arm.notes, *followed.notes, *_not_followed(followed), *waiting),
        pending_notes=waiting,
    )


def _arms(followed: FollowedArms, column: str, control: str) -> tuple[tuple[str, ...], Codes]:
    labels = followed.labels[column].labels
    codes, names = labels.codes, labels.names
    rows = labels.missing()
    if rows.size:
        raise DataError.bad_rows(
            "without an arm",
            column=column,
            count=rows.size,
            first_ids=[followed.customer_id[int(row)] for row in rows[:FIRST_IDS]],
            hint="Every customer in the table needs an arm. Leave out customers who were not in "
            "the experiment.",
        )
    _refuse_variants(labels, column)
    if control not in names:
        raise DataError(
            f"column {column!r} holds {listed(names)}, and no {control!r}. Name the "
            "arm that was left alone with control=."
        )
    if len(names) < 2:
        raise DataError(
            f"all {len(codes):,} customers are in the arm {control!r}, so there is nothing to "
            "compare. Add the customers who were treated."
        )
    order = (control, *(name for name in names if name != control))
    place = np.array([order.index(name) for name in names], dtype=np.int64)
    return order, place[codes]


def _refuse_variants(labels: Labels, column: str) -> None:
    """Refuse arms that differ only in blanks or case, which are one arm spelled in two ways."""
    if labels.variants:
        alike = " and ".join(f"{name!r} ({n:,})" for name, n in labels.variants[0].items())
        raise DataError(
            f"column {column!r} holds {alike}, which differ only in spaces or letter case, "
            "and would count as two arms. Spell them the same way, or rename one of them."
        )


def _unfollowed(n: int) -> tuple[Note, ...]:
    """Note how many customers have not been followed through the window yet."""
    return Note.counted(
        n,
        "The window of {customers} is not over yet; they count neither as staying nor as leaving.",
        "{customers}尚未观察满期，既不计为留存也不计为流失。",
        customers=counted(n, "customer"),
    )


def _not_followed(followed: FollowedArms) -> tuple[Note, ...]:
    unknown = ~np.isfinite(followed.retained)
    if unknown.all() and followed.duration is None and not _begun(followed):
        raise DataError(
            f"none of the {unknown.size:,} customers has been followed through the window yet "
            f"({followed.window}). Wait, or use a shorter window."
        )
    empty = unknown & ~followed.pending & followed.is_matched
    return _unanswered(int(empty.sum()), followed)


def _unanswered(n: int, followed: FollowedArms) -> tuple[Note, ...]:
    """Note customers whose outcome is empty although their window is over."""
    if not n or followed.duration is not None:
        return ()
    return Note.counted(
        n,
        "The outcome of {customers} is empty; they count neither as staying nor as leaving.",
        "{customers}的结果为空，既不计为留存也不计为流失。",
        customers=counted(n, "customer"),
    )


def _begun(followed: FollowedArms) -> bool:
    """Return whether the orders cover any time at all, which is enough for `lift.survival`."""
    return followed.days_to_order is not None and bool((followed.days_to_order > 0).any())
