"""Amounts on the lines of a statement, summed upwards, and the rows that show them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal, NamedTuple

from msgspec import Struct

from kopdes_desktop.kernel.money import Rupiah
from kopdes_desktop.statements.lines import Name, StatementLine, lines

Kind = Literal["heading", "line", "total"]


class Part(NamedTuple):
    """What an account brings to a line (debit +)."""

    line: str
    account: str
    amount: int


class Figures(Struct, frozen=True):
    """A statement's amounts by line, as they are printed, and by account below each line."""

    statement: Name
    amounts: Mapping[str, int]
    accounts: Mapping[str, Mapping[str, int]]

    def of(self, line: str) -> Rupiah:
        """The amount of a line or of a group of lines. KeyError for an unknown one."""
        return Rupiah(self.amounts[line])


class Row(NamedTuple):
    """A printed row: a heading without amounts, a line, or the sum below a group."""

    line: StatementLine
    kind: Kind
    level: int
    label: str
    amounts: tuple[Rupiah, ...]


def filled(statement: Name, parts: Iterable[Part]) -> Figures:
    """Sum parts by line, and lines into their groups."""
    known = lines(statement)
    amounts = dict.fromkeys(known, 0)
    accounts: dict[str, dict[str, int]] = {}
    for line, account, amount in parts:
        if amount:
            shown = amount * known[line].sign
            amounts[line] += shown
            of_line = accounts.setdefault(line, {})
            of_line[account] = of_line.get(account, 0) + shown
    for line in reversed(list(known)):
        above = known[line].parent
        if above:
            amounts[above] += amounts[line]
    return Figures(statement, amounts, accounts)


def rows(*columns: Figures) -> list[Row]:
    """The rows of a statement, one amount a column; lines and groups without any are left out."""
    known = lines(columns[0].statement)
    below: dict[str, list[StatementLine]] = {}
    for each in known.values():
        below.setdefault(each.parent, []).append(each)
    return [row for top in below[""] for row in _below(top, below, columns)]


def _below(
    line: StatementLine, below: Mapping[str, list[StatementLine]], columns: tuple[Figures, ...]
) -> list[Row]:
    amounts = tuple(each.of(line.code) for each in columns)
    if line.leaf:
        return [Row(line, "line", line.level, line.label, amounts)] if any(amounts) else []
    inner = [row for each in below[line.code] for row in _below(each, below, columns)]
    if not inner:
        return []
    head = [Row(line, "heading", line.level, line.label, ())] if line.label else []
    foot = [Row(line, "total", line.level, line.total, amounts)] if line.total else []
    return [*head, *inner, *foot]
