"""Templates of a page: ours, or those of the reader's company in their place."""

import re
import traceback
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vocvalue.errors import ParameterError
from vocvalue.showing import cause, explained

if TYPE_CHECKING:
    from jinja2 import Environment

OWN = "own.css"
"""A file of styles of one's own, read after ours; there is none among ours."""
OURS = Path(__file__).parents[1] / "templates"
SIGN, CODE = re.compile(r"-(?=[A-Z]{3} \d)"), re.compile(r"\b([A-Z]{3}) (?=\d)")
"""What stands before a number in English: its sign, and the code of its currency."""
UNIT = re.compile(r"(\d) (?=[万亿]?[\u4e00-\u9fff]{0,2}元|[万亿位名笔份条天点个])")
"""What is counted, behind its number in Chinese."""


def environment(folder: str | Path | None) -> "Environment":
    """Return where templates are looked for: in a folder, then among ours.

    Everything that a template writes is escaped, and none may reach into Python.

    Args:
        folder: Templates that take the place of ours of the same name; None for ours alone.

    Raises:
        ParameterError: It is no folder, or holds no template with the name of one of ours.
    """
    from jinja2 import FileSystemLoader, StrictUndefined  # noqa: PLC0415 (pages alone need it)
    from jinja2.sandbox import ImmutableSandboxedEnvironment  # noqa: PLC0415 (see above)

    folders = [OURS] if folder is None else [_checked(folder), OURS]
    return ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(folders),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_unbroken,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def rendered(templates: "Environment", name: str, folder: str | Path | None, **held: Any) -> str:
    """Return a template filled in.

    Args:
        templates: Where templates are looked for.
        name: The template.
        folder: The folder of the reader's own, for a message.
        **held: What it is filled with.

    Raises:
        ParameterError: A template of the reader's own has an error.
    """
    try:
        return templates.get_template(name).render(**held)
    except Exception as error:
        if folder is None or not (place := _place(error, folder)):
            raise
        raise ParameterError(
            f"templates == {str(folder)!r}: {place}: {explained(error)}. Correct the template, or "
            "remove it to have ours."
        ) from cause(error)


def _unbroken(value: Any) -> Any:
    r"""Return a text in which no line ends between a number, its sign and its unit.

    Examples:
        >>> _unbroken("net of -CNY 58,000"), _unbroken("净收益 5.8 万元")
        ('net of -\u2060CNY\xa058,000', '净收益 5.8\xa0万元')
    """
    if type(value) is not str:  # what is marked as safe stays as it is
        return value
    written = CODE.sub("\\1\u00a0", SIGN.sub("-\u2060", value))
    return UNIT.sub("\\1\u00a0", written)


def _checked(folder: str | Path) -> Path:
    """Return a folder that holds a template of ours, or something to add."""
    path = Path(folder)
    if not path.is_dir():
        raise ParameterError(
            f"templates == {str(folder)!r}, must be a folder with templates of your own."
        )
    ours = sorted(str(file.relative_to(OURS)) for file in OURS.rglob("*.*"))
    names = [OWN, *ours]
    if not any((path / name).is_file() for name in names):
        raise ParameterError(
            f"templates == {str(folder)!r} holds no template that could take the place of one of "
            f"ours: {', '.join(names)}. Name yours like the one that it replaces."
        )
    return path


def _place(error: Exception, folder: str | Path) -> str:
    """Return the file and line of the reader's own template where an error arose."""
    from jinja2 import TemplateNotFound, TemplateSyntaxError  # noqa: PLC0415 (see above)

    if isinstance(error, TemplateSyntaxError):
        own = error.filename and Path(error.filename).is_relative_to(folder)
        return f"{error.name}, line {error.lineno}" if own else ""
    root = Path(folder).resolve()
    lines = [
        f"{Path(frame.filename).resolve().relative_to(root)}, line {frame.lineno}"
        for frame in traceback.extract_tb(error.__traceback__)
        if Path(frame.filename).resolve().is_relative_to(root)
    ]
    if lines:
        return lines[-1]
    return "template" if isinstance(error, TemplateNotFound) else ""
