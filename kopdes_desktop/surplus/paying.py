"""Shares paid to members: in cash, into savings, against bons (N05, N06)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

from msgspec import Struct
from sqlalchemy import bindparam, delete

from kopdes_desktop.db.statements import Statement, insert_into
from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.errors import BadDay, BadField, NeedsApproval, SelfApproval
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import NOTHING, Rupiah, total
from kopdes_desktop.kernel.names import short_line
from kopdes_desktop.ledger import balances, chart, journal
from kopdes_desktop.ledger.entry import OFFICE_UNIT, Entry
from kopdes_desktop.ledger.years import year_named
from kopdes_desktop.members import payees
from kopdes_desktop.members import queries as members
from kopdes_desktop.members.queries import Heir, MemberRow
from kopdes_desktop.office.books import Books
from kopdes_desktop.office.operation import Operation, PostingOrder, operation
from kopdes_desktop.office.work import Work
from kopdes_desktop.sales import bons
from kopdes_desktop.sales.postings import BON
from kopdes_desktop.savings import deposits
from kopdes_desktop.savings import queries as savings
from kopdes_desktop.savings.deposits import DepositedLine
from kopdes_desktop.savings.withdrawals import is_family
from kopdes_desktop.surplus import boxes, postings, queries
from kopdes_desktop.surplus.facts import PaidShare, SharesPaid
from kopdes_desktop.surplus.tables import SURPLUS_PAID

Way = Literal["cash", "savings", "offset"]
_PAID = insert_into(SURPLUS_PAID)
_UNPAID = Statement(delete(SURPLUS_PAID).where(SURPLUS_PAID.c.number == bindparam("of_number")))
_VOLUNTARY = "voluntary"
_TEXTS = {
    "cash": N_("Pembayaran SHU {number}"),
    "savings": N_("SHU {number} dipindah ke simpanan"),
    "offset": N_("SHU {number} diperhitungkan dengan bon"),
}


class PayOrder(PostingOrder, frozen=True, omit_defaults=True, kw_only=True):
    """Whom (or everybody who is owed), how, and how much where it is one member.

    `year` pays no share of a later year. `box` pays cash; `product` takes what dues leave over;
    `ref` is the paper behind it: the signed list, the member's letter; nothing is set off without
    one. After a death cash goes to
    the `heir`, by the heirs' letter.
    """

    how: Way
    members: tuple[int | str, ...] = ()
    everybody: bool = False
    year: str | None = None
    amount: Rupiah | None = None
    box: str | None = None
    product: str | None = None
    ref: str | None = None
    heir: int | None = None
    letter_no: str | None = None


class _Given(Struct, frozen=True):
    """What one member gets: into which savings, off which units' bons."""

    member: int
    amount: Rupiah
    lines: tuple[DepositedLine, ...] = ()
    units: tuple[tuple[str, Rupiah], ...] = ()


@operation("surplus.pay", version=1)
class Pay(Operation[PayOrder, SharesPaid]):
    """Pay members their shares of the surplus."""

    sentence = N_("Membayar SHU bagian anggota")
    document = "BSH"

    def decide(self, work: Work, order: PayOrder) -> SharesPaid:
        """Members who are owed so much; nobody pays himself or his family alone."""
        whom = list(_whom(work, order))
        letter_no = short_line(order.letter_no or "", field="letter_no") or None
        heir = None
        if order.how == "cash":
            whom, heir = _alive(work, order, whom, letter_no)
        box = boxes.payer(work, order.box) if order.how == "cash" else None
        if order.how != "cash" and order.box is not None:
            reason = _(N_("kas hanya disebut bila SHU dibayar tunai"))
            raise BadField(name="box", reason=reason, field="box")
        ref = _paper(order)
        given = [
            made for who, amount in whom if (made := _given(work, order, who, amount)) is not None
        ]
        if not given:
            reason = _nothing(order.how)
            raise BadField(name="members", reason=reason, field="members")
        paid_to = {made.member for made in given}
        _require_outsider(work, (who for who, _amount in whom if who.key in paid_to), heir)
        number = work.number(self.document)
        text = _TEXTS[order.how].format(number=number)
        entry = _entry(work, text, given, box)
        journal.require_postable(work, entry, work.bd, work.today)
        return SharesPaid(
            number=number,
            how=order.how,
            paid=tuple(PaidShare(made.member, made.amount) for made in given),
            total=total(made.amount for made in given),
            entry=entry,
            box=box.code if box is not None else None,
            lines=tuple(line for made in given for line in made.lines),
            ref=ref,
            heir=heir.key if heir is not None else None,
            letter_no=letter_no if heir is not None else None,
        )

    def apply(self, books: Books, fact: SharesPaid) -> None:
        """Who got what, months paid, and the entry; shares, savings and bons follow the journal."""
        day = books.stamp.bd.isoformat()
        books.insert_all(
            _PAID, [(fact.number, x.member, int(x.amount), fact.how, day) for x in fact.paid]
        )
        deposits.pay_months(books, fact.lines, sign=1)
        journal.post(books, fact.entry, fact.number)

    def undo(self, books: Books, fact: SharesPaid) -> None:
        """Nobody got anything by it, no month was paid."""
        books.change(_UNPAID, of_number=fact.number)
        deposits.pay_months(books, fact.lines, sign=-1)

    def refers_to(self, fact: SharesPaid) -> set[int]:
        """The members, and the heir who took the money."""
        return {*(x.member for x in fact.paid), *([fact.heir] if fact.heir is not None else [])}


