"""A copy is what it says to the last byte, opens for few, and says nothing of members."""

import hashlib
import io
import shutil
import subprocess
import tarfile
from pathlib import Path

import msgspec
import pyrage
import pytest

from kopdes_desktop.backup import copy_file
from kopdes_desktop.backup.copy_file import BadCopy
from kopdes_desktop.kernel.errors import Fault, NewerBooks
from kopdes_desktop.kernel.ids import system_entropy
from kopdes_desktop.security.keyfile import KeyFile
from kopdes_desktop.security.keys import DeviceKeys
from tests.backup.conftest import NAMES, NIKS, Laptop
from tests.builders import PASSWORD


def key_of(laptop: Laptop) -> bytes:
    return KeyFile.load(laptop.folder / "keys.json").unlock("bendahara", PASSWORD).database_key


def resealed(copy: Path, line: bytes) -> None:
    """Another second line, with a sum that fits it, as somebody with tools would write it."""
    raw = copy.read_bytes()
    magic, _old, rest = raw.split(b"\n", 2)
    sums, payload = rest.split(b"\n", 1)
    size, content, _head = sums.split()
    head = magic + b"\n" + line + b"\n" + size + b" " + content + b" "
    copy.write_bytes(head + hashlib.sha256(head).hexdigest().encode() + b"\n" + payload)


def refilled(copy: Path, payload: bytes) -> None:
    """Another payload, with sums that fit it."""
    magic, line, _rest = copy.read_bytes().split(b"\n", 2)
    size, content = f"{len(payload):016d}", hashlib.sha256(payload).hexdigest()
    head = magic + b"\n" + line + f"\n{size} {content} ".encode()
    copy.write_bytes(head + hashlib.sha256(head).hexdigest().encode() + b"\n" + payload)


def tarred(*entries: tuple[str, bytes]) -> bytes:
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w", format=tarfile.USTAR_FORMAT) as tar:
        for name, content in entries:
            entry = tarfile.TarInfo(name)
            entry.size, entry.mode = len(content), 0o600
            tar.addfile(entry, io.BytesIO(content))
    return made.getvalue()


@pytest.mark.parametrize(
    "inside",
    [
        b"",
        b"no tar at all" * 500,
        tarred(("manifest.json", b"{}"), ("books.db", b"x")),
        tarred(("manifest.json", b"[" * 5_000), ("books.db", b"x")),
        tarred(("../../manifest.json", b"{}"), ("books.db", b"x")),
        tarred(("books.db", b"x"), ("manifest.json", b"{}")),
    ],
    ids=["empty", "no tar", "no manifest", "no json", "a way out", "another order"],
)
def test_what_somebody_else_packed_for_these_keys_is_refused(
    laptop: Laptop, tmp_path: Path, inside: bytes
) -> None:
    public = pyrage.x25519.Recipient.from_str(
        copy_file.books_identity(key_of(laptop)).age_recipient
    )
    refilled(laptop.copy, pyrage.encrypt(inside, [public]))

    with pytest.raises(BadCopy):
        copy_file.unpack(laptop.copy, copy_file.books_identity(key_of(laptop)), tmp_path / "out.db")


def test_the_first_lines_say_whose_copy_it_is(laptop: Laptop) -> None:
    header = copy_file.require_whole(laptop.copy)

    assert header.name == "Koperasi Desa Merah Putih Sumber Makmur"
    assert (header.day, header.series, header.practice) == ("2026-02-02", "KR", True)
    assert {each.kind for each in header.recipients} == {"device", "books"}


def test_nothing_of_members_or_keys_stands_in_the_file(laptop: Laptop) -> None:
    raw = laptop.copy.read_bytes()
    secrets = [*NAMES, *NIKS, PASSWORD, key_of(laptop).hex()]

    for secret in secrets:
        for written in (secret.encode(), secret.encode("utf-16-le")):
            assert written not in raw
    assert key_of(laptop) not in raw
    assert b"SQLite format" not in raw


def test_a_byte_that_is_not_as_it_was_written_is_seen_wherever_it_stands(laptop: Laptop) -> None:
    raw = laptop.copy.read_bytes()
    clear = raw.index(b"age-encryption.org")
    places = [*range(0, clear + 200, 11), *range(clear, len(raw), 20_011), len(raw) - 1]

    for at in places:
        changed = bytearray(raw)
        changed[at] ^= 0x20
        laptop.copy.write_bytes(changed)
        with pytest.raises(Fault):
            copy_file.require_whole(laptop.copy)
    laptop.copy.write_bytes(raw)
    assert copy_file.require_whole(laptop.copy).seq > 0


