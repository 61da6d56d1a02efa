"""How Excel writes the numbers of a column."""

from vocvalue.report.document import Kind
from vocvalue.results.sums import unit
from vocvalue.results.tongues import Tongue

CENTS = 2


def number_format(kind: Kind, digits: int | None, currency: str | None, tongue: Tongue) -> str:
    """Return the number format of a column.

    Args:
        kind: What the column holds.
        digits: Digits behind the point; None for those that suit.
        currency: The code of its currency, of money.
        tongue: The language, which says where the currency stands.

    Examples:
        >>> from vocvalue.results.tongues import CHINESE, ENGLISH
        >>> number_format("money", 2, "CNY", ENGLISH), number_format("money", None, "CNY", CHINESE)
        ('"CNY "#,##0.00', '#,##0.00 "元"')
        >>> number_format("share", 1, None, ENGLISH), number_format("points", 1, None, ENGLISH)
        ('0.0%', '+0.0;-0.0;0.0')
        >>> number_format("number", None, None, ENGLISH)
        'General'
    """
    match kind:
        case "money":
            return _money(CENTS if digits is None else digits, currency, tongue)
        case "share":
            return f"0{_point(1 if digits is None else digits)}%"
        case "points":
            written = f"0{_point(1 if digits is None else digits)}"
            return f"+{written};-{written};{written}"
        case "text":
            return "General"
        case _:
            return "General" if digits is None else f"#,##0{_point(digits)}"


def _money(digits: int, currency: str | None, tongue: Tongue) -> str:
    written = f"#,##0{_point(digits)}"
    if not currency:
        return written
    name = unit(tongue, currency).replace('"', "")
    return tongue.amount.format(unit=f'"{name}"', number=written)


def _point(digits: int) -> str:
    return f".{'0' * digits}" if digits else ""
