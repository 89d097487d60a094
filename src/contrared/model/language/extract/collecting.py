"""Which strings of the code are read by people, and where each stands."""

from __future__ import annotations

import ast
import inspect
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from contrared.model.language.extract.templates import templates

#: Calls whose text a person reads wherever they stand, with the arguments that hold it.
SPEAKING = {
    "InputError": ("what", "where", "do"),
    "PolicyError": ("what", "where", "do"),
    "NodeError": ("what", "where", "do"),
    "Meaning": ("what", "do"),
    "BriefError": ("what", "where", "do"),
    "progress": ("label",),
    "Option": ("help", "show_default"),
    "Argument": ("help", "show_default"),
    "Typer": ("help",),
}
#: Rooms in which every string of several words is read by a person.
SPOKEN = ("cli/", "brief/checks.py", "govern/resting.py", "store/volume/")
#: What of these holds something else: the descriptions of JSON shapes and the maker of the reference stay English.
UNSPOKEN = ("cli/shapes/", "cli/reference.py", "model/language/extract/")
#: Calls of the command line whose single words are read as well: headings, prompts.
HEADING = {"table", "say", "note", "typed", "chosen", "prompt", "confirm", "echo"}
#: A constant by such a name holds texts of another program that we show, as templates.
TEXTS = re.compile(r"[A-Z]+_TEXTS")
#: What is written for machines only: options alone, patterns, queries.
_CODE = re.compile(r"^(?:--[a-z-]+(?:, | and |$))+$|\\[bdws]|^SELECT |%\(")
_WORDS = re.compile(r"[^\W\d_]{2,}")


@dataclass(frozen=True, slots=True, order=True)
class Found:
    """A text of the code.

    Attributes:
        place: File it stands in, below the package.
        msgid: The template.
        key: Its key, where it stands in the keyed catalogue.
    """

    place: str
    msgid: str
    key: str = ""


def collected(source: Path) -> list[Found]:
    """All texts below the package, by file, in the order in which they stand there, each once a file.

    Args:
        source: Folder of the package.
    """
    found: dict[Found, None] = {}
    for path in sorted(source.rglob("*.py")):
        place = path.relative_to(source).as_posix()
        if not place.startswith(UNSPOKEN):
            for text in _of_module(ast.parse(path.read_text(encoding="utf-8")), place):
                if _WORDS.search(_literal(text)) and not _CODE.search(text):
                    found[Found(place, text)] = None
    for path in sorted((source / "model" / "messages" / "en").glob("*.toml")):
        place = path.relative_to(source).as_posix()
        for key, text in _flat(path.stem, tomllib.loads(path.read_text(encoding="utf-8"))):
            if _WORDS.search(_literal(text)):
                found[Found(place, text, key)] = None
    table = source / "model" / "programmes.toml"
    for block in tomllib.loads(table.read_text(encoding="utf-8"))["list"] if table.exists() else ():
        for row in (block, *block["programme"]):
            for text in (*([row["scope"]] if "scope" in row else []), *row.get("measures", ())):
                found[Found("model/programmes.toml", _braced(text), "programmes")] = None
    return list(found)


def _of_module(module: ast.Module, place: str) -> Iterator[str]:
    spoken = place.startswith(SPOKEN)
    silent = _docstrings(module)
    for node in ast.walk(module):
        match node:
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)):
                yield from _of_call(node, name, spoken, module)
            case ast.FunctionDef(name=name, decorator_list=decorators):
                if any(_adds_command(each) for each in decorators) and (doc := ast.get_docstring(node)):
                    yield from map(_braced, paragraphs(doc))
            case (
                ast.Assign(targets=[ast.Name(id=name)], value=value)
                | ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value)
            ) if TEXTS.fullmatch(name):
                silent.add(id(node))
                yield from (text.replace("{{", "{").replace("}}", "}") for text in _all([value]))
            case ast.AnnAssign(target=ast.Name(id="SECTIONS"), value=ast.Dict(keys=keys)) if spoken:
                yield from _all(keys)
    if spoken:
        yield from (text for text in _outermost(module, silent) if _several(text))


def _of_call(node: ast.Call, name: str, spoken: bool, module: ast.Module) -> Iterator[str]:
    if name in SPEAKING:
        read = {word.arg: word.value for word in node.keywords if word.arg in SPEAKING[name]}
        if node.args and "help" not in SPEAKING[name]:
            read.setdefault("what", node.args[0])
        for word, argument in read.items():
            single = word != "where" and name != "progress" and not isinstance(argument, ast.Name)
            yield from (text for text in _followed(argument, module) if single or _several(text))
    elif name in HEADING and spoken:
        for argument in node.args:
            yield from _all(argument.elts if isinstance(argument, (ast.List, ast.Tuple)) else [argument])


def _followed(argument: ast.expr, module: ast.Module) -> Iterator[str]:
    """Templates of an argument; where it is a name, of all that is assigned to it in this file."""
    if not isinstance(argument, ast.Name):
        yield from templates(argument)
        return
    for node in ast.walk(module):
        if isinstance(node, ast.Assign) and any(
            isinstance(target, ast.Name) and target.id == argument.id for target in node.targets
        ):
            yield from templates(node.value)


def _all(nodes: list[ast.expr | None] | list[ast.expr]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, (ast.Tuple, ast.List, ast.Set)):
            yield from _all(node.elts)
        elif node is not None:
            yield from templates(node)


def _outermost(module: ast.AST, silent: set[int]) -> Iterator[str]:
    """Templates of all strings that are part of no other."""
    for node in ast.iter_child_nodes(module):
        if id(node) in silent:
            continue
        if isinstance(node, (ast.Constant, ast.JoinedStr, ast.BinOp)) and (found := list(templates(node))):
            yield from found
            for inner in ast.walk(node):
                if isinstance(inner, ast.FormattedValue):
                    yield from _outermost(inner, silent)
        else:
            yield from _outermost(node, silent)


def _docstrings(module: ast.Module) -> set[int]:
    """Docstrings and bare strings, which explain the code."""
    return {
        id(node) for node in ast.walk(module) if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }


def _adds_command(decorator: ast.expr) -> bool:
    called = decorator.func if isinstance(decorator, ast.Call) else decorator
    return isinstance(called, ast.Attribute) and called.attr in ("command", "callback")


def paragraphs(doc: str) -> list[str]:
    """Paragraphs of a help text, each on one line; examples are commands and stay as they are.

    >>> paragraphs("Load a list.\\n\\nExample: contrared load x")
    ['Load a list.']
    """
    blocks = [" ".join(block.split()) for block in inspect.cleandoc(doc).split("\n\n")]
    return [block for block in blocks if block and not block.startswith("Example: ")]


def _braced(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")


def _literal(template: str) -> str:
    return re.sub(r"\{[^{}]*\}", " ", template)


def _several(template: str) -> bool:
    return " " in _literal(template).strip() and len(_WORDS.findall(_literal(template))) > 1


def _flat(prefix: str, node: object) -> Iterator[tuple[str, str]]:
    if isinstance(node, dict):
        for key, value in node.items():
            yield from _flat(f"{prefix}.{key}", value)
    else:
        yield prefix, str(node)
