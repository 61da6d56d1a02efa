"""What each modifier and each trap was made for, asked of the shipped lexicons."""

import pytest

from vocvalue.signals.matching.candidates import CutText, candidates_of
from vocvalue.signals.matching.lexicon import load
from vocvalue.signals.matching.normal import normalise

LEADS = ("positive", "conditional")
NO_LEAD = "no lead"

CASES = [
    # seller's reply
    ("亲，感谢您的支持，期待您再次购买", NO_LEAD),
    ("Thank you for your feedback, we hope you will buy again", NO_LEAD),
    # quoted, or the text of a coupon
    ("卡片上写着“下次购买减五元”", NO_LEAD),
    ("卡片上写着“下次购买减五元”，下次还买", "positive"),
    ('The card says "buy again and save 5"', NO_LEAD),
    # somebody else
    ("我朋友说会回购", NO_LEAD),
    ("我会回购", "positive"),
    ("My friend said she will buy again", NO_LEAD),
    # advice to others
    ("大家可以囤货了", NO_LEAD),
    ("打算多囤一些", "positive"),
    ("Don't plan to renew", NO_LEAD),
    ("I don't plan to renew", "negative"),
    # referral, satiation, replacement
    ("会再介绍朋友来", NO_LEAD),
    ("这个夏天不用再买衣服了", NO_LEAD),
    ("I had to order again because the first never came", NO_LEAD),
    # narrative "then"
    ("看清尺码再买", NO_LEAD),
    ("降价了再来买", "conditional"),
    # pseudo-negation
    ("味道不错下次再买", "positive"),
    ("不得不说下次还会买", "positive"),
    ("不贵，以后还来", "positive"),
    ("No complaints, I will buy again", "positive"),
    # negation
    ("不会再买了", "negative"),
    ("不会再次购买", "negative"),
    ("以后不会再在这家买了", "negative"),
    ("不会再在这家买", "negative"),
    ("I will never buy again", "negative"),
    ("I won't order from them again", "negative"),
    # double negation
    ("没理由不再买", "positive"),
    ("There is no reason not to buy again", "positive"),
    # another brand
    ("下次买其他品牌", "switch"),
    ("不会再选择其他品牌", "positive"),
    ("Next time I will buy from another brand", "switch"),
    # rhetorical
    ("谁还敢再买", "negative"),
    ("下次还来才怪", "negative"),
    ("Would I buy again? No", "negative"),
    # retracted
    ("本来想回购的，现在算了", "negative"),
    # condition
    ("不改进的话不会再买了", "negative"),
    ("要是便宜点，下次还买", "conditional"),
    ("If the price drops, I will buy again", "conditional"),
    ("If nothing changes I will never buy again", "negative"),
    # past
    ("已经回购好几次", "past"),
    ("已经回购好几次，还会继续回购", "positive"),
    # words inside words
    ("请继续保持", NO_LEAD),
    ("手续费太高", NO_LEAD),
    ("下次注意点", NO_LEAD),
    ("以后多点肉", NO_LEAD),
    ("下次订单备注", NO_LEAD),
    ("会继续投诉", NO_LEAD),
    ("两小时以后来的", NO_LEAD),
    ("支持多语言", NO_LEAD),
]


@pytest.mark.parametrize(("text", "status"), CASES)
def test_a_text_is_read_as_it_was_meant(shipped, text, status):
    statuses = [match.status for match in shipped.match([text])]
    if status == NO_LEAD:
        assert not set(statuses) & set(LEADS), shipped.explain(text)
    else:
        assert status in statuses, shipped.explain(text)
        assert status in LEADS or not set(statuses) & set(LEADS)


@pytest.mark.parametrize(
    ("text", "product"),
    [
        ("你们有配套的滤芯吗？", "滤芯"),
        ("请问你们有没有原装的电池？", "电池"),
        ("Do you have matching filters?", "filters"),
    ],
)
def test_a_product_is_asked_for(shipped, text, product):
    (match,) = [match for match in shipped.match([text]) if match.kind == "cross_sell"]
    assert match.product == product


@pytest.mark.parametrize("text", ["你们有良心吗？", "有什么吗？", "有没有搞错"])
def test_a_complaint_in_the_form_of_a_question_asks_for_nothing(shipped, text):
    assert [match for match in shipped.match([text]) if match.kind == "cross_sell"] == []


def heads_of_one_character():
    """Return each common word in place of a head that is one of its characters."""
    lexicon = load("zh")
    for rule in lexicon.rules:
        for text in lexicon.examples[rule.id]:
            document = CutText.of(normalise(text))
            for candidate in candidates_of(rule, document):
                start, end = candidate.head
                written = document.normalised.text
                for trap in rule.traps.words:
                    if end - start == 1 and written[start] in trap:
                        yield rule, written[:start] + trap + written[end:], start, len(trap)


def test_a_head_of_one_character_is_never_found_inside_a_common_word():
    tried = list(heads_of_one_character())
    assert len(tried) > 20
    for rule, text, start, width in tried:
        for candidate in candidates_of(rule, CutText.of(normalise(text))):
            first, last = candidate.head
            assert (
                last <= start
                or first >= start + width
                or (first <= start and last >= start + width)
            ), text
