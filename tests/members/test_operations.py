"""A member's data: changed with its history, and erased for good."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kopdes_desktop.app.books import DATABASE, Session
from kopdes_desktop.kernel.errors import (
    BadField,
    BadNik,
    DuplicateNik,
    NeedsApproval,
    UnknownMember,
)
from kopdes_desktop.members import queries as members
from kopdes_desktop.members.queries import MemberRow
from kopdes_desktop.security import persons
from tests import builders
from tests.builders import Laptops, approval, fact_count, nik, working_as
from tests.members.raw_pages import everything

#: With four letters of Javanese script: no other bytes of a file look like these by chance.
NAME, PHONE = "Wulandari Kusumaningtyas \ua9a7\ua9a4\ua98f\ua9a9", "081298765432"


def change(session: Session, member: int | str, **fields: str) -> dict[str, Any]:
    answer = session.office.perform("members.change", {"member": member, "fields": fields})
    found: dict[str, Any] = answer.fact["d"]
    return found


def row(session: Session, key: int) -> MemberRow:
    found = members.member(session.office.reading, key)
    assert found is not None
    return found


# --- changing ------------------------------------------------------------------------------------


def test_a_changed_field_names_the_fact_that_it_replaces(books: Session) -> None:
    member = builders.a_member(books.office, phone="081200000001")

    first = change(books, member.key, phone="081200000002")
    second = change(books, member.key, phone="081200000003", job="tani")

    assert first["par"] == {"phone": member.key}
    assert second["par"]["phone"] != member.key
    assert "job" not in second["par"]
    assert row(books, member.key).phone == "+6281200000003"
    builders.require_green(books.office)


def test_a_member_is_found_by_the_new_value_and_no_longer_by_the_old(books: Session) -> None:
    office = books.office
    member = builders.a_member(office, 1, phone="081200000001")

    change(books, member.key, nik=nik(500), phone="081200000002", name="Nama Baru")

    def found(text: str) -> list[int]:
        return [each.key for each in members.search(office.reading, text)]

    assert found(nik(500)) == found("0812 0000 0002") == found("Baru") == [member.key]
    assert found(nik(1)) == found("081200000001") == found("Anggota") == []
    other = builders.a_member(office, 2, nik=nik(1))
    assert found(nik(1)) == [other.key]


def test_an_emptied_field_is_gone_and_finds_nobody(books: Session) -> None:
    office = books.office
    member = builders.a_member(office, phone="081200000001")

    said = change(books, member.key, phone="", nik="")

    assert said["emptied"] == ["nik", "phone"]
    assert said["personal"] == {}
    assert (row(books, member.key).phone, row(books, member.key).nik) == (None, None)
    assert members.search(office.reading, "081200000001") == []
    builders.a_member(office, 2, nik=nik(1))
    builders.require_green(office)


def test_sex_is_changed_like_any_field(books: Session) -> None:
    member = builders.a_member(books.office)

    change(books, member.key, sex="P")
    change(books, member.key, sex="L")

    assert row(books, member.key).sex == "L"
    builders.require_green(books.office)


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ({"sex": "X"}, BadField),
        ({"sex": ""}, BadField),
        ({"name": ""}, BadField),
        ({"name": "A"}, BadField),
        ({"nik": "123"}, BadNik),
        ({"nik": nik(2)}, DuplicateNik),
        ({"phone": "bukan"}, BadField),
        ({"birth_day": "2026-02-30"}, BadField),
        ({"hobi": "mancing"}, BadField),
        ({"status": "left"}, BadField),
        ({"number": "0009"}, BadField),
        ({"login": "x"}, BadField),
    ],
)
def test_a_value_that_cannot_be_changes_nothing(
    books: Session, fields: dict[str, str], refusal: type[Exception]
) -> None:
    office = books.office
    member = builders.a_member(office, 1)
    builders.a_member(office, 2)
    before = fact_count(office)

    with pytest.raises(refusal):
        change(books, member.key, job="tani", **fields)

    assert fact_count(office) == before
    assert row(books, member.key) == member


def test_a_nik_that_comes_later_brings_birth_day_and_sex(books: Session) -> None:
    key = books.office.perform("membership.apply", {"name": "Mbah Melati"}).id
    assert (row(books, key).birth_day, row(books, key).sex) == (None, None)

    change(books, key, nik="3310015209900001")

    assert (row(books, key).birth_day, row(books, key).sex) == (date(1990, 9, 12), "P")
    builders.require_green(books.office)


def test_a_nik_that_comes_later_changes_nothing_that_was_written_down(books: Session) -> None:
    office = books.office
    said = {"name": "Mbah Melati", "sex": "L", "birth_day": "1990-09-13"}
    key = office.perform("membership.apply", said).id

    change(books, key, nik="3310015209900001")

    assert (row(books, key).birth_day, row(books, key).sex) == (date(1990, 9, 13), "L")


def test_one_s_own_nik_is_no_duplicate(books: Session) -> None:
    member = builders.a_member(books.office, 1)

    change(books, member.key, nik=nik(1))

    assert row(books, member.key).nik == nik(1)


CARD = "3310010101010001"


def test_nobody_alone_changes_his_own_family_card(books: Session) -> None:
    office = books.office
    officer = builders.a_member(office, 1, kk=CARD)
    other = builders.a_member(office, 2, kk=CARD)
    added = {"name": "ketua2", "person": officer.key, "role": "chair"}
    office.perform("security.add_user", added, approval=approval())

    with working_as(office, "ketua2"):
        change(books, other.key, kk=CARD[:-1] + "2")
        change(books, officer.key, kk=CARD, phone="081200000002")
        with pytest.raises(NeedsApproval):
            change(books, officer.key, kk=CARD[:-1] + "3")
        none = {"member": officer.key, "fields": {"kk": ""}}
        with pytest.raises(NeedsApproval):
            office.perform("members.change", none)
        office.perform("members.change", none, approval=approval())

    assert row(books, officer.key).kk is None
    builders.require_green(office)


def test_nobody_is_no_member(books: Session) -> None:
    with pytest.raises(UnknownMember):
        change(books, "0042", job="tani")


def test_a_conflict_is_settled_once_and_only_where_there_is_one(books: Session) -> None:
    member = builders.a_member(books.office)

    with pytest.raises(BadField):
        books.office.perform(
            "members.settle_edit", {"member": member.key, "field": "job", "value": "tani"}
        )


# --- erasing -------------------------------------------------------------------------------------


def a_rejected_applicant(session: Session) -> int:
    """Somebody whom the board did not take, with everything filled in."""
    office = session.office
    applied = office.perform(
        "membership.apply",
        {
            "name": NAME,
            "nik": nik(77),
            "phone": PHONE,
            "dusun": "Karangsambungasri",
            "birth_place": "Wonogirisari",
            "mother": "Sulastriningrum",
            "job": "pengrajinbatikan",
            "address": "Jalan Kenangarimba 12",
            "email": "wulan@contohdesa.example",
            "kk": "3310010101010077",
            "rt_rw": "007/003",
        },
    )
    office.perform(
        "membership.decide", {"application": applied.id, "approved": False, "decision_no": "9"}
    )
    return applied.id


TRACES = [
    NAME,
    *("Wulandari", "Kusumaningtyas", "Karangsambungasri", "Wonogirisari", "Sulastriningrum"),
    *("pengrajinbatikan", "Kenangarimba", "wulan@contohdesa", "3310010101010077"),
    nik(77),
    "81298765432",
]


def traces(file: Path, key: bytes) -> list[str]:
    """Which of the person's words stand anywhere in the decrypted bytes."""
    raw = everything(file, key).lower()
    return [
        word
        for word in TRACES
        if word.lower().encode() in raw or word.lower().encode("utf-16-le") in raw
    ]


