"""Rules: what a match needs, what it must not hold, its head and its product."""

import pytest

HEAD = """
language = "zh"
{more}
[[rule]]
id = "zh.r"
kind = "cross_sell"
pattern = '有(?P<product>[^,。?]{{0,9}})(?P<v>卖)'
examples = ["有水卖"]
{keys}
"""


@pytest.fixture
def words(matcher):
    """Return a function that says which words of a text the rule matches."""

    def found(text, keys="", more="", **where):
        reader = matcher(HEAD.format(keys=keys, more=more))
        channels = [where["channel"]] if where else None
        return [(match.words, match.product) for match in reader.match([text], channels=channels)]

    return found


@pytest.mark.parametrize(
    ("keys", "yes", "no"),
    [
        ("needs = '吗|有水'", "有茶卖吗", "有茶卖"),
        ("needs_before = '你|^$'", "你有茶卖", "他有茶卖"),
        ("needs_after = '吗|^$'", "有茶卖吗", "有茶卖了"),
        ("needs_sentence = '问|水'", "问下,有茶卖", "问下。有茶卖"),
        ("needs_slot = '.'", "有茶卖", "有卖"),
        ("skip_clause = '免费'", "免费,有茶卖", "免费有茶卖"),
        ("skip_before = '没$'", "没茶有茶卖", "没有茶卖"),
        ("skip_after = '^完'", "有茶卖光完", "有茶卖完"),
        ("skip_sentence = '免费'", "免费。有茶卖", "免费,有茶卖"),
        ("skip_slot = '^茶$'", "有茶叶卖", "有茶卖"),
        ("channels = ['Chat']", None, "有茶卖"),
    ],
)
def test_a_match_needs_and_skips(words, keys, yes, no):
    assert yes is None or len(words(yes, keys)) == 1
    assert words(no, keys) == []


def test_a_rule_of_a_channel_reads_only_texts_of_it(words):
    keys = "channels = ['Chat']"
    assert len(words("有茶卖", keys, channel="chat")) == 1
    assert words("有茶卖", keys, channel="review") == []


def test_a_match_that_is_skipped_does_not_hide_one_that_overlaps_it(words):
    assert words("没有有茶卖", "skip_before = '没$'") == [("有茶卖", "茶")]


SLOT = """
[slot]
before = '^(?:配套的|这款|的)'
after = '(?:可以|能)$'
never = '什么'
"""


@pytest.mark.parametrize(
    ("text", "product"),
    [
        ("有配套的滤芯卖", "滤芯"),
        ("有这款配套的滤芯可以卖", "滤芯"),
        ("有“滤芯”卖", "滤芯"),
        ("有 滤芯 能 卖", None),
        ("有什么卖", None),
        ("有的卖", None),
        ("有卖", None),
        ("有配套的濾芯卖", "濾芯"),
    ],
)
def test_a_product_is_cut_out_of_its_slot(words, text, product):
    found = words(text, more=SLOT)
    assert not found or found[0][1] == product


SENTENCE = """
language = "zh"
[[rule]]
id = "zh.s"
kind = "upsell"
scope = "sentence"
pattern = '要是(?P<product>[^。]{1,20}?),?(?P<v>就好了)'
examples = ["要是能大点,就好了"]
counter = ["要是能大点。就好了"]
"""


def test_a_rule_of_the_sentence_reads_over_clauses(matcher):
    (match,) = matcher(SENTENCE).match(["贵，要是 大点，就好了，唉，再说"])
    assert match.words == "要是 大点，就好了"
    assert match.product == "大点"


TRAPS = """
language = "zh"
[traps]
words = ["手续费", "继续", "订单", "小时以后"]
[[rule]]
id = "zh.t"
kind = "repurchase"
pattern = '(?P<v>续费|续保|订|以后买)'
examples = ["续费"]
counter = ["手续费", "继续保持", "订单", "两小时以后买"]
"""


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("会续费", ["续费"]),
        ("手续费", []),
        ("交手续费续费", ["续费"]),
        ("继续续保", ["续保"]),
        ("继续保持", []),
        ("订了", ["订"]),
        ("订单", []),
        ("以后买", ["以后买"]),
    ],
)
def test_no_match_begins_or_ends_inside_a_common_word(matcher, text, words):
    assert [match.words for match in matcher(TRAPS).match([text])] == words
