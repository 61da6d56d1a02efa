"""What the figures of an experiment rest on, once its own table has had its say."""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from vocvalue.lift.experiments import integrity
from vocvalue.lift.experiments.integrity import Doubt
from vocvalue.lift.experiments.result import Experiment, drawn_of
from vocvalue.results import Evidence, Note

Floats: TypeAlias = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class Grounds:
    """The grade of a comparison and what lowers it.

    Attributes:
        evidence: "randomised" where chance is said to have decided and nothing speaks against it.
        doubts: What speaks against it; it stands first in every sentence.
        notes: The notes of the experiment, without the doubts that the comparison has met.
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
) -> Grounds:
    """Return what a comparison rests on.

    Arms of different shares over time, or by a column, can still be compared within strata of equal
    shares: there the same tests are made again. Values of a column that were assigned as a whole
    are counted as what they are by `cluster`.

    Args:
        experiment: What was read.
        strata: The column within whose values arms are compared, or None.
        cluster: The column whose values count as drawn, or None.
        outcome: What is compared where it is not who stayed, NaN where not known, shape (n,).
    """
    own = () if outcome is None or not experiment.claimed else _of_outcome(experiment, outcome)
    met = tuple(doubt for doubt in experiment.doubts if _is_met(experiment, doubt, strata, cluster))
    kept = [doubt.note for doubt in (*experiment.doubts, *own) if doubt not in met]
    left = tuple(dict.fromkeys(kept))
    gone = [doubt.note for doubt in met]
    return Grounds(
        evidence="randomised" if experiment.claimed and not left else "association only",
        doubts=left,
        notes=(
            *(note for note in left if note not in experiment.notes),
            *(note for note in experiment.notes if note not in gone),
        ),
    )


def _of_outcome(experiment: Experiment, outcome: Floats) -> tuple[Doubt, ...]:
    """Return the doubts of an outcome that is known of other customers than who stayed is.

    Those who are not due yet, or of whom nothing is known, have been looked at already.
    """
    drawn, known = drawn_of(experiment), np.isfinite(outcome)
    due = (experiment.followed | known) & ~experiment.pending
    dropped = integrity.by_dropped(drawn, experiment.dropped, outcome)
    is_told = any(doubt.kind == "dropped" for doubt in experiment.doubts)
    return (*integrity.by_outcomes(drawn, known, due), *(() if is_told else dropped))


def _is_met(experiment: Experiment, doubt: Doubt, strata: str | None, cluster: str | None) -> bool:
    if doubt.kind == "cluster":
        return doubt.column == cluster
    if cluster is not None and doubt.kind in {"time", "column"}:
        return _is_of_clusters(experiment, cluster)
    if strata is None or doubt.kind not in {"time", "column"}:
        return False
    drawn = drawn_of(experiment)
    codes = experiment.label(strata).codes + 1
    if doubt.kind == "time":
        return not integrity.over_time(drawn, codes)
    if doubt.column == strata:
        return True
    return not integrity.by_column(drawn, [str(doubt.column)], codes)


def _is_of_clusters(experiment: Experiment, cluster: str) -> bool:
    """Return whether a column is nested in the arms, so that single customers were not drawn."""
    return any(doubt.kind == "cluster" and doubt.column == cluster for doubt in experiment.doubts)
