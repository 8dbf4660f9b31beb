"""The papers of a drawer: its opening count, cash in and out, and the Z; all made from the fact.

A Z prints the same for ever: what it shows stands in its fact and in that of the shift's opening.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kopdes_desktop.inventory import places
from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import NOTHING, Rupiah
from kopdes_desktop.ledger import chart
from kopdes_desktop.office.books import Reading
from kopdes_desktop.office.letterhead import letterhead
from kopdes_desktop.office.log import LoggedFact, logged
from kopdes_desktop.office.settings import PLACE, ZONE, setting
from kopdes_desktop.paper.document import Receipt, Signer, Slip, SlipRow
from kopdes_desktop.security.queries import user_name
from kopdes_desktop.security.slips import RULE, signature, whole
from kopdes_desktop.tills import queries, reasons, totals
from kopdes_desktop.tills.operations import CashMoved, ShiftClosed, ShiftOpened
from kopdes_desktop.tills.reasons import IN, OUT
from kopdes_desktop.tills.rules import Counted

Kept = ShiftOpened | ShiftClosed | CashMoved

#: The kinds of a Z that say what was sold, and those that say how it was paid.
_SOLD = ("sales", "discounts", "rounding", "returns", "voids")
_PAID = ("cash", *totals.NOT_CASH)
_DRAWER = ("cash", "bon_paid", "advance_in", "advance_out", "cash_in", "cash_out")


# --- a drawer's papers ----------------------------------------------------------------------------


def _kept(read: Reading, key: int) -> tuple[LoggedFact, Kept]:
    found = logged(read, key)
    if found is None or not isinstance(found.fact, Kept):
        reason = _(N_("bukan bukti giliran kasir atau kas laci"))
        raise BadField(name="key", reason=reason, field="key")
    return found, found.fact


def slip(read: Reading, key: int, *, copy: bool = False) -> Slip:
    """The slip of a shift's opening, its Z, or cash in and out. Raises BadField for others."""
    found, fact = _kept(read, key)
    rows, thanks = _rows(read, found, fact), isinstance(fact, CashMoved)
    return whole(read, found, fact.number, _title(found, fact), rows, copy=copy, thanks=thanks)


def _title(found: LoggedFact, fact: Kept) -> str:
    if isinstance(fact, ShiftOpened):
        return _(N_("BUKA GILIRAN KASIR"))
    if isinstance(fact, ShiftClosed):
        return _(N_("TUTUP GILIRAN (Z)"))
    return _(N_("KAS MASUK LACI")) if _way(found) == IN else _(N_("KAS KELUAR LACI"))


def _way(found: LoggedFact) -> str:
    return IN if found.stamp.kind == "till.cash_in" else OUT


def _rows(read: Reading, found: LoggedFact, fact: Kept) -> Iterator[SlipRow]:
    if isinstance(fact, ShiftOpened):
        yield from _where(read, fact.box, fact.place)
        yield RULE
        yield from _notes(fact.counted)
        yield from _compared(fact.expected, fact.opening, fact.reason)
        return
    if isinstance(fact, CashMoved):
        reason = reasons.reason(_way(found), fact.reason)
        shift = queries.shift(read, fact.shift)
        yield from _where(read, shift.box, shift.place) if shift else ()
        yield RULE
        yield SlipRow(reason.title, wording.number(fact.amount))
        if fact.person is not None:
            yield SlipRow(user_name(read, fact.person))
        if fact.note:
            yield SlipRow(fact.note)
        yield RULE
        yield SlipRow(_(N_("JUMLAH")), wording.rupiah(fact.amount), kind="bold")
        role = _(N_("Penyetor")) if _way(found) == IN else _(N_("Penerima"))
        yield from signature(role)
        return
    yield from _of_z(read, fact)


def _where(read: Reading, box: str, place: str) -> Iterator[SlipRow]:
    yield SlipRow(chart.box(read, box).name, places.place(read, place).name)


def _notes(counted: Iterable[Counted]) -> Iterator[SlipRow]:
    """Counted notes, one row each."""
    for each in counted:
        left = f"{wording.number(each.note)} x {each.pieces}"
        yield SlipRow(left, wording.number(each.note * each.pieces), kind="small")


def _compared(expected: Rupiah, counted: Rupiah, reason: str | None) -> Iterator[SlipRow]:
    """What should have been there, what was, and why it differs."""
    yield SlipRow(_(N_("Seharusnya")), wording.number(expected))
    yield SlipRow(_(N_("Dihitung")), wording.number(counted), kind="bold")
    off = counted - expected
    words = _(N_("SELISIH"))
    if off:
        words = _(N_("SELISIH LEBIH")) if off > NOTHING else _(N_("SELISIH KURANG"))
    yield SlipRow(words, wording.number(off), kind="bold")
    if reason:
        yield SlipRow(_(N_("Alasan: {reason}")).format(reason=reason))


