"""The picture of a result as SVG that stands in a page: its text stays text, its ids are its own.

Text is drawn by the reader's own fonts, so that Chinese shows wherever the page is opened, whatever
fonts the machine has that made it.
"""

import functools
import io
import re
import warnings
from typing import Any
from xml.etree import ElementTree as ET

from vocvalue import canvas
from vocvalue.errors import FontWarning
from vocvalue.report.document import Chart
from vocvalue.results.dispatch import drawn
from vocvalue.results.tongues import Tongue

SVG, XLINK = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"
ALIKE = ("Arial", "Liberation Sans", "Arimo", "Helvetica")
"""Fonts of the same widths: a page that asks for these has its labels where they were laid out."""
LATIN = ("Arial", "Helvetica", "Liberation Sans", "Arimo", "DejaVu Sans")
CHINESE = ("PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Source Han Sans SC")
FONTS = ", ".join([*(f"'{family}'" for family in (*LATIN, *CHINESE)), "sans-serif"])
ATTRIBUTES = re.compile(r"fill|stroke|opacity|text-anchor|font-(?:size|style|weight|stretch)")
"""What begins the names of styles that SVG has as attributes, which all its readers know."""
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""What XML cannot hold."""
UNNEEDED = (f"{{{SVG}}}metadata", f"{{{SVG}}}style")
LARGEST = 1_500_000
"""A picture of more letters is of many thousands of marks, which are then drawn as an image."""


def svg(chart: Chart, key: str, tongue: Tongue) -> str:
    """Return the picture of a result as an element of a page.

    Args:
        chart: The picture.
        key: What its ids begin with, once in a page.
        tongue: The language, with labels.

    Raises:
        TooTallError: It would have very many rows.
    """
    root = ET.fromstring(CONTROLS.sub("", _drawn(chart, tongue)))  # noqa: S314 (our own)
    _strip(root)
    for element in root.iter():
        _make_own(element, key)
        _shorten(element)
    _name(root, key, chart)
    return ET.tostring(root, encoding="unicode")


def _drawn(chart: Chart, tongue: Tongue) -> str:
    """Return what matplotlib writes, with text as text."""
    import matplotlib as mpl  # noqa: PLC0415 (loaded when drawn)

    settings: Any = {
        "svg.fonttype": "none",
        "svg.hashsalt": "vocvalue",
        "font.family": _laid_out_in(),
        "figure.facecolor": "none",
        "axes.facecolor": "none",
    }
    with mpl.rc_context(), warnings.catch_warnings(), canvas.unshown():
        # A page looks alike whatever a notebook has set for its own pictures.
        mpl.rcdefaults()
        mpl.rcParams.update(settings)
        # The fonts of this machine lay it out and do not draw it.
        warnings.simplefilter("ignore", FontWarning)
        warnings.filterwarnings("ignore", message=r"Glyph \d+ .* missing from font")
        ax = drawn(chart.result, None, tongue)
        written = _saved(ax)
        return written if len(written) <= LARGEST else _saved(_with_marks_as_image(ax))


def _saved(ax: canvas.Axes) -> str:
    file = io.StringIO()
    figure: Any = ax.get_figure(root=True)
    figure.savefig(file, format="svg", dpi=200, metadata={"Date": None, "Creator": None})
    return file.getvalue()


def _with_marks_as_image(ax: canvas.Axes) -> canvas.Axes:
    from matplotlib.collections import Collection  # noqa: PLC0415 (loaded when drawn)
    from matplotlib.lines import Line2D  # noqa: PLC0415 (loaded when drawn)

    for kind in (Collection, Line2D):
        for mark in ax.findobj(kind):
            mark.set_rasterized(True)
    return ax


@functools.lru_cache(maxsize=1)
def _laid_out_in() -> list[str]:
    """Return the fonts to lay a picture out in: one like the page's, if there is one here."""
    from matplotlib.font_manager import fontManager  # noqa: PLC0415 (loaded when drawn)

    here = {font.name for font in fontManager.ttflist}
    return [*[family for family in ALIKE if family in here][:1], "DejaVu Sans"]


def _strip(root: ET.Element) -> None:
    """Take out what only a file of its own needs; style would hold for the whole page."""
    for parent in list(root.iter()):
        for child in [child for child in parent if child.tag in UNNEEDED]:
            parent.remove(child)


def _make_own(element: ET.Element, key: str) -> None:
    """Put a key before the ids of an element and before those that it points to."""
    for name, value in list(element.attrib.items()):
        if name == "id":
            element.set(name, f"{key}-{value}")
        elif name == f"{{{XLINK}}}href" and value.startswith("#"):
            element.set(name, f"#{key}-{value[1:]}")
        elif "url(#" in value:
            element.set(name, value.replace("url(#", f"url(#{key}-"))
    _free_of_style(element)


def _free_of_style(element: ET.Element) -> None:
    """Write the styles of an element as attributes, and leave fonts to the page."""
    kept = []
    for style in element.attrib.pop("style", "").split(";"):
        name, _, value = (part.strip() for part in style.partition(":"))
        if ATTRIBUTES.match(name):
            element.set(name, value)
        elif name and name != "font-family":
            kept.append(f"{name}: {value}")
    if kept:
        element.set("style", "; ".join(kept))


def _shorten(element: ET.Element) -> None:
    """Write names as a page does: other libraries may have told Python of other prefixes."""
    element.tag = element.tag.removeprefix(f"{{{SVG}}}")
    held = {name.replace(f"{{{XLINK}}}", "xlink:"): it for name, it in element.attrib.items()}
    element.attrib.clear()
    element.attrib |= held


def _name(root: ET.Element, key: str, chart: Chart) -> None:
    """Make the picture one image with a name, drawn in the fonts of the page, at any width."""
    for name in ("width", "height", "version"):
        root.attrib.pop(name, None)
    root.attrib |= {
        "xmlns": SVG,
        "xmlns:xlink": XLINK,
        "role": "img",
        "aria-labelledby": f"{key}-alt",
        "font-family": FONTS,
        "stroke-linejoin": "round",
    }
    # A description, since a title would pop up wherever the mouse is.
    described = ET.Element("desc", {"id": f"{key}-alt"})
    described.text = CONTROLS.sub("", chart.alt)
    root.insert(0, described)
