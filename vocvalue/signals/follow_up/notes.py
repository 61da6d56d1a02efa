"""What a reader must know of a funnel: what was left out, what doubts a comparison, what it is."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from vocvalue.results import Note
from vocvalue.results.notes import left_out
from vocvalue.results.numerals import by_number, counted, p_value
from vocvalue.results.sums import amount
from vocvalue.results.texts import pair
from vocvalue.signals.follow_up.contacting import Contacted
from vocvalue.signals.follow_up.followed import FollowedLeads


def without_time(n: int) -> tuple[Note, ...]:
    """Return the note on leads whose time is not known.

    Args:
        n: How many there are.
    """
    return left_out(n, pair("{leads} with no time", "{leads}没有时间", leads=counted(n, "lead")))


def on_following(followed: FollowedLeads) -> tuple[Note, ...]:
    """Return the notes on leads that are not followed to the end, and on customers without orders.

    Args:
        followed: The leads.
    """
    is_open = ~followed.is_followed & ~followed.is_late
    n_open, n_late = int(is_open.sum()), int(followed.is_late.sum())
    asked = np.unique(followed.windows.customer)
    n_strangers = int((~followed.has_orders[asked]).sum())
    return (
        *Note.counted(
            n_open,
            "The window of {leads} is not over: {they} neither as converted nor as failed. Orders "
            "that came already: {ordered}.",
            "{leads}的观察期尚未结束，既不计为转化，也不计为未转化{they}；"
            "已产生订单的有 {ordered} 条。",
            leads=counted(n_open, "lead"),
            they=by_number(n_open, pair("it counts", ""), pair("they count", "")),
            ordered=int((is_open & followed.is_converted).sum()),
        ),
        *Note.counted(
            n_late,
            "{leads} came after the last order in the table and {are} not followed.",
            "{leads}晚于订单表中的最后一笔订单，无法观察{are}。",
            leads=counted(n_late, "lead"),
            are=by_number(n_late, pair("is", ""), pair("are", "")),
        ),
        *Note.counted(
            n_strangers,
            "{customers} with a lead {have} no order in the table; their leads count as not "
            "converted.",
            "{customers}有线索，但订单表中没有其订单{have}，其线索计为未转化。",
            customers=counted(n_strangers, "customer"),
            have=by_number(n_strangers, pair("has", ""), pair("have", "")),
        ),
    )


def on_orders(followed: FollowedLeads, currency: str | None) -> tuple[Note, ...]:
    """Return the note on refunds that follow no purchase.

    Args:
        followed: The leads.
        currency: The currency's code, where known.
    """
    if not followed.early_refunds:
        return ()
    return (
        Note.of(
            "Refunds of {sum} follow no purchase in the table and are in no figure.",
            "有 {sum} 的退款在表中找不到对应的购买，未计入任何数字。",
            sum=amount(-followed.early_refunds, currency),
        ),
    )


def on_products(followed: FollowedLeads, *, has_column: bool) -> tuple[Note, ...]:
    """Return the note on leads about a product, where the orders do not say which they are of.

    Args:
        followed: The leads.
        has_column: Whether the orders have a column of the product.
    """
    product = followed.asked.products.product
    n = int((product >= 0).sum())
    if not has_column:
        return Note.counted(
            n,
            "Leads about a product of the catalogue: {n}. The orders do not name products, so an "
            "order of any product converts them. Name the column: {code}.",
            "{n} 条线索指明了目录中的商品，但订单没有商品列，任何商品的订单都计为转化。"
            "请指定商品列：{code}。",
            code="Orders(..., product=...)",
        )
    bought = np.unique(followed.purchases.product)
    n_never = int(((product >= 0) & ~np.isin(product, bought)).sum())
    return Note.counted(
        n_never,
        "Leads about a product that none of their customers ever ordered: {n}. Check whether the "
        "orders name products by the ids or names of the catalogue.",
        "{n} 条线索所指的商品在这些客户的订单中从未出现。"
        "请检查订单中的商品编号或名称是否与目录一致。",
        bears_on="reading",
    )


def on_contacts(contacts: Contacted, followed: FollowedLeads) -> tuple[Note, ...]:
    """Return the notes on contacts that fit no lead, and on conversions without a contact.

    Args:
        contacts: The contacts.
        followed: The leads.
    """
    won = followed.is_followed & followed.is_converted
    n_alone = int((won & ~(contacts.at <= followed.ordered)).sum())
    return (
        *contacts.notes,
        *_contacts(
            contacts.n_early,
            pair("came before the lead", "早于线索"),
        ),
        *_contacts(
            contacts.n_outside,
            pair("fall in no window of a lead", "不在任何线索的观察期内"),
        ),
        *_contacts(
            contacts.n_nobody,
            pair("are with customers who have no lead", "对应的客户没有线索"),
        ),
        *_contacts(
            contacts.n_unknown,
            pair("name a lead that is not among these", "所写的线索编号不在其中"),
        ),
        *Note.counted(
            n_alone,
            "In {n} of {conversions} conversions the order came before any contact.",
            "{conversions} 条转化中，有 {n} 条在联系之前就已下单。",
            conversions=int(won.sum()),
        ),
    )


def _contacts(n: int, what: Any) -> tuple[Note, ...]:
    return Note.counted(
        n,
        "Contacts that {what} and do not count: {n}.",
        "有 {n} 次联系{what}，未计入。",
        what=what,
    )


def no_amounts() -> Note:
    """Return the note on orders without amounts."""
    return Note.of(
        "The orders have no amounts, so conversions are counted and not valued.",
        "订单没有金额，只统计转化数，不计算收入。",
    )


def not_incremental() -> Note:
    """Return the note on conversions with which nothing is compared."""
    return Note.of(
        "Conversions are not incremental: who says that he will buy would in part have bought "
        "anyway. Hold a random part of the leads back, and pass {held_back}.",
        "转化并非增量：表示要买的客户，有一部分本来就会买。请随机保留一部分客户不联系，"
        "并传入 {held_back}。",
        held_back="held_back=",
        bears_on="claim",
    )


def compared_with_similar() -> Note:
    """Return the note on what a comparison with customers without a lead is, and is not."""
    return Note.of(
        "This compares customers with a lead to customers without one who had bought alike. It is "
        "not the effect of contacting them: who says that he will buy would in part have bought "
        "anyway. Only a random part that is held back tells that effect.",
        "以上是将有线索的客户与此前购买情况相近但没有线索的客户相比，并非联系客户的效果："
        "表示要买的客户，有一部分本来就会买。只有随机保留一部分不联系，才能得知联系的效果。",
        bears_on="claim",
    )


def first_buyers(n_with: int, n_without: int) -> tuple[Note, ...]:
    """Return the note on customers who had ordered nothing before, and are not compared.

    Args:
        n_with: How many of them have a lead.
        n_without: How many have none.
    """
    return Note.counted(
        n_with + n_without,
        "The comparison leaves out customers with no order before the date from which they are "
        "followed: {n_with} with a lead, {n_without} without.",
        "比较时未计入起始日之前没有订单的客户：有线索的 {n_with} 位，没有线索的 {n_without} 位。",
        n_with=n_with,
        n_without=n_without,
    )


def too_few(n_with: int, n_without: int) -> Note:
    """Return the note on a comparison for which there are too few customers.

    Args:
        n_with: How many with a lead had ordered before.
        n_without: How many without one had.
    """
    return Note.of(
        "Customers with a lead cannot be compared to others: {n_with} with a lead and {n_without} "
        "without one had ordered before, and 30 of each are needed.",
        "无法将有线索的客户与其他客户比较：此前有订单的客户中，有线索的 {n_with} 位，"
        "没有线索的 {n_without} 位，各需至少 30 位。",
        n_with=n_with,
        n_without=n_without,
        bears_on="claim",
    )


def not_comparable(n_with: int, n_without: int) -> Note:
    """Return the note on customers who have nobody to be compared with.

    Args:
        n_with: How many with a lead had ordered before.
        n_without: How many without one had.
    """
    return Note.of(
        "Customers with a lead cannot be compared to others: too few of the {n_without} without a "
        "lead had bought like the {n_with} with one, or all of them bought alike.",
        "无法将有线索的客户与其他客户比较：{n_without} 位没有线索的客户中，与 {n_with} "
        "位有线索的客户购买情况相近者太少，或各组结果完全相同。",
        n_with=n_with,
        n_without=n_without,
        bears_on="claim",
    )


def off_plan(sizes: NDArray[np.int64], p: float) -> tuple[Note, ...]:
    """Return the doubt on arms whose sizes are not those of the plan.

    Args:
        sizes: How many are contacted, and how many are held back.
        p: The p-value.
    """
    return (
        Note.of(
            "{contacted} customers contacted and {held_back} held back are not as many as were "
            "planned ({p}): somebody is missing from one of the two.",
            "联系 {contacted} 位、保留 {held_back} 位，与计划的比例不符（{p}），"
            "其中一组有客户缺失。",
            contacted=int(sizes[0]),
            held_back=int(sizes[1]),
            p=p_value(p),
            bears_on="claim",
        ),
    )


def unlike_before(p: float) -> tuple[Note, ...]:
    """Return the doubt on arms that differ in what was spent before the lead.

    Args:
        p: The p-value.
    """
    return (
        Note.of(
            "The customers contacted and those held back differ in what they spent before the lead "
            "({p}), so chance alone did not decide who was held back.",
            "被联系与被保留的客户在产生线索之前的消费不同（{p}），可见分组并非完全随机。",
            p=p_value(p),
            bears_on="claim",
        ),
    )


def contaminated(n: int, total: int, *, is_grave: bool) -> tuple[Note, ...]:
    """Return the note on customers who were held back and contacted all the same.

    Args:
        n: How many there are.
        total: How many were held back.
        is_grave: Whether they are so many that the comparison is doubted.
    """
    return Note.counted(
        n,
        "{n} of {customers} held back {were} contacted all the same, which makes the difference "
        "smaller than it is.",
        "{customers}本应保留不联系，其中 {n} 位仍被联系{were}，使差异偏小。",
        customers=counted(total, "customer"),
        were=by_number(n, pair("was", ""), pair("were", "")),
        bears_on="claim" if is_grave else "figure",
    )


def not_drawn(n: int) -> tuple[Note, ...]:
    """Return the note on customers who are in no arm.

    Args:
        n: How many there are.
    """
    return Note.counted(
        n,
        "{customers} with a lead {are} in neither arm, and not in the comparison.",
        "{customers}有线索，但不属于任何一组{are}，未计入比较。",
        customers=counted(n, "customer"),
        are=by_number(n, pair("is", ""), pair("are", "")),
    )


def unsaid_draw(*, randomised: bool | None) -> tuple[Note, ...]:
    """Return the note on arms of which nobody said that chance decided them.

    Args:
        randomised: What was said.
    """
    if randomised is True:
        return ()
    return (
        Note.of(
            "The arms are not known to be random, so the comparison is an association only. If "
            "chance alone decided, pass {claim}, or what {assign} returned.",
            "未说明分组是否随机，因此比较结果仅视为相关。若为随机分组，请指定 {claim}，"
            "或传入 {assign} 的结果。",
            claim="randomised=True",
            assign="lift.assign",
            bears_on="claim",
        ),
    )


def dated() -> Note:
    """Return the note on leads that carry days beside orders with a time of day."""
    return Note.of(
        "The leads carry dates without a time of day. Each counts as the end of its day, so an "
        "order of the same day counts as before it.",
        "线索只有日期，没有具体时间，按当天结束计，因此当天的订单都算作在此之前。",
        bears_on="reading",
    )
