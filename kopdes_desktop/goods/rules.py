"""What an item may be: kinds, accounts by line of business, quantities, codes. Pure functions."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Literal, NamedTuple

from kopdes_desktop.kernel import quantity as quantities
from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import Rupiah, half_up
from kopdes_desktop.kernel.names import one_line
from kopdes_desktop.kernel.quantity import THOUSAND

Kind = Literal["goods", "service", "consigned", "bundle"]
Tier = Literal["all", "member"]
KIND_WORDS = {
    "goods": N_("barang milik sendiri"),
    "service": N_("jasa"),
    "consigned": N_("barang titipan"),
    "bundle": N_("paket"),
}
TIER_WORDS = {"all": N_("semua pembeli"), "member": N_("anggota")}
#: Lines of business in the words of a shop.
LINI_WORDS = {
    "sembako": N_("sembako dan barang toko"),
    "LPG": N_("LPG"),
    "pupuk": N_("pupuk dan sarana tani"),
    "apotek": N_("obat"),
    "klinik": N_("klinik"),
    "pengadaan": N_("gabah dan hasil tani"),
    "agen": N_("meterai dan benda pos"),
    "gudang": N_("gudang dan angkutan"),
}
#: The inventory account of a line of business; the revenue account of a service of that line.
STOCK_ACCOUNTS = {
    "sembako": "1-1401",
    "LPG": "1-1402",
    "pupuk": "1-1403",
    "apotek": "1-1404",
    "klinik": "1-1404",
    "pengadaan": "1-1405",
    "agen": "1-1406",
    "gudang": "1-1401",
}
SERVICE_ACCOUNTS = {"klinik": "4-1401"}
_SERVICES = "4-1402"
DEFAULT_LINI = "sembako"
_STOCK, _SERVICE = "1-14", "4-14"
#: Goods on their way between outlets are nobody's item (F04).
_IN_TRANSIT = "1-1407"
_SHORTEST, _LONGEST = 2, 200
_LONGEST_CODE = 40
_LARGEST_PERCENT = 1000
_CODE = re.compile(r"[^\s*]+(?: [^\s*]+)*")


def thousandths(text: str, *, field: str = "quantity") -> int:
    """A decimal string ("0.25") as thousandths. Raises BadField."""
    try:
        return quantities.thousandths(text)
    except ValueError:
        reason = _(
            N_("{text} bukan jumlah; tulis angka dengan paling banyak tiga desimal, misalnya 0.25")
        ).format(text=text)
        raise BadField(name=field, reason=reason, field=field) from None


def above_zero(text: str, *, field: str = "quantity") -> int:
    """A decimal string above zero as thousandths. Raises BadField."""
    found = thousandths(text, field=field)
    if found <= 0:
        raise BadField(name=field, reason=_(N_("harus lebih dari nol")), field=field)
    return found


def decimal(quantity: int) -> str:
    """Thousandths as the decimal string that facts carry: "3", "0.25"."""
    return quantities.decimal(quantity)


def shown(quantity: int) -> str:
    """Thousandths as people write them: 1.250 or 0,25."""
    whole, rest = divmod(abs(quantity), THOUSAND)
    sign = "-" if quantity < 0 else ""
    parts = f"{rest:03d}".rstrip("0")
    return f"{sign}{whole:,}".replace(",", ".") + (f",{parts}" if parts else "")


def times(amount: int, quantity: int) -> Rupiah:
    """What so many thousandths cost at a price for one, half up, rounded once."""
    return Rupiah(half_up(int(amount) * quantity, THOUSAND))


def plain_name(text: str, *, field: str = "name") -> str:
    """A name on one line. Raises BadField."""
    name = one_line(text)
    if not _SHORTEST <= len(name) <= _LONGEST:
        reason = _(N_("nama paling sedikit dua huruf dan paling banyak 200"))
        raise BadField(name=field, reason=reason, field=field)
    return name


def plain_word(text: str, *, field: str) -> str:
    """A unit, a pack or a category's code: a few letters on one line. Raises BadField."""
    word = one_line(text)
    if not 1 <= len(word) <= _LONGEST_CODE:
        reason = _(N_("harus diisi, paling banyak 40 huruf"))
        raise BadField(name=field, reason=reason, field=field)
    return word


