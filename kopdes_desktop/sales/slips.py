"""The papers of the till: a sale's slip, a return's, a bon payment's, an advance's.

Made from the fact. What a member owes and has bought is of the moment, so a copy leaves it out.
"""

from __future__ import annotations

from collections.abc import Iterator

from kopdes_desktop.goods import queries as goods
from kopdes_desktop.goods import rules as quantities
from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import NOTHING, Rupiah, total
from kopdes_desktop.ledger import balances
from kopdes_desktop.members import queries as members
from kopdes_desktop.office.books import Reading
from kopdes_desktop.office.letterhead import letterhead
from kopdes_desktop.office.log import LoggedFact, logged
from kopdes_desktop.office.settings import NAME, PLACE, setting
from kopdes_desktop.paper.document import Receipt, Signer, Slip, SlipRow
from kopdes_desktop.paper.layout import BESIDE_NAME
from kopdes_desktop.sales import cart, facts, queries
from kopdes_desktop.sales.advances import AdvanceReturned, AdvanceTaken
from kopdes_desktop.sales.bons import BonPaid
from kopdes_desktop.sales.facts import BroughtBack, LineOf, Sold, Tender
from kopdes_desktop.security.queries import user_name
from kopdes_desktop.security.slips import RULE, signature, whole

Paper = Sold | BroughtBack | BonPaid | AdvanceTaken | AdvanceReturned

TENDER_WORDS = {
    "cash": N_("Tunai"),
    "qris": N_("QRIS"),
    "transfer": N_("Transfer"),
    "bon": N_("Bon"),
    "savings": N_("Dari simpanan"),
    "advance": N_("Uang muka"),
    "claim": N_("Klaim"),
}


def _paper(read: Reading, key: int) -> tuple[LoggedFact, Paper]:
    found = logged(read, key)
    if found is None or not isinstance(found.fact, Paper):
        reason = _(N_("bukan bukti penjualan, retur, atau pembayaran bon"))
        raise BadField(name="key", reason=reason, field="key")
    return found, found.fact


def slip(read: Reading, key: int, *, copy: bool = False) -> Slip:
    """The slip of a paper of the till, 32 to 48 columns wide. Raises BadField for other facts."""
    found, fact = _paper(read, key)
    rows = [*_who(read, fact), RULE, *_rows(read, found, fact, copy=copy)]
    return whole(read, found, fact.number, _title(fact), rows, copy=copy)


def _title(fact: Paper) -> str:
    match fact:
        case Sold():
            return _(N_("STRUK PENJUALAN"))
        case BroughtBack():
            return _(N_("NOTA RETUR"))
        case BonPaid():
            return _(N_("PEMBAYARAN BON"))
        case AdvanceReturned():
            return _(N_("UANG MUKA DIKEMBALIKAN"))
    return _(N_("UANG MUKA PESANAN"))


def _member(read: Reading, fact: Paper) -> int | None:
    if isinstance(fact, BroughtBack):
        return _sale(read, fact).member
    if isinstance(fact, AdvanceReturned):
        return _advance(read, fact).member
    return fact.member


def _advance(read: Reading, fact: AdvanceReturned) -> AdvanceTaken:
    found = read.original(fact.advance)
    if found is None or not isinstance(found[1], AdvanceTaken):
        reason = _(N_("uang mukanya tidak ada di buku ini"))
        raise BadField(name="advance", reason=reason, field="key")
    return found[1]


def _sale(read: Reading, fact: BroughtBack) -> Sold:
    found = read.original(fact.sale)
    if found is None or not isinstance(found[1], Sold):
        raise BadField(name="sale", reason=_(N_("struknya tidak ada di buku ini")), field="key")
    return found[1]


def _name(read: Reading, key: int) -> str:
    """A member's name and number."""
    row = members.member(read, key)
    parts = (row.name or _(N_("(nama dihapus)")), row.number) if row else ("?",)
    return BESIDE_NAME.join(part for part in parts if part)


def _who(read: Reading, fact: Paper) -> Iterator[SlipRow]:
    member = _member(read, fact)
    if member is not None:
        yield SlipRow(_name(read, member), part="member")
    if isinstance(fact, BroughtBack):
        yield SlipRow(_(N_("Dari struk {number}")).format(number=_sale(read, fact).number))


