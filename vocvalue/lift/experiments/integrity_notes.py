"""Everything in the tables that contradicts a random assignment, in words."""

import math
from collections.abc import Mapping, Sequence

from vocvalue.lift.design.arm_words import counted_arms, shares_of_arms
from vocvalue.results import Note
from vocvalue.results.numerals import by_number, counted, percent, significant
from vocvalue.results.texts import Part, Text, named, pair, sentences

RARE = pair(
    "Chance alone produces this in fewer than one experiment in a thousand.",
    "若分组确实随机，一千次实验中出现这种情况的不到一次。",
)


def ramp_up(halves: Sequence[float]) -> Note:
    """Say that the share treated changed over time."""
    return _claim(
        _changed(halves),
        RARE,
        pair(
            "The arms therefore differ in season and in length of follow-up. Keep a column with "
            "the period and compare within it: {code}.",
            "因此各组所处季节与观察时长不同。请保留时期列并分层比较：{code}。",
            code='lift.retention(..., strata="week")',
        ),
    )


def unlike(column: str, p_value: float) -> Note:
    """Say that the share of an arm differs between the values of a column."""
    return _claim(
        pair(
            "The share treated differs between the values of '{column}' ({p}).",
            "实验组占比在列“{column}”的各取值之间不同（{p}）。",
            column=named(column),
            p=_p(p_value),
        ),
        RARE,
        pair(
            "If customers were assigned with different shares by this column, compare within it: "
            "{strata}. If the column describes something that happened after the contact, leave it "
            "out of {keep}.",
            "若各取值的分组比例本就不同，请分层比较：{strata}；"
            "若该列是联系之后的结果，请勿放入 {keep}。",
            strata=f'strata="{column}"',
            keep="keep=",
        ),
    )


def nested(column: str, pure: int, total: int) -> Note:
    """Say that most values of a column occur in one arm only."""
    return Note.of(
        "{pure} of the {total} values of '{column}' occur in one arm only. They were therefore "
        "assigned as a whole, not customer by customer, and an interval that counts customers is "
        "too narrow. Use {code} instead.",
        "列“{column}”的 {total} 个取值中有 {pure} 个只出现在一个组。"
        "可见是按该列整体分组，而非逐个客户分组，按客户数计算的区间过窄。请改用 {code}。",
        count=pure,
        bears_on="claim",
        pure=pure,
        total=total,
        column=named(column),
        code=f'lift.retention(..., cluster="{column}")',
    )


def unanswered(each: Sequence[tuple[str, int, int]]) -> Note:
    """Say that the outcomes of one arm are known less often."""
    return _claim(
        pair(
            "The arms differ in how often outcomes are known: {arms}.",
            "各组结果已知的比例不同：{arms}。",
            arms=shares_of_arms(each),
        ),
        RARE,
        pair(
            "If customers who left respond less often, the arm with fewer responses looks better "
            "than it is.",
            "若流失客户更少作答，作答较少的组会显得比实际更好。",
        ),
        count=sum(size - n for _, n, size in each),
    )


def unmatched(each: Sequence[tuple[str, int, int]]) -> Note:
    """Say that the customers of one arm are found in the other table less often."""
    return _claim(
        pair(
            "The arms differ in how many customers are found in the other table: {arms}.",
            "各组客户在另一张表中的匹配率不同：{arms}。",
            arms=shares_of_arms(each),
        ),
        RARE,
        pair(
            "Check whether the ids of one arm are damaged, or whether customers who left respond "
            "less often. Until then the comparison is an association only.",
            "请检查其中一组的客户编号是否有误，或流失客户是否更少作答；在此之前，比较结果仅为相关。",
        ),
        count=sum(size - n for _, n, size in each),
    )


def followed_unequally() -> Note:
    """Say that one arm was followed for longer."""
    return _claim(
        pair(
            "The arms were not followed for the same time (log-rank test of the end of follow-up).",
            "各组的观察时长不同（对观察终点的对数秩检验）。",
        ),
        RARE,
        pair(
            "One arm was assigned later, or was lost to follow-up earlier.",
            "某一组分组较晚，或较早不再有记录。",
        ),
    )


def off_plan(sizes: Mapping[str, int]) -> Note:
    """Say that the sizes of the arms do not match the plan."""
    return _claim(
        pair(
            "The sizes of the arms, {arms}, do not match the plan.",
            "各组人数（{arms}）与计划不符。",
            arms=counted_arms(sizes),
        ),
        RARE,
        pair(
            "Find out which customers are missing; see {code}.",
            "请查明缺少了哪些客户，参见 {code}。",
            code="lift.sample_ratio",
        ),
    )


def not_drawn(n: int, total: int) -> Note:
    """Say that customers are not in the arm that was drawn for them."""
    return Note.of(
        "{n} of {total} customers are in a different arm from the one drawn for them, or were not "
        "drawn at all: somebody changed the assignment.",
        "{total} 位客户中有 {n} 位不在随机分组所定的组中，或未参与随机分组：分组被人为改动。",
        count=n,
        bears_on="claim",
        n=n,
        total=total,
    )


