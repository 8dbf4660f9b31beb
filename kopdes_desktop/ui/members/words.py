"""Words of the members' screens that more than one of them says."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.wording import short_day

#: The register's fields as people call them.
FIELD_WORDS: Final = {
    "name": N_("Nama"),
    "nik": N_("NIK"),
    "sex": N_("Jenis kelamin"),
    "birth_place": N_("Tempat lahir"),
    "birth_day": N_("Tanggal lahir"),
    "kk": N_("Nomor KK"),
    "mother": N_("Nama ibu"),
    "job": N_("Pekerjaan"),
    "phone": N_("Telepon"),
    "email": N_("Surel"),
    "address": N_("Alamat"),
    "dusun": N_("Dusun"),
    "rt_rw": N_("RT/RW"),
}
SEX_WORDS: Final = {"L": N_("Laki-laki"), "P": N_("Perempuan")}


def moment(at: datetime | str) -> str:
    """21/11/2026 09.30, as the laptop that wrote it saw its clock."""
    when = datetime.fromisoformat(at) if isinstance(at, str) else at
    return f"{short_day(when.date())} {when.hour:02d}.{when.minute:02d}"


def field_value(field: str, value: str | None) -> str:
    """What stands in a field of the register as people read it; empty for nothing."""
    if not value:
        return ""
    if field == "sex":
        return _(SEX_WORDS.get(value, value))
    if field == "phone":
        return local_phone(value)
    return short_day(date.fromisoformat(value)) if field == "birth_day" else value


def local_phone(phone: str | None) -> str:
    """A phone number as people here type it: 0812… for +62812…; empty for none."""
    if phone and phone.startswith("+62"):
        return "0" + phone.removeprefix("+62")
    return phone or ""


def whole_address(address: str | None, dusun: str | None, rt_rw: str | None) -> str:
    """Street, hamlet and RT/RW in one line; empty when nothing is known."""
    there = bool(dusun) and (dusun or "").casefold() in (address or "").casefold()
    hamlet = [_("Dusun {name}").format(name=dusun) if dusun and not there else ""]
    hamlet.append(_("RT/RW {number}").format(number=rt_rw) if rt_rw else "")
    return ", ".join(filter(None, [address, " ".join(filter(None, hamlet))]))
