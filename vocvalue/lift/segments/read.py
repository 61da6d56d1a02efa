"""The lifts by segment, from an experiment or from counts."""

from collections.abc import Mapping, Sequence

import numpy as np

from vocvalue.amounts.worth import Cost
from vocvalue.errors import FIRST_IDS, DataError, ParameterError
from vocvalue.lift.experiments.arms import CONTROL, TREATED, Counts
from vocvalue.lift.experiments.grounds import grounds
from vocvalue.lift.experiments.randomness import Said, not_random, of_counts
from vocvalue.lift.experiments.result import Codes, Experiment, check_experiment
from vocvalue.lift.segments.calls import SegmentWorth, call_terms
from vocvalue.lift.segments.measure import Pairs, SegmentContext, segment_lifts
from vocvalue.lift.segments.result import SegmentLifts
from vocvalue.lift.two_arms.intervals import Method
from vocvalue.results import Basis
from vocvalue.tables.categories import key
from vocvalue.tables.labels import Labels

MOST_NUMBERS = 50


def by_segment(
    experiment: Experiment,
    by: str,
    *,
    arm: str | None = None,
    value_per_customer: SegmentWorth | None = None,
    cost_per_contact: Cost | None = None,
    min_probability: float = 0.90,
    currency: str | None = None,
    basis: Basis = "revenue",
    method: Method = "newcombe",
    level: float = 0.95,
) -> SegmentLifts:
    """Compare the arms within each segment, and say whom to call next.

    The best of many segments looks better than it is, and the worst looks worse. Each lift is
    therefore also shrunken towards the mean of all segments: the more so, the less is known about
    it and the more similar the lifts are. Decisions are based on the shrunken lifts.

    Args:
        experiment: What `lift.experiment` returned.
        by: The column by which customers are grouped, kept by the experiment and known before the
            assignment: text, or numbers with few different values.
        arm: The treated arm; may be left out where there is only one.
        value_per_customer: What a customer who is kept is worth, to decide whom to call next: a
            number, an `Estimate` or `Money`, for all or by segment, {"gold": 900, "silver": 400};
            or an array with the value of each customer of the experiment, shape (n,), which is
            averaged in each segment.
        cost_per_contact: What one contact costs.
        min_probability: The probability of a net above 0 that a call takes; as much against it is
            "do not call", and "not known yet" lies between.
        currency: The currency code, where the value carries none; by default that of the
            experiment.
        basis: The basis of the money, where the value does not state it: "revenue", "margin" or
            "net profit".
        method: The method for the raw lifts, as in `lift.retention_test`.
        level: The confidence level.

    Returns:
        The raw and the shrunken lift of each segment, corrected p-values, whether the segments
        differ, and, where a value was given, whom to call next.

    Raises:
        DataError: The column was not kept, has gaps or too many values, or fewer than two segments
            have both arms.
        ParameterError: An argument outside its range, values of a different length, a segment
            without a value, or a cost without a value.

    References:
        Morris (1983), Parametric empirical Bayes inference: theory and applications, Journal of the
        American Statistical Association 78; Gelman (2006), Prior distributions for variance
        parameters in hierarchical models, Bayesian Analysis 1; Holm (1979), Scandinavian Journal
        of Statistics 6; Cochran (1954), Biometrics 10, for the test that all are the same.

    Examples:
        >>> import pandas as pd
        >>> from vocvalue import lift
        >>> people = pd.DataFrame({"customer_id": range(1200), "arm": ["treated", "control"] * 600})
        >>> people["tier"] = ["gold"] * 400 + ["silver"] * 400 + ["basic"] * 400
        >>> gold, rest = [1, 0] * 100 + [1, 1] * 60 + [0, 0] * 40, [1, 1] * 120 + [0, 0] * 80
        >>> after = people[["customer_id"]].assign(retained=gold + rest + rest)
        >>> read = lift.experiment(people, outcomes=after, keep=["tier"], randomised=True)
        >>> tiers = by_segment(read, "tier", value_per_customer=500, cost_per_contact=20)
        >>> [(call.segment, call.decision) for call in tiers.calls]
        [('gold', 'call'), ('basic', 'not known yet'), ('silver', 'not known yet')]
    """
    number = check_experiment(experiment).number(arm)
    labels = _segments(experiment, by)
    codes, names = labels.codes, labels.names
    worth = _of_customers(value_per_customer, codes, names)
    rests_on = grounds(experiment, strata=by)
    context = SegmentContext(
        by=by,
        method=method,
        evidence=rests_on.evidence,
        doubts=rests_on.doubts,
        level=level,
        window=experiment.window,
        notes=(
            *rests_on.notes,
            *not_random(randomised=experiment.claimed_randomised),
            *labels.near_alike,
        ),
    )
    terms = call_terms(
        worth,
        cost_per_contact,
        min_probability=min_probability,
        currency=currency or experiment.currency,
        basis=basis,
    )
    return segment_lifts(_pairs(experiment, number, codes, names), context, terms)


