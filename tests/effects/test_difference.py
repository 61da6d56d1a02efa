"""The adjusted difference: strata by hand, statsmodels, simulated truth, and what is refused."""

import numpy as np
import pytest
from scipy.special import expit
from statsmodels.discrete.discrete_model import Logit
from statsmodels.regression.linear_model import OLS
from statsmodels.treatment.treatment_effects import TreatmentEffect

from vocvalue.effects.customers import treated_and_controls
from vocvalue.effects.difference import AdjustedDifference
from vocvalue.effects.means import SHARE, AdjustedMeans
from vocvalue.effects.measure import amount_difference, share_difference
from vocvalue.effects.refusals import refuse_unsupported
from vocvalue.effects.wording import TREATMENT
from vocvalue.errors import DataError, ParameterError

RUNS, FEWEST, MOST = 200, 179, 198
"""How many of 200 intervals of 95 % hold the truth: binomial bounds at one in a thousand."""

# treated, control within each stratum: customers, and how many of them ordered
STRATA = {"new": ((60, 30), (20, 4)), "loyal": ((20, 18), (60, 48)), "lapsed": ((40, 8), (80, 8))}


def stratified():
    """Return who had a lead, in which stratum, and who ordered, as counted in `STRATA`."""
    cells = [
        (s, t, n, k) for s, sides in STRATA.items() for t, (n, k) in zip((1, 0), sides, strict=True)
    ]
    sizes = [n for *_, n, _ in cells]
    stratum = np.repeat([s for s, *_ in cells], sizes).astype(object)
    treated = np.repeat([t == 1 for _, t, *_ in cells], sizes)
    ordered = np.concatenate([np.repeat([1, 0], [k, n - k]) for *_, n, k in cells])
    return treated, stratum, ordered


def by_hand(weights):
    """Return the mean of the strata's differences, weighted by a number of each."""
    gaps = [t[1] / t[0] - c[1] / c[0] for t, c in STRATA.values()]
    return np.average(gaps, weights=weights)


def test_of_strata_it_is_the_weighted_mean_of_their_differences():
    treated, stratum, ordered = stratified()
    customers = treated_and_controls(treated, {"stratum": stratum})
    own = share_difference(customers, ordered)
    assert own.difference.value == pytest.approx(by_hand([60, 20, 40]))
    assert own.with_treatment.value == pytest.approx(56 / 120)
    assert own.without_treatment.value == pytest.approx(
        (60 * 4 / 20 + 20 * 48 / 60 + 40 * 8 / 80) / 120
    )
    assert own.ratio.value == pytest.approx(56 / (12 + 16 + 4))
    assert own.unadjusted == pytest.approx(56 / 120 - 60 / 160)
    assert own.n_affected == 120
    everybody = share_difference(customers, ordered, target="all")
    assert everybody.difference.value == pytest.approx(by_hand([80, 80, 120]))
    assert everybody.n_affected == 280


def test_of_strata_its_error_is_that_of_statsmodels():
    treated, stratum, ordered = stratified()
    design = np.column_stack([np.ones(280), stratum == "loyal", stratum == "lapsed"]).astype(float)
    selection = Logit(treated.astype(int), design).fit(disp=False, tol=1e-12)
    outcome = OLS(ordered.astype(float), design)
    peer = TreatmentEffect(outcome, treated.astype(int), results_select=selection)
    gmm = peer.ipw(effect_group=1).results_gmm
    own = share_difference(treated_and_controls(treated, {"stratum": stratum}), ordered)
    half = (own.difference.upper - own.difference.lower) / 2 / 1.959964
    assert own.difference.value == pytest.approx(gmm.params[0], rel=1e-6)
    # Its errors are not scaled by the leverage, of 1 in 20 in the smallest cell.
    assert half == pytest.approx(np.sqrt(gmm.cov_params()[0, 0]), rel=0.03)


def test_of_strata_an_amount_is_treated_like_a_share():
    treated, stratum, ordered = stratified()
    customers = treated_and_controls(treated, {"stratum": stratum})
    share, amount = share_difference(customers, ordered), amount_difference(customers, 80 * ordered)
    for name in ("value", "lower", "upper"):
        expected = 80 * getattr(share.difference, name)
        assert getattr(amount.difference, name) == pytest.approx(expected)
    assert amount.ratio.value == pytest.approx(share.ratio.value)
    assert amount.p_value == pytest.approx(share.p_value)


