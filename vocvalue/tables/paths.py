"""Which files are meant by a text, a path or a list of them."""

import glob
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import unquote, urlsplit

from vocvalue.errors import DataError, ParameterError

PARQUET = (".parquet", ".pq")
COMMA = (".csv", ".csv.gz")
TAB = (".tsv", ".tsv.gz")
WORKBOOK = (".xlsx", ".xls", ".xlsm", ".xlsb", ".ods")
KINDS = (PARQUET, COMMA, TAB, WORKBOOK)
# What other endings hold, and how it comes to a table.
OTHERS = {
    (
        ".feather",
        ".arrow",
        ".ipc",
    ): "pass polars.read_ipc(path) or what pyarrow.feather reads",
    (".json", ".jsonl", ".ndjson"): "pass pandas.read_json(path, lines=True)",
    (".sav", ".zsav"): "pass pandas.read_spss(path)",
    (".dta",): "pass pandas.read_stata(path)",
    (".zip", ".zst", ".bz2", ".xz", ".7z"): "unpack it, or pack it as .csv.gz",
    (".db", ".sqlite", ".sqlite3", ".duckdb"): "pass a connection to it, with query= or table=",
    (".txt",): "rename it to .csv, or .tsv if tabs separate its cells",
}

# What engines take for the address of another machine; a single letter is a drive.
ADDRESS = re.compile(r"\s*(?:[a-z][a-z0-9+.-]+://|(?:md|motherduck):)", re.IGNORECASE)


def files_of(data: str | Path | Sequence[str | Path], name: str) -> tuple[Path, ...]:
    """Return the files that are meant, all of one kind.

    A text is the path that it spells where that is there; else `*`, `?` and `[` make it a pattern.
    A `pathlib.Path` is never a pattern. A folder stands for the files in it, hidden ones and those
    that begin with `_` aside.

    Args:
        data: A path as text or `pathlib.Path`, or a list of them.
        name: The argument's name in messages.

    Raises:
        DataError: No such file, nothing in a folder, or files of several kinds.
        ParameterError: A file of another kind, an address on the web, or text that is no path.
    """
    parts = [data] if isinstance(data, str | Path) else list(data)
    files = tuple(file for part in parts for file in _files(part, name))
    if not files:
        raise ParameterError(f"{name} == [], must contain a file.")
    _refuse_kinds(files, name)
    repeated = len(files) - len({file.resolve() for file in files})
    if repeated:
        raise ParameterError(f"{name}: {repeated:,} of {len(files):,} files are listed twice.")
    return files


def kind_of(file: Path) -> tuple[str, ...]:
    """Return the endings of a file's kind, nothing where it is of no kind that is read."""
    return next((kind for kind in KINDS if file.name.lower().endswith(kind)), ())


def escaped(file: Path) -> str:
    """Return a file's path so that DuckDB, which takes every path for a pattern, finds only it."""
    return re.sub(r"[*?[]", r"[\g<0>]", str(file.absolute()))


def _files(part: str | Path, name: str) -> list[Path]:
    path = _path(part, name)
    try:
        if path.is_dir():
            return _in_folder(path)
        if isinstance(part, str) and not path.exists() and glob.has_magic(part):
            return _matching(path)
        _refuse_ending(path, name)
        if not path.exists():
            raise _unreadable(path, "there is no such file")
        if not path.is_file():
            raise _unreadable(path, "it is not a file")
    except OSError as error:
        raise _unreadable(path, error.strerror or str(error)) from error
    return [path]


def _path(part: str | Path, name: str) -> Path:
    text = str(part)
    if not text.strip():
        raise ParameterError(f"{name} == {text!r}, must be the path of a file.")
    if "\0" in text:
        raise ParameterError(f"{name} == {text!r} contains a NUL, which no path may.")
    if isinstance(part, Path):
        return part
    if text.lower().startswith("file://"):
        return _of_file_url(text, name)
    if ADDRESS.match(text):
        raise ParameterError(
            f"{name} == {text!r} is an address, and nothing is downloaded from another machine. "
            "Download the file, or open it with a library of your own and pass the table."
        )
    try:
        return Path(text).expanduser()
    except RuntimeError:  # no such user: then it is a name like any other
        return Path(text)


def _of_file_url(text: str, name: str) -> Path:
    parts = urlsplit(text)
    if parts.netloc not in ("", "localhost"):
        raise ParameterError(f"{name} == {text!r} is on another machine. Pass a path on this one.")
    return Path(unquote(parts.path))


def _in_folder(folder: Path) -> list[Path]:
    inside = sorted(it for it in folder.iterdir() if not it.name.startswith((".", "_")))
    deeper = [it.name for it in inside if it.is_dir()]
    if deeper:
        raise _unreadable(
            folder,
            f"it holds folders of its own ({_some(deeper)}). Name the files by a pattern, such as "
            f"{str(folder / '**' / '*.parquet')!r}",
        )
    if not inside:
        raise _unreadable(folder, "the folder holds no file")
    for file in inside:
        _refuse_ending(file, str(folder))
    return inside


def _matching(pattern: Path) -> list[Path]:
    found = sorted(Path(it) for it in glob.glob(str(pattern), recursive=True))  # noqa: PTH207
    files = [it for it in found if it.is_file()]
    if not files:
        raise _unreadable(pattern, "there is no such file, and as a pattern it matches none")
    return files


def _refuse_ending(path: Path, name: str) -> None:
    if not kind_of(path):
        endings = ", ".join(ending for kind in KINDS for ending in kind)
        hint = next((it for of, it in OTHERS.items() if path.name.lower().endswith(of)), "")
        raise ParameterError(
            f"{name} == {str(path)!r}, must end in one of {endings}; "
            f"{hint or 'read other files into a table first'}."
        )


def _refuse_kinds(files: Sequence[Path], name: str) -> None:
    for file in files:
        _refuse_ending(file, name)
    other = next((it for it in files if kind_of(it) != kind_of(files[0])), None)
    if other is not None:
        raise DataError(
            f"{name}: {files[0].name!r} and {other.name!r} are files of two kinds. "
            "Pass files of one kind, for example by a pattern."
        )


def _unreadable(path: Path, why: str) -> DataError:
    return DataError(f"{str(path)!r} cannot be read: {why}.")


def _some(names: Sequence[str]) -> str:
    return ", ".join(_shortened(names))


def _shortened(names: Sequence[str]) -> Iterator[str]:
    yield from (repr(it) for it in names[:3])
    if len(names) > 3:
        yield "..."
