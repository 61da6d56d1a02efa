"""Something that the whole process is told to do or not to do, in a call or by its environment."""

import os
from types import TracebackType

OFF = frozenset({"0", "false", "no", "off"})


class Switch:
    """What the process has been told: on, until it is told otherwise.

    Args:
        variable: The environment variable that may switch it off from the start.

    Examples:
        >>> switch = Switch("VOCVALUE_EXAMPLE")
        >>> with switch.turned(is_on=False):
        ...     switch.is_on
        False
        >>> switch.is_on
        True
    """

    def __init__(self, variable: str) -> None:
        self.is_on = os.environ.get(variable, "").strip().casefold() not in OFF

    def turned(self, *, is_on: bool) -> "Turned":
        """Switch it on or off, from now on or for a `with` statement.

        Args:
            is_on: What it is from now on.
        """
        turned = Turned(self, before=self.is_on)
        self.is_on = bool(is_on)
        return turned


class Turned:
    """A switch that was turned: as a context it sets the switch back at its end."""

    def __init__(self, switch: Switch, *, before: bool) -> None:
        self._switch, self._before = switch, before

    def __enter__(self) -> None:
        """Leave the switch as it was set."""

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Set the switch back."""
        self._switch.is_on = self._before
