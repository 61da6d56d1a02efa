"""How many of the controls met the problem and said nothing."""

from dataclasses import replace

import numpy as np

from vocvalue.issues.costing.comparison import Comparison, among
from vocvalue.issues.exposed.result import Exposure
from vocvalue.issues.moments.other_problems import OTHERS
from vocvalue.results import Note
from vocvalue.results.numerals import percent
from vocvalue.stats.silence import silent_share

MANY, MOST = 0.10, 0.50


def silent_controls(
    exposure: Exposure, everybody: Comparison, reported: tuple[float, ...]
) -> dict[float, float]:
    """Return the share of the weighted controls who met the problem in silence.

    Whoever complains of something else would have told of this too, so only controls with nothing
    to complain of can be silent. The odds are fitted against these, and without the number of other
    problems, of which they have none.

    Args:
        exposure: What `issues.exposure` returned.
        everybody: All rows, the controls made like the exposed.
        reported: The shares taken to report.

    Returns:
        The silent share by the share that reports; empty if mentions count as they are.
    """
    if not reported:
        return {}
    quiet = among(_plain(exposure, everybody), exposure, exposure.exposed | exposure.clean)
    controls = ~exposure.exposed
    odds, noise = np.zeros(exposure.n_controls), everybody.alike.odds.log_variance
    odds[exposure.clean[controls]] = quiet.alike.odds.odds
    drawn, weight = exposure.drawn[controls], everybody.alike.odds.weight
    return {
        share: silent_share(odds, drawn, weight, share, log_variance=noise) for share in reported
    }


def _plain(exposure: Exposure, everybody: Comparison) -> Comparison:
    """Return the comparison without the number of other problems."""
    if OTHERS not in exposure.features:
        return everybody
    place = list(exposure.features).index(OTHERS)
    return replace(everybody, alike=everybody.alike.without([place]))


def notes_on_silence(silent: dict[float, float]) -> tuple[Note, ...]:
    """Return what a reader must know of controls who met the problem in silence.

    Args:
        silent: The silent share of the controls, by the share that reports.
    """
    if not silent:
        return (
            Note.of(
                "Controls may have met the problem without telling, which makes the effect look "
                "smaller than it is. State the share of customers who report it, such as "
                "reported=(0.2, 0.5), to correct for them.",
                "对照中可能有人遇到问题而未反映，会使影响看起来偏小。可说明反映问题的客户比例，"
                "例如 reported=(0.2, 0.5)，据此校正。",
                bears_on="figure",
            ),
        )
    share, most = max(silent.items(), key=lambda it: it[1])
    if most > MOST:
        return (
            Note.of(
                "If {reported} of those who meet the problem report it, {share} of the controls "
                "met it too: the figure at this end is a guess rather than an estimate.",
                "若反映比例仅为 {reported}，则对照中有 {share} 也遇到过问题：这一端只是推测，"
                "不是估计。",
                reported=percent(share, 0),
                share=percent(most, 0),
                bears_on="claim",
            ),
        )
    if most <= MANY:
        return ()
    return (
        Note.of(
            "If {reported} of those who meet the problem report it, {share} of the controls met it "
            "in silence. The correction assumes that they lose as much as those who report.",
            "若反映比例为 {reported}，则对照中有 {share} 遇到过问题而未反映；"
            "校正假定他们的损失与反映的客户相同。",
            reported=percent(share, 0),
            share=percent(most, 0),
        ),
    )
