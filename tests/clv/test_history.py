import numpy as np

from vocvalue.clv.history import Histories
from vocvalue.clv.rfm_summary import Rfm

RFM = Rfm.from_arrays(
    [2, 0, 2, 0, 1, 2], [3.0, 0, 3.0, 0, 4.0, 5.0], [9.0, 9, 9.0, 9, 9.0, 9.0], unit="day"
)


def rows(histories):
    columns = (histories.frequency, histories.recency, histories.T, histories.count)
    return sorted(zip(*(column.tolist() for column in columns), strict=True))


def test_customers_are_grouped_to_distinct_histories():
    assert rows(Histories.of(RFM)) == [(0, 0, 9, 2), (1, 4, 9, 1), (2, 3, 9, 2), (2, 5, 9, 1)]
    assert Histories.of(RFM).n_customers == 6


def test_ungrouped_keeps_a_row_for_each_customer():
    assert Histories.ungrouped(RFM).count.tolist() == [1] * 6


def test_exceeding_counts_customers_with_more_than_j_purchases():
    assert Histories.of(RFM).exceeding.tolist() == [4, 3]
    nobody = Rfm.from_arrays([0, 0], [0, 0], [1, 2], unit="day")
    assert Histories.of(nobody).exceeding.tolist() == []


def test_customers_and_purchases_on_each_age():
    rfm = Rfm.from_arrays([2, 0, 1], [3.0, 0, 4.0], [9.0, 7.0, 9.0], unit="day")
    T, customers, purchases = Histories.of(rfm).by_T
    assert sorted(zip(T, customers, purchases, strict=True)) == [(7, 1, 0), (9, 2, 3)]


def test_blocks_hold_every_row_once():
    histories = Histories.of(RFM)
    blocks = list(histories.blocks(3))
    assert [len(block.count) for block in blocks] == [3, 1]
    assert np.concatenate([block.recency for block in blocks]).tolist() == (
        histories.recency.tolist()
    )


def test_where_keeps_the_rows_asked_for():
    histories = Histories.of(RFM)
    assert rows(histories.where(histories.frequency > 1)) == [(2, 3, 9, 2), (2, 5, 9, 1)]
