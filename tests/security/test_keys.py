"""Personal fields, devices, officers."""

import base64
import hashlib
import hmac
import shutil
import subprocess
from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kopdes_desktop.security import keys
from kopdes_desktop.security.keys import DeviceKeys, SealBroken

SECRET = bytes(range(32))
whole = st.integers(min_value=0, max_value=2**53)


def counted() -> Callable[[int], bytes]:
    numbers = count(1)
    return lambda size: next(numbers).to_bytes(size, "big")


def device() -> DeviceKeys:
    return DeviceKeys.make(counted())


# --- personal fields --------------------------------------------------------------------------


@given(whole, whole, st.text(max_size=20), st.text(max_size=200))
def test_a_sealed_field_opens_again(fact: int, person: int, field: str, text: str) -> None:
    sealed = keys.seal(SECRET, fact, person, field, text, counted())

    assert keys.unseal(SECRET, fact, person, field, sealed) == text
    assert len(base64.b64decode(sealed)) == 12 + len(text.encode()) + 16


def test_a_field_that_the_first_version_sealed_opens_for_ever() -> None:
    sealed = "AAAAAAAAAAAAAAABOjUIsBFL1RNDEBZyFUlESYcV7WFXocuG+sXA"

    assert keys.unseal(SECRET, 71, 9, "name", sealed) == "Siti Aminah"


def test_a_field_opens_nowhere_but_in_its_own_place() -> None:
    sealed = keys.seal(SECRET, 71, 9, "name", "Siti Aminah", counted())

    for secret, fact, person, field in (
        (bytes(32), 71, 9, "name"),
        (SECRET, 72, 9, "name"),
        (SECRET, 71, 8, "name"),
        (SECRET, 71, 9, "nik"),
        (SECRET, 7, 19, "name"),
    ):
        with pytest.raises(SealBroken) as broken:
            keys.unseal(secret, fact, person, field, sealed)
        assert "Siti" not in repr(broken.value)


