"""The revenue in each band, and how few accounts hold it."""

import numpy as np

from vocvalue import canvas
from vocvalue.canvas import ACTUAL, MODEL, MUTED, Axes
from vocvalue.health.account_log import Floats
from vocvalue.health.bands import BANDS, Band
from vocvalue.health.names import BAND_NAMES
from vocvalue.health.scored.result import HealthScore
from vocvalue.health.scored.words import finding
from vocvalue.results.dispatch import drawn
from vocvalue.results.numerals import counted
from vocvalue.results.result import Labels
from vocvalue.results.sums import amount
from vocvalue.results.texts import Text, pair
from vocvalue.results.tongues import Tongue

LARGEST = 5
"""How many accounts of a band are drawn on their own."""
COLOURS = (MODEL, MUTED, ACTUAL)
ROW = 0.5


def value_at_risk(
    result: HealthScore,
    *,
    ax: Axes | None = None,
    language: str = "en",
    labels: Labels | None = None,
) -> Axes:
    """Draw the revenue of the accounts in each band, the largest five of each on their own.

    Args:
        result: What `health.score` returned.
        ax: Matplotlib axes to draw on; by default new axes.
        language: "en" or "zh".
        labels: Display names of columns and groups, by their names in the data.

    Examples:
        >>> import pandas as pd
        >>> from vocvalue import health
        >>> accounts = pd.DataFrame({"account_id": ["A", "B"], "revenue": [900, 100]})
        >>> answers = pd.DataFrame(
        ...     {"account_id": ["A", "B"], "timestamp": ["2025-06-01"] * 2, "score": [2, 9]}
        ... )
        >>> result = health.score(accounts, responses=answers, at="2025-06-30")
        >>> [label.get_text() for label in value_at_risk(result).get_yticklabels()]
        ['at risk', 'watch', 'healthy']
    """
    return canvas.picture(result, ax, language, labels)


@drawn.register
def _(result: HealthScore, ax: Axes | None, tongue: Tongue) -> Axes:
    own = ax is None
    ax = canvas.axes(ax)
    if own:
        canvas.fit_height(ax, len(BANDS), ROW)
    has_money = bool(np.nansum(result.revenue))
    for row, band in enumerate(BANDS):
        lengths = _lengths(result, band, has_money=has_money)
        canvas.stacked(ax, row, lengths.tolist(), [COLOURS[row]] * lengths.size)
        text = _figure(result, band, has_money=has_money).into(tongue)
        canvas.write_at(ax, text, (float(lengths.sum()), row))
    canvas.name_rows(ax, [BAND_NAMES[band].into(tongue) for band in BANDS])
    ax.set_ylim(len(BANDS) - 0.4, -0.6)
    ax.use_sticky_edges = False
    ax.margins(x=0.45)
    ax.set_xlim(left=0)
    if has_money:
        canvas.amounts(ax.xaxis, tongue, result.currency)
        label = pair(
            "Revenue a year; parts: the {n} largest accounts of each band, then the others",
            "年收入；分段：各档最大的 {n} 家客户，其后为其余客户",
            n=LARGEST,
        )
    else:
        canvas.numbers(ax.xaxis, tongue)
        label = pair("Accounts", "客户数")
    ax.set_xlabel(label.into(tongue))
    canvas.title(ax, finding(result).into(tongue).removesuffix(".").removesuffix("。"))
    return ax


def _lengths(result: HealthScore, band: Band, *, has_money: bool) -> Floats:
    """Return the revenue of the largest accounts of a band, and of the others together."""
    rows = result.band_codes == BANDS.index(band)
    if not has_money:
        return np.array([float(rows.sum())])
    revenue = np.sort(np.nan_to_num(result.revenue[rows]))[::-1]
    return np.append(revenue[:LARGEST], revenue[LARGEST:].sum())


def _figure(result: HealthScore, band: Band, *, has_money: bool) -> Text:
    n = counted(result.n_of(band), "account")
    if not has_money:
        return n
    money = result.revenue_of(band)
    return pair("{amount}, {n}", "{amount}，{n}", amount=amount(money.value, money.currency), n=n)
