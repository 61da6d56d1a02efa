"""Arrays in, numbers out: the statistics that know nothing of customers' tables.

- `vocvalue.stats.proportions`: intervals of shares, and of the difference of two estimates.
- `vocvalue.stats.differences`: intervals and tests of the difference of two shares.
- `vocvalue.stats.ratios`: intervals and tests of the ratio of two shares.
- `vocvalue.stats.net_share`: intervals of a net share, such as an NPS.
- `vocvalue.stats.composition`: the change of a net share, by group: own scores and mix.
- `vocvalue.stats.exact`: exact tests and intervals of two shares, for small samples.
- `vocvalue.stats.beta_binomial`: two shares and their difference, Bayesian.
- `vocvalue.stats.power`: sample sizes and detectable differences of two shares.
- `vocvalue.stats.sequential`: the difference of two shares, however often looked at.
- `vocvalue.stats.stratified`: two arms compared within strata.
- `vocvalue.stats.means`: means of groups, their ratios and tests.
- `vocvalue.stats.clusters`: means of answers where a customer may give several.
- `vocvalue.stats.group_means`: the same from single values, weighted or not.
- `vocvalue.stats.skewed_means`: intervals and differences of means of few and skewed values.
- `vocvalue.stats.cuped`: a difference of means, sharpened by what was known before.
- `vocvalue.stats.resampling`: a difference of means by the bootstrap.
- `vocvalue.stats.survival`: Kaplan-Meier and the log-rank test, stratified too.
- `vocvalue.stats.restricted_mean`: the mean time without an event up to a horizon.
- `vocvalue.stats.shrinkage`: many estimates, drawn towards one another.
- `vocvalue.stats.multiplicity`: p-values corrected for the number of tests.
- `vocvalue.stats.multinomial_logit`: how likely each kind is, given covariates.
- `vocvalue.stats.covariates`: covariates made ready for a regression.
- `vocvalue.stats.expansion`: covariates expanded into columns.
- `vocvalue.stats.balance`: how well weighting makes groups alike.
- `vocvalue.stats.randomisation`: whether arms drawn at random are alike, in one test.
- `vocvalue.stats.adjustment`: means of groups had they been alike, doubly robust.
- `vocvalue.stats.effect_on_treated`: what a treatment did to those who had it, doubly robust.
- `vocvalue.stats.group_sizes`: whether groups are as large as planned.
- `vocvalue.stats.equal_shares`: whether groups have equal shares of something.
- `vocvalue.stats.e_value`: how strong an unmeasured cause would have to be.
- `vocvalue.stats.raking`: weights that give answers the margins of those they stand for.
- `vocvalue.stats.auc`: how well scores tell who has an event from the others.
- `vocvalue.stats.correlations`: correlations of counted rows, and of samples drawn from them.
- `vocvalue.stats.importance`: shares of R2 of correlated causes.
- `vocvalue.stats.constrained`: two shares with a given difference.
- `vocvalue.stats.least_favourable`: the share that speaks most for a null.
- `vocvalue.stats.bisection`: where a condition ceases to hold.
- `vocvalue.stats.simulation`: purchases, their times and their amounts, drawn at random.
"""

from vocvalue.stats import (
    adjustment,
    auc,
    balance,
    beta_binomial,
    bisection,
    clusters,
    composition,
    constrained,
    correlations,
    covariates,
    cuped,
    differences,
    e_value,
    effect_on_treated,
    equal_shares,
    exact,
    expansion,
    group_means,
    group_sizes,
    importance,
    least_favourable,
    means,
    multinomial_logit,
    multiplicity,
    net_share,
    normal,
    power,
    proportions,
    raking,
    randomisation,
    ratios,
    resampling,
    restricted_mean,
    sequential,
    shrinkage,
    simulation,
    skewed_means,
    stratified,
    survival,
)

__all__ = [
    "adjustment",
    "auc",
    "balance",
    "beta_binomial",
    "bisection",
    "clusters",
    "composition",
    "constrained",
    "correlations",
    "covariates",
    "cuped",
    "differences",
    "e_value",
    "effect_on_treated",
    "equal_shares",
    "exact",
    "expansion",
    "group_means",
    "group_sizes",
    "importance",
    "least_favourable",
    "means",
    "multinomial_logit",
    "multiplicity",
    "net_share",
    "normal",
    "power",
    "proportions",
    "raking",
    "randomisation",
    "ratios",
    "resampling",
    "restricted_mean",
    "sequential",
    "shrinkage",
    "simulation",
    "skewed_means",
    "stratified",
    "survival",
]
