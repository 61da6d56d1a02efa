"""Colours that can be told apart, and text in them that can be read."""

import pytest

from vocvalue.canvas import colours

OKABE_ITO = {
    "blue": "#0072B2",
    "vermilion": "#D55E00",
    "bluish green": "#009E73",
    "reddish purple": "#CC79A7",
    "orange": "#E69F00",
    "sky blue": "#56B4E9",
    "black": "#000000",
}
"""Okabe and Ito (2008), Color universal design, jfly.uni-koeln.de/color; yellow is too pale."""


def test_the_series_is_okabe_and_itos():
    assert tuple(OKABE_ITO.values()) == colours.SERIES


@pytest.mark.parametrize(
    ("colour", "ratio"), [("#777777", 4.48), ("#767676", 4.54), ("#FF0000", 4.0), ("#0000FF", 8.59)]
)
def test_contrast_is_that_of_the_guidelines(colour, ratio):
    """Ratios to white of the WebAIM contrast checker, which gives two digits and cuts the rest."""
    channels = [int(colour[place : place + 2], 16) for place in (1, 3, 5)]
    assert colours.contrast(channels) == pytest.approx(ratio, abs=0.01)


@pytest.mark.parametrize("colour", [*colours.SERIES, colours.MUTED])
def test_text_in_every_colour_can_be_read_on_white(colour):
    ink = colours.ink(colour)
    assert colours.contrast([int(ink[place : place + 2], 16) for place in (1, 3, 5)]) >= 4.5
