"""bank read and bank book: what a bank says of an account, taken in and recorded where certain."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kopdes_desktop.cli.call import Call
from kopdes_desktop.cli.complaint import WrongUsage
from kopdes_desktop.cli.verb import Given, Verbs
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.wording import rupiah, short_day

if TYPE_CHECKING:
    from kopdes_desktop.banking.bank_files import BankFile
    from kopdes_desktop.banking.rules import StatementRow
    from kopdes_desktop.banking.suggesting import Suggestion
    from kopdes_desktop.office.books import Reading

    Proposed = tuple[str, StatementRow, Suggestion | None]

READ, BOOK = "banking.read_statement", "banking.book_row"


def add(verbs: Verbs) -> None:
    """Enter the verbs of this file."""
    group = verbs.group("bank", N_("Rekening koran bank."))
    line = group.add("read", N_("Baca berkas rekening koran; tidak mencatat apa pun."), read)
    line.add_argument("file", metavar=_("BERKAS"), type=Path, help=_("XLSX, XLS atau CSV"))
    line.add_argument("--box", metavar=_("KODE"), required=True, help=_("rekening bank itu"))
    line.add_argument("--dry-run", action="store_true", help=_("periksa saja, tidak mencatat"))

    line = group.add("book", N_("Catat mutasi bank yang pasti; sebutkan sisanya."), book)
    line.add_argument("--box", metavar=_("KODE"), required=True, help=_("rekening bank itu"))
    line.add_argument("--dry-run", action="store_true", help=_("periksa saja, tidak mencatat"))


def read(call: Call, given: Given) -> None:
    """A statement's rows into the keeper."""
    from kopdes_desktop.banking.bank_files import of_another_bank, read_bank_file
    from kopdes_desktop.banking.statements import order_of
    from kopdes_desktop.ledger import chart
    from kopdes_desktop.paper.grid import read_book

    if not given.file.is_file():
        raise WrongUsage(N_("Berkas {name} tidak ditemukan."), name=given.file)
    who = call.who()
    with call.books(who) as session:
        found = read_bank_file(read_book(given.file), session.office.today())
        box = chart.box(session.office.reading, given.box).name
        other = of_another_bank(found.bank, box)
        answer = _told(found) | {"other_bank": other}
        if not given.dry_run:
            made = session.office.perform(READ, order_of(given.box, found))
            answer["added"] = made.fact["d"]["added"]
        words = _words(found, answer.get("added"))
        if other:
            warning = _("PERIKSA: ini berkas {bank}, sedangkan rekeningnya {box}.")
            words = chain([warning.format(bank=found.bank, box=box)], words)
        call.answer({"ok": True, **answer}, words)


def _told(found: BankFile) -> dict[str, Any]:
    return {
        "bank": found.bank,
        "rows": len(found.rows),
        "first": found.rows[0].day.isoformat(),
        "last": found.rows[-1].day.isoformat(),
        "opening": None if found.opening is None else int(found.opening),
        "closing": None if found.closing is None else int(found.closing),
        "left_out": [{"row": each.row, "reason": each.reason} for each in found.left_out],
        "breaks": list(found.breaks),
        "rounded": found.rounded,
    }


def _words(found: BankFile, added: int | None) -> Iterator[str]:
    span = {"first": short_day(found.rows[0].day), "last": short_day(found.rows[-1].day)}
    yield _("{bank}: {n} mutasi dari {first} sampai {last}.").format(
        bank=found.bank, n=len(found.rows), **span
    )
    for each in found.left_out:
        yield _("Tidak diambil, baris {row}: {reason}.").format(row=each.row, reason=each.reason)
    for number in found.breaks:
        yield _("Saldo tidak menyambung pada baris {row}.").format(row=number)
    if added is not None:
        yield _("{added} mutasi baru diambil, {known} sudah dikenal.").format(
            added=added, known=len(found.rows) - added
        )


def book(call: Call, given: Given) -> None:
    """Fees, interest and its tax become vouchers; the rest is listed with its proposal."""
    who = call.who()
    with call.books(who) as session:
        office = session.office
        rows = office.read(BOOK, _proposed, given.box)
        sure = [(mark, way) for mark, _row, way in rows if way is not None and way.sure]
        numbers: list[str] = []
        for mark, way in () if given.dry_run else sure:
            order = {"box": given.box, "row": mark, "op": way.operation, "order": dict(way.order)}
            numbers.append(office.perform(BOOK, order).fact["d"]["voucher"])
        left = rows if given.dry_run else [row for row in rows if not (row[2] and row[2].sure)]
        answer = {"ok": True, "booked": numbers, "left": [_plain(each) for each in left]}
        call.answer(answer, _listed(numbers, left))


def _proposed(read: Reading, code: str) -> list[Proposed]:
    from kopdes_desktop.banking import queries, suggesting
    from kopdes_desktop.ledger import chart

    box = chart.box(read, code)
    found = queries.comparison(read, box, date.max)
    return [
        (mark, row, suggesting.likeliest(read, box, row)) for mark, row in found.unknown.items()
    ]


def _plain(each: Proposed) -> dict[str, Any]:
    mark, row, way = each
    return {
        "row": mark,
        "day": row.day.isoformat(),
        "amount": int(row.amount),
        "text": row.text,
        "proposal": None if way is None else way.code,
    }


def _listed(numbers: list[str], left: list[Proposed]) -> Iterator[str]:
    for number in numbers:
        yield _("{number} tersimpan.").format(number=number)
    for _mark, row, way in left:
        yield _("{day} {amount} {text}: {proposal}").format(
            day=short_day(row.day),
            amount=rupiah(row.amount),
            text=row.text,
            proposal=way.title if way is not None else _("catat di layar Kas & bank"),
        )
