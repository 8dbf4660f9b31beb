"""Exit, dismissal and death: one balanced entry, and the refund when it is due (B13, B14).

RULES, Members, dues, exit; UU 25/1992 and the standard articles: a leaver gets back what is his
after meeting what he owes. Membership is not inherited: heirs get the money, not the number.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.errors import (
    AlreadyDecided,
    BadField,
    InsufficientBalance,
    NotReversible,
    SelfApproval,
)
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import NOTHING, Rupiah
from kopdes_desktop.ledger import chart, journal
from kopdes_desktop.ledger.entry import Entry
from kopdes_desktop.members import payees, register
from kopdes_desktop.members import queries as members
from kopdes_desktop.members.queries import Heir, MemberRow
from kopdes_desktop.membership import boxes, postings, queries, rules
from kopdes_desktop.membership.outsiders import require_outsider
from kopdes_desktop.membership.rules import Claim
from kopdes_desktop.office.books import Books, Reading
from kopdes_desktop.office.operation import Fact, Operation, Order, PostingOrder, operation
from kopdes_desktop.office.work import Work
from kopdes_desktop.security import persons


class SettleOrder(Order, frozen=True, omit_defaults=True):
    """Who leaves, why, since when, by which decision; after a death the heirs, authorised first.

    A dismissal is nothing without the board's decision; a letter or a death may stand alone.
    `late` says why an earlier `day` is recorded only now.
    """

    member: int | str
    reason: rules.Reason
    day: date | None = None
    decision_no: str | None = None
    heirs: tuple[int, ...] | None = None
    letter_no: str | None = None
    late: str | None = None


class Settled(Fact, frozen=True, omit_defaults=True):
    """A settlement: every right and debt as it stood, what goes back, what stayed unpaid."""

    number: str
    member: int
    reason: str
    day: date
    rights: tuple[Claim, ...]
    debts: tuple[Claim, ...]
    refundable: Rupiah
    rest: Rupiah
    decision_no: str | None = None
    entry: Entry | None = None
    heirs: tuple[int, ...] | None = None
    letter_no: str | None = None


@operation("membership.settle", version=1)
class Settle(Operation[SettleOrder, Settled]):
    """End a membership: all rights against all debts, the remainder into the refund queue."""

    sentence = N_("Menyelesaikan hak dan kewajiban anggota yang keluar")
    document = "KLR"

    def document_day(self, work: Work, order: SettleOrder) -> tuple[date, str | None]:
        """Its entry is of today; a reason marks it as recorded later."""
        return work.today, rules.reason_of(order.day, order.late, work.today)

    def decide(self, work: Work, order: SettleOrder) -> Settled:
        """An active member, a decision, a day that has come; nobody settles himself or his own."""
        found = _leaver(work, order)
        decision_no = _decision_no(order)
        day = rules.require_day(order.day or work.today, work.today, since=found.joined)
        rights, debts = queries.claims(work, found.key)
        netting = rules.net(rights, debts)
        number = work.number(self.document)
        text = N_("Penyelesaian anggota keluar {number}").format(number=number)
        entry = postings.settled(text, found.key, rights, netting)
        if entry is not None:
            journal.require_postable(work, entry, work.bd, work.today)
        return Settled(
            number,
            found.key,
            order.reason,
            day,
            tuple(rights),
            tuple(debts),
            netting.refundable,
            netting.rest,
            decision_no,
            entry,
            _heirs(work, order, found),
            (order.letter_no or "").strip() or None,
        )

    def apply(self, books: Books, fact: Settled) -> None:
        """No member any more from that day on; savings and debts follow the journal."""
        register.leave(books, fact.member, fact.day.isoformat())
        if fact.entry is not None:
            journal.post(books, fact.entry, fact.number)
        else:
            books.numbered(fact.number)

    def undoable(self, work: Work, fact: Settled) -> None:
        """Not once money was paid out, his data destroyed, or himself a member anew."""
        row = members.require_member(work, fact.member)
        reason = ""
        if queries.owed(work, rules.REFUNDABLE, fact.member) < fact.refundable:
            reason = _(N_("pengembaliannya sudah dibayar; balik dahulu bukti bayarnya"))
        elif row.erased:
            reason = _(N_("data pribadi orang ini sudah dihapus"))
        elif row.nik and members.with_nik(work, row.nik) is not None:
            reason = _(N_("orang ini sudah mengajukan diri lagi sebagai anggota"))
        if reason:
            raise NotReversible(number=fact.number, reason=reason, field="entry")

    def undo(self, books: Books, fact: Settled) -> None:
        """A member as before; the money follows the journal."""
        register.come_back(books, fact.member)

    def refers_to(self, fact: Settled) -> set[int]:
        """The member and his heirs."""
        return {fact.member, *(fact.heirs or ())}


def _leaver(work: Work, order: SettleOrder) -> MemberRow:
    """The active member, whom neither he himself nor his family settles alone.

    Raises AlreadyDecided, NotActive, SelfApproval, NeedsApproval.
    """
    found = members.require_member(work, order.member)
    if found.status == "left":
        raise AlreadyDecided(subject=found.number or str(found.key), field="member")
    members.require_active(work, order.member)
    if work.actor.person == found.key:
        raise SelfApproval(
            N_("Pengurus tidak menyelesaikan keanggotaannya sendiri; minta pengurus lain.")
        )
    require_outsider(work, found, Settle.sentence)
    return found


def _decision_no(order: SettleOrder) -> str | None:
    """The board's decision; nobody is dismissed without one. Raises BadField."""
    number = " ".join((order.decision_no or "").split()) or None
    if order.reason == "dismissal" and number is None:
        reason = _(N_("anggota hanya diberhentikan dengan nomor keputusan pengurus"))
        raise BadField(name="decision_no", reason=reason, field="decision_no")
    return number