def by_segment_counts(
    segments: Mapping[str, Mapping[str, Counts | Sequence[int]]],
    *,
    value_per_customer: SegmentWorth | None = None,
    cost_per_contact: Cost | None = None,
    min_probability: float = 0.90,
    currency: str | None = None,
    basis: Basis = "revenue",
    method: Method = "newcombe",
    randomised: Said = None,
    level: float = 0.95,
) -> SegmentLifts:
    """Compare the arms within each segment from their counts, and say whom to call next.

    Args:
        segments: (retained, n) of both arms by segment:
            {"gold": {"treated": (r, n), "control": (r, n)}, ...}.
        value_per_customer: As in `lift.by_segment`, for all segments or by segment.
        cost_per_contact: What one contact costs.
        min_probability: The probability of a net above 0 that a call takes, as in
            `lift.by_segment`.
        currency: The currency code, where the value carries none.
        basis: The basis of the money, where the value does not state it.
        method: The method for the raw lifts, as in `lift.retention_test`.
        randomised: Whether customers were assigned at random; unless it is True, the result says
            "association only".
        level: The confidence level.

    Returns:
        As `lift.by_segment`.

    Raises:
        DataError: Fewer than two segments with both arms, or more retained than assigned.
        ParameterError: An argument outside its range, or an arm that is not named.

    References:
        As `lift.by_segment`.

    Examples:
        >>> tiers = by_segment_counts(
        ...     {
        ...         "gold": {"treated": (160, 200), "control": (100, 200)},
        ...         "silver": {"treated": (120, 200), "control": (100, 200)},
        ...         "basic": {"treated": (100, 200), "control": (102, 200)},
        ...     },
        ...     randomised=True,
        ... )
        >>> tiers.to_frame()[["segment", "raw", "value", "shown"]].round(3)
          segment   raw  value  shown
        0    gold  0.30  0.293   True
        1  silver  0.10  0.102  False
        2   basic -0.01 -0.003  False
    """
    if not isinstance(segments, Mapping):
        raise ParameterError(
            f"segments == {segments!r}, must be counts by segment and arm: "
            '{"gold": {"treated": (160, 200), "control": (100, 200)}, ...}.'
        )
    pairs = {
        key(name): (_pair(name, arms, TREATED), _pair(name, arms, CONTROL))
        for name, arms in segments.items()
    }
    evidence, notes = of_counts(randomised)
    context = SegmentContext(
        by="segment", method=method, evidence=evidence, level=level, notes=notes
    )
    terms = call_terms(
        value_per_customer,
        cost_per_contact,
        min_probability=min_probability,
        currency=currency,
        basis=basis,
    )
    return segment_lifts(pairs, context, terms)


def _pair(
    segment: object, arms: Mapping[str, Counts | Sequence[int]], which: str
) -> tuple[int, int]:
    given = arms.get(which) if isinstance(arms, Mapping) else None
    pair = tuple(given) if isinstance(given, tuple | list) else ()
    if len(pair) != 2:
        raise ParameterError(
            f"segment {segment!r}: {which} == {given!r}, must be a pair: (retained, n)."
        )
    return pair[0], pair[1]


def _segments(experiment: Experiment, by: str) -> Labels:
    """Return the segment of each customer."""
    labels = experiment.label(by)
    rows = labels.missing()
    if rows.size:
        raise DataError.bad_rows(
            "without a segment",
            column=by,
            count=rows.size,
            first_ids=[experiment.customer_id[int(row)] for row in rows[:FIRST_IDS]],
            hint="Fill in the values, or make these customers a segment of their own.",
        )
    is_number = experiment.column(by).dtype.kind == "f"
    if is_number and len(labels.names) > MOST_NUMBERS:
        raise DataError(
            f"column {by!r} holds {len(labels.names):,} different numbers. Divide it into "
            "bands first, with limits chosen before the results are seen."
        )
    return labels


def _of_customers(
    worth: SegmentWorth | None, codes: Codes, names: tuple[str, ...]
) -> SegmentWorth | None:
    """Return values per customer grouped by segment, and any other value unchanged."""
    if worth is None or np.ndim(worth) != 1:  # type: ignore[arg-type]
        return worth
    values = np.asarray(worth)
    if values.size != codes.size:
        raise ParameterError(
            f"value_per_customer has {values.size:,} values and the experiment {codes.size:,} "
            "customers; there must be one value per customer, in the same order."
        )
    return {name: values[codes == place] for place, name in enumerate(names)}


def _pairs(experiment: Experiment, number: int, codes: Codes, names: tuple[str, ...]) -> Pairs:
    counts = []
    for which in (number, 0):
        here = experiment.followed & (experiment.arm == which)
        n = np.bincount(codes[here], minlength=len(names))
        kept = np.bincount(codes[here], experiment.retained[here], len(names))
        counts.append(list(zip(np.round(kept).astype(int).tolist(), n.tolist(), strict=True)))
    return dict(zip(names, zip(*counts, strict=True), strict=True))
