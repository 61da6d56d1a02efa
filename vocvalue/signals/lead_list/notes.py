"""What a reader must know of leads: what stayed a mention, and what is not known of customers."""

import numpy as np

from vocvalue.results import Note
from vocvalue.results.notes import left_out
from vocvalue.results.numerals import counted
from vocvalue.results.sums import amount
from vocvalue.results.texts import names, pair
from vocvalue.signals.finding.kinds import KIND_NAMES
from vocvalue.signals.lead_list.catalogue import Shelf
from vocvalue.signals.lead_list.measure import Candidates


def on_nobody(n: int) -> tuple[Note, ...]:
    """Return the note on signals of nobody.

    Args:
        n: How many there are.
    """
    signals = pair(
        "{signals} that can become leads and have no customer",
        "{signals}可列为线索，但缺少客户编号",
        signals=counted(n, "signal"),
    )
    return left_out(n, signals)


def on_mentions(mentions: Candidates, asked_in: tuple[str, ...]) -> tuple[Note, ...]:
    """Return the notes on signals that are no leads.

    Args:
        mentions: The signals.
        asked_in: The channels in which customers ask for what they want to buy.
    """
    kind = mentions.column("kind")
    n_upsell, n_cross = int((kind == "upsell").sum()), int((kind == "cross_sell").sum())
    channels = names(asked_in)
    return (
        *Note.counted(
            n_upsell,
            "{signals} of {kind} became no lead: not written in {channels}, and no catalogue has a "
            "plan or a bigger variant of what is named.",
            "{signals}（{kind}）未列为线索：来源渠道不在 {channels} 之列，"
            "商品目录中也没有对应的套餐或升级款。",
            signals=counted(n_upsell, "signal"),
            kind=KIND_NAMES["upsell"],
            channels=channels,
        ),
        *Note.counted(
            n_cross,
            "{signals} of {kind} became no lead: not written in {channels}, and no catalogue has "
            "what is named.",
            "{signals}（{kind}）未列为线索：来源渠道不在 {channels} 之列，"
            "商品目录中也没有所提商品。",
            signals=counted(n_cross, "signal"),
            kind=KIND_NAMES["cross_sell"],
            channels=channels,
        ),
    )


def on_catalogue(shelf: Shelf | None, candidates: Candidates) -> tuple[Note, ...]:
    """Return the notes on the catalogue, and on names that are nearly its own.

    Args:
        shelf: The catalogue.
        candidates: The signals whose products were looked up in it.
    """
    if shelf is None:
        return ()
    linked = candidates.linked
    products = [it for it in candidates.column("product") if it is not None]
    n_fuzzy = sum(it in linked.links and linked.links[it].how == "fuzzy" for it in products)
    n_tied = sum(it in linked.tied for it in products)
    return (
        *shelf.catalogue.notes,
        *Note.counted(
            shelf.n_elsewhere,
            "{n} bigger variants named in the catalogue are no products of it themselves.",
            "商品目录所列的升级款中，有 {n} 个不在目录内。",
            bears_on="reading",
        ),
        *Note.counted(
            n_fuzzy,
            "{signals} linked to a product of the catalogue with nearly the same name.",
            "{signals}所提商品与商品目录中的名称相近，已按相近名称关联。",
            signals=counted(n_fuzzy, "signal"),
            bears_on="reading",
        ),
        *Note.counted(
            n_tied,
            "{signals} linked to no product: the name is as near to one of the catalogue as to "
            "another.",
            "{signals}所提商品与目录中多个商品同样相近，未作关联。",
            signals=counted(n_tied, "signal"),
            bears_on="reading",
        ),
    )


def on_chats(leads: Candidates) -> tuple[Note, ...]:
    """Return the note on wishes and questions that are leads by their channel alone.

    Args:
        leads: The signals that became leads.
    """
    if leads.shelf is not None:
        return ()
    n = int(np.isin(leads.column("kind"), ("upsell", "cross_sell")).sum())
    return Note.counted(
        n,
        "With no catalogue, {signals} of {upsell} or {cross_sell} went into the leads for the "
        "channel alone. In real chats, 4 of 10 such leads were right: too few to rely on. Pass "
        "products= to see which are about something you sell.",
        "未提供商品目录，{signals}（{upsell}或{cross_sell}）仅凭来源渠道列为线索。"
        "在真实客服对话中，这类线索 10 条里只有 4 条正确，尚不可靠。"
        "传入 products= 可看出哪些与在售商品有关。",
        signals=counted(n, "signal"),
        upsell=KIND_NAMES["upsell"],
        cross_sell=KIND_NAMES["cross_sell"],
        bears_on="claim",
    )


def on_times(candidates: Candidates) -> tuple[Note, ...]:
    """Return the note on texts whose time is not known.

    Args:
        candidates: The signals of the leads.
    """
    if candidates.signals.timestamp is None:
        return (
            Note.of(
                "The texts have no times: a customer has one lead of each kind, however long lies "
                "between the signals.",
                "文本没有时间：每位客户的每类线索只记一条，不论信号相隔多久。",
            ),
        )
    n = int(np.isnat(candidates.column("timestamp")).sum())
    return Note.counted(
        n,
        "{signals} with no time, counted with the latest lead of the same customer and kind.",
        "{signals}没有时间，归入该客户同类的最近一条线索。",
        signals=counted(n, "signal"),
    )


def on_repeats(n: int) -> tuple[Note, ...]:
    """Return the note on signals that repeat what the same customer wrote before.

    Args:
        n: How many there are.
    """
    return Note.counted(
        n,
        "{signals} without a lead of its own: the same text of the same customer has one.",
        "{signals}与同一客户同一文本中的其他信号重复，未另立线索。",
        signals=counted(n, "signal"),
    )


def on_unknown_values(n: int) -> tuple[Note, ...]:
    """Return the note on customers whose value is not known.

    Args:
        n: How many of them have a lead.
    """
    return Note.counted(
        n,
        "The value of {customers} with a lead is not known: their leads come last.",
        "{customers}有线索但价值未知，其线索排在最后。",
        customers=counted(n, "customer"),
    )


def on_sales_value(cut: float, currency: str | None) -> tuple[Note, ...]:
    """Return the note on the value from which on sales calls, where nobody stated it.

    Args:
        cut: The value.
        currency: The currency's code, where known.
    """
    if not np.isfinite(cut):
        return ()
    return (
        Note.of(
            "Customers worth {cut} or more, the top fifth of the values, go to sales. To change "
            "this, state sales_value.",
            "价值达到 {cut}（即价值最高的五分之一）的客户由销售跟进。"
            "如需调整，请指定 sales_value。",
            cut=amount(cut, currency),
            bears_on="reading",
        ),
    )
