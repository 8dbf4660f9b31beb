"""What a sale asks of this room: may he have that much, write down that he took it, take it back.

`require_within` is for `decide`, `book` and `take_back` for `apply` and `undo`: these refuse
nothing, because the goods have gone.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import bindparam, select

from kopdes_desktop.db.statements import Statement, insert_into
from kopdes_desktop.goods import rules as goods
from kopdes_desktop.kernel.errors import BadField, BeyondAllowance
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import Rupiah
from kopdes_desktop.office.books import Books
from kopdes_desktop.office.work import Work
from kopdes_desktop.subsidy import queries, rules
from kopdes_desktop.subsidy.tables import TAKEN

_NEW = insert_into(TAKEN)
_ROWS = Statement(select(TAKEN).where(TAKEN.c.fact == bindparam("of_fact")).order_by(TAKEN.c.line))

#: Programme, buyer's key and thousandths of a line.
Asked = tuple[str, int, int]


def require_within(
    work: Work,
    program: str,
    buyer: int | str | None,
    quantity: int,
    *,
    before: Sequence[Asked] = (),
    field: str = "buyer",
) -> int:
    """The key of a buyer who may have so many thousandths on the document's day.

    `before` is what earlier lines of the same document give. Raises BadField where nobody is
    named, is unknown or has no NIK; BeyondAllowance with what is left.
    """
    of = queries.require_program(work, program)
    if buyer is None or buyer == "":
        reason = _(N_("{program} dicatat per pembeli; pindai atau ketik NIK pembelinya"))
        raise BadField(name=field, reason=reason.format(program=of.name), field=field)
    who = queries.require_buyer(work, buyer, field=field)
    allowance = queries.allowance(work, of, who, work.bd)
    if allowance.left is not None:
        keys = queries.keys_of(work, who, of.per)
        left = allowance.left - sum(
            each for code, key, each in before if code == of.code and key in keys
        )
        if quantity > left:
            raise BeyondAllowance(
                program=of.name,
                left=goods.shown(max(left, 0)),
                most=goods.shown(allowance.most or 0),
                asked=goods.shown(quantity),
                unit=of.unit,
                period=rules.in_words(of.period, allowance.within),
                field=field,
            )
    return who.key


def book(
    books: Books,
    line: int,
    *,
    program: str,
    item: int,
    buyer: int,
    quantity: int,
    amount: Rupiah,
    of: tuple[int, int] | None = None,
) -> None:
    """A line of the fact in hand gave a buyer so many thousandths, or took them back (negative).

    `of` is the sale and its line that a return belongs to; the fact's own line otherwise.
    """
    stamp = books.stamp
    sale, sale_line = of or (stamp.key, line)
    row = (program, item, buyer, stamp.bd.isoformat(), quantity, int(amount), sale, sale_line, None)
    books.insert(_NEW, stamp.key, line, *row)


def take_back(books: Books, fact: int) -> None:
    """The fact in hand undoes an earlier one: what that gave comes back, what it took goes out."""
    stamp = books.stamp
    for row in books.rows(_ROWS, of_fact=fact):
        _fact, line, program, item, buyer, _day, quantity, amount, sale, sale_line, _entered = row
        back = (stamp.bd.isoformat(), -quantity, -amount, sale, sale_line, None)
        books.insert(_NEW, stamp.key, line, program, item, buyer, *back)
