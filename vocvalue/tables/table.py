"""A table that knows what it is, whatever holds it."""

from dataclasses import KW_ONLY, dataclass, field


@dataclass(frozen=True, eq=False)
class Table:
    """A table, with what is known of how it is read.

    Attributes:
        source: A frame of any library narwhals accepts, or a path to CSV or Parquet.
    """

    source: object = field(repr=False)
    _: KW_ONLY
