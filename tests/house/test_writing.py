"""One door for writing: transactions are the office's, SQL is never put together from text."""

import ast
from functools import cache

import pytest

from tests.house.checkout import modules

OWNERS = ("office/", "db/")
TRANSACTION = {"commit", "rollback", "begin", "begin_nested"}
RUNNERS = {"execute", "executemany", "executescript", "rows", "row", "run", "one", "pragma"}
STATEMENTS = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "END")


@cache
def _calls(tree: ast.AST) -> list[tuple[str, ast.Call]]:
    return [
        (node.func.attr, node)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    ]


def transactions(tree: ast.AST) -> list[int]:
    """Lines that begin or end a transaction themselves."""
    return [
        call.lineno
        for name, call in _calls(tree)
        if name in TRANSACTION
        or (
            name in RUNNERS
            and call.args
            and isinstance(call.args[0], ast.Constant)
            and str(call.args[0].value).upper().startswith(STATEMENTS)
        )
    ]


def built_sql(tree: ast.AST) -> list[int]:
    """Lines that hand the database a text put together on the spot."""
    return [
        call.lineno
        for name, call in _calls(tree)
        if name in RUNNERS and call.args and _put_together(call.args[0])
    ]


def _put_together(text: ast.expr) -> bool:
    match text:
        case ast.JoinedStr():
            return any(isinstance(part, ast.FormattedValue) for part in text.values)
        case ast.BinOp(left=left, op=ast.Add() | ast.Mod(), right=right):
            return any(isinstance(side, ast.Constant | ast.JoinedStr) for side in (left, right))
        case ast.Call(func=ast.Attribute(attr="format" | "join" | "replace")):
            return True
        case ast.Call(func=ast.Name(id="text") | ast.Attribute(attr="text"), args=[inner, *_]):
            return _put_together(inner)
    return False


def test_only_office_and_db_begin_and_end_transactions() -> None:
    found = {
        p: lines for p, t in modules() if not p.startswith(OWNERS) if (lines := transactions(t))
    }

    assert not found


def test_no_sql_is_put_together_outside_db() -> None:
    found = {p: lines for p, t in modules() if not p.startswith("db/") if (lines := built_sql(t))}

    assert not found


@pytest.mark.parametrize(
    "line",
    ["session.commit()", "self.connection.rollback()", "engine.begin()", "db.execute('BEGIN')"],
)
def test_a_planted_transaction_is_found(line: str) -> None:
    assert transactions(ast.parse(line)) == [1]


@pytest.mark.parametrize(
    "line",
    [
        "db.execute(f'SELECT * FROM {table}')",
        "db.rows('SELECT ' + column)",
        "db.run('DELETE FROM %s' % table)",
        "db.execute('SELECT {}'.format(column))",
        "db.execute(text(f'SELECT {column}'))",
    ],
)
def test_planted_sql_is_found(line: str) -> None:
    assert built_sql(ast.parse(line)) == [1]
