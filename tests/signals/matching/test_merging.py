"""Of several signals in one clause, the strongest of a kind is reported."""

from itertools import permutations

import pytest

from vocvalue.signals.matching.match import Match, Tried
from vocvalue.signals.matching.merging import merged


def tried(kind, status, rule, place=(0, 2), dropped_by=None):
    match = Match(
        row=0,
        language="zh",
        kind=kind,
        status=status,
        start=place[0],
        end=place[1],
        words="",
        product=None,
        rule=rule,
        modifiers=(),
    )
    return Tried(match=match, dropped_by=dropped_by)


def reported(*every):
    return [one.match.rule for one in merged(every) if one.is_signal]


STRENGTH = ["negative", "switch", "past", "conditional", "positive"]


@pytest.mark.parametrize("pair", list(permutations(range(5), 2)))
def test_the_stronger_status_is_reported(pair):
    found = [tried("repurchase", STRENGTH[number], STRENGTH[number]) for number in pair]
    assert reported(*found) == [STRENGTH[min(pair)]]


def test_kinds_beside_one_another_are_all_reported():
    found = [tried("upsell", "positive", "u"), tried("cross_sell", "positive", "x")]
    assert reported(*found) == ["u", "x"]


@pytest.mark.parametrize("asked", ["upsell", "cross_sell"])
def test_what_is_asked_for_silences_a_repurchase_that_is_not_stronger(asked):
    wish = tried(asked, "positive", "wish")
    assert reported(tried("repurchase", "positive", "again"), wish) == ["wish"]
    assert reported(tried("repurchase", "negative", "never"), wish) == ["never", "wish"]


def test_of_two_alike_the_longer_is_reported_then_the_earlier():
    short, long = tried("upsell", "positive", "s"), tried("upsell", "positive", "l", (1, 9))
    late = tried("upsell", "positive", "late", (4, 6))
    assert reported(short, long) == ["l"]
    assert reported(late, short) == ["s"]


def test_what_was_dropped_hides_nothing():
    dropped = tried("repurchase", "dropped", "d", dropped_by="zh.m")
    assert reported(dropped, tried("repurchase", "positive", "p")) == ["p"]
    assert [one.hidden_by for one in merged([dropped])] == [None]


def test_what_is_hidden_names_what_is_reported():
    found = merged([tried("repurchase", "positive", "p"), tried("repurchase", "past", "q")])
    assert [one.hidden_by for one in found] == ["q", None]
