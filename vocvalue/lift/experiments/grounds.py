"""The evidence behind the figures of an experiment, after its tables have been checked."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from vocvalue.lift.experiments import integrity, integrity_notes
from vocvalue.lift.experiments.doubt import Doubt
from vocvalue.lift.experiments.drawn import drawn_of
from vocvalue.lift.experiments.result import Experiment
from vocvalue.results import Evidence, Note

Floats: TypeAlias = NDArray[np.float64]
Shares: TypeAlias = Mapping[str, float]

WITHIN = ("time", "column", "before")
"""The kinds of doubt that strata or clusters may resolve."""


@dataclass(frozen=True, kw_only=True)
class Grounds:
    """The grade of evidence of a comparison, and what lowers it.

    Attributes:
        evidence: "randomised" if a random assignment is claimed and nothing contradicts it.
        doubts: What contradicts a random assignment, first in every statement.
        notes: The notes of the experiment, without the doubts that the comparison resolves.
    """

    evidence: Evidence
    doubts: tuple[Note, ...]
    notes: tuple[Note, ...]


def grounds(
    experiment: Experiment,
    *,
    strata: str | None = None,
    cluster: str | None = None,
    outcome: Floats | None = None,
    shares: Shares | None = None,
) -> Grounds:
    """Return the evidence that a comparison rests on.

    Arms whose shares vary over time or across a column can still be compared within strata in
    which the shares are equal; the tests are then repeated within the strata. `cluster` names a
    column whose values were assigned as a whole.

    Args:
        experiment: The experiment as read.
        strata: The column within whose values the arms are compared, or None.
        cluster: The column whose values were assigned as a whole, or None.
        outcome: What is compared, unless it is retention; NaN where not known, shape (n,).
        shares: The planned shares of the arms compared, or None.
    """
    own = _own(experiment, outcome, shares) if experiment.claimed_randomised else ()
    met = tuple(doubt for doubt in experiment.doubts if _is_met(experiment, doubt, strata, cluster))
    unmet = [doubt.note for doubt in (*experiment.doubts, *own) if doubt not in met]
    left = tuple(dict.fromkeys(unmet))
    gone = [doubt.note for doubt in met]
    return Grounds(
        evidence="randomised" if experiment.claimed_randomised and not left else "association only",
        doubts=left,
        notes=(
            *(note for note in left if note not in experiment.notes),
            *(
                integrity_notes.within(str(doubt.column))
                for doubt in met
                if doubt.kind == "column" and doubt.column == strata
            ),
            *(note for note in experiment.notes if note not in gone),
        ),
    )


def _own(
    experiment: Experiment, outcome: Floats | None, shares: Shares | None
) -> tuple[Doubt, ...]:
    """Return the doubts that this comparison raises, beyond those of the tables."""
    sizes = dict(zip(experiment.arms, np.bincount(experiment.arm).tolist(), strict=True))
    is_doubted = any(doubt.kind == "ratio" for doubt in experiment.doubts)
    return (
        *(() if outcome is None else _of_outcome(experiment, outcome)),
        *(
            ()
            if shares is None or is_doubted
            else integrity.by_sizes({name: sizes[name] for name in shares}, shares)
        ),
    )


def _of_outcome(experiment: Experiment, outcome: Floats) -> tuple[Doubt, ...]:
    """Return the doubts about an outcome that is known for other customers than retention is.

    Customers whose window is not over, or about whom nothing is known, were checked already.
    """
    drawn, known = drawn_of(experiment), np.isfinite(outcome)
    due = (experiment.followed | known) & ~experiment.pending
    dropped = integrity.by_dropped(drawn, experiment.dropped, outcome)
    is_doubted = any(doubt.kind == "dropped" for doubt in experiment.doubts)
    return (*integrity.by_outcomes(drawn, known, due), *(() if is_doubted else dropped))


def _is_met(experiment: Experiment, doubt: Doubt, strata: str | None, cluster: str | None) -> bool:
    if doubt.kind == "cluster":
        return doubt.column == cluster
    if cluster is not None and doubt.kind in WITHIN:
        return _is_met_by_clusters(experiment, doubt, cluster)
    return strata is not None and doubt.kind in WITHIN and _is_met_within(experiment, doubt, strata)


def _is_met_within(experiment: Experiment, doubt: Doubt, strata: str) -> bool:
    """Return whether the arms no longer differ within strata in what raised a doubt."""
    drawn = drawn_of(experiment)
    codes = experiment.label(strata).codes + 1
    if doubt.kind == "time":
        return not integrity.over_time(drawn, codes)
    if doubt.kind == "before" and experiment.spend_before is not None:
        return not integrity.by_before(drawn, experiment.spend_before, codes)
    if doubt.column == strata:
        return True
    return not integrity.by_column(drawn, [str(doubt.column)], codes)


def _is_met_by_clusters(experiment: Experiment, doubt: Doubt, cluster: str) -> bool:
    """Return whether clusters were assigned as a whole and do not differ in what raised a doubt."""
    if not any(other.kind == "cluster" and other.column == cluster for other in experiment.doubts):
        return False
    codes, columns = experiment.label(cluster).codes, _columns(experiment, doubt)
    p_values = [integrity.of_clusters(values, experiment.arm, codes) for values in columns]
    return min(p_values, default=1.0) * len(p_values) >= integrity.FALSE_ALARMS


def _columns(experiment: Experiment, doubt: Doubt) -> list[Floats]:
    """Return what raised a doubt as numbers, with a column of 0 and 1 for each category."""
    if doubt.kind == "before":
        return [] if experiment.spend_before is None else [experiment.spend_before]
    if doubt.kind == "time":
        days = drawn_of(experiment).assigned
        return [] if days is None else [days]
    values = experiment.column(str(doubt.column))
    if values.dtype.kind == "f":
        return [values]
    labels = experiment.label(str(doubt.column))
    return [(labels.codes == place).astype(np.float64) for place in range(len(labels.names))]
