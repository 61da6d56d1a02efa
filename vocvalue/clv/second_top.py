"""A second top of a likelihood: other parameters that the same data speak for nearly as well."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from vocvalue import duration
from vocvalue.clv.history import Histories
from vocvalue.results import Note
from vocvalue.results.former import figure

if TYPE_CHECKING:
    from vocvalue.clv.transaction_model import TransactionModel

ALIKE = 0.02
"""Forecasts that differ by less than this, as a share, are the same for a reader."""


def forecasts_apart(
    best: "TransactionModel", others: Sequence[tuple["TransactionModel", float]], rows: Histories
) -> list[Note]:
    """Tell of other tops how far their forecasts lie from those of the best.

    Args:
        best: The model at the highest top.
        others: Models at lower tops, each with the log-likelihood that it loses.
        rows: The customers, grouped.
    """
    if not others:
        return []
    span = float(rows.T.max())
    alive, purchases = _forecast(best, rows, span)
    notes = []
    for model, loss in others:
        other_alive, other_purchases = _forecast(model, rows, span)
        if abs(other_alive - alive) < ALIKE and abs(other_purchases / purchases - 1) < ALIKE:
            continue
        length, unit = figure(span), best.unit
        notes.append(
            Note.of(
                "The likelihood has a second top, which fits nearly as well (log-likelihood "
                f"lower by {figure(loss)}): there the customers are active with a mean probability "
                f"of {other_alive:.2f} instead of {alive:.2f}, and buy {other_purchases:,.0f} "
                f"times instead of {purchases:,.0f} in the next {length} {unit}s. The data do "
                "not decide between the two; a holdout or a longer history may.",
                f"似然函数另有一个几乎同样合适的峰（对数似然低 {figure(loss)}）：在该处，"
                f"客户的平均活跃概率为 {other_alive:.2f}（本结果为 {alive:.2f}），未来 {length} "
                f"{duration.UNIT_ZH[unit]}预计购买 {other_purchases:,.0f} 次"
                f"（本结果为 {purchases:,.0f} 次）。数据无法区分二者，"
                "可用留出期或更长的历史核对。",
            )
        )
    return notes


def _forecast(model: "TransactionModel", rows: Histories, span: float) -> tuple[float, float]:
    return model.mean_probability_alive(rows), model.total_purchases(rows, span)
