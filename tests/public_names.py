"""The public names of every room, found by walking the package."""

import importlib
import inspect
import pkgutil
from types import FunctionType

import vocvalue
from vocvalue.results import Result

MODULES = [
    importlib.import_module(found.name)
    for found in pkgutil.walk_packages(vocvalue.__path__, "vocvalue.")
]
ROOMS = [module for module in MODULES if hasattr(module, "__all__") and hasattr(module, "__path__")]


def public_names(module):
    return {f"{module.__name__}.{name}": getattr(module, name) for name in module.__all__}


def documented(value):
    return isinstance(value, FunctionType) or (
        isinstance(value, type) and not issubclass(value, BaseException)
    )


# The rooms draw with `canvas`, whose types of matplotlib stay unloaded, and a page is a document on
# its way to a format: neither is for users.
NOT_FOR_USERS = ("vocvalue.canvas", "vocvalue.report.document", "vocvalue.report.formats")
PUBLIC = {
    name: value
    for module in MODULES
    if hasattr(module, "__all__") and not module.__name__.startswith(NOT_FOR_USERS)
    for name, value in public_names(module).items()
    if documented(value)
}
# A Protocol says what others bring, and has no fields of its own.
CLASSES = {
    name: value
    for name, value in PUBLIC.items()
    if isinstance(value, type) and not getattr(value, "_is_protocol", False)
}
FUNCTIONS = {name: value for name, value in PUBLIC.items() if isinstance(value, FunctionType)}
# What every result can do is described once, at Result.
METHODS = {
    f"{name}.{attribute}": getattr(cls, attribute)
    for name, cls in CLASSES.items()
    for attribute in sorted(set(dir(cls)) - set(dir(Result)))
    if isinstance(inspect.getattr_static(cls, attribute), FunctionType | classmethod)
    and not attribute.startswith("_")
}
