"""Products and rates; deposits: one receipt, several products and, by a payer, several members."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import msgspec

from kopdes_desktop.db.statements import add_to, insert_into
from kopdes_desktop.kernel.dates import Month
from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import NOTHING, Rupiah, total
from kopdes_desktop.ledger import chart, journal, shape
from kopdes_desktop.ledger.entry import Entry
from kopdes_desktop.members import queries as members
from kopdes_desktop.office import device
from kopdes_desktop.office.books import Books
from kopdes_desktop.office.facts import Stamp
from kopdes_desktop.office.operation import Fact, Operation, Order, PostingOrder, operation
from kopdes_desktop.office.settings import VOLUNTARY_BASIS, setting
from kopdes_desktop.office.work import Work
from kopdes_desktop.savings import moves, postings, queries, rules
from kopdes_desktop.savings.tables import DUES_PAID, PRODUCT, RATE

NUMBER_KIND = "SMP"

journal.FOLLOWERS.append(moves.follow)

_NEW_PRODUCT, _NEW_RATE = insert_into(PRODUCT), insert_into(RATE)
_DUES = add_to(DUES_PAID, "amount", raising="owed")


class ProductOrder(Order, frozen=True, omit_defaults=True):
    """A product: code, name, kind, its account and unit."""

    code: str
    name: str
    kind: rules.Kind
    account: str
    unit: str


class ProductAdded(Fact, frozen=True, omit_defaults=True):
    """A product: code, name, kind, its account and unit."""

    code: str
    name: str
    kind: str
    account: str
    unit: str


@operation("savings.add_product", version=1)
class AddProduct(Operation[ProductOrder, ProductAdded]):
    """Offer a savings product."""

    sentence = N_("Menambah jenis simpanan")
    daily = False

    def decide(self, work: Work, order: ProductOrder) -> ProductAdded:
        """A new code on a members' account; voluntary savings only with their legal basis."""
        if any(each.code == order.code for each in queries.products(work)):
            reason = _(N_("kode ini sudah ada"))
            raise BadField(name="code", reason=reason, field="code")
        card = chart.account(work, order.account)
        if any(each.account == order.account for each in queries.products(work)):
            reason = _(N_("akun ini sudah dipakai simpanan lain"))
            raise BadField(name="account", reason=reason, field="account")
        if card.subledger != chart.MEMBER_SUBLEDGER:
            reason = _(N_("akun {code} bukan akun simpanan anggota")).format(code=card.code)
            raise BadField(name="account", reason=reason, field="account")
        chart.unit(work, order.unit)
        if order.kind == "voluntary" and not setting(work, VOLUNTARY_BASIS).strip():
            reason = _(N_("simpanan sukarela memerlukan izin USP atau keputusan rapat"))
            raise BadField(name="kind", reason=reason, field="kind")
        return ProductAdded(order.code, order.name, order.kind, order.account, order.unit)

    def apply(self, books: Books, fact: ProductAdded) -> None:
        """The product takes money from now on."""
        books.insert(_NEW_PRODUCT, fact.code, fact.name, fact.kind, fact.account, fact.unit, 1)


class RateOrder(Order, frozen=True, omit_defaults=True, kw_only=True):
    """What a product costs a member from a day on, and the decision that says so."""

    product: str
    from_: date = msgspec.field(name="from")
    amount: Rupiah
    decision_no: str


class RateSet(Fact, frozen=True, omit_defaults=True, kw_only=True):
    """What a product costs a member from a day on, and the decision that says so."""

    product: str
    from_: date = msgspec.field(name="from")
    amount: Rupiah
    decision_no: str


@operation("savings.set_rate", version=1)
class SetRate(Operation[RateOrder, RateSet]):
    """Set what principal or dues amount to from a day on."""

    sentence = N_("Menetapkan besar simpanan")
    daily = False

    def decide(self, work: Work, order: RateOrder) -> RateSet:
        """A known product, an amount, a day without a rate, a decision."""
        queries.product(work, order.product)
        if order.amount < NOTHING:
            raise BadField(name="amount", reason=_(N_("tidak boleh negatif")), field="amount")
        if any(first == order.from_ for first, _amount in queries.rates(work, order.product)):
            reason = _(N_("tanggal ini sudah mempunyai besaran"))
            raise BadField(name="from", reason=reason, field="from")
        return RateSet(
            product=order.product,
            from_=order.from_,
            amount=order.amount,
            decision_no=order.decision_no,
        )

    def apply(self, books: Books, fact: RateSet) -> None:
        """One more rate."""
        books.insert(
            _NEW_RATE,
            fact.product,
            fact.from_.isoformat(),
            fact.amount,
            fact.decision_no,
            books.stamp.key,
        )


