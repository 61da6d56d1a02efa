import json
import warnings

import numpy as np
import pytest

from vocvalue import clv
from vocvalue.errors import DataError, ParameterError

VERSION_1 = '{"format": "vocvalue model", "version": 1, '


@pytest.fixture(scope="module")
def rfm():
    model = clv.ParetoNBD(r=0.55, alpha=10.0, s=0.6, beta=12.0, unit="week")
    drawn = model.simulate(np.full(1_500, 50.0), seed=2)
    spend = clv.GammaGamma(p=6.0, q=4.0, v=15.0).simulate(drawn.frequency, seed=3)
    return clv.Rfm.from_arrays(drawn.frequency, drawn.recency, drawn.T, spend, unit="week")


@pytest.mark.parametrize("model", [clv.BGNBD, clv.MBGNBD, clv.ParetoNBD, clv.GammaGamma])
def test_a_fit_comes_back_from_its_file_as_it_was(model, rfm, tmp_path):
    fit = model.fit(rfm)
    path = fit.save(tmp_path / "fit.json")
    back = clv.load(path)
    assert back.model == fit.model
    assert back.to_dict() == fit.to_dict()
    assert back.standard_errors == pytest.approx(fit.standard_errors, rel=1e-12)
    assert path.stat().st_size < 2_000


def test_a_boundary_fit_keeps_its_words(tmp_path):
    simulated = clv.BGNBD(r=2.0, alpha=20.0, a=1e-9, b=1.0, unit="day").simulate(
        np.full(500, 60.0), seed=4
    )
    with pytest.warns(match="no customer leaving"):
        fit = clv.BGNBD.fit(simulated)
    back = clv.load(fit.save(tmp_path / "fit.json"))
    assert back.covariance is None
    assert back.diagnostics == fit.diagnostics


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("not json", "is not a JSON file"),
        ("[1, 2]", "is not a vocvalue model file"),
        ('{"format": "other"}', "is not a vocvalue model file"),
        ('{"format": "vocvalue model", "version": 99}', "has version 99"),
        ('{"format": "vocvalue model", "version": 1}', "is incomplete"),
        (
            VERSION_1 + '"model": "Else", "parameters": {}, "fit": {}}',
            "the model 'Else' is not one of BGNBD",
        ),
    ],
)
def test_a_file_that_is_not_ours_says_so(text, message, tmp_path):
    path = tmp_path / "fit.json"
    path.write_text(text, "utf-8")
    with pytest.raises(DataError, match=message):
        clv.load(path)


def test_the_file_is_plain_json(rfm, tmp_path):
    record = json.loads(clv.BGNBD.fit(rfm).save(tmp_path / "fit.json").read_text("utf-8"))
    assert record["model"] == "BGNBD"
    assert record["unit"] == "week"
    assert set(record["parameters"]) == {"r", "alpha", "a", "b"}


@pytest.mark.parametrize(
    ("fitter", "model"),
    [
        ("BetaGeoFitter", clv.BGNBD),
        ("ModifiedBetaGeoFitter", clv.MBGNBD),
        ("ParetoNBDFitter", clv.ParetoNBD),
    ],
)
def test_a_fitted_lifetimes_model_predicts_the_same_here(fitter, model, rfm):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the archived package warns on import and in autograd
        import lifetimes

        theirs = getattr(lifetimes, fitter)()
        theirs.fit(rfm.frequency.astype(float), rfm.recency, rfm.T)
        expected = theirs.conditional_expected_number_of_purchases_up_to_time(
            39, rfm.frequency.astype(float), rfm.recency, rfm.T
        )
    ours = clv.from_lifetimes(theirs, unit="week")
    assert isinstance(ours, model)
    found = ours.expected_purchases("39 weeks", rfm.frequency, rfm.recency, rfm.T)
    np.testing.assert_allclose(found, np.asarray(expected), rtol=1e-6)


def test_what_is_no_fitted_lifetimes_model_says_so():
    class BetaGeoFitter:
        pass

    with pytest.raises(ParameterError, match="is not fitted"):
        clv.from_lifetimes(BetaGeoFitter(), unit="week")
    with pytest.raises(ParameterError, match="fitter is a dict, must be one of BetaGeoFitter"):
        clv.from_lifetimes({}, unit="week")
    BetaGeoFitter.params_ = {"r": 1.0, "alpha": 1.0, "a": 1.0, "b": 1.0}
    with pytest.raises(ParameterError, match="unit is missing"):
        clv.from_lifetimes(BetaGeoFitter())
