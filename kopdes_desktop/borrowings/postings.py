"""The entries of borrowed capital: coming in, interest growing, going back (recipes L03-L07)."""

from __future__ import annotations

from collections.abc import Iterable

from kopdes_desktop.borrowings.rules import INTEREST_OWED
from kopdes_desktop.kernel.money import NOTHING, Rupiah
from kopdes_desktop.ledger.chart import Box
from kopdes_desktop.ledger.entry import OFFICE_UNIT, Line, credit, debit

OPENING_EQUITY = "3-1501"
INTEREST = "6-9101"
BANK_CHARGES = "6-1208"
PENALTIES = "6-9109"


def taken(box: Box, account: str, key: int, principal: Rupiah, fee: Rupiah) -> tuple[Line, ...]:
    """Money in the box, less what the lender kept as a fee; the whole is owed."""
    lines = [debit(box.account, principal - fee, box.unit, box=box.code)]
    if fee:
        lines.append(debit(BANK_CHARGES, fee, OFFICE_UNIT))
    return (*lines, credit(account, principal, OFFICE_UNIT, key=key, movement="setoran"))


def opened(account: str, key: int, principal: Rupiah, interest: Rupiah) -> tuple[Line, ...]:
    """What was owed when the books began, against opening equity."""
    tags: dict[str, str | int | None] = {"key": key, "movement": "saldo awal"}
    lines = [credit(account, principal, OFFICE_UNIT, **tags)]
    if interest:
        lines.append(credit(INTEREST_OWED, interest, OFFICE_UNIT, **tags))
    whole = principal + interest
    return (debit(OPENING_EQUITY, whole, OFFICE_UNIT, movement="saldo awal"), *lines)


def assigned(account: str, key: int, amount: Rupiah) -> tuple[Line, ...]:
    """A part of a lump of the old books is this borrowing's from now on."""
    return (
        debit(account, amount, OFFICE_UNIT, movement="pindah"),
        credit(account, amount, OFFICE_UNIT, key=key, movement="pindah"),
    )


def accrued(rows: Iterable[tuple[int, Rupiah]]) -> tuple[Line, ...]:
    """Interest that has grown: an expense now, owed under each borrowing's key."""
    found = list(rows)
    whole = Rupiah(sum(int(amount) for _key, amount in found))
    return (
        debit(INTEREST, whole, OFFICE_UNIT),
        *(credit(INTEREST_OWED, amount, OFFICE_UNIT, key=key) for key, amount in found),
    )


def paid(
    box: Box,
    account: str,
    key: int,
    *,
    principal: Rupiah,
    interest: tuple[Rupiah, Rupiah],
    penalty: Rupiah,
    released: Rupiah = NOTHING,
) -> tuple[Line, ...]:
    """Money out of the box; `interest` is what had been accrued, settled first, and the rest.

    `released` had been accrued and will never be asked for.
    """
    before, now = interest
    lines = [
        debit(account, principal, OFFICE_UNIT, key=key, movement="pengembalian"),
        debit(INTEREST_OWED, before + released, OFFICE_UNIT, key=key),
        debit(INTEREST, now, OFFICE_UNIT),
        debit(PENALTIES, penalty, OFFICE_UNIT),
        credit(INTEREST, released, OFFICE_UNIT),
    ]
    whole = principal + before + now + penalty
    kept = [line for line in lines if line.amount != NOTHING]
    return (*kept, credit(box.account, whole, box.unit, box=box.code))
