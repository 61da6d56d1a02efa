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
        "Our whole office drinks this coffee now and I've set up a monthly delivery.",
        "Third year with them and I'll be signing the renewal as soon as it lands.",
        "10/10 would buy again",
        "Next car will be a Mazda again, no question.",
        "Will be purchasing the other shades.",
        "Going to order a few for Christmas presents as well",
        "This salon has a new regular!",
        "we'll see you next month for our anniversary",
        "I'll definitely use this company for all my printing needs from now on",
        "Please put me down for another case of the Merlot",
        "Only two pods left in the box, adding to cart",
        "So good that I'm heading back tomorrow",
        "Got one for me, now I need one for my mom",
        "Shampoo bottle is nearly empty, what's the cheapest way to restock?",
        "My lease is up in May and I plan to get the same model again.",
        "I couldn't be happier with them and plan on renewing",
        "We plan to remain a member",
        "Nobody else gets near my roof",
        "Next visit we'll try the dumplings",
        "Please send the same as last month",
        "Pencil us in for the next workshop",
        "The tin is nearly empty, please send another",
        "Put me on a monthly delivery please",
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
        "If you ever lower the price I'll be back",
        "I may buy it again when it is on sale",
        "Would consider renewing if support gets better",
        "We will renew only if the API gets fixed",
        "depending on the quote we may renew",
        "Fix the app and I'll resubscribe",
        "I would come back if the prices were lower",
        "I'll renew if you match the offer I got",
        "We might renew, we might not",
        "Will buy again when it's back on offer",
        "Bring back the mint one and I'm back",
        "A voucher might tempt me back",
        "Should you make it in green, count me in",
        "We'd only return with a discount",
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
        "I've cancelled my membership and moved on.",
        "We decided not to renew our contract.",
        "Shan't be going back.",
        "I'd think twice before ordering from them again",
        "They lost my business for good",
        "Would never stay there again even for free",
        "I won't be giving them any more of my money",
        "Last straw, closing my account.",
        "not buying this again",
        "Don't think we'll bother next year.",
        "I refuse to order from this place ever again",
        "I'm never flying with them again",
        "Sorry but you won't be seeing me again",
        "Not a chance I'd renew at that price",
        "I wouldn't go back if you paid me",
        "no more orders from me",
        "We're letting our plan lapse",
        "I'd rather starve than eat there again",
        "I feel no urge to go back",
        "First visit, last visit.",
        "Please stop the weekly deliveries",
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
        "I've been a member since 2015",
        "Been buying these for my dog for years",
        "I order this every month",
        "This is the fourth time I've stayed here",
        "We always stay at this hotel when we're in Rome",
        "Came back for seconds the very next week",
        "I am on my fifth bottle",
        "Have purchased from this seller many times.",
        "Just renewed for another year",
        "my second purchase and just as good as the first",
        "I have reordered this four times now",
        "Customer since 2012",
        "I keep coming back to this place",
        "We've had our phones with you for over ten years",
        "Bought a second pair within a week",
        "This is at least my tenth bottle",
        "This is not our first stay",
        "We've been coming here for ages",
        "Just placed another order",
        "Gone through about ten jars",
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
        "Switched to T-Mobile and never looked back",
        "Next time I'm buying Bosch instead",
        "we ended up moving to HubSpot",
        "I'm off to find another hairdresser",
        "Looking for an alternative now",
        "We've already signed with another supplier",
        "I'll stick with Netflix instead",
        "I'd be better off shopping elsewhere and that is what I will do",
        "Moving all our licences to a competitor in the spring",
        "I'll go back to Colgate",
        "We'll try a different hotel next time",
        "Ditched them for Verizon",
        "I ordered from another store instead",
        "We're moving our business elsewhere",
        "My next mower will be a Honda",
        "Found a local baker that does it cheaper",
        "Cancelled and joined another gym",
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
        "Could you make this in a 10 pound bag?",
        "We are hiring and will need more licenses",
        "Which plan gives me unlimited users?",
        "I've run out of storage again, can I add another 100 GB?",
        "I'd love a bigger version of this backpack",
        "any chance of a plus size range?",
        "The free plan only allows three projects and we have ten",
        "How much is the enterprise plan?",
        "Can I upgrade my room to a suite?",
        "We want to move to the annual plan",
        "Is it possible to get more data on my tariff?",
        "I need higher coverage for my jewelry",
        "wish there was a double pack",
        "Would be great if you had a two person tent like this",
        "Can you add a yearly subscription option?",
        "I'm at my limit of ten projects and need more",
        "Got anything larger?",
        "How much is an extra bed?",
        "What is the next size up?",
        "The locker is too small, do you have a larger one?",
        "Which tier includes chat?",
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
        "Do you sell gift boxes as well?",
        "Hello, do you have a cover for this grill?",
        "Do you do home insurance too?",
        "Are there any accessories for this camera?",
        "I need a bag for it, do you sell those?",
        "What wine goes with this cheese?",
        "can you recommend a primer that goes with this foundation?",
        "Do you have conditioner from the same line?",
        "Could I also order a side salad?",
        "Do you guys make matching pillowcases",
        "Do you sell the lamp in the photo as well?",
        "Have you any curtains that match?",
        "Is there a carrying case available for it?",
        "I'd also like a screen protector, do you have one?",
        "Can I buy extra blades for this?",
        "do you offer training for the software?",
        "Do you repair watches?",
        "Apart from tea, do you sell mugs?",
        "What size tray fits this rack?",
        "Included or can I buy one separately?",
        "Need gloves to go with the jacket",
        "Pet insurance, is that something you offer?",
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
        "My mother in law will never shop here again, she says.",
        "The waiter said we should come back on Tuesday for the discount",
        "I hope it comes back in stock",
        "He came back with the wrong drink",
        "I'd buy it for the box alone",
        "More than happy with the service",
        "The screen goes black again after the update",
        "I am never late but the bus was",
        "I'll never forget this trip",
        "Will update my review after a month",
        "They never called me back",
        "It will not turn on again",
        "You get what you pay for",
        "I will give it another try",
        "I wish the manual was clearer",
        "Wish I could give zero stars",
        "If you need one in a hurry buy it elsewhere",
        "Do you think this is acceptable?",
        "is there any way to turn the light off",
        "Can I pay with PayPal?",
        "Do you ship to Canada?",
        "Do you have an update on my order?",
        "Upgrade to the latest version failed",
        "The hotel gave us an upgrade",
        "I need more time to test it",
        "I want my money back",
        "We need more staff at the desk",
        "There are not enough sockets in the room",
        "We waited another hour",
        "Another great product from this brand",
        "I'm moving to another city",
        "The second one was broken too",
        "I had to go back twice to get it fixed",
        "It stays on all day",
        "I would stay away from this place",
        "The plan is easy to follow",
        "I would love to see more colours in the app",
        "They should hire more people",
        "Would recommend to others",
        "I'll be back to update this review",
        "Is there anything worse than cold fries?",
        "got my order again without the sauce",
        "Not what I ordered",
        "I will be contacting my bank",
        "We will be leaving a bad review",
        "The restaurant was nearly empty, they should send menus",
        "I wear it in my usual size",
        "You would only buy this for a child",
        "After 200 pages I gave up",
        "I tried to match the color",
        "If I were you I'd return it",
        "Nobody else was at the pool",
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
