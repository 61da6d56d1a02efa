"""A company as a file: the tables, their columns, and what they are reckoned with, in TOML."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import MISSING, dataclass, fields
from pathlib import Path
from typing import Any

from rapidfuzz import process

from vocvalue.errors import DataError, ParameterError, listed
from vocvalue.issues import Fix
from vocvalue.report.company.tables import TABLES
from vocvalue.report.programme_return.cost import Cost
from vocvalue.tables.table import Table

REPORT = ("title", "language", "period", "every", "output", "earlier", "skip_failed")
TERMS = (
    *("horizon", "discount_rate", "margin", "currency", "adjust_for", "randomised"),
    *("cost_per_contact", "budget", "at", "level", "seed"),
)
FREE = ("windows", "labels", "fixed_at")
"""Sections whose keys are the user's own, or are checked where they are read."""
LISTS: Mapping[str, type] = {"costs": Cost, "fixes": Fix}
"""Sections that are lists, by what each entry becomes."""
SECTIONS = ("report", "terms", *FREE, *LISTS, *TABLES)
PATH, SOURCE, OUTPUT = "path", "source", "output"


@dataclass(frozen=True, kw_only=True)
class CompanyFile:
    """What a file says of a company.

    Attributes:
        arguments: What `report.programme` is called with.
        outputs: Where the page is written to.
    """

    arguments: Mapping[str, Any]
    outputs: tuple[Path, ...]


def read_company(path: str | Path) -> CompanyFile:
    """Read a company from a TOML file; paths in it are relative to the file.

    Args:
        path: The file.

    Raises:
        DataError: It cannot be read, or is no TOML.
        ParameterError: A section or a key that there is not; the message names the nearest.
    """
    file = Path(path)
    told = _parsed(file)
    _check_keys(told, SECTIONS, file.name)
    of_report = _section(told, "report", file, REPORT)
    arguments: dict[str, Any] = {
        **{key: value for key, value in of_report.items() if key != OUTPUT},
        **_section(told, "terms", file, TERMS),
        **{name: _section(told, name, file) for name in FREE if name in told},
        **{name: _entries(told, name, file) for name in LISTS if name in told},
        **{name: _table(told, name, file) for name in TABLES if name in told},
    }
    if "earlier" in arguments:
        arguments["earlier"] = _beside(file, arguments["earlier"], f"{file.name}, earlier")
    outputs = of_report.get(OUTPUT, [])
    paths = _beside(
        file, [outputs] if isinstance(outputs, str) else outputs, f"{file.name}, output"
    )
    return CompanyFile(arguments=arguments, outputs=tuple(Path(path) for path in paths))


def _parsed(file: Path) -> dict[str, Any]:
    try:
        # Editors on Windows begin a file with a mark of its encoding.
        return tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise DataError(f"{file} cannot be read: {error.strerror or error}.") from None
    except UnicodeDecodeError:
        raise DataError(f"{file} is not UTF-8 text. Save it as UTF-8.") from None
    except tomllib.TOMLDecodeError as error:
        raise DataError(f"{file} is not valid TOML: {error}.") from None


def _section(
    told: Mapping[str, Any], name: str, file: Path, known: Iterable[str] | None = None
) -> dict[str, Any]:
    section = told.get(name, {})
    if not isinstance(section, dict):
        raise ParameterError(f"{file.name}: {name} must be a section, written as [{name}].")
    if known is not None:
        _check_keys(section, known, f"{file.name}, section [{name}]")
    return section


def _entries(told: Mapping[str, Any], name: str, file: Path) -> list[Any]:
    """Return a list of sections as what each becomes."""
    held = told[name]
    if not isinstance(held, list) or not all(isinstance(entry, dict) for entry in held):
        raise ParameterError(
            f"{file.name}: {name} must be a list of sections, each written as [[{name}]]."
        )
    return [_made(LISTS[name], entry, f"{file.name}, section [[{name}]]") for entry in held]


def _table(told: Mapping[str, Any], name: str, file: Path) -> Table:
    """Return a table that is read from the paths of its section, as the section says."""
    section = _section(told, name, file)
    where = f"{file.name}, section [{name}]"
    if PATH not in section:
        raise ParameterError(f'{where} has no path: name the file of the table, path = "...".')
    kind = TABLES[name].kind
    known = [PATH, *(it.name for it in fields(kind) if it.name not in (SOURCE, "_"))]
    _check_keys(section, known, where)
    options = {
        key: tuple(value) if isinstance(value, list) else value
        for key, value in section.items()
        if key != PATH
    }
    table: Table = _made(kind, {SOURCE: _beside(file, section[PATH], where), **options}, where)
    return table


def _beside(file: Path, path: Any, where: str) -> Any:
    """Return the path of a table, or several, relative to the file that names it."""
    if isinstance(path, list):
        return [_beside(file, one, where) for one in path]
    if not isinstance(path, str):
        raise ParameterError(f"{where}: path == {path!r}, must be a path, or a list of paths.")
    return str(file.parent / path)


def _made(kind: type, entry: Mapping[str, Any], where: str) -> Any:
    """Make what a section describes; what it refuses is said with where it stands."""
    keys = {field.name: field for field in fields(kind) if field.name != "_"}
    _check_keys(entry, keys, where)
    missing = [
        name
        for name, field in keys.items()
        if name not in entry and field.default is MISSING and field.default_factory is MISSING
    ]
    if missing:
        raise ParameterError(f"{where} has no {listed(missing)}, which it needs.")
    try:
        return kind(**entry)
    except ParameterError as error:
        raise ParameterError(f"{where}: {error}") from None


def _check_keys(held: Mapping[str, Any], known: Iterable[str], where: str) -> None:
    """Refuse a key that there is not, and name the nearest."""
    names = list(known)
    for key in held:
        if key in names:
            continue
        near = process.extractOne(key, names, score_cutoff=60)
        meant = f" Did you mean {near[0]!r}?" if near else ""
        raise ParameterError(f"{where}: {key!r} is not known.{meant} There are {listed(names)}.")
