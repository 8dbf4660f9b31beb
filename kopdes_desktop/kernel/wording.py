"""How money, days and moments are written and read, for screens, paper and exports alike."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from itertools import zip_longest

from kopdes_desktop.kernel.dates import ZONES, Month
from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import Rupiah

#: Where each zone's clock goes, in the words of those who choose it.
ZONE_WORDS = {
    "Asia/Jakarta": N_("WIB: Sumatera, Jawa, Kalimantan Barat dan Tengah"),
    "Asia/Makassar": N_("WITA: Sulawesi, Bali, Nusa Tenggara, Kalimantan lainnya"),
    "Asia/Jayapura": N_("WIT: Maluku dan Papua"),
}
MONTHS = (
    N_("Januari"),
    N_("Februari"),
    N_("Maret"),
    N_("April"),
    N_("Mei"),
    N_("Juni"),
    N_("Juli"),
    N_("Agustus"),
    N_("September"),
    N_("Oktober"),
    N_("November"),
    N_("Desember"),
)
_AMOUNT = re.compile(
    r"(-?)(?:rp\.?\s*)?(\d{1,15}|\d{1,3}(?:\.\d{3})+)(?:,-)?", re.ASCII | re.IGNORECASE
)
#: Days that have a letter or a word of their own, and how far they are from today.
_BESIDE_TODAY = {
    **dict.fromkeys(("t", "h", "hari ini"), 0),
    **dict.fromkeys(("b", "besok"), 1),
    "lusa": 2,
    **dict.fromkeys(("k", "kemarin"), -1),
}
_DAY_PARTS = re.compile(r"(\d{1,2})(?:[/.\- ](\d{1,2})(?:[/.\- ](\d{4}|\d{2}))?)?")


def number(amount: int) -> str:
    """1234567 as 1.234.567; negatives with a minus."""
    return f"{int(amount):,}".replace(",", ".")


def rupiah(amount: int) -> str:
    """1234567 as Rp1.234.567 (EYD: no space); negatives as -Rp1.234.567."""
    return f"-Rp{number(-amount)}" if amount < 0 else f"Rp{number(amount)}"


def bracketed(amount: int) -> str:
    """As accountants write it: negatives in brackets."""
    return f"({number(-int(amount))})" if amount < 0 else number(amount)


def spelled(amount: int) -> str:
    """The amount in words with "rupiah", as receipts want it (terbilang)."""
    from lokal import terbilang  # noqa: PLC0415  loaded with the first receipt, not at start

    return f"{terbilang(int(amount))} rupiah"


def day(value: date) -> str:
    """21 November 2026."""
    return f"{value.day} {_(MONTHS[value.month - 1])} {value.year}"


def short_day(value: date) -> str:
    """21/11/2026."""
    return f"{value.day:02d}/{value.month:02d}/{value.year}"


def month(value: date | Month) -> str:
    """November 2026."""
    first = value if isinstance(value, date) else value.first()
    return f"{_(MONTHS[first.month - 1])} {first.year}"


def months(given: Iterable[Month]) -> str:
    """November 2026; September–November 2026; with a gap: Mei–Juni, Oktober–November 2026.

    `given` rises; a year is said once, with the last month that lies in it.
    """
    runs: list[list[Month]] = []
    for each in given:
        if runs and each == runs[-1][-1].next():
            runs[-1].append(each)
        else:
            runs.append([each])
    ends = [(run[0], run[-1]) for run in runs]
    following = [start for start, _end in ends[1:]]
    return ", ".join(
        _run(start, end, said=after is None or after[:4] != end[:4])
        for (start, end), after in zip_longest(ends, following)
    )


def _run(start: Month, end: Month, *, said: bool) -> str:
    """From one month to another; `said` is whether the last one's year is."""
    close = month(end) if said else _name(end)
    if start == end:
        return close
    return f"{_name(start) if start[:4] == end[:4] else month(start)}–{close}"


def _name(value: Month) -> str:
    return _(MONTHS[value.first().month - 1])


def clock(moment: datetime, zone: str) -> str:
    """19.30 WIB, in the cooperative's zone."""
    local = moment.astimezone(ZONES[zone])
    return f"{local.hour:02d}.{local.minute:02d} {local.tzname()}"


def proof_digits(digest: bytes) -> str:
    """The 20 digits (66 bits) of a fact's hash that slips carry: four groups of five (SYNC, 7)."""
    digits = f"{int.from_bytes(digest[:16], 'big') % 10**20:020d}"
    return " ".join(digits[i : i + 5] for i in range(0, 20, 5))


def parse_rupiah(text: str) -> Rupiah:
    """Read an amount as villagers type it: 100000, 100.000, Rp100.000, Rp 100.000,-.

    A dot always groups thousands; decimals are refused with a hint, never rounded away.
    Raises BadField.
    """
    found = _AMOUNT.fullmatch(text.strip())
    if found:
        sign, digits = found.groups()
        return Rupiah(int(sign + digits.replace(".", "")))
    if "," in text or "." in text:
        raise BadField(
            N_("{text} bukan rupiah utuh. Ketik tanpa sen: 100000 atau 100.000."), text=text
        )
    raise BadField(N_("{text} bukan jumlah uang. Ketik angkanya saja, misalnya 50000."), text=text)


def parse_day(text: str, today: date) -> date:
    """Read a day as typed: t (today), b (besok), 5, 5/3, 5/3/26, 05/03/2026, 2026-03-05.

    Without month or year they are today's. Raises BadField for impossible dates.
    """
    bare = text.strip().lower()
    if bare in _BESIDE_TODAY:
        return today + timedelta(days=_BESIDE_TODAY[bare])
    found = _DAY_PARTS.fullmatch(bare)
    try:
        if not found:
            return date.fromisoformat(bare)
        d, m, y = found.groups()
        year = today.year if y is None else int(y) + (2000 if len(y) == 2 else 0)  # noqa: PLR2004
        return date(year, today.month if m is None else int(m), int(d))
    except ValueError:
        raise BadField(
            N_("{text} bukan tanggal. Ketik 5, 5/3, 5/3/2026 atau t untuk hari ini."), text=text
        ) from None
