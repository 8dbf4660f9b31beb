"""Antrean pengembalian: who is owed money back, since when, in the order of waiting.

Savings of those who left (2-1106, queue by date: RULES) and what applicants had paid in and did not
use (2-1107 of rejected ones, and leftovers of members).
"""

from __future__ import annotations

from collections.abc import Iterator

from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.ledger import balances
from kopdes_desktop.members.queries import STATUS_WORDS
from kopdes_desktop.membership import queries as membership
from kopdes_desktop.membership.rules import REFUNDABLE, TITIPAN
from kopdes_desktop.office.books import Reading
from kopdes_desktop.office.letterhead import letterhead
from kopdes_desktop.paper.document import Column, Document
from kopdes_desktop.reports import people
from kopdes_desktop.reports.lines import Row
from kopdes_desktop.reports.period import on_day
from kopdes_desktop.reports.report import Params, report

CODE = "refund_queue"


@report(CODE, title=N_("Antrean pengembalian"), asks=())
def build(read: Reading, params: Params) -> Document:
    """As of today: what was paid back is gone from it."""
    made = sorted(rows(read, params), key=lambda row: (str(row["since"]), str(row["number"])))
    return Document(
        CODE,
        _("Antrean pengembalian"),
        letterhead(read),
        on_day(params.day),
        (
            Column("number", _("No. anggota")),
            Column("name", _("Nama"), width=3),
            Column("state", _("Keadaan")),
            Column("what", _("Yang dikembalikan"), width=2),
            Column("account", _("Akun")),
            Column("since", _("Menunggu sejak"), "day"),
            Column("days", _("Hari"), "number"),
            Column("amount", _("Jumlah"), "money"),
        ),
        made,
        {"amount": sum(int(row["amount"]) for row in made)},  # type: ignore[call-overload]
        notes=(_("Titipan calon anggota yang masih menunggu keputusan tidak ada di daftar ini."),),
    )


def rows(read: Reading, params: Params) -> Iterator[Row]:
    """Those who left; then titipan that no application waits for any more."""
    for each in membership.refund_queue(read):
        yield {
            "number": each.member.number,
            "name": people.name(each.member),
            "state": _(STATUS_WORDS[each.member.status]),
            "what": _("Simpanan anggota yang berhenti"),
            "account": REFUNDABLE,
            "since": each.since,
            "days": (params.day - each.since).days,
            "amount": int(each.amount),
        }
    held = balances.key_balances(read, TITIPAN)
    if not any(held.values()):
        return
    everybody, moved = people.by_key(read), balances.last_moves(read, TITIPAN)
    for key, debit in held.items():
        row = everybody.get(key)
        if not debit or row is None or row.status == "applicant":
            continue
        yield {
            "number": row.number,
            "name": people.name(row),
            "state": _(STATUS_WORDS[row.status]),
            "what": _("Titipan yang tidak terpakai"),
            "account": TITIPAN,
            "since": moved[key],
            "days": (params.day - moved[key]).days,
            "amount": -int(debit),
        }
