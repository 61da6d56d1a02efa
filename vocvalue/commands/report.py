"""`vocvalue report`: the page of a company that a file describes."""

import json
from pathlib import Path

import click

import vocvalue as vv
from vocvalue.commands.program import SAID
from vocvalue.report.company.company_file import read_company
from vocvalue.report.formats.saving import checked_target
from vocvalue.results.plain_data import plain
from vocvalue.results.tongues import TONGUES

DEFAULT = Path("report.html")


@click.command(short_help="The whole page of a company, from a file that names its tables.")
@click.argument("company", metavar="COMPANY.TOML")
@click.option(
    "--output",
    "outputs",
    multiple=True,
    metavar="FILE",
    help=(
        "Where the page is written: .html, .xlsx, .md, .pdf or .json; may be repeated. [default: "
        f"what the file says, or {DEFAULT}]"
    ),
)
@click.option("--language", type=click.Choice(list(TONGUES)), help="In place of the file's.")
@click.option("--earlier", metavar="FILE", help="An earlier report saved as .json, to compare.")
@click.option("--json", "as_json", is_flag=True, help="Write figures and findings as JSON.")
def report(
    *,
    company: str,
    outputs: tuple[str, ...],
    language: str | None,
    earlier: str | None,
    as_json: bool,
) -> None:
    """Make the whole report of a company: COMPANY.TOML names its tables, terms and costs.

    Every question is asked for which there are tables. Save the report as .json too, and the next
    one shows its figures beside the new ones.

    \b
    Examples:
      vocvalue report company.toml
      vocvalue report company.toml --output 2025-06.html --output 2025-06.json
      vocvalue report company.toml --language zh --earlier 2025-05.json
    """
    told = read_company(company)
    asked = {"language": language, "earlier": earlier}
    given = {name: value for name, value in asked.items() if value is not None}
    # Refused now, and not after an hour.
    paths = [checked_target(it) for it in outputs or told.outputs or [DEFAULT]]
    page = vv.report.programme(**{**told.arguments, **given})
    for path in paths:
        page.save(path)
    notes = [note.en for finding in page.findings for note in finding.notes]
    click.get_current_context().meta[SAID] = "\n".join(notes)
    if as_json:
        click.echo(json.dumps(plain(page.to_dict()), ensure_ascii=False, indent=2))
        return
    click.echo(f"{page.statement(page.language, labels=page.labels)}\n")
    for path in paths:
        click.echo(str(path))
