"""The envelope of a fact: canonical JSON, one chain a device; frozen (FACTS §2)."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from datetime import date
from functools import partial
from typing import Any

import msgspec

from kopdes_desktop.kernel.errors import BadField, DatabaseDamaged
from kopdes_desktop.kernel.i18n import N_
from kopdes_desktop.kernel.ids import LARGEST, DeviceNumber, FactKey, seq_of
from kopdes_desktop.kernel.money import Rupiah

ENVELOPE_VERSION = 1
LARGEST_FACT = 64 * 1024
LARGEST_AMOUNT = 10**13


class By(msgspec.Struct, frozen=True, omit_defaults=True):
    """Who did it: the user's key and his role at that time."""

    user: int
    role: str


class Approved(msgspec.Struct, frozen=True, omit_defaults=True):
    """The second person; never a PIN."""

    user: int
    role: str
    reason: str


class Signature(msgspec.Struct, frozen=True, omit_defaults=True):
    """An officer's Ed25519 signature (base64) over the fact without `sigs`."""

    user: int
    sig: str


class Envelope(msgspec.Struct, frozen=True, omit_defaults=True):
    """A fact as it is stored, chained and carried."""

    v: int
    coop: str
    dev: str
    seq: int
    kind: str
    kv: int
    at: str
    bd: date
    by: By
    d: msgspec.Raw
    prev: str | None = None
    batch: int | None = None
    late: str | None = None
    appr: Approved | None = None
    sigs: tuple[Signature, ...] | None = None


class Head(msgspec.Struct, frozen=True):
    """What verifying a chain needs of an envelope, and nothing more."""

    dev: str
    seq: int
    kind: str
    prev: str | None = None


def _encode_value(value: object) -> object:
    if isinstance(value, Rupiah):
        return int(value)
    msg = f"facts do not hold {type(value).__name__}"
    raise NotImplementedError(msg)


def _decode_value(wanted: type, value: object) -> object:
    if wanted is Rupiah and type(value) is int:
        if -LARGEST_AMOUNT <= value <= LARGEST_AMOUNT:
            return int.__new__(Rupiah, value)  # an int already: its own __new__ would ask again
        msg = "amount beyond ten trillion rupiah"
        raise ValueError(msg)
    msg = f"expected whole rupiah, got {type(value).__name__}"
    raise ValueError(msg)


def _no_float(text: str) -> object:
    msg = f"facts hold no floats: {text}"
    raise ValueError(msg)


_ENCODER = msgspec.json.Encoder(order="sorted", enc_hook=_encode_value)
_ENVELOPES = msgspec.json.Decoder(Envelope)
_HEADS = msgspec.json.Decoder(Head)
_VALUES = msgspec.json.Decoder(float_hook=_no_float)
_LONG = re.compile(rb"[:,\[]-?([0-9]{16,})")
#: Digits stand as themselves, everything else as blanks: what is left are rows of digits.
_DIGITS = bytes(each if each in b"0123456789" else ord(" ") for each in range(256))
#: A row of digits that is no longer than this, or as long and not above it in letters, is small.
_LARGEST = str(LARGEST).encode()


def canonical(value: object) -> bytes:
    """The one byte string of a value: sorted keys, UTF-8, no spaces."""
    return _ENCODER.encode(value)


def decoder(shape: type[Any]) -> msgspec.json.Decoder[Any]:
    """A decoder that knows rupiah; structs decide themselves whether they forbid unknown fields."""
    return msgspec.json.Decoder(shape, dec_hook=_decode_value)


def schema(shape: type[Any]) -> dict[str, Any]:
    """The JSON Schema of an order or a fact; an amount's default is a plain integer in it."""
    from msgspec import _json_schema  # noqa: PLC0415  only who asks what there is needs it

    # it writes defaults down with no hook for values of our own
    vars(_json_schema)["to_builtins"] = partial(msgspec.to_builtins, enc_hook=int)
    return msgspec.json.schema(
        shape, schema_hook=lambda _type: {"type": "integer", "description": "whole rupiah"}
    )


