"""Finding members and what belongs to them: groups, heirs, pictures, household, history.

By number, by key, by any part of the name; NIK and phone by their hashes.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from msgspec import Struct
from sqlalchemy import bindparam, collate, column, func, literal_column, or_, select, table

from kopdes_desktop.db.statements import Statement
from kopdes_desktop.kernel.errors import BadField, NotActive, UnknownMember
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.ids import MemberKey
from kopdes_desktop.kernel.names import folded
from kopdes_desktop.members import cards, regions, rules
from kopdes_desktop.members.tables import (
    ATTACHMENT,
    CONFLICT,
    FIELD_HEAD,
    GROUP,
    GROUP_MEMBER,
    HEIR,
    MEMBER,
)
from kopdes_desktop.office.books import Reading
from kopdes_desktop.office.log import LoggedFact, logged
from kopdes_desktop.security import persons
from kopdes_desktop.security import queries as users

STATUS_WORDS = {
    "applicant": N_("calon anggota"),
    "active": N_("aktif"),
    "rejected": N_("ditolak"),
    "left": N_("berhenti"),
    "void": N_("batal"),
}
GROUP_WORDS = {
    "dusun": N_("Dusun"),
    "rt": N_("RT"),
    "kelompok_tani": N_("Kelompok tani"),
    "lain": N_("Kelompok lain"),
}
RELATION_WORDS = {
    "spouse": N_("suami/istri"),
    "child": N_("anak"),
    "parent": N_("orang tua"),
    "sibling": N_("saudara"),
    "grandchild": N_("cucu"),
    "other": N_("lainnya"),
}
#: Records that are history: their NIK is free, and their person may apply again.
ENDED = frozenset({"rejected", "left", "void"})

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
    MEMBER.c.left,
    MEMBER.c.kk,
    MEMBER.c.rt_rw,
    MEMBER.c.address,
    MEMBER.c.job,
)
_BY_KEY = Statement(
    select(*_COLUMNS).where(
        or_(MEMBER.c.key == bindparam("of_key"), MEMBER.c.decided_by == bindparam("of_key"))
    ),
    steady=True,
)
_BY_NUMBER = Statement(select(*_COLUMNS).where(MEMBER.c.number == bindparam("of_number")))
_IN_STATUS = Statement(
    select(*_COLUMNS)
    .where(MEMBER.c.status == bindparam("of_status"))
    .order_by(MEMBER.c.number, MEMBER.c.key)
)
_CAME = func.coalesce(MEMBER.c.joined, MEMBER.c.applied)
_STAYS = Statement(
    select(_CAME, MEMBER.c.left, func.count())
    .where(or_(MEMBER.c.status == "active", MEMBER.c.status == "left"))
    .group_by(_CAME, MEMBER.c.left)
)
_EVERYBODY = Statement(select(*_COLUMNS).order_by(MEMBER.c.number, MEMBER.c.key))
_IN_GROUP = Statement(
    select(*_COLUMNS)
    .join(GROUP_MEMBER, GROUP_MEMBER.c.member == MEMBER.c.key)
    .where(GROUP_MEMBER.c.code == bindparam("of_code"))
    .order_by(MEMBER.c.number, MEMBER.c.key)
)
_ON_CARD = Statement(
    select(*_COLUMNS)
    .where(MEMBER.c.kk == bindparam("of_kk"))
    .order_by(MEMBER.c.number, MEMBER.c.key)
)
_REST = Statement(
    select(
        MEMBER.c.birth_place,
        MEMBER.c.mother,
        MEMBER.c.email,
        MEMBER.c.decision_no,
        MEMBER.c.photo,
        MEMBER.c.ktp,
        MEMBER.c.imported,
        MEMBER.c.settled_by,
    ).where(MEMBER.c.key == bindparam("of_key"))
)
_GROUPS = Statement(select(GROUP).order_by(GROUP.c.code))
_GROUP = Statement(select(GROUP).where(GROUP.c.code == bindparam("of_code")))
_GROUPS_OF = Statement(
    select(GROUP)
    .join(GROUP_MEMBER, GROUP_MEMBER.c.code == GROUP.c.code)
    .where(GROUP_MEMBER.c.member == bindparam("of_member"))
    .order_by(GROUP.c.code)
)
_HEIR_COLUMNS = [each for each in HEIR.c if each.name != "removed"]
_HEIRS = Statement(
    select(*_HEIR_COLUMNS)
    .where(HEIR.c.member == bindparam("of_member"), HEIR.c.removed.is_(None))
    .order_by(HEIR.c.key)
)
_HEIR = Statement(
    select(*_HEIR_COLUMNS).where(HEIR.c.key == bindparam("of_key"), HEIR.c.removed.is_(None))
)
_PICTURE = Statement(select(ATTACHMENT.c.body).where(ATTACHMENT.c.fact == bindparam("of_fact")))
_SEARCH = table("member_search", column("rowid"), column("name"), column("number"))
_name = collate(MEMBER.c.name, "NOCASE")
_MATCHES = (
    select(_SEARCH.c.rowid)
    .where(literal_column("member_search").op("MATCH")(bindparam("words")))
    .limit(bindparam("at_most"))
    .subquery()
)
_BY_TRIGRAM = Statement(
    select(*_COLUMNS)
    .join(_MATCHES, _MATCHES.c.rowid == MEMBER.c.key)
    .order_by(_name, MEMBER.c.number)
    .limit(bindparam("most"))
)
_BY_NAME = Statement(
    select(*_COLUMNS)
    .where(_name >= bindparam("start"), _name < bindparam("end"))
    .order_by(_name, MEMBER.c.number)
    .limit(bindparam("most"))
)
_BY_DIGITS = Statement(
    select(*_COLUMNS)
    .where(MEMBER.c.number >= bindparam("start"), MEMBER.c.number < bindparam("end"))
    .order_by(MEMBER.c.number)
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
#: So many names that hold the letters are looked at, before they are put in order.
_LOOKED_AT = 60
_LAST_LETTER = "\U0010ffff"


class MemberRow(Struct, frozen=True):
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
    left: date | None
    kk: str | None
    rt_rw: str | None
    address: str | None
    job: str | None


class Group(Struct, frozen=True):
    """A hamlet, RT, farmers' group …; `collector` is a member's key."""

    code: str
    name: str
    kind: str
    collector: MemberKey | None


class Heir(Struct, frozen=True):
    """Who inherits; a person under keys of his own, his fields None once these are gone."""

    key: int
    member: MemberKey
    relation: str
    name: str | None
    nik: str | None
    phone: str | None
    address: str | None


class Profile(Struct, frozen=True):
    """Every field of the register about one member; `region` is what his NIK says."""

    member: MemberRow
    birth_place: str | None
    mother: str | None
    email: str | None
    decision_no: str | None
    region: str | None
    groups: tuple[Group, ...]
    has_photo: bool
    has_ktp: bool
    imported: bool
    settled_by: int | None


class Change(Struct, frozen=True):
    """One field as a fact changed it; `by` is the sign-in name of who did."""

    fact: int
    at: datetime
    by: str
    field: str
    before: str | None
    after: str | None


def _day(value: object) -> date | None:
    return date.fromisoformat(str(value)) if value else None


def _member(row: tuple[object, ...]) -> MemberRow:
    key, number, status, sex, applied, joined, erased, name, nik, birth, dusun, phone = row[:12]
    left, kk, rt_rw, address, job = row[12:]
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
        _day(left),
        kk,  # type: ignore[arg-type]
        rt_rw,  # type: ignore[arg-type]
        address,  # type: ignore[arg-type]
        job,  # type: ignore[arg-type]
    )


def member(read: Reading, name: int | str) -> MemberRow | None:
    """A member by number (text), or by key (integer): his own, or that of his admission."""
    if isinstance(name, int):
        return read.made(_first, _BY_KEY, of_key=name)
    row = read.row(_BY_NUMBER, of_number=name.strip())
    return _member(row) if row else None


def _first(rows: list[tuple[Any, ...]]) -> MemberRow | None:
    return _member(rows[0]) if rows else None


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


def stays(read: Reading) -> list[tuple[date, date | None, int]]:
    """When members came and left (None who stayed), and how many at each time."""
    return [(date.fromisoformat(came), _day(left), many) for came, left, many in read.rows(_STAYS)]


def search(read: Reading, text: str, limit: int = 20) -> list[MemberRow]:
    """Members whose name or number holds these letters; a whole NIK or phone finds its person.

    So does a scanned card. Those that begin with the letters come first. Of letters that very many
    names hold, not all are looked at: who types goes on typing (PERFORMANCE 8).
    """
    words = text.strip()
    if not words:
        return []
    scanned = cards.number_of(words)
    if scanned is not None:
        holder = member(read, scanned)
        return [holder] if holder is not None else []
    whole = _whole(read, words)
    if whole:
        return whole
    start = {"start": words, "end": words + _LAST_LETTER, "most": limit}
    rows = [*read.rows(_BY_DIGITS, **start), *read.rows(_BY_NAME, **start)]
    if len(rows) < limit and len(words) >= _TRIGRAM:
        phrase = " ".join('"' + word.replace('"', '""') + '"' for word in _long(words))
        rows += read.rows(_BY_TRIGRAM, words=phrase, at_most=_LOOKED_AT, most=2 * limit)
    first = list({row[0]: row for row in rows}.values())[:limit]
    return [_member(row) for row in first]


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
    """A living record (an applicant's or an active member's) that has this NIK."""
    for person in persons.find(read, "nik", nik):
        found = member(read, person)
        if found is not None and found.status not in ENDED:
            return found
    return None


def listing(
    read: Reading, *, status: str | None = None, group: str | None = None, text: str = ""
) -> list[MemberRow]:
    """The register by number, narrowed: one status, one group, these letters in name or number."""
    found = read.rows(_IN_GROUP, of_code=group) if group else read.rows(_EVERYBODY)
    rows = [_member(row) for row in found]
    words = folded(text)
    return [
        row
        for row in rows
        if (status is None or row.status == status)
        and (not words or words in folded(f"{row.name or ''} {row.number or ''}"))
    ]


def household(read: Reading, member_key: int) -> list[MemberRow]:
    """Active members on the same family card, himself among them; nobody without a card."""
    found = member(read, member_key)
    if found is None or not found.kk:
        return []
    return [row for row in on_card(read, found.kk) if row.status == "active"]


def on_card(read: Reading, kk: str) -> list[MemberRow]:
    """Everybody on a family card, whatever his status."""
    return [_member(row) for row in read.rows(_ON_CARD, of_kk=kk)]


def region(nik: str | None) -> str | None:
    """District, regency and province of a NIK's first six digits: where it was first registered."""
    first = (nik or "")[: rules.REGION_DIGITS]
    if len(first) < rules.REGION_DIGITS or not (first.isascii() and first.isdigit()):
        return None
    return regions.path_of(first)


