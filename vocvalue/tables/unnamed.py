"""Texts that say that there is no id, such as NA and null: they may be somebody's all the same."""

import narwhals as nw

from vocvalue.results import Note
from vocvalue.results.numerals import counted
from vocvalue.results.texts import named
from vocvalue.showing import cell
from vocvalue.tables.id_columns import NOTHING
from vocvalue.tables.sources import Source, collect

N = "_vv_n"


def says_no_id(source: Source, column: str, called: str) -> tuple[Note, ...]:
    """Return a note where texts such as "NA" stand for no id; none where the cells are blank.

    Args:
        source: The table.
        column: Its column of ids.
        called: What the table is called in messages.
    """
    if not isinstance(source.frame.collect_schema()[column], nw.String):
        return ()
    text = nw.col(column)
    words = source.frame.filter(text.str.contains(NOTHING), text.str.contains(r"\S"))
    found = collect(words.group_by(column).agg(nw.len().alias(N)))
    if found.is_empty():
        return ()
    n = int(found[N].sum())
    return Note.counted(
        n,
        "{table}: {rows} with {word} or similar in column '{column}', which counts as a "
        "missing id. If a customer really has this id, write it differently, for example with "
        "a letter before it.",
        "{table}：列“{column}”中有 {rows}写作 {word} 之类，按缺少编号处理。若确有客户使用这一编"
        "号，请换一种写法，例如在前面加一个字母。",
        table=called,
        rows=counted(n, "row"),
        word=cell(min(found[column].to_list())),
        column=named(column),
        bears_on="reading",
    )
