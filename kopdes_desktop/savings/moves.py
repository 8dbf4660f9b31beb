"""Members' savings follow the journal: what posts to a product's account moves them.

So the savings book cannot differ from the ledger, whether a deposit, a reversal, an opening balance
or an entry by hand was posted.
"""

from __future__ import annotations

from sqlalchemy import bindparam, select

from kopdes_desktop.db.statements import Statement, add_to, insert_into
from kopdes_desktop.ledger.entry import Entry
from kopdes_desktop.office.books import Books
from kopdes_desktop.savings.tables import BALANCE, MOVE, PRODUCT

_MOVE, _BALANCE = insert_into(MOVE), add_to(BALANCE, "amount")
_OF_ACCOUNT = Statement(
    select(PRODUCT.c.code).where(PRODUCT.c.account == bindparam("of_account")), steady=True
)


def follow(books: Books, entry: Entry) -> None:
    """Note the lines of an entry that stand on a savings product's account (credit +)."""
    day, fact = books.stamp.bd.isoformat(), books.stamp.key
    products: dict[str, str | None] = {}
    moves: list[tuple[int, str, str, int, int, int]] = []
    for n, line in enumerate(entry.lines, 1):
        if line.key is None:
            continue
        if line.account not in products:
            products[line.account] = books.value(_OF_ACCOUNT, of_account=line.account)
        product = products[line.account]
        if product is not None:
            amount = -int(line.amount)
            moves.append((line.key, product, day, fact, n, amount))
    if moves:
        books.insert_all(_MOVE, moves)
        books.insert_all(_BALANCE, [(move[0], move[1], move[-1]) for move in moves])
