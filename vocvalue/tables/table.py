"""A table that knows how it is opened: a frame, files, or a query of a database."""

from dataclasses import KW_ONLY, dataclass, field


@dataclass(frozen=True, eq=False)
class Table:
    """A table that knows how it is opened.

    Attributes:
        source: A frame of any library narwhals accepts, a path, a list of paths, or a connection.
        encoding: How the text of a CSV file is encoded, such as "gb18030"; UTF-8 without it.
        delimiter: What separates the cells of a CSV file; a comma, or in .tsv a tab, without it.
        decimal: What stands before the decimals in a CSV file: "." or ",".
        sheet: The sheet of a workbook, by name or number from 0; the only one without it.
        query: With a connection, the name of a table or a query.
    """

    source: object = field(repr=False)
    _: KW_ONLY
    encoding: str | None = None
    delimiter: str | None = None
    decimal: str = "."
    sheet: str | int | None = None
    query: str | None = None
