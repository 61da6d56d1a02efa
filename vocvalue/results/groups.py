"""What groups are called, among them the group of rows that name none."""

from vocvalue.results.texts import Text, named, pair

MISSING = "(missing)"
"""The group of the rows that name no group, in results and tables."""
NO_GROUP = pair("(missing)", "（缺失）")


def group_name(group: str) -> Text:
    """Return a group's name, as written in a sentence.

    Args:
        group: Its name in the data, or `MISSING`.

    Examples:
        >>> group_name("north").zh, group_name(MISSING).en, group_name(MISSING).zh
        ('north', '(missing)', '（缺失）')
    """
    return named(group, NO_GROUP if group == MISSING else None)
