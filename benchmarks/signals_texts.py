"""The public texts on which signals were labelled, each with the place by which its label finds it.

Every reader returns the columns file, row, label (a score, where the texts have one) and text; of
chats also the channel, by which the rules read them.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

import duckdb
import pandas as pd

COLUMNS = ["file", "row", "label", "text"]


def texts(shop: str, take_away: str) -> pd.DataFrame:
    """Return `online_shopping_10_cats` and `waimai_10k`; the label is 1 for praise.

    Args:
        shop: Parquet with the columns row, label, review.
        take_away: CSV with label, review.
    """
    one = duckdb.sql(f"select row, label, review as text from '{shop}'").df().assign(file="shop")
    other = _numbered(pd.read_csv(take_away), "take-away", text="review", label="label")
    return pd.concat([one, other], ignore_index=True)[COLUMNS]


def hotels(path: str) -> pd.DataFrame:
    """Return `ChnSentiCorp_htl_all`, a CSV with label, review; the label is 1 for praise."""
    return _numbered(pd.read_csv(path), "hotels", text="review", label="label")


def clothing(path: str) -> pd.DataFrame:
    """Return reviews of clothes, a CSV with Title, Review Text and Rating of 1 to 5."""
    table = pd.read_csv(path)
    title, review = table["Title"].fillna(""), table["Review Text"].fillna("")
    together = (title + ". " + review).str.removeprefix(". ")
    return _numbered(table.assign(text=together), "clothing", text="text", label="Rating")


def restaurants(path: str) -> pd.DataFrame:
    """Return reviews of restaurants, a CSV with Review and Liked, 1 for praise."""
    return _numbered(pd.read_csv(path), "restaurants", text="Review", label="Liked")


def software(path: str) -> pd.DataFrame:
    """Return sentences of forums on software, Parquet of SemEval-2019 task 9 with text."""
    return _numbered(pd.read_parquet(path), "software", text="text", label=None)


def jd(path: str) -> pd.DataFrame:
    """Return turns of the customer service of JD, by session and turn.

    Args:
        path: One turn a line, of columns with tabs between, the session first and the text last.
    """
    lines = Path(path).read_text("utf-8", errors="replace").splitlines()
    cells = [line.split("\t") for line in lines]
    table = pd.DataFrame({"session": [of[0] for of in cells], "text": [of[-1] for of in cells]})
    turn = table.groupby("session").cumcount().astype(str)
    table = table.assign(file="jd", row=table["session"] + "/" + turn, label=None)
    return table[COLUMNS].assign(channel="chat")


def taobao(paths: Sequence[str]) -> pd.DataFrame:
    """Return turns of chats of Taobao shops, by number of the dialogue and turn.

    Args:
        paths: The training, validation and test file: an answer a line, with whether it is the true
            one, the turns before it, and the answer, words apart. Turns that several lines share
            are one dialogue.
    """
    dialogues = dict.fromkeys(turns for path in paths for turns in _turns(path))
    rows = [
        ("taobao", f"{number}/{turn}", None, text)
        for number, turns in enumerate(dialogues)
        for turn, text in enumerate(turns)
    ]
    return pd.DataFrame(rows, columns=COLUMNS).assign(channel="chat")


def _turns(path: str) -> Iterator[tuple[str, ...]]:
    for line in Path(path).read_text("utf-8", errors="replace").splitlines():
        yield tuple(text.replace(" ", "") for text in line.split("\t")[1:-1])


def _numbered(table: pd.DataFrame, file: str, *, text: str, label: str | None) -> pd.DataFrame:
    """Return texts numbered as they stand in their file, from 0."""
    scores = None if label is None else table[label]
    return pd.DataFrame(
        {"file": file, "row": range(len(table)), "label": scores, "text": table[text]}
    )