def terms_left(file: Path, key: bytes) -> int:
    """How often two letters that only this name has stand in the file: the search's own terms."""
    raw = everything(file, key)
    return sum(raw.count(two.encode()) for two in ("\ua9a4\ua98f", "\ua98f\ua9a9"))


def test_the_page_reader_sees_what_is_there(books: Session) -> None:
    a_rejected_applicant(books)
    books.office.database.checkpoint()

    found = traces(books.folder / DATABASE, books.staff.database_key)

    assert set(found) == set(TRACES)
    assert terms_left(books.folder / DATABASE, books.staff.database_key) > 0


def test_of_an_erased_person_no_byte_is_left_in_file_index_and_log(books: Session) -> None:
    office = books.office
    builders.a_member(office, 1)
    key = a_rejected_applicant(books)
    change(books, key, name=NAME + " Binti Sulastriningrum", phone="081298765432")
    office.perform("members.erase", {"member": key, "reason": "diminta"}, approval=approval())

    file, database_key = books.folder / DATABASE, books.staff.database_key

    assert traces(file, database_key) == []
    assert terms_left(file, database_key) == 0
    assert members.search(office.reading, "Wulandari") == []
    assert members.search(office.reading, nik(77)) == []
    assert persons.secrets_of(office.reading, key) == {}
    for letters in ("wul", "lan", "kus"):
        assert members.search(office.reading, letters) == []
    builders.require_green(office)


def test_without_the_index_s_own_secure_delete_its_terms_would_stay(books: Session) -> None:
    office = books.office
    key = a_rejected_applicant(books)
    office.database.script(
        "INSERT INTO member_search(member_search, rank) VALUES('secure-delete', 0)"
    )

    office.perform("members.erase", {"member": key, "reason": "diminta"}, approval=approval())

    assert terms_left(books.folder / DATABASE, books.staff.database_key) > 0


