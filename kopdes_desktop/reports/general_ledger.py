"""Buku besar: one account line by line, with what it held before and after each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.ledger import balances, chart
from kopdes_desktop.ledger.balances import LedgerRow
from kopdes_desktop.office.books import Reading
from kopdes_desktop.office.letterhead import letterhead
from kopdes_desktop.paper.document import Column, Document
from kopdes_desktop.reports.lines import Lines, Row
from kopdes_desktop.reports.period import span
from kopdes_desktop.reports.report import Params, report

CODE = "general_ledger"
#: A span without a first day begins here: the day before it is the first that can be written.
SINCE_EVER = date(1, 1, 2)


@report(CODE, title=N_("Buku besar"), asks=("account", "from", "to", "unit"), needs=("account",))
def build(read: Reading, params: Params) -> Document:
    """The first row is the opening balance; debit balances are positive, credit ones negative."""
    card = chart.account(read, params.account or "")
    lines = Lines(lambda: rows(read, params), ("debit", "credit"))
    return Document(
        CODE,
        _("Buku besar {account}").format(account=f"{card.code} {_(card.name)}"),
        letterhead(read),
        span(read, params),
        columns(),
        lines,
        lines.totals,
        notes=(_("Saldo debit ditulis biasa, saldo kredit dalam kurung."),),
    )


def columns() -> tuple[Column, ...]:
    """Day, document, text, both sides, and the balance they lead to."""
    return (
        Column("date", _("Tanggal"), "day"),
        Column("number", _("Nomor bukti")),
        Column("text", _("Uraian"), width=3),
        Column("debit", _("Debit"), "money"),
        Column("credit", _("Kredit"), "money"),
        Column("balance", _("Saldo"), "money"),
    )


def rows(read: Reading, params: Params) -> Iterator[Row]:
    """The opening balance, then a row a line with the balance after it."""
    opening, lines = balances.ledger(
        read, params.account or "", params.first or SINCE_EVER, params.until, params.unit
    )
    yield from running(params.first, int(opening), lines)


def running(first: date | None, balance: int, lines: Iterable[LedgerRow]) -> Iterator[Row]:
    """The balance of a first day, then a row a line with the balance after it."""
    opened = {"number": None, "text": _("Saldo awal"), "debit": 0, "credit": 0}
    yield {"date": first, **opened, "balance": balance}
    for row in lines:
        amount = int(row.amount)
        balance += amount
        yield {
            "date": row.entry.posted_on,
            "number": row.entry.number,
            "text": row.entry.text,
            "debit": max(amount, 0),
            "credit": max(-amount, 0),
            "balance": balance,
            "entry": row.entry.key,
        }
