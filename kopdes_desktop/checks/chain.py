"""The log: every hash, every link, no gap; numbers without gap or double; guards and pages."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

import msgspec

from kopdes_desktop.checks.check import RESTORE, Fix, check
from kopdes_desktop.db import guards, integrity
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.ids import device_of, seq_of
from kopdes_desktop.office import device, log, numbering
from kopdes_desktop.office.books import Reading
from kopdes_desktop.office.facts import head_of, stored
from kopdes_desktop.security import anchoring
from kopdes_desktop.security.keys import DeviceKeys

_DEVICES = Fix(
    N_("Buku ini bukan milik laptop ini. Buka lewat undangan perangkat, atau pulihkan salinannya."),
    "read.devices",
)


@check("pages", N_("Setiap halaman berkas utuh"), fix=RESTORE)
def pages(read: Reading) -> Iterator[str]:
    """SQLCipher's seal on every page, then SQLite's own look at the structure."""
    damaged = integrity.damaged_pages(read.database)
    yield from damaged
    if not damaged:
        yield from integrity.structure(read.database)


@check("guards", N_("Semua penjaga basis data terpasang"), fix=RESTORE)
def guards_stand(read: Reading) -> Iterator[str]:
    """Triggers that are gone, changed or foreign."""
    yield from guards.missing(read.database)


@check("chain", N_("Rantai catatan tidak terputus"), fix=RESTORE)
def chain(read: Reading) -> Iterator[str]:
    """Each fact's hash is that of its bytes, and its `prev` that of the one before."""
    heads: dict[int, tuple[int, str]] = {}
    for key, hashed, body in log.every(read):
        number, seq = device_of(key), seq_of(key)
        before, previous = heads.get(number, (0, None))
        try:
            head = head_of(body)
        except msgspec.DecodeError:
            yield _(N_("catatan {key} tidak terbaca")).format(key=key)
            continue
        if hashlib.sha256(body.encode()).digest() != hashed:
            yield _(N_("catatan {key} berubah isinya")).format(key=key)
        elif seq != before + 1 or head.seq != seq or head.prev != previous:
            yield _(N_("catatan {key} tidak menyambung")).format(key=key)
        heads[number] = (seq, hashed.hex())


@check("anchor", N_("Buku sejauh penanda yang disimpan di luar folder"), fix=RESTORE)
def anchored(read: Reading) -> Iterator[str]:
    """What lies outside the folder saw no later, and no other, fact than these books hold."""
    own = device.installation(read)
    if own is None:
        return
    lag = anchoring.behind(read, own)
    if lag is not None:
        yield lag


@check("heads", N_("Nomor perangkat dan kuncinya cocok"), fix=_DEVICES)
def identities(read: Reading) -> Iterator[str]:
    """Each chain's `dev` is the hash of the public keys behind its number; ours are those here."""
    own = device.installation(read)
    enrolled = device.device(read, own.number) if own else None
    if own and enrolled and enrolled.id != DeviceKeys(own.sign_seed, own.seal_seed).id:
        yield _(N_("kunci laptop ini bukan kunci yang terdaftar"))
    for each in device.devices(read):
        last = device.last_fact(read, each.number)
        if last is not None and each.id is not None and stored(last[0], last[2]).dev != each.id:
            yield _(N_("rantai perangkat {series} memakai nama lain")).format(series=each.series)


@check("numbers", N_("Nomor bukti urut tanpa lompatan"), fix=RESTORE)
def numbers(read: Reading) -> Iterator[str]:
    """Every number of each kind, series and year from 1 to the last, once."""
    seen: dict[tuple[str, str, int], int] = {}
    for text in log.numbers(read):
        parts = numbering.parse(text)
        if parts is None:
            continue
        name = (parts.kind, parts.series, parts.year)
        if parts.n != seen.get(name, 0) + 1:
            yield text
        seen[name] = parts.n
    for kind, series, year, last in numbering.counters(read.database):
        if year != numbering.LIFELONG and seen.get((kind, series, year), 0) != last:
            yield f"{kind}-{series}-{year}: {last}"
