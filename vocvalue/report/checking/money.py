"""Whether there is money at all: a score alone is no business result."""

import math
from collections.abc import Sequence

from vocvalue.errors import ParameterError
from vocvalue.report.checking.check import Check, called
from vocvalue.report.findings.finding import Finding
from vocvalue.results.texts import pair


def refuse_without_money(findings: Sequence[Finding]) -> None:
    """Refuse a report in which nothing is an amount of money.

    Args:
        findings: The findings.

    Raises:
        ParameterError: No finding states an amount of money that is known.
    """
    if any(math.isfinite(line.money.value) for finding in findings for line in finding.lines):
        return
    names = ", ".join(called(finding) for finding in findings)
    raise ParameterError(
        f"no result states money: {names}. A score alone, such as NPS +5, is not a business "
        "result. Pass what it is worth as well, such as "
        "survey.cross_analysis(...).conversion_value(...), the .money(...) of a lift, or what "
        "issues.rank(...) returned."
    )


def checks_of_money(findings: Sequence[Finding]) -> list[Check]:
    """Return which findings state no money, and why.

    Args:
        findings: The findings.
    """
    return [
        Check(
            about="no money",
            finding=finding.key,
            said=pair(
                "“{title}” states no money: {why}.",
                "“{title}”没有金额：{why}。",
                title=finding.title,
                why=finding.without_money,
            ),
        )
        for finding in findings
        if finding.without_money is not None
    ]
