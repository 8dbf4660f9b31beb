"""Jurnal umum: every line of every entry, in the order of posting."""

from __future__ import annotations

from collections.abc import Iterator

from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.ledger import balances, chart
from kopdes_desktop.office.books import Reading
from kopdes_desktop.office.letterhead import letterhead
from kopdes_desktop.paper.document import Column, Document
from kopdes_desktop.reports.lines import Lines, Row
from kopdes_desktop.reports.period import span
from kopdes_desktop.reports.report import Params, report

CODE = "journal"


@report(CODE, title=N_("Jurnal umum"), asks=("from", "to", "unit"))
def build(read: Reading, params: Params) -> Document:
    """Days are days of posting; without `from` it begins with the books."""
    lines = Lines(lambda: rows(read, params), ("debit", "credit"))
    return Document(
        CODE,
        _("Jurnal umum"),
        letterhead(read),
        span(read, params),
        (
            Column("date", _("Tanggal"), "day"),
            Column("posted_on", _("Dibukukan"), "day"),
            Column("number", _("Nomor bukti")),
            Column("entry", _("Jurnal")),
            Column("line", _("Baris"), "number"),
            Column("account", _("Akun")),
            Column("name", _("Nama akun"), width=2),
            Column("unit", _("Unit"), called=chart.unit_names(read)),
            Column("key", _("Rincian")),
            Column("debit", _("Debit"), "money"),
            Column("credit", _("Kredit"), "money"),
            Column("text", _("Uraian"), width=3),
            Column("kind", _("Jenis")),
            Column("auto", _("Otomatis")),
        ),
        lines,
        lines.totals,
    )


def rows(read: Reading, params: Params) -> Iterator[Row]:
    """One row a line; money on the side that is not zero."""
    names: dict[str, str] = {}
    for row in balances.journal(read, params.first, params.until, params.unit):
        entry, line = row.entry, row.line
        amount = int(line.amount)
        if line.account not in names:
            names[line.account] = _(row.account_name)
        yield {
            "date": entry.bd,
            "posted_on": entry.posted_on,
            "number": entry.number,
            "entry": entry.key,
            "line": row.line_number,
            "account": line.account,
            "name": names[line.account],
            "unit": line.unit,
            "key": line.key,
            "debit": max(amount, 0),
            "credit": max(-amount, 0),
            "text": entry.text,
            "kind": entry.kind,
            "auto": line.auto,
        }
