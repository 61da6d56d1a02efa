"""A second top of a likelihood: other parameters that the same data speak for nearly as well."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from vocvalue.clv.history import Histories
from vocvalue.results import Note
from vocvalue.results.numerals import percent, significant, whole
from vocvalue.results.spans import length

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
        notes.append(
            Note.of(
                "The likelihood has a second maximum, which fits nearly as well (log-likelihood "
                "lower by {loss}). There, the mean probability of being active is {other_alive} "
                "instead of {alive}, and {other_purchases} purchases are expected in the next "
                "{span} instead of {purchases}. The data do not decide between the two; a holdout "
                "or a longer history may.",
                "似然函数另有一个拟合几乎同样好的极大值（对数似然低 {loss}）：在该处，"
                "客户的平均活跃概率为 {other_alive}（本结果为 {alive}），未来 {span}预计购买 "
                "{other_purchases} 次（本结果为 {purchases} 次）。数据无法判断哪一个更符合实际，"
                "可用留出期或更长的历史核对。",
                bears_on="claim",
                loss=significant(loss, 2),
                other_alive=percent(other_alive, 0),
                alive=percent(alive, 0),
                other_purchases=whole(other_purchases),
                purchases=whole(purchases),
                span=length(span, best.unit),
            )
        )
    return notes


def _forecast(model: "TransactionModel", rows: Histories, span: float) -> tuple[float, float]:
    return model.mean_probability_alive(rows), model.total_purchases(rows, span)
