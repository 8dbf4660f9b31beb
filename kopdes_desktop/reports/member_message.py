"""How a member stands, as a message for WhatsApp: short lines that any phone wraps by itself."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import islice

from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.i18n import _
from kopdes_desktop.kernel.money import total
from kopdes_desktop.members import queries as members
from kopdes_desktop.members.queries import MemberRow
from kopdes_desktop.office.books import Reading
from kopdes_desktop.office.letterhead import letterhead
from kopdes_desktop.paper.cells import marks
from kopdes_desktop.paper.printable import printable
from kopdes_desktop.reports import member_statement, people
from kopdes_desktop.reports.report import Params
from kopdes_desktop.savings import queries as savings

#: WhatsApp takes these for bold, italic, struck out and fixed width, wherever they stand.
_MARKS = str.maketrans("", "", "*_~`")
_LATEST = 5
_EARLIEST = 400


def message(read: Reading, params: Params) -> str:
    """What the statement says, as of the day asked for. Raises UnknownMember."""
    row = members.require_member(read, params.member or "")
    head = letterhead(read)
    parts = (
        (
            _bold(head.name),
            *(_bold(mark) for mark in marks(head)),
            _("Simpanan {name}, nomor anggota {number}").format(
                name=_bold(people.name(row)), number=_plain(row.number or "–")
            ),
            _("per {day}").format(day=wording.day(params.day)),
        ),
        tuple(_balances(read, row)),
        tuple(_latest(read, row, params)),
        tuple(_plain(note) for note in member_statement.notes(read, row, params.day)),
    )
    return "\n\n".join("\n".join(lines) for lines in parts if lines)


def _plain(text: str) -> str:
    """Without what WhatsApp would take for markup: names are never escaped, they are cleaned."""
    return printable(text).translate(_MARKS)


def _bold(text: str) -> str:
    return f"*{_plain(text).strip()}*"


def _balances(read: Reading, row: MemberRow) -> Iterator[str]:
    held = [each for each in savings.balances(read, row.key) if each.amount]
    for each in held:
        yield f"{_plain(_(each.name))}: {_bold(wording.rupiah(each.amount))}"
    amount = wording.rupiah(total(each.amount for each in held))
    yield _("Jumlah simpanan: {amount}").format(amount=_bold(amount))


def _latest(read: Reading, row: MemberRow, params: Params) -> Iterator[str]:
    """The last few moves of the last year or so, the newest first."""
    since = params.day - timedelta(days=_EARLIEST)
    found = savings.moves(read, row.key, since, params.day)
    names = {product.code: _(product.name) for product in savings.products(read)}
    if found:
        yield _("Mutasi terakhir:")
    for move in islice(reversed(found), _LATEST):
        way = (
            _("{day}: setor {amount}, {product}")
            if move.amount >= 0
            else _("{day}: tarik {amount}, {product}")
        )
        yield "• " + _plain(
            way.format(
                day=wording.short_day(move.day),
                amount=wording.rupiah(abs(move.amount)),
                product=names[move.product].lower(),
            )
        )
