import pytest

from vocvalue.report.document import Column, Grid

COLUMNS = (Column("Segment"), Column("Value", "money"))


def test_a_row_with_a_cell_too_few_is_refused():
    with pytest.raises(ValueError, match="a row of 1 cells in a table of 2 columns"):
        Grid(caption="Worth", columns=COLUMNS, rows=[("promoter",)])


def test_a_table_may_be_empty():
    assert not Grid(caption="Worth", columns=COLUMNS, rows=[]).rows
