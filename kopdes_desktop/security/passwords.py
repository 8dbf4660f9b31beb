"""Passwords, one-time words and PINs: what is strong enough, and what they turn into (FACTS §8)."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Final

from kopdes_desktop.kernel.errors import WeakPassword
from kopdes_desktop.kernel.i18n import N_
from kopdes_desktop.kernel.ids import Entropy
from kopdes_desktop.places import RESOURCES

SHORTEST: Final = 10
PIN_DIGITS: Final = 6
KEY_BYTES: Final = 32
SALT_BYTES: Final = 16
ONCE_WORDS: Final = 4
#: The password of every user of practice books; real books refuse it.
PRACTICE: Final = "latihan"

_WORD_BITS = 11
_OWN_LETTERS = 4
_SHORTEST_NAME = 3
_ARGON2_VERSION = 19
_LOOKALIKES = str.maketrans("013457@$!", "oieastasi")


@dataclass(frozen=True, slots=True)
class Cost:
    """What one guess costs under Argon2id: memory in KiB, passes over it, lanes."""

    memory: int
    passes: int
    lanes: int


COST: Final = Cost(memory=64 * 1024, passes=3, lanes=1)


def derive(password: str, salt: bytes, cost: Cost = COST) -> bytes:
    """The 32 bytes that a password stands for; equal for every way to compose its accents."""
    from argon2.low_level import Type, hash_secret_raw  # noqa: PLC0415  first needed at sign-in

    return hash_secret_raw(
        _bytes(password),
        salt,
        time_cost=cost.passes,
        memory_cost=cost.memory,
        parallelism=cost.lanes,
        hash_len=KEY_BYTES,
        type=Type.ID,
        version=_ARGON2_VERSION,
    )


def require_strong(password: str, *, practice: bool, names: Iterable[str] = ()) -> None:
    """Refuse a password that is short or easily guessed; `names` are the user's and cooperative's.

    Usual words, names, digits and signs count for nothing: four different letters must remain.
    Practice books also take their common password. Raises WeakPassword.
    """
    if practice and password == PRACTICE:
        return
    known = unicodedata.normalize("NFC", password)
    if len(known) < SHORTEST:
        raise WeakPassword(
            N_("Kata sandi minimal {shortest} huruf atau angka."),
            field="password",
            shortest=SHORTEST,
        )
    if _easily_guessed(known.casefold(), _parts(names)):
        raise WeakPassword(
            N_(
                "Kata sandi ini mudah ditebak: hanya angka, nama, atau kata yang biasa dipakai. "
                "Tambahkan kata lain, misalnya rangkai empat kata yang tidak berhubungan."
            ),
            field="password",
        )


def four_words(entropy: Entropy) -> str:
    """A password to be used once: four words of 2,048, 44 bits."""
    number = int.from_bytes(entropy(-(-_WORD_BITS * ONCE_WORDS // 8)), "big")
    words = word_list()
    mask = (1 << _WORD_BITS) - 1
    return " ".join(words[number >> _WORD_BITS * n & mask] for n in range(ONCE_WORDS))


def require_pin(pin: str, *, practice: bool) -> None:
    """Refuse what is not six digits or, in real books, what everybody tries first.

    Raises WeakPassword.
    """
    if len(pin) != PIN_DIGITS or not (pin.isascii() and pin.isdigit()):
        raise WeakPassword(N_("PIN harus tepat {digits} angka."), field="pin", digits=PIN_DIGITS)
    if not practice and _trivial(pin):
        raise WeakPassword(
            N_("PIN ini mudah ditebak. Jangan memakai angka berurutan atau berulang."),
            field="pin",
        )


def seal_pin(pin: str, entropy: Entropy, cost: Cost = COST) -> bytes:
    """What the books keep of a PIN: its Argon2id hash with salt and cost, as encoded text."""
    from argon2.low_level import Type, hash_secret  # noqa: PLC0415  first needed for a PIN

    return hash_secret(
        _bytes(pin),
        entropy(SALT_BYTES),
        time_cost=cost.passes,
        memory_cost=cost.memory,
        parallelism=cost.lanes,
        hash_len=KEY_BYTES,
        type=Type.ID,
        version=_ARGON2_VERSION,
    )


def pin_matches(pin: str, sealed: bytes) -> bool:
    """Whether this is the PIN that was sealed; false for anything that is no sealed PIN."""
    from argon2.exceptions import VerificationError  # noqa: PLC0415  first needed for a PIN
    from argon2.low_level import Type, verify_secret  # noqa: PLC0415

    try:
        return verify_secret(sealed, _bytes(pin), Type.ID)
    except (VerificationError, ValueError):
        return False


@cache
def word_list() -> tuple[str, ...]:
    """The 2,048 words of one-time passwords, any two of them two letters apart or more."""
    return tuple((RESOURCES / "words" / "kata.txt").read_text("utf-8").split())


@cache
def easy_words() -> tuple[str, ...]:
    """The words that make no password, longest first."""
    lines = (RESOURCES / "words" / "mudah.txt").read_text("utf-8").splitlines()
    return tuple(sorted((line for line in lines if line and line[0] != "#"), key=len, reverse=True))


def _bytes(secret: str) -> bytes:
    """NFC in UTF-8; the undecodable bytes of an environment variable stay what they are."""
    return unicodedata.normalize("NFC", secret).encode("utf-8", "surrogatepass")


def _parts(names: Iterable[str]) -> list[str]:
    words = (word for name in names for word in name.casefold().split())
    return sorted({w for w in words if len(w) >= _SHORTEST_NAME}, key=len, reverse=True)


def _easily_guessed(password: str, names: list[str]) -> bool:
    """Whether too little of its own is left, as typed or with look-alike signs read as letters."""
    if password in (password + password)[1:-1]:  # one piece, over and over
        return True
    return any(
        len(_left_over(form, names)) < _OWN_LETTERS
        for form in (password, password.translate(_LOOKALIKES))
    )


def _left_over(password: str, names: list[str]) -> set[str]:
    for word in (*names, *easy_words()):
        password = password.replace(word, " ")
    return {letter for letter in password if letter.isalpha()}


def _trivial(pin: str) -> bool:
    """All in one step (000000, 123456, 098765), or one piece repeated (121212, 123123)."""
    steps = {(int(b) - int(a)) % 10 for a, b in pairwise(pin)}
    repeated = pin in (pin + pin)[1:-1]
    pairs = pin[::2] == pin[1::2]
    return repeated or pairs or (len(steps) == 1 and steps <= {0, 1, 9})
