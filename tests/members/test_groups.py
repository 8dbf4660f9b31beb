"""Groups, and finding members by group, household, region and part of a name."""

from typing import Any

import pytest

from kopdes_desktop.app.books import Session
from kopdes_desktop.kernel.errors import BadField, NotActive, NotPermitted, UnknownMember
from kopdes_desktop.members import queries as members
from kopdes_desktop.members import regions
from tests import builders
from tests.builders import approval, fact_count, nik, working_as


def set_group(session: Session, code: str = "RT1", name: str = "RT 01", **how: Any) -> None:
    order = {"code": code, "name": name, "kind": "rt", **how}
    session.office.perform("members.set_group", order)


def assign(session: Session, group: str, *keys: int | str, leave: bool = False) -> None:
    order = {"group": group, "members": list(keys), "leave": leave}
    session.office.perform("members.assign", order)


def numbers(session: Session, group: str) -> list[str | None]:
    return [each.number for each in members.members_of(session.office.reading, group)]


def test_a_group_has_a_collector_and_may_get_another(books: Session) -> None:
    first, second = (builders.a_member(books.office, n) for n in (1, 2))
    set_group(books, "rt 1", "RT 01", collector=first.number)
    set_group(books, "KT-TANI", "Tani Makmur", kind="kelompok_tani")

    set_group(books, "RT-1", "RT 01 Krajan", collector=second.key)

    assert [
        (g.code, g.name, g.kind, g.collector) for g in members.groups(books.office.reading)
    ] == [
        ("KT-TANI", "Tani Makmur", "kelompok_tani", None),
        ("RT-1", "RT 01 Krajan", "rt", second.key),
    ]
    builders.require_green(books.office)


def test_members_come_into_a_group_and_go_out_of_it(books: Session) -> None:
    one, two, three = (builders.a_member(books.office, n) for n in (1, 2, 3))
    set_group(books)

    assign(books, "rt1", three.key, "0001", one.key)
    assign(books, "RT1", "0001", "0002")
    assert numbers(books, "RT1") == ["0001", "0002", "0003"]
    assign(books, "RT1", two.key, "0003", leave=True)

    assert numbers(books, "RT1") == ["0001"]
    assert [g.code for g in members.groups_of(books.office.reading, one.key)] == ["RT1"]
    assert members.groups_of(books.office.reading, two.key) == []
    builders.require_green(books.office)


def test_a_group_shows_its_active_members_and_the_register_all(books: Session) -> None:
    office = books.office
    builders.a_member(office, 1)
    builders.a_member(office, 2)
    set_group(books)
    assign(books, "RT1", "0001", "0002")
    office.perform(
        "membership.settle",
        {"member": "0001", "reason": "request", "decision_no": "1"},
        approval=approval(),
    )

    listed = members.listing(office.reading, group="RT1")

    assert numbers(books, "RT1") == ["0002"]
    assert [each.number for each in listed] == ["0001", "0002"]


@pytest.mark.parametrize(
    ("how", "field"),
    [
        ({"code": ""}, "code"),
        ({"code": "R;T"}, "code"),
        ({"code": "X" * 21}, "code"),
        ({"name": ""}, "name"),
        ({"kind": "kampung"}, "kind"),
        ({"code": "RT2", "name": "rt 01."}, "name"),
    ],
)
def test_an_impossible_group_is_refused_at_its_field(
    books: Session, how: dict[str, str], field: str
) -> None:
    set_group(books)
    before = fact_count(books.office)

    with pytest.raises(BadField) as refused:
        set_group(books, **how)

    assert refused.value.field == field
    assert fact_count(books.office) == before


def test_only_active_members_join_only_groups_that_there_are(books: Session) -> None:
    applicant = builders.an_applicant(books.office)
    set_group(books)

    with pytest.raises(NotActive) as waiting:
        assign(books, "RT1", applicant)
    with pytest.raises(UnknownMember):
        assign(books, "RT1", "0042")
    with pytest.raises(BadField) as nobody:
        assign(books, "RT1")
    with pytest.raises(BadField) as nowhere:
        assign(books, "RT9", applicant)
    with pytest.raises(NotActive):
        set_group(books, collector=applicant)

    assert waiting.value.field == "members[0]"
    assert nobody.value.field == "members"
    assert nowhere.value.field == "group"


