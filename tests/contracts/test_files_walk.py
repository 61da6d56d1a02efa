"""Every public function that takes a table gives of its files what it gives of its frames."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from table_arguments import covering
from table_figures import each, figures, on
from table_forms import IDS, ODD, forms

from vocvalue.errors import VocValueError

pytestmark = pytest.mark.filterwarnings("ignore:The 'future.infer_string' option is deprecated")
IS_SLOW = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
SETTINGS = settings(max_examples=3, deadline=None, suppress_health_check=IS_SLOW)
N_PLAIN = 31_000
FIRST = 1001
SOME = st.lists(IDS, min_size=4, max_size=4, unique_by=lambda it: it.strip().lower().lstrip("0"))


def outcome(call, tables, customer):
    """Return the figures of a call, or the error that refuses its tables."""
    more = {"customer": customer} if "customer" in call.asked else {}
    try:
        return figures(call(tables, **more))
    except VocValueError as error:
        return str(error)


def check_alike(call, tables, folder, customer, names):
    expected = outcome(call, tables, customer)
    made = forms(folder, **tables)
    for name in names:
        found = outcome(call, made[name], customer)
        if isinstance(expected, str):
            assert isinstance(found, str), (name, expected)
        else:
            assert not isinstance(found, str), (name, found)
            np.testing.assert_allclose(found, expected, rtol=1e-6, atol=1e-9, err_msg=name)


def named(customer, odd):
    """Return a customer's id as text, some of them odd ones."""
    return odd.get(customer, f"c{customer}")


@pytest.mark.parametrize("call", covering(5), ids=str)
@SETTINGS
@given(odd=SOME, data=st.data())
def test_odd_ids(tmp_path, call, odd, data):
    numbers = [FIRST + 2 * i for i in range(len(odd))]
    ids = dict(zip(numbers, odd, strict=True))
    tables = each(call.clean, on("customer_id", lambda it: it.map(lambda one: named(one, ids))))
    order = data.draw(st.integers(0, 2**32 - 1), label="order")
    shuffled = each(tables, lambda frame: frame.sample(frac=1, random_state=order))
    form = data.draw(st.sampled_from(["csv", "gzip", "parquet", "duckdb", "ibis"]), label="form")
    customer = named(call.asked.get("customer"), ids)
    check_alike(call, shuffled, tmp_path, customer, [form])


def after_many(frame):
    """Return a table whose odd ids come after many plain ones; labels of rows have no ids.

    The plain ones say little, as it is not the reading of texts that is tried.
    """
    if "customer_id" not in frame:
        return frame
    times = -(-N_PLAIN // len(frame))
    plain = frame.assign(text="好的") if "text" in frame else frame
    copies = [
        plain.assign(customer_id=f"p{i}-" + plain["customer_id"].astype(str)) for i in range(times)
    ]
    ids = {FIRST + i: it for i, it in enumerate(ODD)}
    last = frame.assign(customer_id=frame["customer_id"].map(lambda one: named(one, ids)))
    return pd.concat([*copies, last], ignore_index=True)


@pytest.mark.parametrize("call", covering(27), ids=str)
def test_what_is_odd_after_many_plain_rows(call, tmp_path):
    tables = each(call.clean, after_many)
    check_alike(call, tables, tmp_path, named(call.asked.get("customer"), {}), ["csv"])
