"""Every icon that the screens name is a drawing in resources/icons."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from kopdes_desktop import ui
from kopdes_desktop.places import RESOURCES

#: Calls that take an icon, and where among their arguments.
_AT = {"button": 2, "dress": 1, "picture": 0, "Offer": 3, "Place": 2, "_arrow": 0, "_offer": 2}


def _texts(node: ast.expr) -> Iterator[str]:
    """What is written there, on either side of a condition; names are followed elsewhere."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from _texts(node.body)
        yield from _texts(node.orelse)


def _is_row(node: ast.AST) -> bool:
    """Whether it is an offer of a table: a code, a title, what it is for, and its icon."""
    return (
        isinstance(node, ast.Tuple)
        and len(node.elts) == 4
        and [isinstance(each, ast.Call) for each in node.elts] == [False, True, True, False]
    )


def _named(tree: ast.AST) -> Iterator[str]:
    for call in ast.walk(tree):
        if isinstance(call, ast.Tuple) and _is_row(call):
            yield from _texts(call.elts[-1])
        if not isinstance(call, ast.Call):
            continue
        name = getattr(call.func, "attr", getattr(call.func, "id", ""))
        at = _AT.get(name)
        if at is not None and len(call.args) > at:
            yield from _texts(call.args[at])
        for word in call.keywords:
            if word.arg == "icon":
                yield from _texts(word.value)


def test_every_icon_that_is_named_is_drawn() -> None:
    drawn = {path.stem for path in (RESOURCES / "icons").glob("*.svg")}
    named = {
        name: path.name
        for folder in ui.__path__
        for path in sorted(Path(folder).rglob("*.py"))
        for name in _named(ast.parse(path.read_text(encoding="utf-8")))
        if name
    }

    assert len(named) > 20
    assert {name: where for name, where in named.items() if name not in drawn} == {}
