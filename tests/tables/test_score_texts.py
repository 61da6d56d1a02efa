"""Scores as text: read by the rule or as stated, and never guessed."""

import datetime as dt
import math
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest

from vocvalue.errors import DataError, ParameterError
from vocvalue.tables.score_texts import score_numbers
from vocvalue.tables.score_words import SCALES

NO = math.nan


@pytest.mark.parametrize(
    ("texts", "numbers"),
    [
        (["9", "10", "0"], [9, 10, 0]),
        (["9.0", " 8 ", "07", "7.5"], [9, 8, 7, 7.5]),
        (["10 - Extremely likely", "5", "0 - Not at all likely"], [10, 5, 0]),
        (["10 (Extremely likely)", "0(Not at all likely)"], [10, 0]),
        (["10: yes", "9= rather", "8. maybe", "7) no"], [10, 9, 8, 7]),
        (["9分", "10 分", "0分"], [9, 10, 0]),
        (["0分（非常不愿意）", "1分", "9分", "10分（非常愿意）"], [0, 1, 9, 10]),
        (["10（非常愿意）", "10", "9、愿意"], [10, 10, 9]),
        (["１０", "９分"], [10, 9]),
        (["5 stars", "4 stars", "1 star"], [5, 4, 1]),
        (["9/10", "10/10", "9 out of 10"], [9, 10, 9]),
        (["", "  ", None, NO, pd.NaT, pd.NA, "\u200b", "3"], [NO] * 7 + [3]),
        (
            [9, 9.0, Decimal("7.5"), np.int64(3), np.float32(2), Decimal("nan")],
            [9, 9, 7.5, 3, 2, NO],
        ),
        (["1 - bad", "2", "5 - Bad enough"], [1, 2, 5]),
        (["9", "9 - Likely", "9 -  likely"], [9, 9, 9]),
        (["-1", "+2"], [-1, 2]),
        ([], []),
    ],
)
def test_a_text_stands_for_the_number_it_begins_with(texts, numbers):
    assert np.array_equal(score_numbers(texts), numbers, equal_nan=True)


@pytest.mark.parametrize(
    "text",
    [
        "Very satisfied",
        "满意",
        "N/A",
        "nan",
        "18-24",
        "1 to 2 times",
        "1~2次",
        "10k",
        "3rd",
        "1,5",
        "1.000,5",
        "2024-01-05",
        "9/10/2024",
        "12:30",
        "12/10",
        "ten",
        "(10)",
        "½",
        "10²",
        "1e3",
        "a9",
        "★★★★☆",
        True,
        dt.date(2024, 1, 5),
    ],
)
def test_a_text_that_begins_with_no_number_is_refused(text):
    with pytest.raises(DataError, match=r"column 'q': 1 row is not a number.*score_labels="):
        score_numbers(["9", text], column="q")


@pytest.mark.parametrize(
    "texts",
    [
        ["9 - likely", "9 - unlikely"],
        ["9 - likely", "8 - likely", "7 - no"],
        ["3 days", "2 days", "5 months"],
        ["9/10", "4/5"],
    ],
)
def test_a_number_has_one_label_and_a_label_one_number(texts):
    with pytest.raises(DataError, match="share a number or a label"):
        score_numbers(texts)


@pytest.mark.parametrize(
    "texts",
    [
        ["1 - Very satisfied", "2", "5 - Very dissatisfied"],
        ["1、非常满意", "2、满意", "3、一般", "4、不满意"],
        ["1 (Strongly agree)", "7 (Strongly disagree)"],
    ],
)
def test_words_that_fall_while_numbers_rise_are_refused(texts):
    with pytest.raises(DataError, match="a higher number is worse"):
        score_numbers(texts)


def test_words_that_rise_with_the_numbers_are_read():
    texts = ["5 - Very satisfied", "3 - Neutral", "1 - Very dissatisfied"]
    assert score_numbers(texts).tolist() == [5, 3, 1]


def test_refused_texts_are_counted_by_their_rows_and_cut():
    with pytest.raises(DataError) as caught:
        score_numbers(["9", "no idea", "x" * 500, "a", "b", "c", "d"], rows=[9, 3, 7, 1, 1, 1, 1])
    message = str(caught.value)
    assert "14 rows are not a number" in message
    assert "'no idea' (3)" in message
    assert message.index("(7)") < message.index("(3)")
    assert "and 1 more" in message
    assert len(message) < 500