def _whom(work: Work, order: PayOrder) -> Iterator[tuple[MemberRow, Rupiah]]:
    """Whom to pay and how much: what he is owed, or less where it is asked. BadField."""
    year = year_named(work, order.year).name if order.year is not None else None
    if order.everybody == bool(order.members):
        reason = _(N_("sebut anggotanya, atau bayar semua yang masih berhak"))
        raise BadField(name="members", reason=reason, field="members")
    owed = {each.member.key: each for each in queries.owed(work, year)}
    if order.everybody:
        whom = [each.member for each in owed.values()]
    else:
        named = (
            members.require_member(work, name, field=f"members[{n}]")
            for n, name in enumerate(order.members)
        )
        whom = list({who.key: who for who in named}.values())
    if order.amount is not None and (order.everybody or len(whom) != 1):
        reason = _(N_("jumlah hanya diisi bila yang dibayar satu anggota"))
        raise BadField(name="amount", reason=reason, field="amount")
    for who in whom:
        due = owed[who.key].until(year) if who.key in owed else NOTHING
        amount = due if order.amount is None else order.amount
        if not NOTHING < amount <= due:
            reason = _(N_("SHU {member} yang belum dibayar {due}; isi sampai sebesar itu")).format(
                member=who.number or who.key, due=wording.rupiah(due)
            )
            field = "amount" if order.amount is not None else "members"
            raise BadField(name=field, reason=reason, field=field)
        _require_divided(work, owed[who.key], amount)
        yield who, amount


def _require_divided(work: Work, owed: queries.Owed, amount: Rupiah) -> None:
    """Refuse a day on which what is to be paid was not divided yet. BadDay."""
    done = queries.divided_years(work)
    later = [each for each in owed.years if each.year in done and done[each.year][1] > work.bd]
    if later and amount > owed.left - total(each.left for each in later):
        first = later[0].year or ""
        reason = _(N_("SHU {year} baru dibagi {day}; dibayar paling awal pada tanggal itu")).format(
            year=first, day=wording.short_day(done[first][1])
        )
        raise BadDay(day=wording.short_day(work.bd), reason=reason, field="day")


def _paper(order: PayOrder) -> str | None:
    """The paper behind a payment: a set-off stands on one that is signed (RULES). BadField."""
    missing = (
        _(N_("tulis nomor surat atau daftar tempat anggota menyetujui bonnya dipotong"))
        if order.how == "offset"
        else ""
    )
    return short_line(order.ref or "", field="ref", missing=missing) or None


def _alive(
    work: Work, order: PayOrder, whom: list[tuple[MemberRow, Rupiah]], letter_no: str | None
) -> tuple[list[tuple[MemberRow, Rupiah]], Heir | None]:
    """Who takes cash himself; one who died alone, with the heir who takes it. BadField.

    Where everybody is paid, who died is left out: his heir comes for it, with the letter.
    """
    kept = []
    heir = None
    for who, amount in whom:
        try:
            heir = payees.taker(work, who, order.heir, letter_no)
        except BadField:
            if order.everybody and order.heir is None:
                continue
            raise
        kept.append((who, amount))
    alone = len(whom) == 1 and whom[0][0].status != "active"
    if order.heir is not None and not alone:
        reason = _(N_("ahli waris menerima bagian satu anggota yang sudah meninggal"))
        raise BadField(name="heir", reason=reason, field="heir")
    return kept, heir