def _heirs(work: Work, order: SettleOrder, found: MemberRow) -> tuple[int, ...] | None:
    """The heirs as named, each one his. Raises BadField where nobody died, or one is foreign."""
    if not order.heirs:
        return None
    if order.reason != "death":
        reason = _(N_("ahli waris hanya disebut bila anggota meninggal dunia"))
        raise BadField(name="heirs", reason=reason, field="heirs")
    for n, key in enumerate(order.heirs):
        members.require_heir(work, key, of=found.key, field=f"heirs[{n}]")
    return tuple(dict.fromkeys(order.heirs))


def settlement(read: Reading, member_key: int) -> Settled | None:
    """The settlement that ended a membership; None while it lasts, or where an old register did."""
    key = members.profile(read, member_key).settled_by
    made: tuple[Any, Any] | None = read.original(key) if key is not None else None
    return made[1] if made is not None and isinstance(made[1], Settled) else None


def require_alive(work: Work, nik: str | None, *, field: str) -> None:
    """Refuse a NIK whose person the books know to be dead. Raises BadField."""
    for person in persons.find(work, "nik", nik) if nik else ():
        ended = settlement(work, person) if members.is_key(work, person) else None
        row = members.member(work, person)
        if row is not None and ended is not None and ended.reason == "death":
            raise BadField(
                N_(
                    "NIK ini milik anggota {member} yang tercatat meninggal dunia "
                    "({number}). Cocokkan NIK dengan KTP; bila kematiannya salah catat, "
                    "balik dahulu penyelesaian itu."
                ),
                member=row.number,
                number=ended.number,
                field=field,
            )


class RefundOrder(PostingOrder, frozen=True, omit_defaults=True, kw_only=True):
    """Whom to pay back, how much (all, where nothing is said), out of which box; to which heir."""

    member: int | str
    amount: Rupiah | None = None
    heir: int | None = None
    letter_no: str | None = None
    cash: str | None = None


class Refunded(Fact, frozen=True, omit_defaults=True, kw_only=True):
    """Money paid back: number, member, amount, box, entry; after a death the heir who took it."""

    number: str
    member: int
    amount: Rupiah
    box: str
    entry: Entry
    heir: int | None = None
    letter_no: str | None = None


