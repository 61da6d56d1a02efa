"""Pages to be written in every format, of results with figures that are made up."""

import vocvalue as vv
from vocvalue.report.document import (
    Bullets,
    Chart,
    Column,
    Details,
    Document,
    Fact,
    Facts,
    Grid,
    Headline,
    KeyFigure,
    KeyFigures,
    Paragraph,
    Section,
)

LIFT = vv.lift.retention_test(treated=(350, 500), control=(250, 500))
PNL_ROWS = [
    ("Retention calls", 149_957.25, 139_717.10, 258_221.40),
    ("Purchase signals", 62_500.00, 47_700.00, 81_500.00),
    ("Slow answers", -36_000.50, -51_200.00, -21_800.00),
    ("Cost of the programme", -60_000.00, None, None),
    ("Net", 116_456.75, 61_000.00, 214_000.00),
]


def money_grid(caption="Experience P&L, 2025", rows=PNL_ROWS, **others):
    columns = [
        Column("Line"),
        Column("Value", "money", 2),
        Column("Lower", "money", 2),
        Column("Upper", "money", 2),
    ]
    return Grid(
        caption=caption, columns=columns, rows=rows, currency="CNY", total_rows=[-1], **others
    )


def english():
    """A page with a block of every kind."""
    summary = Section(
        key="summary",
        heading="Summary",
        blocks=[
            Headline(
                "In 2025 the programme brought CNY 116,457 of margin, after its cost "
                "(95% interval: 61,000 to 214,000). CNY 149,957 of it rest on a randomised "
                "experiment."
            ),
            KeyFigures(
                [
                    KeyFigure(
                        "Brought by the programme",
                        "CNY 116,457",
                        "95% interval: 61,000 to 214,000",
                        116_456.75,
                        "money",
                        "CNY",
                    ),
                    KeyFigure(
                        "Return on its cost", "194%", "payback after 4 months", 1.94, "share"
                    ),
                    KeyFigure("Customers kept", "100", "95% interval: 70 to 129", 100, "number"),
                    KeyFigure("Evidence", "randomised", "64% of the value"),
                ]
            ),
        ],
    )
    doing = Section(
        key="doing",
        heading="What to do",
        blocks=[
            Bullets(
                [
                    "Keep calling detractors within 24 hours: each call brings CNY 300.",
                    "Mend slow answers in service chat first: CNY 36,000 a month.",
                    "Hand purchase signals to sales daily.",
                ],
                ordered=True,
            )
        ],
    )
    money = Section(
        key="money",
        heading="Experience P&L",
        blocks=[
            Paragraph("What experience brought and lost, in the money of one year."),
            money_grid(note="Slow answers and late parcels meet the same customers."),
        ],
    )
    findings = Section(key="findings", heading="Findings", blocks=[])
    kept = Section(
        key="retention",
        heading="Calling detractors keeps them",
        level=3,
        frame=LIFT.to_frame(),
        blocks=[
            Headline(LIFT.statement("en")),
            Facts(
                [
                    Fact("Evidence", "randomised: customers were assigned by a draw"),
                    Fact("Match rate", "97.3% of responses were matched to orders"),
                    Fact("Assumption", "The effect lasts as long as it was followed, 6 months"),
                ]
            ),
            Chart(result=LIFT, alt=LIFT.statement("en"), caption="Retained after six months"),
            Paragraph("12 customers had no order before the call.", "warning"),
            Details(
                "What was left out",
                [Bullets(["3 responses without a score", "12 customers without orders"])],
            ),
            Details("The same by segment", [wide_grid()]),
        ],
    )
    methods = Section(
        key="methods",
        heading="Methods",
        blocks=[
            Paragraph("Every interval is at a level of 95%.", "muted"),
            Bullets(["Newcombe's hybrid score interval for the difference of two shares."]),
        ],
    )
    return Document(
        title="What customer experience is worth",
        subtitle="1 January to 31 December 2025",
        language="en",
        sections=[summary, doing, money, findings, kept, methods],
        footer="Made on 30 January 2026 with vocvalue.",
        figures={"net": {"value": 116_456.75, "currency": "CNY"}},
    )


def chinese():
    """The same in Chinese, shorter."""
    summary = Section(
        key="summary",
        heading="摘要",
        blocks=[
            Headline(
                "2025 年，客户体验项目扣除成本后带来毛利 116,457 元（95% 置信区间 61,000 元至 "
                "214,000 元），其中 149,957 元有随机实验支持。"
            ),
            KeyFigures(
                [
                    KeyFigure("项目净贡献", "11.65 万元", "95% 置信区间 6.1 万元至 21.4 万元"),
                    KeyFigure("投入回报率", "194%", "4 个月收回投入"),
                    KeyFigure("多留住的客户", "100 位", "95% 置信区间 70 位至 129 位"),
                    KeyFigure("证据等级", "随机实验", "占总价值 64%"),
                ]
            ),
        ],
    )
    rows = [
        ("挽留回访", 149_957.25, 0.2, 97),
        ("购买信号", 62_500.0, 0.0625, None),
        ("客服响应慢", -36_000.5, -0.3, 180),
        ("合计", 176_456.75, None, None),
    ]
    columns = [
        Column("项目"),
        Column("金额", "money", 2),
        Column("影响", "points"),
        Column("观察期", "days"),
    ]
    money = Section(
        key="money",
        heading="客户体验损益表",
        blocks=[
            Paragraph("各项均为同一年度的毛利，逐项相加等于合计。"),
            Grid(
                caption="2025 年客户体验损益",
                columns=columns,
                rows=rows,
                currency="CNY",
                total_rows=[3],
            ),
        ],
    )
    kept = Section(
        key="retention",
        heading="24 小时内回访能留住贬损者",
        blocks=[
            Paragraph(LIFT.statement("zh")),
            Chart(result=LIFT, alt=LIFT.statement("zh"), caption="六个月后的留存率"),
            Paragraph("12 位客户在回访前没有订单。", "warning"),
            Details("未计入的数据", [Bullets(["3 份答卷没有评分", "12 位客户没有订单"])]),
        ],
    )
    return Document(
        title="客户体验价值报告",
        subtitle="2025 年 1 月 1 日至 12 月 31 日",
        language="zh",
        sections=[summary, money, kept],
        footer="2026 年 1 月 30 日由 vocvalue 生成。",
    )


def wide_grid(columns=12, rows=4):
    """A table that is wider than any phone, and most desks."""
    headings = [Column("Segment"), *(Column(f"Month {n} of 2025", "money") for n in range(columns))]
    cells = [[f"segment {row}", *(1000.0 * row + n for n in range(columns))] for row in range(rows)]
    return Grid(caption="Revenue by segment", columns=headings, rows=cells, currency="CNY")


def of_blocks(*blocks, title="A page", language="en", frame=None, heading="Summary"):
    """A page of one section."""
    section = Section(key="only", heading=heading, blocks=blocks, frame=frame)
    return Document(title=title, language=language, sections=[section])
