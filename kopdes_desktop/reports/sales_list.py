"""Daftar penjualan: every slip, return and void of some days; each line opens its entry."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from kopdes_desktop.goods import queries as goods
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.ledger import balances
from kopdes_desktop.members import queries as members
from kopdes_desktop.office.books import Reading
from kopdes_desktop.office.letterhead import letterhead
from kopdes_desktop.paper.document import Column, Document
from kopdes_desktop.reports import sales
from kopdes_desktop.reports.lines import Lines, Row
from kopdes_desktop.reports.period import span
from kopdes_desktop.reports.report import Params, Question, report
from kopdes_desktop.security.queries import user_name

CODE = "sales_list"
_ASKS: Final[tuple[Question, ...]] = ("from", "to", "unit", "place", "item", "clerk", "hour")
_WORDS = {"sale": N_("penjualan"), "return": N_("retur"), "void": N_("batal")}


@report(CODE, title=N_("Daftar penjualan"), asks=_ASKS)
def build(read: Reading, params: Params) -> Document:
    """A row a document, in the order of the till."""
    made = Lines(lambda: rows(read, params), ("net", "off"))
    return Document(
        CODE,
        _("Daftar penjualan"),
        letterhead(read),
        span(read, params, one_day=True),
        (
            Column("date", _("Tanggal"), "day"),
            Column("hour", _("Jam")),
            Column("number", _("Bukti")),
            Column("what", _("Jenis")),
            Column("member", _("No. anggota")),
            Column("clerk", _("Petugas"), width=2),
            Column("off", _("Potongan"), "money"),
            Column("net", _("Jumlah"), "money"),
            Column("entry", _("Kunci jurnal"), "number", paper=False),
        ),
        made,
        made.totals,
        about=_of_item(read, params),
    )


def _of_item(read: Reading, params: Params) -> tuple[str, ...]:
    """Which item's lines alone are counted, if one is asked for."""
    if not params.item:
        return ()
    item = goods.require_item(read, params.item, field="item")
    return (_("Hanya baris {item}, bukan seluruh struknya.").format(item=item.name),)


def rows(read: Reading, params: Params) -> Iterator[Row]:
    """Each document with its number, buyer and clerk."""
    clerks: dict[int, str] = {}
    for row in sales.documents(read, params):
        entry = balances.posted(read, row.key)
        who = members.member(read, row.member) if row.member is not None else None
        if row.clerk not in clerks:
            clerks[row.clerk] = user_name(read, row.clerk)
        yield {
            "date": row.day,
            "hour": f"{row.hour:02d}.00",
            "number": entry.number if entry else None,
            "what": _(_WORDS[row.what]),
            "member": who.number if who else None,
            "clerk": clerks[row.clerk],
            "off": int(row.off),
            "net": int(row.net),
            "entry": row.key,
        }
