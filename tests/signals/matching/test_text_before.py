"""What stands far above a signal may change it: a seller's reply below a customer's words."""

from pathlib import Path

from vocvalue.signals.matching.lexicon import load
from vocvalue.signals.matching.matcher import Matcher

LEXICON = """
language = "zh"

[[rule]]
id = "my.again"
kind = "repurchase"
pattern = '下次(?P<v>还来)'
examples = ["下次还来"]

[[modifier]]
id = "my.reply"
order = 1
scope = "text_before"
pattern = '商家回复'
effect = "drop"
examples = ["商家回复：谢谢。下次还来"]
counter = ["下次还来。商家回复：谢谢"]
"""


def test_a_reply_takes_signals_away_only_below_its_mark(tmp_path: Path) -> None:
    path = tmp_path / "my.toml"
    path.write_text(LEXICON, encoding="utf-8")
    matcher = Matcher([load(path)])
    text = "好吃。下次还来。商家回复：感谢。欢迎下次还来"
    assert [match.start for match in matcher.match([text])] == [3]
