"""This laptop's anchor: where it lies, and whether the books lag behind it (FACTS §8)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kopdes_desktop import places
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.ids import seq_of
from kopdes_desktop.office import device
from kopdes_desktop.office.anchor import Anchor
from kopdes_desktop.security import keys

if TYPE_CHECKING:
    from kopdes_desktop.office.books import Reading


def anchor_of(own: device.Installation) -> Anchor | None:
    """This device's anchor; None when anchors are switched off."""
    folder = places.anchors()
    if folder is None:
        return None
    return Anchor(folder, own.coop, keys.DeviceKeys(own.sign_seed, own.seal_seed).id)


def behind(read: Reading, own: device.Installation) -> str | None:
    """Why these books may not be written: they lag behind their anchor, or differ from it."""
    anchor = anchor_of(own)
    mark = anchor.read() if anchor is not None else None
    if mark is None:
        return None
    last = device.last_fact(read, own.number)
    seq = seq_of(last[0]) if last else 0
    if seq < mark.seq:
        return _(
            N_("buku ini berakhir pada catatan {seq}, padahal laptop ini sudah mencatat {mark}")
        ).format(seq=seq, mark=mark.seq)
    if device.hash_at(read, own.number, mark.seq) != mark.hash:
        return _(N_("catatan {mark} berbeda dari yang dicatat laptop ini")).format(mark=mark.seq)
    return None
