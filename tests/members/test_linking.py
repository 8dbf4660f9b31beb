"""A user who was there before he was a member: tied to his membership, so that his own is known."""

from typing import Any

import pytest

from kopdes_desktop.app.books import Session
from kopdes_desktop.kernel.errors import (
    AlreadyDecided,
    BadField,
    NeedsApproval,
    NotActive,
    NotPermitted,
    SelfApproval,
    UnknownMember,
)
from kopdes_desktop.security import queries as users
from tests import builders
from tests.builders import approval, fact_count, pay, working_as

CARD = "3310010101010001"


def link(session: Session, user: str, member: int | str, **how: Any) -> int:
    order = {"user": user, "member": member}
    return session.office.perform("security.link_member", order, **how).id


def person_of(session: Session, login: str) -> int:
    return users.require_user(session.office.reading, login).person


def test_a_linked_user_does_not_pay_out_his_own_or_his_family_s_savings_alone(
    books: Session,
) -> None:
    office = books.office
    chair = builders.a_member(office, 1, kk=CARD)
    wife = builders.a_member(office, 2, kk=CARD)
    for member in (chair, wife):
        pay(office, member, amount=100_000, cash="KAS")

    office.perform(
        "security.add_user",
        {"name": "ketua2", "person": "Melati", "role": "chair"},
        approval=approval(),
    )
    builders.give_pins(office)
    link(books, "ketua", chair.key, approval=approval("ketua2"))

    assert person_of(books, "ketua") == chair.key
    with working_as(office, "ketua"):
        for member in (chair, wife):
            order = {"member": member.key, "product": "voluntary", "amount": 1_000, "cash": "KAS"}
            with pytest.raises(NeedsApproval):
                office.perform("savings.withdraw", order)
    builders.require_green(office)


def test_a_link_bites_in_the_session_that_is_open(books: Session) -> None:
    office = books.office
    member = builders.a_member(office, 1)
    first, second = (pay(office, member, amount=10_000, cash="KAS").id for _again in range(2))
    drawn = {"member": member.key, "product": "voluntary", "amount": 1_000, "cash": "KAS"}
    office.perform("savings.withdraw", drawn)
    office.perform("accounting.reverse", {"entry": first, "reason": "salah ketik"})

    with working_as(office, "ketua"):
        link(books, "bendahara", member.key)
    for op, order in (
        ("accounting.reverse", {"entry": second, "reason": "salah ketik"}),
        ("savings.withdraw", drawn),
    ):
        with pytest.raises(NeedsApproval, match="sendiri"):
            office.perform(op, order)

    builders.require_green(office)


def test_nobody_links_himself_and_the_treasurer_nobody_alone(books: Session) -> None:
    office = books.office
    member = builders.a_member(office, 1)
    before = fact_count(office)

    with pytest.raises(NeedsApproval):
        link(books, "pengawas", member.key)
    with pytest.raises(SelfApproval):
        link(books, "bendahara", member.key, approval=approval())
    with pytest.raises(SelfApproval):
        link(books, "ketua", member.key, approval=approval())
    with working_as(office, "ketua"), pytest.raises(SelfApproval):
        link(books, "ketua", member.key)
    with working_as(office, "kasir"), pytest.raises(NotPermitted):
        link(books, "pengawas", member.key, approval=approval())

    assert fact_count(office) == before
    with working_as(office, "ketua"):
        link(books, "bendahara", "0001")
    assert person_of(books, "bendahara") == member.key


def test_a_member_is_one_user_and_an_active_one(books: Session) -> None:
    office = books.office
    member = builders.a_member(office, 1)
    applicant = builders.an_applicant(office, 2)
    link(books, "pengawas", "0001", approval=approval())
    before = fact_count(office)

    for user, name, refusal, field in (
        ("pengawas", "0001", AlreadyDecided, "member"),
        ("kasir", member.key, BadField, "member"),
        ("kasir", applicant, NotActive, "member"),
        ("kasir", "9999", UnknownMember, "member"),
        ("tiada", "0001", BadField, "user"),
    ):
        with pytest.raises(refusal) as refused:
            link(books, user, name, approval=approval())
        assert refused.value.field == field

    assert fact_count(office) == before
    office.perform(
        "security.remove_user", {"user": "pengawas", "reason": "selesai"}, approval=approval()
    )
    link(books, "kasir", "0001", approval=approval())
    builders.require_green(office)


def test_a_new_user_named_by_a_member_s_number_is_that_member(books: Session) -> None:
    office = books.office
    member = builders.a_member(office, 1)

    for name, person in (("satu", " 0001 "), ("dua", "0002")):
        added = {"name": name, "person": person, "role": "cashier"}
        office.perform("security.add_user", added, approval=approval())

    assert person_of(books, "satu") == member.key
    other = users.require_user(office.reading, "dua")
    assert (other.person, other.name) == (other.key, "0002")
    builders.require_green(office)
