"""How the site is built."""

import re
import shutil
import sys
from importlib import import_module
from importlib.metadata import version as installed_version
from pathlib import Path

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sphinx.util.typing import stringify_annotation

from vocvalue import duration
from vocvalue.results import Result

DOCS = Path(__file__).parent
sys.path.insert(0, str(DOCS / "_extensions"))
linkcode_resolve = import_module("source_links").linkcode_resolve

# A name that is gone leaves no page behind.
shutil.rmtree(DOCS / "api" / "generated", ignore_errors=True)


def with_links_of_the_site(notebook):
    """Return the text of a notebook in which links into docs lead to the pages of the site."""
    return re.sub(r"\]\((\.\./)docs/", r"](\1", notebook)


# The notebooks are shown as they are kept, with their outputs: a test executes them, not the site.
shutil.rmtree(DOCS / "notebooks", ignore_errors=True)
(DOCS / "notebooks").mkdir()
for path in sorted((DOCS.parent / "notebooks").glob("*.ipynb")):
    text = with_links_of_the_site(path.read_text(encoding="utf-8"))
    (DOCS / "notebooks" / path.name).write_text(text, encoding="utf-8")

project = "vocvalue"
author = "The vocvalue developers"
copyright = "2026, The vocvalue developers"
version = release = installed_version("vocvalue")

extensions = [
    "mathml",
    "myst_nb",
    "in_process",
    "navigation",
    "sphinx.ext.autodoc",
    "sphinx.ext.autosummary",
    "sphinx.ext.linkcode",
    "sphinx.ext.napoleon",
]
exclude_patterns = ["_build", "_extensions", "_templates"]
templates_path = ["_templates"]

html_theme = "furo"
html_title = f"vocvalue {version}"
html_static_path = ["_static"]
html_css_files = ["site.css"]
# Nothing is fetched from elsewhere: formulas are MathML, and the search is Sphinx's own.
html_math_renderer = "mathml"

# Guides are executed when the site is built, so that what they show is what the library does.
nb_execution_mode = "force"
nb_execution_excludepatterns = ["notebooks/*"]
nb_merge_streams = True
myst_enable_extensions = ["amsmath", "colon_fence", "deflist", "dollarmath"]
myst_heading_anchors = 3

# A page per room and a page per public name, written from each room's __all__.
autosummary_generate = True
autosummary_ignore_module_all = False
autosummary_imported_members = True
# Where names differ in case only, some file systems would write both pages to one file.
autosummary_filename_map = {
    f"vocvalue.clv.{name}": f"vocvalue.clv.{name}-function" for name in ("rfm", "backtest")
}
# `name` in a docstring is a link where there is such a name.
default_role = "py:obj"
autodoc_member_order = "bysource"
autodoc_typehints_format = "short"
# What all results have is described on the page of the base class, to which theirs lead.
autodoc_default_options = {"members": True, "inherited-members": "object, Result"}
# As fields, so that the attributes of a dataclass are not described a second time.
napoleon_use_ivar = True
napoleon_google_docstring = True
napoleon_numpy_docstring = False

AFTER_NAPOLEON = 600
TYPE = ":type: "
# Written out, these take lines; a reader knows them, or finds them on the page of their room.
NAMED = {
    "ArrayLike": ArrayLike,
    "Span": duration.Span,
    "Unit": duration.Unit,
    "NDArray[float64]": NDArray[np.float64],
    "NDArray[int64]": NDArray[np.int64],
    "NDArray[object]": NDArray[np.object_],
    "NDArray[timedelta64]": NDArray[np.timedelta64],
}
ALIASES = {
    stringify_annotation(alias, mode): name
    for mode in ("smart", "fully-qualified", "fully-qualified-except-typing")
    for name, alias in NAMED.items()
}


def by_name(text):
    """Return a text in which types that have a name go by it."""
    for written_out, name in ALIASES.items():
        text = text.replace(written_out, name)
    return text


def with_aliases(*event):
    """Return a signature in which types that have a name go by it."""
    return tuple(part and by_name(part) for part in event[-2:])


def with_aliases_of_fields(*event):
    """Let the types of fields go by their names."""
    lines = event[-1]
    lines[:] = [by_name(line) if line.startswith(":vartype") else line for line in lines]


def with_first_lines_whole(*event):
    """Join what Napoleon parts at a colon, as it takes the words before it for a type."""
    _app, what, _name, _documented, _options, lines = event
    if what == "property" and lines and lines[-1].startswith(TYPE):
        first = next(i for i, line in enumerate(lines) if line)
        lines[first] = f"{lines.pop().removeprefix(TYPE)}: {lines[first]}"


def with_links_to_what_results_share(*event):
    """Name on the page of a result what it has like every other."""
    _app, what, _name, documented, _options, lines = event
    if what == "class" and documented is not Result and issubclass(documented, Result):
        own = {name for base in documented.__mro__ if base is not Result for name in vars(base)}
        public = {name: it for name, it in vars(Result).items() if name[0] != "_" and callable(it)}
        shared = [name for name in public if name not in own]
        links = ", ".join(f":py:obj:`{name} <vocvalue.results.Result.{name}>`" for name in shared)
        lines += ["", f"Like every result: {links}.", ""]


def with_language(_app, page, _template, context, _doctree):
    """Say of a page in Chinese that it is: readers, screen readers and fonts go by that."""
    if page.startswith("zh/"):
        context["language"] = "zh-CN"


def setup(app):
    """Connect what this site adds to Sphinx."""
    app.connect("html-page-context", with_language)
    app.connect("autodoc-process-signature", with_aliases)
    app.connect("autodoc-process-docstring", with_first_lines_whole, priority=AFTER_NAPOLEON)
    app.connect("autodoc-process-docstring", with_aliases_of_fields, priority=AFTER_NAPOLEON)
    app.connect(
        "autodoc-process-docstring", with_links_to_what_results_share, priority=AFTER_NAPOLEON
    )
