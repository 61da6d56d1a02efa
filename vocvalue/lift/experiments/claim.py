"""The claim that customers were assigned at random, checked against what the tables hold."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TypeAlias

import numpy as np
import pandas as pd

from vocvalue.lift.design.assignment_result import Assignment
from vocvalue.lift.experiments import integrity, integrity_notes
from vocvalue.lift.experiments.doubt import Doubt
from vocvalue.lift.experiments.drawn import drawn_of
from vocvalue.lift.experiments.following import FollowedArms
from vocvalue.lift.experiments.randomness import said, unsaid
from vocvalue.lift.experiments.result import Experiment
from vocvalue.tables.ids import texts_of

Shares: TypeAlias = Mapping[str, float]
Claim: TypeAlias = bool | Assignment | None


def opened(assignments: object, randomised: Claim) -> tuple[object, Claim]:
    """Return the table of the arms and the claim of randomness, both of which a draw supplies.

    Raises:
        ParameterError: The claim is neither True nor False nor a draw.
    """
    if not isinstance(randomised, Assignment):
        randomised = said(randomised)
    if not isinstance(assignments, Assignment):
        return assignments, randomised
    return assignments.to_frame(), assignments if randomised is None else randomised


def checked(
    read: Experiment, followed: FollowedArms, shares: Shares | None, claim: Claim
) -> Experiment:
    """Return an experiment with its claim checked, or with a note where nothing is claimed."""
    if not claim:
        return replace(read, notes=(*unsaid(is_said=claim is not None), *read.notes))
    return _doubted(read, followed, shares, claim)


def _doubted(
    read: Experiment, followed: FollowedArms, shares: Shares | None, claim: Claim
) -> Experiment:
    """Return an experiment with everything in its tables that contradicts its claim."""
    draw = claim if isinstance(claim, Assignment) else None
    if draw is not None and shares is None:
        shares = draw.shares
    drawn = drawn_of(read)
    drawn_for, absent = _absent(read, draw)
    doubts = (
        *_moved(read, draw),
        *integrity.by_absence(drawn_for, absent),
        *integrity.by_match(drawn, followed.is_matched),
        *integrity.by_outcomes(drawn, read.followed, followed.is_matched & ~followed.pending),
        *integrity.by_follow_up(drawn, followed.duration, followed.left),
        *integrity.over_time(drawn),
        *integrity.by_column(drawn, tuple(read.columns)),
        *(() if read.spend_before is None else integrity.by_before(drawn, read.spend_before)),
        *integrity.by_plan(drawn, shares),
        *integrity.by_dropped(drawn, read.dropped, read.retained),
    )
    missing = integrity_notes.absent(sum(absent.values()))
    notes = (*(doubt.note for doubt in doubts), *missing)
    return replace(read, doubts=doubts, notes=(*notes, *read.notes))


def _absent(read: Experiment, draw: Assignment | None) -> tuple[dict[str, int], dict[str, int]]:
    """Return how many customers were drawn for each arm, and how many are not in the table."""
    if draw is None:
        return {}, {}
    there = pd.Index(draw.texts, dtype=object).isin(texts_of(read.customer_id))
    gone = {name: int(np.count_nonzero((draw.arm == name) & ~there)) for name in draw.counts}
    return draw.counts, gone


def _moved(read: Experiment, draw: Assignment | None) -> tuple[Doubt, ...]:
    """Return the doubt raised by customers who are not in the arm drawn for them."""
    if draw is None:
        return ()
    texts = pd.Index(texts_of(read.customer_id), dtype=object)
    places = pd.Index(draw.texts, dtype=object).get_indexer(texts)
    moved = (places < 0) | (draw.arm[places] != np.array(read.arms)[read.arm])
    return integrity.by_draw(int(moved.sum()), len(texts))
