"""What a reader must know of the answers of a model: what was refused, and what is missing."""

from collections.abc import Mapping

from vocvalue.results import Note
from vocvalue.results.numerals import counted
from vocvalue.results.texts import Text, pair
from vocvalue.signals.trained.asking import AnswerCounts

REASONS: Mapping[str, Text] = {
    "form": pair("it has not the form of a signal", "格式不符合信号的要求"),
    "kind": pair("its kind is not known", "信号类型未知"),
    "status": pair("its status is not known", "信号状态未知"),
    "quote": pair("the words quoted do not stand in the text", "引用的原话不在文本中"),
    "product": pair("the product does not stand in the words quoted", "产品名不在引用的原话中"),
    "condition": pair("the condition does not stand in the text", "条件不在文本中"),
    "repeat": pair("the model reports it twice", "模型重复报告"),
}


def notes_on(counts: AnswerCounts, name: str) -> tuple[Note, ...]:
    """Return what a reader must know of the answers of a model.

    Args:
        counts: What went wrong.
        name: What the model is called.
    """
    return (
        *_failed(counts, name),
        *Note.counted(
            counts.unanswered,
            "The model {name} gave no answer on {texts}, which count as texts without a signal.",
            "模型 {name} 对 {texts}没有给出回答，按无信号处理。",
            name=name,
            texts=counted(counts.unanswered, "text"),
            bears_on="reading",
        ),
        *Note.counted(
            counts.not_asked,
            "{n} answers of the model {name} are to ids that were not asked, and were left out "
            "(first: {examples}).",
            "模型 {name} 的 {n} 个回答对应未提交的编号，未计入（例如：{examples}）。",
            name=name,
            examples=counts.shown("id"),
            bears_on="reading",
        ),
        *(note for reason in REASONS for note in _refused(counts, reason)),
    )


def _failed(counts: AnswerCounts, name: str) -> tuple[Note, ...]:
    return Note.counted(
        counts.failed,
        "The model {name} failed twice on {texts}, which count as texts without a signal: {error}",
        "模型 {name} 在 {texts}上两次出错，按无信号处理：{error}",
        name=name,
        texts=counted(counts.failed, "text"),
        error=counts.error,
        bears_on="claim",
    )


def _refused(counts: AnswerCounts, reason: str) -> tuple[Note, ...]:
    n = counts.refused[reason]
    return Note.counted(
        n,
        "{signals} of the model left out, as {reason} (first: {examples}).",
        "模型报告的 {signals}未计入：{reason}（例如：{examples}）。",
        signals=counted(n, "signal"),
        reason=REASONS[reason],
        examples=counts.shown(reason),
        bears_on="reading",
    )
