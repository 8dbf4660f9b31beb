"""Those who sell to us: a code of the books, a name sealed under keys of its own."""

from __future__ import annotations

from sqlalchemy import bindparam, update

from kopdes_desktop.db.statements import Statement, insert_into
from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.members import outsiders
from kopdes_desktop.office.books import Books
from kopdes_desktop.office.operation import Fact, Operation, Order, operation
from kopdes_desktop.office.work import Work
from kopdes_desktop.purchasing import queries
from kopdes_desktop.purchasing.tables import SUPPLIER
from kopdes_desktop.security import persons

_LONGEST_WAIT = 365
_NEW = insert_into(SUPPLIER)
_RENAMED = Statement(
    update(SUPPLIER).where(SUPPLIER.c.key == bindparam("of_key")).values(name=bindparam("its_name"))
)
_CALLED = Statement(
    update(SUPPLIER)
    .where(SUPPLIER.c.key == bindparam("of_key"))
    .values(phone=bindparam("its_phone"))
)
_WAITS = Statement(
    update(SUPPLIER).where(SUPPLIER.c.key == bindparam("of_key")).values(days=bindparam("its_days"))
)


class SupplierOrder(Order, frozen=True, omit_defaults=True):
    """A code, a name (of a firm or a person), a phone, and how many days a bill may wait."""

    code: str
    name: str
    phone: str | None = None
    days: int = 0


class SupplierAdded(Fact, frozen=True, omit_defaults=True):
    """A supplier, named by this fact's key; name and phone are sealed."""

    code: str
    days: int
    personal: dict[str, str]


@operation("purchasing.add_supplier", version=1)
class AddSupplier(Operation[SupplierOrder, SupplierAdded]):
    """Note somebody who sells to us."""

    sentence = N_("Mendaftarkan pemasok")
    daily = False

    def decide(self, work: Work, order: SupplierOrder) -> SupplierAdded:
        """A code that nobody else has; a name."""
        code = outsiders.free_code(work, order.code, queries.supplier, example="BULOG")
        fields = {"name": outsiders.named(order.name), "phone": (order.phone or "").strip()}
        return SupplierAdded(code, _waiting(order.days), persons.new_person(work, work.key, fields))

    def apply(self, books: Books, fact: SupplierAdded) -> None:
        """Goods can be bought from him from now on."""
        key = books.stamp.key
        opened = persons.unseal(books, key, fact.personal)
        books.insert(_NEW, key, fact.code, fact.days, opened.get("name"), opened.get("phone"))


class ChangeSupplierOrder(Order, frozen=True, omit_defaults=True):
    """A supplier by code or key, and what is different about him."""

    supplier: int | str
    name: str | None = None
    phone: str | None = None
    days: int | None = None


class SupplierChanged(Fact, frozen=True, omit_defaults=True):
    """What is different; name and phone are sealed under his keys."""

    supplier: int
    personal: dict[str, str]
    days: int | None = None


@operation("purchasing.change_supplier", version=1)
class ChangeSupplier(Operation[ChangeSupplierOrder, SupplierChanged]):
    """A new phone, a better name, another time to pay; the code stays."""

    sentence = N_("Mengubah data pemasok")
    daily = False

    def decide(self, work: Work, order: ChangeSupplierOrder) -> SupplierChanged:
        """A known supplier, and something to change."""
        known = queries.require_supplier(work, order.supplier)
        fields: dict[str, str | None] = {}
        if order.name is not None:
            fields["name"] = outsiders.named(order.name)
        if order.phone is not None:
            fields["phone"] = order.phone.strip()
        if not fields and order.days is None:
            reason = _(N_("tidak ada yang diubah"))
            raise BadField(name="supplier", reason=reason, field="name")
        days = None if order.days is None else _waiting(order.days)
        return SupplierChanged(known.key, persons.seal(work, known.key, fields), days)

    def apply(self, books: Books, fact: SupplierChanged) -> None:
        """As the newest fact says."""
        opened = persons.unseal(books, fact.supplier, fact.personal)
        if "name" in opened:
            books.change(_RENAMED, of_key=fact.supplier, its_name=opened["name"])
        if "phone" in opened:
            books.change(_CALLED, of_key=fact.supplier, its_phone=opened["phone"])
        if fact.days is not None:
            books.change(_WAITS, of_key=fact.supplier, its_days=fact.days)

    def refers_to(self, fact: SupplierChanged) -> tuple[int, ...]:
        """The supplier."""
        return (fact.supplier,)


def _waiting(days: int) -> int:
    if not 0 <= days <= _LONGEST_WAIT:
        reason = _(N_("isi antara 0 dan 365 hari"))
        raise BadField(name="days", reason=reason, field="days")
    return days
