"""What the best customers have in common, in words."""

import numpy as np

from vocvalue.clv.profile_columns import ColumnPart
from vocvalue.clv.profile_leaks import Leak
from vocvalue.clv.profile_rules import ProfileRule
from vocvalue.clv.value_profile import ProfileTrait, ValueProfile
from vocvalue.results.dispatch import Row, rows, said
from vocvalue.results.intervals import beside, ends
from vocvalue.results.numerals import by_number, number, percent, whole
from vocvalue.results.spans import coming, date
from vocvalue.results.sums import amount
from vocvalue.results.texts import Text, listed, named, pair, sentences

FEW = 3
"""So many traits are named in the sentence, and no more."""
MADE_OF = {
    "value": pair("the value", "价值本身"),
    "value_before": pair("the earlier value", "此前的价值"),
    "frequency": pair("the number of repeat purchases", "复购次数"),
    "recency": pair("the time from the first to the last purchase", "首末次购买的间隔"),
    "T": pair("the time since the first purchase", "首次购买至今的时间"),
    "monetary_value": pair("the mean spend per purchase", "单次消费"),
    "probability_alive": pair("the probability of being active", "活跃概率"),
    "expected_purchases": pair("the expected purchases", "预计购买次数"),
    "expected_spend": pair("the expected spend per purchase", "预计单次消费"),
    "spent": pair("past spend", "历史消费"),
}


@said.register
def _(profile: ValueProfile) -> Text:
    return sentences(_who(profile), _traits(profile), _rule(profile), *_leaks(profile))


@rows.register
def _(profile: ValueProfile) -> list[Row]:
    return [
        Row(pair("best customers", "高价值客户"), _best(profile)),
        Row(pair("value from", "价值门槛"), amount(profile.cut, profile.currency)),
        *(
            Row(in_words(trait.part), _times(trait.lift.value), ends(trait.lift, _factor))
            for trait in profile.shown[:FEW]
        ),
        *(
            Row(
                pair(
                    "rule {i}: {conditions}", "规则 {i}：{conditions}", i=i, conditions=_met(rule)
                ),
                _times(rule.lift.value),
                ends(rule.lift, _factor),
            )
            for i, rule in enumerate(profile.rules, start=1)
            if rule.is_shown
        ),
        Row(pair("compared", "比较项数"), whole(len(profile.traits))),
    ]


def finding(profile: ValueProfile) -> Text:
    """Return what the best customers have in common, without a full stop.

    Args:
        profile: The profile.
    """
    shown = [trait for trait in profile.shown if trait.lift.value > 1]
    if not shown:
        return pair("Nothing in common shown", "未见共同点")
    trait = shown[0]
    return pair(
        "{trait}: {top} of the best customers, {rest} of the others",
        "{trait}：高价值客户中占 {top}，其他客户中占 {rest}",
        trait=in_words(trait.part),
        top=percent(trait.share_of_top, 0),
        rest=percent(trait.share_of_rest, 0),
    )


def in_words(part: ColumnPart) -> Text:
    """Return a part of a column for a reader.

    Args:
        part: The part.

    Examples:
        >>> in_words(ColumnPart(column="region", label="north")).en
        'region is north'
        >>> in_words(ColumnPart(column="age", above=35.0, up_to=50.0)).zh
        'age 大于 35 且不超过 50'
    """
    column = named(part.column)
    if part.is_missing:
        return pair("{column} is missing", "{column} 缺失", column=column)
    if part.label is not None:
        return pair(
            "{column} is {label}", "{column} 为 {label}", column=column, label=named(part.label)
        )
    return _range(part, column)


def _range(part: ColumnPart, column: Text) -> Text:
    above, up_to = part.above, part.up_to
    if above is None and up_to is not None:
        return pair(
            "{column} up to {end}", "{column} 不超过 {end}", column=column, end=_end(part, up_to)
        )
    if up_to is None and above is not None:
        return pair(
            "{column} above {end}", "{column} 大于 {end}", column=column, end=_end(part, above)
        )
    return pair(
        "{column} above {low} and up to {high}",
        "{column} 大于 {low} 且不超过 {high}",
        column=column,
        low=_end(part, above or 0.0),
        high=_end(part, up_to or 0.0),
    )


