"""How well signals are found, in words."""

from vocvalue.results.dispatch import Row, rows, said
from vocvalue.results.intervals import ends, row
from vocvalue.results.numerals import counted, percent, whole
from vocvalue.results.texts import Text, pair, sentences
from vocvalue.signals.evaluation.measure import F1, PRECISION, RECALL, Tally
from vocvalue.signals.evaluation.result import Evaluation
from vocvalue.signals.finding.kinds import KIND_NAMES, KINDS


@said.register
def _(card: Evaluation) -> Text:
    return sentences(
        _base(card),
        _leads(card.leads, card.level),
        _alerts(card.alerts, card.level),
    )


@rows.register
def _(card: Evaluation) -> list[Row]:
    lead, alert = (tally.estimates(card.level) for tally in (card.leads, card.alerts))
    counts = card.counts("kind").set_index("name")[["n_right", "n_found", "n_gold"]]
    tallies = {str(kind): numbers for kind, numbers in counts.to_dict(orient="index").items()}
    return [
        Row(pair("labelled texts", "已标注文本"), whole(card.n_texts)),
        row(pair("texts with a signal", "含信号的文本占比"), card.base_rate, percent),
        row(pair("leads: precision", "线索：精确率"), lead[PRECISION], percent),
        row(pair("leads: recall", "线索：召回率"), lead[RECALL], percent),
        row(pair("leads: F1", "线索：F1 值"), lead[F1], percent),
        row(pair("churn alerts: precision", "流失预警：精确率"), alert[PRECISION], percent),
        row(pair("churn alerts: recall", "流失预警：召回率"), alert[RECALL], percent),
        row(pair("churn alerts: F1", "流失预警：F1 值"), alert[F1], percent),
        *(
            Row(
                pair(
                    "{kind}: right, found, in the texts",
                    "{kind}：正确、识别、应有",
                    kind=KIND_NAMES[kind],
                ),
                pair(
                    "{right}, {found}, {gold}",
                    "{right}、{found}、{gold}",
                    right=int(tallies[kind]["n_right"]),
                    found=int(tallies[kind]["n_found"]),
                    gold=int(tallies[kind]["n_gold"]),
                ),
            )
            for kind in KINDS
        ),
    ]


def _base(card: Evaluation) -> Text:
    return pair(
        "{share} of {texts} that a person labelled hold a signal.",
        "{texts}经人工标注，其中 {share} 含信号。",
        share=percent(card.base_rate.value),
        texts=counted(card.n_texts, "text"),
    )


def _leads(tally: Tally, level: float) -> Text:
    if not tally.n_found:
        return pair(
            "No lead was found; the texts hold {n}.",
            "未识别出线索，文本中应有 {n} 条。",
            n=tally.n_gold,
        )
    estimates = tally.estimates(level)
    right = pair(
        "{share} of {found} found are right ({ends})",
        "识别出 {found}，精确率 {share}（{ends}）",
        share=percent(estimates[PRECISION].value),
        found=counted(tally.n_found, "lead"),
        ends=ends(estimates[PRECISION], percent),
    )
    return pair(
        "{right}, {recall}.", "{right}；{recall}。", right=right, recall=_recall(tally, level)
    )


def _alerts(tally: Tally, level: float) -> Text:
    if not tally.n_found:
        return pair(
            "No churn alert was found; the texts hold {n}.",
            "未识别出流失预警，文本中应有 {n} 个。",
            n=tally.n_gold,
        )
    estimates = tally.estimates(level)
    right = pair(
        "{share} of {n} churn alerts found are right ({ends})",
        "识别出 {n} 个流失预警，精确率 {share}（{ends}）",
        share=percent(estimates[PRECISION].value),
        n=tally.n_found,
        ends=ends(estimates[PRECISION], percent),
    )
    return pair(
        "{right}, {recall}.", "{right}；{recall}。", right=right, recall=_recall(tally, level)
    )


def _recall(tally: Tally, level: float) -> Text:
    if not tally.n_gold:
        return pair("and the texts hold none", "而文本中应无此类信号")
    recall = tally.estimates(level)[RECALL]
    return pair(
        "and {share} of the {n} in the texts were found ({ends})",
        "文本中应有 {n} 个，召回率 {share}（{ends}）",
        share=percent(recall.value),
        n=tally.n_gold,
        ends=ends(recall, percent),
    )
