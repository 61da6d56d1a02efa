"""What moved the health of accounts: by hand, and in parts that sum to the change."""

import numpy as np
import pandas as pd
import pytest
from accounts_by_hand import accounts, answers, billing, usage

import vocvalue as vv
from vocvalue.errors import DataError, ParameterError
from vocvalue.health.moved.parts import LOST, NEW, OTHERS, WEIGHTS

BEFORE, AFTER = "2025-03-31", "2025-06-30"


def scores(book, *, before=None, after=None, **tables):
    return (
        vv.health.score(book, at=BEFORE, **tables, **(before or {})),
        vv.health.score(book, at=AFTER, **tables, **(after or {})),
    )


def nonzero(parts):
    return {name: points for name, points in parts.items() if abs(points) > 1e-12}


def test_a_measure_contributes_its_points_times_its_weight():
    table = usage(A=[100] * 21 + [80] * 3)
    moved = vv.health.changes(*scores(accounts("A"), usage=table))
    trend = -50 * np.log(1 / 0.8) / np.log(2.5)
    level = -50 * 0.2 / 0.75
    assert nonzero(moved.of("A")) == pytest.approx({"usage_trend": trend, "usage_level": level})
    assert moved.change == pytest.approx([trend + level])


def test_what_is_newly_known_or_no_longer_is_a_part_of_its_own():
    said = answers(("A", 1, "2025-03-01", 2), ("B", 2, "2025-06-01", 2))
    paid = billing(("A", "2025-03-15", "2025-03-15", 1.0), ("B", "2025-03-15", "2025-03-15", 1.0))
    later = paid.assign(due=pd.Timestamp("2025-06-15"), paid=pd.Timestamp("2025-06-15"))
    tables = {"responses": said, "billing": pd.concat([paid, later]), "window": "3 months"}
    moved = vv.health.changes(*scores(accounts("A", "B"), **tables))
    # A pays 100 and said 20, then nothing; B the other way round
    assert nonzero(moved.of("A")) == pytest.approx({LOST: 40.0})
    assert nonzero(moved.of("B")) == pytest.approx({NEW: -40.0})


def test_nothing_in_common_is_newly_known():
    said = answers(("A", 1, "2025-03-01", 2))
    paid = billing(("A", "2025-06-15", "2025-06-15", 1.0))
    moved = vv.health.changes(
        *scores(accounts("A"), responses=said, billing=paid, window="3 months")
    )
    assert nonzero(moved.of("A")) == pytest.approx({NEW: 80.0})


def test_weights_that_changed_are_a_part_of_their_own():
    said = answers(("A", 1, "2025-03-01", 2))
    paid = billing(("A", "2025-03-15", "2025-03-15", 1.0))
    asked = {
        "before": {"weights": {"says": 1, "pays": 1}},
        "after": {"weights": {"says": 1, "pays": 3}},
    }
    moved = vv.health.changes(*scores(accounts("A"), responses=said, billing=paid, **asked))
    # 60 before, (20 + 3 * 100) / 4 = 80 after
    assert nonzero(moved.of("A")) == pytest.approx({WEIGHTS: 20.0})


def test_what_others_answer_moves_those_of_whom_few_answer():
    rows = [("A", 1, "2025-03-01", 1), ("A", 2, "2025-03-01", 3)]
    rows += [("B", 3, "2025-03-01", 5), ("B", 4, "2025-03-01", 7)]
    rows += [("B", 3, "2025-06-01", 8), ("B", 4, "2025-06-01", 10)]
    before, after = scores(accounts("A", "B"), responses=answers(*rows))
    moved = vv.health.changes(before, after)
    # between groups 7, then (49 - 2) / 2 = 23.5; means 4 and 5.5
    first, last = 2 / (2 + 2 / 7), 2 / (2 + 2 / 23.5)
    drawn = 10 * ((last * 2 + (1 - last) * 5.5) - (first * 2 + (1 - first) * 4))
    assert nonzero(moved.of("A")) == pytest.approx({OTHERS: drawn})
    own = 10 * 3 * (first + last) / 2
    assert moved.of("B")["answers"] == pytest.approx(own)
    assert moved.of("B")["answers"] + moved.of("B")[OTHERS] == pytest.approx(moved.change[1])


