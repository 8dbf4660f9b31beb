"""An owner is paid for what was sold (or made good) and not settled yet (I03)."""

from __future__ import annotations

from kopdes_desktop.consignment import book, consignors, postings, queries
from kopdes_desktop.goods import rules
from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.errors import BadField, NeedsApproval, SelfApproval
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import NOTHING, Rupiah, total
from kopdes_desktop.ledger import balances, chart, journal
from kopdes_desktop.ledger.entry import Entry, Line, credit
from kopdes_desktop.members import queries as members
from kopdes_desktop.office.books import Books, Reading
from kopdes_desktop.office.operation import Fact, Operation, PostingOrder, operation
from kopdes_desktop.office.work import Work
from kopdes_desktop.savings import deposits, withdrawals
from kopdes_desktop.savings import queries as savings

#: What the ledger owes beyond the items' own sums: brought forward from old books.
FORWARD = 0


class SettleOrder(PostingOrder, frozen=True, omit_defaults=True, kw_only=True):
    """Whom to pay, from which box (one's own by default) or into which of his savings."""

    owner: int | str
    cash: str | None = None
    savings: str | None = None


class SettledLine(Fact, frozen=True, omit_defaults=True):
    """An item, how much of it is paid for, and with how much; item 0 is from the old books."""

    item: int
    quantity: str
    amount: Rupiah


class UnitPaid(Fact, frozen=True, omit_defaults=True):
    """What one unit owed the owner."""

    unit: str
    amount: Rupiah


class Settled(Fact, frozen=True, omit_defaults=True, kw_only=True):
    """A settlement: number, owner, what it pays for, what each unit owed, and the entry."""

    number: str
    owner: int
    lines: tuple[SettledLine, ...]
    units: tuple[UnitPaid, ...]
    total: Rupiah
    entry: Entry
    box: str | None = None
    savings: str | None = None


@operation("consignment.settle", version=1)
class Settle(Operation[SettleOrder, Settled]):
    """Pay an owner his share of what was sold, in cash or into his savings."""

    sentence = N_("Membayar penitip barang")
    document = "BTP"

    def decide(self, work: Work, order: SettleOrder) -> Settled:
        """Something is owed; a box that holds it, or savings that the member may have.

        Of oneself or one's family only with a second person (RULES, Control).
        """
        key, called = consignors.owner(work, order.owner)
        units = owed(work, key)
        whole = total(each.amount for each in units)
        if any(each.amount < NOTHING for each in units):
            reason = _(
                N_(
                    "barang penitip ini diretur sesudah ia dibayar; kelebihannya {amount} dipotong "
                    "dari penjualan berikutnya, baru sisanya dapat dibayar"
                )
            ).format(amount=wording.rupiah(-total(x.amount for x in units if x.amount < NOTHING)))
            raise BadField(name="owner", reason=reason, field="owner")
        if whole <= NOTHING:
            reason = _(N_("belum ada yang terjual sejak pembayaran terakhir"))
            raise BadField(name="owner", reason=reason, field="owner")
        _require_outsider(work, key)
        box, line = _paid(work, order, key, whole)
        number = work.number(self.document or "")
        text = N_("Bayar titipan {number} kepada {owner}").format(number=number, owner=called)
        entry = postings.settled(text, key, [(x.unit, x.amount) for x in units], line)
        journal.require_postable(work, entry, work.bd, work.today)
        return Settled(
            number=number,
            owner=key,
            lines=tuple(lines_of(work, key, whole)),
            units=tuple(units),
            total=whole,
            entry=entry,
            box=box,
            savings=order.savings,
        )

    def apply(self, books: Books, fact: Settled) -> None:
        """What is settled, and the entry; savings follow the journal."""
        _book(books, fact, 1)
        journal.post(books, fact.entry, fact.number)

    def undo(self, books: Books, fact: Settled) -> None:
        """A reversal owes it again."""
        _book(books, fact, -1)

    def refers_to(self, fact: Settled) -> set[int]:
        """The owner and every item."""
        return {fact.owner, *(line.item for line in fact.lines if line.item != FORWARD)}


def owed(read: Reading, owner: int) -> list[UnitPaid]:
    """What each unit owes an owner now."""
    standing = balances.of_key(read, postings.PAYABLE, owner)
    return [UnitPaid(unit, -amount) for unit, amount in standing]


def lines_of(read: Reading, owner: int, whole: Rupiah) -> list[SettledLine]:
    """What an owner's balance is for, item by item; the last line is from old books."""
    lines = [
        SettledLine(each.item, rules.decimal(each.unpaid_for), Rupiah(each.unpaid))
        for each in queries.kept_of(read, owner)
        if each.item != FORWARD and (each.unpaid or each.unpaid_for)
    ]
    rest = whole - total(line.amount for line in lines)
    return [*lines, SettledLine(FORWARD, "0", rest)] if rest != NOTHING else lines


def _paid(work: Work, order: SettleOrder, owner: int, whole: Rupiah) -> tuple[str | None, Line]:
    """The box and the line that pays: that box, or the owner's savings. Raises BadField."""
    if order.savings is None:
        box = deposits.receiving_box(work, order.cash)
        chart.require_bound(work, box, field="cash")
        return box.code, credit(box.account, whole, box.unit, box=box.code)
    if order.cash is not None:
        reason = _(N_("uang masuk ke simpanan, jadi tidak keluar dari kas; isi salah satu"))
        raise BadField(name="cash", reason=reason, field="cash")
    who = members.member(work, owner)
    if who is None or who.status != "active":
        reason = _(N_("hanya anggota aktif yang mempunyai simpanan; bayar lewat kas"))
        raise BadField(name="savings", reason=reason, field="savings")
    product = deposits.open_product(work, order.savings, field="savings")
    if product.kind != "voluntary":
        reason = _(N_("hanya simpanan sukarela menerima hasil titipan"))
        raise BadField(name="savings", reason=reason, field="savings")
    movement = postings.DEPOSIT_MOVEMENT
    return None, credit(product.account, whole, product.unit, key=owner, movement=movement)


def _require_outsider(work: Work, owner: int) -> None:
    """Nobody pays himself or his family alone. Raises NeedsApproval, SelfApproval."""
    who = members.member(work, owner)
    if who is None:
        return
    second = work.approver
    if second is not None and withdrawals.is_family(work, second.person, who):
        raise SelfApproval(
            N_(
                "Penyetuju adalah penitip ini sendiri atau sekeluarga dengannya. "
                "Mintalah persetujuan orang lain."
            )
        )
    if second is None and withdrawals.is_family(work, work.actor.person, who):
        raise NeedsApproval(
            N_(
                "Titipan milik sendiri atau keluarga tidak dibayar seorang diri. "
                "Mintalah persetujuan orang kedua."
            ),
            operation=_(Settle.sentence),
        )


def _book(books: Books, fact: Settled, sign: int) -> None:
    for line in fact.lines:
        quantity, amount = sign * rules.thousandths(line.quantity), Rupiah(sign * int(line.amount))
        book.settled(books, fact.owner, line.item, quantity, amount)


def voluntary(read: Reading) -> list[savings.Product]:
    """The savings into which an owner who is a member can be paid."""
    return [each for each in savings.products(read) if each.kind == "voluntary" and each.open]
