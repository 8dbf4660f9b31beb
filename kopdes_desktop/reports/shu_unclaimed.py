"""SHU belum diambil: whose share still waits, of which year, and for how long.

It never becomes income by itself (RULES, Members, dues, exit).
"""

from __future__ import annotations

from collections.abc import Iterator

from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.members.queries import STATUS_WORDS
from kopdes_desktop.office.books import Reading
from kopdes_desktop.office.letterhead import letterhead
from kopdes_desktop.paper.document import Column, Document
from kopdes_desktop.reports import people
from kopdes_desktop.reports.lines import Row
from kopdes_desktop.reports.period import on_day
from kopdes_desktop.reports.report import Params, report
from kopdes_desktop.surplus import queries

CODE = "shu_unclaimed"


@report(CODE, title=N_("SHU belum diambil"), asks=())
def build(read: Reading, params: Params) -> Document:
    """As of today: what was paid is gone from it."""
    made = list(rows(read, params))
    return Document(
        CODE,
        _("SHU belum diambil"),
        letterhead(read),
        on_day(params.day),
        (
            Column("number", _("No. anggota")),
            Column("name", _("Nama"), width=3),
            Column("state", _("Keadaan")),
            Column("year", _("Tahun buku")),
            Column("since", _("Dibagi"), "day"),
            Column("days", _("Hari"), "number"),
            Column("share", _("Bagian"), "money"),
            Column("left", _("Belum diambil"), "money"),
        ),
        made,
        {"left": sum(int(str(row["left"])) for row in made)},
        notes=(
            _(
                "SHU yang belum diambil tetap utang kepada anggota; tidak menjadi pendapatan "
                "dengan sendirinya."
            ),
            _("Pembayaran melunasi SHU tahun yang paling lama lebih dahulu."),
        ),
    )


def rows(read: Reading, params: Params) -> Iterator[Row]:
    """A row a member and year, by number; what the old books owed has no year."""
    days = {name: day for name, (_fact, day, _amount) in queries.divided_years(read).items()}
    for owed in queries.owed(read):
        for each in owed.years:
            if not each.left:
                continue
            since = days.get(each.year or "")
            yield {
                "number": owed.member.number,
                "name": people.name(owed.member),
                "state": _(STATUS_WORDS[owed.member.status]),
                "year": each.year or _("buku lama"),
                "since": since,
                "days": (params.day - since).days if since is not None else None,
                "share": int(each.share),
                "left": int(each.left),
            }
