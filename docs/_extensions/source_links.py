"""Links from the names of the API to their lines in the repository.

A page of source for each module would be highlighted and written in one process while the other
waits, and is what the repository shows anyway.
"""

import sys
from importlib import import_module
from operator import attrgetter
from pathlib import Path

from sphinx.pycode import ModuleAnalyzer

import vocvalue

ROOT = Path(vocvalue.__file__).parents[1]
REPOSITORY = "https://github.com/vocvalue/vocvalue/blob/main"


def linkcode_resolve(_domain, info):
    """Return where the source of a public name is; None for a field, which has no lines."""
    try:
        named = attrgetter(info["fullname"])(import_module(info["module"]))
    except AttributeError:
        return None
    function = getattr(named, "fget", None) or getattr(named, "func", None) or named
    module, name = (getattr(function, key, None) for key in ("__module__", "__qualname__"))
    if name is None or not module.startswith("vocvalue"):
        return None
    return address(module, name)


def address(module, name):
    """Return where a module of this package defines a name."""
    lines = ModuleAnalyzer.for_module(module).find_tags().get(name)
    if lines is None:
        return None
    _kind, first, last = lines
    path = Path(sys.modules[module].__file__).relative_to(ROOT).as_posix()
    return f"{REPOSITORY}/{path}#L{first}-L{last}"
