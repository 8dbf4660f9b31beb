"""Slip SHU: a member's share of a year with every figure that made it."""

from __future__ import annotations

from collections.abc import Iterator

from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import total
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


@report(CODE, title=N_("Slip SHU anggota"), asks=("year", "member"), doubted=True)
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
    maker = _Slips(read, year, found) if found is not None else None
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
        [
            row
            for part in parts
            if maker is not None
            for row in maker.rows(part, everybody.get(part.base.member))
        ],
        {},
        draft=found is None or found.simulated,
        chapters=tuple(
            maker.slip(part, everybody[part.base.member])
            for part in parts
            if maker is not None and part.base.member in everybody
        ),
    )


class _Slips:
    """What the slips of a year have in common, read once: sums and pools, who was paid what."""

    def __init__(self, read: Reading, year: BookYear, found: Divided) -> None:
        plan, rule = found.plan, found.rule
        self.year, self.found = year, found
        self.issuer = letterhead(read)
        outside = plan.bases.outside if plan.turned else 0
        self.pools = [
            (code, words, whole, int(plan.pool(code)))
            for code, words, whole in (
                (
                    SAVINGS,
                    _("Jasa modal: {base}").format(base=explaining.savings_base(rule)),
                    plan.bases.savings,
                ),
                (
                    DEALINGS,
                    _("Jasa usaha: {base}").format(base=explaining.dealings_base(rule)),
                    plan.bases.dealings + outside,
                ),
            )
        ]
        self.owed = {} if found.simulated else queries.shares_of(read, year.name)
        self.paid = {} if found.simulated else queries.payments(read)
        done = queries.divided_years(read).get(year.name)
        self.since = done[1] if done is not None else year.last

    def rows(self, part: Part, who: MemberRow | None) -> Iterator[Row]:
        """His reckoning by each of the two pools that have anything in them."""
        own = {
            SAVINGS: (part.base.savings, part.by_savings),
            DEALINGS: (part.base.dealings, part.by_dealings),
        }
        for code, words, whole, pool in self.pools:
            if pool:
                yield {
                    "name": people.name(who) if who else "",
                    "what": words,
                    "own": own[code][0],
                    "whole": whole,
                    "pool": pool,
                    "amount": int(own[code][1]),
                }

    def slip(self, part: Part, who: MemberRow) -> Chapter:
        """A section with the reckoning as a small table, and what became of the share."""
        table = Document(
            CODE,
            "",
            self.issuer,
            "",
            tuple(
                Column(name, _(words), kind, width=3 if name == "what" else 1)  # type: ignore[arg-type]
                for name, words, kind in _TABLE
            ),
            list(self.rows(part, who)),
            {"amount": int(part.amount)},
        )
        return Chapter(
            _("Slip SHU {year}: {number} {name}").format(
                year=self.year.label, number=who.number or "", name=people.name(who)
            ),
            (self._under(), table, " ".join((_(_FORMULA), *self._settled(part)))),
            level=2,
            fresh=False,
            whole=True,
        )

    def _under(self) -> str:
        """Whose paper it is, once it was cut off: the cooperative, and the decision."""
        if self.found.simulated:
            return self.issuer.name
        return _("{issuer}. Keputusan rapat anggota {decision}.").format(
            issuer=self.issuer.name, decision=self.found.decision
        )

    def _settled(self, part: Part) -> Iterator[str]:
        """What is still owed, and how the rest was paid; older shares are paid first."""
        member = part.base.member
        if self.found.simulated:
            yield _("Simulasi: belum diputuskan rapat anggota.")
            return
        owed = self.owed.get(member)
        left = owed.of(self.year.name) if owed is not None else None
        if left:
            yield _("Belum diambil: {left}.").format(left=wording.rupiah(left))
        after = [paid for paid in self.paid.get(member, ()) if paid.day >= self.since]
        for paid in after:
            yield _("{day} {number}: {amount}, {how}.").format(
                day=wording.short_day(paid.day),
                number=paid.number,
                amount=wording.rupiah(paid.amount),
                how=_(_HOW[paid.how]),
            )
        if total(paid.amount for paid in after) > part.amount:
            yield _("Pembayaran itu termasuk SHU tahun-tahun sebelumnya.")
