"""How customers were assigned to arms, in words."""

from vocvalue.lift.design.arm_words import arm_name, counted_arms, split
from vocvalue.lift.design.assignment_result import Assignment
from vocvalue.results.dispatch import Row, rows, said
from vocvalue.results.numerals import by_number, counted, percent, whole
from vocvalue.results.texts import Text, listed, names, pair, sentences


@said.register
def _(assignment: Assignment) -> Text:
    return sentences(
        pair("{finding}.", "{finding}。", finding=finding(assignment)),
        _within(assignment),
        pair(
            "The hash of the customer id and '{salt}' determines each customer's arm, so anyone "
            "can reproduce it.",
            "每位客户的组别由其编号与“{salt}”的哈希值决定，任何人都可复现。",
            salt=assignment.salt,
        ),
    )


@rows.register
def _(assignment: Assignment) -> list[Row]:
    n = len(assignment.texts)
    sizes = tuple(
        pair(
            "{n} ({arm}, {share})",
            "{arm} {n} 位（{share}）",
            n=size,
            arm=arm_name(arm),
            share=percent(size / n),
        )
        for arm, size in assignment.counts.items()
    )
    none = pair("none: each customer is drawn individually", "无：逐个客户随机分组")
    return [
        Row(pair("customers", "客户数"), whole(n)),
        Row(pair("arms", "各组客户数"), listed(sizes)),
        Row(pair("planned split", "计划比例"), split(assignment.shares)),
        Row(pair("salt", "盐值"), pair("{salt}", "{salt}", salt=assignment.salt)),
        Row(pair("strata", "分层"), names(assignment.strata) if assignment.strata else none),
    ]


def finding(assignment: Assignment) -> Text:
    """Return how many customers were assigned to each arm, without a full stop.

    Args:
        assignment: The customers and their arms.
    """
    n = len(assignment.texts)
    return pair(
        "{customers} {were} assigned at random: {arms}",
        "{customers}{were}已随机分组：{arms}",
        customers=counted(n, "customer"),
        were=by_number(n, pair("was", ""), pair("were", "")),
        arms=counted_arms(assignment.counts),
    )


def _within(assignment: Assignment) -> Text | None:
    if not assignment.strata:
        return None
    return pair(
        "Within each stratum of {strata}, the arms have their planned shares to within one "
        "customer.",
        "在 {strata} 的每一层内，各组占比均与计划一致（误差不超过一位客户）。",
        strata=names(assignment.strata),
    )
