"""What notebook 4 tells, against the article's phrases and the truth of the simulated shop."""

import pytest
from ran_notebooks import ran


@pytest.fixture(scope="module")
def notebook():
    return ran("04_purchase_signals")


def test_the_articles_phrases_are_found(notebook):
    found = notebook.after("signals-03").found
    assert found.kind.tolist() == ["repurchase"] * 3 + ["upsell"] * 3 + ["cross_sell"]
    assert {*found.status} == {"positive"}
    assert found.product.tolist()[-1] == "滤芯"


def test_fifty_of_eight_hundred_have_wilsons_interval(notebook):
    rate = notebook.after("signals-08").of_800.rate
    assert [rate.value, rate.lower, rate.upper] == pytest.approx([0.0625, 0.0477, 0.0815], abs=5e-5)


def test_rules_miss_more_than_they_get_wrong(notebook):
    seen = notebook.after("signals-14")
    assert seen.right_of_found > 0.85
    assert seen.found_of_announced < seen.right_of_found


def test_leads_are_written_once(notebook):
    seen = notebook.after("signals-19")
    assert (seen.first.n_new, seen.second.n_new) == (seen.leads.n, 0)


def test_what_the_contacts_added_holds_the_truth(notebook):
    seen = notebook.after("signals-25")
    realised = seen.shop.increment(window="60 days").loc["customers", "realised"]
    extra = seen.funnel.figures()["incremental orders"]
    assert extra.lower <= realised <= extra.upper
    assert extra.lower < 0 < extra.upper  # told in the text: not shown
