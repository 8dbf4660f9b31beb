"""Heirs: persons under keys of their own."""

from typing import Any

import pytest

from kopdes_desktop.app.books import DATABASE, Session
from kopdes_desktop.kernel.errors import BadField, BadNik, UnknownMember
from kopdes_desktop.members import proofs
from kopdes_desktop.members import queries as members
from kopdes_desktop.security import persons
from tests import builders
from tests.builders import Laptops, approval, fact_count, nik
from tests.members.raw_pages import everything

NAME, PHONE = "Kembangsepatu Wijayakusuma \ua9a7\ua9a4", "081377712345"


def add_heir(session: Session, member: int | str = "0001", **how: Any) -> int:
    order = {"member": member, "name": NAME, "relation": "child", **how}
    return session.office.perform("members.add_heir", order).id


def remove(session: Session, heir: int, reason: str = "keliru") -> None:
    session.office.perform("members.remove_heir", {"heir": heir, "reason": reason})


def test_heirs_stand_in_the_order_in_which_they_were_named(books: Session) -> None:
    member = builders.a_member(books.office)
    first = add_heir(books, nik=nik(40), phone=PHONE, address="Jalan Kembang 3")
    second = add_heir(books, name="Cempaka", relation="spouse")

    one, two = members.heirs(books.office.reading, member.key)

    assert (one.key, one.relation, one.name, one.phone) == (first, "child", NAME, "+6281377712345")
    assert (one.nik, one.address, one.member) == (nik(40), "Jalan Kembang 3", member.key)
    assert (two.key, two.nik) == (second, None)
    builders.require_green(books.office)


def test_an_heir_s_name_stands_open_in_no_fact(books: Session) -> None:
    builders.a_member(books.office)
    add_heir(books, nik=nik(40), phone=PHONE)

    bodies = books.office.database.connection.execute(
        "SELECT group_concat(body) FROM fact"
    ).fetchone()[0]

    for word in ("Kembangsepatu", nik(40), "81377712345"):
        assert word not in bodies


def test_an_heir_may_be_a_member_and_is_no_member_by_that(books: Session) -> None:
    office = books.office
    builders.a_member(office, 1)
    add_heir(books, nik=nik(2))

    other = builders.a_member(office, 2)

    assert [each.key for each in members.search(office.reading, nik(2))] == [other.key]
    builders.require_green(office)


@pytest.mark.parametrize(
    ("how", "refusal", "field"),
    [
        ({"name": ""}, BadField, "name"),
        ({"nik": "12"}, BadNik, "nik"),
        ({"nik": nik(1)}, BadField, "nik"),
        ({"phone": "x"}, BadField, "phone"),
        ({"relation": "tetangga"}, BadField, "relation"),
        ({"member": "0042"}, UnknownMember, "member"),
    ],
)
def test_an_impossible_heir_is_refused_at_his_field(
    books: Session, how: dict[str, str], refusal: type[Exception], field: str
) -> None:
    builders.a_member(books.office)
    before = fact_count(books.office)

    with pytest.raises(refusal) as refused:
        add_heir(books, **how)

    assert getattr(refused.value, "field", None) == field
    assert fact_count(books.office) == before


def test_a_heir_taken_off_the_list_leaves_no_byte(books: Session) -> None:
    office = books.office
    member = builders.a_member(office)
    heir = add_heir(books, nik=nik(40), phone=PHONE)
    file, key = books.folder / DATABASE, books.staff.database_key
    words = [word.encode() for word in ("Kembangsepatu", "Wijayakusuma", nik(40), "81377712345")]
    office.database.checkpoint()
    assert all(word in everything(file, key) for word in words)

    remove(books, heir)

    raw = everything(file, key)
    assert [word for word in words if word in raw] == []
    assert members.heirs(office.reading, member.key) == []
    assert persons.secrets_of(office.reading, heir) == {}
    with pytest.raises(BadField):
        remove(books, heir)
    builders.require_green(office)


def test_heirs_stay_once_the_membership_has_ended(books: Session) -> None:
    office = books.office
    builders.a_member(office)
    heir = add_heir(books)
    with pytest.raises(BadField):
        remove(books, heir, " ")
    office.perform(
        "membership.settle",
        {"member": "0001", "reason": "death", "decision_no": "1", "heirs": [heir]},
        approval=approval(),
    )

    with pytest.raises(BadField) as refused:
        remove(books, heir)

    assert "sudah berakhir" in refused.value.message


def test_a_lost_key_of_an_heir_is_noticed(books: Session) -> None:
    office = books.office
    builders.a_member(office)
    heir = add_heir(books, phone=PHONE)
    assert proofs.without_keys(office.reading) == []

    office.note(lambda made: persons.forget(made, heir))

    assert proofs.without_keys(office.reading) == [heir]
    assert list(proofs.not_found(office.reading)) == [(heir, "phone")]


def test_an_erased_member_s_heir_is_forgotten_on_every_laptop(laptops: Laptops) -> None:
    hers, ga = laptops.hers, laptops.outlets["GA"]
    key = builders.an_applicant(hers.office, 700)
    heir = add_heir(hers, key, nik=nik(40), phone=PHONE)
    laptops.exchange()
    assert [each.name for each in members.heirs(ga.office.reading, key)] == [NAME]
    hers.office.perform(
        "membership.decide", {"application": key, "approved": False, "decision_no": "1"}
    )
    hers.office.perform("members.erase", {"member": key, "reason": "x"}, approval=approval())

    laptops.exchange()
    laptops.exchange()

    for session in (hers, ga):
        assert persons.secrets_of(session.office.reading, heir) == {}
        raw = everything(session.folder / DATABASE, session.staff.database_key)
        assert not any(word in raw for word in (b"Kembangsepatu", nik(40).encode()))
        builders.require_green(session.office)
    builders.require_equal(hers, ga)
