"""Writing the register: members, their fields' heads, groups, heirs, pictures, the search index."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from sqlalchemy import bindparam, column, delete, select, table, update
from sqlalchemy.dialects.sqlite import insert

from kopdes_desktop.db.statements import Statement, insert_into
from kopdes_desktop.members.tables import (
    ATTACHMENT,
    CONFLICT,
    FIELD_HEAD,
    GROUP,
    GROUP_MEMBER,
    HEIR,
    MEMBER,
)
from kopdes_desktop.office.books import Books, Reading
from kopdes_desktop.office.work import Work
from kopdes_desktop.security import persons
from kopdes_desktop.security.keys import SealBroken

PERSONAL = (
    "name",
    "nik",
    "kk",
    "birth_place",
    "birth_day",
    "mother",
    "phone",
    "email",
    "address",
    "dusun",
    "rt_rw",
    "job",
)

_NEW = insert_into(MEMBER)
_FIELDS = {
    name: Statement(
        update(MEMBER).where(MEMBER.c.key == bindparam("of_key")).values({name: bindparam("now")})
    )
    for name in (*PERSONAL, "sex")
}
_DECIDED = Statement(
    update(MEMBER)
    .where(MEMBER.c.key == bindparam("of_key"))
    .values(
        status=bindparam("now"),
        number=bindparam("its_number"),
        joined=bindparam("on"),
        decided_by=bindparam("by_fact"),
        decision_no=bindparam("its_decision"),
    )
)
_ERASED = Statement(
    update(MEMBER)
    .where(MEMBER.c.key == bindparam("of_key"))
    .values(erased=1, photo=None, ktp=None, **dict.fromkeys(PERSONAL))
)
_STATUS = Statement(
    update(MEMBER)
    .where(MEMBER.c.key == bindparam("of_key"))
    .values(status=bindparam("now"), left=bindparam("on"), settled_by=bindparam("by_fact"))
)
_VOID = Statement(update(MEMBER).where(MEMBER.c.key == bindparam("of_key")).values(status="void"))
_group = insert(GROUP).values(dict.fromkeys(("code", "name", "kind", "collector")))
_GROUP = Statement(
    _group.on_conflict_do_update(
        index_elements=[GROUP.c.code],
        set_={name: _group.excluded[name] for name in ("name", "kind", "collector")},
    )
)
_JOIN = Statement(
    insert(GROUP_MEMBER)
    .values(code=bindparam("its_code"), member=bindparam("who"))
    .on_conflict_do_nothing()
)
_PART = Statement(
    delete(GROUP_MEMBER).where(
        GROUP_MEMBER.c.code == bindparam("its_code"), GROUP_MEMBER.c.member == bindparam("who")
    )
)
_PART_ALL = Statement(delete(GROUP_MEMBER).where(GROUP_MEMBER.c.member == bindparam("who")))
_HEIR_FIELDS = ("name", "nik", "phone", "address")
_HEIR = insert_into(HEIR)
_REMOVED = Statement(
    update(HEIR)
    .where(HEIR.c.key == bindparam("of_key"))
    .values(removed=bindparam("by_fact"), **dict.fromkeys(_HEIR_FIELDS))
)
_HEIRS_ERASED = Statement(
    update(HEIR).where(HEIR.c.member == bindparam("of_member")).values(dict.fromkeys(_HEIR_FIELDS))
)
_HEIRS_OF = Statement(select(HEIR.c.key).where(HEIR.c.member == bindparam("of_member")))
_HEIRS_GONE = Statement(
    select(HEIR.c.key)
    .join(MEMBER, MEMBER.c.key == HEIR.c.member)
    .where((MEMBER.c.erased == 1) | HEIR.c.removed.is_not(None))
)
_PICTURES = {
    what: Statement(
        update(MEMBER).where(MEMBER.c.key == bindparam("of_key")).values({what: bindparam("now")})
    )
    for what in ("photo", "ktp")
}
_PICTURE = insert_into(ATTACHMENT)
_PICTURES_HERE = Statement(select(ATTACHMENT.c.fact).order_by(ATTACHMENT.c.fact))
_SEALED_PICTURE = Statement(
    select(ATTACHMENT.c.body).where(ATTACHMENT.c.fact == bindparam("of_fact"))
)
_NO_PICTURE = Statement(delete(ATTACHMENT).where(ATTACHMENT.c.fact == bindparam("of_fact")))
_ALL_PICTURES = Statement(delete(ATTACHMENT).where(ATTACHMENT.c.person == bindparam("of_person")))
_head = insert(FIELD_HEAD).values(member=None, field=None, head=None)
_HEAD = Statement(
    _head.on_conflict_do_update(
        index_elements=[FIELD_HEAD.c.member, FIELD_HEAD.c.field],
        set_={"head": _head.excluded.head},
    )
)
_FIRST_HEADS = insert_into(FIELD_HEAD)
_CONFLICT = insert_into(CONFLICT)
_SETTLED = Statement(
    update(CONFLICT)
    .where(
        CONFLICT.c.member == bindparam("of_member"),
        CONFLICT.c.field == bindparam("of_field"),
        CONFLICT.c.settled.is_(None),
    )
    .values(settled=bindparam("by_fact"))
)
_IS_ERASED = Statement(select(MEMBER.c.erased).where(MEMBER.c.key == bindparam("of_key")))
_ERASED_ONES = Statement(select(MEMBER.c.key).where(MEMBER.c.erased == 1))
_NAMES = Statement(
    select(MEMBER.c.name, MEMBER.c.number).where(MEMBER.c.key == bindparam("of_key"))
)
_SEARCH = table("member_search", column("rowid"), column("name"), column("number"))
_OUT = Statement(delete(_SEARCH).where(_SEARCH.c.rowid == bindparam("of_key")))
_IN = Statement(
    insert(_SEARCH).values(
        rowid=bindparam("of_key"), name=bindparam("its_name"), number=bindparam("its_number")
    )
)

Opened = Mapping[str, str | None]


def judge(books: Books, person: int, sealed: Mapping[str, str], sex: str | None) -> Iterator[str]:
    """What is wrong with a stranger's sealed fields: names nobody knows, seals that do not open."""
    if not sealed.keys() <= set(PERSONAL) or sex not in {None, "L", "P"}:
        yield "R2: personal"
        return
    try:
        persons.unseal(books, person, sealed)
    except SealBroken:
        yield "R2: personal"


