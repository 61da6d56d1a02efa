"""Whether whole texts praise or complain: words and a fitted model beside the majority.

`python -m benchmarks.text_polarity --shop FILE --take-away FILE` reads the files of
`benchmarks.signals_evaluation`. The model is fitted on four tenths of the take-away reviews. All is
measured on four other tenths, at home, and on four tenths of the shop reviews, away. Words tell
nothing of a text that holds none, or as many of both; the last column is how many they tell.
"""

import argparse
from collections.abc import Sequence

import pandas as pd

import vocvalue as vv
from benchmarks.signals_evaluation import share
from benchmarks.signals_texts import texts
from vocvalue.signals.matching.normal import normalise
from vocvalue.signals.matching.polarity import shipped

FITTED, MEASURED = range(4), range(6, 10)


def tenths(reviews: pd.DataFrame, which: Sequence[int]) -> pd.DataFrame:
    """Return the rows of some tenths of the files, each text once."""
    number = reviews["row"].where(reviews["file"] != "shop", reviews["row"] // 2)
    return reviews[(number % 10).isin(which)].drop_duplicates("text")


def measured(reviews: pd.DataFrame, model: "vv.signals.PolarityModel") -> list[str]:
    """Return the cells of a row of the table."""
    words = [shipped().of_words(normalise(text).text) or 0 for text in reviews["text"]]
    told = pd.Series(words, index=reviews.index)
    tells, praises = told != 0, reviews["label"] == 1
    by_model = pd.Series(model.praise(reviews["text"].tolist()) >= 0.5, index=reviews.index)
    majority = max(int(praises.sum()), int((~praises).sum()))
    return [
        share(majority, len(reviews)),
        share(int(((told > 0) == praises)[tells].sum()), int(tells.sum())),
        share(int((by_model == praises).sum()), len(reviews)),
        f"{tells.mean():.1%}",
    ]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shop", required=True)
    parser.add_argument("--take-away", required=True)
    asked = parser.parse_args()
    reviews = texts(asked.shop, asked.take_away)
    files = {name: reviews[reviews["file"] == name] for name in ("take-away", "shop")}
    home = tenths(files["take-away"], FITTED).rename(columns={"label": "score"})
    model = vv.signals.fit_polarity(home[["text", "score"]])
    print(
        "| reviews | majority | words, if they tell | fitted | words tell |\n|---|---|---|---|---|"
    )
    for name, rows in files.items():
        print("|", " | ".join([name, *measured(tenths(rows, MEASURED), model)]), "|")


if __name__ == "__main__":
    main()
