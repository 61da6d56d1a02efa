"""The shipped rules on the labelled texts, family by family: what they read right stays so."""

import csv

import pytest
from gold_texts import FOLDER, HALVES, LANGUAGES, card, chats, labels

# Texts that are wholly right, of about nine in each family and half: at least so many. The columns
# are those of COLUMNS.
COLUMNS = [(language, half) for language in LANGUAGES for half in HALVES]
FLOORS = {
    "advice": (7, 7, 7, 6),
    "condition": (7, 4, 7, 2),
    "double_negation": (7, 1, 6, 0),
    "hedged": (7, 3, 7, 0),
    "implicit_intent": (5, 0, 7, 1),
    "loyal": (6, 1, 6, 0),
    "negation": (8, 4, 8, 6),
    "no_purchase": (18, 17, 18, 17),
    "not_enough_hardware": (7, 7, 7, 7),
    "not_enough_plan": (6, 0, 6, 0),
    "other_person": (7, 2, 6, 6),
    "parcel_return": (6, 7, 7, 6),
    "past_habit": (5, 1, 7, 2),
    "past_narrative": (7, 0, 7, 3),
    "plain_intent": (8, 4, 7, 4),
    "plea": (7, 7, 7, 5),
    "pseudo_negation": (7, 7, 6, 6),
    "quoted_text": (7, 7, 6, 7),
    "related_product_question": (7, 2, 7, 1),
    "retracted": (4, 0, 7, 0),
    "rhetorical_complaint": (7, 7, 6, 6),
    "rhetorical_question": (7, 0, 7, 0),
    "sarcasm": (7, 5, 7, 4),
    "satiation_replacement": (7, 6, 7, 6),
    "seller_reply": (7, 7, 7, 6),
    "switch": (6, 0, 7, 0),
    "two_signals": (6, 0, 6, 0),
    "upgrade_received": (7, 6, 7, 7),
    "wish_more": (7, 3, 7, 0),
    "wish_other": (7, 8, 7, 7),
    "word_inside_word": (8, 8, 7, 7),
}
# Turns of chats that are wholly right, and signals that are.
CHATS = {
    ("zh", "development"): (55, 3),
    ("zh", "held_out"): (47, 4),
    ("en", "development"): (66, 12),
    ("en", "held_out"): (53, 6),
}


@pytest.mark.parametrize("column", COLUMNS, ids=" ".join)
@pytest.mark.parametrize("family", FLOORS)
def test_a_family_is_read_at_least_as_well_as_before(family, column):
    right = card(*column).counts("family").set_index("name").loc[family]
    assert right["n_texts_right"] >= FLOORS[family][COLUMNS.index(column)]


@pytest.mark.parametrize("column", CHATS, ids=" ".join)
def test_chats_are_read_at_least_as_well_as_before(column):
    counts = chats(*column).counts("all").iloc[0]
    assert (counts["n_texts_right"], counts["n_right"]) >= CHATS[column]
    assert counts["n_right"] >= CHATS[column][1]


@pytest.mark.parametrize("column", COLUMNS, ids=" ".join)
def test_every_family_has_a_floor_and_texts(column):
    families = labels(*column).drop_duplicates("id")["family"].value_counts()
    assert set(families.index) == set(FLOORS)
    assert families.min() >= 8


def test_no_text_stands_in_both_halves():
    for language in LANGUAGES:
        development, held_out = (set(labels(language, half)["text"]) for half in HALVES)
        assert not development & held_out


def test_the_files_are_what_the_readme_says():
    readme = (FOLDER / "README.md").read_text(encoding="utf-8")
    for path in sorted(FOLDER.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            columns = next(csv.reader(file))
        [line] = [
            line for line in readme.splitlines() if line.startswith("|") and path.name in line
        ]
        assert [name for name in columns if f"`{name}`" not in line] == []
