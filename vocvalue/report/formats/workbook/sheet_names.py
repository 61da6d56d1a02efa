"""What sheets are called: as Excel allows, and each differently."""

import re
from collections.abc import Iterable

LONGEST = 31
FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f\ud800-\udfff]")
RESERVED = "history"
OTHERWISE = "Sheet"


def sheet_names(wanted: Iterable[str]) -> list[str]:
    """Return names of sheets, as close to those that are wanted as Excel allows.

    Args:
        wanted: What the sheets would be called, in their order.

    Examples:
        >>> sheet_names(["North/South", "north/south", "History", "'quoted'"])
        ['North South', 'north south (2)', 'History (2)', 'quoted']
    """
    taken, names = {RESERVED}, []
    for name in wanted:
        names.append(_free(_allowed(name), taken))
        taken.add(names[-1].casefold())
    return names


def _allowed(name: str) -> str:
    return FORBIDDEN.sub(" ", name)[:LONGEST].strip("' ") or OTHERWISE


def _free(name: str, taken: set[str]) -> str:
    tried, count = name, 1
    while tried.casefold() in taken:
        count += 1
        ending = f" ({count})"
        tried = name[: LONGEST - len(ending)].rstrip() + ending
    return tried
