"""Events of groups in the order of time: which of them lie in a window, which is the latest one."""

from dataclasses import dataclass, field
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Codes: TypeAlias = NDArray[np.int64]
Moments: TypeAlias = NDArray[np.datetime64]
Pairs: TypeAlias = tuple[Codes, Codes]


@dataclass(frozen=True, kw_only=True, eq=False)
class Timeline:
    """Events of groups, to be looked up by group and time.

    Attributes:
        group: The number of each event's group, from 0, shape (n,).
        at: The moment of each event, shape (n,).
        order: The events by group and moment, those of one moment as they came.
    """

    group: Codes
    at: Moments
    order: Codes = field(repr=False)

    @classmethod
    def of(cls, group: Codes, at: Moments) -> "Timeline":
        """Return events in their order.

        Args:
            group: The number of each event's group, from 0, shape (n,).
            at: The moment of each event, shape (n,).
        """
        return cls(group=group, at=at, order=np.lexsort([at, group]))

    def within(self, group: Codes, opens: Moments, closes: Moments, *, at_open: bool) -> Pairs:
        """Return the events of windows, as pairs of the window's number and the event's.

        The events of a window follow one another in time.

        Args:
            group: The group of each window, shape (m,).
            opens: Where each begins, shape (m,).
            closes: The last moment of each, shape (m,).
            at_open: Whether an event of the moment at which a window begins lies in it.

        Examples:
            >>> days = np.array(["2024-01-01", "2024-01-09", "2024-01-05"], "datetime64[us]")
            >>> events = Timeline.of(np.array([0, 0, 1]), days)
            >>> found = events.within(np.array([0]), days[:1], days[1:2], at_open=False)
            >>> [part.tolist() for part in found]
            [[0], [1]]
        """
        first = self._places(group, opens, "left" if at_open else "right")
        last = self._places(group, closes, "right")
        sizes = np.maximum(last - first, 0)
        window = np.repeat(np.arange(len(group)), sizes)
        step = np.arange(sizes.sum()) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        return window, self.order[np.repeat(first, sizes) + step]

    def latest(self, group: Codes, at: Moments) -> Codes:
        """Return the latest event of a group up to a moment, -1 where there is none.

        Args:
            group: The groups that are asked for, shape (m,).
            at: The moments, shape (m,).
        """
        if not len(self.order):
            return np.full(len(group), -1)
        place = self._places(group, at, "right") - 1
        event = self.order[np.maximum(place, 0)]
        return np.where((place >= 0) & (self.group[event] == group), event, -1)

    def _places(self, group: Codes, at: Moments, side: Any) -> Codes:
        """Return where moments of groups stand among the events."""
        moments = np.unique(np.concatenate([self.at, at]))
        # A group and a moment in one number, which is searched faster than a pair.
        asked = group * len(moments) + np.searchsorted(moments, at)
        own = self.group * len(moments) + np.searchsorted(moments, self.at)
        return np.searchsorted(own[self.order], asked, side=side).astype(np.int64)
