"""What customers say they will do, in words."""

from vocvalue.results.dispatch import Row, rows, said
from vocvalue.results.intervals import row
from vocvalue.results.numerals import by_number, counted, percent, whole
from vocvalue.results.texts import Text, pair, sentences, separated
from vocvalue.signals.finding.kinds import KIND_NAMES, KINDS, STATUS_NAMES, by_name
from vocvalue.signals.finding.result import Signals


@said.register
def _(signals: Signals) -> Text:
    return sentences(finding(signals), _leads(signals), _alerts(signals))


@rows.register
def _(signals: Signals) -> list[Row]:
    counts = signals.counts().to_dict(orient="index")
    return [
        Row(pair("texts read", "已读文本"), whole(signals.n_texts)),
        Row(pair("signals", "信号"), whole(signals.n)),
        *(Row(KIND_NAMES[kind], by_name(counts[kind], STATUS_NAMES)) for kind in KINDS),
        Row(pair("possible leads", "可列为线索"), whole(signals.may_be_lead.sum())),
        Row(pair("churn alerts", "流失预警"), whole(signals.is_alert.sum())),
        row(pair("texts with a lead", "含线索的文本占比"), signals.rate, percent),
    ]


def finding(signals: Signals) -> Text:
    """Return how many signals there are, as a sentence.

    Args:
        signals: What `signals.find` returned.
    """
    if not signals.n:
        return pair(
            "There is no signal in {texts}.",
            "{texts}中没有识别出信号。",
            texts=counted(signals.n_texts, "text"),
        )
    counts = signals.counts().sum(axis=1)
    kinds = separated(
        *(
            pair("{kind} {n}", "{kind} {n} 个", kind=KIND_NAMES[kind], n=int(counts[kind]))
            for kind in KINDS
        )
    )
    return pair(
        "{texts} contain {signals}: {kinds}.",
        "{texts}中识别出 {signals}：{kinds}。",
        texts=counted(signals.n_texts, "text"),
        signals=counted(signals.n, "signal"),
        kinds=kinds,
    )


def _leads(signals: Signals) -> Text | None:
    n = int(signals.may_be_lead.sum())
    if not signals.n:
        return None
    if not n:
        return pair("None can become a lead.", "其中没有可列为线索的。")
    return by_number(
        n,
        pair(
            "{n} can become a lead: the customer wants to buy.",
            "其中 {n} 个表明客户有购买意向，可列为线索。",
            n=n,
        ),
        pair(
            "{n} can become leads: the customer wants to buy.",
            "其中 {n} 个表明客户有购买意向，可列为线索。",
            n=n,
        ),
    )


def _alerts(signals: Signals) -> Text | None:
    n = int(signals.is_alert.sum())
    if not signals.n:
        return None
    if not n:
        return pair("None is a churn alert.", "没有流失预警。")
    return by_number(
        n,
        pair(
            "{n} is a churn alert: the customer will not buy again, or turns to another brand.",
            "{n} 个为流失预警：客户表示不再购买，或转向其他品牌。",
            n=n,
        ),
        pair(
            "{n} are churn alerts: the customer will not buy again, or turns to another brand.",
            "{n} 个为流失预警：客户表示不再购买，或转向其他品牌。",
            n=n,
        ),
    )