def composed(raw: bytes) -> bytes:
    """The same JSON text in Unicode's composed form (NFC), escaped letters too."""
    if b"\\u" in raw:
        raw = msgspec.json.encode(msgspec.json.decode(raw))
    if raw.isascii():
        return raw
    return unicodedata.normalize("NFC", raw.decode()).encode()


def envelope_of(raw: bytes | str) -> Envelope:
    """Read an envelope; msgspec.DecodeError when it is none."""
    return _ENVELOPES.decode(raw)


def stored(key: int, raw: str) -> Envelope:
    """An envelope of our own log. Raises DatabaseDamaged when it is none."""
    try:
        return _ENVELOPES.decode(raw)
    except msgspec.DecodeError as error:
        raise DatabaseDamaged(detail=str(key)) from error


def head_of(raw: bytes | str) -> Head:
    """Read just the place of a fact in its chain."""
    return _HEADS.decode(raw)


def digest(raw: bytes) -> bytes:
    """The hash that the next fact's `prev` and the slip's digits come from."""
    return hashlib.sha256(raw).digest()


def unsigned(envelope: Envelope) -> bytes:
    """The bytes that officers sign: the canonical fact without its signatures."""
    return canonical(msgspec.structs.replace(envelope, sigs=None))


def require_canonical(raw: bytes) -> None:
    """Refuse bytes that are not the canonical form of what they say (FACTS §2). Raises BadField."""
    value: object = None
    try:
        value = _VALUES.decode(raw) if len(raw) <= LARGEST_FACT else None
        same = msgspec.json.encode(value, order="sorted") == raw
        sound = same and (_plainly(raw) or _plain(value))
    except (msgspec.DecodeError, UnicodeDecodeError, OverflowError, RecursionError):
        sound = False
    if not sound:
        raise BadField(N_("Bentuk catatan tidak sah."))


def _plainly(raw: bytes) -> bool:
    """Whether a look at the text shows that there is nothing to look for, as nearly always."""
    if not raw.startswith(b"{") or not raw.isascii() or b"null" in raw:
        return False
    rows = raw.translate(_DIGITS).split()
    longest = max(map(len, rows), default=0)
    if longest < len(_LARGEST):
        return True
    if longest == len(_LARGEST) and max(row for row in rows if len(row) == longest) <= _LARGEST:
        return True
    return all(int(digits) <= LARGEST for digits in _LONG.findall(raw))


def _plain(value: object) -> bool:
    """No float, null, integer beyond 2^53, or text that is not composed."""
    match value:
        case bool():
            return True
        case int():
            return abs(value) <= LARGEST
        case str():
            return value.isascii() or unicodedata.is_normalized("NFC", value)
        case dict():
            return all(_plain(k) and _plain(v) for k, v in value.items())
        case list():
            return all(map(_plain, value))
    return False


class Stamp(msgspec.Struct, frozen=True):
    """Where and when a fact stands, for those who apply or read it."""

    key: FactKey
    device: DeviceNumber
    kind: str
    at: str
    bd: date
    posted_on: date
    user: int
    role: str
    hash: bytes
    late: str | None = None
    #: The second person who agreed, if the fact says that there was one.
    approver: int | None = None

    @property
    def seq(self) -> int:
        """The number within its device's chain."""
        return seq_of(self.key)


def masked(raw: bytes) -> dict[str, Any]:
    """The whole envelope for showing: sealed personal fields replaced by dots."""
    shown: dict[str, Any] = msgspec.json.decode(raw)
    return _mask(shown) if b'"personal"' in raw else shown


def _mask(value: Any) -> Any:  # noqa: ANN401  JSON
    if isinstance(value, dict):
        return {
            k: (dict.fromkeys(v, "•••") if k == "personal" and isinstance(v, dict) else _mask(v))
            for k, v in value.items()
        }
    if isinstance(value, list):
        return [_mask(each) for each in value]
    return value
