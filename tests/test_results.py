import dataclasses
import itertools
import json
from dataclasses import dataclass

import numpy as np
import pytest

from vocvalue import lift, survey
from vocvalue.errors import ParameterError
from vocvalue.results import Estimate, Money, Note, Result
from vocvalue.results.dispatch import Row, rows, said
from vocvalue.results.intervals import row
from vocvalue.results.numerals import number
from vocvalue.results.plain_data import plain
from vocvalue.results.texts import pair
from vocvalue.results.tongues import tongue

HALF = Estimate(value=0.5, lower=0.25, upper=0.75, level=0.9, method="exact", n=4)


@dataclass(frozen=True, kw_only=True)
class Answer(Result):
    share: Estimate
    codes: tuple[int, ...] = ()

    def to_frame(self):
        return {"share": self.share.value}


@said.register
def _(answer: Answer):
    return pair("half", "一半")


@rows.register
def _(answer: Answer):
    return [
        row(pair("share", "占比"), answer.share),
        Row(pair("name & sign", "名称"), pair("<b>", "<b>")),
    ]


ANSWER = Answer(
    share=HALF, codes=(1, 2), notes=(Note.of("2 rows left out", "2 行未计入", count=2),)
)


def test_an_estimate_reads_with_its_interval():
    assert str(HALF) == "0.5 (90% interval: 0.25 to 0.75)"
    assert HALF.to_dict()["lower"] == 0.25


def test_money_says_currency_basis_and_evidence():
    money = Money(
        value=36_000,
        lower=30_000.4,
        upper=42_000,
        level=0.95,
        method="bootstrap",
        n=10,
        currency="USD",
        basis="margin",
        evidence="association only",
    )
    assert str(money) == (
        "USD 36,000 of margin (95% interval: 30,000 to 42,000; evidence: association only)"
    )
    assert str(dataclasses.replace(money, currency=None)).startswith("36,000 of margin")


def test_a_result_is_plain_data_that_json_can_write():
    assert json.loads(json.dumps(ANSWER.to_dict())) == {
        "notes": [{"en": "2 rows left out", "zh": "2 行未计入", "count": 2, "bears_on": "figure"}],
        "share": {
            "value": 0.5,
            "lower": 0.25,
            "upper": 0.75,
            "level": 0.9,
            "method": "exact",
            "n": 4,
        },
        "codes": [1, 2],
    }


def test_the_summary_has_headlines_and_every_note():
    lines = ANSWER.summary().splitlines()
    assert lines[0] == "Answer"
    assert "share" in lines[1]
    assert lines[-1].strip() == "- 2 rows left out"


def test_html_is_escaped():
    html = ANSWER._repr_html_()
    assert "name &amp; sign" in html
    assert "&lt;b&gt;" in html
    assert "<li>2 rows left out</li>" in html
    assert "<ul>" not in dataclasses.replace(ANSWER, notes=())._repr_html_()


def test_results_and_notes_are_frozen():
    with pytest.raises(dataclasses.FrozenInstanceError):
        ANSWER.share = HALF
    with pytest.raises(dataclasses.FrozenInstanceError):
        ANSWER.notes[0].count = 3


def test_notes_speak_both_languages():
    (note,) = ANSWER.notes
    assert str(note) == note.text("en") == "2 rows left out"
    assert note.text("zh") == "2 行未计入"


def test_languages_are_english_and_chinese():
    assert tongue("zh").code == "zh"
    with pytest.raises(ParameterError, match="language == 'de', must be one of 'en', 'zh'"):
        tongue("de")


def test_a_pair_is_a_template_in_each_language_with_the_same_parts():
    text = pair("{n} of {all} stayed.", "{all} 位中 {n} 位留存。", n=12, all=1500)
    assert text.en == "12 of 1,500 stayed."
    assert text.zh == "1,500 位中 12 位留存。"
    assert pair("{unit} {n}", "{unit} {n}", unit="推荐者", n=2).zh == "推荐者 2"
    assert pair("{a} {b}", "{a} {b}", a="推荐者", b="收入").zh == "推荐者收入"
    with pytest.raises(TypeError, match="say how it is written"):
        str(pair("{n}", "{n}", n=0.5))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (3.0, "3"),
        (1234.5, "1,234"),
        (-2_500_000.2, "-2,500,000"),
        (12.346, "12.35"),
        (0.0001234567, "0.0001235"),
        (float("nan"), "not known"),
        (float("inf"), "∞"),
    ],
)
def test_figures_are_written_for_a_reader(value, text):
    assert number(value).en == text


