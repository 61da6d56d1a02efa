"""How often the polarity of a clause is right, on clauses that were labelled.

`python -m benchmarks.clause_polarity FILE --split held_out` reads a CSV file with the columns
`split`, `language`, `clause` and `polarity` ("complaint", "praise" or "neutral") and prints, by
language, the accuracy beside that of always saying what is most frequent. No clause is printed.
"""

import argparse
from pathlib import Path

import pandas as pd

from vocvalue.signals.matching.normal import normalise
from vocvalue.signals.matching.polarity import shipped
from vocvalue.signals.topics.clause_polarity import polarity_of
from vocvalue.stats.proportions import wilson


def measured(clauses: pd.DataFrame) -> str:
    """Return a row of the table for some clauses."""
    words = [shipped().of_words(normalise(it).text) for it in clauses["clause"]]
    said = [polarity_of(total or 0) for total in words]
    is_right = clauses["polarity"].to_numpy() == said
    most = int(clauses["polarity"].value_counts().iloc[0])
    told = pd.Series(said, index=clauses.index) != "neutral"
    cells = [
        _share(int(is_right.sum()), len(clauses)),
        _share(most, len(clauses)),
        _share(int((is_right & told).sum()), int(told.sum())),
        f"{told.mean():.1%}",
    ]
    return " | ".join(cells)


def _share(n: int, of: int) -> str:
    low, high = wilson(n, of, 0.95)
    share = n / of if of else float("nan")
    return f"{share:.1%} ({n}/{of}; {float(low):.1%} to {float(high):.1%})"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--split", default="development")
    asked = parser.parse_args()
    table = pd.read_csv(asked.file)
    table = table[table["split"] == asked.split]
    print("| language | accuracy | majority | accuracy where not neutral | not neutral |")
    print("|---|---|---|---|---|")
    for language, clauses in [*table.groupby("language"), ("all", table)]:
        print(f"| {language} | {measured(clauses)} |")


if __name__ == "__main__":
    main()
