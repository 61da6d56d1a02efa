"""At which look the silence after a purchase becomes an alarm."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from vocvalue.clv.purchase_paths import Ints, Waits, WatchCalendar
from vocvalue.clv.special import Array

ROUNDING = 1e-9


@dataclass(frozen=True, kw_only=True, eq=False)
class Alarms:
    """The waits of customers with a repeat purchase, and the look at which each is an alarm.

    Attributes:
        waits: The waits.
        moment: The opening of the watch and its looks, as numbers of grains, shape (k + 1,).
        look: The look of each alarm: 0 for a silence that was too long when the watch opened, 1 to
            k for the looks, k + 1 for none so far, shape (m,).
    """

    waits: Waits = field(repr=False)
    moment: Ints = field(repr=False)
    look: Ints = field(repr=False)

    @classmethod
    def of(cls, waits: Waits, looks: WatchCalendar, silence: Array) -> "Alarms":
        """Return the alarms of waits.

        Args:
            waits: The waits.
            looks: The looks.
            silence: The longest silence that is no alarm, in grains, shape (m,).
        """
        moment = np.concatenate([[looks.opening], looks.ends])
        repeats = waits.frequency > 0
        kept = Waits(**{name: column[repeats] for name, column in vars(waits).items()})
        return cls(waits=kept, moment=moment, look=first_look(kept, moment, silence[repeats]))

    @property
    def end(self) -> int:
        """The number of the last grain observed."""
        return int(self.moment[-1])

    @property
    def is_raised(self) -> NDArray[np.bool_]:
        """Whether the alarm went off within the watch, shape (m,)."""
        return (self.look > 0) & (self.look < len(self.moment))

    @property
    def was_silent(self) -> NDArray[np.bool_]:
        """Whether the silence was too long before the watch opened, shape (m,)."""
        return np.asarray(self.look == 0)

    @property
    def at(self) -> Ints:
        """The number of the grain at which the alarm went off; the end where it did not."""
        return self.moment[np.minimum(self.look, len(self.moment) - 1)]


def first_look(waits: Waits, moment: Ints, silence: Array) -> Ints:
    """Return the first look at which a wait has lasted for a silence, `len(moment)` for none.

    Args:
        waits: The waits.
        moment: The opening of the watch and its looks, as numbers of grains, shape (k + 1,).
        silence: The silence in grains, shape (m,).
    """
    look = np.searchsorted(moment, waits.since + silence - ROUNDING)
    last = len(moment) - 1
    is_over = moment[np.minimum(look, last)] >= waits.until
    return np.where(is_over, last + 1, look).astype(np.int64)
