"""What to know of arms that were made comparable: the weights, the overlap, what is unmeasured."""

from vocvalue.results import Note
from vocvalue.results.numerals import number, percent, whole
from vocvalue.stats.balance import WeightBalance

OF_EVERYBODY = Note.of(
    "The difference is that of everybody in both arms; those contacted may have gained more or "
    'less. target="treated" gives their gain.',
    '该差异针对两组全部客户；被联系客户的实际效果可能不同，可用 target="treated" 得到。',
    bears_on="reading",
)


def balanced(balance: WeightBalance) -> Note:
    """Note how alike the arms were made, and on how many customers that rests."""
    place = int(balance.effective_n.argmin())
    return Note.of(
        "Weighting reduces the largest difference in a covariate from {before} to {after} standard "
        "deviations; {n} customers then carry as much information as {effective} would unweighted.",
        "加权后，协变量的最大差异由 {before} 降至 {after} 个标准差；"
        "{n} 位客户的信息量相当于未加权的 {effective} 位。",
        before=number(balance.imbalance_before.max(), 2),
        after=number(balance.imbalance.max(), 2),
        n=int(balance.n[place]),
        effective=whole(balance.effective_n[place]),
        bears_on="reading",
    )


def poor_overlap(balance: WeightBalance) -> tuple[Note, ...]:
    """Note where hardly anybody in one arm is like those in the other."""
    if balance.overlaps:
        return ()
    return (
        Note.of(
            "Poor overlap: one customer carries {heaviest} of the weight of an arm, and its "
            "adjusted figure rests on as few as {effective} customers. Do not rely on it; compare "
            "only customers who could have been in either arm.",
            "重叠不足：单个客户占一组权重的 {heaviest}，调整后的数字最少只依据 {effective} 位客户，"
            "不宜采信。请只比较两组中都可能出现的客户。",
            heaviest=percent(balance.largest_weight.max()),
            effective=whole(balance.effective_n.min()),
            bears_on="claim",
        ),
    )


def unmeasured(e_value: float, limit: float) -> Note:
    """Note how strong an unmeasured cause would have to be."""
    return Note.of(
        "To explain the lift away, something that is not among the covariates would have to be "
        "associated with both contact and staying by a risk ratio of {e_value} each ({limit} for "
        "the end of the interval); see VanderWeele and Ding (2017).",
        "若要完全解释这一差异，协变量以外的因素与联系、与留存的风险比须各达 {e_value}"
        "（就区间端点而言为 {limit}）；见 VanderWeele 与 Ding（2017）。",
        e_value=number(e_value, 2),
        limit=number(limit, 2),
        bears_on="claim",
    )
