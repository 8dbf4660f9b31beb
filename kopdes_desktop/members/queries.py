"""Finding members: by number, by key, by any part of the name; NIK and phone by their hashes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import bindparam, column, literal_column, or_, select, table

from kopdes_desktop.db.statements import Statement
from kopdes_desktop.kernel.errors import NotActive, UnknownMember
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.ids import MemberKey
from kopdes_desktop.members.tables import CONFLICT, FIELD_HEAD, MEMBER
from kopdes_desktop.office.books import Reading
from kopdes_desktop.security import persons

STATUS_WORDS = {
    "applicant": N_("calon anggota"),
    "active": N_("aktif"),
    "rejected": N_("ditolak"),
    "left": N_("berhenti"),
    "void": N_("batal"),
}

_COLUMNS = (
    MEMBER.c.key,
    MEMBER.c.number,
    MEMBER.c.status,
    MEMBER.c.sex,
    MEMBER.c.applied,
    MEMBER.c.joined,
    MEMBER.c.erased,
    MEMBER.c.name,
    MEMBER.c.nik,
    MEMBER.c.birth_day,
    MEMBER.c.dusun,
    MEMBER.c.phone,
)
_BY_KEY = Statement(
    select(*_COLUMNS).where(
        or_(MEMBER.c.key == bindparam("of_key"), MEMBER.c.decided_by == bindparam("of_key"))
    )
)
_BY_NUMBER = Statement(select(*_COLUMNS).where(MEMBER.c.number == bindparam("of_number")))
_IN_STATUS = Statement(
    select(*_COLUMNS)
    .where(MEMBER.c.status == bindparam("of_status"))
    .order_by(MEMBER.c.number, MEMBER.c.key)
)
_SEARCH = table("member_search", column("rowid"), column("name"), column("number"))
_BY_TRIGRAM = Statement(
    select(*_COLUMNS)
    .join(_SEARCH, _SEARCH.c.rowid == MEMBER.c.key)
    .where(literal_column("member_search").op("MATCH")(bindparam("words")))
    .order_by(MEMBER.c.name, MEMBER.c.number)
    .limit(bindparam("most"))
)
_BY_START = Statement(
    select(*_COLUMNS)
    .where(
        or_(
            MEMBER.c.name.like(bindparam("start"), escape="\\"),
            MEMBER.c.number.like(bindparam("start"), escape="\\"),
        )
    )
    .order_by(MEMBER.c.name, MEMBER.c.number)
    .limit(bindparam("most"))
)
_HEAD = Statement(
    select(FIELD_HEAD.c.head).where(
        FIELD_HEAD.c.member == bindparam("of_member"), FIELD_HEAD.c.field == bindparam("of_field")
    )
)
_CONFLICTS = Statement(
    select(CONFLICT.c.fact, CONFLICT.c.field, CONFLICT.c.member)
    .where(CONFLICT.c.settled.is_(None))
    .order_by(CONFLICT.c.fact, CONFLICT.c.field)
)
_TRIGRAM = 3


@dataclass(frozen=True, slots=True)
class MemberRow:
    """A member or applicant as lists show him; personal fields are None once erased."""

    key: MemberKey
    number: str | None
    status: str
    sex: str | None
    applied: date
    joined: date | None
    erased: bool
    name: str | None
    nik: str | None
    birth_day: date | None
    dusun: str | None
    phone: str | None


def _day(value: object) -> date | None:
    return date.fromisoformat(str(value)) if value else None


def _member(row: tuple[object, ...]) -> MemberRow:
    key, number, status, sex, applied, joined, erased, name, nik, birth, dusun, phone = row
    return MemberRow(
        key,  # type: ignore[arg-type]
        number,  # type: ignore[arg-type]
        str(status),
        sex,  # type: ignore[arg-type]
        date.fromisoformat(str(applied)),
        _day(joined),
        bool(erased),
        name,  # type: ignore[arg-type]
        nik,  # type: ignore[arg-type]
        _day(birth),
        dusun,  # type: ignore[arg-type]
        phone,  # type: ignore[arg-type]
    )


def member(read: Reading, name: int | str) -> MemberRow | None:
    """A member by number (text), or by key (integer): his own, or that of his admission."""
    row = (
        read.row(_BY_KEY, of_key=name)
        if isinstance(name, int)
        else read.row(_BY_NUMBER, of_number=name.strip())
    )
    return _member(row) if row else None


def is_key(read: Reading, key: int) -> bool:
    """Whether this is a member's own key, and not the key of his admission."""
    found = member(read, key)
    return found is not None and found.key == key


def require_member(read: Reading, name: int | str, *, field: str = "member") -> MemberRow:
    """A member of any status; UnknownMember otherwise."""
    found = member(read, name)
    if found is None:
        raise UnknownMember(member=name, field=field)
    return found


def require_active(read: Reading, name: int | str, *, field: str = "member") -> MemberRow:
    """An active member; UnknownMember or NotActive otherwise."""
    found = require_member(read, name, field=field)
    if found.status != "active":
        shown = found.number or str(name)
        raise NotActive(member=shown, status=_(STATUS_WORDS[found.status]), field=field)
    return found


def in_status(read: Reading, status: str) -> list[MemberRow]:
    """All of one status by number."""
    return [_member(row) for row in read.rows(_IN_STATUS, of_status=status)]


def search(read: Reading, text: str, limit: int = 20) -> list[MemberRow]:
    """Members whose name or number holds these letters; a whole NIK or phone finds its person."""
    words = text.strip()
    if not words:
        return []
    whole = _whole(read, words)
    if whole:
        return whole
    if len(words) < _TRIGRAM:
        start = words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
        rows = read.rows(_BY_START, start=start, most=limit)
    else:
        phrase = " ".join('"' + word.replace('"', '""') + '"' for word in _long(words))
        rows = read.rows(_BY_TRIGRAM, words=phrase, most=limit)
    return [_member(row) for row in rows]


def _long(words: str) -> list[str]:
    """The words that trigrams can find; the whole text when each is too short."""
    long = [word for word in words.split() if len(word) >= _TRIGRAM]
    return long or [words]


def _whole(read: Reading, words: str) -> list[MemberRow]:
    digits = words.replace(" ", "").replace("-", "")
    if not digits.lstrip("+").isdigit():
        return []
    exact = member(read, digits)
    if exact is not None:
        return [exact]
    phone = "+62" + digits.lstrip("+").removeprefix("62").removeprefix("0")
    found = persons.find(read, "nik", digits) + persons.find(read, "phone", phone)
    return [row for row in (member(read, person) for person in found) if row is not None]


def head_of_field(read: Reading, member_key: int, field: str) -> int | None:
    """The fact that a field's present value comes from."""
    found = read.value(_HEAD, of_member=member_key, of_field=field)
    return None if found is None else int(found)


def open_conflicts(read: Reading) -> list[tuple[int, str, int]]:
    """Edits that wait for a person: fact, field, member."""
    return [(row[0], row[1], row[2]) for row in read.rows(_CONFLICTS)]


def with_nik(read: Reading, nik: str) -> MemberRow | None:
    """A living record (not rejected, not void) that has this NIK."""
    for person in persons.find(read, "nik", nik):
        found = member(read, person)
        if found is not None and found.status not in {"rejected", "void"}:
            return found
    return None
