"""Parameters of a model as a note or a headline quotes them."""

from collections.abc import Mapping

from vocvalue.results.numerals import significant
from vocvalue.results.texts import Text, pair, separated


def quoted(parameters: Mapping[str, float]) -> Text:
    """Return parameters with their values, on one line.

    Args:
        parameters: The values by name.

    Examples:
        >>> quoted({"r": 0.243, "alpha": 4.4139}).en
        'r = 0.243, alpha = 4.414'
    """
    return separated(
        *(
            pair("{name} = {value}", "{name} = {value}", name=name, value=significant(value))
            for name, value in parameters.items()
        )
    )