def _of_z(read: Reading, fact: ShiftClosed) -> Iterator[SlipRow]:
    """Everything that the shift did, from the fact of its end and that of its beginning."""
    began = logged(read, fact.shift)
    begun = began.fact if began is not None else None
    sums = {each.what: each for each in fact.totals}
    float_ = NOTHING
    if began is not None and isinstance(begun, ShiftOpened):
        float_ = begun.opening
        yield from _where(read, begun.box, begun.place)
        moment = wording.clock(began.moment, setting(read, ZONE))
        opened = f"{wording.short_day(began.stamp.bd)} {moment}"
        yield SlipRow(_(N_("Dibuka")), opened)
        yield SlipRow(_(N_("Oleh")), user_name(read, began.stamp.user))
    for title, kinds in ((_(N_("PENJUALAN")), _SOLD), (_(N_("CARA BAYAR")), _PAID)):
        yield RULE
        yield SlipRow(title)
        yield from _sums(sums, kinds)
    yield RULE
    yield SlipRow(_(N_("LACI")))
    yield SlipRow(_(N_("Modal awal")), wording.number(float_))
    yield from _sums(sums, _DRAWER)
    other = fact.expected - float_ - totals.in_drawer(fact.totals)
    for each in fact.besides:
        other -= each.amount
        words = f"{_(totals.OTHER_WORDS.get(each.what, each.what))} ({each.times})"
        yield SlipRow(words, wording.number(each.amount))
    if other != NOTHING:
        words = (
            N_("Lainnya di jurnal laci")
            if fact.besides
            else N_("Lainnya di jurnal laci (setoran, serah terima, belanja)")
        )
        yield SlipRow(_(words), wording.number(other))
    yield from _compared(fact.expected, fact.cash, fact.reason)
    if fact.tries > 1:
        yield SlipRow(_(N_("Dihitung berapa kali")), wording.number(fact.tries))
    if fact.charge is not None:
        name = user_name(read, fact.charge)
        yield SlipRow(_(N_("Ditagih kepada {name}")).format(name=name))
    if fact.below_zero:
        yield SlipRow(_(N_("Stok minus")), _(N_("{n} barang")).format(n=fact.below_zero))
    if fact.counted:
        yield RULE
        yield from _notes(fact.counted)
    yield from signature(_(N_("Kasir")))
    yield from signature(_(N_("Penerima uang")))


def _sums(sums: dict[str, totals.Total], kinds: Iterable[str]) -> Iterator[SlipRow]:
    for what in kinds:
        if what in sums:
            each = sums[what]
            sign = -1 if totals.IN_DRAWER.get(what, 1) < 0 else 1
            left = _(totals.WORDS[what]) + (f" ({each.times})" if each.times else "")
            yield SlipRow(left, wording.number(sign * int(each.amount)))


# --- the file -------------------------------------------------------------------------------------


def receipt(read: Reading, key: int, *, copy: bool = False) -> Receipt:
    """The same on a sheet, to be signed and filed. Raises BadField for other facts."""
    found, fact = _kept(read, key)
    who = user_name(read, found.stamp.user)
    amount = _amount(fact)
    return Receipt(
        letterhead=letterhead(read),
        title=_title(found, fact),
        number=fact.number,
        day=found.stamp.bd,
        place=setting(read, PLACE),
        received_from=who,
        amount=amount,
        purpose=_purpose(found, fact),
        signers=(Signer(_(N_("Kasir")), who), Signer(_(N_("Bendahara")), "")),
        copy=copy,
        proof=wording.proof_digits(found.stamp.hash),
        notes=tuple(_said(fact)),
        first_half=_(N_("Lembar 1: untuk kasir")),
        body=() if isinstance(fact, CashMoved) else tuple(_body(read, found, fact)),
    )


def _amount(fact: Kept) -> Rupiah:
    match fact:
        case ShiftOpened():
            return fact.opening
        case ShiftClosed():
            return fact.cash
    return fact.amount


def _purpose(found: LoggedFact, fact: Kept) -> str:
    if isinstance(fact, CashMoved):
        return reasons.reason(_way(found), fact.reason).title
    if isinstance(fact, ShiftOpened):
        return _(N_("Uang di laci saat giliran dibuka"))
    return _(N_("Uang di laci saat giliran ditutup"))


def _body(read: Reading, found: LoggedFact, fact: Kept) -> Iterator[SlipRow]:
    """What stands on the slip; the sheet has lines of its own to sign on."""
    yield SlipRow(_(N_("Pukul")), wording.clock(found.moment, setting(read, ZONE)))
    for row in _rows(read, found, fact):
        if row.part != "signature":
            yield row


def _said(fact: Kept) -> Iterator[str]:
    if isinstance(fact, CashMoved) and fact.note:
        yield fact.note
