"""Money out of members' savings: paid out over the counter, or moved into what he owes.

Nobody takes out or moves his own or his family's savings alone, and a day's withdrawals above the
limit need a second person who is neither the member nor his family (RULES, Control).
"""

from __future__ import annotations

import msgspec
from sqlalchemy import bindparam, delete

from kopdes_desktop.db.statements import Statement, insert_into
from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.errors import BadField, NeedsApproval, SelfApproval
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import NOTHING, Rupiah
from kopdes_desktop.ledger import chart, journal
from kopdes_desktop.ledger.entry import Entry
from kopdes_desktop.members import queries as members
from kopdes_desktop.office.books import Books, Reading
from kopdes_desktop.office.operation import Fact, Operation, PostingOrder, operation
from kopdes_desktop.office.settings import WITHDRAW_LIMIT, setting
from kopdes_desktop.office.work import Work
from kopdes_desktop.savings import deposits, postings, queries
from kopdes_desktop.savings.deposits import DepositedLine, DepositLine
from kopdes_desktop.savings.tables import WITHDRAWAL

_PAID_OUT = insert_into(WITHDRAWAL)
_TAKEN_BACK = Statement(delete(WITHDRAWAL).where(WITHDRAWAL.c.number == bindparam("of_number")))

_OWN_WITHDRAWAL = N_(
    "Penarikan milik sendiri atau keluarga tidak dicatat seorang diri. "
    "Mintalah persetujuan orang kedua."
)
_OWN_TRANSFER = N_(
    "Pemindahan simpanan milik sendiri atau keluarga tidak dicatat seorang diri. "
    "Mintalah persetujuan orang kedua."
)


class WithdrawOrder(PostingOrder, frozen=True, omit_defaults=True, kw_only=True):
    """Who takes how much out of which product, from which box (the user's own by default)."""

    member: int | str
    product: str
    amount: Rupiah
    cash: str | None = None


class Withdrawn(Fact, frozen=True, omit_defaults=True, kw_only=True):
    """A withdrawal slip: number, member, product, amount, paying box, and the entry as posted."""

    number: str
    member: int
    product: str
    amount: Rupiah
    box: str
    entry: Entry


@operation("savings.withdraw", version=1)
class Withdraw(Operation[WithdrawOrder, Withdrawn]):
    """Pay savings out to a member."""

    sentence = N_("Membayar penarikan simpanan")
    document = "TRK"

    def decide(self, work: Work, order: WithdrawOrder) -> Withdrawn:
        """An active member's voluntary savings, as far as they go; a second person where needed."""
        who = members.require_active(work, order.member)
        product = withdrawable(work, order.product, field="product")
        if order.amount <= NOTHING:
            raise BadField(name="amount", reason=_(N_("harus lebih dari nol")), field="amount")
        box = deposits.receiving_box(work, order.cash)
        chart.require_bound(work, box, field="cash")
        number = work.number("TRK")
        paid = postings.Credited(who.key, product.account, product.unit, order.amount)
        text = N_("Penarikan simpanan {number}").format(number=number)
        entry = postings.withdrawn(text, box, paid)
        journal.require_postable(work, entry, work.bd, work.today)
        require_second(work, who, order.amount)
        return Withdrawn(
            number=number,
            member=who.key,
            product=product.code,
            amount=order.amount,
            box=box.code,
            entry=entry,
        )

    def apply(self, books: Books, fact: Withdrawn) -> None:
        """The entry, and what the day's limit is counted by."""
        count(books, fact.number, fact.member, fact.product, fact.amount)
        journal.post(books, fact.entry, fact.number)

    def undo(self, books: Books, fact: Withdrawn) -> None:
        """A withdrawal that was taken back counts no more."""
        count_no_more(books, fact.number)

    def refers_to(self, fact: Withdrawn) -> tuple[int, ...]:
        """The member."""
        return (fact.member,)


def count(books: Books, number: str, member: int, product: str, amount: Rupiah) -> None:
    """Note what the fact in hand paid out: a day's limit is counted by it."""
    bd, recorded = books.stamp.bd.isoformat(), books.stamp.at[:10]
    books.insert(_PAID_OUT, number, member, product, bd, recorded, int(amount))


def count_no_more(books: Books, number: str) -> None:
    """What was taken back is no withdrawal any more."""
    books.change(_TAKEN_BACK, of_number=number)


def withdrawable(work: Work, code: str, *, field: str) -> queries.Product:
    """A product whose money the member may have back at any time. Raises BadField."""
    found = queries.product(work, code, field=field)
    if found.kind != "voluntary":
        reason = _(
            N_("{product} hanya dikembalikan saat anggota keluar; pilih simpanan sukarela")
        ).format(product=_(found.name))
        raise BadField(name=field, reason=reason, field=field)
    return found


