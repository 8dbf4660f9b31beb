"""The newest fact of each device in this log: what a month's close and a bundle are measured by."""

from __future__ import annotations

from kopdes_desktop.kernel.ids import seq_of
from kopdes_desktop.office import device
from kopdes_desktop.office.books import Reading


def heads(read: Reading) -> list[tuple[str, int, str]]:
    """Device id, sequence and hash (hex) of every chain in this log."""
    found: list[tuple[str, int, str]] = []
    for each in device.devices(read):
        last = device.last_fact(read, each.number)
        if each.id is not None and last is not None:
            found.append((each.id, seq_of(last[0]), last[1].hex()))
    return found
