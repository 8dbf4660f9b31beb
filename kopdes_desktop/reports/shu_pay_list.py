"""Daftar terima SHU: who is owed how much, with room to sign for it."""

from __future__ import annotations

from collections.abc import Iterator

from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import NOTHING
from kopdes_desktop.ledger.years import year_named
from kopdes_desktop.members import queries as members
from kopdes_desktop.office.books import Reading
from kopdes_desktop.office.letterhead import letterhead, officers
from kopdes_desktop.paper.document import Column, Document
from kopdes_desktop.reports import shu
from kopdes_desktop.reports.lines import Row
from kopdes_desktop.reports.period import on_day
from kopdes_desktop.reports.report import Params, report
from kopdes_desktop.sales import queries as sales
from kopdes_desktop.surplus import queries

CODE = "shu_pay_list"


@report(CODE, title=N_("Daftar terima SHU"), asks=("year", "group"))
def build(read: Reading, params: Params) -> Document:
    """Everybody who is still owed a share (up to a year), or those of a group."""
    made = list(rows(read, params))
    return Document(
        CODE,
        _("Daftar terima SHU"),
        letterhead(read),
        on_day(params.day),
        (
            Column("n", _("No."), "number"),
            Column("number", _("No. anggota")),
            Column("name", _("Nama"), width=3),
            Column("left", _("SHU"), "money"),
            Column("bon", _("Bon"), "money"),
            Column("taken", _("Diterima (Rp)"), room=80),
            Column("sign", _("Tanda tangan"), room=110),
        ),
        made,
        {name: sum(int(str(row[name] or 0)) for row in made) for name in ("left", "bon")},
        ruled=True,
        notes=(_("Bon: yang masih dapat diperhitungkan dengan SHU atas persetujuan anggota."),),
        signers=officers(read, "chair", "treasurer"),
    )


def rows(read: Reading, params: Params) -> Iterator[Row]:
    """A row a member, by number."""
    year = year_named(read, params.year).name if params.year else None
    only = (
        {who.key for who in members.members_of(read, members.group(read, params.group).code)}
        if params.group
        else None
    )
    owed = [x for x in queries.owed(read, year) if only is None or x.member.key in only]
    for n, each in enumerate(owed, 1):
        bon = sales.bon_balance(read, each.member.key)
        yield {
            "n": n,
            "number": each.member.number,
            "name": shu.named(each.member),
            "left": int(each.until(year)),
            "bon": int(bon) if bon > NOTHING else None,
        }
