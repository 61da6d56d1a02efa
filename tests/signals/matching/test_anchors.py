"""Every match of a pattern holds one of the anchors that were derived from it."""

import os
import subprocess
import sys
import warnings

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vocvalue.signals.matching.anchors import anchors
from vocvalue.signals.matching.lexicon import load

BY_HAND = [
    ("下次", {"下次"}),
    ("下次|以后", {"下次", "以后"}),
    ("(?:下次|以后)[还再]*买", {"下次", "以后"}),
    ("(?:还|再)会", {"还会", "再会"}),
    ("还?会", {"会"}),
    ("[还再]买", {"还买", "再买"}),
    (".*回购.*", {"回购"}),
    (r"\bbuy\b (?:it )?again", {"buy again", "buy it again"}),
    ("(?:回购)+", {"回购"}),
    ("(?:回购)*买", {"买"}),
    (r"\d+个账号", {"个账号"}),
    ("(?:常客|老顾客)了?", {"常客", "老顾客"}),
    ("(?P<v>快(?:要)?用完了)", {"快用完了", "快要用完了"}),
]


@pytest.mark.parametrize(("pattern", "words"), BY_HAND)
def test_anchors_are_the_words_a_reader_would_name(pattern, words):
    assert anchors(pattern) == words


@pytest.mark.parametrize("pattern", [".+", r"\d+", "[^a]", "(?:买)?", "买|.", "a*"])
def test_a_pattern_without_words_of_its_own_has_none(pattern):
    assert anchors(pattern) is None


SHIPPED = [rule.pattern.pattern for name in ("zh", "en") for rule in load(name).rules]
any_text = settings(
    max_examples=150, suppress_health_check=list(HealthCheck), deadline=None, derandomize=True
)


@any_text
@given(data=st.data())
def test_every_text_that_matches_holds_an_anchor(data):
    pattern = data.draw(st.sampled_from([*(pattern for pattern, _ in BY_HAND), *SHIPPED]))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        text = data.draw(st.from_regex(pattern))
    assert any(word in text for word in anchors(pattern))


def test_anchors_do_not_depend_on_the_order_of_hashes():
    code = (
        "from vocvalue.signals.matching.lexicon import load\n"
        "print([sorted(rule.anchors) for name in ('zh', 'en') for rule in load(name).rules])"
    )
    runs = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONIOENCODING": "utf-8"},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(runs) == 1
