"""The English lexicon on sentences written for this test, family by family."""

import time

import pytest

from vocvalue.signals.matching.lexicon import load
from vocvalue.signals.matching.matcher import Matcher
from vocvalue.signals.matching.normal import normalise
from vocvalue.signals.matching.polarity import of_text

REP, UP, CROSS = "repurchase", "upsell", "cross_sell"


@pytest.fixture(scope="module")
def matcher():
    return Matcher([load("en")])


SAID = {
    (REP, "positive"): [
        # plain
        "Lovely blanket, I will buy from this shop again.",
        "Would definitely order from here again",
        "The tacos were superb and we'll be back next Friday!",
        "I'm going to get two more for my sister's kitchen",
        "Already planning to order another set for the cabin.",
        "Can't wait to come back in the summer",
        "Best dog food so far, will keep buying it from now on",
        "Happy to stay here again next time we are in town.",
        "We intend to renew in March",
        "Time to reorder!",
        "Sign me up, I'll be renewing next year",
        "Smells amazing, definitely repurchasing",
        "Great fit. Ordering more today!",
        "I will for sure purchase another pair.",
        "Worth buying again",
        "I'd use this plumber again without thinking.",
        "We look forward to returning next spring",
        "Quick shipping, would do business with them again",
        # a typing error
        "ill definately buy these again",
        "Will be orderin again, wil defently be back",
        # implied
        "I'm almost out of conditioner",
        "Down to the last roll, so send more please",
        "We are stocking up before the price goes up",
        "running low on cartridges",
        "My membership expires next week, what do I have to do?",
        "Send us our usual order please",
        # loyal
        "You have earned a customer for life",
        "I'll never use any other detergent",
        "We won't shop anywhere else",
        "I see no reason to switch",
        "I am sticking with these guys",
        # two denials, and questions that answer themselves
        "I see no reason not to order again",
        "I wouldn't hesitate to book with them again",
        "Would I buy it again? Absolutely.",
        "Why wouldn't I come back?",
        "how could we not order more",
        # what looks like a denial
        "No complaints at all, will order again",
        "Not only was it cheap, we will order again too",
        "Without a doubt I'd come back",
    ],
    (REP, "conditional"): [
        "If they bring back the old recipe I will buy it again",
        "I might order another one",
        "We'd come back if the pool were heated",
        "Will renew as long as the price stays the same",
        "Once the bugs are fixed I would subscribe again",
        "Not sure whether I would buy it again",
        "I'd buy another one if it came with a lid",
        "Unless support improves we won't be renewing",
        "maybe we'll come back one day",
        "Drop the price and I'll order again",
    ],
    (REP, "negative"): [
        "I will not be ordering from here again",
        "Never again!",
        "won't be back",
        "We are not renewing.",
        "Wouldn't buy this again if it were free",
        "I don't think we will return.",
        "You just lost a loyal customer",
        "That was the last time I shop with them",
        "I'm cancelling my subscription today",
        "Would I stay here again? No way.",
        "There is no way I'd ever book with them again",
        "Don't expect me to come back",
        "They won't get another penny from me.",
        "I'm done with this company",
        "I doubt I'll be back",
        "I have no intention of renewing",
        "Why would anybody come back here?",
        "I regret ordering and will never shop here",
        "One and done.",
        "I wouldn't purchase from this seller again",
        "Not worth going back",
        "I was going to renew but the price doubled",
        "We had planned to stay again until we saw the new rates",
        "Oh sure, I'll definitely buy another one of these masterpieces",
    ],
    (REP, "past"): [
        "This is my third pair",
        "I have bought these several times",
        "We've been ordering from them for years",
        "Repeat customer here",
        "I just bought another one for the office",
        "Our fourth stay at this hotel",
        "I reordered last month",
        "We come here every summer",
        "keeps me coming back",
        "loved it so much I bought two more",
        "We have renewed twice already.",
    ],
    (REP, "switch"): [
        "I'm switching to another provider",
        "Next time I'll go somewhere else",
        "We are moving our accounts to a competitor",
        "I'll be taking my business elsewhere",
        "Going back to my old brand",
        "We switched to Zendesk last month",
        "I will buy from a different company next time",
        "Next year we'll book the Marriott instead",
        "I'd rather drive to the next town",
    ],
    (UP, "positive"): [
        "I wish it came in a larger size",
        "Would love a family pack of these",
        "We need more seats on our account",
        "Our storage is almost full, how do we get more storage?",
        "How do I upgrade to the premium plan?",
        "Is there a pro version?",
        "Do you offer an annual plan?",
        "we've outgrown the starter plan",
        "I would like to increase my coverage",
        "Could we add five more users?",
        "Not enough credits on my plan",
        "We keep hitting the data cap",
        "Wish they made this in more colors",
        "Please offer a 5 lb bag!",
        "If only there was a lifetime license",
        "We're ready to upgrade to the business plan",
        "ten seats are not enough for our team",
        "Does it come in a bigger bottle?",
    ],
    (CROSS, "positive"): [
        "Do you also sell a stand for it?",
        "Is there a lid that goes with this pot?",
        "do you carry refills for the pen",
        "Can I get a case for this tablet?",
        "Hi, do you stock replacement filters?",
        "What cable works with this monitor?",
        "Is there a matching rug?",
        "Have you got a charger for the drill?",
        "Do you offer travel insurance too?",
        "I was wondering if you have a cover for the sofa",
        "Are there cushions to go with the chair?",
    ],
}