def _end(part: ColumnPart, value: float) -> Text:
    if not part.is_day:
        return number(value)
    return date(np.datetime64("1970-01-01") + np.timedelta64(int(value), "D"))


def _who(profile: ValueProfile) -> Text:
    return pair(
        "The {n} most valuable of {customers} customers are worth {cut} or more each{held}.",
        "{customers} 位客户中价值最高的 {n} 位，每位价值不低于 {cut}{held}。",
        n=whole(profile.n_top),
        customers=whole(profile.n),
        cut=amount(profile.cut, profile.currency),
        held=_held(profile),
    )


def _held(profile: ValueProfile) -> Text:
    when = (
        pair("", "")
        if profile.horizon is None
        else pair(" ({horizon})", "（{horizon}）", horizon=coming(profile.horizon))
    )
    if profile.share_of_value is None:
        return when
    return pair(
        "{when} and hold {share} of the value",
        "{when}，合计占总价值的 {share}",
        when=when,
        share=percent(profile.share_of_value, 0),
    )


def _traits(profile: ValueProfile) -> Text:
    if not profile.traits:
        return pair("There is no column to compare.", "没有可比较的列。")
    if not profile.shown:
        return pair(
            "Of {n} traits compared, none is shown to be more or less frequent among them.",
            "共比较 {n} 项特征，未见高价值客户在任何一项上与其他客户不同。",
            n=len(profile.traits),
        )
    named_traits = [_named(trait) for trait in profile.shown[:FEW]]
    return pair(
        "Of {n} traits compared, {shown} among them than among the others; the clearest: {traits}.",
        "共比较 {n} 项特征，{shown} 项的占比与其他客户不同；最明显的是{traits}。",
        n=len(profile.traits),
        shown=by_number(
            len(profile.shown),
            pair("1 is more or less frequent", "1"),
            pair("{n} are more or less frequent", "{n}", n=len(profile.shown)),
        ),
        traits=listed(named_traits),
    )


def _named(trait: ProfileTrait) -> Text:
    return pair(
        "{trait} ({times} as frequent)",
        "{trait}（{times}）",
        trait=in_words(trait.part),
        times=_times(trait.lift.value),
    )


def _rule(profile: ValueProfile) -> Text | None:
    if not profile.rules:
        return None
    if not profile.shown_rules:
        return pair(
            "No rule learned on one half of the customers holds on the other half.",
            "在一半客户上学到的规则，在另一半上均不成立。",
        )
    rule = profile.shown_rules[0]
    return pair(
        "To find more of them, look for {conditions}: {share} of such customers are among the "
        "best, {lift} the share of the others, on the half of the customers that the rule was not "
        "learned on.",
        "寻找更多此类客户，可看{conditions}：在未用于学习规则的一半客户中，"
        "符合条件者有 {share} 属于高价值客户，是其他客户的 {lift}。",
        conditions=_met(rule),
        share=percent(rule.share),
        lift=beside(_times(rule.lift.value), ends(rule.lift, _factor)),
    )


def _met(rule: ProfileRule) -> Text:
    return listed([in_words(condition) for condition in rule.conditions])


def _leaks(profile: ValueProfile) -> list[Text]:
    return [_leak(leak) for leak in profile.leaks]


def _leak(leak: Leak) -> Text:
    if leak.source is not None:
        return pair(
            "Column '{column}' was left out: it goes along with {source}, which the value is made "
            "of (rank correlation {strength}).",
            "列“{column}”未计入：它与{source}几乎一致（秩相关系数 {strength}），"
            "而价值正是由后者算出的。",
            column=named(leak.column),
            source=MADE_OF[leak.source],
            strength=number(leak.strength, 2),
        )
    return pair(
        "Column '{column}' was left out: it tells the best customers from the others with a chance "
        "of {strength}, as only something derived from the value does.",
        "列“{column}”未计入：它区分高价值客户与其他客户的概率达 {strength}，很可能由价值推导而来。",
        column=named(leak.column),
        strength=percent(leak.strength),
    )


def _best(profile: ValueProfile) -> Text:
    return pair(
        "{n} of {customers}",
        "{customers} 位中的 {n} 位",
        n=whole(profile.n_top),
        customers=whole(profile.n),
    )


def _times(factor: float) -> Text:
    return pair("{factor} times", "{factor} 倍", factor=_factor(factor))


def _factor(value: float) -> Text:
    return number(value, 2)
