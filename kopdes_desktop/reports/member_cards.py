"""Kartu anggota: who is to get a card, and on paper the cards themselves, ten a sheet."""

from __future__ import annotations

from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.wording import day
from kopdes_desktop.members import cards
from kopdes_desktop.members import queries as members
from kopdes_desktop.members.queries import MemberRow
from kopdes_desktop.office.books import Reading
from kopdes_desktop.office.letterhead import letterhead
from kopdes_desktop.paper.document import Card, Column, Document
from kopdes_desktop.reports import people
from kopdes_desktop.reports.period import on_day
from kopdes_desktop.reports.report import Params, report

CODE = "member_cards"


@report(CODE, title=N_("Kartu anggota"), asks=("member", "group", "from"))
def build(read: Reading, params: Params) -> Document:
    """Active members: one, those of a group, or who joined on a day or later; else all."""
    chosen = _chosen(read, params)
    groups = {row.key: _groups(read, row) for row in chosen}
    since = params.first
    return Document(
        CODE,
        _("Kartu anggota"),
        letterhead(read),
        on_day(params.day),
        (
            Column("number", _("No. anggota")),
            Column("name", _("Nama"), width=3),
            Column("group", _("Kelompok"), width=2),
            Column("joined", _("Tgl masuk"), "day"),
            Column("photo", _("Foto")),
        ),
        [
            {
                "number": row.number,
                "name": people.name(row),
                "group": groups[row.key],
                "joined": row.joined,
                "photo": _("ada") if members.picture_fact(read, row.key, "photo") else None,
            }
            for row in chosen
        ],
        {},
        about=(
            *people.about(read, params),
            *([_("Masuk sejak {day}").format(day=day(since))] if since else []),
        ),
        cards=tuple(_card(read, row, groups[row.key]) for row in chosen),
    )


def _chosen(read: Reading, params: Params) -> list[MemberRow]:
    if params.member is not None:
        return [members.require_active(read, params.member)]
    since = params.first
    return [
        row
        for row in people.chosen(read, params, status="active")
        if since is None or (row.joined is not None and row.joined >= since)
    ]


def _groups(read: Reading, row: MemberRow) -> str:
    return ", ".join(group.name for group in members.groups_of(read, row.key))


def _card(read: Reading, row: MemberRow, group: str) -> Card:
    number = row.number or ""
    return Card(
        people.name(row), number, group, cards.code_of(number), members.photo(read, row.key)
    )
