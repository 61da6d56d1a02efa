"""How many people were invited to an internal survey, in all and by department."""

from collections.abc import Mapping
from dataclasses import dataclass

from vocvalue import checks
from vocvalue.errors import ParameterError, listed


@dataclass(frozen=True, kw_only=True)
class Invited:
    """How many were invited in each period.

    Attributes:
        total: In all; None where it is not known.
        departments: By department; empty where that is not known.

    Examples:
        >>> invited = Invited(total=12, departments={"product": 8, "sales": 4})
        >>> invited.of("sales"), invited.of(None)
        (4, 12)
    """

    total: int | None
    departments: Mapping[str, int]

    def of(self, department: str | None) -> int | None:
        """Return how many were invited of a department, or in all; None where it is not known.

        Args:
            department: The department; None for all.
        """
        return self.total if department is None else self.departments.get(department)


def invited_of(invited: int | Mapping[str, int] | None, departments: tuple[str, ...]) -> Invited:
    """Return how many were invited, as a caller says it.

    Args:
        invited: The number in all, or of each department, or None.
        departments: The departments with answers.

    Raises:
        ParameterError: Numbers that are none of people, or a department that is missing.

    Examples:
        >>> invited_of({"product": 8, "sales": 4}, ("product",)).total
        12
    """
    if invited is None:
        return Invited(total=None, departments={})
    if not isinstance(invited, Mapping):
        return Invited(total=checks.whole("invited", invited, least=1), departments={})
    by_department = {
        name: checks.whole(f"invited[{name!r}]", n, least=1) for name, n in invited.items()
    }
    missing = [name for name in departments if name not in by_department]
    if missing or not by_department:
        raise ParameterError(
            f"invited names {listed(list(map(str, by_department)))}, but there are answers of "
            f"{listed(missing or list(departments))}. Say for each department how many were "
            "invited, or give their number in all."
        )
    return Invited(total=sum(by_department.values()), departments=by_department)