def require_second(work: Work, who: members.MemberRow, amount: Rupiah) -> None:
    """Refuse a withdrawal that one person may not record alone. NeedsApproval, SelfApproval."""
    require_no_family(work, who, Withdraw.sentence)
    if work.approver is not None:
        return
    before = queries.withdrawn_on(work, who.key, work.bd, recorded=work.clock_day)
    limit = setting(work, WITHDRAW_LIMIT)
    if int(before) + int(amount) > limit:
        raise NeedsApproval(
            N_(
                "Penarikan anggota ini pada {day} menjadi {total}, di atas batas {limit} sehari. "
                "Mintalah persetujuan orang kedua."
            ),
            operation=_(Withdraw.sentence),
            day=wording.short_day(work.bd),
            total=wording.rupiah(before + amount),
            limit=wording.rupiah(limit),
            field="amount",
        )


def require_no_family(
    work: Work, who: members.MemberRow, sentence: str, words: str = _OWN_WITHDRAWAL
) -> None:
    """Refuse one's own and one's family's, of maker and approver. NeedsApproval, SelfApproval."""
    if work.approver is not None:
        if is_family(work, work.approver.person, who):
            raise SelfApproval(
                N_(
                    "Penyetuju adalah anggota ini sendiri atau sekeluarga dengannya. "
                    "Mintalah persetujuan orang lain."
                )
            )
    elif is_family(work, work.actor.person, who):
        raise NeedsApproval(words, operation=_(sentence))


def is_family(read: Reading, person: int, who: members.MemberRow) -> bool:
    """Whether a person is this member, or a member on the same family card."""
    if person == who.key:
        return True
    other = members.member(read, person) if who.kk else None
    return other is not None and other.kk == who.kk


class TransferOrder(PostingOrder, frozen=True, omit_defaults=True, kw_only=True):
    """From voluntary savings into dues or principal, in rupiah or months; the member's letter."""

    member: int | str
    origin: str = msgspec.field(name="from")
    target: str = msgspec.field(name="to")
    amount: Rupiah | None = None
    months: int | None = None
    letter: str | None = None


class Transferred(Fact, frozen=True, omit_defaults=True, kw_only=True):
    """A transfer: number, member, the product drawn on, the lines it fills, and the entry."""

    number: str
    member: int
    origin: str = msgspec.field(name="from")
    amount: Rupiah
    lines: tuple[DepositedLine, ...]
    entry: Entry
    letter: str | None = None


@operation("savings.transfer", version=1)
class Transfer(Operation[TransferOrder, Transferred]):
    """Move a member's voluntary savings into his dues or his principal."""

    sentence = N_("Memindahkan simpanan sukarela ke wajib atau pokok")
    document = "PDB"

    def decide(self, work: Work, order: TransferOrder) -> Transferred:
        """An active member, voluntary savings that are there, dues or principal that take them.

        Of oneself or one's family only with a second person.
        """
        who = members.require_active(work, order.member)
        origin = withdrawable(work, order.origin, field="from")
        target = deposits.open_product(work, order.target, field="to")
        if target.kind == "voluntary":
            reason = _(N_("tujuannya harus simpanan wajib atau pokok"))
            raise BadField(name="to", reason=reason, field="to")
        wanted = DepositLine(target.code, order.amount, order.months)
        line = deposits.decided_line(work, who, target, wanted)
        number = work.number("PDB")
        source = postings.Credited(who.key, origin.account, origin.unit, line.amount)
        text = N_("Pemindahan simpanan {number}").format(number=number)
        entry = postings.transferred(text, source, deposits.credited(work, [line]))
        journal.require_postable(work, entry, work.bd, work.today)
        require_no_family(work, who, self.sentence, _OWN_TRANSFER)
        return Transferred(
            number=number,
            member=who.key,
            origin=origin.code,
            amount=line.amount,
            lines=(line,),
            entry=entry,
            letter=(order.letter or "").strip() or None,
        )

    def apply(self, books: Books, fact: Transferred) -> None:
        """Months paid, and the entry; moves and balances follow the journal."""
        deposits.pay_months(books, fact.lines, sign=1)
        journal.post(books, fact.entry, fact.number)

    def undo(self, books: Books, fact: Transferred) -> None:
        """A reversal takes back the months."""
        deposits.pay_months(books, fact.lines, sign=-1)

    def refers_to(self, fact: Transferred) -> tuple[int, ...]:
        """The member."""
        return (fact.member,)