def test_words_of_a_known_scale_are_not_guessed_but_the_scale_is_named():
    with pytest.raises(DataError, match="score_labels='satisfaction5'"):
        score_numbers(["Very satisfied", "满意"])


@pytest.mark.parametrize(
    ("texts", "name", "numbers"),
    [
        (
            ["非常不满意", "不满意", "一般", "满意", "非常满意", ""],
            "satisfaction5",
            [1, 2, 3, 4, 5, NO],
        ),
        (["很不满意", "不太满意", "比较满意", "很满意"], "satisfaction5", [1, 2, 4, 5]),
        (["very  SATISFIED", "Neutral ", "满意"], "satisfaction5", [5, 3, 4]),
        (["Extremely dissatisfied", "Somewhat satisfied"], "satisfaction5", [1, 4]),
        (["Somewhat satisfied", "Satisfied", "Very satisfied"], "satisfaction7", [5, 6, 7]),
        (["Strongly agree", "完全不同意"], "agreement5", [5, 1]),
        (["Strongly agree", "有点不同意"], "agreement7", [7, 3]),
        (["Very easy", "很困难"], "ease5", [5, 1]),
        (["Very easy", "比较困难"], "ease7", [7, 3]),
        (["★★★★☆", "★☆☆☆☆", "五星", "两星"], "stars5", [4, 1, 5, 2]),
    ],
)
def test_a_named_scale_has_the_words_of_both_languages(texts, name, numbers):
    assert np.array_equal(score_numbers(texts, name), numbers, equal_nan=True)


def test_every_word_has_one_place_in_its_scale():
    for name, languages in SCALES.items():
        for wordings in languages:
            for wording in wordings:
                assert sorted(set(wording.values())) == list(range(1, int(name[-1]) + 1)), name


@pytest.mark.parametrize(
    "texts",
    [["满意", "比较满意"], ["Dissatisfied", "Somewhat dissatisfied"], ["非常满意", "很满意"]],
)
def test_two_words_of_one_place_are_refused(texts):
    with pytest.raises(DataError, match="mixes wordings"):
        score_numbers(texts, "satisfaction5")


@pytest.mark.parametrize("odd", ["Don't know", "5", "Easy"])
def test_a_word_that_the_scale_does_not_have_is_refused_with_its_count(odd):
    with pytest.raises(DataError, match=r"2 rows are not one of the words .*\(2\)"):
        score_numbers(["Satisfied", odd, odd], "satisfaction5")


@pytest.mark.parametrize(
    ("texts", "labels", "numbers"),
    [
        (["Yes", " no", "Cannot say"], {"yes": 1, "No": 0, "Cannot say": None}, [1, 0, NO]),
        (["1", "2.0", 3], {"1": 5, "2": 4, "3": 3}, [5, 4, 3]),
        (["1", "2"], {1: 5, 2: 4}, [5, 4]),
        (["Extremely likely", "9", "8"], {"Extremely likely": 10}, [10, 9, 8]),
        (["10 - Extremely likely", "N/A"], {"N/A": None}, [10, NO]),
        (["满意", "９"], {"满意": 4.5}, [4.5, 9]),
        (["a"], {"a": np.float64(2), "b": np.int64(1), "A ": 2}, [2]),
    ],
)
def test_a_mapping_states_what_texts_stand_for(texts, labels, numbers):
    assert np.array_equal(score_numbers(texts, labels), numbers, equal_nan=True)


def test_what_a_mapping_does_not_have_is_refused():
    with pytest.raises(DataError, match=r"3 rows are not a number.*'Maybe' \(2\), 'No' \(1\)"):
        score_numbers(["Yes", "Maybe", "No", "Maybe"], {"Yes": 1})


@pytest.mark.parametrize("left", ["5", "5 - worst"])
def test_a_mapping_that_renumbers_names_every_number(left):
    with pytest.raises(DataError, match=r"labels maps numbers to other numbers.*'5.*' \(2\)"):
        score_numbers(["1", left, left], {"1": 5, "2": 4})


@pytest.mark.parametrize(
    "labels",
    [
        "satisfaction",
        "",
        5,
        ["Yes"],
        {"Yes": "1"},
        {"Yes": True},
        {"Yes": NO},
        {"Yes": math.inf},
        {"Yes": 1, "yes ": 2},
        {"Yes": 1, "yes ": None},
        {True: 1},
        {None: 1},
    ],
)
def test_labels_that_are_none_are_refused(labels):
    with pytest.raises(ParameterError, match="labels"):
        score_numbers(["Yes"], labels)