def _rows(read: Reading, found: LoggedFact, fact: Paper, *, copy: bool) -> Iterator[SlipRow]:
    if isinstance(fact, Sold):
        yield from _sold(read, found, fact, copy=copy)
    elif isinstance(fact, BroughtBack):
        yield from _back(read, fact)
    elif isinstance(fact, BonPaid):
        yield SlipRow(_(N_("Bon sebelumnya")), wording.number(fact.left + fact.amount))
        yield SlipRow(_(N_("DIBAYAR")), wording.rupiah(fact.amount), kind="bold")
        yield SlipRow(_(N_("Sisa bon")), wording.number(fact.left))
    elif isinstance(fact, AdvanceReturned):
        taken = _advance(read, fact)
        yield SlipRow(_(N_("Dari bukti {number}")).format(number=taken.number))
        yield SlipRow(taken.text)
        yield SlipRow(_(N_("DIKEMBALIKAN")), wording.rupiah(fact.amount), kind="bold")
        yield SlipRow(_(N_("Alasan: {reason}")).format(reason=fact.reason))
        yield from signature(_(N_("Tanda tangan pembeli")))
    else:
        yield SlipRow(fact.text)
        yield SlipRow(_(N_("UANG MUKA")), wording.rupiah(fact.amount), kind="bold")
        yield SlipRow(_(N_("Bawa struk ini saat mengambil barang.")))


# --- a sale ---------------------------------------------------------------------------------------


def item_name(read: Reading, key: int) -> str:
    """What an item is called now."""
    found = goods.item(read, key)
    return found.name if found else "?"


def _measure(read: Reading, line: LineOf) -> str:
    """How much of it, and for how much each: 2 dus x 137.500."""
    item = goods.item(read, line.item)
    unit = line.pack or (item.unit if item else "")
    return f"{quantities.shown(line.quantity)} {unit} x {wording.number(line.price)}"


def _sold(read: Reading, found: LoggedFact, fact: Sold, *, copy: bool) -> Iterator[SlipRow]:
    lines = [*facts.lines_of(fact)]
    for line in lines:
        yield SlipRow(item_name(read, line.item))
        yield SlipRow(f"  {_measure(read, line)}", wording.number(line.gross))
        if line.off:
            yield SlipRow("  " + _(N_("potongan")), wording.number(-line.off))
    yield RULE
    off = total(line.off for line in lines)
    due = facts.total_of(fact)
    if off:
        yield SlipRow(_(N_("Harga semula")), wording.number(due + off))
        yield SlipRow(_(N_("Potongan")), wording.number(-off))
    yield SlipRow(_(N_("TOTAL")), wording.rupiah(due), kind="big")
    rounding = facts.paid_of(fact) - due
    if rounding:
        yield SlipRow(_(N_("Pembulatan")), wording.number(rounding))
    yield from _tenders(read, fact)
    if fact.due is not None:
        day = wording.short_day(fact.due)
        yield SlipRow(_(N_("Bon jatuh tempo")), day)
    yield SlipRow(wording.spelled(due), kind="small", part="words")
    if fact.member is not None:
        yield from _for_the_member(read, found, fact, lines, copy=copy)
    if facts.by(fact, "bon") or facts.by(fact, "savings"):
        yield from signature(_(N_("Tanda tangan anggota")))


def _tenders(read: Reading, fact: Sold) -> Iterator[SlipRow]:
    """How it was paid; of cash what was handed over, and the change."""
    for each in fact.tenders:
        if each.kind == "cash" and fact.given is not None:
            yield SlipRow(_(TENDER_WORDS[each.kind]), wording.number(fact.given))
            change = wording.number(fact.given - each.amount)
            yield SlipRow(_(N_("KEMBALI")), change, kind="bold")
        else:
            yield SlipRow(_tender(read, each), wording.number(each.amount))


def _tender(read: Reading, each: Tender) -> str:
    words = _(TENDER_WORDS[each.kind])
    if each.key is not None:
        entry = balances.posted(read, each.key)
        return f"{words} {(entry and entry.number) or ''}".strip()
    return f"{words} {each.ref}" if each.ref else words


def _for_the_member(
    read: Reading, found: LoggedFact, fact: Sold, lines: list[LineOf], *, copy: bool
) -> Iterator[SlipRow]:
    """What he saved by being one; what he owes, and what he has bought this year."""
    saved = saved_as_member(read, found, lines)
    if saved:
        yield SlipRow(_(N_("Hemat sebagai anggota")), wording.number(saved), kind="small")
    member = fact.member
    if copy or member is None:
        return
    bought = queries.dealings_of_year(read, member, found.stamp.bd).bought
    yield SlipRow(
        _(N_("Dasar SHU tahun ini")),
        wording.number(bought),
        kind="small",
        part="balance",
    )
    owed = queries.bon_balance(read, member)
    if owed:
        yield SlipRow(_(N_("Sisa bon")), wording.number(owed), kind="small", part="balance")


def saved_as_member(read: Reading, found: LoggedFact, lines: list[LineOf]) -> Rupiah:
    """What the same lines would have cost somebody else on that day, beyond what he paid."""
    saved = NOTHING
    for line in lines:
        item = goods.item(read, line.item)
        price = (
            goods.price_at(
                read, item, found.stamp.bd, member=False, pack=line.pack, count=line.quantity
            )
            if item
            else None
        )
        if price is not None and price > line.price:
            saved += cart.gross(price, line.quantity) - line.gross
    return saved


