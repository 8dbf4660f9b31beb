"""Every page of an encrypted file, and of its write-ahead log, as the bytes that were sealed.

SQLCipher 4 with a raw key: AES-256-CBC a page, the last 80 bytes hold the IV and the seal; the
first 16 bytes of the file are its salt. Free pages are read as well.
"""

from collections.abc import Iterator
from pathlib import Path

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

PAGE, RESERVED, IV, SALT, WAL_HEADER, FRAME_HEADER = 4096, 80, 16, 16, 32, 24


def _opened(page: bytes, key: bytes, *, first: bool) -> bytes:
    start = SALT if first else 0
    iv = page[PAGE - RESERVED : PAGE - RESERVED + IV]
    box = Cipher(algorithms.AES(key), modes.CBC(iv)).decryptor()
    return box.update(page[start : PAGE - RESERVED]) + box.finalize()


def _pages(file: Path, key: bytes) -> Iterator[bytes]:
    raw = file.read_bytes()
    for start in range(0, len(raw), PAGE):
        yield _opened(raw[start : start + PAGE], key, first=start == 0)


def _frames(file: Path, key: bytes) -> Iterator[bytes]:
    raw = file.read_bytes() if file.exists() else b""
    for start in range(WAL_HEADER, len(raw), FRAME_HEADER + PAGE):
        frame = raw[start : start + FRAME_HEADER + PAGE]
        first = int.from_bytes(frame[:4], "big") == 1
        yield _opened(frame[FRAME_HEADER:], key, first=first)


def everything(file: Path, key: bytes) -> bytes:
    """All pages one after another, those of the log too."""
    log = file.with_name(file.name + "-wal")
    return b"".join([*_pages(file, key), *_frames(log, key)])
