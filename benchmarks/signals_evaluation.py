"""How often signals in real texts are right, and how many are found.

`python -m benchmarks.signals_evaluation --shop FILE --take-away FILE --hotels FILE ...` reads
public texts, as `benchmarks.signals_texts` says, and prints a Markdown table of what it was given.
The labels stand in `benchmarks/labels`, by file and row (of chats: session and turn), without the
texts:

- `reviews_zh.csv`, `sample` 2 and 3, were drawn at random and labelled once, by readers who did not
  know the rules, after the rules that they measure were fixed. Sample 2 measures leads, sample 3
  churn alerts, as rules of alerts were mended between the two. (Sample 1 was spent on mending, and
  is not here.) Their faults have been read since and mended, so that the table shows how well the
  rules fit these rows; what they did while the rows were fresh stands in
  docs/methods/purchase_signals.md.
- `sample` 4, `hotels_zh.csv`, `english.csv` and `chats.csv` were drawn and labelled likewise with
  the rules as they were then, from texts that nobody had read. No fault in them has been mended.
- `drawn_as` says why a row is there: as a "lead", an "alert", an "upsell" or a "cross_sell" of the
  rules, as a lead that the gate "held", from a wide "net" of words about buying again without a
  signal, or as any row at "random"; after samples 2 and 3 any other row without a signal. "none" is
  either of the last two.
- A row with no signal has no kind. What could not be decided is "unclear", and counts as wrong.
"""

import argparse
from pathlib import Path

import pandas as pd

import vocvalue as vv
from benchmarks import signals_texts
from vocvalue.stats.proportions import wilson

FOLDER = Path(__file__).parent / "labels"
LABELS = FOLDER / "reviews_zh.csv"
# How many rows were to be drawn from, by sample: leads, alerts, and netted rows without a signal.
DRAWN_FROM = {2: {"lead": 323, "alert": 549, "net": 615}, 3: {"lead": 79, "alert": 321, "net": 281}}
DRAWN_FROM_HOTELS = {"lead": 368, "alert": 272, "net": 458}
LEADS, ALERTS = ("positive", "conditional"), ("negative", "switch")
WHATS = ("lead", "alert", "upsell", "cross_sell")
FRESH = {
    "hotels": "hotels_zh.csv",
    "clothing": "english.csv",
    "restaurants": "english.csv",
    "software": "english.csv",
    "jd": "chats.csv",
    "taobao": "chats.csv",
}


def read(labels: pd.DataFrame, reviews: pd.DataFrame, *, scored: bool) -> pd.DataFrame:
    """Return each labelled row once, with what the rules and what the readers say of it.

    Args:
        labels: Labels of one scale of scores.
        reviews: The texts, of chats with a column `channel`.
        scored: Whether the rules see the score of the text.
    """
    rows = labels.drop_duplicates(["file", "row"]).merge(reviews, on=["file", "row"], how="left")
    missing = int(rows["text"].isna().sum())
    if missing:
        raise SystemExit(f"{missing:,} labelled rows are not in these files.")
    table = rows[rows.columns.intersection(["text", "channel"])]
    found = vv.signals.find(table.assign(score=rows["label"]) if scored else table).to_frame()
    found = found[(found["gate"] != "held") | found["status"].isin(ALERTS)]
    said = labels.set_index(["file", "row"])
    index = pd.MultiIndex.from_frame(rows[["file", "row"]])
    truth = {
        f"true_{what}": it.groupby(level=[0, 1]).any().reindex(index).to_numpy()
        for what, it in signalled(said).items()
    }
    by_rules = {what: rows.index.isin(found["row"][it]) for what, it in signalled(found).items()}
    return rows.assign(**by_rules, **truth)


def signalled(table: pd.DataFrame) -> "dict[str, pd.Series[bool]]":
    """Return which rows of kinds and statuses are what rows are drawn as."""
    wants = table["status"].isin(LEADS)
    kinds = {"lead": "repurchase", "upsell": "upsell", "cross_sell": "cross_sell"}
    which = {what: wants & (table["kind"] == kind) for what, kind in kinds.items()}
    return {**which, "alert": table["status"].isin(ALERTS)}


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


