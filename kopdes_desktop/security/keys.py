"""Keys inside the open books: personal fields, devices and officers (FACTS §2 and §7, SYNC §2)."""

from __future__ import annotations

import hashlib
import hmac
from base64 import b64decode, b64encode
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Final, Self

from kopdes_desktop.kernel.errors import Fault
from kopdes_desktop.kernel.i18n import N_
from kopdes_desktop.kernel.ids import Entropy

if TYPE_CHECKING:  # loading it takes longer than the sign-in window has
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

FACT: Final = b"kopdes-fact/1\n"

_SEED_BYTES = 32
_NONCE_BYTES = 12
_DEVICE_BYTES = 16
_HASH_BYTES = 16
_MINISIGN_KEY_ID_BYTES = 8
_BECH32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_BECH32_STEPS = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)


class SealBroken(Fault):
    """A personal field does not open with the key of its person, or in this place."""

    template = N_("Data pribadi tidak terbuka: isi, pemilik atau kuncinya tidak cocok.")


# --- personal fields --------------------------------------------------------------------------


def seal(  # noqa: PLR0917  the place of a field has three parts
    secret: bytes, fact: int, person: int, field: str, text: str, entropy: Entropy
) -> str:
    """A personal field as a fact carries it: base64 of nonce and ciphertext.

    The seal also covers the fact's key, the person's key and the field's name.
    """
    sealed = seal_bytes(secret, fact, person, field, text.encode(), entropy)
    return b64encode(sealed).decode("ascii")


def seal_bytes(  # noqa: PLR0917  as above
    secret: bytes, fact: int, person: int, field: str, body: bytes, entropy: Entropy
) -> bytes:
    """Nonce and ciphertext of a personal field, or of a picture that lies beside its fact."""
    nonce = entropy(_NONCE_BYTES)
    return nonce + _box(secret).encrypt(nonce, body, _place(fact, person, field))


def unseal(secret: bytes, fact: int, person: int, field: str, sealed: str) -> str:
    """The text of a sealed field. Raises SealBroken for another key, place or content."""
    try:
        raw = b64decode(sealed, validate=True)
        return unseal_bytes(secret, fact, person, field, raw).decode()
    except ValueError:
        raise SealBroken from None


def unseal_bytes(secret: bytes, fact: int, person: int, field: str, sealed: bytes) -> bytes:
    """What was sealed. Raises SealBroken for another key, place or content."""
    from cryptography.exceptions import InvalidTag  # noqa: PLC0415  with the first person shown

    nonce, rest = sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:]
    try:
        return _box(secret).decrypt(nonce, rest, _place(fact, person, field))
    except (InvalidTag, ValueError):
        raise SealBroken from None


def find_hash(secret: bytes, field: str, value: str) -> bytes:
    """The 16 bytes by which a whole NIK or phone number is found; nothing without the secret."""
    return hmac.digest(secret, field.encode() + b"\n" + value.encode(), "sha256")[:_HASH_BYTES]


def _place(fact: int, person: int, field: str) -> bytes:
    return f"kopdes-seal/1\n{fact:d}\n{person:d}\n{field}".encode()


@lru_cache(maxsize=8)
def _box(secret: bytes) -> ChaCha20Poly1305:
    """Made once for the fields of a person, which follow each other."""
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305  # noqa: PLC0415

    return ChaCha20Poly1305(secret)