def test_no_flipped_bit_of_a_sealed_field_passes() -> None:
    raw = base64.b64decode(keys.seal(SECRET, 71, 9, "name", "Siti", counted()))

    for bit in range(len(raw) * 8):
        flipped = bytearray(raw)
        flipped[bit // 8] ^= 1 << bit % 8
        with pytest.raises(SealBroken):
            keys.unseal(SECRET, 71, 9, "name", base64.b64encode(flipped).decode())


@pytest.mark.parametrize("sealed", ["", "AAAA", "bukan base64!", "é", "A" * 15])
def test_what_is_no_sealed_field_is_refused(sealed: str) -> None:
    with pytest.raises(SealBroken):
        keys.unseal(SECRET, 71, 9, "name", sealed)


def test_each_sealing_takes_a_nonce_of_its_own() -> None:
    entropy = counted()

    assert keys.seal(SECRET, 71, 9, "name", "Siti", entropy) != keys.seal(
        SECRET, 71, 9, "name", "Siti", entropy
    )


def test_a_value_is_found_by_its_keyed_hash_only() -> None:
    found = keys.find_hash(SECRET, "nik", "3201010101700001")

    assert found.hex() == "b95a4e889ddbd804cf5afd0fdc85d416", "kept hashes stay findable"
    assert found == hmac.new(SECRET, b"nik\n3201010101700001", "sha256").digest()[:16]
    assert found != keys.find_hash(bytes(32), "nik", "3201010101700001")
    assert found != keys.find_hash(SECRET, "phone", "3201010101700001")
    assert found != keys.find_hash(SECRET, "nik", "3201010101700002")


# --- devices ----------------------------------------------------------------------------------


def test_a_device_is_named_by_its_two_public_keys() -> None:
    own = device()

    assert own.id == hashlib.sha256(own.sign_public + own.seal_public).hexdigest()[:32]
    assert DeviceKeys(own.sign_seed, own.seal_seed).id == own.id
    assert DeviceKeys(own.sign_seed, bytes(32)).id != own.id
    assert DeviceKeys(bytes(32), own.seal_seed).id != own.id


def test_a_device_shows_none_of_its_secrets() -> None:
    own = DeviceKeys(b"S" * 32, b"T" * 32)

    assert "SSS" not in repr(own)
    assert "TTT" not in repr(own)


def test_public_keys_are_those_of_the_standards() -> None:
    # RFC 8032 §7.1, test 1; RFC 7748 §5.2, first iteration
    own = DeviceKeys(
        bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"),
        (9).to_bytes(32, "little"),
    )

    assert own.sign_public.hex() == (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
    )
    assert own.seal_public.hex() == (
        "422c8e7a6227d7bca1350b3e2bb7279f7897b87bb6854b783c60e80311ae3079"
    )


@given(st.binary(max_size=100))
def test_a_signature_holds_for_its_message_and_key_only(message: bytes) -> None:
    own, other = device(), DeviceKeys(b"x" * 32, b"y" * 32)
    signature = own.sign(message)

    assert keys.verify(own.sign_public, message, signature)
    assert not keys.verify(own.sign_public, message + b".", signature)
    assert not keys.verify(other.sign_public, message, signature)
    assert not keys.verify(own.sign_public, message, signature[:-1])
    assert not keys.verify(own.sign_public[:-1], message, signature)
    assert not keys.verify(b"", message, b"")


def minisig(own: DeviceKeys, content: bytes, comment: str) -> str:
    """The signature file as minisign 0.11 writes it (prehashed)."""
    signature = own.sign(hashlib.blake2b(content).digest())
    lines = (
        "untrusted comment: signature",
        base64.b64encode(b"ED" + keys.minisign_key_id(own.sign_public) + signature).decode(),
        f"trusted comment: {comment}",
        base64.b64encode(own.sign(signature + comment.encode())).decode(),
    )
    return "\n".join(lines) + "\n"


@pytest.mark.skipif(shutil.which("minisign") is None, reason="minisign is not installed")
def test_minisign_itself_verifies_with_our_public_key(tmp_path: Path) -> None:
    own, file = device(), tmp_path / "payload.age"
    file.write_bytes(b"isi")
    file.with_name("payload.age.minisig").write_text(minisig(own, b"isi", "kopdes/1"))
    command = ["minisign", "-V", "-P", own.minisign_public_key, "-m", str(file)]

    good = subprocess.run(command, capture_output=True, text=True, check=False)
    file.write_bytes(b"lain")
    bad = subprocess.run(command, capture_output=True, text=True, check=False)

    assert own.minisign_public_key.startswith("RW")
    assert good.returncode == 0, good.stderr
    assert "kopdes/1" in good.stdout
    assert bad.returncode != 0


def test_py_minisign_reads_our_public_key() -> None:
    import minisign

    own = device()
    public = minisign.PublicKey.from_base64(own.minisign_public_key)

    public.verify(b"isi", minisign.Signature.from_bytes(minisig(own, b"isi", "k").encode()))
    with pytest.raises(minisign.VerifyError):
        public.verify(b"lain", minisign.Signature.from_bytes(minisig(own, b"isi", "k").encode()))


def identity(own: DeviceKeys) -> str:
    return keys._bech32("age-secret-key-", own.seal_seed).upper()


def test_what_is_sealed_to_our_recipient_opens_with_our_key() -> None:
    import pyrage

    own = device()
    sealed = pyrage.encrypt(b"isi", [pyrage.x25519.Recipient.from_str(own.age_recipient)])

    assert pyrage.decrypt(sealed, [pyrage.x25519.Identity.from_str(identity(own))]) == b"isi"
    assert str(pyrage.x25519.Identity.from_str(identity(own)).to_public()) == own.age_recipient


@given(st.binary(min_size=32, max_size=32))
def test_every_recipient_is_spelled_as_age_spells_it(seed: bytes) -> None:
    import pyrage

    own = DeviceKeys(bytes(32), seed)

    assert str(pyrage.x25519.Identity.from_str(identity(own)).to_public()) == own.age_recipient


@pytest.mark.skipif(shutil.which("age") is None, reason="age is not installed")
def test_age_itself_seals_to_our_recipient(tmp_path: Path) -> None:
    own, out = device(), tmp_path / "payload.age"
    key = tmp_path / "key.txt"
    key.write_text(identity(own) + "\n", encoding="ascii")

    subprocess.run(
        ["age", "-r", own.age_recipient, "-o", str(out)], input=b"isi", check=True, timeout=20
    )
    opened = subprocess.run(
        ["age", "-d", "-i", str(key), str(out)], capture_output=True, check=True, timeout=20
    )

    assert opened.stdout == b"isi"


# --- officers ---------------------------------------------------------------------------------


def test_an_officer_signs_a_fact_and_nothing_else() -> None:
    seed, fact = bytes(range(32)), b'{"kind":"device.enrol"}'
    signature = keys.officer_sign(seed, fact)
    public = keys.officer_public(seed)

    assert keys.officer_verify(public, fact, signature)
    assert keys.verify(public, b"kopdes-fact/1\n" + fact, signature)
    assert not keys.verify(public, fact, signature)
    assert not keys.officer_verify(public, fact + b" ", signature)
    assert not keys.officer_verify(keys.officer_public(bytes(32)), fact, signature)
