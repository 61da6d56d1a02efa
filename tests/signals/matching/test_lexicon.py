"""Lexicon files: what they may hold, and what is said of those that break the format."""

import pytest

from vocvalue.errors import DataError, ParameterError
from vocvalue.signals.matching.lexicon import load
from vocvalue.signals.matching.matcher import Matcher

HEAD = """language = "zh"
version = 3
"""
RULE = """
[[rule]]
id = "zh.own"
kind = "repurchase"
pattern = '下次(?P<v>买)'
examples = ["下次买"]
counter = ["下次看"]
"""
MODIFIER = """
[[modifier]]
id = "zh.not"
order = 10
scope = "before"
pattern = '不$'
effect = "negative"
"""


def test_a_file_of_ones_own_is_a_lexicon(write):
    lexicon = load(write(HEAD + RULE + MODIFIER))
    assert (lexicon.language, lexicon.version) == ("zh", 3)
    assert [rule.id for rule in lexicon.rules] == ["zh.own"]
    assert [modifier.id for modifier in lexicon.modifiers] == ["zh.not"]
    assert lexicon.name.endswith("own.toml")


BROKEN = [
    # what is appended, the line of the key, the key, what is said
    (RULE.replace("examples", "exmples"), 8, "exmples", "is no known key"),
    (RULE.replace("repurchase", "rebuy"), 6, "kind", "'rebuy'; it must be one of repurchase"),
    (RULE + 'status = "maybe"', 10, "status", "must be one of positive"),
    (RULE + 'scope = "text"', 10, "scope", "must be one of clause, sentence"),
    (RULE + "skip = ['zh.no']", 10, "skip", "'zh.no', which is no modifier"),
    (RULE + "skip = 'zh.no'", 10, "skip", "it must be a list"),
    (RULE + "channels = [1]", 10, "channels", "must be a list of texts"),
    (RULE + "needs = '(?=x)'", 10, "needs", "a look-around"),
    (RULE + "needs_slot = '.'", 10, "needs_slot", "asks for the group (?P<product>...)"),
    (RULE + RULE, 12, "id", "is the id of an earlier one"),
    (RULE.replace('id = "zh.own"', "id = 5"), 5, "id", "must be a text that no other has"),
    (RULE.replace("(?P<v>买)", "{verb}"), 7, "pattern", "no class or fragment 'verb'"),
    (RULE.replace("(?P<v>买)", "{a"), 8, "examples", "which the rule does not match"),
    (RULE.replace("下次(?P<v>买)", ".{1,9}"), 7, "pattern", "every text would be searched"),
    (RULE.replace("下次(?P<v>买)", "(?:下次)?"), 7, "pattern", "matches an empty text"),
    (RULE.replace('["下次买"]', "[]"), 8, "examples", "is needed"),
    (RULE.replace("kind =", "# kind ="), 4, "kind", "is needed"),
    (
        RULE.replace('["下次看"]', '["下次买"]'),
        9,
        "counter",
        "'下次买', which the rule matches with",
    ),
    (RULE + "enabled = false", 10, "enabled", "removes what is not in the lexicon below"),
    (MODIFIER.replace("negative", "sad"), 9, "effect", "must be one of drop, mask"),
    (MODIFIER.replace("before", "near"), 7, "scope", "must be one of before"),
    (MODIFIER.replace("order = 10", "order = true"), 6, "order", "it must be a number"),
    (MODIFIER.replace("order = 10", ""), 4, "order", "is needed"),
    (MODIFIER.replace("pattern", "# pattern"), 4, "[modifier]", "needs a pattern or roles"),
    (MODIFIER + 'kinds = ["x"]', 10, "kinds", "'x'; known are repurchase"),
    (MODIFIER + 'statuses = ["x"]', 10, "statuses", "'x'; known are positive"),
    (MODIFIER + 'unless = ["zh.x"]', 10, "unless", "'zh.x', which is no modifier"),
    (MODIFIER + MODIFIER.replace("zh.not", "zh.b"), 13, "order", "is that of 'zh.not' too"),
    (MODIFIER + 'examples = ["下次"]', 10, "examples", "where it does not fire"),
    (
        MODIFIER.replace("before", "text").replace("negative", "mask"),
        7,
        "scope",
        "cannot be that of a mask",
    ),
    ('[class]\nverb = "买"', 4, "verb", "it must be a list"),
    ('[class]\nverb = []\n[[rule]]\nid = "a"', 4, "verb", "must hold words"),
    ('[class]\nverb = ["\u200b"]\n' + RULE, 4, "verb", "none of them empty"),
    ('[add]\nverb = ["买"]', 4, "verb", "is no class of the lexicon"),
    ("[class]\na = ['买']\n[fragment]\na = '买'", 6, "a", "the name of a class too"),
    ("[traps]\nword = ['买单']", 4, "word", "is no known key"),
    ("[slot]\nfront = '的'", 4, "front", "is no known key"),
    ("[slot]\nbefore = '(的'", 4, "before", "is no pattern"),
    ("[polarity]\npositive = ['好']\nnegative = ['好']", 4, "positive", "in `negative` too"),
    ("[polarity]\npositive = '好'", 4, "positive", "it must be a list"),
    ("[words]\na = 1", 3, "[words]", "is no known table"),
    ("[rule]\nid = 'a'", 3, "[rule]", "must be written [[rule]]"),
    ("[[class]]\na = ['b']", 3, "[class]", "must be written [class]"),
]