@operation("membership.refund", version=1)
class Refund(Operation[RefundOrder, Refunded]):
    """Pay out what a former member, or an applicant with titipan, is owed."""

    sentence = N_("Membayar pengembalian simpanan atau titipan")
    document = "PGM"

    def decide(self, work: Work, order: RefundOrder) -> Refunded:
        """Never more than is owed; after a death only to the authorised heir."""
        found = members.require_member(work, order.member)
        account, amount = _due(work, found, order.amount)
        letter_no = (order.letter_no or "").strip() or None
        heir = _taker(work, found, order.heir, letter_no) if account == rules.REFUNDABLE else None
        require_outsider(work, found, self.sentence, heir=heir)
        box = boxes.paying(work, order.cash)
        number = work.number(self.document)
        text = N_("Pengembalian {number}").format(number=number)
        entry = postings.paid_out(text, account, box, found.key, amount)
        journal.require_postable(work, entry, work.bd, work.today)
        return Refunded(
            number=number,
            member=found.key,
            amount=amount,
            box=box.code,
            entry=entry,
            heir=heir.key if heir is not None else None,
            letter_no=letter_no,
        )

    def apply(self, books: Books, fact: Refunded) -> None:
        """The entry."""
        journal.post(books, fact.entry, fact.number)

    def refers_to(self, fact: Refunded) -> set[int]:
        """The member, and the heir who took the money."""
        return {fact.member, *([fact.heir] if fact.heir is not None else [])}


def _due(work: Work, found: MemberRow, asked: Rupiah | None) -> tuple[str, Rupiah]:
    """The account that owes, and how much is paid. Raises BadField, InsufficientBalance."""
    account = rules.REFUNDABLE
    if not queries.owed(work, account, found.key):
        account = rules.TITIPAN
    there = queries.owed(work, account, found.key)
    if not there:
        reason = _(N_("tidak ada yang harus dikembalikan kepada orang ini"))
        raise BadField(name="member", reason=reason, field="member")
    amount = there if asked is None else asked
    if amount <= NOTHING:
        raise BadField(name="amount", reason=_(N_("harus lebih dari nol")), field="amount")
    if amount > there:
        raise InsufficientBalance(
            name=_(chart.account(work, account).name),
            balance=wording.rupiah(there),
            amount=wording.rupiah(amount),
            field="amount",
        )
    return account, amount


def _taker(work: Work, found: MemberRow, heir: int | None, letter_no: str | None) -> Heir | None:
    """Who may take the money: after a death the authorised heir, with the letter; else himself.

    Of one who left before these books nobody knows why: his heir may come, with the letter too.
    """
    ended = settlement(work, found.key)
    died = ended is not None and ended.reason == "death"
    if heir is None:
        if not died:
            return None
        reason = _(N_("anggota sudah meninggal; sebutkan ahli waris yang diberi kuasa"))
        raise BadField(name="heir", reason=reason, field="heir")
    if ended is None and found.status == "active":
        reason = _(
            N_(
                "anggota ini masih aktif, jadi ia menerima sendiri. Bila ia meninggal, catat "
                "dahulu di Anggota sebagai berhenti karena meninggal"
            )
        )
        raise BadField(name="heir", reason=reason, field="heir")
    if ended is not None and not died:
        reason = _(N_("ahli waris hanya menerima bila anggota meninggal dunia"))
        raise BadField(name="heir", reason=reason, field="heir")
    taker = members.require_heir(work, heir, of=found.key)
    if ended is not None and ended.heirs and heir != ended.heirs[0]:
        reason = _(N_("bukan ahli waris yang diberi kuasa dalam berita acara {number}"))
        raise BadField(name="heir", reason=reason.format(number=ended.number), field="heir")
    if not letter_no and (ended is None or not ended.letter_no):
        reason = _(N_("isi nomor surat keterangan ahli waris"))
        raise BadField(name="letter_no", reason=reason, field="letter_no")
    return taker


payees.ASKED.append(_taker)
