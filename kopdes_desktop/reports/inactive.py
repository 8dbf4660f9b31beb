"""Daftar anggota tidak aktif menurut aturan: a list for the board's meeting, and nothing more.

Nobody becomes inactive by it: the board decides, case by case (FEATURES A7).
"""

from __future__ import annotations

from collections.abc import Iterator

from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.office.books import Reading
from kopdes_desktop.office.letterhead import letterhead
from kopdes_desktop.office.settings import INACTIVE_MONTHS, setting
from kopdes_desktop.paper.document import Column, Document
from kopdes_desktop.reports import people
from kopdes_desktop.reports.lines import Row
from kopdes_desktop.reports.period import on_day
from kopdes_desktop.reports.report import Params, report
from kopdes_desktop.savings import queries

CODE = "inactive"


@report(CODE, title=N_("Anggota yang lama tidak membayar iuran"), asks=("group",))
def build(read: Reading, params: Params) -> Document:
    """Active members whose real arrears reach the months of the setting; estimates do not count."""
    made = list(rows(read, params))
    limit = setting(read, INACTIVE_MONTHS)
    return Document(
        CODE,
        _("Anggota yang lama tidak membayar iuran"),
        letterhead(read),
        on_day(params.day),
        (
            Column("number", _("No. anggota")),
            Column("name", _("Nama"), width=3),
            Column("dusun", _("Dusun")),
            Column("phone", _("HP")),
            Column("paid_until", _("Lunas s.d.")),
            Column("months", _("Bulan tunggakan"), "number"),
            Column("arrears", _("Tunggakan"), "money"),
        ),
        made,
        {"arrears": sum(int(row["arrears"]) for row in made)},  # type: ignore[call-overload]
        notes=(
            _(
                "Menunggak {months} bulan atau lebih. Perkiraan dari buku lama tidak dihitung."
            ).format(months=limit),
            _("Daftar ini tidak mengubah apa pun: status anggota berubah hanya oleh keputusan."),
        ),
        about=people.about(read, params),
    )


def rows(read: Reading, params: Params) -> Iterator[Row]:
    """By member number."""
    limit = setting(read, INACTIVE_MONTHS)
    wanted = {row.key for row in people.chosen(read, params, status="active")}
    for each in queries.dues_table(read, queries.MANDATORY, params.day):
        if each.arrears_months >= limit and each.member.key in wanted:
            until = each.paid_until
            yield {
                "number": each.member.number,
                "name": people.name(each.member),
                "dusun": each.member.dusun,
                "phone": each.member.phone,
                "paid_until": wording.month(until) if until else _("belum pernah"),
                "months": each.arrears_months,
                "arrears": int(each.arrears),
            }