def without_keys(books: Books, person: int) -> list[tuple[str, str]]:
    """A person whose keys are missing though nobody erased him (FACTS §7)."""
    row = books.row(_IS_ERASED, of_key=person)
    lost = not persons.secrets_of(books, person) and not (row is not None and row[0])
    return [("key_missing", str(person))] if lost else []


def enter(books: Books, key: int, *, sex: str | None, opened: Opened) -> None:
    """A new applicant, his fields opened where his keys are known."""
    row = (None, "applicant", sex, books.stamp.bd.isoformat(), None)
    _enter(books, key, row, opened)


def take_over(
    books: Books,
    key: int,
    *,
    number: str,
    sex: str | None,
    joined: str,
    left: str | None,
    opened: Opened,
) -> None:
    """A member whom an old register has: his number, the day he joined, and left if he did."""
    row = (number, "left" if left else "active", sex, joined, joined)
    _enter(books, key, row, opened, left=left, imported=1)


def _enter(
    books: Books,
    key: int,
    row: tuple[str | None, ...],
    opened: Opened,
    *,
    left: str | None = None,
    imported: int | None = None,
) -> None:
    """`row` is number, status, sex, applied and joined."""
    personal = [opened.get(name) for name in PERSONAL]
    books.insert(_NEW, key, *row, None, None, 0, *personal, left, None, None, None, imported)
    books.insert_all(_FIRST_HEADS, [(key, field, books.stamp.key) for field in opened])
    if opened.get("name") is not None:
        books.change(_IN, of_key=key, its_name=opened["name"], its_number=row[0])


def leave(books: Books, key: int, day: str) -> None:
    """He is no member any more, from this day on, by the settlement in hand."""
    books.change(_STATUS, of_key=key, now="left", on=day, by_fact=books.stamp.key)


def come_back(books: Books, key: int) -> None:
    """His settlement was taken back: a member as before."""
    books.change(_STATUS, of_key=key, now="active", on=None, by_fact=None)


def decide(
    books: Books,
    key: int,
    *,
    status: str,
    number: str | None,
    joined: str | None,
    decision_no: str,
) -> None:
    """The board's decision on an applicant."""
    books.change(
        _DECIDED,
        of_key=key,
        now=status,
        its_number=number,
        on=joined,
        by_fact=books.stamp.key,
        its_decision=decision_no,
    )
    list_again(books, key)


