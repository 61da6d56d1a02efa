"""One verdict: the figures, the interval, the test and the words of a result say the same."""

import numpy as np
import pandas as pd
import pytest

from vocvalue import survey

SEGMENTS = {"nps": ([3, 8, 10], None), "two": ([3, 10], None), "team": (["a", "b", "c"], "team")}


def simulated(seed, kind, weighted):
    """Return answers whose segments differ a little, more or not at all, and how to cross them."""
    rng = np.random.default_rng(seed)
    labels, by = SEGMENTS[kind]
    place = rng.integers(0, len(labels), 150)
    effect = rng.choice([-0.15, 0.0, 0.15])
    left = rng.random(150) < 0.4 - effect * place
    table = pd.DataFrame(
        {
            "customer_id": np.arange(150),
            "score" if by is None else by: np.array(labels)[place],
            "left": left.astype(int),
            "spend": rng.gamma(1.0, 100.0 * (1 + 2 * effect * place)),
            "w": rng.uniform(0.5, 2.0, 150),
        }
    )
    asked = {} if by is None else {"by": by}
    return table, asked | ({"weights": "w"} if weighted else {})


@pytest.mark.parametrize("kind", SEGMENTS)
@pytest.mark.parametrize("weighted", [False, True])
def test_a_crossing_says_one_thing(kind, weighted):
    for seed in range(12):
        table, asked = simulated(seed, kind, weighted)
        for outcome in ({"churned": "left"}, {"revenue": "spend"}):
            agree(survey.cross_analysis(table, **outcome, **asked))


def agree(table):
    metric, said = table.main, table.statement()
    gap = metric.gap(*table.compared(metric))
    is_clear = gap.lower > 0 or gap.upper < 0
    assert (metric.verdict in {"link found", "reversed link"}) == (metric.omnibus_p < 0.05)
    assert ("No link found" in said) == (metric.verdict == "no link found")
    assert ("未发现关联" in table.statement("zh")) == (metric.verdict == "no link found")
    assert ("may still be 0" in said) == (metric.verdict == "link found" and not is_clear)
    assert ("Tested together" in said) == (metric.verdict == "no link found" and is_clear)
    if len(table.segments) == 2:
        assert is_clear == (metric.omnibus_p < 0.05)
    if metric.verdict == "reversed link":
        worse = "leave more often" if metric.name == "churn" else "bring in less"
        assert is_clear
        assert worse in said
    if metric.is_money:
        assert "percentage points" not in said
    else:
        assert "bring" not in said
    gaps = table.gaps().query("quantity == 'gap'")
    clear = (gaps["lower"] > 0) | (gaps["upper"] < 0)
    assert (clear == (gaps["p_value"] < 0.05)).all()
    assert (gaps["p_value_holm"] >= gaps["p_value"]).all()


def test_a_conversion_says_what_its_interval_does():
    for seed in range(12):
        table, _ = simulated(seed, "nps", weighted=False)
        found = survey.cross_analysis(table, revenue="spend")
        move = found.conversion_value("detractor", "promoter", 0.1)
        holds_zero = move.money.lower <= 0 <= move.money.upper
        doubted = "Do not use this figure for planning" in move.statement()
        assert doubted == (found.main.verdict != "link found")
        assert ("The interval includes 0" in move.statement()) == (holds_zero and not doubted)


def test_a_trend_says_what_its_test_does():
    for seed in range(12):
        rng = np.random.default_rng(seed)
        month = np.repeat([1, 2, 3], 60)
        score = np.clip(rng.integers(0, 11, 180) + (seed % 3) * month, 0, 10)
        times = pd.to_datetime([f"2024-0{m}-15" for m in month])
        found = survey.trend(pd.DataFrame({"timestamp": times, "score": score}))
        assert found.shown == (found.p_value < 0.05)
        assert ("differ by more than chance" in found.statement()) == found.shown
        assert ("差异超出随机波动" in found.statement("zh")) == found.shown


def test_drivers_say_what_their_test_does():
    for seed in range(8):
        rng = np.random.default_rng(seed)
        table = pd.DataFrame(rng.integers(1, 6, (60, 2)), columns=["service", "price"])
        table["score"] = rng.normal(0, 2, 60) + (seed % 2) * table["service"]
        found = survey.drivers(table, ratings=["service", "price"], n_resamples=100)
        linked = found.of("score").p_value < 0.05
        assert found.of("score").is_linked == linked
        assert ("No link with the score was found" in found.statement()) == (not linked)
        assert ("未发现" in found.statement("zh")) == (not linked)
