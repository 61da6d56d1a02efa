"""A table that knows what it is, whatever holds it."""

from dataclasses import KW_ONLY, dataclass, field


@dataclass(frozen=True, eq=False)
class Table:
    """A table, with what is known of how it is read.

    Attributes:
        source: A frame of any library narwhals accepts, a path to CSV, Parquet or a workbook as
            text or `pathlib.Path`, a folder of such files, a pattern as text, or a list of paths.
        delimiter: What parts the cells of a text file; a comma without it, in .tsv a tab.
        encoding: The encoding of a text file by Python's name, such as "gb18030"; UTF-8 without it.
        decimal: What stands before the decimals of numbers that are text, in a file or a frame: ","
            for "1.234,56", "." for "1,234.56". Without it numbers in a text file are such as
            1234.56, and text in a frame is no number.
        sheet: The sheet of a workbook, by name or number from 0; without it the only one that is
            not empty.
    """

    source: object = field(repr=False)
    _: KW_ONLY
    delimiter: str | None = None
    encoding: str | None = None
    decimal: str | None = None
    sheet: str | int | None = None