def test_the_p_value_is_that_of_the_interval():
    treated, stratum, ordered = stratified()
    customers = treated_and_controls(treated, {"stratum": stratum})
    p_value = share_difference(customers, ordered).p_value
    at_p = share_difference(customers, ordered, level=1 - p_value)
    assert at_p.difference.lower == pytest.approx(0, abs=1e-9)


def test_the_e_value_is_that_of_the_ratio_of_shares_only():
    # VanderWeele and Ding (2017): RR + sqrt(RR (RR - 1)).
    treated, stratum, ordered = stratified()
    customers = treated_and_controls(treated, {"stratum": stratum})
    own = share_difference(customers, ordered)
    ratio, limit = own.ratio.value, own.ratio.lower
    assert own.e_values == pytest.approx(
        (ratio + np.sqrt(ratio * (ratio - 1)), limit + np.sqrt(limit * (limit - 1)))
    )
    assert amount_difference(customers, 80 * ordered).e_values is None


def test_it_says_what_it_rests_on():
    treated, stratum, ordered = stratified()
    own = share_difference(treated_and_controls(treated, {"stratum": stratum}), ordered)
    assert own.evidence == "adjusted observational"
    assert own.means.covariates == ("stratum",)
    assert own.difference.n == 280
    assert own.difference.method == "augmented weighting (AIPW), effect on the treated"
    assert own.balance.overlaps
    assert own.balance.imbalance[0] == pytest.approx(0, abs=1e-6)


def shoppers(rng, n):
    """Return customers with a lead and without, what they bought before, and what they then do.

    Who bought more often has a lead more often, orders again more often, and spends more.
    """
    orders = 1 + rng.poisson(2, n)
    recency = rng.exponential(60, n)
    pull = 0.7 * np.log(orders) - 0.4 * np.log1p(recency) + 0.5
    lead = rng.random(n) < expit(pull)
    base = np.clip(0.25 + 0.10 * np.log(orders) - 0.03 * (np.log1p(recency) - 4), 0.02, 0.7)
    ordered = rng.random(n) < base + 0.20 * lead
    spend = ordered * rng.gamma(4, 20 + 4 * np.log(orders))
    return lead, {"orders": orders, "recency": recency}, ordered, spend, orders


def true_amount():
    """Return by how much a lead raises the spend of those who have one, of two million."""
    lead, _, _, _, orders = shoppers(np.random.default_rng(0), 2_000_000)
    return float(np.mean(0.20 * 4 * (20 + 4 * np.log(orders[lead]))))


def holds(estimate, truth):
    return estimate.lower <= truth <= estimate.upper


def test_intervals_hold_the_true_effect_on_the_treated_that_the_raw_gap_misses():
    rng = np.random.default_rng(20)
    amount = true_amount()
    shares, amounts = [], []
    for _ in range(RUNS):
        lead, covariates, ordered, spend, _ = shoppers(rng, 600)
        customers = treated_and_controls(lead, covariates)
        shares.append(share_difference(customers, ordered))
        amounts.append(amount_difference(customers, spend))
    for differences, truth in ((shares, 0.20), (amounts, amount)):
        assert FEWEST <= sum(holds(adjusted.difference, truth) for adjusted in differences) <= MOST
        values = [adjusted.difference.value for adjusted in differences]
        assert abs(np.mean(values) - truth) < 3.5 * np.std(values) / np.sqrt(RUNS)
        raw = [adjusted.unadjusted for adjusted in differences]
        assert np.mean(raw) - truth > 6 * np.std(raw) / np.sqrt(RUNS)


def test_a_lead_that_does_nothing_is_shown_in_one_of_twenty():
    rng = np.random.default_rng(21)
    shown = 0
    for _ in range(RUNS):
        lead, covariates, _, _, orders = shoppers(rng, 600)
        ordered = rng.random(600) < 0.2 + 0.1 * np.log(orders)
        shown += share_difference(treated_and_controls(lead, covariates), ordered).p_value < 0.05
    assert RUNS - MOST <= shown <= RUNS - FEWEST


