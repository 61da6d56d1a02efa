"""Notes on groups made comparable: customers left out, weights, unmeasured causes."""

from collections.abc import Sequence

from vocvalue.effects.wording import Wording
from vocvalue.results import Note
from vocvalue.results.notes import left_out
from vocvalue.results.numerals import counted, number, percent, whole
from vocvalue.results.texts import Text, pair
from vocvalue.results.texts import names as enumerated
from vocvalue.stats.balance import WeightBalance


def incomplete(n: int, total: int) -> tuple[Note, ...]:
    """Note customers who are left out because a covariate is missing.

    Args:
        n: The number of these customers.
        total: The number of all customers.
    """
    return left_out(
        n,
        pair(
            "{n} of {customers} with a missing covariate",
            "{customers}中有 {n} 位缺少协变量",
            n=n,
            customers=counted(total, "customer"),
        ),
    )


def left_out_of(figure: Text, n: int) -> tuple[Note, ...]:
    """Note customers who are left out of one figure only, because a covariate is missing.

    Args:
        figure: The figure.
        n: The number of these customers.
    """
    return Note.counted(
        n,
        "Left out of {figure}: {customers} with a missing covariate.",
        "{customers}缺少协变量，未计入{figure}。",
        figure=figure,
        customers=counted(n, "customer"),
    )


def constant(names: Sequence[str]) -> tuple[Note, ...]:
    """Note covariates that are the same for every customer.

    Args:
        names: Their names.
    """
    if not names:
        return ()
    return (
        Note.of(
            "Covariates with the same value for every customer change nothing: {covariates}.",
            "以下协变量对所有客户取值相同，不起作用：{covariates}。",
            covariates=enumerated(names),
            bears_on="reading",
        ),
    )


def weighting(balance: WeightBalance, wording: Wording) -> tuple[Note, ...]:
    """Note how similar weighting makes the groups, and poor overlap.

    Args:
        balance: How similar weighting makes the groups.
        wording: The nouns of the comparison.
    """
    return _balanced(balance), *_poor_overlap(balance, wording)


def unmeasured(e_values: tuple[float, float], wording: Wording) -> Note:
    """Note how strong an unmeasured cause would have to be.

    Args:
        e_values: The E-values of the ratio and of its interval.
        wording: The nouns of the comparison.
    """
    e_value, limit = e_values
    return Note.of(
        "To explain {figure} away, something that is not among the covariates would have to be "
        "associated with both {treatment} and {outcome} by a risk ratio of {e_value} each ({limit} "
        "for the end of the interval); see VanderWeele and Ding (2017).",
        "若要完全解释{figure}，协变量以外的因素与{treatment}、与{outcome}的风险比须各达 {e_value}"
        "（就区间端点而言为 {limit}）；见 VanderWeele 与 Ding（2017）。",
        figure=wording.figure,
        treatment=wording.treatment,
        outcome=wording.outcome,
        e_value=number(e_value, 2),
        limit=number(limit, 2),
        bears_on="claim",
    )


def _balanced(balance: WeightBalance) -> Note:
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


def _poor_overlap(balance: WeightBalance, wording: Wording) -> tuple[Note, ...]:
    if balance.overlaps:
        return ()
    return (
        Note.of(
            "Poor overlap: one customer carries {heaviest} of the weight of {group}, and its "
            "adjusted figure rests on as few as {effective} customers. Do not rely on it; compare "
            "only customers who could have been in {either}.",
            "重叠不足：单个客户占{group}权重的 {heaviest}，调整后的数字最少只依据 {effective} "
            "位客户，不宜采信。请只比较{either}中都可能出现的客户。",
            heaviest=percent(balance.largest_weight.max()),
            group=wording.group,
            effective=whole(balance.effective_n.min()),
            either=wording.either,
            bears_on="claim",
        ),
    )