def _given(work: Work, order: PayOrder, who: MemberRow, amount: Rupiah) -> _Given | None:
    """What a member gets this way; None where there is nothing to be paid into or off."""
    if order.how == "cash":
        return _Given(who.key, amount)
    if order.how == "offset":
        owed = balances.of_key(work, BON, who.key)
        part = min(amount, total(debt for _unit, debt in owed))
        units = bons.by_unit(owed, part, OFFICE_UNIT)
        return _Given(who.key, part, units=tuple(units)) if units else None
    return _into_savings(work, order, who, amount)


def _into_savings(work: Work, order: PayOrder, who: MemberRow, amount: Rupiah) -> _Given | None:
    """Dues in arrears first, the rest into voluntary savings (N06). NotActive."""
    if who.status != "active":
        if order.everybody:
            return None
        members.require_active(work, who.key, field="members")
    lines: list[DepositedLine] = []
    left = amount
    for product in savings.products(work):
        if product.kind == savings.MANDATORY and product.open:
            _months, late = savings.dues_of(work, who, product.code, work.today).arrears()
            made, _rest = deposits.fill_dues(work, who, product.code, min(left, late))
            if made is not None:
                lines.append(made)
                left -= made.amount
    rest = _rest_into(work, order.product)
    if left > NOTHING and rest is not None:
        lines.append(DepositedLine(who.key, rest.code, left))
        left = NOTHING
    return _Given(who.key, amount - left, lines=tuple(lines)) if lines else None


def _rest_into(work: Work, code: str | None) -> savings.Product | None:
    """The savings that take what dues leave over: the named one, or the first. BadField."""
    if code is not None:
        product = deposits.open_product(work, code, field="product")
        if product.kind != _VOLUNTARY:
            reason = _(N_("sisa SHU masuk ke simpanan sukarela"))
            raise BadField(name="product", reason=reason, field="product")
        return product
    kept = (x for x in savings.products(work) if x.kind == _VOLUNTARY and x.open)
    return next(kept, None)


def _nothing(how: str) -> str:
    if how == "savings":
        return _(
            N_(
                "tidak ada yang dapat dipindah: tidak ada tunggakan simpanan wajib, dan simpanan "
                "sukarela belum dibuka"
            )
        )
    if how == "offset":
        return _(N_("tidak ada bon yang dapat diperhitungkan"))
    return _(N_("tidak ada SHU anggota yang belum dibayar"))


def _entry(work: Work, text: str, given: list[_Given], box: chart.Box | None) -> Entry:
    paid = [(made.member, made.amount) for made in given]
    if box is not None:
        return postings.paid_out(text, box, paid)
    lines = [line for made in given for line in made.lines]
    if lines:
        return postings.saved(text, paid, deposits.credited(work, lines))
    owed = [(made.member, unit, part) for made in given for unit, part in made.units]
    return postings.set_off(text, paid, owed)


def _require_outsider(work: Work, whom: Iterable[MemberRow], heir: Heir | None) -> None:
    """Nobody alone pays himself or his family (RULES, Control). NeedsApproval, SelfApproval."""
    paid = list(whom)
    second = work.approver
    if second is not None:
        own = work.actor.person
        alone = len(paid) == 1
        if any(
            _is_close(work, second.person, who, heir) and (alone or _is_close(work, own, who, heir))
            for who in paid
        ):
            raise SelfApproval(
                N_(
                    "Penyetuju adalah anggota ini sendiri atau sekeluarga dengannya. "
                    "Mintalah persetujuan orang lain."
                )
            )
    elif any(_is_close(work, work.actor.person, who, heir) for who in paid):
        raise NeedsApproval(
            N_(
                "SHU milik sendiri atau keluarga tidak dibayarkan seorang diri. "
                "Mintalah persetujuan orang kedua."
            ),
            operation=_(Pay.sentence),
        )


def _is_close(work: Work, person: int, who: MemberRow, heir: Heir | None) -> bool:
    """Whether a person is this member, his family, or (by the NIK) the heir who takes the money."""
    if is_family(work, person, who):
        return True
    row = members.member(work, person) if heir is not None and heir.nik else None
    return row is not None and heir is not None and row.nik == heir.nik
