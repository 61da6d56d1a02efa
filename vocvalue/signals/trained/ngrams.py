"""Texts as counts of runs of characters: what needs no segmentation, in any language."""

from collections import Counter

from vocvalue.signals.matching.normal import normalise


def ngrams(text: str, longest: int) -> Counter[str]:
    """Return how often each run of up to so many characters stands in a text.

    Args:
        text: The text; one spelling is made of width, case and traditional characters.
        longest: The most characters of a run.

    Examples:
        >>> ngrams("AAb", 2)
        Counter({'a': 2, 'aa': 1, 'ab': 1, 'b': 1})
    """
    written = normalise(text).text
    return Counter(
        written[start : start + length]
        for start in range(len(written))
        for length in range(1, min(longest, len(written) - start) + 1)
    )