def test_plain_turns_arrays_to_lists_and_keys_to_text():
    assert plain({1: np.arange(2), "a": (np.float64(0.5), None)}) == {"1": [0, 1], "a": [0.5, None]}


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"value": 2.0}, "must lie within its interval"),
        ({"value": -1.0}, "must lie within its interval"),
        ({"level": 1.0}, "must be between 0 and 1"),
        ({"level": 95.0}, "must be between 0 and 1"),
        ({"n": -1}, "must not be below 0"),
    ],
)
def test_an_estimate_checks_itself(fields, words):
    right = {"value": 0.5, "lower": 0.0, "upper": 1.0, "level": 0.95, "method": "x", "n": 3}
    with pytest.raises(ParameterError, match=words):
        Estimate(**{**right, **fields})
    with pytest.raises(ParameterError, match=words):
        Money(**{**right, **fields}, currency=None, basis="revenue", evidence="association only")


def test_ends_that_are_not_known_are_no_contradiction():
    unknown = {"lower": float("nan"), "upper": float("nan"), "level": 0.95, "method": "x", "n": 3}
    assert Estimate(value=2.0, **unknown).value == 2.0
    infinite = {**unknown, "lower": -float("inf"), "upper": float("inf")}
    assert Estimate(value=2.0, **infinite).upper == float("inf")


METHODS = ["adjusted-wald", "wald", "tango", "dirichlet", "bootstrap"]


@pytest.mark.parametrize("method", METHODS)
def test_every_small_nps_lies_within_its_interval_and_the_scale(method):
    for counts in itertools.product(range(4), repeat=3):
        scores = [3] * counts[0] + [7] * counts[1] + [10] * counts[2]
        if scores:
            found = survey.nps(scores, method=method)
            # An interval that misses its estimate cannot be built; by hand, the ends of the scale.
            assert -100 <= found.lower <= found.upper <= 100


@pytest.mark.parametrize(
    "method",
    ["newcombe", "miettinen-nurminen", "mee", "agresti-caffo", "wald", "exact", "bayes"],
)
def test_every_small_lift_lies_within_its_interval_and_what_is_possible(method):
    for n1, n0 in itertools.product(range(1, 5), repeat=2):
        for x1, x0 in itertools.product(range(n1 + 1), range(n0 + 1)):
            lift_of = lift.retention_test(treated=(x1, n1), control=(x0, n0), method=method)
            assert -1 <= lift_of.difference.lower <= lift_of.difference.upper <= 1


def test_what_was_clipped_or_widened_is_said():
    found = lift.retention_test(treated=(10, 10), control=(0, 10), method="agresti-caffo")
    assert found.difference.method == "Agresti-Caffo, clipped at what is possible"
    assert (found.difference.value, found.difference.upper) == (1.0, 1.0)
    assert survey.nps([10]).method == "adjusted Wald, widened to its estimate"
    assert survey.nps([10]).upper == 100.0


@pytest.mark.parametrize(
    ("lower", "upper", "is_out"),
    [(0.1, 2.0, True), (0.0, 2.0, False), (-1.0, 2.0, False), (-2.0, -0.1, True)],
)
def test_an_interval_excludes_zero_where_both_ends_are_on_one_side(lower, upper, is_out):
    made = Estimate.of(((lower + upper) / 2, lower, upper), level=0.95, method="t", n=9)
    assert made.excludes_zero == is_out


def test_an_interval_that_is_not_known_does_not_exclude_zero():
    nan = float("nan")
    assert not Estimate.of((3.0, nan, nan), level=0.95, method="t", n=9).excludes_zero
