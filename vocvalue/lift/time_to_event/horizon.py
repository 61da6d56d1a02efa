"""The time for which two arms are followed, in words."""

from vocvalue.duration import DAYS
from vocvalue.results.spans import length
from vocvalue.results.texts import Text

SHORT = 3.0


def months_or_days(months: float) -> Text:
    """Return a span in months, or in days where it is short and not a whole number of months.

    Args:
        months: The span in months.

    Examples:
        >>> months_or_days(12.0).en, months_or_days(50 * 12 / 365.25).en, months_or_days(7.25).zh
        ('12 months', '50 days', '7.2 个月')
    """
    if months < SHORT and abs(months - round(months)) > 1e-6:
        return length(months * DAYS["month"], "day")
    return length(months, "month")
