"""Modifiers: the part of the text that each reads, and what it does to the status."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vocvalue.signals.matching.candidates import CutText, all_candidates
from vocvalue.signals.matching.lexicon import load
from vocvalue.signals.matching.match import DROPPED
from vocvalue.signals.matching.modifiers import ModifierIndex, settle
from vocvalue.signals.matching.normal import normalise

pieces = st.sampled_from(
    [
        *"下次还会再买来不没有，。！？ ",
        *("以后", "回购", "如果", "已经", "好几次", "其他品牌", "没理由"),
        *("i will ", "never ", "buy ", "again", "if ", "renew ", "not ", "no reason "),
        "another brand",
    ]
)


INDEXES = [(load(name), ModifierIndex(load(name).modifiers)) for name in ("zh", "en")]


@settings(max_examples=200, deadline=None)
@given(st.lists(pieces, max_size=12).map("".join))
def test_modifiers_that_are_left_out_for_want_of_words_would_not_fire(text):
    document = CutText.of(normalise(text))
    for lexicon, index in INDEXES:
        possible = index.possible(document.normalised.text)
        for candidate in all_candidates(lexicon.rules, document):
            every = settle(candidate, lexicon.modifiers, document)
            assert settle(candidate, possible, document) == every


LEXICON = """
language = "zh"
[[rule]]
id = "zh.again"
kind = "repurchase"
pattern = '再(?P<v>买)(?P<product>.)?'
examples = ["再买"]
[[rule]]
id = "zh.wish"
kind = "upsell"
pattern = '要(?P<v>大)'
examples = ["要大"]
"""
MODIFIER = """
[[modifier]]
id = "zh.m"
order = 50
"""


def outcome(matcher, more, text, **where):
    """Return the status of the only match of a text, and what fired."""
    (clause,) = [
        clause for clause in matcher(LEXICON + more).explain(text, **where).clauses if clause.tried
    ]
    (tried,) = clause.tried
    return tried.match.status, tried.match.modifiers


SCOPES = [
    # scope, pattern, a text where it fires, one where it does not
    ("before", "不再$", "不再买", "不,再买"),
    ("before", "^我再$", "好,我再买", "我也再买"),
    ("to_head", "^再买$", "再买了", "还再买"),
    ("after", "^了", "再买了", "再买过了"),
    ("clause", "不", "再买不", "再买,不"),
    ("sentence", "不", "不,再买", "不。再买"),
    ("sentence", "不", "再买,不", "再买!不"),
    ("sentence_before", "不", "不,再买", "再买,不"),
    ("sentence_after", "不", "再买,不", "不,再买"),
    ("next_sentence", "^不", "再买?不。", "再买,不"),
    ("next_sentence", "不", "再买?好,不", "再买?好!不"),
    ("text", "不", "不。好。再买", "好。再买"),
]


@pytest.mark.parametrize(("scope", "pattern", "fires", "does_not"), SCOPES)
def test_a_modifier_reads_its_part_of_the_text(matcher, scope, pattern, fires, does_not):
    more = MODIFIER + f"scope = '{scope}'\npattern = '{pattern}'\neffect = 'negative'\n"
    assert outcome(matcher, more, fires) == ("negative", ("zh.m",))
    assert outcome(matcher, more, does_not) == ("positive", ())


@pytest.mark.parametrize("effect", ["positive", "conditional", "negative", "past", "switch"])
def test_a_modifier_gives_a_status(matcher, effect):
    more = MODIFIER + f"scope = 'clause'\npattern = '不'\neffect = '{effect}'\n"
    assert outcome(matcher, more, "不再买") == (effect, ("zh.m",))


def test_a_dropped_match_is_no_signal_but_is_explained(matcher):
    reader = matcher(LEXICON + MODIFIER + "pattern = '不'\neffect = 'drop'\n")
    assert reader.match(["不再买"]) == []
    (tried,) = reader.explain("不再买").clauses[0].tried
    assert (tried.match.status, tried.dropped_by, tried.is_signal) == (DROPPED, "zh.m", False)


def test_sarcasm_is_a_flag_and_leaves_the_status(matcher):
    reader = matcher(LEXICON + MODIFIER + "pattern = '呵'\neffect = 'sarcasm'\n")
    (match,) = reader.match(["呵再买"])
    assert (match.sarcasm, match.status, match.modifiers) == (True, "positive", ("zh.m",))
    assert not reader.match(["再买"])[0].sarcasm


TWO = """
[[modifier]]
id = "zh.first"
order = {first}
scope = "before"
pattern = '{pattern}'
effect = "{effect}"
[[modifier]]
id = "zh.second"
order = 20
scope = "before"
pattern = '不再$'
effect = "negative"
{more}
"""


def two(first=10, pattern="没不", effect="positive", more=""):
    return TWO.format(first=first, pattern=pattern, effect=effect, more=more)


def test_the_first_that_settles_decides_and_all_are_listed_in_order(matcher):
    both = ("zh.first", "zh.second")
    assert outcome(matcher, two(), "没不再买") == ("positive", both)
    assert outcome(matcher, two(first=30), "没不再买") == ("negative", both[::-1])


def test_a_drop_after_the_status_is_settled_is_listed_only(matcher):
    late = two(first=30, effect="drop")
    assert outcome(matcher, late, "没不再买") == ("negative", ("zh.second", "zh.first"))
    assert outcome(matcher, two(effect="drop"), "没不再买") == (DROPPED, ("zh.first",))


@pytest.mark.parametrize("first", [10, 30])
def test_unless_keeps_a_modifier_back_whatever_the_order(matcher, first):
    more = two(first=first, more='unless = ["first"]')
    assert outcome(matcher, more, "没不再买") == ("positive", ("zh.first",))
    assert outcome(matcher, more, "不再买") == ("negative", ("zh.second",))


def test_a_mask_hides_its_words_from_what_follows(matcher):
    assert outcome(matcher, two(effect="mask"), "没不再买") == ("positive", ("zh.first",))
    assert outcome(matcher, two(effect="mask"), "没不不再买") == (
        "negative",
        ("zh.first", "zh.second"),
    )
    hidden_too_late = two(first=30, effect="mask")
    assert outcome(matcher, hidden_too_late, "没不再买")[0] == "negative"


def test_not_with_looks_at_the_same_part(matcher):
    more = MODIFIER + "scope='before'\npattern='已'\nnot_with='还'\neffect='past'\n"
    assert outcome(matcher, more, "已再买还")[0] == "past"
    assert outcome(matcher, more, "已还再买")[0] == "positive"


@pytest.mark.parametrize("name", ["m", "zh.m"])
def test_a_rule_skips_modifiers_by_their_id(matcher, name):
    rule = LEXICON.replace('examples = ["要大"]', f'examples = ["要大"]\nskip = ["{name}"]')
    reader = matcher(rule + MODIFIER + "pattern='不'\neffect='negative'\n")
    assert [match.status for match in reader.match(["不要大", "不再买"])] == [
        "positive",
        "negative",
    ]


def test_kinds_and_statuses_say_to_which_signals_a_modifier_applies(matcher):
    of_kind = MODIFIER + "pattern='不'\neffect='negative'\nkinds=['upsell']\n"
    assert outcome(matcher, of_kind, "不再买")[0] == "positive"
    assert outcome(matcher, of_kind, "不要大")[0] == "negative"
    only_positive = two(pattern="不再$", effect="past", more="statuses = ['positive']")
    assert outcome(matcher, only_positive, "不再买") == ("past", ("zh.first",))


def test_roles_and_channels_are_compared_in_any_case(matcher):
    seller = MODIFIER + "roles=['Seller', '客服']\neffect='drop'\n"
    assert outcome(matcher, seller, "再买", role="SELLER") == (DROPPED, ("zh.m",))
    assert outcome(matcher, seller, "再买", role="客服")[0] == DROPPED
    assert outcome(matcher, seller, "再买", role="buyer")[0] == "positive"
    assert outcome(matcher, seller, "再买")[0] == "positive"
    either = MODIFIER + "roles=['seller']\npattern='亲'\neffect='drop'\nchannels=['chat']\n"
    assert outcome(matcher, either, "亲再买", channel="Chat")[0] == DROPPED
    assert outcome(matcher, either, "亲再买", channel="review")[0] == "positive"


CONDITION = MODIFIER + "scope='sentence'\npattern='{}'\neffect='conditional'\n"


@pytest.mark.parametrize(
    ("pattern", "text", "condition"),
    [
        ("要是", "要是便宜点，我再买", "要是便宜点"),
        ("要是", "好，要是便宜点再买", "要是便宜点"),
        ("如果", "再买，如果降价，一定。好", "买，如果降价，一定"),
        ("如果(?P<condition>[^,]+)", "如果降价，再买", "降价"),
    ],
)
def test_a_condition_keeps_its_words(matcher, pattern, text, condition):
    (match,) = matcher(LEXICON + CONDITION.format(pattern)).match([text])
    assert match.status == "conditional"
    assert match.condition == condition.removeprefix("买，")


def test_a_condition_of_what_is_negative_is_not_kept(matcher):
    more = two(effect="conditional", pattern="若") + ""
    reader = matcher(LEXICON + more)
    assert reader.match(["若再买"])[0].condition == "若"
    later = reader.match(["不再买"])[0]
    assert (later.status, later.condition) == ("negative", None)


def test_the_rival_of_a_switch_is_its_product(matcher):
    more = MODIFIER + "scope='after'\npattern='^(?P<rival>..)家'\neffect='switch'\n"
    (match,) = matcher(LEXICON + more).match(["再买隔壁家"])
    assert (match.status, match.product) == ("switch", "隔壁")
