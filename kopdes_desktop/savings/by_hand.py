"""What a general journal entry, or a reversal, may do to members' savings.

Principal and mandatory savings have operations of their own: by hand only an adjustment with a
second person touches them, and it leaves the months paid covered. A withdrawal by hand needs a
second person whatever it comes to (domain/RULES, Control).
"""

from __future__ import annotations

from sqlalchemy import bindparam, func, select

from kopdes_desktop.db.statements import Statement
from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.errors import BadField, NotReversible
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import NOTHING, Rupiah, total
from kopdes_desktop.ledger.by_hand import Undone
from kopdes_desktop.ledger.entry import Entry, Line
from kopdes_desktop.members import queries as members
from kopdes_desktop.office.books import Reading
from kopdes_desktop.office.work import Work
from kopdes_desktop.savings import deposits, queries
from kopdes_desktop.savings.tables import DUES_PAID

_MONTHS = Statement(
    select(func.sum(DUES_PAID.c.amount)).where(
        DUES_PAID.c.member == bindparam("of_member"),
        DUES_PAID.c.product == bindparam("of_product"),
    )
)
#: Taking this back makes a member of him again, with all that he had.
_COMES_BACK = "membership.settle"
_VOLUNTARY, _PRINCIPAL = "voluntary", "principal"


def guard(work: Work, entry: Entry, undone: Undone | None) -> bool:
    """Refuse what would bypass savings' own operations or leave the books red.

    True where the rest needs a second person. Raises BadField, of a reversal NotReversible.
    """
    lines = _of_savings(work, entry)
    ordinary = entry.kind == "ordinary"
    for n, line, product in lines:
        if undone is None:
            _require_unit(line, product, n)
        if ordinary and product.kind != _VOLUNTARY:
            _require_own_operation(line, product, n)
    sums: dict[tuple[int, str], Rupiah] = {}
    for _n, line, product in lines:
        place = (line.key or 0, product.code)
        sums[place] = sums.get(place, NOTHING) - line.amount
    products = {product.code: product for _n, _line, product in lines}
    for (key, code), saved in sums.items():
        _require_whole(work, key, products[code], saved, undone)
        if ordinary and products[code].kind == _PRINCIPAL:
            _require_lacking(work, key, products[code], saved)
    return undone is None and any(
        not ordinary or line.amount > NOTHING for _n, line, _product in lines
    )


def _of_savings(read: Reading, entry: Entry) -> list[tuple[int, Line, queries.Product]]:
    """The lines that stand on a product's account under a member's key, with their places."""
    keyed = [(n, line) for n, line in enumerate(entry.lines) if line.key is not None]
    if not keyed:
        return []
    products = {each.account: each for each in queries.products(read)}
    return [(n, line, products[line.account]) for n, line in keyed if line.account in products]


def _require_unit(line: Line, product: queries.Product, n: int) -> None:
    """Refuse a product's account outside the unit that the product is of. BadField."""
    if line.unit != product.unit:
        reason = _(N_("{product} dicatat di unit {unit}")).format(
            product=_(product.name), unit=product.unit
        )
        raise BadField(name="unit", reason=reason, field=f"lines[{n}].unit")


def _require_own_operation(line: Line, product: queries.Product, n: int) -> None:
    """Refuse money out of principal or dues, and money into dues, by an ordinary entry. BadField.

    It would leave the member, or a month, as if nothing had been.
    """
    if line.amount > NOTHING:
        reason = _(
            N_(
                "{product} tidak diambil lewat jurnal umum. Catat penyelesaian anggota bila ia "
                "keluar, atau balik buktinya bila setorannya salah. Koreksi lain ditulis sebagai "
                "jurnal penyesuaian yang disetujui orang kedua"
            )
        )
    elif product.kind == queries.MANDATORY:
        reason = _(
            N_(
                "{product} lewat jurnal umum tidak melunasi bulan mana pun. Catat sebagai setoran "
                "simpanan wajib"
            )
        )
    else:
        return
    reason = reason.format(product=_(product.name))
    raise BadField(name="account", reason=reason, field=f"lines[{n}].account")


def _require_whole(
    work: Work, key: int, product: queries.Product, saved: Rupiah, undone: Undone | None
) -> None:
    """Nobody saves who is gone; what pays for months stays. BadField, NotReversible."""
    comes_back = undone is not None and undone.code == _COMES_BACK
    who = members.member(work, key)
    if saved > NOTHING and not comes_back and (who is None or who.status != "active"):
        reason = _(N_("orang ini bukan anggota aktif, jadi tidak dapat bersimpanan"))
        raise _refused(reason, undone)
    here = comes_back or (saved < NOTHING and who is not None and who.status == "active")
    if here and product.kind == queries.MANDATORY:
        paid = Rupiah(work.value(_MONTHS, of_member=key, of_product=product.code) or 0)
        paid = paid - _months_taken_back(key, product.code, undone)
        held = queries.balance(work, key, product.code)
        if held + saved < paid:
            reason = _(
                N_(
                    "{paid} dari {product} anggota ini sudah melunasi bulan iuran; balik dahulu "
                    "bukti setorannya"
                )
            ).format(paid=wording.rupiah(paid), product=_(product.name))
            raise _refused(reason, undone)


def _months_taken_back(key: int, product: str, undone: Undone | None) -> Rupiah:
    """What of a member's months goes with the document that a reversal takes back."""
    lines = getattr(undone.fact, "lines", None) if undone is not None else None
    return total(
        part
        for line in lines or ()
        if isinstance(line, deposits.DepositedLine)
        and (line.member, line.product) == (key, product)
        for _month, part, _owed in line.months
    )


def _require_lacking(work: Work, key: int, product: queries.Product, saved: Rupiah) -> None:
    """Refuse more principal than the member lacks: it is the same for all. BadField."""
    who = members.member(work, key)
    if who is None or saved <= NOTHING:
        return
    held = queries.balance(work, key, product.code)
    lacking = max(deposits.principal_owed(work, who, product.code) - held, NOTHING)
    if saved > lacking:
        reason = _(
            N_("{product} anggota ini kurang {lacking} lagi; catat sebagai setoran simpanan pokok")
        ).format(product=_(product.name), lacking=wording.rupiah(lacking))
        raise BadField(name="lines", reason=reason, field="lines")


def _refused(reason: str, undone: Undone | None) -> BadField | NotReversible:
    if undone is not None:
        return NotReversible(number=undone.number, reason=reason, field="entry")
    return BadField(name="lines", reason=reason, field="lines")
