"""Moments with a mention and controls, with what is known of their customers."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Self, TypeAlias

import numpy as np
from numpy.typing import NDArray

from vocvalue.issues.exposed.measure import Beside
from vocvalue.issues.moments.moments import CustomerMoments
from vocvalue.issues.ranking.occasions import MentionedMoments, UnmentionedMoments

Floats: TypeAlias = NDArray[np.float64]
Flags: TypeAlias = NDArray[np.bool_]


@dataclass(frozen=True, kw_only=True, eq=False)
class DescribedMoments:
    """Moments with a mention and controls, described.

    Attributes:
        names: The topics, in the order of the columns of `mentioned.had`.
        mentioned: The moments with a mention.
        controls: The controls.
        beside: What further tables say of both, first of those with a mention.
    """

    names: tuple[str, ...]
    mentioned: MentionedMoments
    controls: UnmentionedMoments
    beside: Beside = field(repr=False)

    @cached_property
    def at(self) -> CustomerMoments:
        """All moments, first those with a mention."""
        return self.mentioned.at.and_then(self.controls.at)

    @property
    def n_mentioned(self) -> int:
        """How many moments have a mention."""
        return self.mentioned.at.n

    @property
    def covariates(self) -> Mapping[str, NDArray[Any]]:
        """The columns of the customer table."""
        return self.beside.covariates

    def whole(self) -> Self:
        """Return the moments whose covariates are all known."""
        return self if self.beside.rows.all() else self._take(self.beside.rows)

    def only(self, topics: Flags) -> Self:
        """Return the controls with the moments at which some topics were mentioned and no other.

        Args:
            topics: Whether each topic is wanted.
        """
        had = self.mentioned.had
        own = np.asarray(had[:, topics].any(axis=1) & ~had[:, ~topics].any(axis=1))
        found = self if own.all() else self._take(self._with_controls(own))
        names = tuple(np.array(self.names, dtype=object)[topics])
        mentioned = replace(found.mentioned, had=found.mentioned.had[:, topics])
        return replace(found, names=names, mentioned=mentioned)

    def _with_controls(self, own: Flags) -> Flags:
        return np.concatenate([own, np.ones(self.controls.at.n, dtype=np.bool_)])

    def _take(self, rows: Flags) -> Self:
        own, others = rows[: self.n_mentioned], rows[self.n_mentioned :]
        beside = self.beside
        return replace(
            self,
            mentioned=replace(
                self.mentioned, at=self.mentioned.at.take(own), had=self.mentioned.had[own]
            ),
            controls=replace(
                self.controls,
                at=self.controls.at.take(others),
                drawn=self.controls.drawn[others],
            ),
            beside=replace(
                beside,
                rows=beside.rows[rows],
                covariates={name: values[rows] for name, values in beside.covariates.items()},
                value=None if beside.value is None else beside.value[rows],
            ),
        )
