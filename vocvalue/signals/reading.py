"""How texts are opened for every question on them, and what was left out of them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

import narwhals as nw
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from vocvalue.errors import ParameterError
from vocvalue.results import Note
from vocvalue.results.notes import left_out
from vocvalue.results.numerals import counted
from vocvalue.results.texts import named, pair
from vocvalue.signals.matching.lexicon import Lexicon
from vocvalue.signals.matching.normal import LONGEST_TEXT
from vocvalue.tables.comments import Batch, CommentLog, of_texts, read_comments, with_gaps
from vocvalue.tables.reading.comments import Comments
from vocvalue.tables.reading.described import described


@dataclass(kw_only=True)
class TextCounts:
    """How many texts were read, and what was left out of them.

    Attributes:
        rows: Rows of the table.
        empty: Rows with no text.
        not_text: Cells that hold something other than text.
        cut_texts: Texts above 100,000 characters, read up to there.
        broken: Texts with broken characters.
    """

    rows: int = 0
    empty: int = 0
    not_text: int = 0
    cut_texts: int = 0
    broken: int = 0

    def add(self, batch: Batch) -> None:
        """Count the texts of a batch."""
        texts = [text for text in batch.text if text is not None and text.strip()]
        self.rows += len(batch.text)
        self.not_text += batch.n_not_text
        self.empty += len(batch.text) - len(texts) - batch.n_not_text
        self.cut_texts += sum(len(text) > LONGEST_TEXT for text in texts)

    @property
    def texts(self) -> int:
        """How many texts there were to read."""
        return self.rows - self.empty - self.not_text

    def notes(self, log: CommentLog) -> tuple[Note, ...]:
        """Return what a reader must know of the texts.

        Args:
            log: The table that they come from.
        """
        column = named(log.schema.text)
        nothing = pair("{rows} with no text", "{rows}没有文字", rows=counted(self.empty, "row"))
        return (
            *left_out(self.empty, nothing),
            *Note.counted(
                self.not_text,
                "{cells} of {column} without text, but with something else, left out.",
                "{column} 列有 {cells}不是文字，未计入。",
                cells=counted(self.not_text, "cell"),
                column=column,
            ),
            *Note.counted(
                self.cut_texts,
                "{texts} of more than 100,000 characters, read up to there.",
                "{texts}超过 100,000 个字符，只读取到此处。",
                texts=counted(self.cut_texts, "text"),
            ),
            *Note.counted(
                self.broken,
                "{texts} with broken characters, as in a file read in the wrong encoding. State "
                "its encoding: Comments(path, encoding='gb18030').",
                "{texts}含乱码字符，可能是编码有误。"
                "请指定编码：Comments(path, encoding='gb18030')。",
                texts=counted(self.broken, "text"),
            ),
        )


@dataclass(frozen=True, kw_only=True)
class ReadBatch:
    """What was read in a batch of texts: columns of one length, beside the customers.

    Attributes:
        columns: The columns, by name.
        customer: Who wrote each; None where the texts have no customers.
        is_named: Whether the customer is known, shape (n,).
    """

    columns: dict[str, NDArray[Any]] = field(repr=False)
    customer: nw.Series[Any] | None = field(repr=False)
    is_named: NDArray[np.bool_] | None = field(repr=False)


def opened(comments: object, **asked: Any) -> CommentLog:
    """Open a table, a path, a list or a column of texts.

    Args:
        comments: The texts.
        asked: How a bare table is read, by the names of the attributes of `Comments`.

    Raises:
        ParameterError: Names of columns, but no table.
    """
    if isinstance(comments, list | tuple | np.ndarray | pd.Series) or _is_column(comments):
        defaults = {name: getattr(Comments(None), name) for name in asked}
        idle = [name for name, value in asked.items() if value != defaults[name]]
        if idle:
            raise ParameterError(
                f"{', '.join(idle)}: names columns, but comments is a list of texts. Pass a table, "
                "or leave it out."
            )
        return of_texts(comments)
    return read_comments(described(Comments, comments, "comments", **asked))


def _is_column(comments: object) -> bool:
    column = nw.from_native(comments, pass_through=True, allow_series=True)
    return isinstance(column, nw.Series)


def customers_of(parts: Sequence[ReadBatch], log: CommentLog) -> tuple[nw.Series[Any] | None, int]:
    """Return the customers of all parts, and how many of their rows have none."""
    held = [part.customer for part in parts if part.customer is not None]
    if not held:
        return None, 0
    name = log.schema.customer_id
    whole = nw.concat([column.alias(name).to_frame() for column in held])[name]
    is_named = np.concatenate([part.is_named for part in parts if part.is_named is not None])
    return with_gaps(whole, is_named), int((~is_named).sum())


def as_objects(values: Sequence[Any]) -> NDArray[Any]:
    """Return values of any kind as an array of them."""
    array = np.empty(len(values), dtype=object)
    array[:] = values
    return array


def seller_roles(lexicons: Sequence[Lexicon]) -> frozenset[str]:
    """Return the roles of those who sell, as the modifiers of lexicons name them."""
    modifiers = chain.from_iterable(lexicon.modifiers for lexicon in lexicons)
    return frozenset(chain.from_iterable(modifier.roles for modifier in modifiers))


def of_customers(batch: Batch, roles: frozenset[str]) -> tuple[list[str], int]:
    """Return the texts, empty where a seller wrote, and how many these are."""
    texts = [text or "" for text in batch.text]
    if batch.role is None:
        return texts, 0
    sellers = [
        place
        for place, role in enumerate(batch.role)
        if role is not None and role.casefold() in roles and texts[place].strip()
    ]
    for place in sellers:
        texts[place] = ""
    return texts, len(sellers)


def sellers_note(n: int) -> tuple[Note, ...]:
    """Return the note on texts that sellers wrote."""
    return Note.counted(
        n,
        "{texts} by sellers, not read.",
        "{texts}由商家所写，未读取。",
        texts=counted(n, "text"),
    )
