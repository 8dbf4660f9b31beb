"""Buku Daftar Anggota: everybody who is or was a member, in the columns of the law's book."""

from __future__ import annotations

from collections.abc import Iterator

from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.members import book
from kopdes_desktop.members.queries import STATUS_WORDS
from kopdes_desktop.office.books import Reading
from kopdes_desktop.office.letterhead import letterhead, officers
from kopdes_desktop.paper.document import Column, Document, Signer
from kopdes_desktop.reports import people
from kopdes_desktop.reports.lines import Row
from kopdes_desktop.reports.period import on_day
from kopdes_desktop.reports.report import Params, report

CODE = "member_register"
#: Active, or left as the columns of leaving tell already.
_PLAIN = frozenset({"active", "left"})
_REASONS = {
    "request": N_("permintaan sendiri"),
    "death": N_("meninggal dunia"),
    "dismissal": N_("diberhentikan"),
}


@report(CODE, title=N_("Buku Daftar Anggota"), asks=("group", "status"))
def build(read: Reading, params: Params) -> Document:
    """The columns and their order are the paper book's (UU 25/1992 Pasal 17; DOMAIN 6).

    Signatures, thumbprints and the day of asking to leave are written in by hand.
    """
    return Document(
        CODE,
        _("Buku Daftar Anggota"),
        letterhead(read),
        on_day(params.day),
        (
            Column("no", _("No."), "number"),
            Column("number", _("No. anggota")),
            Column("name", _("Nama"), width=2),
            Column("nik", _("NIK"), room=72),
            Column("birth_place", _("Tempat lahir")),
            Column("birth_day", _("Tgl lahir"), "day"),
            Column("sex", _("L/P")),
            Column("job", _("Pekerjaan")),
            Column("address", _("Alamat"), width=6),
            Column("dusun", _("Dusun"), paper=False),
            Column("phone", _("HP"), room=66),
            Column("status", _("Status")),
            Column("joined", _("Tgl masuk"), "day"),
            Column("signature", _("Tanda tangan / cap jempol"), room=44),
            Column("decision_no", _("Disetujui ketua (no. keputusan)")),
            Column("asked_to_leave", _("Tgl mohon keluar"), "day"),
            Column("left", _("Tgl berhenti"), "day"),
            Column("reason", _("Sebab"), width=0.5),
            Column("left_decision", _("Disetujui ketua")),
            Column("note", _("Ket.")),
        ),
        list(rows(read, params)),
        {},
        signers=(*officers(read, "chair"), Signer(_("Sekretaris"))),
        about=people.about(read, params),
        ruled=True,
    )


def rows(read: Reading, params: Params) -> Iterator[Row]:
    """One row a member, by number; without `status` all who ever had a number."""
    group = people.group_of(read, params)
    found = book.entries(read, status=people.status_of(params), group=group.code if group else None)
    for no, each in enumerate(found, 1):
        row = each.member
        yield {
            "no": no,
            "number": row.number,
            "name": people.name(row),
            "nik": row.nik,
            "birth_place": each.birth_place,
            "birth_day": row.birth_day,
            "sex": row.sex,
            "job": row.job,
            "address": people.home(row),
            "dusun": row.dusun,
            "phone": row.phone,
            "status": row.status,
            "joined": row.joined,
            "decision_no": each.decision_no,
            "left": row.left,
            "reason": _(_REASONS[each.reason]) if each.reason in _REASONS else each.reason,
            "left_decision": each.left_decision,
            "note": None if row.status in _PLAIN else _(STATUS_WORDS[row.status]),
        }
