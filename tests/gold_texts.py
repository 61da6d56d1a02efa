"""The labelled texts that are shipped, and what the shipped rules make of them."""

from functools import cache
from pathlib import Path

import pandas as pd

import vocvalue as vv

FOLDER = Path(__file__).parents[1] / "data" / "sample" / "gold"
LANGUAGES, HALVES = ("zh", "en"), ("development", "held_out")


@cache
def labels(language, half):
    table = pd.read_csv(FOLDER / f"signals_gold_{language}.csv", dtype=str)
    return table[table["split"] == half].rename(columns={"source": "channel"})


@cache
def card(language, half):
    gold = labels(language, half)
    texts = gold[["id", "channel", "role", "text"]].drop_duplicates("id")
    found = vv.signals.find(texts, customer_id="id")
    return vv.signals.evaluate(gold, found, groups=["family"])


def chat_labels(language, half):
    table = pd.read_csv(FOLDER / "chats_gold.csv", dtype=str)
    return table[(table["split"] == half) & (table["language"] == language)]


def chats_texts(language, half):
    return chat_labels(language, half)["text"].tolist()


@cache
def chats(language, half):
    gold = chat_labels(language, half)
    gold = gold.assign(id=gold["dialogue"] + " " + gold["turn"], channel="chat")
    texts = gold[["id", "channel", "role", "text"]].drop_duplicates("id")
    return vv.signals.evaluate(gold, vv.signals.find(texts, customer_id="id"), groups=["language"])
