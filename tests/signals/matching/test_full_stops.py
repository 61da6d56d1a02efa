"""A full stop typed on an English keyboard ends a Chinese sentence."""

import pytest

from vocvalue.signals.matching.clauses import clauses


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("性价比高.下次还住", ["性价比高.", "下次还住"]),
        ("他说“好吃”.我也觉得", ["他说“好吃”.", "我也觉得"]),
        ("内存是3.5的", ["内存是3.5的"]),
        ("用的v2.0版", ["用的v2.0版"]),
        ("网址是abc.com不难记", ["网址是abc.com不难记"]),
    ],
)
def test_a_full_stop_between_chinese_characters_ends_a_sentence(
    text: str, sentences: list[str]
) -> None:
    assert [text[clause.start : clause.end] for clause in clauses(text)] == sentences
    assert [clause.sentence for clause in clauses(text)] == list(range(len(sentences)))
