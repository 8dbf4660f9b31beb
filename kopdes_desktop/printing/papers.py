"""Which facts have a receipt, and its papers: made from the fact, whenever they are needed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Final, NamedTuple

from msgspec import Struct

from kopdes_desktop.consignment import slips as consignment
from kopdes_desktop.kernel.money import Rupiah
from kopdes_desktop.ledger.balances import posted
from kopdes_desktop.ledger.entry import Entry
from kopdes_desktop.members import queries as members
from kopdes_desktop.membership import slips as membership
from kopdes_desktop.office import log
from kopdes_desktop.office.books import Reading
from kopdes_desktop.office.device import installation
from kopdes_desktop.office.numbering import DocumentNumber
from kopdes_desktop.office.operation import find as find_operation
from kopdes_desktop.paper.document import Receipt, Slip
from kopdes_desktop.sales import slips as sales
from kopdes_desktop.savings import queries as savings_book
from kopdes_desktop.savings import slips as savings
from kopdes_desktop.surplus import slips as surplus
from kopdes_desktop.tills import slips as tills


class _Maker(NamedTuple):
    """The two papers of one kind of fact."""

    slip: Callable[..., Slip]
    receipt: Callable[..., Receipt]


_SAVINGS: Final = _Maker(savings.slip, savings.receipt)
_MEMBERSHIP: Final = _Maker(membership.slip, membership.receipt)
_SALES: Final = _Maker(sales.slip, sales.receipt)
_SURPLUS: Final = _Maker(surplus.slip, surplus.receipt)
_TILLS: Final = _Maker(tills.slip, tills.receipt)
_CONSIGNMENT: Final = _Maker(consignment.slip, consignment.receipt)
MAKERS: Final = {
    "savings.deposit": _SAVINGS,
    "savings.withdraw": _SAVINGS,
    "savings.transfer": _SAVINGS,
    "savings.collect": _SAVINGS,
    "membership.prepay": _MEMBERSHIP,
    "membership.decide": _MEMBERSHIP,
    "membership.refund": _MEMBERSHIP,
    "consignment.settle": _CONSIGNMENT,
    "sales.sell": _SALES,
    "sales.bring_back": _SALES,
    "sales.pay_bon": _SALES,
    "sales.take_advance": _SALES,
    "sales.return_advance": _SALES,
    "surplus.pay": _SURPLUS,
    "surplus.pay_village": _SURPLUS,
    "surplus.spend_fund": _SURPLUS,
    "till.open_shift": _TILLS,
    "till.close_shift": _TILLS,
    "till.cash_in": _TILLS,
    "till.cash_out": _TILLS,
}
#: Counts have a paper whether or not money was missing.
_COUNTS: Final = frozenset({"till.open_shift", "till.close_shift"})

#: Where notes lie: the safe, petty cash, a till, the cash of savings and loans.
_NOTES: Final = frozenset({"1-1101", "1-1102", "1-1103", "1-1104"})
_FIRST_DAY, _LAST_DAY = date(1900, 1, 1), date(9999, 12, 31)
_DIGITS: Final = 6
_MEMBERS: Final = 5


class About(Struct, frozen=True):
    """A receipt in a list: its number, day, whose it is, and how much."""

    fact: int
    number: str
    day: date
    who: str
    amount: Rupiah


def has_paper(read: Reading, fact: int) -> bool:
    """Whether this fact has a receipt: money moved with it, or was counted."""
    found = log.logged(read, fact)
    if found is None or found.stamp.kind not in MAKERS:
        return False
    return found.stamp.kind in _COUNTS or getattr(found.fact, "entry", None) is not None


def in_notes(read: Reading, fact: int) -> bool:
    """Whether notes and coins moved with this fact, so that the drawer has to open."""
    found = log.logged(read, fact)
    entry: Entry | None = getattr(found.fact, "entry", None) if found is not None else None
    return entry is not None and any(line.account in _NOTES for line in entry.lines)


def both(read: Reading, fact: int, *, copy: bool = False) -> tuple[Slip, Receipt]:
    """Slip and kuitansi of a fact. Raises BadField where it has none."""
    found = log.logged(read, fact)
    maker = MAKERS.get(found.stamp.kind, _SAVINGS) if found is not None else _SAVINGS
    return maker.slip(read, fact, copy=copy), maker.receipt(read, fact, copy=copy)


def about(read: Reading, fact: int) -> About | None:
    """The receipt of a fact in one line; None where it has none."""
    found = log.logged(read, fact)
    if found is None or not has_paper(read, fact):
        return None
    paper = MAKERS[found.stamp.kind].receipt(read, fact)
    whose = getattr(found.fact, "member", None)
    row = members.member(read, whose) if isinstance(whose, int) else None
    who = (row.name or row.number or "") if row else paper.received_from
    return About(fact, paper.number, paper.day, who, paper.amount)


def last(read: Reading, limit: int = 20) -> list[About]:
    """The newest receipts of these books, newest first."""
    return _those(read, log.latest(read, MAKERS, limit))


def find(read: Reading, words: str, limit: int = 20) -> list[About]:
    """Receipts by number, or by a member's number or name, newest first; all without words.

    Of a number its last digits are enough.
    """
    words = words.strip()
    if not words:
        return last(read, limit)
    keys = [int(entry.key) for number in _numbers(read, words) if (entry := posted(read, number))]
    for row in members.search(read, words, _MEMBERS):
        moved = savings_book.moves(read, row.key, _FIRST_DAY, _LAST_DAY)
        keys += [move.fact for move in moved[-limit:]]
    return _those(read, sorted({int(key) for key in keys}, reverse=True))[:limit]


def _those(read: Reading, keys: Iterable[int]) -> list[About]:
    return [each for key in keys if (each := about(read, key)) is not None]


def _numbers(read: Reading, words: str) -> Iterable[str]:
    """The whole document numbers that these words may be short for."""
    yield words.upper()
    own, newest = installation(read), log.latest(read, MAKERS, 1)
    found = log.logged(read, newest[0]) if newest else None
    if own is None or found is None or not (words.isdecimal() and len(words) <= _DIGITS):
        return
    year = found.stamp.bd.year
    for kind in sorted(filter(None, (find_operation(code).document for code in MAKERS))):
        for each in (year, year - 1):
            yield str(DocumentNumber(kind, own.series, each, int(words)))
