"""What was left out of an export and how it was read, in words and counted."""

from collections.abc import Mapping

from vocvalue.results import Note, notes
from vocvalue.results.numerals import counted
from vocvalue.results.texts import Text, named, pair
from vocvalue.tables.exports.moments import Moments
from vocvalue.tables.exports.rows import LeftOut

WORDS: Mapping[LeftOut, Text] = {
    "blank": pair("with no content", "为空行"),
    "test": pair("from a preview or a test", "为预览或测试答卷"),
    "spam": pair("marked as spam", "被标记为垃圾答卷"),
    "unfinished": pair("from responses that were not finished", "未答完"),
    "copy": pair("repeating another in full", "与另一行完全重复"),
    "no_customer": pair("with no customer", "缺少客户编号"),
    "no_time": pair("with no time", "缺少时间"),
    "no_answer": pair("with no answer to any question named", "未回答任何所选题目"),
}


def left_out(counts: Mapping[LeftOut, int]) -> tuple[Note, ...]:
    """Return a note for each reason that rows were left out for; with those used they add up."""
    return tuple(
        note for reason, n in counts.items() for note in notes.left_out(n, rows_left_out(reason, n))
    )


def rows_left_out(reason: LeftOut, n: int) -> Text:
    """Return so many rows with the reason that they were left out for.

    Examples:
        >>> rows_left_out("spam", 2).en, rows_left_out("spam", 2).zh
        ('2 rows marked as spam', '2 行被标记为垃圾答卷')
    """
    return pair("{rows} {reason}", "{rows}{reason}", rows=counted(n, "row"), reason=WORDS[reason])


def times(moments: Moments, column: str) -> tuple[Note, ...]:
    """Return the notes on how times were read."""
    return (
        _zone(moments, column),
        *([_month_first(column)] if moments.month_first else []),
        *Note.counted(
            moments.n_twice,
            "{times} fell in the hour that is repeated when the clocks go back; the first "
            "occurrence was used.",
            "{times}落在夏令时结束时重复的一小时内，按第一次计。",
            times=counted(moments.n_twice, "time"),
            bears_on="reading",
        ),
    )


def unanswered(counts: Mapping[str, int]) -> tuple[Note, ...]:
    """Return a note for each question that some responses left blank."""
    return tuple(
        note
        for question, n in counts.items()
        for note in Note.counted(
            n,
            "{responses} gave no answer to '{question}'.",
            "{responses}未回答“{question}”。",
            responses=counted(n, "response"),
            question=named(question),
        )
    )


def anonymous() -> Note:
    """Return the note on answers that belong to no customer."""
    return Note.of(
        "No column of customer ids was named, so these answers cannot be joined to orders. "
        "Name it with customer_id=.",
        "未指定客户编号列，因此这些答卷无法与订单关联。请用 customer_id= 指定。",
        bears_on="reading",
    )


def _month_first(column: str) -> Note:
    return Note.of(
        "The times in '{column}' were read as month/day/year, the order that this tool uses. "
        "If the export uses another order, state it with timestamp_format=.",
        "“{column}”中的时间按该工具的习惯读作月/日/年；若顺序不同，请用 timestamp_format= 指定。",
        column=named(column),
        bears_on="reading",
    )


def _zone(moments: Moments, column: str) -> Note:
    if moments.zone is None:
        return Note.of(
            "The export does not say the time zone of '{column}', so the times carry none. "
            "State it with timezone=.",
            "导出文件未注明“{column}”的时区，因此时间不带时区。请用 timezone= 指定。",
            column=named(column),
            bears_on="reading",
        )
    return Note.of(
        "The times in '{column}' are in the time zone {zone}.",
        "“{column}”中的时间所属时区为 {zone}。",
        column=named(column),
        zone=str(moments.zone),
        bears_on="reading",
    )
