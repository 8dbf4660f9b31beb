"""Daftar kelompok: each group with its collector and its members."""

from __future__ import annotations

from collections.abc import Iterator

from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.members import book
from kopdes_desktop.members import queries as members
from kopdes_desktop.office.books import Reading
from kopdes_desktop.office.letterhead import letterhead
from kopdes_desktop.paper.document import Column, Document
from kopdes_desktop.reports import people
from kopdes_desktop.reports.lines import Row
from kopdes_desktop.reports.period import on_day
from kopdes_desktop.reports.report import Params, report

CODE = "groups"


@report(CODE, title=N_("Daftar kelompok anggota"), asks=("group",))
def build(read: Reading, params: Params) -> Document:
    """A row for each active member of each group; a group without members has one row."""
    made = list(rows(read, params))
    placed = {row["number"] for row in made}
    everybody = members.listing(read, status="active")
    outside = sum(row.number not in placed for row in everybody)
    return Document(
        CODE,
        _("Daftar kelompok anggota"),
        letterhead(read),
        on_day(params.day),
        (
            Column("group", _("Kelompok")),
            Column("group_name", _("Nama kelompok"), width=2),
            Column("group_kind", _("Jenis")),
            Column("collector", _("Petugas tagih"), width=2),
            Column("number", _("No. anggota")),
            Column("name", _("Nama"), width=3),
            Column("dusun", _("Dusun")),
            Column("phone", _("HP")),
        ),
        made,
        {},
        notes=(
            (_("{count} anggota belum masuk kelompok mana pun.").format(count=outside),)
            if outside and params.group is None
            else ()
        ),
    )


def rows(read: Reading, params: Params) -> Iterator[Row]:
    """By the group's code, then by member number."""
    only = people.group_of(read, params)
    everybody = people.by_key(read)
    active = [row for row in everybody.values() if row.status == "active"]
    placed = book.memberships(read)
    for group in (only,) if only else members.groups(read):
        head = {
            "group": group.code,
            "group_name": group.name,
            "group_kind": _(members.GROUP_WORDS[group.kind]),
            "collector": people.label(everybody[group.collector]) if group.collector else None,
        }
        inside = [row for row in active if row.key in placed.get(group.code, set())]
        for row in inside:
            yield {
                **head,
                "number": row.number,
                "name": people.name(row),
                "dusun": row.dusun,
                "phone": row.phone,
            }
        if not inside:
            yield {**head, "number": None, "name": None, "dusun": None, "phone": None}
