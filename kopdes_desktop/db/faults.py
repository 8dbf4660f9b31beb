"""What a database error means: disk, lock, damage; or a bug of ours, which passes through."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from sqlcipher3 import dbapi2

from kopdes_desktop.kernel.errors import (
    DatabaseBusy,
    DatabaseDamaged,
    DatabaseReadOnly,
    DiskFull,
    DiskTrouble,
    Fault,
)
from kopdes_desktop.kernel.i18n import N_, _

DriverError = dbapi2.Error

_SQLITE_BUSY, _SQLITE_LOCKED, _SQLITE_READONLY, _SQLITE_IOERR = 5, 6, 8, 10
_SQLITE_CORRUPT, _SQLITE_FULL, _SQLITE_CANTOPEN, _SQLITE_NOTADB = 11, 13, 14, 26


def fault_of(error: BaseException) -> Fault | None:
    """The fault that this error stands for, or None when the error is our own bug."""
    if isinstance(error, OSError):
        return _fault_of_disk(error)
    if not isinstance(error, DriverError):
        return None
    code = getattr(error, "sqlite_errorcode", None)
    primary = code & 0xFF if isinstance(code, int) else _guessed(str(error))
    match primary:
        case 5 | 6:
            return DatabaseBusy(DatabaseBusy.nameless)
        case 8:
            return DatabaseReadOnly(reason=_(N_("berkas atau disk dikunci")))
        case 10 | 14:
            return DiskTrouble(detail=_(N_("kode {code}")).format(code=primary))
        case 13:
            return DiskFull()
        case 11 | 26:
            return DatabaseDamaged(detail=_(N_("kode {code}")).format(code=primary))
        case 1 if "malformed JSON" in str(error):  # what SQL reads as JSON is the log alone
            return DatabaseDamaged(detail="JSON")
    return None


def _fault_of_disk(error: OSError) -> Fault:
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return DiskFull()
    if error.errno == errno.EROFS:
        return DatabaseReadOnly(reason=_(N_("disk dikunci")))
    return DiskTrouble(detail=error.strerror or type(error).__name__)


def _guessed(message: str) -> int:
    """The primary code by the driver's words, for drivers that hand over no number."""
    words = {
        "locked": _SQLITE_BUSY,
        "readonly": _SQLITE_READONLY,
        "disk i/o": _SQLITE_IOERR,
        "malformed": _SQLITE_CORRUPT,
        "disk is full": _SQLITE_FULL,
        "unable to open": _SQLITE_CANTOPEN,
        "not a database": _SQLITE_NOTADB,
        "hmac": _SQLITE_CORRUPT,
        "closed database": _SQLITE_IOERR,  # a disk refused to open what it had just closed
    }
    return next((code for word, code in words.items() if word in message.lower()), 0)


@contextmanager
def as_faults() -> Iterator[None]:
    """Turn errors of disk and database into faults; let bugs pass as they are."""
    try:
        yield
    except (DriverError, OSError) as error:
        fault = fault_of(error)
        if fault is None:
            raise
        raise fault from error
