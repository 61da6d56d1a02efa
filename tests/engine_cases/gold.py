"""Texts that a person read: signals held against them, and models fitted to them."""

import pyarrow as pa
from engine_tables import moments

import vocvalue as vv
from engine_cases.case import AND_SPARK, Case, Refusal, plain
from vocvalue.errors import DataError

BIG = 1234567890123456789
AGAIN, NEVER, ASKS = "快用完了", "我不会再买了", "Do you also sell filters?"
WRITTEN = [
    # one person apart, ids that a float would make alike
    (BIG, AGAIN),
    (BIG + 1, NEVER),
    (BIG + 2, ASKS),
    (BIG + 3, "还行"),
    (BIG + 4, "还行"),
    (BIG + 5, AGAIN),
]
READ = [
    (BIG, AGAIN, "repurchase", "positive", "zh"),
    (BIG + 1, NEVER, "repurchase", "conditional", "zh"),
    (BIG + 2, ASKS, None, None, "en"),
    (BIG + 3, "还行", "repurchase", "positive", "zh"),
    (BIG + 4, "还行", None, None, "zh"),
]
OUTCOMES = [
    ("false positive", None, "positive", ASKS),
    ("missed", "positive", None, "还行"),
    ("none", None, None, "还行"),
    ("right", "positive", "positive", AGAIN),
    ("wrong status", "conditional", "negative", NEVER),
]
COUNTED = {
    "outcomes": OUTCOMES,
    # of a person, found, right; the last customer was read by nobody
    "all": (3, 3, 1),
    "leads": (3, 2, 1),
    "alerts": (0, 1, 0),
    "by language": [("en", 0, 1, 0), ("zh", 3, 2, 1)],
    "notes": [1],
}


def written():
    ids, text = map(list, zip(*WRITTEN, strict=True))
    when = moments(["2024-05-01"] * len(ids))
    return pa.table({"customer_id": ids, "timestamp": when, "text": text})


def read():
    names = ("customer_id", "text", "kind", "status", "language")
    return pa.table(dict(zip(names, map(list, zip(*READ, strict=True)), strict=True)))


def of_rows(kind="repurchase"):
    """Return labels of rows; the second says where it stands, which is elsewhere."""
    return pa.table(
        {
            "row": [0, 1, 2],
            "kind": [kind, "repurchase", None],
            "status": ["positive", "negative", None],
            "start": pa.array([0, 0, None], pa.int64()),
            "end": pa.array([4, 1, None], pa.int64()),
        }
    )


def evaluated(gold, comments):
    return vv.signals.evaluate(gold, vv.signals.find(comments))


def evaluated_by_rows(gold):
    return vv.signals.evaluate(gold, vv.signals.find([AGAIN, f"物流快，{NEVER}", "还行"]))


def outcomes(card):
    names = ["outcome", "gold_status", "found_status", "text"]
    table = card.outcomes[names].astype(object)
    rows = table.where(table.notna(), None).itertuples(index=False, name=None)
    return sorted(rows, key=str)


def tallied(tally):
    return (tally.n_gold, tally.n_found, tally.n_right)


def counted(card):
    everything = card.counts("all").iloc[0]
    by_language = card.counts("language")[["name", "n_gold", "n_found", "n_right"]]
    return {
        "outcomes": outcomes(card),
        "all": tallied(everything),
        "leads": tallied(card.leads),
        "alerts": tallied(card.alerts),
        "by language": list(by_language.itertuples(index=False, name=None)),
        "notes": plain(card.notes),
    }


OPEN, CODA = (
    ["猫粮很香，", "盒子完好，", "味道不错，", "颜色好看，"],
    ["。", "！", "～", "，五星", "，推荐"],
)
SAYS, JOKES, REST = "下次还会买", "以后还来", "包装一般"


