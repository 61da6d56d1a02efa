"""Mathematics as MathML, made when the site is built: no script, and nothing from elsewhere.

The font comes from a package and is copied into the site; browsers have few fonts of their own in
which brackets and roots grow with what they hold.
"""

import shutil
from importlib.util import find_spec
from pathlib import Path

from docutils import nodes
from math_core import LatexError, LatexToMathML
from sphinx.util import logging

FONT = "STIXTwoMath-Regular.ttf"
LATEX = LatexToMathML(annotation=True, fancy_error=False)
LOG = logging.getLogger(__name__)


def setup(app):
    """Register MathML as the way in which the site shows mathematics."""
    app.add_html_math_renderer("mathml", (visit_inline, None), (visit_block, None))
    app.connect("build-finished", copy_font)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def visit_inline(translator, node):
    """Write mathematics within a line."""
    opening = translator.starttag(node, "span", "", CLASS="math notranslate nohighlight")
    translator.body.append(f"{opening}{mathml(node, displaystyle=False)}</span>")
    raise nodes.SkipNode


def visit_block(translator, node):
    """Write mathematics on lines of its own, which can be scrolled where it is wide."""
    opening = translator.starttag(
        node, "div", CLASS="math notranslate nohighlight", tabindex="0", role="group"
    )
    translator.body.append(f"{opening}{mathml(node, displaystyle=True)}</div>\n")
    raise nodes.SkipNode


def mathml(node, *, displaystyle):
    """Return what a node holds as MathML; what cannot be read fails the build, with its page."""
    latex = node.astext()
    if displaystyle and r"\\" in latex and r"\begin{" not in latex:
        latex = rf"\begin{{aligned}}{latex}\end{{aligned}}"
    try:
        return LATEX.convert_with_local_state(latex, displaystyle=displaystyle)
    except LatexError as error:
        LOG.warning("This is no LaTeX that can be shown: %s (%s)", latex, error, location=node)
        return ""


def copy_font(app, failure):
    """Copy the font into the site."""
    if failure or app.builder.format != "html":
        return
    folder = Path(app.outdir) / "_static" / "fonts"
    folder.mkdir(parents=True, exist_ok=True)
    package = Path(find_spec("ziamath").origin).parent
    shutil.copyfile(package / "fonts" / FONT, folder / FONT)