def plain_code(text: str, *, field: str = "code") -> str:
    """An item's own code, or one of its barcodes: no asterisk, which the till reads as "times"."""
    code = one_line(text)
    if len(code) > _LONGEST_CODE or not _CODE.fullmatch(code):
        reason = _(N_("kode paling banyak 40 huruf atau angka, tanpa tanda bintang"))
        raise BadField(name=field, reason=reason, field=field)
    return code


def plain_percent(text: str, *, field: str = "margin") -> str:
    """A margin in percent as a plain decimal ("12.5"); empty stays empty. Raises BadField."""
    bare = text.strip().rstrip("%").strip().replace(",", ".")
    if not bare:
        return ""
    try:
        value = Decimal(bare)
    except InvalidOperation:
        value = Decimal(-1)
    if not (value.is_finite() and 0 <= value <= _LARGEST_PERCENT):
        reason = _(N_("{text} bukan persen; tulis misalnya 12,5")).format(text=text)
        raise BadField(name=field, reason=reason, field=field)
    return f"{value.normalize():f}"


def account_for(kind: str, lini: str) -> str | None:
    """The account that items of a kind and a line stand on; none for consigned goods and bundles.

    Goods have an inventory account; services the account of their revenue.
    """
    if kind == "goods":
        return STOCK_ACCOUNTS.get(lini)
    if kind == "service":
        return SERVICE_ACCOUNTS.get(lini, _SERVICES)
    return None


def may_hold(kind: str, account: str | None) -> bool:
    """Whether items of a kind can stand on an account."""
    if kind == "goods":
        return account is not None and account.startswith(_STOCK) and account != _IN_TRANSIT
    if kind == "service":
        return account is not None and account.startswith(_SERVICE)
    return account is None


class PriceRow(NamedTuple):
    """A price of one pack (or base unit) from a day on; no amount where it ends that day."""

    pack: str
    tier: str
    least: int
    from_day: str
    amount: int | None


def price_of(
    rows: Sequence[PriceRow],
    packs: Mapping[str, int],
    day: str,
    *,
    member: bool,
    pack: str = "",
    count: int = THOUSAND,
) -> Rupiah | None:
    """The price of one pack (or base unit) on an ISO day when so many are bought; None without one.

    A pack without a price of its own costs as many base units as it holds, each at the price of
    all of them together. A member pays his own price, or what all pay where that is less.
    """
    found = _price_among(rows, day, member=member, pack=pack, count=count)
    if found is not None or not pack or pack not in packs:
        return found
    each = _price_among(rows, day, member=member, pack="", count=count * packs[pack] // THOUSAND)
    return times(each, packs[pack]) if each is not None else None


def _price_among(
    rows: Sequence[PriceRow], day: str, *, member: bool, pack: str, count: int
) -> Rupiah | None:
    """Of each tier the highest least count that is reached, at the latest price that has begun.

    A day before an item's first price takes that one: late documents must have a price too.
    """
    if len(rows) == 1 and rows[0].pack == pack and _stands_before(rows[0]) and rows[0].amount:
        return Rupiah(rows[0].amount)
    best: dict[str, tuple[int, int]] = {}
    latest: dict[tuple[str, int], PriceRow] = {}
    for row in rows:
        if row.pack != pack or row.least > count or (row.tier == "member" and not member):
            continue
        place = (row.tier, row.least)
        known = latest.get(place)
        if known is None or _is_nearer(row.from_day, known.from_day, day):
            latest[place] = row
    for (tier, least), row in latest.items():
        usable = row.amount is not None and (row.from_day <= day or _stands_before(row))
        if usable and (tier not in best or least > best[tier][0]):
            best[tier] = (least, row.amount or 0)
    return Rupiah(min(amount for _least, amount in best.values())) if best else None


def _stands_before(row: PriceRow) -> bool:
    """Whether a price may stand for the days before it: only what everybody pays for one."""
    return row.tier == "all" and row.least == 0 and not row.pack


def _is_nearer(new: str, known: str, day: str) -> bool:
    """Whether a day of a price counts rather than another: the latest begun, else the earliest."""
    if new <= day:
        return known > day or new > known
    return known > day and new < known
