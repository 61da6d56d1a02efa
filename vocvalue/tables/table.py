"""A table that knows what it is, whatever holds it."""

from dataclasses import KW_ONLY, dataclass, field

from vocvalue import checks
from vocvalue.errors import ParameterError
from vocvalue.tables import databases


@dataclass(frozen=True, eq=False)
class Table:
    """A table, with what is known of how it is read.

    Attributes:
        source: A frame of any library narwhals accepts, a path to CSV, Parquet or a workbook as
            text or `pathlib.Path`, a folder of such files, a pattern as text, or a list of paths;
            or a connection to a database: DuckDB, SQLAlchemy, ADBC, a driver of Python's database
            interface such as sqlite3, an Ibis backend or a Spark session.
        delimiter: What parts the cells of a text file; by default a comma, in .tsv a tab.
        encoding: The encoding of a text file by Python's name, such as "gb18030"; by default UTF-8.
        decimal: What stands before the decimals of numbers that are text, in a file or a frame: ","
            for "1.234,56", "." for "1,234.56". Without it numbers in a text file are such as
            1234.56, and text in a frame is no number.
        sheet: The sheet of a workbook, by name or number from 0; by default the only one that is
            not empty.
        query: What a connection is asked, once, when this is made.
        table: The table of a connection, instead, such as "sales.orders".
    """

    source: object = field(repr=False)
    _: KW_ONLY
    delimiter: str | None = None
    encoding: str | None = None
    decimal: str | None = None
    sheet: str | int | None = None
    query: str | None = None
    table: str | None = None

    def __post_init__(self) -> None:
        checks.currency(getattr(self, "currency", None))
        if databases.is_connection(self.source):
            frame = databases.read(self.source, query=self.query, table=self.table)
            for name, value in (("source", frame), ("query", None), ("table", None)):
                object.__setattr__(self, name, value)
        for name in ("query", "table"):
            if getattr(self, name) is not None:
                raise ParameterError(
                    f"{name} says what to read through a connection, but "
                    f"{type(self.source).__name__} is not a connection."
                )


def check_names(table: Table, attributes: tuple[str, ...]) -> None:
    """Refuse a column that is not named by a text.

    Args:
        table: The table.
        attributes: Those that name a column.
    """
    for name in attributes:
        held = getattr(table, name)
        if held is not None:
            checks.column(name, held)
