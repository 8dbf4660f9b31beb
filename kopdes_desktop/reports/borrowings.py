"""Pinjaman koperasi: what every lender is owed, what falls due when, what is late; does it tie?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kopdes_desktop.borrowings import findings, lenders, queries
from kopdes_desktop.borrowings.queries import Portion, Week
from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import NOTHING, Rupiah, total
from kopdes_desktop.office.books import Reading
from kopdes_desktop.office.letterhead import letterhead, officers
from kopdes_desktop.paper.chart import Chart, Series
from kopdes_desktop.paper.document import Column, Document
from kopdes_desktop.reports.lines import Row
from kopdes_desktop.reports.period import on_day
from kopdes_desktop.reports.report import Params, report

CODE = "borrowings"
_SUMMED = ("principal", "left", "accrued", "late", "next_amount", "current", "later")


@report(CODE, title=N_("Pinjaman koperasi"), asks=())
def build(read: Reading, params: Params) -> Document:
    """As of today: a row a borrowing of which something is owed."""
    made = list(_rows(read, params))
    weeks = queries.forecast(read, params.day)
    return Document(
        CODE,
        _("Pinjaman koperasi"),
        letterhead(read),
        on_day(params.day),
        (
            Column("lender", _("Pemberi pinjaman"), width=2),
            Column("number", _("Nomor")),
            Column("account", _("Akun")),
            Column("rate", _("Bunga setahun (%)"), "quantity"),
            Column("principal", _("Pokok"), "money"),
            Column("left", _("Sisa pokok"), "money"),
            Column("accrued", _("Bunga terutang"), "money"),
            Column("late", _("Tunggakan"), "money"),
            Column("next_due", _("Jatuh tempo"), "day"),
            Column("next_amount", _("Angsuran"), "money"),
            Column("current", _("Jatuh tempo ≤ 1 tahun"), "money"),
            Column("later", _("Lebih dari 1 tahun"), "money"),
            Column("entry", _("Kunci jurnal"), "number", paper=False),
        ),
        made,
        {name: sum(int(str(row[name])) for row in made) for name in _SUMMED},
        notes=tuple(_notes(read, weeks)),
        signers=officers(read, "chair", "treasurer"),
        charts=_charts(weeks),
    )


def _rows(read: Reading, params: Params) -> Iterator[Row]:
    portions = {each.borrowing.key: each for each in queries.current_portions(read, params.day)}
    for each in queries.borrowings(read, closed=False):
        portion = portions.get(each.key, Portion(each, NOTHING, each.left))
        due = each.next_due(params.day)
        yield {
            "lender": lenders.shown(read, each),
            "number": each.number,
            "account": each.account,
            "rate": each.rate,
            "principal": int(each.principal),
            "left": int(each.left),
            "accrued": int(each.accrued),
            "late": int(each.late(params.day)),
            "next_due": due.due if due is not None else None,
            "next_amount": int(due.amount) if due is not None else 0,
            "current": int(portion.current),
            "later": int(portion.later),
            "entry": each.key,
        }


def _notes(read: Reading, weeks: Sequence[Week]) -> Iterator[str]:
    wrong = list(findings.borrowings(read))
    yield from wrong
    if not wrong:
        yield _("Sama dengan buku besar, pinjaman demi pinjaman.")
    for account in sorted({each.account for each in queries.borrowings(read)}):
        lump = queries.unassigned(read, account)
        if lump:
            yield _("Akun {account} masih memuat {amount} yang belum dirinci per pinjaman.").format(
                account=account, amount=wording.bracketed(lump)
            )
    yield _("Yang harus dibayar dalam {n} minggu: {amount}.").format(
        n=len(weeks), amount=wording.rupiah(_sum(weeks))
    )


def _sum(weeks: Sequence[Week]) -> Rupiah:
    return total(week.amount for week in weeks)


def _charts(weeks: Sequence[Week]) -> tuple[Chart, ...]:
    """What leaves the cash boxes for lenders in the next thirteen weeks."""
    if not _sum(weeks):
        return ()
    title = _("Angsuran 13 minggu ke depan")
    told = _("Seluruhnya {amount}.").format(amount=wording.rupiah(_sum(weeks)))
    labels = tuple(f"{week.first.day}/{week.first.month}" for week in weeks)
    values = tuple(int(week.amount) for week in weeks)
    return (Chart("borrowings_weeks", title, told, "columns", labels, (Series(title, values),)),)