def test_an_outsider_arranges_nothing(books: Session) -> None:
    for login in ("pengawas", "pendamping", "admin"):
        with working_as(books.office, login), pytest.raises(NotPermitted):
            set_group(books)


# --- finding -----------------------------------------------------------------------------------


def test_the_register_is_listed_by_number_and_narrowed(books: Session) -> None:
    office = books.office
    for n, name in enumerate(("Melati Jaya", "Kenanga", "Méranti"), 1):
        builders.a_member(office, n, name=name)
    builders.an_applicant(office, 9, name="Melati Calon")

    def found(**how: Any) -> list[str | None]:
        return [each.name for each in members.listing(office.reading, **how)]

    assert found(status="active") == ["Melati Jaya", "Kenanga", "Méranti"]
    assert sorted(found(text="MELATI"), key=str) == ["Melati Calon", "Melati Jaya"]
    assert found(text="meranti") == ["Méranti"]
    assert found(text="0002") == ["Kenanga"]
    assert found(status="applicant", text="jaya") == []


def test_a_household_is_who_stands_on_one_family_card(books: Session) -> None:
    office = books.office
    card = "3310010101010001"
    one = builders.a_member(office, 1, kk=card)
    builders.a_member(office, 2, kk="3310 0101 0101 0001")
    alone = builders.a_member(office, 3)
    builders.an_applicant(office, 4, kk=card)

    assert [m.number for m in members.household(office.reading, one.key)] == ["0001", "0002"]
    assert members.household(office.reading, alone.key) == []


def test_a_profile_holds_all_that_the_register_says(books: Session) -> None:
    office = books.office
    fields: dict[str, Any] = {
        "kk": "3310010101010001",
        "birth_place": "Klaten",
        "mother": "Cempaka",
        "email": "melati@contoh.example",
        "address": "Jalan Melati 1",
        "dusun": "Krajan",
        "rt_rw": "001/002",
        "job": "tani",
    }
    member = builders.a_member(office, 1, **fields)
    set_group(books)
    assign(books, "RT1", member.key)

    found = members.profile(office.reading, "0001")

    row = found.member
    assert (row.kk, row.address, row.dusun, row.rt_rw, row.job) == (
        fields["kk"],
        fields["address"],
        fields["dusun"],
        fields["rt_rw"],
        fields["job"],
    )
    assert (found.birth_place, found.mother, found.email) == (
        fields["birth_place"],
        fields["mother"],
        fields["email"],
    )
    assert (found.decision_no, found.region) == (
        "1/PENG",
        "Prambanan, Kabupaten Klaten, Jawa Tengah",
    )
    assert [group.code for group in found.groups] == ["RT1"]
    assert (found.has_photo, found.has_ktp, found.imported) == (False, False, False)
    assert found.settled_by is None
    with pytest.raises(UnknownMember):
        members.profile(office.reading, "0042")


@pytest.mark.parametrize(
    ("number", "place"),
    [
        (nik(1), "Prambanan, Kabupaten Klaten, Jawa Tengah"),
        ("3310990101900001", "Kabupaten Klaten, Jawa Tengah"),
        ("9999990101900001", None),
        ("33", None),
        ("", None),
        (None, None),
        ("\u0663" * 16, None),
    ],
)
def test_a_nik_says_where_it_was_first_registered(number: str | None, place: str | None) -> None:
    assert members.region(number) == place


def test_every_district_is_called_as_the_package_calls_it() -> None:
    from lokal import wilayah

    codes = [code for code in regions.names() if code.count(".") == 2]
    assert len(codes) > 7_000
    for code in codes[::50]:
        found = wilayah.get_wilayah(code)
        assert found is not None
        assert members.region(code.replace(".", "") + "0101900001") == found.path
