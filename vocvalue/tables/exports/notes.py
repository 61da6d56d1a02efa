"""What was left out of an export and how it was read, in words and counted."""

from collections.abc import Mapping

from vocvalue.results import Note
from vocvalue.results.former import counted
from vocvalue.tables.exports.moments import Moments
from vocvalue.tables.exports.rows import LeftOut

WORDS: Mapping[LeftOut, tuple[str, str]] = {
    "blank": ("blank", "为空行"),
    "test": ("a preview or a test", "为预览或测试答卷"),
    "spam": ("marked as spam", "被标记为垃圾答卷"),
    "unfinished": ("not finished", "未完成"),
    "copy": ("a copy of another row", "与另一行完全重复"),
    "no_customer": ("without a customer", "缺少客户编号"),
    "no_time": ("without a time", "缺少时间"),
    "no_answer": ("without an answer to any question named", "未回答任何所选题目"),
}


def left_out(counts: Mapping[LeftOut, int]) -> tuple[Note, ...]:
    """Return a note for each reason that rows were left out for; with those used they add up."""
    return tuple(_left_out(reason, n) for reason, n in counts.items())


def times(moments: Moments, column: str) -> tuple[Note, ...]:
    """Return the notes on how times were read."""
    notes = [_zone(moments, column)]
    if moments.month_first:
        notes.append(
            Note.of(
                f"The times in {column!r} are read as month/day/year, as this tool writes them. "
                "State another order with timestamp_format=.",
                f"“{column}”按该工具的写法，以月/日/年读取；若顺序不同，请用 timestamp_format= "
                "说明。",
            )
        )
    if moments.n_twice:
        notes.append(
            Note.of(
                f"{counted(moments.n_twice, 'time')} fell in the hour that the clocks went "
                "through twice; taken as the first of the two.",
                f"{moments.n_twice:,} 个时间落在夏令时结束时重复的一小时内，按第一次计。",
                count=moments.n_twice,
            )
        )
    return tuple(notes)


def unanswered(counts: Mapping[str, int]) -> tuple[Note, ...]:
    """Return a note for each question that some responses left blank."""
    return tuple(
        Note.of(
            f"{counted(n, 'response')} gave no answer to {question!r}.",
            f"{n:,} 份答卷未回答“{question}”。",
            count=n,
        )
        for question, n in counts.items()
        if n
    )


def anonymous() -> Note:
    """Return the note on answers that belong to no customer."""
    return Note.of(
        "No column of the customer was named, so these answers cannot be joined to orders. "
        "Name it with customer_id=.",
        "未指定客户编号列，因此这些回答无法与订单关联。请用 customer_id= 指定。",
    )


def _left_out(reason: LeftOut, n: int) -> Note:
    en, zh = WORDS[reason]
    verb = "was" if n == 1 else "were"
    return Note.of(
        f"{counted(n, 'row')} {verb} {en}; left out.", f"{n:,} 行{zh}，未计入。", count=n
    )


def _zone(moments: Moments, column: str) -> Note:
    if moments.zone is None:
        return Note.of(
            f"The export does not say the time zone of {column!r}, so the times carry none. "
            "State it with timezone=.",
            f"导出文件未注明“{column}”的时区，因此时间不带时区。请用 timezone= 说明。",
        )
    return Note.of(
        f"The times in {column!r} carry the zone {moments.zone}.",
        f"“{column}”的时区为 {moments.zone}。",
    )
