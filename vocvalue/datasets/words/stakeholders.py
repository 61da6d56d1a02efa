"""A simulated internal survey, in words."""

from vocvalue.datasets.stakeholders import SimulatedStakeholders
from vocvalue.results.dispatch import Row, rows, said
from vocvalue.results.numerals import counted, number, percent, whole
from vocvalue.results.texts import Text, named, pair

QUESTIONS = {
    "timeliness": pair("timeliness", "洞察及时性"),
    "actionability": pair("actionability", "洞察可行动性"),
}
"""What the questions are called that a simulation asks by default."""


@said.register
def _(survey: SimulatedStakeholders) -> Text:
    return pair(
        "Simulated data: {people} invited over {quarters}, of whom {rate} answered. The true "
        "mean of the last quarter is {mean}.",
        "模拟数据：{quarters}，每季度邀请 {people}，回收率 {rate}。最后一个季度的真实均值为 "
        "{mean}。",
        people=counted(sum(survey.invited.values()), "person"),
        quarters=counted(survey.parameters["n_quarters"], "quarter"),
        rate=percent(float(survey.truth["answered"].mean())),
        mean=number(float(survey.true_means().iloc[-1].mean()), 2),
    )


@rows.register
def _(survey: SimulatedStakeholders) -> list[Row]:
    last = survey.true_means().iloc[-1]
    return [
        Row(pair("people invited", "受邀人数"), whole(sum(survey.invited.values()))),
        Row(pair("quarters", "季度数"), whole(survey.parameters["n_quarters"])),
        Row(pair("answers", "作答数"), whole(len(survey.answers))),
        *(
            Row(
                pair(
                    "true mean of {question}, last quarter",
                    "{question}真实均值（最后一个季度）",
                    question=named(str(question), QUESTIONS.get(str(question))),
                ),
                number(float(mean), 2),
            )
            for question, mean in last.items()
        ),
    ]