def profile(read: Reading, name: int | str) -> Profile:
    """Everything the register says about one member. Raises UnknownMember."""
    row = require_member(read, name)
    rest = read.row(_REST, of_key=row.key)
    if rest is None:
        raise UnknownMember(member=name, field="member")
    birth_place, mother, email, decision_no, photo_fact, ktp, imported, settled_by = rest
    return Profile(
        row,
        birth_place,
        mother,
        email,
        decision_no,
        region(row.nik),
        tuple(groups_of(read, row.key)),
        photo_fact is not None,
        ktp is not None,
        imported is not None,
        settled_by,
    )


# --- groups, heirs, pictures ------------------------------------------------------------------


def groups(read: Reading) -> list[Group]:
    """All groups by code."""
    return [Group(*row) for row in read.rows(_GROUPS)]


def group(read: Reading, code: str, *, field: str = "group") -> Group:
    """A group. Raises BadField."""
    row = read.row(_GROUP, of_code=code.strip().upper())
    if row is None:
        reason = _(N_("kelompok {code} tidak ada")).format(code=code)
        raise BadField(name=field, reason=reason, field=field)
    return Group(*row)


def members_of(read: Reading, code: str) -> list[MemberRow]:
    """The active members of a group, by number. Raises BadField for a group that there is not."""
    return listing(read, status="active", group=group(read, code).code)


