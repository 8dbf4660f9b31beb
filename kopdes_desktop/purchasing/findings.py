"""What is wrong with payables, in words: a proof of the books, over which no month is locked.

Terms: utang pemasok (payable to a supplier), nota (bill), saldo awal (opening balance).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from kopdes_desktop.assets import queries as assets
from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.ledger import balances, subledgers
from kopdes_desktop.office.books import Reading
from kopdes_desktop.purchasing import opening, queries
from kopdes_desktop.purchasing.postings import PAYABLE_ACCOUNT

_ALWAYS = (date.min, date.max)


def payables(read: Reading) -> Iterator[str]:
    """What every supplier is owed by his bills is what the ledger says, and nobody else is owed.

    Opening balances that no old bill explains stand apart.
    """
    mine: dict[int, int] = {}
    for (key, _unit), amount in queries.owed_by_unit(read).items():
        mine[key] = mine.get(key, 0) + int(amount)
    ledger = balances.key_balances(read, PAYABLE_ACCOUNT)
    for supplier in queries.suppliers(read):
        by_bills, by_ledger = mine.get(supplier.key, 0), -int(ledger.get(supplier.key, 0))
        if by_bills != by_ledger and by_bills != by_ledger - _opened(read, supplier.key):
            yield _(N_("{code}: menurut nota {mine}, menurut buku besar {theirs}")).format(
                code=supplier.code,
                mine=wording.rupiah(by_bills),
                theirs=wording.rupiah(by_ledger),
            )
    yield from _strangers(read)


def _strangers(read: Reading) -> Iterator[str]:
    """Something is owed under a key that is neither a supplier's nor an asset's card (K01)."""
    known = {each.key for each in queries.suppliers(read)}
    for key, debit in balances.key_balances(read, PAYABLE_ACCOUNT).items():
        if debit and key not in known and assets.asset(read, key) is None:
            yield _(N_("{account}: {amount} atas nama kunci {key}, yang bukan pemasok")).format(
                account=PAYABLE_ACCOUNT, amount=wording.rupiah(-int(debit)), key=key
            )


def _opened(read: Reading, supplier: int) -> int:
    """What was taken over from the old books without bills."""
    _opening, rows = subledgers.card(read, PAYABLE_ACCOUNT, supplier, _ALWAYS)
    opened = -sum(int(row.amount) for row in rows if row.entry.kind == "opening")
    return opened - opening.taken_over(read, supplier)
