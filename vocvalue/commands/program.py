"""The program above the commands: its help, its exit codes, and how it says what went wrong."""

import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click

import vocvalue as vv
from vocvalue.errors import ParameterError, VocValueError

SAID = "vocvalue.commands.said"
"""Where a command leaves the notes that it has said, which a warning need not repeat."""


INTERRUPTED = 130
"""The exit code of a program that was ended from the keyboard."""


class Unusable(click.ClickException):
    """Data that cannot be used as they are, in the library's words and without a traceback."""

    exit_code = 1


class Miscalled(click.ClickException):
    """An argument that makes no sense, in the same way."""

    exit_code = 2


class Program(click.Group):
    """A group of commands whose errors are those of the library."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command, and say what the library refuses or warns of on the error stream."""
        with _warnings_said(ctx):
            try:
                return super().invoke(ctx)
            except ParameterError as error:
                raise Miscalled(str(error)) from error
            except VocValueError as error:
                raise Unusable(str(error)) from error
            except KeyboardInterrupt:
                click.echo("Interrupted.", err=True)
                ctx.exit(INTERRUPTED)
            except OSError as error:
                if isinstance(error, BrokenPipeError):
                    raise
                raise Unusable(f"What is to be printed cannot be written: {error}.") from error


@click.group(
    cls=Program,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog=(
        "Exit codes: 0 success, 1 the data cannot be used, 2 the command was called wrongly, 130 "
        "interrupted."
    ),
)
@click.version_option(vv.__version__, prog_name="vocvalue")
@click.option(
    "-v", "--verbose", is_flag=True, help="Say which tables are read and what is left out."
)
@click.option("--no-progress", is_flag=True, help="Do not show how far a long step is.")
def program(*, verbose: bool, no_progress: bool) -> None:
    """What customer experience is worth, in money.

    Each command reads files (CSV, Parquet, Excel), calls the library and says the result in the
    sentences that a CFO reads. Try it on the sample shop with: vocvalue demo
    """
    if verbose:
        logging.basicConfig(level=logging.INFO, format="%(message)s")
    if no_progress:
        vv.show_progress(is_on=False)


@contextmanager
def _warnings_said(ctx: click.Context) -> Iterator[None]:
    """Write warnings in one line each, unless a note of the result has said the same."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("default")
        try:
            yield
        finally:
            said = ctx.meta.get(SAID, "")
            for text in dict.fromkeys(str(it.message) for it in caught):
                if text not in said:
                    click.echo(f"Warning: {text}", err=True)
