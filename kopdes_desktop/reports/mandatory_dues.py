"""Iuran simpanan wajib: what each member owed, paid and lacks, month by month."""

from __future__ import annotations

from collections.abc import Iterator

from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.dates import Month
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.members import queries as members
from kopdes_desktop.members.queries import MemberRow
from kopdes_desktop.office.books import Reading
from kopdes_desktop.office.letterhead import letterhead
from kopdes_desktop.paper.document import Column, Document
from kopdes_desktop.reports import people
from kopdes_desktop.reports.lines import Row
from kopdes_desktop.reports.report import Params, report
from kopdes_desktop.savings import dues_book
from kopdes_desktop.savings.queries import MANDATORY

CODE = "mandatory_dues"
_SUMMED = ("due", "paid", "late", "estimate")


@report(CODE, title=N_("Iuran simpanan wajib per bulan"), asks=("from", "to", "group", "member"))
def build(read: Reading, params: Params) -> Document:
    """Whole months; without `from` the year of `to` up to it. Arrears are as of today.

    Arrears are not in the ledger: they are disclosed (RULES, Members, dues, exit). A shortage
    reconstructed from an old register is an estimate, and in no sum of arrears.
    """
    made = list(rows(read, params))
    first, last = span(params)
    return Document(
        CODE,
        _("Iuran simpanan wajib per bulan"),
        letterhead(read),
        _("{first} s.d. {last}").format(first=wording.month(first), last=wording.month(last)),
        (
            Column("number", _("No. anggota")),
            Column("name", _("Nama"), width=3),
            Column("month", _("Bulan")),
            Column("due", _("Wajib"), "money"),
            Column("paid", _("Dibayar"), "money"),
            Column("late", _("Tunggakan"), "money"),
            Column("estimate", _("Perkiraan"), "money"),
        ),
        made,
        {name: sum(int(row[name]) for row in made) for name in _SUMMED},  # type: ignore[call-overload]
        notes=notes(),
        about=people.about(read, params),
    )


def span(params: Params) -> tuple[Month, Month]:
    """The months that are asked for."""
    last = Month.of(params.until)
    return (Month.of(params.first) if params.first else Month(f"{last[:4]}-01")), last


def notes() -> tuple[str, ...]:
    """What a reader of arrears has to know."""
    return (
        _("Tunggakan tidak dibukukan sebagai piutang; hanya diungkapkan di sini."),
        _("Perkiraan berasal dari buku lama dan menunggu keputusan pengurus: jangan ditagih dulu."),
    )


def _whom(read: Reading, params: Params) -> list[MemberRow]:
    """Members of today and of yesterday: who left owed dues while he was one."""
    if params.member is not None:
        return [members.require_member(read, params.member)]
    rows = people.chosen(read, params)
    return [row for row in rows if row.status in {"active", "left"}]


def rows(read: Reading, params: Params) -> Iterator[Row]:
    """A row for each month in which a member owes or has paid something."""
    first, last = span(params)
    for account in dues_book.accounts(read, MANDATORY, params.day, _whom(read, params)):
        for month in dues_book.months(account, first, last):
            yield {
                "number": account.member.number,
                "name": people.name(account.member),
                "month": str(month.month),
                "due": int(month.due),
                "paid": int(month.paid),
                "late": int(month.late),
                "estimate": int(month.estimated),
            }
