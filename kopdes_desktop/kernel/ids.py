"""Keys: device number x 2^30 + sequence, below 2^53, the same on every laptop (FACTS §2)."""

from __future__ import annotations

import secrets
from typing import NewType, Protocol

FactKey = NewType("FactKey", int)
MemberKey = NewType("MemberKey", int)
DeviceNumber = NewType("DeviceNumber", int)

SHIFT = 30
DEVICE_BITS = 22
LARGEST = 2**53


def fact_key(device: int, seq: int) -> FactKey:
    """The key of a device's n-th fact; ValueError beyond 22 bits of device or 30 of sequence."""
    if not 0 < device < 1 << DEVICE_BITS or not 0 < seq < 1 << SHIFT:
        msg = f"no key for device {device}, fact {seq}"
        raise ValueError(msg)
    return FactKey(device << SHIFT | seq)


def device_of(key: int) -> DeviceNumber:
    """The device number inside a key."""
    return DeviceNumber(key >> SHIFT)


def seq_of(key: int) -> int:
    """The sequence number inside a key."""
    return key & ((1 << SHIFT) - 1)


class Entropy(Protocol):
    """Where random bytes come from; tests hand in a counted source."""

    def __call__(self, size: int, /) -> bytes:
        """So many random bytes."""


def system_entropy(size: int, /) -> bytes:
    """The operating system's own randomness."""
    return secrets.token_bytes(size)


def draw_device(entropy: Entropy, known: frozenset[int] = frozenset()) -> DeviceNumber:
    """Draw a device number: 22 bits, not zero, none of the known ones."""
    while True:
        number = int.from_bytes(entropy(3), "big") & ((1 << DEVICE_BITS) - 1)
        if number and number not in known:
            return DeviceNumber(number)


def draw_uuid(entropy: Entropy) -> str:
    """A random UUID (RFC 9562, version 4) as text."""
    raw = bytearray(entropy(16))
    raw[6] = raw[6] & 0x0F | 0x40
    raw[8] = raw[8] & 0x3F | 0x80
    text = raw.hex()
    return "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:]))