@pytest.mark.parametrize(("more", "line", "key", "what"), BROKEN)
def test_what_breaks_the_format_is_named_with_its_line(write, more, line, key, what):
    path = write(HEAD + more)
    with pytest.raises(DataError) as caught:
        load(path)
    message = str(caught.value)
    assert message.startswith(f"{path}, line {line}: ")
    assert key in message
    assert what in message


@pytest.mark.parametrize(
    ("head", "line", "what"),
    [
        ('language = "fr"', 1, "must be 'zh' or 'en'"),
        ("version = 1", 1, "must be 'zh' or 'en'"),
        ('\nextends = "fr"', 2, "must be 'zh' or 'en'"),
        ('extends = "zh"\nlanguage = "en"', 2, "must be 'zh'"),
        ('language = "zh"\nlangage = "zh"', 2, "is no known key"),
        ('language = "zh"\nversion = "1"', 2, "must be a whole number"),
    ],
)
def test_the_head_of_a_file_is_checked(write, head, line, what):
    path = write(head)
    with pytest.raises(DataError) as caught:
        load(path)
    assert str(caught.value).startswith(f"{path}, line {line}: ")
    assert what in str(caught.value)


def test_what_is_no_lexicon_file_is_refused(write, tmp_path):
    with pytest.raises(DataError, match=r"own.toml is no TOML: .*line 1"):
        load(write("language = zh"))
    with pytest.raises(DataError, match="no lexicon file"):
        load(tmp_path / "nowhere.toml")
    with pytest.raises(DataError, match="no lexicon file 'fr'"):
        load("fr")
    with pytest.raises(ParameterError, match="must be 'zh', 'en' or the path"):
        load(5)
    latin = tmp_path / "latin.toml"
    latin.write_bytes("language = 'zh' # \xe9".encode("latin-1"))
    with pytest.raises(DataError, match="not written in UTF-8"):
        load(latin)


OVER = """extends = "zh"
"""


def test_a_file_that_extends_keeps_what_it_does_not_name(write):
    below = load("zh")
    lexicon = load(write(OVER + RULE))
    assert [rule.id for rule in lexicon.rules] == [*(rule.id for rule in below.rules), "zh.own"]
    assert lexicon.modifiers == below.modifiers
    assert lexicon.polarity == below.polarity
    assert lexicon.language == "zh"


def test_the_same_id_replaces(write):
    name = load("zh").rules[0].id
    lexicon = load(write(OVER + RULE.replace("zh.own", name)))
    (rule,) = [rule for rule in lexicon.rules if rule.id == name]
    assert rule.pattern.pattern == "下次(?P<v>买)"
    assert len(lexicon.rules) == len(load("zh").rules)