# --- devices ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class DeviceKeys:
    """A laptop's two private seeds: Ed25519 signs, X25519 opens what is sent to it."""

    sign_seed: bytes = field(repr=False)
    seal_seed: bytes = field(repr=False)

    @classmethod
    def make(cls, entropy: Entropy) -> Self:
        """Draw both."""
        return cls(entropy(_SEED_BYTES), entropy(_SEED_BYTES))

    @property
    def sign_public(self) -> bytes:
        """The Ed25519 public key, 32 bytes."""
        return _public(self.sign_seed)

    @property
    def seal_public(self) -> bytes:
        """The X25519 public key, 32 bytes."""
        from cryptography.hazmat.primitives.asymmetric.x25519 import (  # noqa: PLC0415
            X25519PrivateKey,
        )

        return X25519PrivateKey.from_private_bytes(self.seal_seed).public_key().public_bytes_raw()

    @property
    def id(self) -> str:
        """The device's name in every envelope (FACTS §2)."""
        return device_id(self.sign_public, self.seal_public)

    @property
    def minisign_public_key(self) -> str:
        """What `minisign -P` takes."""
        return minisign_public_key(self.sign_public)

    @property
    def age_recipient(self) -> str:
        """What `age -r` takes."""
        return age_recipient(self.seal_public)

    @property
    def age_identity(self) -> str:
        """What `age -d -i` takes: the private half, never shown and never written to a file."""
        return _bech32("age-secret-key-", self.seal_seed).upper()

    def sign(self, message: bytes) -> bytes:
        """This device's signature, 64 bytes."""
        return _signer(self.sign_seed).sign(message)


def device_id(sign_public: bytes, seal_public: bytes) -> str:
    """The first 128 bits of SHA-256 over both public keys, as 32 lowercase hex."""
    return hashlib.sha256(sign_public + seal_public).digest()[:_DEVICE_BYTES].hex()


def minisign_key_id(sign_public: bytes) -> bytes:
    """The 8 bytes by which minisign names a key; ours follow from the key itself."""
    return hashlib.sha256(sign_public).digest()[:_MINISIGN_KEY_ID_BYTES]


def minisign_public_key(sign_public: bytes) -> str:
    """A device's public key as minisign writes it: base64 of "Ed", key id and key (RW…)."""
    return b64encode(b"Ed" + minisign_key_id(sign_public) + sign_public).decode("ascii")


def age_recipient(seal_public: bytes) -> str:
    """A device's X25519 key as age writes it: Bech32 under "age" (C2SP age, BIP-173)."""
    return _bech32("age", seal_public)


def verify(public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether this Ed25519 key signed the message; false for what is no key or signature."""
    from cryptography.exceptions import InvalidSignature  # noqa: PLC0415  with the first bundle
    from cryptography.hazmat.primitives.asymmetric.ed25519 import (  # noqa: PLC0415
        Ed25519PublicKey,
    )

    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


# --- officers ---------------------------------------------------------------------------------


def officer_public(seed: bytes) -> bytes:
    """The public half of an officer's key, 32 bytes."""
    return _public(seed)


def officer_sign(seed: bytes, canonical: bytes) -> bytes:
    """An officer's signature under a fact's canonical bytes without `sigs` (FACTS §2)."""
    return _signer(seed).sign(FACT + canonical)


def officer_verify(public: bytes, canonical: bytes, signature: bytes) -> bool:
    """Whether this officer signed the fact."""
    return verify(public, FACT + canonical, signature)


def _signer(seed: bytes) -> Ed25519PrivateKey:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import (  # noqa: PLC0415
        Ed25519PrivateKey,
    )

    return Ed25519PrivateKey.from_private_bytes(seed)


def _public(seed: bytes) -> bytes:
    return _signer(seed).public_key().public_bytes_raw()


def _bech32(prefix: str, content: bytes) -> str:
    """Bech32 (BIP-173), since pyrage makes no recipient from raw bytes."""
    bits = int.from_bytes(content, "big") << -len(content) * 8 % 5
    size = -(-len(content) * 8 // 5)
    letters = [bits >> 5 * (size - 1 - n) & 31 for n in range(size)]
    spread = [ord(c) >> 5 for c in prefix] + [0] + [ord(c) & 31 for c in prefix]
    check = _bech32_sum([*spread, *letters, 0, 0, 0, 0, 0, 0]) ^ 1
    letters += [check >> 5 * (5 - n) & 31 for n in range(6)]
    return prefix + "1" + "".join(_BECH32[n] for n in letters)


def _bech32_sum(values: list[int]) -> int:
    total = 1
    for value in values:
        top = total >> 25
        total = (total & 0x1FFFFFF) << 5 ^ value
        for bit, step in enumerate(_BECH32_STEPS):
            if top >> bit & 1:
                total ^= step
    return total
