"""What the losses are if controls met problems too, and said nothing."""

from dataclasses import dataclass, field, replace
from typing import Self, TypeAlias

import numpy as np
from numpy.typing import NDArray

from vocvalue.issues.ranking.flags import TopicLosses
from vocvalue.stats.joint_effects import JointComparison
from vocvalue.stats.silence import silent_share

Floats: TypeAlias = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True, eq=False)
class SilentLosses:
    """The losses if a share of those who meet a problem reports it.

    Attributes:
        reported: The share that reports.
        each: The corrected loss of an exposure, shape (J,).
        covariance: Their covariance, shape (J, J).
        silent: The problems met in silence by a control, on average, for the controls that stand
            in for each topic, shape (J,).
    """

    reported: float
    each: Floats
    covariance: Floats = field(repr=False)
    silent: Floats

    def take(self, places: NDArray[np.int64]) -> Self:
        """Return the same of topics in another order.

        Args:
            places: Where each stands now.
        """
        return replace(
            self,
            each=self.each[places],
            covariance=self.covariance[np.ix_(places, places)],
            silent=self.silent[places],
        )


def corrected(
    compared: JointComparison, each: TopicLosses, drawn: Floats, reported: float
) -> SilentLosses:
    r"""Return the losses with what controls lost in silence added.

    Controls weighted to resemble those who mentioned topic j met topic k in silence with
    probability $\Pi_{jk}$, so that they spend $\Pi \ell$ less than customers without problems
    would, at losses of $\ell$. By how much that makes the loss of each topic look smaller is
    $B \Pi \ell$, with B of `JointComparison.by_controls`: an order with several topics has one
    set of controls, not one for each. What is seen is $(I - B \Pi) \ell$.

    Args:
        compared: The comparison.
        each: The losses of an exposure, as they are seen.
        drawn: The share of the controls of its week that was drawn, of each control, shape (m,).
        reported: The share of those who meet a problem that reports it.
    """
    odds = [np.exp(compared.controls @ it.slopes) for it in compared.odds]
    stand_ins = [*compared.odds, compared.any_odds]
    met = np.array(
        [[silent_share(of, drawn, to.weight, reported) for of in odds] for to in stand_ins]
    )
    inverse = np.linalg.inv(np.eye(len(odds)) - compared.by_controls @ met)
    return SilentLosses(
        reported=reported,
        each=inverse @ each.value,
        covariance=inverse @ each.covariance @ inverse.T,
        silent=met[:-1].sum(axis=1),
    )
