"""How a command says its results: in sentences, as JSON, or as a table in a file."""

import json
from collections.abc import Sequence
from functools import partial
from typing import Any

import click

import vocvalue as vv
from vocvalue import progress
from vocvalue.commands.options import Asked, stacked
from vocvalue.commands.program import SAID
from vocvalue.commands.written import checked_target, write_table
from vocvalue.results import Result
from vocvalue.results.plain_data import plain
from vocvalue.results.texts import read
from vocvalue.results.tongues import ENGLISH, TONGUES


def _speak(context: click.Context, _: click.Parameter, language: str) -> str:
    """Let the names of steps follow the language, until the command ends."""
    context.with_resource(progress.written_by(partial(read, tongue=TONGUES[language])))
    return language


def _checked(_: click.Context, __: click.Parameter, output: str | None) -> str | None:
    """Refuse a file that cannot be written before anything is reckoned."""
    if output is not None:
        checked_target(output)
    return output


LANGUAGE = click.option(
    "--language",
    type=click.Choice(list(TONGUES)),
    default=ENGLISH.code,
    show_default=True,
    envvar="VOCVALUE_LANGUAGE",
    callback=_speak,
    help="English or Chinese; also by the environment variable VOCVALUE_LANGUAGE.",
)
ANSWER = stacked(
    LANGUAGE,
    click.option(
        "--label",
        "labels",
        multiple=True,
        metavar="NAME=LABEL",
        help="How a column or a group is called in the text; may be repeated.",
    ),
    click.option("--json", "as_json", is_flag=True, help="Write figures and notes as JSON."),
    click.option(
        "--output",
        metavar="FILE",
        callback=_checked,
        help="Also write the table of the result: .csv, .parquet, .xlsx or .json.",
    ),
)


def answer(asked: Asked, *results: Result) -> None:
    """Say results as the command was asked to.

    Args:
        asked: The options of the command.
        *results: The results; the table of the first is written.
    """
    labels = _labels(asked["labels"])
    if asked["output"]:
        write_table(results[0].to_frame(), asked["output"])
    notes = [note for result in results for note in result.notes]
    click.get_current_context().meta[SAID] = "\n".join(note.en for note in notes)
    if asked["as_json"]:
        click.echo(_as_json(results, asked["language"], labels))
        return
    for result in results:
        click.echo(f"{result.statement(asked['language'], labels=labels)}\n")
        click.echo(f"{result.summary(asked['language'], labels=labels)}\n")
    if asked["output"]:
        click.echo(asked["output"])


def _as_json(results: Sequence[Result], language: str, labels: dict[str, str]) -> str:
    said = [
        {
            "result": type(result).__name__,
            "statement": result.statement(language, labels=labels),
            "figures": plain(result.figures()),
            "notes": [{"text": it.text(language), "count": it.count} for it in result.notes],
        }
        for result in results
    ]
    whole: dict[str, Any] = {"vocvalue": vv.__version__, "language": language, "results": said}
    return json.dumps(whole, ensure_ascii=False, indent=2)


def _labels(pairs: Sequence[str]) -> dict[str, str]:
    wrong = [pair for pair in pairs if "=" not in pair]
    if wrong:
        raise click.BadParameter(f"{wrong[0]!r} must be NAME=LABEL.", param_hint="--label")
    return dict(pair.split("=", 1) for pair in pairs)
