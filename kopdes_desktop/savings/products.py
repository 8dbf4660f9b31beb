"""Savings products and what they cost, by effective date and decision."""

from __future__ import annotations

from datetime import date

import msgspec

from kopdes_desktop.db.statements import insert_into
from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.dates import Month
from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import NOTHING, Rupiah
from kopdes_desktop.ledger import chart
from kopdes_desktop.office.books import Books
from kopdes_desktop.office.operation import Fact, Operation, Order, operation
from kopdes_desktop.office.settings import VOLUNTARY_BASIS, setting
from kopdes_desktop.office.work import Work
from kopdes_desktop.savings import queries, rules
from kopdes_desktop.savings.offers import may_hold_savings
from kopdes_desktop.savings.tables import PRODUCT, RATE

_NEW_PRODUCT, _NEW_RATE = insert_into(PRODUCT), insert_into(RATE)
_MONTH_OVER = N_(
    "besaran dari {day} berlaku mulai iuran {month}, dan bulan yang sudah lewat tetap dihitung "
    "dengan besaran yang berlaku waktu itu. Pakai {earliest} atau sesudahnya"
)
_MONTH_PAID = N_(
    "besaran dari {day} berlaku mulai iuran {month}, yang sudah ada pembayarnya dengan besaran "
    "lama. Pakai {earliest} atau sesudahnya, supaya sebulan sama untuk semua anggota"
)
_DAY_OVER = N_(
    "besaran tidak dapat diubah mundur, karena masa yang sudah lewat dihitung dengan besaran yang "
    "berlaku waktu itu. Pakai {earliest} atau sesudahnya"
)
_PAID_BEFORE = N_(
    "sudah ada setoran untuk masa sebelum {first}, jadi besaran masa itu tetap. "
    "Batalkan dahulu setoran itu, atau pakai {earliest} atau sesudahnya"
)


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
        if not may_hold_savings(card):
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
        """A known product, an amount, a day without a rate that no receipt has gone by, a decision.

        Nothing that members have paid or owed may come to cost something else afterwards: once a
        rate stands, a new one begins this month or later, or lies before the first while nothing
        is paid for that time. Dues begin with whole months, this one only while nobody paid it.
        """
        offered = queries.product(work, order.product)
        if order.amount < NOTHING:
            raise BadField(name="amount", reason=_(N_("tidak boleh negatif")), field="amount")
        if any(first == order.from_ for first, _amount in queries.rates(work, order.product)):
            reason = _(N_("tanggal ini sudah mempunyai besaran"))
            raise BadField(name="from", reason=reason, field="from")
        if not order.decision_no.strip():
            reason = _(N_("nomor keputusan harus diisi"))
            raise BadField(name="decision_no", reason=reason, field="decision_no")
        _require_not_backwards(work, offered, order.from_)
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


def _require_not_backwards(work: Work, offered: queries.Product, start: date) -> None:
    """Refuse a rate for a time that is over, once there is a rate for it. Raises BadField."""
    if not (table := queries.rates(work, offered.code)):
        return
    if offered.kind != queries.MANDATORY:
        _require_day_to_come(work, offered, table[0][0], start)
        return
    later = [rules.rated_from(day) for day, _amount in table[1:]]
    if start > table[0][0] and rules.rated_from(start) in later:
        reason = _(
            N_("iuran {month} sudah mempunyai besaran baru; pakai tanggal untuk bulan lain")
        ).format(month=wording.month(rules.rated_from(start)))
        raise BadField(name="from", reason=reason, field="from")
    _require_month_to_come(work, offered.code, table[0][0], start)


def _require_month_to_come(work: Work, product: str, first: date, start: date) -> None:
    """Refuse dues for months that are over, or for this one once somebody has paid it. BadField."""
    this_month, covered = Month.of(work.today), rules.rated_from(start)
    is_begun = queries.is_month_paid(work, product, since=this_month, before=this_month.next())
    earliest = this_month.next() if is_begun else this_month
    words = ""
    if start < first:
        if queries.is_month_paid(work, product, before=rules.rated_from(first)):
            words = _PAID_BEFORE
    elif covered < this_month:
        words = _MONTH_OVER
    elif covered < earliest:
        words = _MONTH_PAID
    if words:
        reason = _(words).format(
            day=wording.day(start),
            first=wording.day(first),
            month=wording.month(covered),
            earliest=wording.day(earliest.first()),
        )
        raise BadField(name="from", reason=reason, field="from")


def _require_day_to_come(work: Work, offered: queries.Product, first: date, start: date) -> None:
    """Refuse a principal for days before this month, unless nobody paid his. Raises BadField."""
    this_month = Month.of(work.today).first()
    if start >= this_month:
        return
    if start > first:
        words = _DAY_OVER
    elif queries.is_principal_paid(work, offered, before=first):
        words = _PAID_BEFORE
    else:
        return
    reason = _(words).format(first=wording.day(first), earliest=wording.day(this_month))
    raise BadField(name="from", reason=reason, field="from")
