"""Berita acara penyelesaian: the minutes of a member's leaving, as printed and signed that day."""

from __future__ import annotations

from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.members import book
from kopdes_desktop.members import queries as members
from kopdes_desktop.membership import slips
from kopdes_desktop.office.books import Reading
from kopdes_desktop.paper.document import Document
from kopdes_desktop.reports.report import Params, report

CODE = "settlement"


@report(CODE, title=N_("Berita acara anggota berhenti"), asks=("member",), needs=("member",))
def build(read: Reading, params: Params) -> Document:
    """Made from the settlement's own fact. Raises BadField for somebody who has not left."""
    row = members.require_member(read, params.member or "")
    settled_by = book.settlement_of(read, row.key)
    if settled_by is None:
        reason = _("anggota ini belum berhenti, jadi belum ada berita acaranya")
        raise BadField(name="member", reason=reason, field="member")
    return slips.minutes(read, settled_by)
