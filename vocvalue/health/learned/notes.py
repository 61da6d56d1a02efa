"""What a reader must know of learned weights."""

from dataclasses import replace

from vocvalue.health.learned.result import LearnedWeights
from vocvalue.health.learned.weighed_names import weighed_name
from vocvalue.results import Note
from vocvalue.results.numerals import counted, whole
from vocvalue.results.texts import listed

PER_COLUMN = 10
"""Fewer accounts that left for each weight make the weights uncertain."""


def noted(found: LearnedWeights, *, n_constant: int) -> LearnedWeights:
    """Return learned weights with what a reader must know of them.

    Args:
        found: The weights.
        n_constant: Measures that do not differ between accounts, or are never known.
    """
    return replace(
        found,
        notes=(
            *_wrong_way(found),
            *_few(found),
            *Note.counted(
                n_constant,
                "Measures that are the same for all accounts, or never known, weigh nothing: {n}.",
                "有 {n} 项指标在各客户间完全相同或从未记录，权重为零。",
            ),
        ),
    )


def _wrong_way(found: LearnedWeights) -> tuple[Note, ...]:
    against = [weighed_name(name) for name in found.wrong_way]
    if not against:
        return ()
    return (
        Note.of(
            "Beside the others, more points in {names} did not go with staying. This goes against "
            "reason, so they weigh nothing; the table shows by how much.",
            "控制其他指标后，{names}得分较高的客户流失并不更少，与常理相悖，故权重计为零；"
            "具体幅度见结果表。",
            names=listed(against),
            count=len(against),
            bears_on="claim",
        ),
    )


def _few(found: LearnedWeights) -> tuple[Note, ...]:
    if found.n_churned >= PER_COLUMN * len(found.weights):
        return ()
    return (
        Note.of(
            "{accounts} left, for {n} weights: with fewer than {least} for each, weights differ "
            "much from sample to sample. Equal weights may foretell as well.",
            "流失的 {accounts}用于估计 {n} 个权重：平均每个权重不足 {least} 家，权重随样本波动"
            "较大，等权得分的预测效果可能不相上下。",
            accounts=counted(found.n_churned, "account"),
            n=whole(len(found.weights)),
            least=whole(PER_COLUMN),
            bears_on="claim",
        ),
    )
