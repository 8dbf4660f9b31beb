"""What a member's data must be: NIK, names, phone. Pure functions."""

from __future__ import annotations

import re
from datetime import date
from typing import Literal

from msgspec import Struct

from kopdes_desktop.kernel import cells, wording
from kopdes_desktop.kernel.errors import BadDay, BadField, BadNik
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.names import one_line

Sex = Literal["L", "P"]
GroupKind = Literal["dusun", "rt", "kelompok_tani", "lain"]
Relation = Literal["spouse", "child", "parent", "sibling", "grandchild", "other"]
Picture = Literal["photo", "ktp"]
NIK_DIGITS = 16
#: Province, regency and district stand in front.
REGION_DIGITS = 6
WOMEN_OFFSET = 40
_SHORTEST_NAME, _LONGEST = 2, 200
_OLDEST = 120
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_RT_RW = re.compile(r"\d{3}/\d{3}")
_CODE = re.compile(r"[A-Z0-9][A-Z0-9._/-]{0,19}")


class NikFacts(Struct, frozen=True):
    """What a NIK says: region of first registration, sex, birth date (year mod 100)."""

    region: str
    sex: Sex
    day: int
    month: int
    year_of_century: int

    def birth_day(self, today: date) -> date:
        """The birth date, in the century that makes the person at most 100 years old."""
        year = today.year // 100 * 100 + self.year_of_century
        if date(year, self.month, self.day) > today:
            year -= 100
        return date(year, self.month, self.day)

    def fits(self, birth_day: date) -> bool:
        """Whether a written birth date is the one inside."""
        return (birth_day.day, birth_day.month, birth_day.year % 100) == (
            self.day,
            self.month,
            self.year_of_century,
        )


def read_nik(text: str) -> NikFacts:
    """Read a NIK: 16 digits, 6 region + DDMMYY (women DD+40) + serial. Raises BadNik.

    Region and serial are not judged: a NIK keeps the region of its first registration, and there is
    no check digit (DOMAIN §8).
    """
    if not (text.isascii() and text.isdigit() and len(text) == NIK_DIGITS):
        raise BadNik(reason=_(N_("harus 16 angka")), field="nik")
    day, month, year = int(text[6:8]), int(text[8:10]), int(text[10:12])
    sex: Sex = "P" if day > WOMEN_OFFSET else "L"
    day -= WOMEN_OFFSET if sex == "P" else 0
    try:
        date(2000 + year if (month, day) == (2, 29) and year % 4 == 0 else 2001, month, day)
    except ValueError:
        raise BadNik(reason=_(N_("tanggal lahir di dalamnya tidak mungkin")), field="nik") from None
    return NikFacts(text[:6], sex, day, month, year)


def plain_name(text: str) -> str:
    """A name in composed Unicode with single spaces and no control marks. Raises BadField."""
    name = one_line(text)
    if not _SHORTEST_NAME <= len(name) <= _LONGEST:
        raise BadField(name="name", reason=_(N_("nama paling sedikit dua huruf")), field="name")
    return name


def plain_phone(text: str) -> str:
    """A phone number as +62…; empty stays empty. Raises BadField for what is none."""
    bare = re.sub(r"[\s().-]", "", text)
    if not bare:
        return ""
    found = re.fullmatch(r"(?:\+?62|0)(\d{7,12})", bare)
    if found is None:
        raise BadField(name="phone", reason=_(N_("bukan nomor telepon Indonesia")), field="phone")
    return "+62" + found[1]


def plain_kk(text: str) -> str:
    """The number of a family card without blanks and dots; empty stays empty. Raises BadField."""
    bare = re.sub(r"[\s.]", "", text)
    if bare and not (bare.isascii() and bare.isdigit() and len(bare) == NIK_DIGITS):
        reason = _(N_("nomor KK harus 16 angka; cocokkan dengan kartu keluarganya"))
        raise BadField(name="kk", reason=reason, field="kk")
    return bare


def plain_email(text: str) -> str:
    """An e-mail address; empty stays empty. Raises BadField for what cannot be one."""
    if text and not _EMAIL.fullmatch(text):
        reason = _(N_("bukan alamat surel; tulis seperti nama@contoh.id, atau kosongkan"))
        raise BadField(name="email", reason=reason, field="email")
    return text


def plain_rt_rw(text: str) -> str:
    """RT and RW as 002/001; empty stays empty. Raises BadField where two numbers are not there."""
    home = cells.rt_rw(text) if text else ""
    if home and not _RT_RW.fullmatch(home):
        reason = _(N_("tulis RT dan RW sebagai dua angka, misalnya 002/001"))
        raise BadField(name="rt_rw", reason=reason, field="rt_rw")
    return home


def require_birth_day(day: date, today: date) -> date:
    """A birth date of somebody who can be alive. Raises BadDay."""
    reason = ""
    if day > today:
        reason = _(N_("tanggal lahir belum tiba"))
    elif today.year - day.year > _OLDEST:
        reason = _(N_("lebih dari 120 tahun yang lalu; periksa tahun lahirnya"))
    if reason:
        raise BadDay(day=wording.short_day(day), reason=reason, field="birth_day")
    return day


def plain_code(text: str) -> str:
    """A group's code: capitals, digits and . _ / -, at most twenty. Raises BadField."""
    code = "-".join(text.upper().split())
    if not _CODE.fullmatch(code):
        reason = _(N_("kode memakai huruf, angka, titik, garis miring atau tanda hubung"))
        raise BadField(name="code", reason=reason, field="code")
    return code


def is_edit_in_order(head: int | None, parent: int | None) -> bool:
    """Whether an edit builds on what stands: its parent is the head, or there is neither."""
    return head == parent