def groups_of(read: Reading, member_key: int) -> list[Group]:
    """The groups somebody belongs to, by code."""
    return [Group(*row) for row in read.rows(_GROUPS_OF, of_member=member_key)]


def heirs(read: Reading, member_key: int) -> list[Heir]:
    """A member's heirs in the order they were named."""
    return [Heir(*row) for row in read.rows(_HEIRS, of_member=member_key)]


def require_heir(read: Reading, key: int, *, of: int | None = None, field: str = "heir") -> Heir:
    """An heir who stands, and belongs to this member where one is named. Raises BadField."""
    row = read.row(_HEIR, of_key=key)
    if row is None or (of is not None and row[1] != of):
        reason = _(N_("ahli waris {key} tidak tercatat pada anggota ini")).format(key=key)
        raise BadField(name=field, reason=reason, field=field)
    return Heir(*row)


def picture_fact(read: Reading, member_key: int, what: str) -> int | None:
    """The fact that brought a member's present photo or KTP scan."""
    rest = read.row(_REST, of_key=member_key)
    return {"photo": rest[4], "ktp": rest[5]}[what] if rest else None


def picture(read: Reading, member_key: int, what: str = "photo") -> bytes | None:
    """A member's photo or KTP scan as JPEG; None where there is none, or its key is gone."""
    fact = picture_fact(read, member_key, what)
    body = read.value(_PICTURE, of_fact=fact) if fact else None
    if fact is None or body is None:
        return None
    return persons.unseal_body(read, fact, member_key, what, body)


