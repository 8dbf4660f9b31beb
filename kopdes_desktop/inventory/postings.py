"""Which journal goods make: the accounts of stock on one side, what they went to on the other.

Recipes F01 to F08. A line stands for an account, a line of business and a unit, never for an item:
items are in the document.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kopdes_desktop.inventory.stock import StockSum
from kopdes_desktop.kernel.money import NOTHING, Rupiah
from kopdes_desktop.ledger import chart, journal
from kopdes_desktop.ledger.entry import Entry, EntryKind, Line, entry, inter_unit
from kopdes_desktop.office.books import Books
from kopdes_desktop.office.work import Work

#: Goods between two places (F04 to F06).
TRANSIT = "1-1407"
SHORT, SPOILT, SHRINKAGE = "5-1105", "5-1106", "5-1108"
OPENING_ACCOUNT, OPENING_MOVEMENT = "3-1501", "saldo awal"


def lines(sums: Iterable[StockSum], movement: str | None = None) -> list[Line]:
    """The sums as they are: in debit, out credit."""
    return [Line(x.account, x.amount, x.unit, lini=x.lini, movement=movement) for x in sums]


def against(
    sums: Iterable[StockSum], account: str, unit: str | None = None, movement: str | None = None
) -> list[Line]:
    """The opposite of the sums on one account, in the place's unit or another.

    By line of business where the account is kept so, else in one line.
    """
    kept = account.startswith(chart.LINI_PREFIXES)
    added: dict[tuple[str | None, str], Rupiah] = {}
    for each in sums:
        on = (each.lini if kept else None, unit or each.unit)
        added[on] = added.get(on, NOTHING) - each.amount
    return [
        Line(account, amount, where, lini=lini, movement=movement)
        for (lini, where), amount in added.items()
        if amount
    ]


def made(text: str, made_of: Iterable[Line], kind: EntryKind = "ordinary") -> Entry | None:
    """The entry of these lines; none where goods without any value moved."""
    given = list(made_of)
    return entry(text, *given, kind=kind) if given else None


def require_postable(work: Work, made_entry: Entry | None) -> None:
    """Refuse an entry that the books cannot take; what makes none can always be written."""
    if made_entry is not None:
        journal.require_postable(work, made_entry, work.bd, work.today)


def post(books: Books, made_entry: Entry | None, number: str) -> None:
    """Write the entry; without one the number is used all the same."""
    if made_entry is None:
        books.numbered(number)
    else:
        journal.post(books, made_entry, number)


def judge(given: Entry | None, wanted: Iterable[Line]) -> Iterator[str]:
    """What a stranger's entry breaks: it has the lines that its document makes, and no others."""
    expected = list(wanted)
    if given is None:
        if expected:
            yield "R2: entry"
        return
    if given.kind != "ordinary":
        yield "R2: kind of entry"
    if sorted(given.lines, key=repr) != sorted((*expected, *inter_unit(expected)), key=repr):
        yield "R2: lines differ from the document"
