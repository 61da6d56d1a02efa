"""What all pictures share: their axes, colours, fonts, and how figures are written along them.

A picture takes the axes that it is given and a `Tongue`, draws, and returns the axes:

    @drawn.register
    def _(table: SegmentTable, ax: Axes | None, tongue: Tongue) -> Axes:
        ax = canvas.axes(ax)                                  # new ones where None is given
        ax.bar(..., color=canvas.ACTUAL)
        canvas.amounts(ax.yaxis, tongue, table.currency)      # or shares, numbers, days
        ax.set_ylabel(pair("Revenue per customer", "人均收入").into(tongue))
        bars = pair("bars: as observed", "柱：观察值").into(tongue)
        canvas.key(ax, {bars: canvas.ACTUAL}, side="left")
        canvas.title(ax, said(table).into(tongue))            # last: it gives all texts their fonts
        return ax

Texts come as strings that were read in the language. No call chooses a font: `title` looks at what
is written and takes fonts that have these characters, or warns once for the picture.

| to | take |
|---|---|
| be a public function that draws a result | `picture` |
| begin; make the figure as high as its rows | `axes`, `fit_height`, `room_above` |
| draw for a file alone, unseen in a notebook | `unshown` |
| write the marks along an axis, in a language | `numbers`, `shares`, `amounts`, `days` |
| write them along a logarithmic axis | `magnitudes` |
| write names at rows, long names in lines | `name_rows`, `in_lines` |
| draw the parts of a whole; write a figure at a point | `stacked`, `write_at` |
| say what a colour is; what the picture shows | `key`, `title` |
| colour | `ACTUAL`, `MODEL`, `MUTED`, `SERIES`, `HEAT`; `ink` for text in a colour |
"""

from vocvalue.canvas.bars import stacked, write_at
from vocvalue.canvas.colours import ACTUAL, HEAT, MODEL, MUTED, PALETTE, SERIES, ink
from vocvalue.canvas.door import picture
from vocvalue.canvas.lettering import key, letter, name_rows, title
from vocvalue.canvas.lines import in_lines
from vocvalue.canvas.scales import amounts, days, magnitudes, numbers, shares
from vocvalue.canvas.sheet import SIZE, Axes, TooTallError, axes, fit_height, room_above, unshown

__all__ = [
    "ACTUAL",
    "HEAT",
    "MODEL",
    "MUTED",
    "PALETTE",
    "SERIES",
    "SIZE",
    "Axes",
    "TooTallError",
    "amounts",
    "axes",
    "days",
    "fit_height",
    "in_lines",
    "ink",
    "key",
    "letter",
    "magnitudes",
    "name_rows",
    "numbers",
    "picture",
    "room_above",
    "shares",
    "stacked",
    "title",
    "unshown",
    "write_at",
]
