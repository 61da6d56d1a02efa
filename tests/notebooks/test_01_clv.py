"""What notebook 1 tells, against published estimates and arithmetic by hand."""

import numpy as np
import pytest
from ran_notebooks import ran
from scipy import special


@pytest.fixture(scope="module")
def notebook():
    return ran("01_clv")


def test_the_formulas_give_the_figures_of_the_article(notebook):
    seen = notebook.after("cell-09")
    assert seen.historical.total == 400
    assert seen.simple == 250
    assert round(seen.discounted, 2) == 122.89
    assert seen.several[-1] == pytest.approx(sum(650 / 1.1**year for year in (1, 2, 3, 4)))
    assert all(
        f"| {value} |" in notebook.cells[0].source for value in (400, 250, 122.89, "2,060.41")
    )


def test_the_fit_is_the_published_one(notebook):
    # Fader, Hardie and Lee (2005), table 2 and its log-likelihood.
    fit = notebook.after("cell-16").fit
    published = {"r": 0.243, "alpha": 4.414, "a": 0.793, "b": 2.426}
    assert fit.parameters == pytest.approx(published, abs=0.0006)
    assert round(fit.log_likelihood, 1) == -9582.4
    assert list(published.values()) == shown_as_published(notebook, "cell-16")


def test_the_spend_model_is_the_published_one(notebook):
    # Fader and Hardie (2013), note 25: p, q and gamma.
    parameters = notebook.after("cell-33").spend.parameters
    assert [parameters[name] for name in "pqv"] == pytest.approx([6.25, 3.74, 15.44], abs=0.005)
    assert shown_as_published(notebook, "cell-33") == [6.25, 3.74, 15.44]


def shown_as_published(notebook, cell):
    return [float(line.split()[-1]) for line in notebook.printed[cell].splitlines()[1:]]


def test_the_backtest_predicts_what_the_models_expect(notebook):
    # As lifetimes 0.11.3 predicts for the same customers.
    seen = notebook.after("cell-29")
    assert round(seen.backtest.total_purchases.value, 1) == 1653.4
    assert seen.backtest.actual_purchases == 1_882
    expected = [1653.41, 1576.73, 1665.51]
    assert seen.comparison["predicted"].to_numpy() == pytest.approx(expected, abs=0.02)


def test_both_forecasts_are_explained_where_they_stand(notebook):
    # The curve: equation 9 of Fader, Hardie and Lee (2005), by time since the first purchase.
    seen = notebook.after("cell-26")
    r, alpha, a, b = seen.fit.parameters.values()

    def expected(t):
        hypergeometric = special.hyp2f1(r, b, a + b - 1, t / (alpha + t))
        return (a + b - 1) / (a - 1) * (1 - (alpha / (alpha + t)) ** r * hypergeometric)

    age = seen.known.to_frame()["T"].to_numpy()
    assert round(np.sum(expected(age + 39) - expected(age))) == 1_667
    assert round(seen.backtest.total_purchases.value) == 1_653
    assert "**Why 1,653 above and 1,667 here?**" in notebook.text()


def test_the_total_covers_every_customer(notebook):
    clv = notebook.after("cell-43").clv
    assert clv.total.basis == "margin"
    assert clv.total.lower < clv.total.value < clv.total.upper
    assert clv.rfm.n_customers == len(clv.to_frame()) == 2_357  # customers of the sample


def test_the_cfo_hears_how_far_off_the_check_was(notebook):
    backtest = notebook.after("cell-27").backtest
    too_low = 1 - backtest.total_purchases.value / backtest.actual_purchases
    assert f"predicted {too_low:.0%} fewer purchases" in notebook.text()
