"""Leads in words: how many, of whom, what these customers are worth; and what was written."""

from vocvalue.results.dispatch import Row, rows, said
from vocvalue.results.intervals import beside
from vocvalue.results.numerals import by_number, counted, whole
from vocvalue.results.spans import ahead
from vocvalue.results.sums import BASIS, EVIDENCE, amount
from vocvalue.results.texts import Part, Text, pair, sentences, separated
from vocvalue.signals.finding.kinds import KIND_NAMES, KINDS, by_name
from vocvalue.signals.lead_list.result import Leads
from vocvalue.signals.lead_list.routes import ROUTE_NAMES
from vocvalue.signals.lead_list.writing import Written


@said.register
def _(leads: Leads) -> Text:
    return sentences(finding(leads), _worth(leads) if leads.n_valued else None)


@rows.register
def _(leads: Leads) -> list[Row]:
    counts = leads.counts().to_dict(orient="index")
    return [
        Row(pair("texts read", "已读文本"), whole(leads.n_texts)),
        Row(pair("leads", "线索"), whole(leads.n)),
        *(Row(KIND_NAMES[kind], by_name(counts[kind], ROUTE_NAMES)) for kind in KINDS),
        Row(pair("customers with a lead", "有线索的客户"), whole(leads.n_customers)),
        *([] if leads.total_value is None else [_value_row(leads)]),
    ]


@said.register
def _(written: Written) -> Text:
    if not written.n_new and written.n_known:
        return pair(
            "No lead was written: {leads} there already.",
            "没有新线索写入：{leads}此前已写入。",
            leads=by_number(
                written.n_known,
                pair("the only one was", "这条线索"),
                pair("all {n} leads were", "全部 {n} 条线索", n=written.n_known),
            ),
        )
    leads = counted(written.n_new, "lead")
    new = by_number(
        written.n_new,
        pair("{leads} was written.", "已写入 {leads}。", leads=leads),
        pair("{leads} were written.", "已写入 {leads}。", leads=leads),
    )
    known = by_number(
        written.n_known,
        pair("1 other was there already.", "另有 1 条此前已写入。"),
        pair("{n} others were there already.", "另有 {n} 条此前已写入。", n=written.n_known),
    )
    return sentences(new, known if written.n_known else None)


@rows.register
def _(written: Written) -> list[Row]:
    return [
        Row(pair("new leads written", "新写入线索"), whole(written.n_new)),
        Row(pair("leads already there", "此前已写入"), whole(written.n_known)),
    ]


def finding(leads: Leads) -> Text:
    """Return how many leads of which kinds there are, as a sentence.

    Args:
        leads: What `signals.leads` returned.
    """
    counts = leads.counts().sum(axis=1)
    kinds = separated(
        *(
            pair("{kind} {n}", "{kind} {n} 条", kind=KIND_NAMES[kind], n=int(counts[kind]))
            for kind in KINDS
        )
    )
    return pair(
        "{leads} from {texts}: {kinds}.",
        "从 {texts}中得到 {leads}：{kinds}。",
        leads=counted(leads.n, "lead"),
        texts=counted(leads.n_texts, "text"),
        kinds=kinds,
    )


def _worth(leads: Leads) -> Text:
    return pair(
        "{whose} worth {sum}; this is what the customers are worth, not what the leads will bring: "
        "{evidence}.",
        "{whose}，{sum}；这是客户的价值，而非线索将带来的收入（证据等级：{evidence}）。",
        whose=_whose(leads),
        sum=_sum(leads),
        evidence=EVIDENCE["association only"],
    )


def _whose(leads: Leads) -> Text:
    customers = counted(leads.n_valued, "customer")
    if leads.n_valued == leads.n_customers:
        return by_number(
            leads.n_valued,
            pair("The {customers} behind them is", "涉及 {customers}", customers=customers),
            pair("The {customers} behind them are", "涉及 {customers}", customers=customers),
        )
    parts: dict[str, Part] = {
        "all": counted(leads.n_customers, "customer"),
        "n": leads.n_valued,
    }
    return by_number(
        leads.n_valued,
        pair(
            "Of the {all} behind them, the {n} whose value is known is",
            "涉及 {all}，其中 {n} 位价值已知",
            **parts,
        ),
        pair(
            "Of the {all} behind them, the {n} whose values are known are",
            "涉及 {all}，其中 {n} 位价值已知",
            **parts,
        ),
    )


def _sum(leads: Leads) -> Text:
    total = amount(float(leads.total_value or 0.0), leads.currency)
    if leads.basis is None:
        total = pair("{sum}", "价值合计 {sum}", sum=total)
    else:
        basis = BASIS[leads.basis]
        total = pair("{sum} of {basis}", "{basis}合计 {sum}", sum=total, basis=basis)
    if leads.horizon is None:
        return total
    return pair("{sum} {ahead}", "{ahead}{sum}", sum=total, ahead=ahead(leads.horizon))


def _value_row(leads: Leads) -> Row:
    label = pair("value of these customers", "这些客户的价值")
    if leads.basis is not None:
        label = pair(
            "value of these customers ({basis})",
            "这些客户的价值（{basis}）",
            basis=BASIS[leads.basis],
        )
    known = pair(
        "known for {customers}",
        "{customers}有价值数据",
        customers=counted(leads.n_valued, "customer"),
    )
    return Row(label, beside(amount(float(leads.total_value or 0.0), leads.currency), known))
