"""A table as a file of each kind, and ids as customers have them: what tests of files share."""

import csv
import gzip
import io

import duckdb
import ibis
import polars as pl
from hypothesis import strategies as st

ODD = ["#1", "a;b", 'say "x"', '"', "'", "\\", "a,b", "a\nb", "a\r\nb", " x", "x ", "客户", "é😀",
       "N A", "nulls", "Nones", "007", "7", "1e3", "-", "true", "2024-01-01", "=1"]  # fmt: skip
IDS = st.sampled_from(ODD) | st.text("#;\"'\\,\n 0a客", min_size=1, max_size=4).filter(str.strip)


def as_text(frame):
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(frame.columns)
    texts = frame.astype(str)
    for name in frame.select_dtypes("datetime"):
        texts[name] = texts[name].mask(frame[name].isna(), "")
    writer.writerows(texts.to_numpy().tolist())
    return text.getvalue().encode()


def as_file(frame, folder, name):
    text = as_text(frame)
    path = folder / name
    path.write_bytes(gzip.compress(text) if name.endswith(".gz") else text)
    return path


def as_parquet(frame, folder, name):
    pl.from_pandas(frame).write_parquet(folder / name)
    return folder / name


def forms(folder, **frames):
    """Return each form of some tables, those of DuckDB of one connection."""
    connection = duckdb.connect()
    return {
        "csv": {k: as_file(f, folder, f"{k}.csv") for k, f in frames.items()},
        "gzip": {k: as_file(f, folder, f"{k}.csv.gz") for k, f in frames.items()},
        "parquet": {k: as_parquet(f, folder, f"{k}.parquet") for k, f in frames.items()},
        "duckdb": {k: connection.from_df(f) for k, f in frames.items()},
        "ibis": {k: ibis.memtable(f) for k, f in frames.items()},
    }
