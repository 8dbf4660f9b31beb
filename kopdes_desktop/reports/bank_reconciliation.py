"""Rekonsiliasi bank: from what the books say to what the bank says, by what only one has."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from kopdes_desktop.banking import queries
from kopdes_desktop.banking.queries import Reconciled
from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.ledger import boxes, chart
from kopdes_desktop.office.books import Reading
from kopdes_desktop.office.letterhead import letterhead, officers
from kopdes_desktop.paper.document import Column, Document
from kopdes_desktop.reports.lines import Row
from kopdes_desktop.reports.period import on_day
from kopdes_desktop.reports.report import Params, report

CODE = "bank_reconciliation"


@report(CODE, title=N_("Rekonsiliasi bank"), asks=("box", "document"))
def build(read: Reading, params: Params) -> Document:
    """The last one of the account, or the one of this number. Raises BadField."""
    made = _meant(read, params)
    if made is None:
        told = (_("Belum ada rekening yang dicocokkan dengan rekening koran."),)
        title = _("Rekonsiliasi bank")
        period = on_day(params.day)
        return Document(CODE, title, letterhead(read), period, _columns(), [], {}, notes=told)
    box = chart.box(read, made.box)
    rows = list(_rows(read, box, made))
    left = sum(int(str(row["amount"])) for row in rows)
    notes = [
        _("Sama dengan saldo menurut rekening koran.")
        if left == made.balance
        else _("Berbeda {difference}: ada bukti yang dicatat sesudah dicocokkan.").format(
            difference=wording.rupiah(int(made.balance) - left)
        )
    ]
    if made.replaced is not None:
        notes.append(_("Rekonsiliasi ini sudah diganti dengan yang lebih baru."))
    return Document(
        CODE,
        _("Rekonsiliasi {box}").format(box=box.name),
        letterhead(read),
        on_day(made.day),
        _columns(),
        rows,
        {"text": _("Saldo menurut rekening koran"), "amount": int(made.balance)},
        about=(_("Bukti {number}").format(number=made.number),),
        notes=tuple(notes),
        signers=officers(read, "chair", "treasurer"),
    )


def _columns() -> tuple[Column, ...]:
    return (
        Column("date", _("Tanggal"), "day"),
        Column("text", _("Uraian"), width=3),
        Column("number", _("Bukti")),
        Column("amount", _("Jumlah"), "money"),
        Column("entry", _("Kunci jurnal"), "number", paper=False),
    )


def _meant(read: Reading, params: Params) -> Reconciled | None:
    """The reconciliation of this number (BadField), or the last one that stands, if any does."""
    if params.document is not None:
        found = queries.reconciled(read, params.document)
        if found is None:
            reason = _(N_("tidak ada rekonsiliasi bernomor {name}")).format(name=params.document)
            raise BadField(name="document", reason=reason, field="document")
        return found
    banks = [box for box in chart.boxes(read) if boxes.is_bank(box)]
    if params.box is not None:
        banks = [chart.box(read, params.box)]
    every = [each for box in banks for each in queries.standing(read, box.code)]
    return max(every, key=lambda each: (each.day, each.key), default=None)


def _rows(read: Reading, box: chart.Box, made: Reconciled) -> Iterator[Row]:
    """The books' balance, then what only the books have: subtracted, it is the bank's."""
    first = _("Saldo menurut buku")
    yield {"date": made.day, "text": first, "number": None, "amount": int(made.ledger)}
    ticked = queries.ticked_before(read, box.code, made.day + timedelta(days=1))
    open_ = [
        row
        for row in boxes.lines(read, box, queries.SINCE_EVER, made.day)
        if (row.entry.key, row.line_number) not in ticked
    ]
    named = boxes.partners(read, box, queries.SINCE_EVER, made.day)
    for row in open_:
        words = _("Belum masuk di bank") if row.amount > 0 else _("Belum keluar di bank")
        yield {
            "date": row.entry.posted_on,
            "text": f"{words}: {boxes.said(row, named)}",
            "number": row.entry.number,
            "amount": -int(row.amount),
            "entry": row.entry.key,
        }
