"""What a bank's row may be, in words a treasurer knows, and the order that records it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct

from kopdes_desktop.accounting import templates
from kopdes_desktop.banking.rules import StatementRow
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import NOTHING
from kopdes_desktop.ledger import boxes, chart
from kopdes_desktop.ledger.chart import Box
from kopdes_desktop.office.books import Reading

JOT, MOVE, RECORD = "accounting.jot", "accounting.move_cash", "accounting.record"
#: Final tax that a bank keeps of its interest (A09), where it has a row of its own.
_INTEREST_TAX = "7-1103"
_MAIN_CASH = "1-1101"
#: Below it a text only resembles a template; a whole phrase of one makes more.
_SURE = 2.0
_TAX = re.compile(r"\b(pajak|tax|pph|wht)\b", re.IGNORECASE)
_INTEREST = re.compile(
    r"\b(bunga|jasa giro|bagi hasil|bonus|interest|nisbah|jasa simpanan)\b", re.IGNORECASE
)
_FEE = re.compile(
    r"\b(adm|admin|administrasi|biaya|fee|by|charge|materai|meterai|cetak buku)\b", re.IGNORECASE
)
_CASH = re.compile(
    r"\b(tunai|setoran|setor|cash|atm|penarikan|tarikan|tarik|withdrawal|cdm|pick ?up)\b",
    re.IGNORECASE,
)


class Suggestion(Struct, frozen=True):
    """One way to record a row: the operation and its order; `sure` needs nobody's eye."""

    code: str
    title: str
    operation: str
    order: Mapping[str, Any]
    sure: bool = False


def suggestions(read: Reading, box: Box, row: StatementRow) -> list[Suggestion]:
    """Every way to record a row without another question, the likeliest first."""
    told = f"{row.text} {row.ref}"
    made = _incoming(read, box, row) if row.amount > NOTHING else _outgoing(read, box, row)
    ways = {each.code: each for each in made}
    first = _first(told, row)
    if first is None:
        scored = [
            (templates.likeness(each, told), each.code)
            for each in templates.shipped()
            if each.code in ways
        ]
        best = max(scored, default=(0.0, ""))
        first = best[1] if best[0] >= _SURE else ""
    fallback = "unknown_deposit" if row.amount > NOTHING else ""
    start = first or fallback
    return sorted(ways.values(), key=lambda each: each.code != start)


def likeliest(read: Reading, box: Box, row: StatementRow) -> Suggestion | None:
    """The first of them, where there is reason to say so."""
    told = f"{row.text} {row.ref}"
    found = suggestions(read, box, row)
    if row.amount > NOTHING or _first(told, row) is not None:
        return found[0] if found else None
    named = templates.named(found[0].code) if found else None
    fits = named is not None and templates.likeness(named, told) >= _SURE
    return found[0] if fits else None


def _first(told: str, row: StatementRow) -> str | None:
    """What the words of banks say, which are few."""
    if row.amount > NOTHING:
        if _INTEREST.search(told):
            return "bank_interest"
        return f"{MOVE}:" if _CASH.search(told) else None
    if _TAX.search(told):
        return "interest_tax"
    if _CASH.search(told):
        return f"{MOVE}:"
    return "bank_fee" if _FEE.search(told) else None


def _incoming(read: Reading, box: Box, row: StatementRow) -> Iterator[Suggestion]:
    yield from _moves(read, box, row)
    yield from _jots(read, box, row, templates.IN)


def _outgoing(read: Reading, box: Box, row: StatementRow) -> Iterator[Suggestion]:
    amount = -row.amount
    lines = [
        {"account": _INTEREST_TAX, "amount": int(amount), "unit": box.unit},
        {"account": box.account, "amount": -int(amount), "unit": box.unit, "box": box.code},
    ]
    text = N_("Pajak bunga bank")
    tax = {"text": text, "lines": lines}
    sure = bool(_TAX.search(row.text))
    yield Suggestion("interest_tax", _(text), RECORD, tax, sure=sure)
    yield from _moves(read, box, row)
    yield from _jots(read, box, row, templates.OUT)


def _moves(read: Reading, box: Box, row: StatementRow) -> Iterator[Suggestion]:
    """Cash that was brought to the bank or fetched there, the main cash box first."""
    amount = int(abs(row.amount))
    others = [
        each
        for each in chart.boxes(read)
        if each.code != box.code and not each.in_transit and each.account != "1-1121"
    ]
    others.sort(key=lambda each: (each.account != _MAIN_CASH, boxes.is_bank(each)))
    for at, other in enumerate(others):
        here, there = (other, box) if row.amount > NOTHING else (box, other)
        words = _(N_("Pindah kas: {origin} ke {target}"))
        order = {"from": here.code, "to": there.code, "amount": amount}
        code = f"{MOVE}:{other.code if at else ''}"
        title = words.format(origin=here.name, target=there.name)
        yield Suggestion(code, title, MOVE, order)


def _jots(read: Reading, box: Box, row: StatementRow, way: str) -> Iterator[Suggestion]:
    """Templates of this way that ask nothing more: what wants words gets none of the bank's."""
    for each in templates.offered(read, box.unit):
        if each.way != way or not each.uses_box or each.purposes or each.vague:
            continue
        asked = [ask for ask in each.asks if ask not in each.optional]
        extras = {extra.code for extra in each.extras}
        if any(ask not in extras for ask in asked):
            continue
        order = templates.order(each.code, int(abs(row.amount)), box=box.code)
        sure = (each.code == "bank_fee" and bool(_FEE.search(row.text))) or (
            each.code == "bank_interest" and bool(_INTEREST.search(row.text))
        )
        yield Suggestion(each.code, each.title, JOT, order, sure=sure)
