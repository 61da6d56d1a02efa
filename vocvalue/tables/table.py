"""A table that knows what it is, whatever holds it."""

from dataclasses import KW_ONLY, dataclass, field


@dataclass(frozen=True, eq=False)
class Table:
    """A table, with what is known of how it is read.

    Attributes:
        source: A frame of any library narwhals accepts, a path to CSV or Parquet as text or
            `pathlib.Path`, a folder of such files, a pattern as text, or a list of paths.
        delimiter: What parts the cells of a text file; a comma without it, in .tsv a tab.
        encoding: The encoding of a text file by Python's name, such as "gb18030"; UTF-8 without it.
    """

    source: object = field(repr=False)
    _: KW_ONLY
    delimiter: str | None = None
    encoding: str | None = None
