"""What a shift took in and paid out, by kind: kept sums that only ever add up."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
from sqlalchemy import bindparam, select

from kopdes_desktop.db.statements import Statement, add_to
from kopdes_desktop.kernel.i18n import N_
from kopdes_desktop.kernel.ids import SHIFT, FactKey, device_of
from kopdes_desktop.kernel.money import Rupiah
from kopdes_desktop.ledger import balances
from kopdes_desktop.office import kinds
from kopdes_desktop.office.books import Books, Reading
from kopdes_desktop.tills.queries import Shift
from kopdes_desktop.tills.rules import DRAWER
from kopdes_desktop.tills.tables import SHIFT_TOTAL

_ADD = add_to(SHIFT_TOTAL, "times", "amount")
_OF = Statement(
    select(SHIFT_TOTAL.c.what, SHIFT_TOTAL.c.times, SHIFT_TOTAL.c.amount)
    .where(SHIFT_TOTAL.c.shift == bindparam("of_shift"))
    .order_by(SHIFT_TOTAL.c.what)
)

#: Every kind in the order of a Z, with its name. First what was sold, then how it was paid, then
#: what else went through the drawer.
WORDS = {
    "sales": N_("Penjualan"),
    "discounts": N_("Potongan harga"),
    "rounding": N_("Pembulatan"),
    "returns": N_("Retur"),
    "voids": N_("Batal"),
    "cash": N_("Tunai"),
    "qris": N_("QRIS"),
    "transfer": N_("Transfer"),
    "bon": N_("Bon"),
    "savings": N_("Dari simpanan"),
    "advance": N_("Dari uang muka"),
    "claim": N_("Klaim pihak lain"),
    "bon_paid": N_("Bon dibayar"),
    "advance_in": N_("Uang muka diterima"),
    "advance_out": N_("Uang muka dikembalikan"),
    "cash_in": N_("Kas masuk"),
    "cash_out": N_("Kas keluar"),
}
#: What other rooms moved through the drawer, by how their documents' kinds begin.
_OTHERS = {
    "savings.": "deposits",
    "accounting.move_cash": "handed",
    "accounting.receive_cash": "handed",
    "accounting.jot": "counter",
    "purchasing.": "purchases",
    "consignment.": "owners",
}
OTHER_WORDS = {
    "deposits": N_("Simpanan anggota"),
    "handed": N_("Serah terima uang"),
    "purchases": N_("Belanja dan pemasok"),
    "owners": N_("Dibayar ke penitip"),
    "counter": N_("Agen, pulsa, jasa gerai"),
}
#: Ways to pay that leave the drawer as it is.
NOT_CASH = ("qris", "transfer", "bon", "savings", "advance", "claim")
#: Those that move money in the drawer, with what one rupiah of them does there.
IN_DRAWER = {
    "cash": 1,
    "bon_paid": 1,
    "advance_in": 1,
    "advance_out": -1,
    "cash_in": 1,
    "cash_out": -1,
}


class Total(msgspec.Struct, array_like=True, frozen=True, order=True):
    """So many times, and how much, of one kind."""

    what: str
    times: int
    amount: Rupiah


def book(books: Books, shift: int, what: str, amount: Rupiah, times: int = 1) -> None:
    """Add to one kind; negative to take back."""
    book_all(books, shift, [Total(what, times, amount)])


def book_all(books: Books, shift: int, rows: Iterable[Total]) -> None:
    """Add to several kinds at once."""
    books.insert_all(_ADD, [(shift, x.what, x.times, int(x.amount)) for x in rows])


def take_back(books: Books, shift: int, rows: Iterable[Total]) -> None:
    """Take from several kinds what a document had added."""
    book_all(books, shift, [Total(x.what, -x.times, -x.amount) for x in rows])


def of(read: Reading, shift: int) -> tuple[Total, ...]:
    """Every kind of a shift, by its code; what came to nothing is left out."""
    rows = read.rows(_OF, of_shift=shift)
    return tuple(Total(row[0], row[1], Rupiah(row[2])) for row in rows if row[1] or row[2])


def besides(read: Reading, shift: Shift) -> tuple[Total, ...]:
    """What other rooms of its own laptop moved through a shift's drawer since it was opened."""
    sums: dict[str, tuple[int, int]] = {}
    end = (device_of(FactKey(shift.key)) + 1) << SHIFT
    log = read.log if isinstance(read, Books) else read  # an audit's own tables hold no facts
    for key, amount in list(balances.moves_of(read, DRAWER, shift.box, shift.day)):
        kind = kinds.kind_of(log, key) if shift.key < key < end else ""
        what = next((of for begins, of in _OTHERS.items() if kind.startswith(begins)), None)
        if what is not None:
            times, so_far = sums.get(what, (0, 0))
            sums[what] = (times + 1, so_far + int(amount))
    return tuple(
        Total(what, times, Rupiah(amount)) for what, (times, amount) in sorted(sums.items())
    )


def in_drawer(rows: Iterable[Total]) -> Rupiah:
    """What these kinds did to the money in the drawer."""
    return Rupiah(sum(IN_DRAWER.get(x.what, 0) * int(x.amount) for x in rows))
