"""Jurnal tanpa bukti: what was written by hand and no paper proves, the oldest first."""

from __future__ import annotations

from collections.abc import Iterator

from kopdes_desktop.accounting import vouchers
from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.office.books import Reading
from kopdes_desktop.office.letterhead import letterhead
from kopdes_desktop.office.settings import VOUCHER_LIMIT, setting
from kopdes_desktop.paper.document import Column, Document
from kopdes_desktop.reports.lines import Lines, Row
from kopdes_desktop.reports.period import on_day
from kopdes_desktop.reports.report import Params, report

CODE = "vouchers_missing"


@report(CODE, title=N_("Jurnal tanpa bukti"), asks=("day",))
def build(read: Reading, params: Params) -> Document:
    """Entries by hand up to a day, from the limit on, without a number and without a picture."""
    least = setting(read, VOUCHER_LIMIT)
    lines = Lines(lambda: rows(read, params, least), ("amount",))
    note = _("Mulai {limit}. Tambahkan nomor nota atau fotonya dari bukti jurnalnya.")
    return Document(
        CODE,
        _("Jurnal tanpa bukti"),
        letterhead(read),
        on_day(params.day),
        (
            Column("number", _("Bukti")),
            Column("date", _("Tanggal"), "day"),
            Column("text", _("Uraian"), width=3),
            Column("age", _("Umur (hari)"), "number"),
            Column("amount", _("Jumlah"), "money"),
            Column("entry", _("Kunci jurnal"), "number", paper=False),
        ),
        lines,
        lines.totals,
        notes=(note.format(limit=wording.rupiah(least)),),
    )


def rows(read: Reading, params: Params, least: int) -> Iterator[Row]:
    """A row an entry."""
    for each in vouchers.missing(read, params.day, least):
        yield {
            "number": each.entry.number or "",
            "date": each.entry.bd,
            "text": each.entry.text,
            "age": each.age(params.day),
            "amount": int(each.amount),
            "entry": each.entry.key,
        }
