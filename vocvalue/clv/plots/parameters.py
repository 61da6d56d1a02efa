"""How sure the parameters of a fitted model are."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from vocvalue import canvas
from vocvalue.canvas import ACTUAL, Axes
from vocvalue.clv.fitted import Fit
from vocvalue.results import Estimate
from vocvalue.results.dispatch import drawn
from vocvalue.results.numerals import confidence, counted, significant
from vocvalue.results.result import Labels
from vocvalue.results.texts import Part, Text, named, pair
from vocvalue.results.tongues import Tongue

MEANING: Mapping[str, Text] = {
    "r": pair("r: shape of purchase rates", "r：购买率分布的形状"),
    "alpha": pair("α: scale of purchase rates", "α：购买率分布的尺度"),
    "a": pair("a: weight of leaving", "a：流失概率中流失的权重"),
    "b": pair("b: weight of staying", "b：流失概率中留下的权重"),
    "s": pair("s: shape of dropout rates", "s：流失率分布的形状"),
    "beta": pair("β: scale of dropout rates", "β：流失率分布的尺度"),
    "p": pair("p: shape of one customer's spend", "p：单个客户消费的形状"),
    "q": pair("q: shape of spend over customers", "q：客户间消费分布的形状"),
    "v": pair("v: scale of spend over customers", "v：客户间消费分布的尺度"),
}
ROW, DIGITS = 0.55, 3


def parameter_intervals(
    fit: Fit[Any],
    *,
    ax: Axes | None = None,
    language: str = "en",
    labels: Labels | None = None,
) -> Axes:
    """Draw the parameters of a fitted model with their intervals.

    A fit holds no customers. Whether the model describes them is drawn by `expected_vs_actual`.

    Args:
        fit: What `Model.fit` returned.
        ax: Matplotlib axes to draw on; by default new axes.
        language: "en" or "zh".
        labels: Display names of parameters, by their names in the model.

    Returns:
        The axes: a row for each parameter, along a logarithmic scale; without intervals if the data
        do not identify every parameter.

    Examples:
        >>> import vocvalue as vv
        >>> rfm = vv.clv.rfm(vv.datasets.load_sample().orders, unit="week")
        >>> ax = parameter_intervals(vv.clv.BGNBD.fit(rfm))
        >>> len(ax.get_yticks())
        4
    """
    return canvas.picture(fit, ax, language, labels)


@drawn.register
def _(fit: Fit, ax: Axes | None, tongue: Tongue) -> Axes:  # type: ignore[type-arg]
    own = ax is None
    ax = canvas.axes(ax)
    figures = fit.figures()
    if own:
        canvas.fit_height(ax, len(figures), ROW, least=2.6)
    for row, estimate in enumerate(figures.values()):
        _draw(ax, row, estimate, tongue)
    names = [canvas.in_lines(named(name, MEANING.get(name)).into(tongue)) for name in figures]
    canvas.name_rows(ax, names)
    ax.set_ylim(len(names) - 0.5, -0.75)
    ax.set_xscale("log")
    ax.margins(x=0.3)
    canvas.magnitudes(ax.xaxis, tongue)
    ax.set_xlabel(_label(fit).into(tongue))
    canvas.title(ax, _finding(fit).into(tongue), names=names)
    return ax


def _draw(ax: Axes, row: int, estimate: Estimate, tongue: Tongue) -> None:
    value, lower, upper = estimate.value, estimate.lower, estimate.upper
    text = significant(value, DIGITS)
    if np.isfinite([lower, upper]).all():
        ax.hlines(row, lower, upper, color=ACTUAL, linewidth=2.5)
        text = pair(
            "{value}  ({low} to {high})",
            "{value}（{low} 至 {high}）",
            value=text,
            low=significant(lower, DIGITS),
            high=significant(upper, DIGITS),
        )
    ax.plot(value, row, "o", color=ACTUAL, markersize=8, markeredgecolor="white")
    canvas.write_at(ax, text.into(tongue), (value, row), shift=(0, 13), ha="center")


def _label(fit: Fit[Any]) -> Text:
    if fit.covariance is None:
        return pair("Parameter", "参数")
    level = next(iter(fit.figures().values())).level
    return pair("Parameter ({level} interval)", "参数（{level} 置信区间）", level=confidence(level))


def _finding(fit: Fit[Any]) -> Text:
    parts: dict[str, Part] = {
        "name": type(fit.model).__name__,
        "customers": counted(fit.n_customers, "customer"),
    }
    if not fit.converged:
        return pair(
            "{name}: the fit to {customers} did not converge",
            "{name} 模型用 {customers}的数据拟合，未收敛",
            **parts,
        )
    if fit.covariance is None:
        return pair(
            "{name}: {customers} do not identify every parameter",
            "{name} 模型：{customers}的数据不足以确定全部参数",
            **parts,
        )
    return pair("{name}, fitted to {customers}", "{name} 模型，用 {customers}的数据拟合", **parts)
