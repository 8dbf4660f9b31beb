"""Perkiraan tunggakan dari buku lama: shortages that wait for the board's decision."""

from __future__ import annotations

from collections.abc import Iterator

from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.office.books import Reading
from kopdes_desktop.office.letterhead import letterhead, officers
from kopdes_desktop.paper.document import Column, Document
from kopdes_desktop.reports import people
from kopdes_desktop.reports.lines import Row
from kopdes_desktop.reports.period import on_day
from kopdes_desktop.reports.report import Params, report
from kopdes_desktop.savings import queries

CODE = "estimates"


@report(CODE, title=N_("Perkiraan tunggakan dari buku lama"), asks=("group",))
def build(read: Reading, params: Params) -> Document:
    """What the board declares settled or owed (RULES, Members, dues, exit)."""
    made = list(rows(read, params))
    return Document(
        CODE,
        _("Perkiraan tunggakan dari buku lama"),
        letterhead(read),
        on_day(params.day),
        (
            Column("number", _("No. anggota")),
            Column("name", _("Nama"), width=3),
            Column("dusun", _("Dusun")),
            Column("product", _("Kode simpanan")),
            Column("savings", _("Simpanan")),
            Column("until", _("Perkiraan s.d.")),
            Column("months", _("Bulan"), "number"),
            Column("estimate", _("Perkiraan kurang"), "money"),
            Column("decision", _("Keputusan pengurus"), room=90),
        ),
        made,
        {"estimate": sum(int(row["estimate"]) for row in made)},  # type: ignore[call-overload]
        notes=(
            _("Perkiraan tidak ditagih dan tidak dihitung sebagai tunggakan sampai ada keputusan."),
        ),
        signers=officers(read, "chair", "treasurer"),
        about=people.about(read, params),
        ruled=bool(made),
    )


def rows(read: Reading, params: Params) -> Iterator[Row]:
    """By product, then by member number."""
    names = {each.code: _(each.name) for each in queries.products(read)}
    wanted = {row.key for row in people.chosen(read, params)}
    for each in queries.estimates(read, params.day):
        if each.member.key in wanted:
            yield {
                "number": each.member.number,
                "name": people.name(each.member),
                "dusun": each.member.dusun,
                "product": each.product,
                "savings": names[each.product],
                "until": wording.month(each.until),
                "months": each.months,
                "estimate": int(each.amount),
            }
