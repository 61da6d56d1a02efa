"""The number of answers does what it is meant for, by simulation."""

import numpy as np
import pytest

from vocvalue import survey
from vocvalue.errors import ParameterError

SHARES = (0.2, 0.3, 0.5)


def test_as_many_answers_have_the_margin_of_error():
    n = survey.sample_size(shares=SHARES, margin_of_error=5).answers
    counts = np.random.default_rng(1).multinomial(n, SHARES, 40_000)
    nps = 100 * (counts[:, 2] - counts[:, 0]) / n
    assert np.mean(np.abs(nps - 30) <= 5) == pytest.approx(0.95, abs=0.006)


def test_as_many_answers_find_the_change():
    n = survey.sample_size(shares=SHARES, change=8, power=0.8).answers
    rng = np.random.default_rng(2)
    nets, variances = [], []
    for shares in (SHARES, (0.16, 0.30, 0.54)):
        share = rng.multinomial(n, shares, 40_000) / n
        net = share[:, 2] - share[:, 0]
        nets.append(net)
        variances.append((share[:, 2] + share[:, 0] - net**2) / n)
    z = (nets[1] - nets[0]) / np.sqrt(variances[0] + variances[1])
    assert np.mean(z > 1.959964) == pytest.approx(0.8, abs=0.03)


def test_invitations_follow_from_the_response_rate():
    found = survey.sample_size(shares=SHARES, margin_of_error=5, response_rate=0.25)
    assert found.invitations == 4 * found.answers
    assert found.to_frame()["answers"].item() == found.answers
    assert f"{found.answers:,}" in found.statement()
    assert f"{found.answers:,}" in found.statement("zh")
    assert "assumed NPS" in found.summary()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"shares": SHARES}, "either margin_of_error or change"),
        ({"shares": SHARES, "margin_of_error": 5, "change": 5}, "not both"),
        ({"shares": (0.5, 0.3, 0.5), "change": 5}, "add up to 1"),
        ({"shares": (1.0, 0.0, 0.0), "change": 5}, "all responses in one band"),
        ({"shares": SHARES, "change": -5}, "change == -5"),
        ({"shares": SHARES, "change": 5, "response_rate": 20}, "response_rate == 20"),
    ],
)
def test_bad_arguments_are_refused(arguments, message):
    with pytest.raises(ParameterError, match=message):
        survey.sample_size(**arguments)
