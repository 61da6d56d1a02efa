"""Moments with mentions and controls, made alike in what was known of the customers before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations
from typing import Any, Self, TypeAlias

import numpy as np
from numpy.typing import NDArray

from vocvalue.errors import DataError, FitError
from vocvalue.stats.control_odds import ControlOdds, control_odds
from vocvalue.stats.covariates import standardised
from vocvalue.stats.expansion import expanded
from vocvalue.stats.joint_effects import JointComparison

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]
Flags: TypeAlias = NDArray[np.bool_]

TOO_UNEQUAL = 0.10
"""Weighting may leave no covariate further apart, in standard deviations."""


@dataclass(frozen=True, kw_only=True, eq=False)
class TopicOdds:
    """The odds of each topic against no mention, before it is known which can be compared.

    Attributes:
        names: The topics.
        had: Which of them were mentioned, shape (n, J).
        treated: The standardised design of the moments with a mention, shape (n, p).
        controls: That of the controls, shape (m, p).
        cluster: A code of each row's customer, shape (n + m,).
        odds: The odds of each topic.
        any_odds: The odds of any topic.
    """

    names: Sequence[str]
    had: Flags = field(repr=False)
    treated: Floats = field(repr=False)
    controls: Floats = field(repr=False)
    cluster: Ints = field(repr=False)
    odds: Sequence[ControlOdds] = field(repr=False)
    any_odds: ControlOdds = field(repr=False)

    @property
    def alike(self) -> Flags:
        """Whether there are controls like those who mentioned each topic, shape (J,)."""
        return np.array(
            [it.balance.overlaps and it.balance.imbalance[0] <= TOO_UNEQUAL for it in self.odds],
            dtype=np.bool_,
        )

    def only(self, topics: Flags) -> Self:
        """Return the moments at which some topics were mentioned and no other.

        Args:
            topics: Whether each topic is wanted, shape (J,).
        """
        if topics.all():
            return self
        rows = ~self.had[:, ~topics].any(axis=1) & self.had.any(axis=1)
        wanted = np.flatnonzero(topics).tolist()
        had, treated = self.had[np.ix_(rows, topics)], self.treated[rows]
        return replace(
            self,
            names=[self.names[place] for place in wanted],
            had=had,
            treated=treated,
            cluster=np.concatenate([self.cluster[: rows.size][rows], self.cluster[rows.size :]]),
            odds=[
                control_odds(treated[theirs], self.controls, start=self.odds[place].slopes)
                for theirs, place in zip(had.T, wanted, strict=True)
            ],
            any_odds=control_odds(treated, self.controls, start=self.any_odds.slopes),
        )

    def comparison(self) -> JointComparison:
        """Return the comparison of all topics.

        Raises:
            DataError: Two topics cannot be told apart.
        """
        _refuse_inseparable(self.had, self.names)
        return JointComparison(
            had=self.had,
            treated=self.treated,
            controls=self.controls,
            cluster=self.cluster,
            odds=self.odds,
            any_odds=self.any_odds,
        )


def columns_of(features: Mapping[str, Floats], covariates: Mapping[str, NDArray[Any]]) -> Floats:
    """Return what is adjusted for: features, then covariates expanded, shape (n + m, p).

    Args:
        features: Each of shape (n + m,).
        covariates: Columns of the customer table, each of shape (n + m,).
    """
    columns = np.column_stack(list(features.values()))
    return np.column_stack([columns, expanded(covariates)]) if covariates else columns


def topic_odds(had: Flags, columns: Floats, cluster: Ints, names: Sequence[str]) -> TopicOdds:
    """Return the odds of each topic against no mention.

    Args:
        had: Which topics were mentioned, shape (n, J).
        columns: What is adjusted for, first of the moments with a mention, shape (n + m, p).
        cluster: A code of each row's customer, shape (n + m,).
        names: The names of the topics, for messages.

    Raises:
        DataError: There are too few controls, or covariates tell them from the others.
    """
    n = len(had)
    design = standardised(columns, np.arange(len(columns)))
    del columns  # as large as the design, and of no more use
    treated, controls = design[:n], design[n:]
    any_odds = _fitted(treated, controls, None, "any topic")
    odds = [
        _fitted(treated[had[:, place]], controls, any_odds.slopes, repr(name))
        for place, name in enumerate(names)
    ]
    return TopicOdds(
        names=names,
        had=had,
        treated=treated,
        controls=controls,
        cluster=cluster,
        odds=odds,
        any_odds=any_odds,
    )


def _fitted(treated: Floats, controls: Floats, start: Floats | None, name: str) -> ControlOdds:
    try:
        return control_odds(treated, controls, start=start)
    except FitError as error:
        raise DataError(f"nobody is like the customers who mentioned {name}: {error}") from error


def _refuse_inseparable(had: Flags, names: Sequence[str]) -> None:
    """Refuse topics of which one is always mentioned with another, and never without it."""
    together = had.T.astype(np.float64) @ had
    own = np.diag(together)
    for one, other in combinations(range(len(names)), 2):
        if together[one, other] == own[one] == own[other]:
            raise DataError(
                f"the topics {names[one]!r} and {names[other]!r} are always mentioned together, so "
                "that what each costs cannot be told. Give them one name, or leave one out."
            )
    further = had.sum(axis=1) - 1.0
    columns = np.column_stack([had, further]) if further.any() else had.astype(np.float64)
    if np.linalg.matrix_rank(columns.T @ columns) < columns.shape[1]:
        raise DataError(
            "some topics are only ever mentioned together with others, so that what each costs "
            "cannot be told. Give those that come together one name."
        )