# --- a return -------------------------------------------------------------------------------------


def _back(read: Reading, fact: BroughtBack) -> Iterator[SlipRow]:
    lines = [*facts.lines_of(_sale(read, fact))]
    for said in fact.lines:
        line = lines[said.line]
        item = goods.item(read, line.item)
        unit = line.pack or (item.unit if item else "")
        much = quantities.shown(facts.thousandths(said.quantity))
        state = "" if said.sound else " " + _(N_("(rusak)"))
        yield SlipRow(item_name(read, line.item))
        yield SlipRow(f"  {much} {unit}{state}", wording.number(said.net))
    yield RULE
    due = total(said.net for said in fact.lines)
    yield SlipRow(_(N_("DIKEMBALIKAN")), wording.rupiah(due), kind="bold")
    for each in fact.tenders:
        yield SlipRow(_tender(read, each), wording.number(each.amount))
    if fact.reason:
        yield SlipRow(_(N_("Alasan: {reason}")).format(reason=fact.reason))
    yield from signature(_(N_("Tanda tangan pembeli")))


# --- the file -------------------------------------------------------------------------------------


def receipt(read: Reading, key: int, *, copy: bool = False) -> Receipt:
    """The same on a sheet. Raises BadField for other facts."""
    found, fact = _paper(read, key)
    member = _member(read, fact)
    buyer = _name(read, member) if member is not None else _(N_("Pembeli umum, bukan anggota"))
    out = isinstance(fact, BroughtBack | AdvanceReturned)
    clerk = user_name(read, found.stamp.user)
    roles = (_(N_("Penerima")), _(N_("Kasir"))) if out else (_(N_("Pembeli")), _(N_("Kasir")))
    return Receipt(
        letterhead=letterhead(read),
        title=_title(fact),
        number=fact.number,
        day=found.stamp.bd,
        place=setting(read, PLACE),
        received_from=setting(read, NAME) if out else buyer,
        amount=_amount(fact),
        purpose=_purpose(read, fact),
        rows=tuple(_figures(read, fact)),
        signers=(Signer(roles[0], ""), Signer(roles[1], clerk)),
        copy=copy,
        proof=wording.proof_digits(found.stamp.hash),
        notes=tuple(_notes(read, fact)),
        first_half="" if member is not None else _(N_("Lembar 1: untuk pembeli")),
    )


def _amount(fact: Paper) -> Rupiah:
    if isinstance(fact, Sold):
        return facts.total_of(fact)
    if isinstance(fact, BroughtBack):
        return total(said.net for said in fact.lines)
    return fact.amount


def _purpose(read: Reading, fact: Paper) -> str:
    match fact:
        case Sold():
            return _(N_("Pembelian barang dan jasa"))
        case BroughtBack():
            number = _sale(read, fact).number
            return _(N_("Retur dari struk {number}")).format(number=number)
        case BonPaid():
            return _(N_("Pembayaran bon"))
        case AdvanceReturned():
            number = _advance(read, fact).number
            return _(N_("Pengembalian uang muka {number}")).format(number=number)
    return fact.text


def _figures(read: Reading, fact: Paper) -> Iterator[tuple[str, Rupiah]]:
    if isinstance(fact, Sold):
        for line in facts.lines_of(fact):
            yield f"{item_name(read, line.item)}: {_measure(read, line)}", line.gross
            if line.off:
                yield "  " + _(N_("potongan")), Rupiah(-line.off)
    elif isinstance(fact, BroughtBack):
        lines = [*facts.lines_of(_sale(read, fact))]
        for said in fact.lines:
            much = quantities.shown(facts.thousandths(said.quantity))
            yield f"{item_name(read, lines[said.line].item)}: {much}", said.net
    else:
        yield _purpose(read, fact), fact.amount


def _way(read: Reading, fact: Sold | BroughtBack, each: Tender) -> str:
    """How a part was paid; of cash what was handed over, and the change."""
    if isinstance(fact, Sold) and each.kind == "cash" and fact.given is not None:
        given, change = wording.rupiah(fact.given), wording.rupiah(fact.given - each.amount)
        told = _(N_("{way} {given}, kembali {change}"))
        return told.format(way=_(TENDER_WORDS[each.kind]), given=given, change=change)
    return f"{_tender(read, each)} {wording.rupiah(each.amount)}"


def _notes(read: Reading, fact: Paper) -> Iterator[str]:
    if isinstance(fact, Sold | BroughtBack):
        ways = ", ".join(_way(read, fact, each) for each in fact.tenders)
        if ways:
            yield _(N_("Dibayar dengan {ways}")).format(ways=ways)
    if isinstance(fact, Sold) and fact.due is not None:
        yield _(N_("Bon jatuh tempo {day}")).format(day=wording.day(fact.due))
    if isinstance(fact, BonPaid):
        yield _(N_("Sisa bon {left}")).format(left=wording.rupiah(fact.left))