UNSAID = {
    "somebody else": [
        "My neighbour says he will order again",
        "My daughter is going to buy another one.",
        "They will probably come back for more",
        "Everyone at work wants to order more",
    ],
    "advice": [
        "You should definitely buy another",
        "Don't buy again from this seller",
        "If you want more, order another box",
        "Buyers should look elsewhere",
        "Stock up now, folks!",
    ],
    "pleas": [
        "Please restock the blue ones",
        "Next time please pack it better",
        "Could you deliver earlier next time?",
        "Please bring this colour back",
    ],
    "the seller, and what is printed": [
        "Thank you for your order, we hope to see you again soon!",
        'The card in the box said "order again and save 10%"',
        "Got a coupon for 15% off my next order",
    ],
    "sending back": [
        "I will return it tomorrow",
        "It's going back.",
        "I'm returning these boots",
        "I sent it back for a refund",
        "Sadly both dresses are going back to the store",
        "What is the return policy?",
    ],
    "made to, and full at home": [
        "I had to order again because the first one got lost",
        "I was forced to buy another charger",
        "Mine broke so they sent me another one",
        "No need to buy more, the cupboard is full",
    ],
    "words inside words": [
        "It renewed my faith in small shops",
        "It crashes again and again",
        "My back hurts after an hour",
        "Tell me more about the fabric",
        "In order to start it press the button again",
        "I am looking for the manual",
        "The app signs me out again",
        "Running shoes should not do this",
        "We ran out of time",
        "I gave it another chance",
        "He called me back the next day",
    ],
    "upgrades that were given": [
        "They upgraded us to a suite for free",
        "The forced upgrade broke everything",
    ],
    "wishes for what is not sold": [
        "I wish it was quieter",
        "I wish you had better manners",
        "Wish the battery lasted longer",
        "I hope you fix the bugs",
        "If only the fabric were softer",
        "I wish I had bought it sooner",
    ],
    "too weak": [
        "Not enough power for thick carpets",
        "There isn't enough legroom",
        "The phone does not have enough storage",
    ],
    "complaints in the form of a question": [
        "Do you even test these things?",
        "Do you have any idea how long I waited?",
        "Is there anyone who can help?",
        "Do you people have no shame?",
    ],
    "questions about the same thing": [
        "Do you have this in medium?",
        "Is it machine washable?",
        "When will it be back in stock?",
        "Do you have a size 8?",
        "Can I get a refund?",
    ],
    "no purchase": [
        "The parcel came on Tuesday.",
        "Works well with my lamp.",
        "I did it again and it worked",
    ],
}


@pytest.mark.parametrize(
    ("kind", "status", "text"),
    [(kind, status, text) for (kind, status), texts in SAID.items() for text in texts],
)
def test_what_is_said_is_read(matcher, kind, status, text):
    found = {(match.kind, match.status) for match in matcher.match([text])}
    assert found == {(kind, status)}


@pytest.mark.parametrize(
    "text", [text for texts in UNSAID.values() for text in texts], ids=lambda text: text
)
def test_what_is_not_said_is_not_read(matcher, text):
    assert matcher.match([text]) == []


def test_the_words_of_a_role_are_those_of_the_seller(matcher):
    assert matcher.match(["I will order again"])
    assert matcher.match(["I will order again"], roles=["seller"]) == []


@pytest.mark.parametrize(
    ("text", "product"),
    [
        ("Do you sell matching filters?", "filters"),
        ("Is there a lid that goes with this pot?", "lid"),
        ("Can I get a case for it?", "case"),
        ("Do you also carry replacement heads for this mop?", "replacement heads"),
        ("I wish it came in king size", "king size"),
        ("Could we add five more users?", "users"),
        ("How do I upgrade to the premium plan?", "premium plan"),
    ],
)
def test_the_product_is_cut_to_its_name(matcher, text, product):
    assert [match.product for match in matcher.match([text])] == [product]


def test_the_words_of_a_condition_are_kept(matcher):
    (match,) = matcher.match(["If the price drops, I will buy again"])
    assert match.condition is not None
    assert "If the price drops" in match.condition


def test_the_brand_that_is_bought_instead_is_kept(matcher):
    (match,) = matcher.match(["We switched to Zendesk."])
    assert match.product == "Zendesk"


def test_sarcasm_is_marked(matcher):
    (match,) = matcher.match(["Oh sure, I'll absolutely buy another one"])
    assert match.sarcasm


def test_two_kinds_in_two_clauses_are_two_signals(matcher):
    found = matcher.match(["I'll order these again, do you also sell the matching bowls?"])
    assert [match.kind for match in found] == [REP, CROSS]


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("Tastes great and arrived quickly", 1),
        ("Overpriced junk, and I waited two hours", -1),
        ("not fresh at all, not good", -1),
        ("It did not disappoint", 1),
        ("I was not very happy with it", -1),
        ("Clean room, friendly staff", 1),
        ("Rude agent, I want a refund", -1),
        ("no problems so far", 1),
        ("It stopped working after a week", -1),
    ],
)
def test_praise_and_complaint_are_told_apart(text, sign):
    polarity = of_text(normalise(text))
    assert polarity is not None
    assert polarity * sign > 0


def test_a_text_without_praise_or_complaint_has_no_polarity():
    assert of_text(normalise("The parcel is at the door")) is None


@pytest.mark.parametrize(
    "words",
    ["will definitely ", "never ever not ", "i will be back to ", "do you have any more ", "not "],
)
def test_a_text_of_nothing_but_auxiliaries_is_read_in_time(matcher, words):
    text = words * (20_000 // len(words))
    start = time.process_time()
    matcher.match([text])
    assert time.process_time() - start < 10