def put(books: Books, key: int, field: str, value: str | None) -> None:
    """A field's new value, and this fact as its head; of an erased person nothing comes back."""
    if field in PERSONAL and books.value(_IS_ERASED, of_key=key):
        value = None
    books.change(_FIELDS[field], of_key=key, now=value)
    books.change(_HEAD, member=key, field=field, head=books.stamp.key)
    if field == "name":
        list_again(books, key)


def dispute(books: Books, key: int, field: str) -> None:
    """This fact's value of a field waits for a person."""
    books.insert(_CONFLICT, books.stamp.key, field, key, None)


def settle(books: Books, key: int, field: str) -> None:
    """A person has decided on a field: nothing of it waits any more."""
    books.change(_SETTLED, of_member=key, of_field=field, by_fact=books.stamp.key)


def erase(books: Books, key: int) -> None:
    """Empty the columns of the person and of his heirs, and with them the search rows."""
    books.change(_ERASED, of_key=key)
    books.change(_HEIRS_ERASED, of_member=key)
    list_again(books, key)


def void(books: Books, key: int) -> None:
    """Somebody who should not have come in: columns empty, in no group; his number stays used."""
    books.change(_VOID, of_key=key)
    books.change(_PART_ALL, who=key)
    erase(books, key)


def destroy(books: Books, key: int) -> None:
    """Destroy keys, hashes and pictures of a person, and those of his heirs (FACTS §7)."""
    for (heir,) in books.rows(_HEIRS_OF, of_member=key):
        persons.forget(books, heir)
    persons.forget(books, key)
    books.change(_ALL_PICTURES, of_person=key)


def set_group(books: Books, code: str, name: str, kind: str, collector: int | None) -> None:
    """A group as it is from now on."""
    books.change(_GROUP, code=code, name=name, kind=kind, collector=collector)


def assign(books: Books, code: str, members: Iterable[int], *, leave: bool) -> None:
    """Put members into a group, or take them out; those who are there already stay."""
    for who in members:
        books.change(_PART if leave else _JOIN, its_code=code, who=who)


def add_heir(books: Books, key: int, member: int, relation: str, opened: Opened) -> None:
    """An heir, his fields opened where his keys are known."""
    fields = [opened.get(name) for name in _HEIR_FIELDS]
    if books.value(_IS_ERASED, of_key=member):
        fields = [None] * len(fields)
    books.insert(_HEIR, key, member, relation, *fields, None)


def remove_heir(books: Books, key: int) -> None:
    """He is on the list no more, and his columns are empty."""
    books.change(_REMOVED, of_key=key, by_fact=books.stamp.key)


def show_picture(books: Books, key: int, what: str) -> None:
    """The fact in hand brought the picture that is shown now; of an erased person none."""
    if not books.value(_IS_ERASED, of_key=key):
        books.change(_PICTURES[what], of_key=key, now=books.stamp.key)


def keep_picture(work: Work, person: int, body: bytes) -> None:
    """Lay the sealed picture beside its fact."""
    work.keep(_PICTURE, work.key, person, body)


def pictures(read: Reading) -> list[int]:
    """The facts whose sealed pictures lie on this laptop."""
    return [row[0] for row in read.rows(_PICTURES_HERE)]


def sealed_picture(read: Reading, fact: int) -> bytes | None:
    """The sealed picture that lies beside a fact; None where it is not on this laptop."""
    body: bytes | None = read.value(_SEALED_PICTURE, of_fact=fact)
    return body


def lay_picture(books: Books, fact: int, person: int, body: bytes) -> None:
    """A sealed picture that came from another laptop, beside its fact."""
    books.insert(_PICTURE, fact, person, body)


def drop_picture(books: Books, fact: int) -> None:
    """Destroy the picture that a fact brought: a newer one has taken its place."""
    books.change(_NO_PICTURE, of_fact=fact)


def list_again(books: Books, key: int) -> None:
    """Put the search row of a member as the register has it now."""
    books.change(_OUT, of_key=key)
    row = books.row(_NAMES, of_key=key)
    if row is not None and row[0] is not None:
        books.change(_IN, of_key=key, its_name=row[0], its_number=row[1])


def forget_erased(books: Books) -> None:
    """Keys of persons who were erased do not come back with a late bundle (FACTS §7)."""
    for (key,) in [*books.rows(_ERASED_ONES), *books.rows(_HEIRS_GONE)]:
        persons.forget(books, key)
