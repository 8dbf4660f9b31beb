"""Kinds of assets and how long they last by default (resources/assets.toml; PMK 72/2023)."""

from __future__ import annotations

import tomllib
from functools import cache

from msgspec import Struct

from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.places import RESOURCES

_TITLES = {
    "kelompok_1": N_("Kelompok 1, 4 tahun"),
    "kelompok_2": N_("Kelompok 2, 8 tahun"),
    "kelompok_3": N_("Kelompok 3, 16 tahun"),
    "kelompok_4": N_("Kelompok 4, 20 tahun"),
    "permanen": N_("Bangunan permanen, 20 tahun"),
    "tidak_permanen": N_("Bangunan tidak permanen, 10 tahun"),
    "tanah": N_("Tanah, tidak disusutkan"),
}
_EXAMPLES = {
    "kelompok_1": N_("komputer, motor, mebel kayu, timbangan"),
    "kelompok_2": N_("mobil, mebel logam, AC, lemari pendingin"),
    "kelompok_3": N_("mesin berat, mesin penggilingan"),
    "kelompok_4": N_("kapal, mesin yang sangat tahan lama"),
}
#: Accounts below a core account begin with its code.
_CORE = 6


class Kind(Struct, frozen=True):
    """An account of assets: where its depreciation stands (none for land), its usual group."""

    account: str
    contra: str | None
    group: str


@cache
def groups() -> dict[str, int]:
    """How many months each group lasts; none: for ever."""
    raw: dict[str, int] = tomllib.loads(_text())["groups"]
    return raw


@cache
def kinds() -> dict[str, Kind]:
    """The accounts of assets."""
    raw = tomllib.loads(_text())["accounts"]
    return {code: Kind(code, row.get("contra"), row["group"]) for code, row in raw.items()}


def _text() -> str:
    return (RESOURCES / "assets.toml").read_text("utf-8")


def title(group: str) -> str:
    """What a group is called, in the language now in use."""
    return _(_TITLES[group])


def examples(group: str) -> str:
    """What is in a group, for who chooses it; nothing where its name says so."""
    return _(_EXAMPLES[group]) if group in _EXAMPLES else ""


def kind_of(account: str) -> Kind | None:
    """The kind that an account, or one below it, is of."""
    return kinds().get(account[:_CORE])


def kind(account: str, *, field: str = "account") -> Kind:
    """As `kind_of`; BadField for an account that holds no assets."""
    found = kind_of(account)
    if found is None:
        reason = _(N_("akun {code} bukan akun aset; yang ada: {known}"))
        reason = reason.format(code=account, known=", ".join(kinds()))
        raise BadField(name=field, reason=reason, field=field)
    return found


def months_of(group: str, *, field: str = "group") -> int:
    """How long a group lasts. BadField for an unknown one."""
    if group not in groups():
        reason = _(N_("kelompok {group} tidak ada; yang ada: {known}"))
        reason = reason.format(group=group, known=", ".join(groups()))
        raise BadField(name=field, reason=reason, field=field)
    return groups()[group]