def dropped(n: int, by_first: Mapping[str, int]) -> Note:
    """Say that customers in two arms were left out, and in which arm they were first."""
    return Note.of(
        "The comparison leaves out {customers} found in two arms{first}. Which customers end up in "
        "two arms may depend on the contact itself; {choice} leaves nobody out.",
        "{customers}同时属于两个组，未计入{first}。客户是否落入两组可能与联系的结果有关；"
        "{choice} 不会排除任何人。",
        count=n,
        customers=counted(n, "customer"),
        first=_by_first(by_first),
        choice='both_arms="first"',
    )


def first_counts(n: int, by_first: Mapping[str, int]) -> Note:
    """Say that customers in two arms count in the arm of their first assignment."""
    return Note.of(
        "{customers} {were} found in two arms{first}. Each counts in the arm of the earliest "
        "assignment; the effect of the other arm moves the difference closer to 0.",
        "{customers}{were}同时属于两个组{first}，均按最早一次分组计入；"
        "其在另一组受到的影响会使组间差异偏小。",
        were=by_number(n, pair("was", ""), pair("were", "")),
        count=n,
        customers=counted(n, "customer"),
        first=_by_first(by_first),
    )


def too_many_dropped(n: int, reach: float) -> Note:
    """Say that the customers left out of the arms could create a difference on their own."""
    return _claim(
        pair(
            "The comparison leaves out {customers} found in two arms, after the arms had been "
            "assigned. If all of them had belonged to one arm and had the best or the worst "
            "possible outcome, that alone could move the difference by {times} its standard error, "
            "so the arms compared are no longer the arms that were drawn.",
            "分组之后，同属两组的 {customers}被排除。若他们都来自同一组且结果全为最好或最差，"
            "仅此一项就可使差异变动{times}标准误：所比较的已不是当初随机分出的各组。",
            customers=counted(n, "customer"),
            times=_times(reach),
        ),
        pair(
            "{choice} keeps everybody in the arm of the first assignment.",
            "请用 {choice} 按最早一次分组计入所有客户。",
            choice='both_arms="first"',
        ),
        count=n,
    )


def unlike_before(p_value: float) -> Note:
    """Say that the arms differ in their spend before the assignment."""
    return _claim(
        pair(
            "The arms differ in spend before the assignment ({p}).",
            "各组在分组之前的消费不同（{p}）。",
            p=_p(p_value),
        ),
        RARE,
        pair(
            "Either the customers contacted were not chosen at random, or part of that spend came "
            "after the contact.",
            "要么联系对象并非随机选取，要么其中部分消费发生在联系之后。",
        ),
    )


def absent_unequally(each: Sequence[tuple[str, int, int]]) -> Note:
    """Say that customers drawn for one arm are missing from the table more often."""
    return _claim(
        pair(
            "The arms differ in how many customers drawn are missing from the table: {arms}.",
            "各组已分组客户在表中缺失的比例不同：{arms}。",
            arms=shares_of_arms(each),
        ),
        RARE,
        pair("Find out why they were removed.", "请查明这些客户被移除的原因。"),
        count=sum(n for _, n, _ in each),
    )


def absent(n: int) -> tuple[Note, ...]:
    """Say that customers were drawn who are not in the table; nothing where there are none."""
    return Note.counted(
        n,
        "{customers} who {were} drawn {are} missing from the table and from every figure.",
        "{customers}{were}已随机分组但{are}不在表中，未计入任何数字。",
        were=by_number(n, pair("was", ""), pair("were", "")),
        are=by_number(n, pair("is", ""), pair("are", "")),
        customers=counted(n, "customer"),
    )


def within(column: str) -> Note:
    """Say what a comparison within a column assumes."""
    return Note.of(
        "The share treated differs between the values of '{column}', within which the arms are "
        "compared. The comparison is random only if customers were assigned within '{column}'; it "
        "is not if the column describes something that happened after the contact.",
        "实验组占比在列“{column}”的各取值之间不同，此处在各取值内部比较。"
        "只有分组本就按“{column}”分层进行，比较才是随机的；若该列是联系之后的结果，则不是。",
        column=named(column),
        bears_on="claim",
    )


def _claim(*texts: Text, count: int = 0) -> Note:
    """Return a note on what may be claimed, of several sentences."""
    return Note(said=sentences(*texts), count=count, bears_on="claim")


def _changed(halves: Sequence[float]) -> Text:
    if len(halves) != 2:
        return pair(
            "The share treated changed over the time of the assignments.",
            "实验组占比随分组时间变化。",
        )
    early, late = (percent(share) for share in halves)
    return pair(
        "The share treated changed over the time of the assignments, from {early} in the earlier "
        "half to {late} in the later.",
        "实验组占比随分组时间变化：前半段 {early}，后半段 {late}。",
        early=early,
        late=late,
    )


def _by_first(by_first: Mapping[str, int]) -> Part:
    if not by_first:
        return ""
    return pair(
        ", by first assignment {arms}", "（按最早一次分组：{arms}）", arms=counted_arms(by_first)
    )


def _times(reach: float) -> Text:
    if not math.isfinite(reach):
        return pair("any number of times", "任意多个")
    return pair("{n} times", " {n} 个", n=significant(reach, 2))


def _p(p_value: float) -> Text:
    if p_value < 1e-4:
        return pair("p < 0.0001", "p < 0.0001")
    return pair("p = {p}", "p = {p}", p=significant(p_value, 1))
