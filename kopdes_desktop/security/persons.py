"""Persons: two keys each, sealed fields in facts, hashes to find NIK and phone (FACTS §7)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal

from sqlalchemy import bindparam, delete, select
from sqlalchemy.dialects.sqlite import insert

from kopdes_desktop.db.statements import Statement, insert_into
from kopdes_desktop.office.books import Books, Opened, Reading
from kopdes_desktop.office.work import Work
from kopdes_desktop.security import keys
from kopdes_desktop.security.tables import FINDER_KEY, PERSON_HASH, PERSON_KEY

KeyClass = Literal["identity", "contact"]
SECRET_BYTES = 32
_CLASSES: tuple[KeyClass, ...] = ("identity", "contact")

#: Which of a person's two keys seals a field. Other fields are not personal.
FIELD_CLASS: Mapping[str, KeyClass] = {
    "login": "identity",
    "name": "identity",
    "nik": "identity",
    "kk": "identity",
    "birth_place": "identity",
    "birth_day": "identity",
    "mother": "identity",
    "phone": "contact",
    "email": "contact",
    "address": "contact",
    "dusun": "contact",
    "rt_rw": "contact",
    "job": "contact",
    "photo": "contact",
    "ktp": "identity",
}
#: Fields that are found whole, by hash.
FOUND_WHOLE = ("nik", "phone")

_SECRETS = Statement(
    select(PERSON_KEY.c["class"], PERSON_KEY.c.secret).where(
        PERSON_KEY.c.person == bindparam("of_person")
    )
)
_ALL_SECRETS = Statement(
    select(PERSON_KEY.c.person, PERSON_KEY.c["class"], PERSON_KEY.c.secret).order_by(
        PERSON_KEY.c.person, PERSON_KEY.c["class"]
    )
)
_FINDER = Statement(select(FINDER_KEY.c.secret), steady=True)
_FOUND = Statement(
    select(PERSON_HASH.c.person).where(
        PERSON_HASH.c.field == bindparam("of_field"), PERSON_HASH.c.hash == bindparam("of_hash")
    )
)
_KEEP_SECRET = insert_into(PERSON_KEY)
_KEEP_HASH = Statement(
    insert(PERSON_HASH)
    .values(
        field=bindparam("its_field"), hash=bindparam("its_hash"), person=bindparam("its_person")
    )
    .on_conflict_do_nothing()
)
_KEEP_FINDER = insert_into(FINDER_KEY)
_FORGET_HASHES = Statement(
    delete(PERSON_HASH).where(PERSON_HASH.c.person == bindparam("of_person"))
)
_FORGET_FIELD = Statement(
    delete(PERSON_HASH).where(
        PERSON_HASH.c.person == bindparam("of_person"),
        PERSON_HASH.c.field == bindparam("of_field"),
    )
)
_FORGET_SECRETS = Statement(delete(PERSON_KEY).where(PERSON_KEY.c.person == bindparam("of_person")))

Sealed = dict[str, str]


def secrets_of(read: Reading, person: int) -> dict[str, bytes]:
    """The keys of a person that are still there, by class."""
    return dict(read.rows(_SECRETS, of_person=person))


def new_person(work: Work, person: int, fields: Mapping[str, str | None]) -> Sealed:
    """Draw both keys of a new person and seal his fields under them; empty ones stay away."""
    secrets: dict[str, bytes] = {}
    for name in _CLASSES:
        secrets[name] = work.entropy(SECRET_BYTES)
        work.keep(_KEEP_SECRET, person, name, secrets[name])
    return _seal(work, person, secrets, fields)


def seal(work: Work, person: int, fields: Mapping[str, str | None]) -> Sealed:
    """Seal fields under the keys a person has already; a missing key leaves the field out."""
    return _seal(work, person, secrets_of(work, person), fields)


def _seal(
    work: Work, person: int, secrets: Mapping[str, bytes], fields: Mapping[str, str | None]
) -> Sealed:
    sealed: Sealed = {}
    plain: dict[str, str | None] = {}
    for name, value in fields.items():
        if value and FIELD_CLASS[name] in secrets:
            secret = secrets[FIELD_CLASS[name]]
            sealed[name] = keys.seal(secret, work.key, person, name, value, work.entropy)
            plain[name] = value
    if sealed:
        work.opened = Opened(work.key, person, sealed, plain)
    return sealed


def unseal(books: Books, person: int, sealed: Mapping[str, str]) -> dict[str, str | None]:
    """Open the fields of the fact in hand; None where the key is gone.

    What this fact has just sealed or opened is not opened once more.
    """
    fact, known = books.stamp.key, books.opened
    if known is None or known[:2] != (fact, person) or known.sealed != sealed:
        plain = unseal_of(books, fact, person, sealed)
        known = books.opened = Opened(fact, person, sealed, plain)
    return dict(known.plain)


def unseal_of(
    read: Reading, fact: int, person: int, sealed: Mapping[str, str]
) -> dict[str, str | None]:
    """Open the fields of an earlier fact; None where the key is gone."""
    secrets = secrets_of(read, person)
    return {
        name: keys.unseal(secrets[FIELD_CLASS[name]], fact, person, name, sealed[name])
        if FIELD_CLASS[name] in secrets
        else None
        for name in sealed
    }


def seal_body(work: Work, person: int, name: str, body: bytes) -> bytes | None:
    """Seal a picture under the key of its class; None when that key is gone."""
    secret = secrets_of(work, person).get(FIELD_CLASS[name])
    if secret is None:
        return None
    return keys.seal_bytes(secret, work.key, person, name, body, work.entropy)


def unseal_body(read: Reading, fact: int, person: int, name: str, sealed: bytes) -> bytes | None:
    """A picture that a fact brought; None when its key is gone. Raises SealBroken."""
    secret = secrets_of(read, person).get(FIELD_CLASS[name])
    return None if secret is None else keys.unseal_bytes(secret, fact, person, name, sealed)


def index(books: Books, person: int, fields: Mapping[str, str | None]) -> None:
    """Note the hashes of what is found whole, in place of the field's earlier ones.

    The fact that made a person is the first to say anything of him: nothing stands before it.
    """
    made = person == books.stamp.key
    for name in FOUND_WHOLE:
        if name in fields:
            if not made:
                books.change(_FORGET_FIELD, of_person=person, of_field=name)
            value = fields[name]
            if value:
                found = _hash(books, name, value)
                books.change(_KEEP_HASH, its_field=name, its_hash=found, its_person=person)


def find(read: Reading, field: str, value: str) -> list[int]:
    """The persons who have this whole value."""
    return [row[0] for row in read.rows(_FOUND, of_field=field, of_hash=_hash(read, field, value))]


def _hash(read: Reading, field: str, value: str) -> bytes:
    secret = read.value(_FINDER)
    if secret is None:
        msg = "this installation has no finder key"
        raise LookupError(msg)
    return keys.find_hash(secret, field, value)


def keep_finder(books: Books, secret: bytes) -> None:
    """The secret of this installation's hashes, once."""
    books.insert(_KEEP_FINDER, 1, secret)


def forget(books: Books, person: int) -> None:
    """Destroy a person's keys and hashes: what they sealed can never be read again."""
    books.change(_FORGET_HASHES, of_person=person)
    books.change(_FORGET_SECRETS, of_person=person)
    books.opened = None


def all_secrets(read: Reading) -> list[tuple[int, str, bytes]]:
    """Every person's keys, to hand them to another device of the cooperative."""
    return [(row[0], row[1], row[2]) for row in read.rows(_ALL_SECRETS)]


def take_secrets(books: Books, secrets: Iterable[tuple[int, str, bytes]]) -> None:
    """Keys that came from another device; known ones stay, and what is no key is passed over."""
    have = {(person, name) for person, name, _secret in all_secrets(books)}
    books.opened = None
    for person, name, secret in secrets:
        sound = person > 0 and name in _CLASSES and len(secret) == SECRET_BYTES
        if sound and (person, name) not in have:
            have.add((person, name))
            books.insert(_KEEP_SECRET, person, name, secret)