def lies_elsewhere(read: Reading, member_key: int, what: str = "photo") -> bool:
    """Whether the books know of a photo or KTP scan whose bytes are on another laptop only."""
    fact = picture_fact(read, member_key, what)
    return fact is not None and read.value(_PICTURE, of_fact=fact) is None


def photo(read: Reading, member_key: int) -> bytes | None:
    """A member's photo as JPEG; None where there is none, or its key is gone."""
    return picture(read, member_key)


# --- history ----------------------------------------------------------------------------------


def changes(read: Reading, member_key: int) -> list[Change]:
    """What was changed about somebody, oldest first: from the log, by the parents that edits name.

    Values that another laptop's edit lost against wait as conflicts, and are not among them.
    """
    found: list[Change] = []
    for field in (*sorted(persons.FIELD_CLASS), "sex"):
        head = head_of_field(read, member_key, field)
        while head is not None and head != member_key:
            said = logged(read, head)
            if said is None:
                break
            parent = getattr(said.fact, "par", {}).get(field)
            before = _value_in(read, parent, member_key, field)
            after = _value_of(read, said, member_key, field)
            by = users.user(read, said.stamp.user)
            login = (by and by.login) or "?"
            found.append(Change(head, said.moment, login, field, before, after))
            head = parent
    return sorted(found, key=lambda each: (each.at, each.fact, each.field))


def _value_in(read: Reading, fact: int | None, member_key: int, field: str) -> str | None:
    said = logged(read, fact) if fact is not None else None
    return _value_of(read, said, member_key, field) if said is not None else None


def _value_of(read: Reading, said: LoggedFact, member_key: int, field: str) -> str | None:
    """What a fact says of a field: open where it stands open, else under the person's key."""
    fact: Any = said.fact
    if field == "sex":
        return getattr(fact, "sex", None)
    sealed = getattr(fact, "personal", {})
    if field not in sealed:
        return None
    only = {field: sealed[field]}
    return persons.unseal_of(read, said.stamp.key, member_key, only)[field]
