"""How well a model was fitted, in words."""

from vocvalue.clv.fitted import Fit
from vocvalue.results.dispatch import Row, rows, said
from vocvalue.results.intervals import beside
from vocvalue.results.numerals import counted, number, significant, whole
from vocvalue.results.texts import Text, named, pair, sentences


@said.register
def _(fit: Fit) -> Text:  # type: ignore[type-arg]
    fitted = pair(
        "{name} was fitted to {customers}.",
        "{name} 模型已用 {customers}的数据完成拟合。",
        name=type(fit.model).__name__,
        customers=counted(fit.n_customers, "customer"),
    )
    return sentences(fitted, *(note.said for note in fit.diagnostics))


@rows.register
def _(fit: Fit) -> list[Row]:  # type: ignore[type-arg]
    return [
        Row(pair("model", "模型"), named(type(fit.model).__name__)),
        *(Row(named(name), value) for name, value in _parameters(fit).items()),
        Row(pair("log-likelihood", "对数似然"), number(fit.log_likelihood, 4)),
        Row(pair("customers", "客户数"), _customers(fit)),
        Row(
            pair("converged", "是否收敛"),
            pair("yes", "是") if fit.converged else pair("no", "否"),
        ),
    ]


def _parameters(fit: Fit) -> dict[str, Text]:  # type: ignore[type-arg]
    values = {name: significant(value, 6) for name, value in fit.parameters.items()}
    if fit.covariance is None:
        return values
    return {
        name: beside(
            values[name],
            pair("standard error {error}", "标准误 {error}", error=significant(error, 3)),
        )
        for name, error in fit.standard_errors.items()
    }


def _customers(fit: Fit) -> Text:  # type: ignore[type-arg]
    rows = counted(fit.n_distinct, "row")
    distinct = pair("{rows} after grouping", "合并后 {rows}", rows=rows)
    return beside(whole(fit.n_customers), distinct)
