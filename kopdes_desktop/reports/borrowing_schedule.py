"""Jadwal pinjaman: one borrowing instalment by instalment, and what was paid of each."""

from __future__ import annotations

from collections.abc import Iterator

from kopdes_desktop.borrowings import lenders, queries, rules
from kopdes_desktop.borrowings.queries import Borrowing
from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.office.books import Reading
from kopdes_desktop.office.letterhead import letterhead
from kopdes_desktop.paper.document import Column, Document
from kopdes_desktop.reports.lines import Row
from kopdes_desktop.reports.period import on_day
from kopdes_desktop.reports.report import Params, report

CODE = "borrowing_schedule"
_SUMMED = ("principal", "interest", "amount", "paid")


@report(CODE, title=N_("Jadwal pinjaman koperasi"), asks=("document",), needs=("document",))
def build(read: Reading, params: Params) -> Document:
    """The schedule as it stands now; `document` is the borrowing's number."""
    found = queries.require_borrowing(read, params.document or "", field="document")
    made = list(rows(found, params))
    return Document(
        CODE,
        _("Jadwal pinjaman {number}").format(number=found.number),
        letterhead(read),
        on_day(params.day),
        (
            Column("n", _("No."), "number"),
            Column("due", _("Jatuh tempo"), "day"),
            Column("principal", _("Pokok"), "money"),
            Column("interest", _("Bunga"), "money"),
            Column("amount", _("Angsuran"), "money"),
            Column("left", _("Sisa pokok"), "money"),
            Column("paid", _("Dibayar"), "money"),
            Column("state", _("Keadaan")),
        ),
        made,
        {name: sum(int(str(row[name])) for row in made) for name in _SUMMED},
        about=tuple(_about(read, found)),
        notes=tuple(_payments(read, found)),
    )


def rows(found: Borrowing, params: Params) -> Iterator[Row]:
    """A row an instalment; what was paid covers the oldest first."""
    waiting = {part.due: part for part in found.unpaid()}
    left = found.principal
    for n, part in enumerate(found.parts, 1):
        left -= part.principal
        rest = waiting.get(part.due)
        open_ = rest.amount if rest is not None else None
        state = _("lunas")
        if rest is not None and open_:
            state = _("lewat tempo") if part.due < params.day else _("belum jatuh tempo")
        yield {
            "n": n,
            "due": part.due,
            "principal": int(part.principal),
            "interest": int(part.interest),
            "amount": int(part.amount),
            "left": int(left),
            "paid": int(part.amount) - int(open_ or 0),
            "state": state,
        }


def _about(read: Reading, found: Borrowing) -> Iterator[str]:
    yield _("Pemberi pinjaman: {lender}").format(lender=lenders.shown(read, found))
    yield _(
        "Pokok {principal}, {rate}% setahun, {method}, {months} bulan (tenggang {grace})"
    ).format(
        principal=wording.rupiah(found.principal),
        rate=found.rate.replace(".", ","),
        method=_(rules.METHOD_WORDS[found.method]),
        months=found.months,
        grace=found.grace,
    )
    if found.decision_no:
        yield _("Keputusan Rapat Anggota: {number}").format(number=found.decision_no)
    if found.purpose:
        yield _("Untuk: {purpose}").format(purpose=found.purpose)


def _payments(read: Reading, found: Borrowing) -> Iterator[str]:
    for each in queries.payments(read, found.key):
        yield _("{day} {number}: pokok {principal}, bunga {interest}").format(
            day=wording.short_day(each.day),
            number=each.number,
            principal=wording.rupiah(each.principal),
            interest=wording.rupiah(each.interest),
        )
