"""The papers of consigned goods: notes of what came, went back or got lost; what was paid for.

A settlement has a slip for the roll and a kuitansi for the file, and names each item sold.
"""

from __future__ import annotations

from collections.abc import Iterator

from kopdes_desktop.consignment import consignors
from kopdes_desktop.consignment.losses import LostLine, MadeGood
from kopdes_desktop.consignment.settling import FORWARD, Settled, SettledLine
from kopdes_desktop.consignment.shelves import Entrusted, EntrustedLine, GivenBack, ReturnedLine
from kopdes_desktop.goods import queries as goods
from kopdes_desktop.goods import rules
from kopdes_desktop.inventory import places
from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import Rupiah
from kopdes_desktop.office.books import Reading
from kopdes_desktop.office.letterhead import letterhead
from kopdes_desktop.office.log import LoggedFact, logged
from kopdes_desktop.office.settings import NAME, PLACE, setting
from kopdes_desktop.paper.document import Column, Document, Receipt, Signer, Slip, SlipRow
from kopdes_desktop.savings import queries as savings
from kopdes_desktop.security.queries import user_name
from kopdes_desktop.security.slips import RULE, signature, whole

Noted = Entrusted | GivenBack | MadeGood | Settled


def _noted(read: Reading, key: int) -> tuple[LoggedFact, Noted]:
    """A fact that has papers. Raises BadField for any other."""
    found = logged(read, key)
    if found is None or not isinstance(found.fact, Noted):
        reason = _(N_("bukan surat atau pembayaran barang titipan"))
        raise BadField(name="key", reason=reason, field="key")
    return found, found.fact


def _title(fact: Noted) -> str:
    match fact:
        case Entrusted():
            return _(N_("SURAT TITIP"))
        case GivenBack():
            return _(N_("TITIPAN KEMBALI"))
        case MadeGood():
            return _(N_("GANTI TITIPAN"))
    return _(N_("BAYAR TITIPAN"))


def slip(read: Reading, key: int, *, copy: bool = False) -> Slip:
    """The slip of any of them, 32 to 48 columns wide. Raises BadField for another kind of fact."""
    found, fact = _noted(read, key)
    rows = [
        SlipRow(consignors.called(read, fact.owner), part="member"),
        *_where(read, fact),
        RULE,
        *_items(read, fact),
        RULE,
        *_sum(fact),
        *signature(_(N_("Tanda tangan penitip"))),
    ]
    return whole(read, found, fact.number, _title(fact), rows, copy=copy)


def _where(read: Reading, fact: Noted) -> Iterator[SlipRow]:
    """The place where the goods lie, the reason of a loss, the savings that took the money."""
    if not isinstance(fact, Settled):
        yield SlipRow(places.place(read, fact.place).name)
    if isinstance(fact, MadeGood):
        yield SlipRow(_(N_("Sebab: {reason}")).format(reason=fact.reason), kind="small")
    if isinstance(fact, Settled) and fact.savings is not None:
        product = _(savings.product(read, fact.savings).name)
        yield SlipRow(_(N_("Masuk ke {product}")).format(product=product), kind="small")


def _items(read: Reading, fact: Noted) -> Iterator[SlipRow]:
    """Each item with what is said of it: the share, the quantity, the amount."""
    for line in fact.lines:
        item = goods.item(read, line.item)
        name = item.name if item is not None else "?"
        count = rules.shown(rules.thousandths(line.quantity))
        if item is not None:
            count = f"{count} {item.unit}"
        match fact:
            case Entrusted():
                share = wording.number(line.share)  # type: ignore[union-attr]
                yield SlipRow(name)
                yield SlipRow(f"  {count}", _(N_("bagian {share}")).format(share=share))
            case GivenBack():
                yield SlipRow(name, count)
            case _ if line.item == FORWARD:
                yield SlipRow(_(N_("Saldo buku lama")), wording.number(line.amount))  # type: ignore[union-attr]
            case _:
                yield SlipRow(name)
                yield SlipRow(f"  {count}", wording.number(line.amount))  # type: ignore[union-attr]