class DepositLine(Order, frozen=True, omit_defaults=True):
    """A product and how much, in rupiah or in months; another member where a payer pays for him."""

    product: str
    amount: Rupiah | None = None
    months: int | None = None
    member: int | str | None = None


class DepositOrder(PostingOrder, frozen=True, omit_defaults=True, kw_only=True):
    """Who pays, what for, into which cash box (the user's own when none is named)."""

    member: int | str
    lines: tuple[DepositLine, ...]
    payer: int | str | None = None
    cash: str | None = None


class DepositedLine(Fact, frozen=True, omit_defaults=True):
    """One member's share in one product; dues say which month got how much of what it owed."""

    member: int
    product: str
    amount: Rupiah
    months: tuple[tuple[str, Rupiah, Rupiah], ...] = ()


class Deposited(Fact, frozen=True, omit_defaults=True, kw_only=True):
    """A receipt: number, member, lines, total, cash box, and the journal entry as posted."""

    number: str
    member: int
    lines: tuple[DepositedLine, ...]
    total: Rupiah
    box: str
    entry: Entry
    payer: int | None = None


@operation("savings.deposit", version=1)
class Deposit(Operation[DepositOrder, Deposited]):
    """Take a member's money into his savings."""

    sentence = N_("Menerima setoran simpanan")
    document = NUMBER_KIND

    #: Debit the box with the total, credit each product's account by member (FACTS §6, R2).
    rows = (
        shape.Row("box", "debit", "total", box="box"),
        shape.Row(
            "product",
            "credit",
            "amount",
            of="lines",
            key="member",
            movement=postings.DEPOSIT_MOVEMENT,
        ),
    )

    def decide(self, work: Work, order: DepositOrder) -> Deposited:
        """Active members, open products, amounts that the rules allow; a box of this unit."""
        payer = members.require_active(work, order.member)
        box = receiving_box(work, order.cash)
        chart.require_bound(work, box, field="cash")
        if not order.lines:
            raise BadField(name="lines", reason=_(N_("belum ada isinya")), field="lines")
        lines: list[DepositedLine] = []
        shares: list[postings.Credited] = []
        for n, line in enumerate(order.lines):
            who = (
                payer
                if line.member is None
                else members.require_active(work, line.member, field=f"lines[{n}].member")
            )
            product = _open_product(work, line.product, n)
            lines.append(_decided_line(work, who, product, line, lines))
            amount = lines[-1].amount
            shares.append(postings.Credited(who.key, product.account, product.unit, amount))
        total = NOTHING
        for share in shares:
            total += share.amount
        number = work.number(NUMBER_KIND)
        text = N_("Setoran simpanan {number}").format(number=number)
        entry = postings.deposited(text, box, shares)
        journal.require_postable(work, entry, work.bd, work.today)
        return Deposited(
            number=number,
            member=payer.key,
            lines=tuple(lines),
            total=total,
            box=box.code,
            entry=entry,
            payer=members.require_member(work, order.payer, field="payer").key
            if order.payer is not None
            else None,
        )

    def apply(self, books: Books, fact: Deposited) -> None:
        """Months paid, and the entry; moves and balances follow the journal."""
        _pay_months(books, fact, sign=1)
        journal.post(books, fact.entry, fact.number)

    def undo(self, books: Books, fact: Deposited) -> None:
        """A reversal takes back the months; moves and balances follow the journal."""
        _pay_months(books, fact, sign=-1)

    def judge(self, books: Books, fact: Deposited, stamp: Stamp) -> Iterator[str]:
        """The entry keeps to its rows; totals and months add up; positive amounts."""
        yield from shape.judge(
            books, stamp, fact.entry, fact, rows=self.rows, roles={"product": _account_of}
        )
        if sum(int(line.amount) for line in fact.lines) != int(fact.total):
            yield "R3: total"
        for key in sorted(self.refers_to(fact)):
            if not members.is_key(books, key):
                yield f"R2: {key} is no member"
        for line in fact.lines:
            if line.amount <= NOTHING:
                yield "R3: amount"
            if not _months_add_up(books, line):
                yield "R3: months"

    def found(self, books: Books, fact: Deposited, stamp: Stamp) -> list[tuple[str, str]]:
        """Money of somebody who has left."""
        keys = {fact.member, *(line.member for line in fact.lines)}
        rows = [members.member(books, key) for key in sorted(keys)]
        return [("not_active", str(row.key)) for row in rows if row and row.status != "active"]

    def refers_to(self, fact: Deposited) -> set[int]:
        """Every member named."""
        payer = {fact.payer} if fact.payer is not None else set()
        return {fact.member, *(line.member for line in fact.lines), *payer}