def random_tables(n, seed):
    """Return tables with gaps of all kinds, so that much is known on one day only."""
    random = np.random.default_rng(seed)
    ids = np.array([f"A{i}" for i in range(n)])
    months = pd.date_range("2023-01-01", AFTER, freq="MS")
    used = pd.DataFrame(
        {"account_id": np.repeat(ids, len(months)), "timestamp": np.tile(months, n)}
    )
    used = used.assign(
        usage=random.gamma(2.0, 20.0, len(used)).round(),
        users=random.integers(0, 9, len(used)),
        seats=8,
        features=random.integers(0, 9, len(used)),
    )
    k = 3 * n
    days = pd.Timestamp("2024-01-01") + pd.to_timedelta(random.integers(0, 540, k), "D")
    said = pd.DataFrame({"account_id": random.choice(ids, k), "timestamp": days})
    said = said.assign(customer_id=random.integers(0, n, k), score=random.integers(0, 11, k))
    due = pd.Timestamp("2023-01-01") + pd.to_timedelta(random.integers(0, 900, 4 * k), "D")
    paid = due + pd.to_timedelta(random.integers(-9, 60, 4 * k), "D")
    bills = pd.DataFrame({"account_id": random.choice(ids, 4 * k), "due": due, "paid": paid})
    bills = bills.assign(amount=random.gamma(2.0, 50.0, 4 * k).round(2), kind="renewal")
    keep = random.random(len(used)) < 0.8
    book = accounts(*ids, revenue=random.gamma(1.0, 1000.0, n).round())
    return book, {"responses": said, "usage": used[keep], "billing": bills}


@pytest.mark.parametrize("gaps", ["zero", "unknown"])
def test_the_parts_sum_to_the_change_of_every_account_and_of_the_book(gaps):
    book, tables = random_tables(120, seed=4)
    weights = {"before": {"weights": {"says": 2, "does": 1, "pays": 1}}}
    before, after = scores(book, **tables, **weights, window="4 months", gaps=gaps)
    moved = vv.health.changes(before, after)
    total = np.sum(list(moved.parts.values()), axis=0)
    assert np.abs(total - moved.change).max() < 1e-9
    assert sum(moved.book.values()) == pytest.approx(moved.book_after - moved.book_before, abs=1e-9)
    revenue = moved.revenue / moved.revenue.sum()
    assert moved.book_after == pytest.approx(revenue @ moved.after)
    assert {LOST, NEW, OTHERS, WEIGHTS} <= set(
        nonzero({k: np.abs(v).max() for k, v in moved.parts.items()})
    )


def test_accounts_of_one_day_only_are_counted():
    book = accounts("A", "B", "C")
    said = answers(("A", 1, "2025-03-01", 2), ("B", 2, "2025-06-01", 2), ("C", 3, "2025-02-01", 2))
    before, after = scores(book, responses=said, window="4 months")
    moved = vv.health.changes(before, after)
    assert moved.account_id.to_list() == ["A"]
    assert [note.count for note in moved.notes] == [1, 1]
    with pytest.raises(ParameterError, match="no score on both days"):
        moved.of("B")
    with pytest.raises(DataError, match="no account has a score on both days"):
        vv.health.changes(*scores(book, responses=said.iloc[1:], window="3 months"))


def test_bands_that_were_crossed_are_counted_with_their_revenue():
    rows = [("A", 1, "2025-03-01", 9), ("A", 1, "2025-06-01", 1), ("B", 2, "2025-03-01", 1)]
    rows.append(("B", 2, "2025-06-01", 9))
    before, after = scores(
        accounts("A", "B", revenue=[300.0, 100.0]), responses=answers(*rows), currency="CNY"
    )
    moved = vv.health.changes(before, after)
    assert moved.has_fallen.tolist() == [True, False]
    assert moved.has_recovered.tolist() == [False, True]
    assert (moved.book_before, moved.book_after) == pytest.approx((70.0, 30.0))
    assert "Newly at risk: 1 account (CNY 300 a year)" in moved.statement()
    assert "新进入高风险：1 家客户（年收入 300 元）" in moved.statement("zh")


def test_results_that_are_not_alike_are_refused():
    tables = {"responses": answers(("A", 1, "2025-03-01", 2))}
    book = accounts("A")
    before, after = scores(book, **tables)
    with pytest.raises(ParameterError, match="must be the earlier one"):
        vv.health.changes(after, before)
    other = vv.health.score(book, at=AFTER, scales={"answers": (0, 9)}, **tables)
    with pytest.raises(ParameterError, match="scales of 'answers' differ"):
        vv.health.changes(before, other)
    other = vv.health.score(book, at=AFTER, bands=(30, 70), **tables)
    with pytest.raises(ParameterError, match="bands"):
        vv.health.changes(before, other)
    first = vv.health.score(book, at=BEFORE, currency="CNY", **tables)
    other = vv.health.score(book, at=AFTER, currency="EUR", **tables)
    with pytest.raises(ParameterError, match="CNY and the second in EUR"):
        vv.health.changes(first, other)


def test_the_picture_of_one_account_ends_at_its_score():
    table = usage(A=[100] * 21 + [80] * 3, B=[100] * 24)
    moved = vv.health.changes(*scores(accounts("A", "B"), usage=table))
    ax = vv.health.plots.health_waterfall(moved, account="A")
    [ends] = [line for line in ax.get_lines() if line.get_marker() == "D"]
    assert ends.get_xdata() == pytest.approx([moved.before[0], moved.after[0]])
    steps = sum(bar.get_width() for bar in ax.patches)
    assert steps == pytest.approx(moved.change[0])