def recall_range(rows: pd.DataFrame, what: str, sizes: dict[str, int]) -> str:
    """Return the share that is found, with the ends that few netted rows leave open.

    The ends are those of Wilson for the netted rows that hold one; what is found counts as known.
    """
    drawn, net = (rows[rows["drawn_as"].str.contains(it)] for it in (what, "net"))
    right = sizes[what] * (drawn[what] & drawn[f"true_{what}"]).mean()
    low, high = (float(end) for end in wilson(int(net[f"true_{what}"].sum()), len(net), 0.95))
    ends = [right / (right + sizes["net"] * end) for end in (high, low)]
    return f"{recall(rows, what, sizes)} ({ends[0]:.1%} to {ends[1]:.1%})"


def missed(rows: pd.DataFrame) -> str:
    """Return how many of the rows without a hit hold a lead or an alert all the same."""
    none = rows[rows["drawn_as"].isin(["net", "random", "none"])]
    holds = none[[f"true_{what}" for what in WHATS]].any(axis=1)
    return f"{holds.sum()} of {len(none)} rows without a hit hold a signal"


def share(n: int, of: int) -> str:
    """Return a share with Wilson's interval."""
    low, high = wilson(n, of, 0.95)
    return f"{n / of:.1%} ({n}/{of}; {float(low):.1%} to {float(high):.1%})"


def labels_of(name: str) -> pd.DataFrame:
    """Return the labels of a file of fresh texts; a turn of a chat is a row."""
    table = pd.read_csv(FOLDER / name)
    if "turn" in table:
        table = table.assign(row=table["session"].astype(str) + "/" + table["turn"].astype(str))
    return table


def of_earlier_samples(reviews: pd.DataFrame) -> None:
    """Print what the rules do with rows that were fresh, and have been read since."""
    labels = pd.read_csv(LABELS)
    for what, sample in (("lead", 2), ("alert", 3)):
        rows = labels[labels["sample"] == sample]
        for scored in (True, False):
            seen = read(rows, reviews, scored=scored)
            gate = "label of the review" if scored else "words of praise and complaint"
            found = recall(seen, what, DRAWN_FROM[sample])
            name = f"shop, take-away (sample {sample})"
            _print_row(name, f"{what}s", gate, precision(seen, what), found)


def of_fresh(name: str, labels: pd.DataFrame, texts: pd.DataFrame) -> None:
    """Print what the rules do with rows after which nothing was mended.

    Only of hotels were so many netted rows drawn that they allow an estimate of recall.
    """
    scored = bool(texts["label"].notna().any())
    seen = read(labels, texts, scored=scored)
    for what in WHATS:
        if (seen["drawn_as"].str.contains(what) & seen[what]).any():
            gate = "score of the text" if scored else "words of praise and complaint"
            is_estimated = name == "hotels"
            found = recall_range(seen, what, DRAWN_FROM_HOTELS) if is_estimated else missed(seen)
            _print_row(name, f"{what}s", gate, precision(seen, what), found)


def _print_row(*cells: str) -> None:
    print("|", " | ".join(cells), "|")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("shop", "take-away", *FRESH):
        parser.add_argument(f"--{name}", nargs="+" if name == "taobao" else None)
    asked = parser.parse_args()
    if not any(vars(asked).values()):
        parser.error("name at least one file of texts")
    if (asked.shop is None) != (asked.take_away is None):
        parser.error("--shop and --take-away were drawn from together: name both")
    print("| texts | signals | gate | precision | recall, or what is missed |")
    print("|---|---|---|---|---|")
    if asked.shop:
        reviews, labels = signals_texts.texts(asked.shop, asked.take_away), pd.read_csv(LABELS)
        of_earlier_samples(reviews)
        of_fresh("shop, take-away (sample 4)", labels[labels["sample"] == 4], reviews)
    for name, file in FRESH.items():
        source = getattr(asked, name)
        if source:
            labels = labels_of(file)
            texts = getattr(signals_texts, name)(source)
            of_fresh(name, labels[labels["file"] == name], texts)


if __name__ == "__main__":
    main()