def _months_add_up(books: Books, line: DepositedLine) -> bool:
    """Whether dues, and they alone, name months, each once, that make up their amount."""
    months = [Month(month) for month, _part, _owed in line.months]
    parts = [part for _month, part, _owed in line.months]
    if any(part > owed for _month, part, owed in line.months):
        return False
    if queries.product(books, line.product).kind != "mandatory":
        return not months
    in_order = months == sorted(set(months))
    return in_order and min(parts, default=NOTHING) > NOTHING and total(parts) == line.amount


def receiving_box(work: Work, code: str | None) -> chart.Box:
    """The named box, or the one the user keeps, or the only one of this outlet. Raises BadField."""
    if code is not None:
        return chart.box(work, code, field="cash")
    own = chart.own_box(work, work.actor.user)
    bound = device.grants(work, work.device, "box")
    if bound and (own is None or own.code not in bound):
        drawers = [box for box in chart.boxes(work) if box.code in bound and not box.in_transit]
        own = drawers[0] if len(drawers) == 1 else None
    if own is None:
        reason = _(N_("sebutkan kas penerima, karena Anda tidak memegang kas"))
        raise BadField(name="cash", reason=reason, field="cash")
    return own


def _open_product(work: Work, code: str, n: int) -> queries.Product:
    found = queries.product(work, code, field=f"lines[{n}].product")
    if not found.open:
        reason = _(N_("simpanan ini sedang ditutup"))
        raise BadField(name="product", reason=reason, field=f"lines[{n}].product")
    return found


def _decided_line(
    work: Work,
    who: members.MemberRow,
    product: queries.Product,
    line: DepositLine,
    before: list[DepositedLine],
) -> DepositedLine:
    """One line: months or amount, never both; earlier lines of this receipt count as paid."""
    if (line.amount is None) == (line.months is None):
        reason = _(N_("isi jumlah uang atau jumlah bulan, salah satu"))
        raise BadField(name="amount", reason=reason, field="amount")
    if line.amount is not None and line.amount <= NOTHING:
        raise BadField(name="amount", reason=_(N_("harus lebih dari nol")), field="amount")
    mine = [each for each in before if (each.member, each.product) == (who.key, product.code)]
    if product.kind == "mandatory":
        return _dues_line(work, who, product, line, mine)
    if line.amount is None:
        reason = _(N_("jumlah bulan hanya untuk simpanan wajib"))
        raise BadField(name="months", reason=reason, field="months")
    if product.kind == "principal":
        paid = queries.balance(work, who.key, product.code)
        for each in mine:
            paid += each.amount
        owed = queries.rate_at(work, product.code, who.joined or work.today)
        owed = owed or queries.rate_at(work, product.code, work.today)
        rules.require_principal(line.amount, owed, paid)
    return DepositedLine(who.key, product.code, line.amount)


def _dues_line(
    work: Work,
    who: members.MemberRow,
    product: queries.Product,
    line: DepositLine,
    mine: list[DepositedLine],
) -> DepositedLine:
    dues = queries.dues_of(work, who, product.code, work.today)
    paid = dict(dues.paid)
    for each in mine:
        for month, part, _owed in each.months:
            paid[month] = paid.get(month, NOTHING) + part
    dues = replace(dues, paid=paid)
    if line.months is not None:
        shares = rules.months_paid(dues, line.months)
    else:
        shares = rules.amount_paid(dues, line.amount or NOTHING)
    amount = NOTHING
    for _month, part in shares:
        amount += part
    return DepositedLine(
        who.key,
        product.code,
        amount,
        tuple((str(month), part, dues.rate(month)) for month, part in shares),
    )


def _pay_months(books: Books, fact: Deposited, *, sign: int) -> None:
    """Add the months that a deposit pays, or take them back (sign −1)."""
    for line in fact.lines:
        for month, part, owed in line.months:
            paid = sign * int(part)
            books.insert(_DUES, line.member, line.product, month, paid, int(owed))


def _account_of(books: Books, line: Any) -> tuple[str, str]:  # noqa: ANN401  a payload's element
    found = queries.product(books, line["product"])
    return found.account, found.unit
