"""Writing what a month's tax came to: posted under the key of its first fact, and paid."""

from __future__ import annotations

from sqlalchemy import func
from sqlalchemy.dialects.sqlite import insert

from kopdes_desktop.db.statements import Statement
from kopdes_desktop.kernel.dates import Month
from kopdes_desktop.kernel.errors import NotReversible
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import NOTHING, Rupiah
from kopdes_desktop.office.books import Books, Reading
from kopdes_desktop.taxes import queries
from kopdes_desktop.taxes.tables import TAX_MONTH

_month = insert(TAX_MONTH).values({column.name: None for column in TAX_MONTH.columns})
_ADD = Statement(
    _month.on_conflict_do_update(
        index_elements=[TAX_MONTH.c.code, TAX_MONTH.c.month],
        set_={
            "key": func.coalesce(TAX_MONTH.c.key, _month.excluded.key),
            "posted": TAX_MONTH.c.posted + _month.excluded.posted,
            "paid": TAX_MONTH.c.paid + _month.excluded.paid,
        },
    )
)


def add(
    books: Books,
    code: str,
    month: str,
    *,
    key: int | None = None,
    posted: Rupiah = NOTHING,
    paid: Rupiah = NOTHING,
) -> None:
    """So much more was posted or paid; a month keeps the first key that it was given."""
    books.change(_ADD, code=code, month=month, key=key, posted=int(posted), paid=int(paid))


def require_unpaid(read: Reading, code: str, month: str, amount: Rupiah, *, number: str) -> None:
    """Refuse to take back so much of a month's tax once it was paid. Raises NotReversible."""
    if queries.month_of_tax(read, code, Month(month)).left < amount:
        reason = _(N_("pajak bulan itu sudah disetor; balik setorannya dahulu"))
        raise NotReversible(number=number, reason=reason, field="entry")
