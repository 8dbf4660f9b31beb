"""Money into members' savings: one receipt, several products and, by a payer, several members."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from msgspec.structs import replace

from kopdes_desktop.db.statements import add_to
from kopdes_desktop.kernel.dates import Month
from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import NOTHING, Rupiah, total
from kopdes_desktop.ledger import chart, journal, shape, undoing
from kopdes_desktop.ledger.entry import Entry
from kopdes_desktop.members import queries as members
from kopdes_desktop.office import device
from kopdes_desktop.office.books import Books, Reading
from kopdes_desktop.office.facts import Stamp
from kopdes_desktop.office.operation import Fact, Operation, Order, PostingOrder, operation
from kopdes_desktop.office.work import Work
from kopdes_desktop.savings import payers, postings, queries, rules
from kopdes_desktop.savings.tables import DUES_PAID
from kopdes_desktop.security import queries as users

NUMBER_KIND = "SMP"

_DUES = add_to(DUES_PAID, "amount", raising="owed")


class DepositLine(Order, frozen=True, omit_defaults=True):
    """A product and how much, in rupiah or in months; another member where a payer pays for him."""

    product: str
    amount: Rupiah | None = None
    months: int | None = None
    member: int | str | None = None


class DepositOrder(PostingOrder, frozen=True, omit_defaults=True, kw_only=True):
    """Who saves, what for, into which cash box or bank (the user's own box when none is named).

    `payer` pays instead of the member: a payer's code, or another member. `wages` is the user whose
    unpaid wages pay, and then there is no box; `letter` is number and day of his written consent.
    """

    member: int | str
    lines: tuple[DepositLine, ...]
    payer: int | str | None = None
    cash: str | None = None
    wages: int | str | None = None
    letter: str | None = None


class DepositedLine(Fact, frozen=True, omit_defaults=True):
    """One member's share in one product; dues say which month got how much of what it owed."""

    member: int
    product: str
    amount: Rupiah
    months: tuple[tuple[str, Rupiah, Rupiah], ...] = ()


class Deposited(Fact, frozen=True, omit_defaults=True, kw_only=True):
    """A receipt: number, member, lines, total, cash box or wages, and the entry as posted.

    `payer` is the key of a payer or of a member, `wages` that of a user, who agreed by `letter`.
    """

    number: str
    member: int
    lines: tuple[DepositedLine, ...]
    total: Rupiah
    entry: Entry
    box: str | None = None
    payer: int | None = None
    wages: int | None = None
    letter: str | None = None


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
        """Active members, open products, amounts that the rules allow; a box of this unit.

        Wages are cut only with written consent (RULES, dues).
        """
        who = members.require_active(work, order.member)
        box = None if order.wages is not None else _own_box(work, order.cash)
        wages = _wages(work, order) if order.wages is not None else None
        letter = _consent(order)
        lines = _decided(work, who, order.lines)
        shares = credited(work, lines)
        payer, called = (None, "")
        if order.payer is not None:
            payer, called = payers.paying(work, order.payer)
        number = work.number(NUMBER_KIND)
        text = _text(number, called if payer != who.key else "", wages=wages is not None)
        entry = (
            postings.deposited(text, box, shares)
            if box is not None
            else postings.deposited_from_wages(text, wages or 0, shares)
        )
        journal.require_postable(work, entry, work.bd, work.today)
        return Deposited(
            number=number,
            member=who.key,
            lines=tuple(lines),
            total=total(line.amount for line in lines),
            box=box.code if box is not None else None,
            entry=entry,
            payer=payer,
            wages=wages,
            letter=letter,
        )

    def apply(self, books: Books, fact: Deposited) -> None:
        """Months paid, and the entry; moves and balances follow the journal."""
        pay_months(books, fact.lines, sign=1)
        journal.post(books, fact.entry, fact.number)

    def undo(self, books: Books, fact: Deposited) -> None:
        """A reversal takes back the months; moves and balances follow the journal."""
        pay_months(books, fact.lines, sign=-1)

    def unmade(self, work: Work, key: int, fact: Deposited) -> Iterator[tuple[str, dict[str, Any]]]:
        """Its entry is reversed, unless somebody has done it."""
        yield from undoing.reversal_of(work, key)

    def judge(self, books: Books, fact: Deposited, stamp: Stamp) -> Iterator[str]:
        """The entry keeps to its rows; totals and months add up; positive amounts; cash only."""
        yield from shape.judge(
            books, stamp, fact.entry, fact, rows=self.rows, roles={"product": account_of}
        )
        if fact.wages is not None or fact.letter is not None:
            yield "R2: wages"
        if sum(int(line.amount) for line in fact.lines) != int(fact.total):
            yield "R3: total"
        for key in sorted({fact.member, *(line.member for line in fact.lines)}):
            if not members.is_key(books, key):
                yield f"R2: {key} is no member"
        if fact.payer is not None and not _may_pay(books, fact.payer):
            yield f"R2: {fact.payer} is no payer"
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
        """Every member named, the payer, and whose wages paid."""
        others = {key for key in (fact.payer, fact.wages) if key is not None}
        return {fact.member, *(line.member for line in fact.lines), *others}


def _consent(order: DepositOrder) -> str | None:
    """The letter behind a cut of wages, and of nothing else. Raises BadField."""
    letter = (order.letter or "").strip()
    if order.wages is not None and not letter:
        reason = _(
            N_(
                "honor hanya dipotong dengan persetujuan tertulis; "
                "isi nomor dan tanggal surat persetujuannya"
            )
        )
        raise BadField(name="letter", reason=reason, field="letter")
    if order.wages is None and letter:
        reason = _(N_("surat persetujuan hanya untuk setoran dari potongan honor"))
        raise BadField(name="letter", reason=reason, field="letter")
    return letter or None


def _text(number: str, payer: str, *, wages: bool) -> str:
    """What the ledger says: the receipt, and who or what paid where that was not the member."""
    if wages:
        return N_("Setoran simpanan {number} dari potongan honor").format(number=number)
    if payer:
        return N_("Setoran simpanan {number} dari {payer}").format(number=number, payer=payer)
    return N_("Setoran simpanan {number}").format(number=number)


def _may_pay(books: Books, key: int) -> bool:
    """Whether this is the key of a payer or of a member."""
    return queries.payer(books, key) is not None or members.is_key(books, key)


def _months_add_up(books: Books, line: DepositedLine) -> bool:
    """Whether dues, and they alone, name months, each once, that make up their amount."""
    months = [Month(month) for month, _part, _owed in line.months]
    parts = [part for _month, part, _owed in line.months]
    if any(part > owed for _month, part, owed in line.months):
        return False
    if queries.product(books, line.product).kind != queries.MANDATORY:
        return not months
    in_order = months == sorted(set(months))
    return in_order and min(parts, default=NOTHING) > NOTHING and total(parts) == line.amount


def _own_box(work: Work, code: str | None) -> chart.Box:
    box = receiving_box(work, code)
    chart.require_bound(work, box, field="cash")
    return box


def receiving_box(work: Work, code: str | None) -> chart.Box:
    """The named box, or the one the user keeps, or the only one of this outlet. Raises BadField."""
    if code is not None:
        named = chart.box(work, code, field="cash")
        if named.in_transit:
            reason = _(N_("{box} berisi uang dalam perjalanan; sebutkan kas atau bank")).format(
                box=named.name
            )
            raise BadField(name="cash", reason=reason, field="cash")
        return named
    own = chart.own_box(work, work.actor.user)
    bound = device.grants(work, work.device, "box")
    if bound and (own is None or own.code not in bound):
        drawers = [box for box in chart.boxes(work) if box.code in bound and not box.in_transit]
        own = drawers[0] if len(drawers) == 1 else None
    if own is None:
        reason = _(N_("sebutkan kas yang dipakai, karena Anda tidak memegang kas"))
        raise BadField(name="cash", reason=reason, field="cash")
    return own


def _wages(work: Work, order: DepositOrder) -> int:
    """The user whose wages pay; on the treasurer's laptop only, and without a box. BadField."""
    own = device.device(work, work.device)
    if own is not None and own.role != device.TREASURER:
        reason = _(N_("potongan honor dicatat di laptop bendahara, bukan di gerai"))
        raise BadField(name="wages", reason=reason, field="wages")
    if order.cash is not None:
        reason = _(N_("potongan honor tidak masuk kas; kosongkan kas atau honornya"))
        raise BadField(name="cash", reason=reason, field="cash")
    return users.require_user(work, order.wages or 0, field="wages").key


# --- lines, for every operation that brings money into savings ---------------------------------


def _decided(
    work: Work, who: members.MemberRow, ordered: Iterable[DepositLine]
) -> list[DepositedLine]:
    """The lines of a receipt; a line without a member is the saver's own. Raises BadField."""
    lines: list[DepositedLine] = []
    for n, line in enumerate(ordered):
        field = f"lines[{n}]"
        whose = (
            who
            if line.member is None
            else members.require_active(work, line.member, field=f"{field}.member")
        )
        product = open_product(work, line.product, field=f"{field}.product")
        lines.append(decided_line(work, whose, product, line, lines))
    if not lines:
        raise BadField(name="lines", reason=_(N_("belum ada isinya")), field="lines")
    return lines


def open_product(work: Work, code: str, *, field: str) -> queries.Product:
    """A product that takes money. Raises BadField."""
    found = queries.product(work, code, field=field)
    if not found.open:
        reason = _(N_("simpanan ini sedang ditutup"))
        raise BadField(name="product", reason=reason, field=field)
    return found


def decided_line(
    work: Work,
    who: members.MemberRow,
    product: queries.Product,
    line: DepositLine,
    before: Sequence[DepositedLine] = (),
) -> DepositedLine:
    """One line: months or amount, never both; earlier lines of this receipt count as paid."""
    amount, months = line.amount, line.months
    if (amount is None) == (months is None):
        reason = _(N_("isi jumlah uang atau jumlah bulan, salah satu"))
        raise BadField(name="amount", reason=reason, field="amount")
    if amount is not None and amount <= NOTHING:
        raise BadField(name="amount", reason=_(N_("harus lebih dari nol")), field="amount")
    mine = [each for each in before if (each.member, each.product) == (who.key, product.code)]
    if product.kind == queries.MANDATORY:
        dues = _dues(work, who, product.code, mine)
        if months is not None:
            return _dues_line(who, product.code, dues, rules.months_paid(dues, months))
        return _dues_line(who, product.code, dues, rules.amount_paid(dues, amount or NOTHING))
    if amount is None:
        reason = _(N_("jumlah bulan hanya untuk simpanan wajib"))
        raise BadField(name="months", reason=reason, field="months")
    if product.kind == "principal":
        paid = queries.balance(work, who.key, product.code) + total(x.amount for x in mine)
        rules.require_principal(amount, principal_owed(work, who, product.code), paid)
    return DepositedLine(who.key, product.code, amount)


def principal_owed(work: Work, who: members.MemberRow, product: str) -> Rupiah:
    """What a member's principal is in all: the rate of the day on which he joined."""
    return queries.rate_at(work, product, who.joined or work.today)


def _dues(
    work: Work, who: members.MemberRow, product: str, before: Iterable[DepositedLine]
) -> rules.Dues:
    dues = queries.dues_of(work, who, product, work.today)
    paid = dict(dues.paid)
    for each in before:
        for month, part, _owed in each.months:
            paid[month] = paid.get(month, NOTHING) + part
    return replace(dues, paid=paid)


def _dues_line(
    who: members.MemberRow, product: str, dues: rules.Dues, shares: Iterable[rules.Share]
) -> DepositedLine:
    months = tuple((str(month), part, dues.rate(month)) for month, part in shares)
    return DepositedLine(who.key, product, total(part for _m, part, _o in months), months)


def fill_dues(
    work: Work, who: members.MemberRow, product: str, amount: Rupiah
) -> tuple[DepositedLine | None, Rupiah]:
    """As much of an amount as dues take, oldest month first up to the ceiling; and the rest.

    No line when nothing is owed or the amount is zero. `who` says when he joined; the caller's fact
    takes the line, and its `apply` calls `pay_months`.
    """
    dues = queries.dues_of(work, who, product, work.today)
    shares, rest = rules.filled(dues, amount)
    return (_dues_line(who, product, dues, shares) if shares else None), rest


def take_over_line(
    work: Work, who: members.MemberRow, product: queries.Product, amount: Rupiah
) -> DepositedLine:
    """An old register's lump in a product: dues fill months without a ceiling, from the first."""
    if product.kind != queries.MANDATORY:
        return DepositedLine(who.key, product.code, amount)
    dues = queries.dues_of(work, who, product.code, work.today)
    made = _dues_line(who, product.code, dues, rules.taken_over(dues, amount))
    return DepositedLine(who.key, product.code, amount, made.months)


def credited(
    read: Reading,
    lines: Iterable[DepositedLine],
    known: Mapping[str, queries.Product] | None = None,
) -> list[postings.Credited]:
    """What lines credit: each to its product's account and unit (`known` by code, if they are)."""
    found = dict(known or {})
    shares: list[postings.Credited] = []
    for line in lines:
        if line.product not in found:
            found[line.product] = queries.product(read, line.product)
        to = found[line.product]
        shares.append(postings.Credited(line.member, to.account, to.unit, line.amount))
    return shares


def pay_months(books: Books, lines: Iterable[DepositedLine], *, sign: int) -> None:
    """Add the months that lines pay, or take them back (sign −1)."""
    for line in lines:
        for month, part, owed in line.months:
            books.insert(_DUES, line.member, line.product, month, sign * int(part), int(owed))


def account_of(books: Books, line: Any) -> tuple[str, str]:  # noqa: ANN401  a payload's element
    """A role's resolver: the account and unit of an element's product."""
    found = queries.product(books, line["product"])
    return found.account, found.unit
