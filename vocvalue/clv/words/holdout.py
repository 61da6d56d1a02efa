"""What customers did after a calibration, in words."""

from vocvalue.clv.holdout import CalibrationHoldout
from vocvalue.results.dispatch import Row, rows, said
from vocvalue.results.numerals import counted, whole
from vocvalue.results.spans import length
from vocvalue.results.sums import amount
from vocvalue.results.texts import Text, pair


@said.register
def _(split: CalibrationHoldout) -> Text:
    return pair(
        "{active} of {customers} bought again in the {length} after the calibration, with "
        "{purchases} in all.",
        "{customers}中，{active} 位在校准期之后的 {length}内再次购买，共 {purchases}。",
        active=split.n_active,
        customers=counted(split.calibration.n_customers, "customer"),
        length=length(split.holdout_length, split.calibration.unit),
        purchases=counted(int(split.holdout_frequency.sum()), "purchase"),
    )


@rows.register
def _(split: CalibrationHoldout) -> list[Row]:
    known, spend = split.calibration, split.holdout_spend
    listed = [
        Row(pair("customers", "客户数"), whole(known.n_customers)),
        Row(pair("calibration repeat purchases", "校准期复购"), whole(int(known.frequency.sum()))),
        Row(pair("holdout purchases", "留出期购买"), whole(int(split.holdout_frequency.sum()))),
        Row(pair("holdout length", "留出期长度"), length(split.holdout_length, known.unit)),
    ]
    if spend is not None:
        money = amount(float(spend.sum()), known.currency)
        listed.insert(3, Row(pair("holdout spend", "留出期消费"), money))
    return listed