def labelled():
    """Return 40 texts that say they will buy, 20 that rules misread, 40 others, two odd rows."""
    rows = [
        (o + s + c, "repurchase", "positive")
        for o in OPEN
        for s in (SAYS, "囤上一箱慢慢用")
        for c in CODA
    ]
    rows += [(o + r + c, None, None) for o in OPEN for r in (JOKES, REST, "等了三天") for c in CODA]
    # a text that stands in two rows is one, and a row without text is none
    rows += [rows[0], (None, None, None)]
    return pa.table(
        dict(zip(("text", "kind", "status"), map(list, zip(*rows, strict=True)), strict=True))
    )


def learned(model):
    [target] = model.targets
    found = vv.signals.find(
        ["口感软糯，囤上一箱慢慢用", "口感软糯，以后还来", "口感软糯"], model=model
    )
    return {
        "target": (target.kind, target.group),
        "texts": model.n_texts,
        "by rules": tallied(target.by_rules),
        "checked": tallied(target.checked),
        "found": list(zip(found.row.tolist(), found.status.tolist(), strict=True)),
    }


WHO = ["中午点的", "同事推荐", "周末买的", "第一次点", "加班吃的"]
GOOD, BAD = ["甜甜的", "份量足", "汤很鲜"], ["咸得发苦", "洒了一半", "凉透了"]


def scored():
    """Return 60 texts of praise, 60 of complaint, one by a seller and one without a score."""
    ends = ["。", "！", "，唉", "，嗯"]
    rows = [(f"{w}，{said}{end}", 9.0, "customer") for w in WHO for said in GOOD for end in ends]
    rows += [(f"{w}，{said}{end}", 3.0, None) for w in WHO for said in BAD for end in ends]
    rows += [("亲，欢迎再来", 3.0, "seller"), ("汤很鲜", None, "customer"), (None, 9.0, "customer")]
    text, score, role = map(list, zip(*rows, strict=True))
    return pa.table({"text": text, "score": pa.array(score, pa.float64()), "role": role})


def mood(model):
    praise = model.praise(["汤很鲜，下次还来", "凉透了，下次还来"])
    return {
        "texts": (model.n_texts, model.n_praise, model.n_right),
        "low score": model.low_score,
        "praises": (praise > 0.5).tolist(),
        "notes": plain(model.notes),
    }


CASES = (
    Case(
        of="signals.evaluate",
        that="texts of customers whose ids are long numbers",
        tables={"gold": read(), "comments": written()},
        by=evaluated,
        gives=COUNTED,
        look=counted,
        engines=(*AND_SPARK, ("polars", "duckdb"), ("csv", "pandas")),
    ),
    Case(
        of="signals.evaluate",
        that="rows with places, some of them missing",
        tables={"gold": of_rows()},
        by=evaluated_by_rows,
        gives=[
            ("false positive", None, "negative", None),
            ("missed", "negative", None, None),
            ("none", None, None, None),
            ("right", "positive", "positive", None),
        ],
        look=outcomes,
        engines=AND_SPARK,
    ),
    Case(
        of="signals.evaluate",
        that="a kind that is not known",
        tables={"gold": of_rows("purchase")},
        by=evaluated_by_rows,
        gives=Refusal(DataError, "kind that is not known, such as 'purchase'"),
        engines=AND_SPARK,
    ),
    Case(
        of="signals.fit",
        that="what rules miss, and what they misread",
        tables={"labelled": labelled()},
        gives={
            "target": ("repurchase", "lead"),
            "texts": 100,
            # the rules know one of two ways to say it, and take one other text for it
            "by rules": (40, 40, 20),
            "checked": (40, 40, 40),
            "found": [(0, "positive")],
        },
        look=learned,
        engines=AND_SPARK,
    ),
    Case(
        of="signals.fit_polarity",
        that="scores with gaps, and what a seller wrote",
        tables={"comments": scored()},
        gives={
            "texts": (120, 60, 120),
            "low score": 6.0,
            "praises": [True, False],
            # a row without text
            "notes": [1],
        },
        look=mood,
        engines=AND_SPARK,
    ),
)
