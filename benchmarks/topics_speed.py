"""What it costs to find mentions of topics: many phrases on many short reviews, on one core.

`python -m benchmarks.topics_speed` prints a Markdown table for texts that are put together at
random; `--texts FILE` reads a file, one text a line, and repeats it. `--memory ROWS` writes a
Parquet file of as many rows, reads it, and prints the largest resident memory.
"""

import argparse
import random
import resource
import tempfile
import time
from pathlib import Path

import duckdb

import vocvalue as vv
from benchmarks.signals_speed import generated, repeated

ROWS, PHRASES, PER_TOPIC, SEED = 1_000_000, 3_000, 30, 1
LENGTHS, SAMPLE = (3, 4, 5), 5_000


def phrases_of(texts: list[str], n: int) -> list[str]:
    """Return as many different phrases: pieces of texts, about one a text, others of none."""
    rng = random.Random(SEED)
    sample = "\n".join(texts[:SAMPLE])
    phrases: dict[str, None] = {}
    hits = 0
    while len(phrases) < n // 2 and hits < SAMPLE:
        length = rng.choice(LENGTHS)
        start = rng.randrange(len(sample) - length)
        piece = sample[start : start + length]
        if piece.isalnum() and piece not in phrases:
            phrases[piece] = None
            hits += sample.count(piece)
    while len(phrases) < n:
        letters = [chr(rng.randrange(0x4E00, 0x9FA5)) for _ in range(rng.choice(LENGTHS))]
        phrases["".join(letters)] = None
    return list(phrases)


def topics_of(phrases: list[str]) -> dict[str, list[str]]:
    """Return topics of some phrases each."""
    return {
        f"topic {first // PER_TOPIC}": phrases[first : first + PER_TOPIC]
        for first in range(0, len(phrases), PER_TOPIC)
    }


def measured(texts: list[str], n: int) -> str:
    """Return a row of the table: seconds of the processor and by the clock, and the mentions."""
    topics = topics_of(phrases_of(texts[:100_000], n))
    vv.signals.mentions(texts[:1000], topics)
    start, by_clock = time.process_time(), time.perf_counter()
    found = vv.signals.mentions(texts, topics)
    seconds, by_clock = time.process_time() - start, time.perf_counter() - by_clock
    length = sum(map(len, texts)) / len(texts)
    return (
        f"| {n:,} | {len(texts):,} | {length:.0f} | {seconds:.1f} | {by_clock:.1f} | {found.n:,} | "
        f"{found.coverage.value:.0%} |"
    )


def memory(rows: int) -> str:
    """Return the largest resident memory before and after reading a file of as many rows."""
    texts = generated(100_000)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "comments.parquet"
        with duckdb.connect() as connection:
            connection.execute("CREATE TABLE texts (number BIGINT, text VARCHAR)")
            connection.executemany(
                "INSERT INTO texts VALUES (?, ?)", list(enumerate(texts[:20_000]))
            )
            connection.execute(
                "COPY (SELECT r.range AS customer_id, TIMESTAMP '2024-01-01' + "
                "INTERVAL (r.range % 31536000) SECOND AS timestamp, md5(r.range::VARCHAR) || "
                f"text AS text FROM range({rows}) r JOIN texts ON number = r.range % 20000) "
                f"TO '{path}' (FORMAT parquet)"
            )
        size = path.stat().st_size / 1e6
        before = _peak()
        # One topic in about one text of twenty, so that what is measured is the reading.
        found = vv.signals.mentions(str(path), {"phone": ["电话打不通"]})
    return (
        f"{rows:,} rows, {size:,.0f} MB: {found.n:,} mentions; largest resident memory "
        f"{before:,.0f} MB before reading, {_peak():,.0f} MB after"
    )


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """Print the table, or the memory."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--texts", type=Path, help="a file with one text a line")
    parser.add_argument("--rows", type=int, default=ROWS)
    parser.add_argument("--memory", type=int, metavar="ROWS")
    asked = parser.parse_args()
    if asked.memory:
        print(memory(asked.memory))
        return
    texts = repeated(asked.texts, asked.rows) if asked.texts else generated(asked.rows)
    print(
        "| phrases | texts | characters | seconds of the processor | by the clock | mentions | "
        "texts with a mention |"
    )
    print("|---|---|---|---|---|---|---|")
    for n in (200, PHRASES):
        print(measured(texts, n))


if __name__ == "__main__":
    main()
