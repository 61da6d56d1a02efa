"""Whether messages and notes show ids of customers and contents of cells: one switch, one place."""

import re

import numpy as np

from vocvalue.switch import Switch, Turned

VARIABLE = "VOCVALUE_SHOW_VALUES"
HIDDEN = "[hidden]"
LONGEST = 60
"""What is longer is cut in a message."""
ROW = re.compile(r"row [\d,]+")


_switch = Switch(VARIABLE)


def show_values(is_on: bool) -> Turned:  # noqa: FBT001 - a switch is on or off
    """Say whether messages and notes show ids of customers and contents of cells.

    They do until they are told otherwise. Hidden, errors and notes still name columns, numbers of
    rows, rows and the labels of segments, arms and surveys; an id or a cell reads "[hidden]", and
    what a table's library says of its error is left out. The environment variable
    VOCVALUE_SHOW_VALUES=0 hides them from the start. Results themselves, such as the customers of a
    prediction, are not touched. It holds for the whole process.

    Args:
        is_on: Whether they are shown.

    Returns:
        Nothing that has to be kept; in a `with` statement the switch is set back at its end.

    Examples:
        >>> import pandas as pd
        >>> import vocvalue as vv
        >>> scores = pd.DataFrame({"customer_id": ["Ann"], "timestamp": "soon", "score": 9})
        >>> with vv.show_values(False):
        ...     vv.survey.trend(scores)
        Traceback (most recent call last):
            ...
        vocvalue.errors.DataError: column 'timestamp': 1 row with no ISO date or time, for example
        [hidden] (first ids: [hidden]). ...
    """
    return _switch.turned(is_on=is_on)


def are_shown() -> bool:
    """Whether ids and cells are shown."""
    return _switch.is_on


def shown(value: object) -> str:
    """Return an id, or the number of its row, as a message or a note may show it.

    Examples:
        >>> shown("a7"), shown(7.0), shown("row 3")
        ('a7', '7.0', 'row 3')
        >>> with show_values(False):
        ...     shown("a7"), shown("row 3")
        ('[hidden]', 'row 3')
    """
    text = str(value)
    if not _switch.is_on and not ROW.fullmatch(text):
        return HIDDEN
    return cut(text)


def cell(value: object) -> str:
    """Return the content of a cell as a message or a note may show it: text in quotes.

    Examples:
        >>> cell("n/a"), cell(11.0)
        ("'n/a'", '11')
    """
    if not _switch.is_on:
        return HIDDEN
    value = value.item() if isinstance(value, np.generic) else value
    return f"{value:g}" if isinstance(value, float) else cut(repr(value))


def explained(error: BaseException) -> str:
    """Return what another library says of its error, which may hold what stands in a cell.

    Examples:
        >>> with show_values(False):
        ...     explained(ValueError("could not convert string to float: 'Ann'"))
        'ValueError, whose message is hidden (vocvalue.show_values(True))'
    """
    if _switch.is_on:
        return str(error)
    return f"{type(error).__name__}, whose message is hidden (vocvalue.show_values(True))"


def cause(error: BaseException) -> BaseException | None:
    """Return what a traceback shows as the cause of an error: nothing where cells are hidden."""
    return error if _switch.is_on else None


def cut(text: str, longest: int = LONGEST) -> str:
    """Return a text of the data at a length that a message can hold.

    Examples:
        >>> cut("a comment of a customer", 9)
        'a comment...'
    """
    return text if len(text) <= longest else f"{text[:longest]}..."
