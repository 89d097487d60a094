"""Templates of the strings in a piece of code: constants as they are, f-strings with named placeholders."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from itertools import product

#: More turns than this in one f-string are not told apart; the turn becomes a placeholder.
TURNS = 8
#: Calls that pass on what they are given, so that the placeholder has the name of that.
_PASSING = {"len", "str", "repr", "sorted", "join", "joined", "plain", "int", "abs", "sum", "max", "min", "sentence"}


def templates(node: ast.expr) -> Iterator[str]:
    """Every template that an expression can become: both turns of a condition, each alternative of an ``or``.

    ``f"{n} row{'s' if n != 1 else ''}"`` is two templates, ``{n} rows`` and ``{n} row``, since no language but English
    makes its plurals so.
    """
    match node:
        case ast.Constant(value=str() as text):
            yield _escaped(text)
        case ast.JoinedStr():
            yield from _joined([node])
        case ast.BinOp(op=ast.Add()):
            terms = list(_terms(node))
            if any(isinstance(term, ast.JoinedStr) or _is_text(term) for term in terms):
                yield from _joined(terms)
        case ast.IfExp(body=body, orelse=orelse):
            yield from templates(body)
            yield from templates(orelse)
        case ast.BoolOp(values=values):
            for value in values:
                yield from templates(value)
        case ast.NamedExpr(value=value):
            yield from templates(value)


def _joined(terms: list[ast.expr]) -> Iterator[str]:
    pieces: list[ast.expr] = []
    for term in terms:
        pieces.extend(term.values if isinstance(term, ast.JoinedStr) else [term])
    turns = [_turns(piece) for piece in pieces]
    if _count(turns) > TURNS:
        turns = [turn if len(turn) < 2 else [] for turn in turns]
    names = _Names()
    named = [turn or ["{" + names.of(piece) + "}"] for piece, turn in zip(pieces, turns, strict=True)]
    yield from dict.fromkeys("".join(chosen) for chosen in product(*named))


def _turns(piece: ast.expr) -> list[str]:
    """Literal texts that a piece can be; none where it is a placeholder."""
    inner = piece.value if isinstance(piece, ast.FormattedValue) else piece
    match inner:
        case ast.Constant(value=str() as text):
            return [_escaped(text)]
        case ast.IfExp(body=ast.Constant(value=str() as yes), orelse=ast.Constant(value=str() as no)):
            return [_escaped(yes), _escaped(no)]
    return []


def _count(turns: list[list[str]]) -> int:
    total = 1
    for turn in turns:
        total *= max(1, len(turn))
    return total


def _terms(node: ast.expr) -> Iterator[ast.expr]:
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        yield from _terms(node.left)
        yield from _terms(node.right)
    else:
        yield node


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def _escaped(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")


class _Names:
    """Names of placeholders: one for each expression, from the last word in it."""

    def __init__(self) -> None:
        self._given: dict[str, str] = {}

    def of(self, piece: ast.expr) -> str:
        inner = piece.value if isinstance(piece, ast.FormattedValue) else piece
        code = ast.dump(inner)
        if code not in self._given:
            base = _last(inner) or "value"
            taken = set(self._given.values())
            name, place = base, 2
            while name in taken:
                name, place = f"{base}{place}", place + 1
            self._given[code] = name
        return self._given[code]


def _last(node: ast.expr) -> str:
    match node:
        case ast.Name(id=name):
            return name.strip("_").lower()
        case ast.Attribute(attr=name):
            return name.strip("_").lower()
        case ast.Subscript(slice=ast.Constant(value=str() as name)) if name.isidentifier():
            return name
        case ast.Subscript(value=inner):
            return _last(inner)
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name), args=[first, *_]) if name in _PASSING:
            return _last(first)
        case ast.Call(func=ast.Attribute(value=inner), args=[]):
            return _last(inner)
        case ast.Call(func=func):
            return _last(func)
        case ast.GeneratorExp(elt=inner) | ast.ListComp(elt=inner) | ast.IfExp(body=inner) | ast.BinOp(left=inner):
            return _last(inner)
    return ""
