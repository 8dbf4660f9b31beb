"""What an old cash book said of a line: words with names in them, so they are no history.

The entry has its template's sentence; these words lie beside it on the laptop that read the book,
and go when a person whom they may name is erased, and with their age (FACTS §2, §7).
"""

from __future__ import annotations

from sqlalchemy import bindparam, delete, select

from kopdes_desktop.accounting.tables import OLD_WORDS
from kopdes_desktop.db.statements import Statement, insert_into
from kopdes_desktop.kernel.dates import Month
from kopdes_desktop.kernel.names import one_line
from kopdes_desktop.ledger import balances
from kopdes_desktop.members import operations as members
from kopdes_desktop.office.books import Books, Reading
from kopdes_desktop.office.settings import BANK_WORDS_MONTHS, setting

_LONGEST = 400
_KEEP = insert_into(OLD_WORDS)
_OF = Statement(select(OLD_WORDS.c.words).where(OLD_WORDS.c.entry == bindparam("of_entry")))
_ALL = Statement(select(OLD_WORDS.c.entry, OLD_WORDS.c.words))
_DROP = Statement(delete(OLD_WORDS).where(OLD_WORDS.c.entry == bindparam("of_entry")))


def keep(books: Books, entry: int, words: str) -> None:
    """Lay the old book's words beside an entry."""
    plain = one_line(words)[:_LONGEST]
    if plain:
        books.insert(_KEEP, entry, plain)


def beside(read: Reading, entry: int) -> str:
    """What the old book said of an entry; nothing where none lies here."""
    return str(read.value(_OF, of_entry=entry) or "")


def let_go(books: Books, month: Month) -> None:
    """With a month that is closed go words kept longer than the setting allows."""
    before = month.plus(-setting(books, BANK_WORDS_MONTHS)).first()
    for entry, _words in books.rows(_ALL):
        found = balances.posted(books, entry)
        if found is not None and found.posted_on < before:
            books.change(_DROP, of_entry=entry)


def forget(books: Books, member: int, name: str) -> None:
    """Words beside a person's own entries, and any that name him."""
    his = balances.entries_of(books, member)
    for entry, words in books.rows(_ALL):
        if entry in his or members.names_him(words, name):
            books.change(_DROP, of_entry=entry)


members.FORGETS.append(forget)
