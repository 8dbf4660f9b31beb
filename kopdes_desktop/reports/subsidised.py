"""Barang bersubsidi: every sale by NIK, and what still waits for the official application.

What came back before anybody entered it is not there; what came back afterwards is a row below
zero, to be taken back in the application too.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from kopdes_desktop.goods import queries as goods
from kopdes_desktop.goods.rules import decimal
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.ledger import balances
from kopdes_desktop.office.books import Reading
from kopdes_desktop.office.letterhead import letterhead
from kopdes_desktop.office.log import logged
from kopdes_desktop.paper.document import Column, Document
from kopdes_desktop.reports.lines import Row
from kopdes_desktop.reports.period import span
from kopdes_desktop.reports.report import Params, report
from kopdes_desktop.subsidy import queries

CODE = "subsidised"


@report(CODE, title=N_("Barang bersubsidi"), asks=("from", "to"))
def build(read: Reading, params: Params) -> Document:
    """By programme and day; `entered` is empty while a row waits."""
    made = sorted(rows(read, params), key=lambda row: (str(row["program"]), str(row["day"])))
    waiting = sum(row["entered"] is None for row in made)
    return Document(
        CODE,
        _("Barang bersubsidi"),
        letterhead(read),
        span(read, params),
        (
            Column("program", _("Program")),
            Column("day", _("Tanggal"), "day"),
            Column("number", _("Nomor")),
            Column("nik", _("NIK")),
            Column("name", _("Nama"), width=2),
            Column("item", _("Barang"), width=2),
            Column("quantity", _("Banyak"), "quantity"),
            Column("unit", _("Satuan")),
            Column("amount", _("Harga"), "money"),
            Column("entered", _("Dicatat di aplikasi"), "day"),
        ),
        made,
        {"amount": sum(int(row["amount"]) for row in made)},  # type: ignore[call-overload]
        notes=(_("{count} baris belum dicatat di aplikasi resmi.").format(count=waiting),),
    )


def rows(read: Reading, params: Params) -> Iterator[Row]:
    """In the order of selling."""
    programs = {each.code: each for each in queries.programs(read)}
    items = {each.key: each.name for each in goods.items(read, closed=True)}
    for each in queries.sold(read, params.first or date.min, params.until, waiting=False):
        program, sale = programs.get(each.program), balances.posted(read, each.sale)
        entered = logged(read, each.entered) if each.entered is not None else None
        yield {
            "program": each.program,
            "day": each.day,
            "number": sale.number if sale is not None else None,
            "nik": each.buyer.nik,
            "name": each.buyer.name or _("(nama dihapus)"),
            "item": items.get(each.item),
            "quantity": decimal(each.quantity),
            "unit": program.unit if program is not None else None,
            "amount": int(each.amount),
            "entered": entered.stamp.bd if entered is not None else None,
        }