def overlapping(pull, n=1_000):
    rng = np.random.default_rng(3)
    x = rng.normal(size=n)
    treated = pull * x + rng.logistic(size=n) > 0
    return treated_and_controls(treated, {"x": x}), rng.random(n) < 0.5


def test_poor_overlap_is_a_warning_first_and_then_a_refusal():
    assert share_difference(*overlapping(1.0)).balance.overlaps
    assert not share_difference(*overlapping(2.2)).balance.overlaps
    with pytest.raises(DataError, match=r"poor overlap: one customer carries .* of a group"):
        share_difference(*overlapping(3.5))
    with pytest.raises(DataError, match="have nobody to be compared with: the covariates separate"):
        share_difference(*overlapping(4.5, n=200))


def test_what_tells_the_treated_from_all_others_is_named():
    treated = np.repeat([False, True], 50)
    covariates = {"x": np.arange(100.0), "age": np.tile([1.0, 2.0, 3.0, 4.0], 25)}
    message = (
        "the treated customers have nobody to be compared with: all of them have 'x' above 49, and "
        "nobody else has. Leave that covariate out if it does not matter for the outcome"
    )
    with pytest.raises(DataError, match=message):
        share_difference(treated_and_controls(treated, covariates), np.tile([0, 1], 50))


def test_outcomes_without_spread_have_no_error():
    treated, age = np.tile([False, True], 50), {"age": np.repeat(np.arange(10.0), 10)}
    customers = treated_and_controls(treated, age)
    with pytest.raises(
        DataError, match=r"no error can be estimated.*\+100\.0 percentage points\.$"
    ):
        share_difference(customers, treated)
    with pytest.raises(DataError, match=r"the groups differ by \+1,200\.00\.$"):
        amount_difference(customers, 300.0 + 1_200 * treated)


def with_means(means, limits):
    """Return a difference of given means, of customers who overlap."""
    return AdjustedDifference(
        means=AdjustedMeans(
            means=np.array(means), covariance=np.eye(2), covariates=("age",), n=400
        ),
        balance=share_difference(*overlapping(1.0)).balance,
        unadjusted=3.0,
        target="treated",
        n_affected=200,
        limits=limits,
        level=0.95,
    )


def test_a_mean_that_cannot_be_is_refused():
    below = with_means((-2.5, 4.0), (0.0, np.inf))
    with pytest.raises(
        DataError, match=r"the means without and with .* as -2\.50 and 4\.00, which"
    ):
        refuse_unsupported(below, TREATMENT)
    with pytest.raises(DataError, match=r"the shares .* as -5\.0% and 40\.0%, which is impossible"):
        refuse_unsupported(with_means((-0.05, 0.4), SHARE), TREATMENT)


def test_where_losses_can_be_a_mean_below_nothing_is_borne_and_has_no_ratio():
    below = with_means((-2.5, 4.0), (-np.inf, np.inf))
    refuse_unsupported(below, TREATMENT)
    assert below.difference.value == 6.5
    assert np.isnan(below.ratio.value)


@pytest.mark.parametrize(
    ("measure", "outcome", "message"),
    [
        (share_difference, np.full(280, 2), "must be 0 or 1, and is not for 280 customers"),
        (share_difference, np.full(280, np.nan), "must be 0 or 1"),
        (share_difference, np.ones(3), "must be of all 280 customers"),
        (amount_difference, np.full(280, np.inf), "must be finite, and is not for 280"),
    ],
)
def test_outcomes_that_cannot_be_used_are_refused(measure, outcome, message):
    treated, stratum, _ = stratified()
    with pytest.raises(ParameterError, match=message):
        measure(treated_and_controls(treated, {"stratum": stratum}), outcome)


@pytest.mark.parametrize(
    ("change", "message"),
    [({"target": "control"}, "target == 'control'"), ({"level": 95}, "level == 95")],
)
def test_arguments_outside_their_range_are_refused(change, message):
    treated, stratum, ordered = stratified()
    with pytest.raises(ParameterError, match=message):
        share_difference(treated_and_controls(treated, {"stratum": stratum}), ordered, **change)
