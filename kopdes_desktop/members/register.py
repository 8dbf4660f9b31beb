"""Writing the register: rows of members, their fields' heads, and the search index."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sqlalchemy import bindparam, column, delete, select, table, update
from sqlalchemy.dialects.sqlite import insert

from kopdes_desktop.db.statements import Statement, insert_into
from kopdes_desktop.members.tables import CONFLICT, FIELD_HEAD, MEMBER
from kopdes_desktop.office.books import Books
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
    .values(erased=1, **dict.fromkeys(PERSONAL))
)
_head = insert(FIELD_HEAD).values(member=None, field=None, head=None)
_HEAD = Statement(
    _head.on_conflict_do_update(
        index_elements=[FIELD_HEAD.c.member, FIELD_HEAD.c.field],
        set_={"head": _head.excluded.head},
    )
)
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
    day = books.stamp.bd.isoformat()
    personal = [opened.get(name) for name in PERSONAL]
    books.insert(_NEW, key, None, "applicant", sex, day, None, None, None, 0, *personal)
    for field in opened:
        books.change(_HEAD, member=key, field=field, head=books.stamp.key)
    list_again(books, key)


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
    """Empty the person's columns, and with them the search rows."""
    books.change(_ERASED, of_key=key)
    list_again(books, key)


def destroy(books: Books, key: int) -> None:
    """Destroy the person's keys and hashes; `members.erase` alone does this."""
    persons.forget(books, key)


def list_again(books: Books, key: int) -> None:
    """Put the search row of a member as the register has it now."""
    books.change(_OUT, of_key=key)
    row = books.row(_NAMES, of_key=key)
    if row is not None and row[0] is not None:
        books.change(_IN, of_key=key, its_name=row[0], its_number=row[1])


def forget_erased(books: Books) -> None:
    """Keys of persons who were erased do not come back with a late bundle (FACTS §7)."""
    for (key,) in books.rows(_ERASED_ONES):
        persons.forget(books, key)