def test_what_is_not_enabled_is_gone_and_may_still_be_named(write):
    below = load("zh")
    rule, modifier = below.rules[0].id, "zh.neg"
    off = f"""
[[rule]]
id = "{rule}"
enabled = false
[[modifier]]
id = "{modifier}"
enabled = false
"""
    lexicon = load(write(OVER + off + RULE + f'skip = ["{modifier}"]'))
    assert rule not in {rule.id for rule in lexicon.rules}
    assert modifier not in {modifier.id for modifier in lexicon.modifiers}


def test_words_are_added_to_a_class_of_the_file_below(write):
    base = write(HEAD + "[class]\nverb = ['买']\n" + RULE.replace("(?P<v>买)", "{verb}"))
    with_more = base.read_text(encoding="utf-8").replace("'买']", "'买', '入手']")
    assert not Matcher([load(base)]).match(["下次入手"])
    assert Matcher([load(write(with_more))]).match(["下次入手"])
    name = next(iter(_classes_of_zh()))
    rule = RULE.replace("下次(?P<v>买)", f"再再{{{name}}}").replace("下次买", "再再某词")
    assert load(write(OVER + f"[add]\n{name} = ['某词']\n" + rule)).rules


def _classes_of_zh():
    from vocvalue.signals.matching.sources import LexiconSource

    return LexiconSource.read("zh").classes


def test_words_of_a_class_are_plain_and_the_longest_is_tried_first(write):
    text = HEAD + "[class]\nverb = ['买', '买.', '买單']\n" + RULE
    lexicon = load(write(text.replace("(?P<v>买)", "(?P<v>{verb})")))
    (match,) = Matcher([lexicon]).match(["下次买单"])
    assert match.words == "下次买单"
    assert Matcher([lexicon]).match(["下次买!"])[0].words == "下次买"


def test_words_of_a_spaced_language_end_at_word_edges(write):
    text = """language = "en"
word_edges = true
[class]
buy = ["buy"]
[[rule]]
id = "en.own"
kind = "repurchase"
pattern = "will {buy}"
examples = ["I will buy"]
counter = ["I will buyout", "I twill buy", "goodwill buy"]
"""
    assert load(write(text)).rules


@pytest.mark.parametrize(
    ("pattern", "yes", "no"),
    [
        ("buy(?: it)?", "buy it", "buyer"),
        ("buys?", "buys", "buysome"),
        (r"buy\?", "buy?x", "buy"),
        ("buy[?!]+", "buy!x", "buy"),
        ("buy{end}", "buy!", "buyer"),
        ("^buy$", "buy", "buy it"),
        ("buy|order", "order", "reorder"),
    ],
)
def test_a_pattern_of_a_spaced_language_ends_where_a_word_does(write, pattern, yes, no):
    text = f"""language = "en"
word_edges = true
[[rule]]
id = "en.own"
kind = "repurchase"
pattern = '{pattern}'
examples = ["{yes}"]
counter = ["{no}"]
"""
    assert load(write(text)).rules


def test_modifiers_have_examples_too(write):
    text = HEAD + RULE.replace("下次(", "下次不?(") + MODIFIER
    assert load(write(text + 'examples = ["下次不买"]\ncounter = ["下次买"]'))
    with pytest.raises(DataError, match="'下次不买', where it fires"):
        load(write(text + 'counter = ["下次不买"]'))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_shipped_lexicons_hold_every_kind_and_effect(language):
    lexicon = load(language)
    assert {rule.kind for rule in lexicon.rules} == {"repurchase", "upsell", "cross_sell"}
    effects = {modifier.effect for modifier in lexicon.modifiers}
    assert effects >= {"drop", "mask", "sarcasm", "negative", "positive", "switch", "past"}
    assert {rule.id.split(".")[0] for rule in lexicon.rules} == {language}
    assert lexicon.polarity.positive
    assert lexicon.polarity.negative
