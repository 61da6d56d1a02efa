"""Workbooks written by hand, so that no library that writes them is needed."""

import datetime as dt
import zipfile
from dataclasses import dataclass
from xml.sax.saxutils import escape

TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "urn:oasis:names:tc:opendocument:xmlns"
DAY_ZERO = dt.datetime(1899, 12, 30)


@dataclass(frozen=True)
class Shown:
    """A cell that shows an error."""

    text: str


def cell(value, place):
    kind, content = typed(value)
    return f'<c r="{place}"{kind}>{content}</c>'


def typed(value):
    """Return the attributes of a cell and what is in it."""
    if value is None:
        return "", ""
    if isinstance(value, Shown):
        return ' t="e"', f"<f>1/0</f><v>{value.text}</v>"
    if isinstance(value, dt.datetime):
        return ' s="1"', f"<v>{(value - DAY_ZERO) / dt.timedelta(days=1)!r}</v>"
    if isinstance(value, dt.date):
        return ' s="2"', f"<v>{(value - DAY_ZERO.date()).days}</v>"
    if isinstance(value, str):
        text = f'<t xml:space="preserve">{escape(value)}</t>'
        return ' t="inlineStr"', f"<is>{text}</is>"
    return "", f"<v>{value!r}</v>"


def write_xlsx(path, **sheets):
    """Write rows of values to the sheets of a workbook."""
    numbers = range(1, len(sheets) + 1)
    listed = "".join(
        f'<sheet name="{escape(name)}" sheetId="{n}" r:id="r{n}"/>'
        for n, name in zip(numbers, sheets, strict=True)
    )
    relations = "".join(
        f'<Relationship Id="r{n}" Type="{RELATIONS}/worksheet" Target="worksheets/s{n}.xml"/>'
        for n in numbers
    )
    overrides = "".join(
        f'<Override PartName="/xl/worksheets/s{n}.xml" ContentType="{TYPES}.worksheet+xml"/>'
        for n in numbers
    )
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{TYPES}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{TYPES}.styles+xml"/>'
        f"{overrides}</Types>",
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" '
        f'Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}">'
        f"<sheets>{listed}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{relations}'
        f'<Relationship Id="st" Type="{RELATIONS}/styles" Target="styles.xml"/></Relationships>',
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN}"><cellXfs count="3"><xf numFmtId="0"/>'
        '<xf numFmtId="22" applyNumberFormat="1"/><xf numFmtId="14" applyNumberFormat="1"/>'
        "</cellXfs></styleSheet>",
    }
    for n, rows in zip(numbers, sheets.values(), strict=True):
        lines = "".join(
            f'<row r="{y}">{"".join(cell(v, f"{chr(65 + x)}{y}") for x, v in enumerate(row))}</row>'
            for y, row in enumerate(rows, 1)
        )
        parts[f"xl/worksheets/s{n}.xml"] = (
            f'<worksheet xmlns="{MAIN}"><sheetData>{lines}</sheetData></worksheet>'
        )
    with zipfile.ZipFile(path, "w") as file:
        for name, text in parts.items():
            file.writestr(name, text)
    return path


def ods_cell(value):
    if value is None:
        return "<table:table-cell/>"
    if isinstance(value, dt.datetime | dt.date):
        kind, content = f'"date" office:date-value="{value.isoformat()}"', ""
    elif isinstance(value, int | float):
        kind, content = f'"float" office:value="{value!r}"', ""
    else:
        text = value.text if isinstance(value, Shown) else value
        kind, content = '"string"', f"<text:p>{escape(text)}</text:p>"
    return f"<table:table-cell office:value-type={kind}>{content}</table:table-cell>"


def ods_row(row):
    return f"<table:table-row>{''.join(map(ods_cell, row))}</table:table-row>"


def write_ods(path, **sheets):
    """Write rows of values to the sheets of a workbook in the Open Document format."""
    tables = "".join(
        f'<table:table table:name="{escape(name)}">{"".join(map(ods_row, rows))}</table:table>'
        for name, rows in sheets.items()
    )
    spaces = " ".join(
        f'xmlns:{name}="{OFFICE}:{name}:1.0"' for name in ("office", "table", "text", "manifest")
    )
    content = (
        f'<office:document-content {spaces} office:version="1.2"><office:body><office:spreadsheet>'
        f"{tables}</office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    entries = "".join(
        f'<manifest:file-entry manifest:full-path="{part}" manifest:media-type="{media}"/>'
        for part, media in (("/", kind), ("content.xml", "text/xml"))
    )
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("mimetype", kind)
        file.writestr("content.xml", content)
        file.writestr(
            "META-INF/manifest.xml", f"<manifest:manifest {spaces}>{entries}</manifest:manifest>"
        )
    return path
