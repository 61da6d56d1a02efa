"""What a reader must know of an investment."""

from collections.abc import Sequence

from vocvalue.issues.investment.fix import Fix
from vocvalue.issues.investment.result import FixReturn
from vocvalue.issues.monthly_losses import MonthlyLosses
from vocvalue.results import Note
from vocvalue.results.texts import names


def notes_of(
    losses: MonthlyLosses, fixes: Sequence[Fix], plan: FixReturn | None
) -> tuple[Note, ...]:
    """Return the notes on an investment.

    Args:
        losses: The losses a month.
        fixes: The fixes that were weighed.
        plan: What the best set brings, or None.
    """
    return (*_assumed(fixes), *_revenue(losses), *_unsure(plan), *_no_loss(losses, fixes))


def _assumed(fixes: Sequence[Fix]) -> tuple[Note, ...]:
    """Note that nobody measured what a fix ends."""
    return (
        Note.of(
            "The share of its loss that each fix ends is an assumption, not an estimate, and "
            "losses are assumed to go on as they are. Once a fix is made, issues.trend tells "
            "whether the problem became rarer.",
            "各项改进能消除的损失比例是假设而非估计，并假定损失会照现状持续。"
            "改进落地后，可用 issues.trend 检验问题是否减少。",
            count=len(fixes),
            bears_on="claim",
        ),
    )


def _revenue(losses: MonthlyLosses) -> tuple[Note, ...]:
    if losses.basis != "revenue":
        return ()
    return (
        Note.of(
            "The losses are revenue, the costs are not: what the goods cost is not deducted, so "
            "net and payback look better than they are. Pass margin= where the losses are found.",
            "损失按收入计，而成本是实际支出：未扣除商品成本，净收益和回本时间因此偏乐观。"
            "请在计算损失时传入 margin=。",
            bears_on="claim",
        ),
    )


def _unsure(plan: FixReturn | None) -> tuple[Note, ...]:
    if plan is None or plan.net.lower > 0:
        return ()
    return (
        Note.of(
            "The interval of the net of the chosen fixes includes 0: they may cost more than they "
            "recover.",
            "所选改进的净收益区间包含 0：投入可能大于收回的金额。",
            bears_on="claim",
        ),
    )


def _no_loss(losses: MonthlyLosses, fixes: Sequence[Fix]) -> tuple[Note, ...]:
    loss = dict(zip(losses.topics, losses.loss, strict=True))
    gains = list(dict.fromkeys(fix.topic for fix in fixes if loss[fix.topic] <= 0))
    return Note.counted(
        len(gains),
        "No loss is estimated of {topics}: by this estimate a fix recovers nothing.",
        "{topics}没有估计出损失：按此估计，改进不会收回金额。",
        topics=names(gains),
    )
