"""What is owed for purchases: a row a bill, moved by every document that makes it more or less."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import bindparam, update

from kopdes_desktop.db.statements import Statement, insert_into
from kopdes_desktop.kernel.errors import BadField, NotReversible
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import Rupiah
from kopdes_desktop.office.books import Books, Reading
from kopdes_desktop.purchasing import queries
from kopdes_desktop.purchasing.postings import Owed
from kopdes_desktop.purchasing.tables import PAYABLE

_LONGEST_WAIT = 365
_NEW = insert_into(PAYABLE)
_OF = PAYABLE.c.key == bindparam("of_key")
_MORE = Statement(update(PAYABLE).where(_OF).values(amount=PAYABLE.c.amount + bindparam("more")))
_PAID = Statement(update(PAYABLE).where(_OF).values(paid=PAYABLE.c.paid + bindparam("more")))
_DUE = Statement(update(PAYABLE).where(_OF).values(due=bindparam("its_due")))


def due_day(supplier: queries.Supplier, day: date, days: int | None) -> date:
    """When a bill of a day falls due: so many days on, else as agreed with him. Raises BadField."""
    wait = supplier.days if days is None else days
    if not 0 <= wait <= _LONGEST_WAIT:
        reason = _(N_("isi antara 0 dan 365 hari"))
        raise BadField(name="days", reason=reason, field="days")
    return day + timedelta(days=wait)


def owe(books: Books, purchase: int, owed: Owed, day: date, due: date) -> None:
    """A new bill, named by its purchase."""
    row = (owed.supplier, owed.unit, day.isoformat(), due.isoformat(), int(owed.amount), 0)
    books.insert(_NEW, purchase, *row)


def owe_more(books: Books, purchase: int, amount: Rupiah) -> None:
    """A bill grows (less than zero: grows less)."""
    books.change(_MORE, of_key=purchase, more=int(amount))


def require_unpaid(read: Reading, number: str, *, field: str) -> None:
    """Refuse to take back a bill of the old books of which something is paid. NotReversible."""
    key = queries.opening_bill(read, number)
    found = queries.bill(read, key) if key is not None else None
    if found is not None and found.paid:
        reason = _(N_("nota ini sudah dibayar; balik dahulu pembayarannya"))
        raise NotReversible(number=number, reason=reason, field=field)


def pay(books: Books, purchase: int, amount: Rupiah) -> None:
    """So much of a bill is paid (less than zero: was taken back)."""
    books.change(_PAID, of_key=purchase, more=int(amount))


def set_due(books: Books, purchase: int, due: date) -> None:
    """A bill waits until another day."""
    books.change(_DUE, of_key=purchase, its_due=due.isoformat())
