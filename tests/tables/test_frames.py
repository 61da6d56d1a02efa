"""Small tables given back: what a text may hold, in each library and in none."""

import narwhals as nw
import numpy as np
import pytest

from vocvalue.tables import frames

TEXTS = np.array(["半\ud83d个", None, "😀"], dtype=object)
WRITTEN = ["半\ufffd个", None, "😀"]


def texts(column):
    """Return the texts of a column, None for what is missing in any library."""
    return [text if isinstance(text, str) else None for text in column]


@pytest.mark.parametrize("library", ["pandas", "polars", "pyarrow"])
def test_half_of_a_pair_is_a_broken_character_beside_a_key(library):
    key = nw.new_series("id", [1, 2, 3], backend=library)
    table = nw.from_native(frames.beside(key, {"text": TEXTS, "n": np.arange(3)}))
    assert texts(table["text"].to_list()) == WRITTEN
    assert table["n"].to_list() == [0, 1, 2]


def test_half_of_a_pair_is_a_broken_character_without_a_key():
    table = frames.alone({"text": TEXTS, "n": np.arange(3)})
    assert texts(table["text"]) == WRITTEN
    assert table["n"].tolist() == [0, 1, 2]


def test_a_text_keeps_its_length():
    [text] = frames.whole_characters(["a\ud800\udc00b\udfff"])
    assert text == "a\ufffd\ufffdb\ufffd"