def test_books_are_rebuilt_equal_before_and_after_an_erasure(books: Session) -> None:
    office = books.office
    key = a_rejected_applicant(books)
    change(books, key, job="dagang", sex="P")
    builders.require_rebuilt(office)

    office.perform("members.erase", {"member": key, "reason": "diminta"}, approval=approval())

    builders.require_rebuilt(office)
    erased = row(books, key)
    assert erased.erased
    assert (erased.name, erased.nik, erased.phone, erased.dusun, erased.birth_day) == (None,) * 5
    assert erased.status == "rejected"


def test_an_erased_nik_is_free_again(books: Session) -> None:
    key = a_rejected_applicant(books)
    books.office.perform("members.erase", {"member": key, "reason": "x"}, approval=approval())

    assert builders.a_member(books.office, 78, nik=nik(77)).nik == nik(77)


def test_a_living_membership_is_not_erased(books: Session) -> None:
    office = books.office
    active, waiting = builders.a_member(office, 1), builders.an_applicant(office, 2)
    before = fact_count(office)

    for key in (active.key, waiting):
        with pytest.raises(BadField):
            office.perform("members.erase", {"member": key, "reason": "x"}, approval=approval())

    assert fact_count(office) == before
    assert row(books, active.key).name == active.name


def test_the_treasurer_erases_nobody_alone_and_nobody_twice(books: Session) -> None:
    office = books.office
    key = a_rejected_applicant(books)
    order = {"member": key, "reason": "diminta"}

    with pytest.raises(NeedsApproval):
        office.perform("members.erase", order)
    office.perform("members.erase", order, approval=approval())
    with pytest.raises(BadField):
        office.perform("members.erase", order, approval=approval())
    for name in ("name", "job"):
        with pytest.raises(BadField):
            change(books, key, **{name: "Kembali Lagi"})


def test_nothing_of_an_erased_person_comes_back_from_another_laptop(laptops: Laptops) -> None:
    ga, hers = laptops.outlets["GA"], laptops.hers
    key = a_rejected_applicant(hers)
    laptops.exchange()
    change(ga, key, name=NAME + " Lagi", phone=PHONE)
    hers.office.perform("members.erase", {"member": key, "reason": "x"}, approval=approval())

    laptops.exchange()

    for session in (hers, ga):
        assert (row(session, key).name, row(session, key).phone) == (None, None)
        assert persons.secrets_of(session.office.reading, key) == {}
        assert traces(session.folder / DATABASE, session.staff.database_key) == []
        builders.require_green(session.office)
    builders.require_equal(hers, ga)


def test_a_laptop_that_joins_later_gets_no_key_of_an_erased_person(
    laptops: Laptops,
) -> None:
    hers = laptops.hers
    key = a_rejected_applicant(hers)
    hers.office.perform("members.erase", {"member": key, "reason": "x"}, approval=approval())

    gb = laptops.outlets["GB"]
    laptops.exchange()

    assert row(gb, key).name is None
    assert key not in {person for person, _name, _secret in persons.all_secrets(gb.office.reading)}
    builders.require_equal(hers, gb)


# --- finding -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("", []),
        ("  ", []),
        ("Siti", ["Siti Aminah", "Siti Rohmah"]),
        ("rohm", ["Siti Rohmah"]),
        ("ROHMAH siti", ["Siti Rohmah"]),
        ("Si", ["Siti Aminah", "Siti Rohmah"]),
        ("0002", ["Siti Rohmah"]),
        ("%", []),
        ("_", []),
        ('"', []),
        ('Siti "', ["Siti Aminah", "Siti Rohmah"]),
        ("Siti OR Budi", []),
        ("'; DROP", []),
        ("tidak ada", []),
    ],
)
def test_a_member_is_found_by_any_part_of_his_name(
    books: Session, typed: str, found: list[str]
) -> None:
    office = books.office
    for n, name in enumerate(("Siti Aminah", "Siti Rohmah", "Budi 100%_Santoso"), 1):
        builders.a_member(office, n, name=name)

    rows = members.search(office.reading, typed)

    assert [each.name for each in rows] == found


def test_a_member_s_number_is_text_and_his_key_a_number(books: Session) -> None:
    member = builders.a_member(books.office)
    reading = books.office.reading

    assert members.member(reading, "0001") == members.member(reading, member.key) == member
    assert members.member(reading, "1") is None
    assert members.member(reading, 1) is None


def test_birth_day_and_sex_come_from_the_nik(books: Session) -> None:
    office = books.office
    key = office.perform("membership.apply", {"name": "Siti", "nik": "3310015209900001"}).id

    assert row(books, key).sex == "P"
    assert row(books, key).birth_day == date(1990, 9, 12)
