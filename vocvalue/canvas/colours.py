"""Colours that every kind of colour vision tells apart, and text in them that can be read."""

from collections.abc import Sequence

ACTUAL, MODEL, MUTED = PALETTE = ("#0072B2", "#D55E00", "#6E6E6E")
"""Okabe and Ito's blue and vermilion, and a grey."""
SERIES = (ACTUAL, MODEL, "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000")
"""Okabe and Ito's other colours behind these two, for several lines of one rank."""
HEAT = "viridis"

READABLE = 4.5
"""The least contrast of small text to its ground (W3C, WCAG 2.2)."""
DARKER = 0.96


def ink(colour: str) -> str:
    """Return a colour, darkened as far as small text in it needs to be read on white.

    Args:
        colour: The colour, as "#RRGGBB".

    Examples:
        >>> ink("#0072B2"), ink("#D55E00"), ink("black")
        ('#0072B2', '#c35600', 'black')
    """
    if not colour.startswith("#"):
        return colour
    channels = [int(colour[place : place + 2], 16) for place in (1, 3, 5)]
    if contrast(channels) >= READABLE:
        return colour
    while contrast(channels) < READABLE:
        channels = [int(channel * DARKER) for channel in channels]
    return "#" + "".join(f"{channel:02x}" for channel in channels)


def contrast(channels: Sequence[int]) -> float:
    """Return the contrast of a colour to white.

    Args:
        channels: Red, green and blue, from 0 to 255.

    References:
        W3C, Web Content Accessibility Guidelines 2.2, contrast ratio and relative luminance.

    Examples:
        >>> contrast((0, 0, 0)), contrast((255, 255, 255))
        (21.0, 1.0)
    """
    red, green, blue = (_linear(channel / 255) for channel in channels)
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def _linear(channel: float) -> float:
    return float(channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4)