def test_a_file_that_was_cut_or_grew_is_refused(laptop: Laptop) -> None:
    raw = laptop.copy.read_bytes()
    lengths = [*range(0, 4_000, 37), *range(4_000, len(raw), 50_021), len(raw) - 1]

    for length in lengths:
        laptop.copy.write_bytes(raw[:length])
        with pytest.raises(BadCopy):
            copy_file.read_header(laptop.copy)
    laptop.copy.write_bytes(raw + b"\0")
    with pytest.raises(BadCopy):
        copy_file.read_header(laptop.copy)


def test_the_payload_itself_is_sealed_whatever_the_sums_say(laptop: Laptop) -> None:
    raw = laptop.copy.read_bytes()
    start = raw.index(b"age-encryption.org")

    for at in (start + 400, start + 70_000, len(raw) - 5):
        payload = bytearray(raw[start:])
        payload[at - start] ^= 1
        refilled(laptop.copy, bytes(payload))
        copy_file.require_whole(laptop.copy)  # the sums fit
        with pytest.raises(BadCopy):
            copy_file.unpack(laptop.copy, copy_file.books_identity(key_of(laptop)))


def test_a_header_that_somebody_rewrote_is_refused_once_it_is_opened(laptop: Laptop) -> None:
    line = laptop.copy.read_bytes().split(b"\n", 2)[1]
    resealed(laptop.copy, line.replace(b'"day":"2026-02-02"', b'"day":"2026-02-03"'))

    assert copy_file.require_whole(laptop.copy).day == "2026-02-03"
    with pytest.raises(BadCopy):
        copy_file.unpack(laptop.copy, copy_file.books_identity(key_of(laptop)))


def test_another_laptops_key_opens_nothing_and_leaves_nothing(
    laptop: Laptop, tmp_path: Path
) -> None:
    with pytest.raises(BadCopy):
        copy_file.unpack(laptop.copy, DeviceKeys.make(system_entropy), tmp_path / "out.db")

    assert (tmp_path / "out.db").read_bytes() == b""


def test_a_later_programs_copy_is_told_as_such_and_a_stranger_as_none(
    laptop: Laptop, tmp_path: Path
) -> None:
    later, none = tmp_path / "later.kpb", tmp_path / "none.kpb"
    later.write_bytes(laptop.copy.read_bytes().replace(b"kopdes-copy/1", b"kopdes-copy/2", 1))
    none.write_bytes(b"PK\x03\x04 something else")

    with pytest.raises(NewerBooks):
        copy_file.read_header(later)
    with pytest.raises(BadCopy, match="bukan cadangan"):
        copy_file.read_header(none)


@pytest.mark.parametrize(
    ("said", "instead"),
    [
        (b'"day":"2026-02-02"', b'"day":"2026-02-31"'),
        (b"T01:00:00+00:00", b"T01:00:00"),
    ],
)
def test_a_day_that_does_not_exist_is_no_day(laptop: Laptop, said: bytes, instead: bytes) -> None:
    line = laptop.copy.read_bytes().split(b"\n", 2)[1]
    resealed(laptop.copy, line.replace(said, instead))

    with pytest.raises(BadCopy):
        copy_file.read_header(laptop.copy)


def test_fields_that_a_later_program_adds_are_passed_over(laptop: Laptop) -> None:
    line = laptop.copy.read_bytes().split(b"\n", 2)[1]
    resealed(laptop.copy, line.replace(b'{"coop"', b'{"added":[1],"coop"', 1))

    assert copy_file.require_whole(laptop.copy).series == "KR"


@pytest.mark.skipif(shutil.which("age") is None, reason="needs the age program")
def test_common_tools_open_it_with_the_devices_key(laptop: Laptop, tmp_path: Path) -> None:
    with laptop.open() as session:
        own = session.office.own
    identity = tmp_path / "key.txt"
    identity.write_text(DeviceKeys(own.sign_seed, own.seal_seed).age_identity)
    payload = laptop.copy.read_bytes().split(b"\n", 3)[3]

    opened = subprocess.run(
        ["age", "-d", "-i", str(identity)], input=payload, stdout=subprocess.PIPE, check=True
    )
    subprocess.run(["tar", "x"], input=opened.stdout, cwd=tmp_path, check=True)

    manifest = msgspec.json.decode((tmp_path / "manifest.json").read_bytes())
    database = (tmp_path / "books.db").read_bytes()
    assert hashlib.sha256(database).hexdigest() == manifest["sha256"]
    assert manifest["sums"]["debit"] == manifest["sums"]["credit"] > 0
    assert not database.startswith(b"SQLite format")
