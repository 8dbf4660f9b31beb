"""Slip SHU: a member's share of a year with every figure that made it."""

from __future__ import annotations

from collections.abc import Iterator

from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.ledger.years import BookYear
from kopdes_desktop.members import queries as members
from kopdes_desktop.members.queries import MemberRow
from kopdes_desktop.office.books import Reading
from kopdes_desktop.office.letterhead import letterhead
from kopdes_desktop.paper.document import Chapter, Column, Document
from kopdes_desktop.reports import people
from kopdes_desktop.reports.lines import Row
from kopdes_desktop.reports.report import Params, report
from kopdes_desktop.surplus import explaining, queries
from kopdes_desktop.surplus.queries import Divided
from kopdes_desktop.surplus.rules import DEALINGS, SAVINGS, Part

CODE = "shu_slips"
_FORMULA = N_("Bagian Anda = angka Anda : seluruh anggota x dana, ke rupiah penuh.")
_HOW = {
    "cash": N_("tunai"),
    "savings": N_("masuk simpanan"),
    "offset": N_("diperhitungkan dengan bon"),
}
_TABLE = (
    ("what", N_("Uraian"), "text"),
    ("own", N_("Angka Anda"), "money"),
    ("whole", N_("Seluruh anggota"), "money"),
    ("pool", N_("Dana"), "money"),
    ("amount", N_("Bagian Anda"), "money"),
)


@report(CODE, title=N_("Slip SHU anggota"), asks=("year", "member"))
def build(read: Reading, params: Params) -> Document:
    """One a member, several on a page to be cut apart; a draft before the meeting."""
    year = queries.year_asked(read, params.year, params.day)
    found = queries.divided(read, year, params.day)
    only = members.require_member(read, params.member).key if params.member else None
    parts = [
        part
        for part in (found.plan.parts if found is not None else ())
        if part.amount and only in (None, part.base.member)
    ]
    everybody = people.by_key(read)
    slips = [
        _slip(read, year, found, part, everybody[part.base.member])
        for part in parts
        if found is not None and part.base.member in everybody
    ]
    return Document(
        CODE,
        _("Slip SHU anggota"),
        letterhead(read),
        _("Tahun buku {year}").format(year=year.label),
        (
            Column("name", _("Anggota"), width=3),
            *(
                Column(name, _(words), kind)  # type: ignore[arg-type]
                for name, words, kind in _TABLE
            ),
        ),
        [row for part in parts for row in _rows(found, part, everybody.get(part.base.member))],
        {},
        draft=found is None or found.simulated,
        chapters=tuple(slips),
    )


def _rows(found: Divided | None, part: Part, who: MemberRow | None) -> Iterator[Row]:
    """His reckoning by each of the two pools that have anything in them."""
    if found is None:
        return
    plan, rule, name = found.plan, found.rule, people.name(who) if who else ""
    outside = plan.bases.outside if plan.turned else 0
    told = (
        (
            SAVINGS,
            _("Jasa modal: {base}").format(base=explaining.savings_base(rule)),
            (part.base.savings, plan.bases.savings),
            part.by_savings,
        ),
        (
            DEALINGS,
            _("Jasa usaha: {base}").format(base=explaining.dealings_base(rule)),
            (part.base.dealings, plan.bases.dealings + outside),
            part.by_dealings,
        ),
    )
    for code, words, (own, whole), amount in told:
        pool = int(plan.pool(code))
        if pool:
            yield {
                "name": name,
                "what": words,
                "own": own,
                "whole": whole,
                "pool": pool,
                "amount": int(amount),
            }


def _slip(read: Reading, year: BookYear, found: Divided, part: Part, who: MemberRow) -> Chapter:
    """A section with the reckoning as a small table, and what became of the share."""
    table = Document(
        CODE,
        "",
        letterhead(read),
        "",
        tuple(
            Column(name, _(words), kind, width=3 if name == "what" else 1)  # type: ignore[arg-type]
            for name, words, kind in _TABLE
        ),
        list(_rows(found, part, who)),
        {"amount": int(part.amount)},
    )
    return Chapter(
        _("Slip SHU {year}: {number} {name}").format(
            year=year.label, number=who.number or "", name=people.name(who)
        ),
        (
            _under(read, found),
            table,
            " ".join((_(_FORMULA), *_settled(read, year, found, who))),
        ),
        level=2,
        fresh=False,
        whole=True,
    )


def _under(read: Reading, found: Divided) -> str:
    """Whose paper it is, once it was cut off: the cooperative, and the decision."""
    issuer = letterhead(read).name
    if found.simulated:
        return issuer
    return _("{issuer}. Keputusan rapat anggota {decision}.").format(
        issuer=issuer, decision=found.decision
    )


def _settled(read: Reading, year: BookYear, found: Divided, who: MemberRow) -> Iterator[str]:
    if found.simulated:
        yield _("Simulasi: belum diputuskan rapat anggota.")
        return
    owed = queries.shares_of(read, year.name).get(who.key)
    left = owed.of(year.name) if owed is not None else None
    if left:
        yield _("Belum diambil: {left}.").format(left=wording.rupiah(left))
    for paid in queries.payments_of(read, who.key):
        yield _("{day} {number}: {amount}, {how}.").format(
            day=wording.short_day(paid.day),
            number=paid.number,
            amount=wording.rupiah(paid.amount),
            how=_(_HOW[paid.how]),
        )
