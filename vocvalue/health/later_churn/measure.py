"""From accounts at cut-offs to how well their scores foretold who left."""

from collections.abc import Sequence

import numpy as np

from vocvalue import duration
from vocvalue.errors import DataError
from vocvalue.health.account_log import AccountLog, Floats
from vocvalue.health.bands import HealthBands
from vocvalue.health.cutoffs import ChurnWindows, View
from vocvalue.health.later_churn import notes
from vocvalue.health.later_churn.calibration import calibrated
from vocvalue.health.later_churn.comparison import area, compared
from vocvalue.health.later_churn.groups import alarms_of, bands_of, tenths_of
from vocvalue.health.later_churn.judged import JudgedScores
from vocvalue.health.later_churn.result import CutoffRecord, HealthBacktest
from vocvalue.health.later_churn.weighed import Weighing
from vocvalue.health.scored.points import scored
from vocvalue.health.scored.weighing import weights_of
from vocvalue.results import Note
from vocvalue.tables import frames


def backtested(
    log: AccountLog,
    views: Sequence[View],
    weighing: Weighing,
    *,
    windows: ChurnWindows,
    within: duration.Span,
    bands: HealthBands,
    level: float,
    leaks: tuple[Note, ...],
) -> HealthBacktest:
    """Return how well scores foretold who left.

    Args:
        log: All that is known of the accounts.
        views: The accounts at each cut-off that is judged.
        weighing: What parts and measures weigh at each of them.
        windows: The cut-offs, and those that are not judged yet.
        within: How long after a cut-off leaving counted.
        bands: Where the bands begin.
        level: The confidence level.
        leaks: What a reader must know of measures that tell almost without error.

    Raises:
        DataError: No account has a score.
    """
    judged = judged_of(views, weighing)
    if not judged.account.size:
        raise DataError("no account has a score at any cut-off: nothing is known of it by then.")
    answered = judged.rows(~np.isnan(judged.nps))
    found = HealthBacktest(
        ids=frames.copied(log.ids),
        judged=judged,
        within=within,
        weighed_by=weighing.weighed_by,
        bands=bands,
        auc=area(judged, judged.score, level=level),
        same=compared(answered, level=level),
        every=compared(judged, level=level),
        by_cutoff=tuple(
            _record(judged.rows(judged.cutoff == number), view, level)
            for number, view in enumerate(views)
        ),
        by_band=bands_of(judged, bands, level=level),
        by_tenth=tenths_of(judged, level=level),
        alarms=alarms_of(judged, bands, level=level),
        calibration=calibrated(judged, level=level),
        level=level,
    )
    return notes.noted(found, views, windows, weighing, (*leaks, *log.notes))


def judged_of(views: Sequence[View], weighing: Weighing) -> JudgedScores:
    """Return the scores of accounts at cut-offs beside what became of them.

    Args:
        views: The accounts at each cut-off.
        weighing: What parts and measures weigh at each of them.
    """
    rows = [view.rows for view in views]
    pairs = list(zip(views, rows, strict=True))

    def every(values: Sequence[Floats]) -> Floats:
        return np.concatenate([it[at] for it, at in zip(values, rows, strict=True)])

    scores = [
        scored(view.measures, weights_of(weights, tuple(view.points)), weighing.scales).score
        for view, weights in zip(views, weighing.weights, strict=True)
    ]
    odds = [weighing.log_odds(number, view) for number, view in enumerate(views)]
    found = JudgedScores(
        account=np.concatenate(rows),
        cutoff=np.repeat(np.arange(len(views)), [at.size for at in rows]),
        score=every(scores),
        nps=every([view.nps for view in views]),
        churned=np.concatenate([view.churned[at] for view, at in pairs]),
        days=every([view.days for view in views]),
        log_odds=None
        if any(it is None for it in odds)
        else np.concatenate([it for it in odds if it is not None]),
    )
    # What is known of an account may weigh nothing.
    return found.rows(~np.isnan(found.score))


def _record(judged: JudgedScores, view: View, level: float) -> CutoffRecord:
    answered = ~np.isnan(judged.nps)
    return CutoffRecord(
        followed=view.window,
        n=judged.account.size,
        n_churned=judged.n_churned,
        n_answered=int(answered.sum()),
        auc=area(judged, judged.score, level=level),
        same=compared(judged.rows(answered), level=level),
    )
