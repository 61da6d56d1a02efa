"""How much of the labelled texts that are shipped the rules read right.

`python -m benchmarks.signals_gold` prints precision and recall of leads and of churn alerts on the
half of `data/sample/gold` that nobody saw who wrote rules. One text that was seen is left out.
"""

from pathlib import Path

import pandas as pd

import vocvalue as vv
from benchmarks.signals_evaluation import share

FOLDER = Path(__file__).parents[1] / "data" / "sample" / "gold"
SEEN = "zh001"
FIGURES = [f"{name} of {what}" for what in ("leads", "alerts") for name in ("precision", "recall")]


def held_out(name: str) -> pd.DataFrame:
    """Return the labels of a file, with an id for each text."""
    table = pd.read_csv(FOLDER / name, dtype=str)
    table = table[table["split"] == "held_out"]
    if "dialogue" in table:
        return table.assign(id=table["dialogue"] + " " + table["turn"], channel="chat")
    return table[table["id"] != SEEN].rename(columns={"source": "channel"})


def row(name: str) -> str:
    """Return a row of the table."""
    gold = held_out(name)
    texts = gold[["id", "channel", "role", "text"]].drop_duplicates("id")
    card = vv.signals.evaluate(gold, vv.signals.find(texts, customer_id="id"))
    figures = card.figures()
    return " | ".join(share(round(it.value * it.n), it.n) for it in map(figures.get, FIGURES))


def main() -> None:
    """Print the table."""
    print("| | leads: precision | recall | alerts: precision | recall |\n|---|---|---|---|---|")
    for said, name in (("Chinese", "signals_gold_zh"), ("English", "signals_gold_en")):
        print("|", said, "|", row(f"{name}.csv"), "|")
    print("| chats, both |", row("chats_gold.csv"), "|")


if __name__ == "__main__":
    main()
