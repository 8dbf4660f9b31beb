"""Members of an old register: taken over without money, and taken out again."""

from datetime import date
from typing import Any

import pytest

from kopdes_desktop.app.books import DATABASE, Session
from kopdes_desktop.kernel.dates import Month
from kopdes_desktop.kernel.errors import (
    AlreadyDecided,
    BadDay,
    BadField,
    BadNik,
    DuplicateNik,
    ImportInUse,
    NotPermitted,
    OpeningAgreed,
    Refusal,
    UnknownMember,
)
from kopdes_desktop.members import queries as members
from kopdes_desktop.membership.taking_over import AdoptOrder
from kopdes_desktop.office import imports
from kopdes_desktop.office.transaction import Transaction
from kopdes_desktop.savings import queries as savings
from kopdes_desktop.security import persons
from tests import builders
from tests.builders import approval, fact_count, nik, working_as
from tests.members.raw_pages import everything
from tests.membership.village import owe, row

NAME, PHONE = "Trengguli Wungunsari \ua9a7\ua9a4\ua98f", "081355512345"


def adopt(session: Session, n: int = 1, **fields: Any) -> int:
    order = {"name": NAME, "nik": nik(n), "joined": "2025-08-01", **fields}
    return session.office.perform("membership.adopt", order).id


def void(session: Session, member: int | str) -> int:
    order = {"member": member, "reason": "impor keliru"}
    return session.office.perform("membership.void", order).id


def test_an_old_member_keeps_his_number_and_his_day(books: Session) -> None:
    key = adopt(books, number="0417", phone=PHONE)

    found = row(books, "0417")
    assert (found.key, found.status, str(found.joined)) == (key, "active", "2025-08-01")
    assert (found.name, found.phone, found.nik) == (NAME, "+6281355512345", nik(1))
    assert members.profile(books.office.reading, key).imported
    assert [each.key for each in members.search(books.office.reading, "Wungun")] == [key]
    builders.require_green(books.office)


def test_once_the_opening_balances_are_agreed_members_come_by_application_only(
    books: Session,
) -> None:
    adopt(books, 1)
    agreed = {"explanation": "nihil"}
    books.office.perform("accounting.agree_opening", agreed, approval=approval())
    before = fact_count(books.office)

    with pytest.raises(OpeningAgreed) as refused:
        adopt(books, 2)

    assert "permohonannya" in refused.value.message
    assert fact_count(books.office) == before
    assert builders.a_member(books.office, 2).status == "active"


def test_an_old_register_s_address_and_mail_stay_as_they_are_written(books: Session) -> None:
    key = adopt(books, rt_rw="Krajan", email="tidak ada @", kk="3310 0101 0101 0001")

    found = members.profile(books.office.reading, key)
    assert (found.member.rt_rw, found.email) == ("Krajan", "tidak ada @")
    assert found.member.kk == "3310010101010001"
    with pytest.raises(BadField):
        adopt(books, 2, kk="331001")


def test_new_members_are_numbered_after_the_old_ones(books: Session) -> None:
    adopt(books, 1, number="0417")
    adopt(books, 2, number="0012")
    adopt(books, 3)

    assert builders.a_member(books.office, 4).number == "0419"
    assert row(books, "0418").nik == nik(3)


@pytest.mark.parametrize("number", ["A-17", "3310/2019/0007", "20190001007"])
def test_a_number_that_does_not_count_moves_no_series(books: Session, number: str) -> None:
    adopt(books, 1, number=number)

    assert row(books, number).status == "active"
    assert builders.a_member(books.office, 2).number == "0001"


def test_who_had_left_the_old_register_comes_as_one_who_left(books: Session) -> None:
    key = adopt(books, number="0007", left="2025-11-30")

    assert (row(books, key).status, str(row(books, key).left)) == ("left", "2025-11-30")
    builders.a_member(books.office, 1)
    builders.require_green(books.office)


def test_what_dues_lack_up_to_the_old_register_s_day_is_an_estimate(books: Session) -> None:
    key = adopt(books, as_of="2025-12-31")
    dues = savings.dues_of(books.office.reading, row(books, key), "mandatory", builders.DAY)

    assert dues.estimated_until == Month("2025-12")
    assert dues.arrears()[0] == 2
    builders.require_green(books.office)


@pytest.mark.parametrize(
    ("fields", "refusal", "field"),
    [
        ({"name": ""}, BadField, "name"),
        ({"nik": "123"}, BadNik, "nik"),
        ({"nik": nik(9)}, DuplicateNik, "nik"),
        ({"number": "0001"}, BadField, "number"),
        ({"number": "ada spasi"}, BadField, "number"),
        ({"number": "SMP-KR-2026-000001"}, BadField, "number"),
        ({"joined": "2026-02-03"}, BadDay, "joined"),
        ({"left": "2025-07-31"}, BadDay, "left"),
        ({"left": "2026-02-03"}, BadDay, "left"),
        ({"as_of": "2026-02-03"}, BadDay, "as_of"),
        ({"birth_day": "2026-02-03"}, BadDay, "birth_day"),
        ({"sex": "X"}, BadField, "sex"),
    ],
)
def test_an_impossible_old_member_is_refused_at_its_field(
    books: Session, fields: dict[str, Any], refusal: type[Refusal], field: str
) -> None:
    builders.a_member(books.office, 9)
    before = fact_count(books.office)

    with pytest.raises(refusal) as refused:
        adopt(books, **fields)

    assert refused.value.field == field
    assert fact_count(books.office) == before


