"""What measures and parts are called where either may be weighed."""

from vocvalue.health.names import MEASURE_NAMES, PART_NAMES
from vocvalue.results.texts import Text, named


def weighed_name(name: str) -> Text:
    """Return what a measure or a part is called.

    Args:
        name: Its name.

    Examples:
        >>> weighed_name("says").zh, weighed_name("features").en
        ('反馈', 'features used')
    """
    return named(name, {**PART_NAMES, **MEASURE_NAMES}[name])
