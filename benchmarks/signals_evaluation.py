"""How often signals in real Chinese reviews are right, and how many are found.

`python -m benchmarks.signals_evaluation --shop FILE --take-away FILE` reads two public data sets of
reviews, `online_shopping_10_cats` (Parquet with the columns row, label, review) and `waimai_10k`
(CSV with label, review), both of ChineseNlpCorpus, and prints a Markdown table. The labels stand in
`benchmarks/labels/reviews_zh.csv`, by file and row and without the texts:

- `sample` 2 and 3 were drawn at random and labelled once, by readers who did not know the rules,
  after the rules that they measure were fixed. Sample 2 measures leads, sample 3 churn alerts, as
  rules of alerts were mended between the two. (Sample 1 was spent on mending, and is not here.)
  Their faults have been read since and mended, so that the table shows how well the rules fit these
  rows; what they did while the rows were fresh stands in docs/methods/purchase_signals.md.
- `drawn_as` says why a row is there: a "lead" or an "alert" of the rules, a row of a wide "net"
  of words about buying again without a signal, or any row at "random".
- A row with no signal has no kind. What could not be decided is "unclear", and counts as wrong.
"""

import argparse
from pathlib import Path

import duckdb
import pandas as pd

import vocvalue as vv
from vocvalue.stats.proportions import wilson

LABELS = Path(__file__).parent / "labels" / "reviews_zh.csv"
# How many rows were to be drawn from, by sample: leads, alerts, and netted rows without a signal.
DRAWN_FROM = {2: {"lead": 323, "alert": 549, "net": 615}, 3: {"lead": 79, "alert": 321, "net": 281}}
LEADS, ALERTS = ("positive", "conditional"), ("negative", "switch")


def texts(shop: str, take_away: str) -> pd.DataFrame:
    """Return the texts of both files with their row and their label, 1 for praise."""
    one = duckdb.sql(f"select row, label, review as text from '{shop}'").df().assign(file="shop")
    other = pd.read_csv(take_away).rename(columns={"review": "text"})
    other = other.assign(row=range(len(other)), file="take-away")
    return pd.concat([one, other], ignore_index=True)[["file", "row", "label", "text"]]


def read(labels: pd.DataFrame, reviews: pd.DataFrame, *, scored: bool) -> pd.DataFrame:
    """Return each labelled row once, with what the rules and what the readers say of it."""
    rows = labels.drop_duplicates(["file", "row"]).merge(reviews, on=["file", "row"], how="left")
    missing = int(rows["text"].isna().sum())
    if missing:
        raise SystemExit(f"{missing:,} labelled rows are not in these files.")
    table = rows[["text"]].assign(score=rows["label"]) if scored else rows[["text"]]
    found = vv.signals.find(table).to_frame()
    is_lead = (found["kind"] == "repurchase") & found["status"].isin(LEADS)
    said = labels.set_index(["file", "row"])
    index = pd.MultiIndex.from_frame(rows[["file", "row"]])
    truth = {
        "true_lead": (said["kind"] == "repurchase") & said["status"].isin(LEADS),
        "true_alert": said["status"].isin(ALERTS),
    }
    by_row = {name: it.groupby(level=[0, 1]).any().reindex(index) for name, it in truth.items()}
    return rows.assign(
        lead=rows.index.isin(found["row"][is_lead & (found["gate"] != "held")]),
        alert=rows.index.isin(found["row"][found["status"].isin(ALERTS)]),
        **{name: it.to_numpy() for name, it in by_row.items()},
    )


def precision(rows: pd.DataFrame, what: str) -> str:
    """Return how many of the rows drawn as leads or alerts, and still found, are right."""
    drawn = rows[rows["drawn_as"].str.contains(what) & rows[what]]
    return share(int(drawn[f"true_{what}"].sum()), len(drawn))


def recall(rows: pd.DataFrame, what: str, sizes: dict[str, int]) -> str:
    """Return the share that is found, each stratum counted as large as it was."""
    drawn, net = (rows[rows["drawn_as"].str.contains(it)] for it in (what, "net"))
    scale, scale_net = sizes[what] / len(drawn), sizes["net"] / len(net)
    true, true_net = f"true_{what}", net[f"true_{what}"]
    found = scale * (drawn[what] & drawn[true]).sum() + scale_net * (net[what] & true_net).sum()
    every = scale * drawn[true].sum() + scale_net * true_net.sum()
    return f"{found / every:.1%}"


def share(n: int, of: int) -> str:
    """Return a share with Wilson's interval."""
    low, high = wilson(n, of, 0.95)
    return f"{n / of:.1%} ({n}/{of}; {float(low):.1%} to {float(high):.1%})"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shop", required=True)
    parser.add_argument("--take-away", required=True)
    asked = parser.parse_args()
    labels = pd.read_csv(LABELS)
    reviews = texts(asked.shop, asked.take_away)
    print("| signals | gate | precision | recall |\n|---|---|---|---|")
    for what, sample in (("lead", 2), ("alert", 3)):
        rows = labels[labels["sample"] == sample]
        for scored in (True, False):
            seen = read(rows, reviews, scored=scored)
            gate = "label of the review" if scored else "words of praise and complaint"
            of_both = precision(seen, what), recall(seen, what, DRAWN_FROM[sample])
            print("|", " | ".join([f"{what}s", gate, *of_both]), "|")


if __name__ == "__main__":
    main()
