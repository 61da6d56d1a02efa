"""A result with the customers whose money it states, where it does not keep them itself."""

from dataclasses import dataclass, replace
from typing import Any

import narwhals as nw

from vocvalue.report.findings.finding import Finding
from vocvalue.report.findings.of_result import finding_of
from vocvalue.results import Result


@dataclass(frozen=True, kw_only=True, eq=False)
class WithCustomers:
    """A result with the customers whose money it states.

    Attributes:
        result: The result.
        customers: Their ids.
    """

    result: Result
    customers: nw.Series[Any]


@finding_of.register
def _(held: WithCustomers) -> Finding:
    finding = finding_of(held.result)
    flows = tuple(replace(flow, customers=held.customers) for flow in finding.flows)
    return replace(finding, flows=flows)