def test_only_the_treasurer_takes_over_and_takes_out(books: Session) -> None:
    key = adopt(books)
    for login in ("kasir", "ketua", "pengawas", "pendamping"):
        with working_as(books.office, login):
            with pytest.raises(NotPermitted):
                adopt(books, 2)
            with pytest.raises(NotPermitted):
                void(books, key)


def test_an_old_member_may_become_a_user_and_a_member_like_any_other(books: Session) -> None:
    office = books.office
    key = adopt(books, number="0417")

    office.perform(
        "security.add_user",
        {"name": "kasir7", "person": key, "role": "cashier"},
        approval=approval(),
    )
    builders.pay(office, row(books, key), "principal", amount=100_000)
    office.perform("members.change", {"member": key, "fields": {"job": "tani"}})

    assert row(books, key).job == "tani"
    builders.require_green(office)


# --- taking out --------------------------------------------------------------------------------


def test_who_was_taken_out_leaves_a_used_number_and_no_trace_else(books: Session) -> None:
    office = books.office
    key = adopt(books, number="0417", phone=PHONE, as_of="2025-12-31", address="Jalan Trengguli 9")
    office.perform("members.set_group", {"code": "RT1", "name": "RT 01", "kind": "rt"})
    office.perform("members.assign", {"group": "RT1", "members": [key]})
    file, database_key = books.folder / DATABASE, books.staff.database_key
    words = [word.encode() for word in ("Wungunsari", nik(1), "81355512345", "Jalan Trengguli")]
    office.database.checkpoint()
    assert all(word in everything(file, database_key) for word in words)

    void(books, key)

    raw = everything(file, database_key)
    assert [word for word in words if word in raw] == []
    gone = row(books, "0417")
    assert (gone.status, gone.name, gone.nik, gone.erased) == ("void", None, None, True)
    assert persons.secrets_of(office.reading, key) == {}
    assert members.members_of(office.reading, "RT1") == []
    assert not savings.has_open_estimates(office.reading, key)
    builders.require_green(office)


def test_a_void_member_s_nik_is_free_and_his_number_is_not(books: Session) -> None:
    void(books, adopt(books, 1, number="0417"))

    again = adopt(books, 1)

    assert row(books, again).number == "0418"
    with pytest.raises(BadField):
        adopt(books, 2, number="0417")


def test_only_who_was_taken_over_is_taken_out_and_only_once(books: Session) -> None:
    member = builders.a_member(books.office, 9)
    key = adopt(books)
    void(books, key)

    with pytest.raises(BadField):
        void(books, member.key)
    with pytest.raises(AlreadyDecided):
        void(books, key)
    with pytest.raises(UnknownMember):
        void(books, "0999")


def test_whom_money_heirs_users_or_groups_name_stays(books: Session) -> None:
    office = books.office
    rich, loved, working, round_going = (adopt(books, n) for n in range(1, 5))
    owe(office, "3-1101", rich, -100_000, "KTR")
    office.perform("members.add_heir", {"member": loved, "name": "Kenanga", "relation": "child"})
    office.perform(
        "security.add_user",
        {"name": "kasir7", "person": working, "role": "cashier"},
        approval=approval(),
    )
    office.perform(
        "members.set_group",
        {"code": "RT1", "name": "RT 01", "kind": "rt", "collector": round_going},
    )

    for key, word in (
        (rich, "3-1101"),
        (loved, "ahli waris"),
        (working, "pengguna"),
        (round_going, "penagih"),
    ):
        with pytest.raises(BadField) as refused:
            void(books, key)
        assert word in refused.value.message
    builders.require_green(office)


# --- as an import ------------------------------------------------------------------------------


def take_in(session: Session, count: int) -> int:
    """A register of so many members in one batch; the import's name."""
    begin = imports.BeginOrder("members", "a" * 64, count, date(2025, 12, 31))

    def run(deal: Transaction) -> list[int]:
        return [
            deal.then(
                "membership.adopt",
                AdoptOrder(
                    number=f"{n:04d}",
                    name=f"{NAME} {n}",
                    nik=nik(n),
                    phone=PHONE,
                    joined=date(2025, 8, 1),
                    as_of=date(2025, 12, 31),
                ),
            )
            for n in range(1, count + 1)
        ]

    return imports.take_in(session.office, begin, ["membership.adopt"], run)[0]


def test_an_undone_import_leaves_used_numbers_and_no_trace_else(books: Session) -> None:
    office = books.office
    key = take_in(books, 3)
    file, database_key = books.folder / DATABASE, books.staff.database_key
    words = [word.encode() for word in ("Wungunsari", "\ua9a4\ua98f", nik(2), "81355512345")]
    office.database.checkpoint()
    assert all(word in everything(file, database_key) for word in words)
    builders.require_green(office)

    office.perform("import.undo", {"import": key, "reason": "berkas keliru"})

    raw = everything(file, database_key)
    assert [word for word in words if word in raw] == []
    assert [each.status for each in members.listing(office.reading)] == ["void"] * 3
    assert builders.a_member(office, 2).number == "0004"
    builders.require_green(office)


def test_an_import_whose_member_has_paid_since_is_not_undone(books: Session) -> None:
    office = books.office
    key = take_in(books, 2)
    builders.pay(office, row(books, "0002"), "principal", amount=100_000)

    with pytest.raises(ImportInUse) as refused:
        office.perform("import.undo", {"import": key, "reason": "berkas keliru"})

    assert "SMP-KR-2026-000001" in refused.value.message
    assert row(books, "0001").status == "active"
