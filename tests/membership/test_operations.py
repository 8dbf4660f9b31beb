"""From application to number: a person becomes a member by the board's decision."""

from typing import Any

import pytest

from kopdes_desktop.app.books import Session
from kopdes_desktop.kernel.errors import (
    AlreadyDecided,
    BadDay,
    BadField,
    BadNik,
    DuplicateNik,
    NotPermitted,
    PeriodClosed,
    Refusal,
    SelfApproval,
    UnknownMember,
)
from kopdes_desktop.members import queries as members
from kopdes_desktop.office.log import logged
from tests import builders
from tests.builders import DAY, Laptops, fact_count, nik, working_as


def decide(session: Session, application: int | str, **how: Any) -> str | None:
    order = {"application": application, "approved": True, "decision_no": "1/2026", **how}
    return session.office.perform("membership.decide", order).number


def row(session: Session, key: int | str) -> members.MemberRow:
    found = members.member(session.office.reading, key)
    assert found is not None
    return found


def test_an_applicant_is_named_by_his_application_s_own_key(books: Session) -> None:
    answer = books.office.perform(
        "membership.apply", {"name": "Siti Aminah", "nik": nik(1), "phone": "0812-3456-789"}
    )

    applicant = row(books, answer.id)
    assert (applicant.key, applicant.status, applicant.number) == (answer.id, "applicant", None)
    assert (applicant.applied, applicant.joined) == (DAY, None)
    assert applicant.phone == "+628123456789"


def test_members_are_numbered_in_the_order_of_the_decisions(books: Session) -> None:
    applicants = [builders.an_applicant(books.office, n) for n in range(1, 5)]

    numbers = [decide(books, applicants[n]) for n in (2, 0, 3)]

    assert numbers == ["0001", "0002", "0003"]
    assert row(books, applicants[2]).number == "0001"
    assert row(books, "0001").joined == DAY
    builders.require_green(books.office)


def test_a_rejected_applicant_takes_no_number(books: Session) -> None:
    first, second = (builders.an_applicant(books.office, n) for n in (1, 2))

    assert decide(books, first, approved=False) is None
    assert decide(books, second) == "0001"
    assert (row(books, first).status, row(books, first).number) == ("rejected", None)


def test_a_decision_is_made_once(books: Session) -> None:
    yes, no = (builders.an_applicant(books.office, n) for n in (1, 2))
    decide(books, yes)
    decide(books, no, approved=False)
    before = fact_count(books.office)

    for application in (yes, no, "0001"):
        with pytest.raises(AlreadyDecided):
            decide(books, application)

    assert fact_count(books.office) == before


def test_a_decision_may_be_of_an_earlier_day_and_of_no_later_one(books: Session) -> None:
    first, second = (builders.an_applicant(books.office, n) for n in (1, 2))

    decide(books, first, day="2026-01-20")
    with pytest.raises(BadDay):
        decide(books, second, day="2026-02-03")

    assert row(books, first).joined is not None
    assert str(row(books, first).joined) == "2026-01-20"


@pytest.mark.parametrize(
    ("day", "word"), [("2025-12-31", "buku lama"), ("2026-01-31", "sudah ditutup")]
)
def test_a_decision_lies_in_an_open_month_of_the_books(books: Session, day: str, word: str) -> None:
    office = books.office
    applicant = builders.an_applicant(office)
    office.perform("accounting.close_month", {"month": "2026-01"})
    before = fact_count(office)

    with pytest.raises(PeriodClosed) as refused:
        decide(books, applicant, day=day, late="berkas tertinggal")

    assert refused.value.field == "day"
    assert word in refused.value.message
    assert fact_count(office) == before


@pytest.mark.parametrize(
    ("how", "late"),
    [
        ({"day": "2026-01-20"}, None),
        ({"day": "2026-01-20", "late": "  "}, None),
        ({"day": "2026-01-20", "late": "berkas  tertinggal"}, "berkas tertinggal"),
        ({"late": "tidak ada yang terlambat"}, None),
    ],
)
def test_a_reason_marks_a_decision_that_is_recorded_later(
    books: Session, how: dict[str, str], late: str | None
) -> None:
    applicant = builders.an_applicant(books.office)
    order = {"application": applicant, "approved": True, "decision_no": "1", **how}

    key = books.office.perform("membership.decide", order).id

    said = logged(books.office.reading, key)
    assert said is not None
    assert (said.stamp.late, said.stamp.bd) == (late, DAY)
    builders.require_green(books.office)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("kk", "331001010101000"),
        ("kk", "33100101010100012"),
        ("kk", "331001010101000A"),
        ("email", "melati.contoh.id"),
        ("email", "melati@contoh"),
        ("rt_rw", "dua"),
        ("birth_day", "2026-02-03"),
        ("birth_day", "1905-12-31"),
    ],
)
def test_an_application_and_a_change_take_only_what_can_be(
    books: Session, field: str, value: str
) -> None:
    member = builders.a_member(books.office, 1)
    before = fact_count(books.office)

    for code, order in (
        ("membership.apply", {"name": "Melati", field: value}),
        ("members.change", {"member": member.key, "fields": {field: value}}),
    ):
        with pytest.raises(Refusal) as refused:
            books.office.perform(code, order)
        assert refused.value.field == field

    assert fact_count(books.office) == before


