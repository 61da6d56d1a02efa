"""The calls of a module that take a template in English and the same in Chinese."""

import ast
import re
import string
from dataclasses import dataclass

TEMPLATES = {"pair": 0, "Pair": 0, "of": 0, "counted": 1}
"""Where among the arguments of a call the English template stands; the Chinese one follows."""
OF_NOTES = {"count", "bears_on"}

HAN = r"\u4e00-\u9fff"
HALF_WIDTH = re.compile(rf"[{HAN}]\s?[,:;!?]|[,:;!?]\s?[{HAN}]|[{HAN}][()]|[()][{HAN}]")
BESIDE_FIELD = re.compile(r"\}[,;!?(]|\)\{|％")
FULL_WIDTH = re.compile(rf"[{HAN}\u3000-\u303f\uff00-\uffef]")
SET_OFF = re.compile(r"[}\d] %")


@dataclass(frozen=True)
class Call:
    """A call that takes a pair of templates.

    Attributes:
        name: The function's name.
        node: The call.
        function: The function that it stands in, or None.
        tree: The module.
    """

    name: str
    node: ast.Call
    function: ast.FunctionDef | None
    tree: ast.Module

    @property
    def within(self):
        """The name of the function that it stands in."""
        return "" if self.function is None else self.function.name


def template_calls(tree):
    """Yield the calls of a module that take a pair of templates."""
    inside = {tree: None}
    for node in ast.walk(tree):
        for child in ast.iter_child_nodes(node):
            inside[child] = node if isinstance(node, ast.FunctionDef) else inside[node]
            name = _called(child)
            if name is not None:
                yield Call(name, child, inside[child], tree)


def is_text(node):
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def fields(template):
    """Return the names of a template's fields."""
    return {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}


def faults(call):
    """Return what is wrong with a call that takes a pair of templates."""
    at = TEMPLATES[call.name]
    templates = call.node.args[at : at + 2]
    if len(templates) < 2 or not all(map(is_text, templates)):
        return ["its templates are not two constants"]
    en, zh = (node.value for node in templates)
    wrong = faults_of_writing(en, zh)
    if fields(en) != fields(zh):
        return [*wrong, f"fields differ: {sorted(fields(en) ^ fields(zh))}"]
    passed, is_known = _parts(call)
    if call.name == "counted":
        passed |= fields(en) & {"n"}
    off = fields(en) ^ passed if is_known else passed - fields(en)
    return [*wrong, f"fields are not its parts: {sorted(off)}"] if off else wrong


def faults_of_writing(en, zh):
    """Return what is wrong with the signs of a pair of templates."""
    found = [("English", FULL_WIDTH.search(en)), ("English", SET_OFF.search(en))]
    if re.search(f"[{HAN}]", zh):
        found += [("Chinese", HALF_WIDTH.search(zh)), ("Chinese", BESIDE_FIELD.search(zh))]
    return [f"{language} holds {match[0]!r}" for language, match in found if match]


def _called(node):
    """Return the name of a function that takes templates, where a node calls one."""
    function = node.func if isinstance(node, ast.Call) else None
    if isinstance(function, ast.Name) and function.id in {"pair", "Pair"}:
        return function.id
    if not isinstance(function, ast.Attribute) or function.attr not in {"of", "counted"}:
        return None
    is_note = isinstance(function.value, ast.Name) and function.value.id in {"Note", "cls"}
    return function.attr if is_note else None


def _parts(call):
    """Return the parts that a call names, and whether these are all that it passes."""
    passed = {word.arg for word in call.node.keywords if word.arg is not None}
    if call.name in {"of", "counted"}:
        passed -= OF_NOTES
    further = [word.value for word in call.node.keywords if word.arg is None]
    keys = [_keys(value, call) for value in further]
    return passed.union(*filter(None, keys)), None not in keys


def _keys(value, call):
    """Return the keys of a dictionary that is written out in the function or by the one called."""
    if isinstance(value, ast.Call) and isinstance(value.func, ast.Name):
        makers = [
            node
            for node in ast.walk(call.tree)
            if isinstance(node, ast.FunctionDef) and node.name == value.func.id
        ]
        written = [
            node.value for maker in makers for node in ast.walk(maker) if type(node) is ast.Return
        ]
        return _keys_written(written)
    if isinstance(value, ast.Name) and call.function is not None:
        set_here = [node for node in ast.walk(call.function) if isinstance(node, ast.Assign)]
        return _keys_written(
            [
                node.value
                for node in set_here
                if any(isinstance(it, ast.Name) and it.id == value.id for it in node.targets)
            ]
        )
    return None


def _keys_written(values):
    if len(values) != 1 or not isinstance(values[0], ast.Dict):
        return None
    return {key.value for key in values[0].keys if is_text(key)}