def _sum(fact: Noted) -> Iterator[SlipRow]:
    if isinstance(fact, (MadeGood, Settled)):
        yield SlipRow(_(N_("JUMLAH")), wording.rupiah(fact.total), kind="bold")
        yield SlipRow(wording.spelled(fact.total), kind="small", part="words")
    else:
        yield SlipRow(_(N_("Jenis barang")), str(len(fact.lines)), kind="bold")
    if isinstance(fact, MadeGood):
        yield SlipRow(_(N_("Dibayar bersama penyelesaian berikutnya")), kind="small")


def sheet(read: Reading, key: int) -> Document:
    """The same on a sheet, to be signed by both sides and filed."""
    found, fact = _noted(read, key)
    taken = isinstance(fact, Entrusted)
    paid = isinstance(fact, (MadeGood, Settled))
    about = (consignors.called(read, fact.owner), *(row.left for row in _where(read, fact)))
    columns = (
        Column("code", _(N_("Kode"))),
        Column("item", _(N_("Barang")), width=3),
        Column("quantity", _(N_("Jumlah")), "quantity"),
        Column("unit", _(N_("Satuan"))),
        *((Column("share", _(N_("Bagian per satuan")), "money"),) if taken else ()),
        *((Column("amount", _(N_("Bagian penitip")), "money"),) if paid else ()),
    )
    return Document(
        "consignment_note",
        f"{_title(fact).capitalize()} {fact.number}",
        letterhead(read),
        wording.day(found.stamp.bd),
        columns,
        [_sheet_row(read, line) for line in fact.lines],
        {"amount": int(fact.total)} if isinstance(fact, (MadeGood, Settled)) else {},
        about=about,
        signers=(
            Signer(_(N_("Penitip")), _bare(read, fact.owner)),
            Signer(_(N_("Petugas")), user_name(read, found.stamp.user)),
        ),
    )


def _sheet_row(
    read: Reading, line: EntrustedLine | ReturnedLine | LostLine | SettledLine
) -> dict[str, object]:
    item = goods.item(read, line.item)
    row: dict[str, object] = {
        "code": item.code if item is not None else "",
        "item": item.name if item is not None else _(N_("Saldo buku lama")),
        "quantity": line.quantity,
        "unit": item.unit if item is not None else "",
    }
    if isinstance(line, EntrustedLine):
        row["share"] = int(line.share)
    elif not isinstance(line, ReturnedLine):
        row["amount"] = int(line.amount)
    return row


def receipt(read: Reading, key: int, *, copy: bool = False) -> Receipt:
    """The kuitansi of a settlement. Raises BadField for another kind of fact."""
    found, fact = _noted(read, key)
    if not isinstance(fact, Settled):
        reason = _(N_("hanya pembayaran penitip yang mempunyai kuitansi"))
        raise BadField(name="key", reason=reason, field="key")
    return Receipt(
        letterhead=letterhead(read),
        title=_(N_("KUITANSI")),
        number=fact.number,
        day=found.stamp.bd,
        place=setting(read, PLACE),
        received_from=setting(read, NAME),
        amount=fact.total,
        purpose=_(N_("Hasil barang titipan {owner}")).format(
            owner=consignors.called(read, fact.owner)
        ),
        rows=tuple(_receipt_rows(read, fact)),
        signers=(
            Signer(_(N_("Penerima")), _bare(read, fact.owner)),
            Signer(_(N_("Pembayar")), user_name(read, found.stamp.user)),
        ),
        copy=copy,
        proof=wording.proof_digits(found.stamp.hash),
        notes=tuple(row.left for row in _where(read, fact)),
    )


def _receipt_rows(read: Reading, fact: Settled) -> Iterator[tuple[str, Rupiah]]:
    for line in fact.lines:
        item = goods.item(read, line.item)
        if item is None:
            yield _(N_("Saldo buku lama")), line.amount
            continue
        count = rules.shown(rules.thousandths(line.quantity))
        yield f"{item.name}, {count} {item.unit}", line.amount


def _bare(read: Reading, owner: int) -> str:
    """The owner's name without his code, to be signed over."""
    return consignors.called(read, owner).partition(" (")[0]
