"""The chart of each rating's importance for the score and for customer value."""

from collections.abc import Mapping, Sequence

import numpy as np

from vocvalue import canvas
from vocvalue.canvas import ACTUAL, MODEL, Axes
from vocvalue.results.dispatch import drawn
from vocvalue.results.groups import group_name
from vocvalue.results.numerals import confidence
from vocvalue.results.result import Labels
from vocvalue.results.texts import Text, named, pair, separated
from vocvalue.results.tongues import Tongue, tongue
from vocvalue.survey.key_drivers.answers import ALL, Floats, Outcome
from vocvalue.survey.key_drivers.measure import Driver, OutcomeDrivers
from vocvalue.survey.key_drivers.result import Drivers
from vocvalue.survey.key_drivers.words import name, share

COLOURS: Mapping[Outcome, str] = {"score": ACTUAL, "value": MODEL}
ROW, ROW_OF_TWO = 0.34, 0.52
FALLS_WITH_RATINGS = pair("↓ the higher the rating, the lower the outcome", "↓ 评分越高，结果越低")
FALLS_WITH_MENTIONS = pair(
    "↓ the outcome is lower where the topic is mentioned", "↓ 提到该主题时，结果更低"
)


def driver_chart(
    drivers: Drivers,
    *,
    group: str = ALL,
    ax: Axes | None = None,
    language: str = "en",
    labels: Labels | None = None,
) -> Axes:
    """Draw each rating's share of the variance explained, for score and customer value.

    Args:
        drivers: What `survey.drivers` returned.
        group: The group's name, or "all".
        ax: Matplotlib axes to draw on; by default new axes, as high as the ratings need.
        language: "en" or "zh".
        labels: Display names of columns and groups, by their names in the data.

    Returns:
        The axes: a bar with its interval for each rating and outcome, the most important for the
        score first. A down arrow marks a rating with a negative link.

    Raises:
        ParameterError: There is no such group.

    Examples:
        >>> import numpy as np, pandas as pd
        >>> from vocvalue import survey
        >>> rng = np.random.default_rng(1)
        >>> table = pd.DataFrame(rng.integers(1, 6, (400, 2)), columns=["service", "price"])
        >>> table["score"] = 2 * table["service"] + rng.integers(-1, 1, 400)
        >>> ax = driver_chart(survey.drivers(table, ratings=["service", "price"]))
        >>> [label.get_text() for label in ax.get_yticklabels()]
        ['service', 'price']
    """
    return _draw(drivers.within(group), ax, tongue(language, labels))


@drawn.register
def _(drivers: Drivers, ax: Axes | None, tongue: Tongue) -> Axes:
    return _draw(drivers.within(), ax, tongue)


def _draw(outcomes: Sequence[OutcomeDrivers], ax: Axes | None, tongue: Tongue) -> Axes:
    ratings = [driver.rating for driver in outcomes[0].ranked]
    own = ax is None
    ax = canvas.axes(ax)
    if own:
        canvas.fit_height(ax, len(ratings), ROW if len(outcomes) == 1 else ROW_OF_TWO)
    height = 0.8 / len(outcomes)
    for place, outcome in enumerate(outcomes):
        by_rating = {driver.rating: driver for driver in outcome.drivers}
        offset = (place - (len(outcomes) - 1) / 2) * height
        bars = np.arange(len(ratings), dtype=np.float64) + offset, 0.9 * height
        _bars(ax, [by_rating[rating] for rating in ratings], bars, COLOURS[outcome.outcome], tongue)
    names = [canvas.in_lines(named(rating).into(tongue)) for rating in ratings]
    canvas.name_rows(ax, names)
    above = canvas.room_above(ax, len(ratings), 18.0 * len(outcomes))
    ax.set_ylim(len(ratings) - 0.45, -0.55 - above)
    _describe(ax, outcomes, tongue)
    canvas.title(ax, _finding(outcomes).into(tongue), names=names)
    return ax


def _bars(
    ax: Axes,
    drivers: Sequence[Driver],
    bars: tuple[Floats, float],
    colour: str,
    tongue: Tongue,
) -> None:
    """Draw a bar with its interval for each driver; `bars` are their places and their height."""
    places, height = bars
    shares = [driver.share for driver in drivers]
    ax.barh(places, [part.value for part in shares], height=height, color=colour)
    ends = [part.lower for part in shares], [part.upper for part in shares]
    ax.hlines(places, *ends, color="black", linewidth=1.0)
    for place, driver in zip(places, drivers, strict=True):
        written = share(driver.share.value).into(tongue)
        ax.annotate(
            f"{written} ↓" if driver.direction < 0 else written,
            xy=(driver.share.upper, place),
            xytext=(4, 0),
            textcoords="offset points",
            va="center",
            fontsize=9,
            color=canvas.ink(colour),
        )


def _describe(ax: Axes, outcomes: Sequence[OutcomeDrivers], tongue: Tongue) -> None:
    drivers = [driver for outcome in outcomes for driver in outcome.drivers]
    label = pair(
        "Share of the variance explained, with {level} intervals",
        "在所解释差异中的占比（附 {level} 置信区间）",
        level=confidence(outcomes[0].r_squared.level),
    )
    if any(driver.direction < 0 for driver in drivers):
        falls = FALLS_WITH_MENTIONS if outcomes[0].are_mentions else FALLS_WITH_RATINGS
        label = pair("{label}\n{falls}", "{label}\n{falls}", label=label, falls=falls)
    ax.set_xlabel(label.into(tongue))
    canvas.shares(ax.xaxis, tongue)
    ax.set_xlim(0.0, 1.18 * max(driver.share.upper for driver in drivers))
    entries = {_explained(outcome).into(tongue): COLOURS[outcome.outcome] for outcome in outcomes}
    canvas.key(ax, entries, side="right")


def _explained(outcome: OutcomeDrivers) -> Text:
    return pair(
        "{column}: {share} of its variance explained",
        "{column}：可解释其差异的 {share}",
        column=named(outcome.column),
        share=share(outcome.r_squared.value),
    )


def _finding(outcomes: Sequence[OutcomeDrivers]) -> Text:
    finding = _linked(outcomes)
    group = outcomes[0].group
    if group == ALL:
        return finding
    return pair(
        "{group}: {finding}", "{group}：{finding}", group=group_name(group), finding=finding
    )


def _linked(outcomes: Sequence[OutcomeDrivers]) -> Text:
    tops = {outcome.top.rating for outcome in outcomes}
    if len(outcomes) == 2 and len(tops) == 1 and all(each.is_linked for each in outcomes):
        return pair(
            "{rating} is most closely linked with {score} and with {value}",
            "与 {score} 和 {value} 关联最强的都是 {rating}",
            rating=named(outcomes[0].top.rating),
            score=name(outcomes[0]),
            value=name(outcomes[1]),
        )
    return separated(*(_link(outcome) for outcome in outcomes))


def _link(outcome: OutcomeDrivers) -> Text:
    if not outcome.is_linked:
        return pair(
            "no link with {outcome} found", "未发现与 {outcome} 的关联", outcome=name(outcome)
        )
    return pair(
        "{rating} is most closely linked with {outcome}",
        "与 {outcome} 关联最强的是 {rating}",
        rating=named(outcome.top.rating),
        outcome=name(outcome),
    )