@pytest.mark.parametrize(
    ("written", "kept"),
    [("1/3", "001/003"), ("001/003", "001/003"), ("RT 02 RW 01", "002/001"), ("", None)],
)
def test_rt_and_rw_are_kept_as_two_numbers(books: Session, written: str, kept: str | None) -> None:
    applicant = builders.an_applicant(books.office, rt_rw=written, email="melati@contoh.id")

    assert row(books, applicant).rt_rw == kept
    changed = {"member": applicant, "fields": {"rt_rw": written, "kk": "3310.0101 0101 0001"}}
    books.office.perform("members.change", changed)
    assert (row(books, applicant).rt_rw, row(books, applicant).kk) == (kept, "3310010101010001")


@pytest.mark.parametrize("number", ["", "   "])
def test_a_decision_has_a_number(books: Session, number: str) -> None:
    applicant = builders.an_applicant(books.office)

    with pytest.raises(BadField) as refused:
        decide(books, applicant, decision_no=number)

    assert refused.value.field == "decision_no"


def test_nobody_decides_on_what_was_never_asked(books: Session) -> None:
    with pytest.raises(UnknownMember):
        decide(books, 12345)
    with pytest.raises(UnknownMember):
        decide(books, "0001")


def test_a_clerk_takes_applications_and_decides_on_none(books: Session) -> None:
    with working_as(books.office, "kasir"):
        applicant = builders.an_applicant(books.office)
        with pytest.raises(NotPermitted):
            decide(books, applicant)


def test_nobody_admits_himself(books: Session) -> None:
    office = books.office
    applicant = builders.an_applicant(office)
    office.perform(
        "security.add_user",
        {"name": "calon", "person": applicant, "role": "chair"},
        approval=builders.approval(),
    )

    with working_as(office, "calon"), pytest.raises(SelfApproval):
        decide(books, applicant)


@pytest.mark.parametrize(
    ("fields", "refusal", "field"),
    [
        ({"name": ""}, BadField, "name"),
        ({"name": " "}, BadField, "name"),
        ({"nik": "12"}, BadNik, "nik"),
        ({"nik": "3310013202900001"}, BadNik, "nik"),
        ({"nik": nik(9)}, DuplicateNik, "nik"),
        ({"nik": f"{nik(9)[:4]} {nik(9)[4:8]} {nik(9)[8:]}"}, DuplicateNik, "nik"),
        ({"sex": "X"}, BadField, "sex"),
        ({"phone": "123"}, BadField, "phone"),
        ({"birth_day": "2026-02-03"}, BadDay, "birth_day"),
    ],
)
def test_an_impossible_application_is_refused_at_its_field(
    books: Session, fields: dict[str, str], refusal: type[Refusal], field: str
) -> None:
    builders.a_member(books.office, 9)
    before = fact_count(books.office)

    with pytest.raises(refusal) as refused:
        books.office.perform("membership.apply", {"name": "Siti", **fields})

    assert refused.value.field == field
    assert fact_count(books.office) == before


def test_a_duplicate_names_who_has_the_nik_already(books: Session) -> None:
    member = builders.a_member(books.office, 9)
    builders.an_applicant(books.office, 10)

    with pytest.raises(DuplicateNik) as known:
        builders.an_applicant(books.office, 9)
    with pytest.raises(DuplicateNik) as waiting:
        builders.an_applicant(books.office, 10)

    assert member.number is not None
    assert member.number in known.value.message
    assert "calon anggota" in waiting.value.message


def test_a_rejected_applicant_may_ask_again(books: Session) -> None:
    first = builders.an_applicant(books.office, 9)
    decide(books, first, approved=False)

    again = builders.an_applicant(books.office, 9)

    assert decide(books, again) == "0001"
    builders.require_green(books.office)


def test_the_same_person_taken_down_on_two_laptops_is_admitted_once(laptops: Laptops) -> None:
    hers, ga = laptops.hers, laptops.outlets["GA"]
    hers_key, ga_key = (builders.an_applicant(each.office, 700) for each in (hers, ga))
    assert laptops.up("GA").refused == []
    assert {row(hers, key).nik for key in (hers_key, ga_key)} == {nik(700)}
    number = decide(hers, ga_key)
    before = fact_count(hers.office)

    with pytest.raises(DuplicateNik) as refused:
        decide(hers, hers_key)

    assert number is not None
    assert number in refused.value.message
    assert "tolak" in refused.value.message
    assert fact_count(hers.office) == before
    assert decide(hers, hers_key, approved=False) is None
    builders.require_green(hers.office)


def test_an_applicant_without_nik_is_taken_down(books: Session) -> None:
    key = books.office.perform("membership.apply", {"name": "Mbah Karto", "sex": "L"}).id

    assert (row(books, key).nik, row(books, key).sex) == (None, "L")


def test_no_name_and_no_nik_stand_open_in_the_log(books: Session) -> None:
    builders.a_member(books.office, 1, name="Siti Rahayuningsih", phone="081211112222")

    bodies = books.office.database.connection.execute(
        "SELECT group_concat(body) FROM fact"
    ).fetchone()[0]

    for word in ("Rahayu", nik(1), "81211112222", "bendahara", "Bendahara Latihan"):
        assert word not in bodies
