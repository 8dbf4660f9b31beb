"""A second laptop joins, its books are equal, and what it gives back makes them equal again."""

import base64
import io
import json
from pathlib import Path
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace
from PIL import Image

from kopdes_desktop.app import books, joining, parcels
from kopdes_desktop.app.clock import SetClock
from kopdes_desktop.app.joining import Parcel
from kopdes_desktop.kernel.errors import (
    AlreadyFounded,
    BadField,
    BundleRefused,
    NotPermitted,
    WeakPassword,
)
from kopdes_desktop.members import queries as members
from kopdes_desktop.members import register
from kopdes_desktop.office import device, log
from kopdes_desktop.office.facts import envelope_of
from tests import builders
from tests.builders import MORNING, PASSWORD, Laptops

Books = books.Session


@pytest.fixture
def invitation(books: Books, tmp_path: Path) -> Path:
    """The file that lets one laptop join as series GC, bound to the outlet G1."""
    path = tmp_path / "undangan.json"
    builders.a_member(books.office, 1)
    joining.invite(books, path, series="GC", approval=builders.approval())
    return path


def join(folder: Path, invitation: Path) -> Books:
    """Join, and sit down at the new laptop before anything of hers has come."""
    joining.join(folder, invitation, PASSWORD, clock=SetClock(MORNING))
    builders.make_cheap(folder)
    return builders.open_books(folder, "kasir")


def outgoing(session: Books, after: dict[int, int] | None = None) -> Parcel:
    return joining.outgoing(session.office.reading, session.office.own.number, after)


# --- the invitation -----------------------------------------------------------------------------


def _saying(path: Path, fields: dict[str, Any]) -> Path:
    made = path.with_name("lain.json")
    made.write_text(json.dumps(fields))
    return made


def _other(value: object) -> object:
    """Another value of the same type."""
    match value:
        case bool():
            return not value
        case int():
            return value + 1
        case str() if len(value) > 2:
            return ("B" if value[0] == "A" else "A") + value[1:]
    return "ZZ"


def test_an_invitation_with_any_field_changed_is_refused(invitation: Path, tmp_path: Path) -> None:
    fields = json.loads(invitation.read_text())
    assert len(fields) == 15
    for name, value in fields.items():
        without = {each: fields[each] for each in fields if each != name}
        for said in ({**fields, name: _other(value)}, without):
            with pytest.raises(BadField):
                joining.join(tmp_path / "GC", _saying(invitation, said), PASSWORD)
    assert not books.has_books(tmp_path / "GC")


@pytest.mark.parametrize("content", [b"", b"{}", b"[]", b"\xff\xfe", b"null", b"[" * 5000])
def test_a_file_that_is_no_invitation_is_refused_in_words(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "bukan.json"
    path.write_bytes(content)

    with pytest.raises(BadField):
        joining.join(tmp_path / "GC", path, PASSWORD)
    with pytest.raises(BadField):
        joining.join(tmp_path / "GC", tmp_path / "tidak-ada.json", PASSWORD)


def test_a_weak_password_leaves_no_half_made_books(invitation: Path, tmp_path: Path) -> None:
    with pytest.raises(WeakPassword):
        joining.join(tmp_path / "GC", invitation, "pendek")

    assert not books.has_books(tmp_path / "GC")
    joining.join(tmp_path / "GC", invitation, PASSWORD)  # the file is still good


def test_nobody_joins_over_books_that_are_there(practice: Path, tmp_path: Path) -> None:
    with pytest.raises(AlreadyFounded):
        joining.join(practice, tmp_path / "undangan.json", PASSWORD)


def test_an_invitation_of_another_cooperative_gives_it_nothing_of_ours(
    books: Books, founded_laptops: Path, tmp_path: Path
) -> None:
    """The neighbours' laptop cannot take our chain, nor give us theirs."""
    builders.copy(founded_laptops / "KR", tmp_path / "tetangga")
    with builders.open_books(tmp_path / "tetangga") as neighbours:
        theirs = tmp_path / "tetangga.json"
        joining.invite(neighbours, theirs, series="GC", boxes=("KECIL",))
    with join(tmp_path / "GC", theirs) as stranger:
        with pytest.raises(BundleRefused) as refused:
            stranger.office.accept(outgoing(books).envelopes)
        assert refused.value.rule == "chain"
        with pytest.raises(BundleRefused) as refused:
            books.office.accept(outgoing(stranger).envelopes)
        assert refused.value.rule == "chain"
    builders.require_green(books.office)


def test_an_invitation_lets_one_laptop_join_and_no_second(
    books: Books, invitation: Path, tmp_path: Path
) -> None:
    with join(tmp_path / "satu", invitation) as first:
        assert books.office.accept(outgoing(first).envelopes).refused == []
        shown = device.device(books.office.reading, first.office.own.number)
        assert shown is not None
        assert shown.id == first.office.own_id
    with join(tmp_path / "dua", invitation) as second:
        assert second.office.own.number == first.office.own.number
        outcome = books.office.accept(outgoing(second).envelopes)

        assert [refusal.rule for refusal in outcome.refused] == ["chain"]
        shown = device.device(books.office.reading, first.office.own.number)
        assert shown is not None
        assert shown.id == first.office.own_id
    builders.require_green(books.office)


def test_the_seed_of_an_invitation_stays_on_neither_laptop(
    books: Books, invitation: Path, tmp_path: Path
) -> None:
    seed = json.loads(invitation.read_text())["seed"]
    with join(tmp_path / "GC", invitation) as joined:
        for session in (books, joined):
            kept = session.office.database.connection.execute(
                "SELECT coalesce(joined,'') FROM installation UNION ALL SELECT body FROM fact"
            ).fetchall()
            assert not [row for row in kept if seed in row[0]]


# --- taking her books ---------------------------------------------------------------------------


def test_a_joined_laptop_reads_and_writes_nothing_before_her_chain_has_come(
    invitation: Path, tmp_path: Path
) -> None:
    with join(tmp_path / "GC", invitation) as joined:
        assert joined.office.practice
        with pytest.raises(NotPermitted):
            builders.an_applicant(joined.office, 3)
        assert builders.fact_count(joined.office) == 1


def test_a_second_laptop_takes_the_chain_and_twenty_deposits_come_back(
    books: Books, invitation: Path, tmp_path: Path
) -> None:
    """Done when, 2: equal in every projection, before and after."""
    for n in range(2, 7):
        builders.pay(books.office, builders.a_member(books.office, n), amount=5_000 * n)
    with join(tmp_path / "GC", invitation) as outlet:
        everything = outgoing(books)
        taken = outlet.office.accept(everything.envelopes, everything.secrets)
        assert (taken.held, taken.findings, taken.refused) == ([], [], [])
        given = outgoing(outlet)
        books.office.accept(given.envelopes, given.secrets)
        back = outgoing(books)
        outlet.office.accept(back.envelopes, back.secrets)
        builders.require_equal(books, outlet)

        for n in range(20):
            one = members.member(outlet.office.reading, f"{n % 6 + 1:04d}")
            assert one is not None
            builders.pay(outlet.office, one, amount=1_000 + n)
        with pytest.raises(AssertionError):
            builders.require_equal(books, outlet)

        twenty = outgoing(outlet)
        accepted = books.office.accept(twenty.envelopes, twenty.secrets)
        assert (accepted.new, accepted.refused, accepted.held, accepted.findings) == (
            21,
            [],
            [],
            [],
        )
        news = outgoing(books)
        outlet.office.accept(news.envelopes, news.secrets)
        builders.require_equal(books, outlet)
        for session in (books, outlet):
            builders.require_green(session.office)

        before = builders.fact_count(books.office), builders.fact_count(outlet.office)
        assert books.office.accept(twenty.envelopes, twenty.secrets).new == 0
        assert outlet.office.accept(news.envelopes, news.secrets).new == 0
        assert before == (builders.fact_count(books.office), builders.fact_count(outlet.office))
        builders.require_equal(books, outlet)


def test_a_third_laptop_joins_books_that_two_have_filled(laptops: Laptops, tmp_path: Path) -> None:
    builders.an_applicant(laptops.outlets["GA"].office, 70)
    laptops.exchange()
    path = tmp_path / "ketiga.json"
    joining.invite(laptops.hers, path, series="GD", units=(), boxes=("KECIL",))
    laptops.outlets["GD"] = join(tmp_path / "GD", path)
    laptops.down("GD")
    laptops.exchange()
    laptops.exchange()
    for outlet in laptops.outlets.values():
        builders.require_equal(laptops.hers, outlet)
        builders.require_green(outlet.office)


def test_an_outlet_s_own_facts_wait_provisionally_and_move_to_their_place(
    laptops: Laptops,
) -> None:
    """What it wrote before hers came stands after it; the file is replayed and swapped whole."""
    outlet = laptops.outlets["GA"]
    builders.an_applicant(outlet.office, 71)
    builders.an_applicant(laptops.hers.office, 72)
    path = outlet.office.database.path

    outcome = laptops.down("GA")

    assert outcome.moved
    assert outlet.office.database.path == path
    assert not list(path.parent.glob("replay*"))
    builders.require_green(outlet.office)
    builders.an_applicant(outlet.office, 73)  # and it goes on where its chain ends
    laptops.exchange()
    builders.require_equal(laptops.hers, outlet)


def test_marks_spare_what_the_other_side_has(laptops: Laptops) -> None:
    hers, outlet = laptops.hers, laptops.outlets["GA"]
    builders.an_applicant(hers.office, 74)
    marks: dict[int, int] = {
        each.number: log_seq(outlet, each.number) for each in device.devices(outlet.office.reading)
    }

    parcel = outgoing(hers, marks)

    assert {envelope_of(raw).seq for raw in parcel.envelopes} == {hers.office.chain.seq}
    outlet.office.accept(parcel.envelopes, parcel.secrets)
    builders.require_equal(hers, outlet)


def log_seq(session: Books, number: int) -> int:
    last = device.last_fact(session.office.reading, number)
    return 0 if last is None else last[0] & ((1 << 30) - 1)


# --- parcels ------------------------------------------------------------------------------------


def test_a_parcel_opens_on_the_device_it_is_for_and_on_no_other(
    laptops: Laptops, tmp_path: Path
) -> None:
    hers, ga, gb = laptops.hers, laptops.outlets["GA"], laptops.outlets["GB"]
    builders.an_applicant(hers.office, 75)
    path = tmp_path / "untuk-GA.age"

    assert parcels.give(hers, path, "GA") == log.count(hers.office.reading)
    assert b"membership" not in path.read_bytes()
    for other in (gb, hers):
        with pytest.raises(BadField):
            parcels.take(other, path)
    assert parcels.take(ga, path).new == 1
    builders.require_equal(hers, ga)


def test_an_outlet_s_parcel_is_for_the_treasurer_whatever_is_asked(
    laptops: Laptops, tmp_path: Path
) -> None:
    builders.an_applicant(laptops.outlets["GA"].office, 76)
    path = tmp_path / "dari-GA.age"
    parcels.give(laptops.outlets["GA"], path, "GB")

    with pytest.raises(BadField):
        parcels.take(laptops.outlets["GB"], path)
    assert parcels.take(laptops.hers, path).refused == []


def test_a_damaged_parcel_is_refused_wherever_it_is_damaged(
    laptops: Laptops, tmp_path: Path
) -> None:
    path = tmp_path / "rusak.age"
    parcels.give(laptops.hers, path, "GA")
    whole = path.read_bytes()
    for place in (0, 30, len(whole) // 2, len(whole) - 1):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        with pytest.raises(BadField):
            parcels.take(laptops.outlets["GA"], path)
    path.write_bytes(whole[:-20])
    with pytest.raises(BadField):
        parcels.take(laptops.outlets["GA"], path)
    with pytest.raises(BadField):
        parcels.take(laptops.outlets["GA"], tmp_path / "tidak-ada.age")


FACE, CARD = "photo", "ktp"


def set_picture(session: Books, what: str, colour: str, member: str = "0001") -> int:
    file = io.BytesIO()
    Image.new("RGB", (60, 80), colour).save(file, "PNG")
    image = base64.b64encode(file.getvalue()).decode()
    order = {"member": member, "what": what, "image": image}
    return session.office.perform("members.set_photo", order).id


def seen(session: Books, what: str, member: str = "0001") -> tuple[bytes | None, bool]:
    """The picture as this laptop shows it, and whether it knows that another one has it."""
    read = session.office.reading
    key = members.require_member(read, member).key
    return members.picture(read, key, what), members.lies_elsewhere(read, key, what)


def test_photos_and_scans_travel_with_their_facts(laptops: Laptops, tmp_path: Path) -> None:
    hers, ga = laptops.hers, laptops.outlets["GA"]
    for what, colour in ((FACE, "red"), (FACE, "green"), (CARD, "blue")):
        set_picture(hers, what, colour)
    path = tmp_path / "untuk-GA.age"
    parcels.give(hers, path, "GA")

    for _again in range(2):
        parcels.take(ga, path)
        for what in (FACE, CARD):
            assert seen(ga, what) == seen(hers, what)
            assert seen(ga, what)[0] is not None
    assert len(register.pictures(ga.office.reading)) == 2
    builders.require_equal(hers, ga)
    builders.require_green(ga.office)


def test_a_laptop_says_of_a_photo_that_it_lies_elsewhere_until_its_bytes_come(
    laptops: Laptops, tmp_path: Path
) -> None:
    hers, ga = laptops.hers, laptops.outlets["GA"]
    assert seen(ga, FACE) == (None, False)
    set_picture(hers, FACE, "red")

    laptops.exchange()  # facts alone, as parcels were before
    assert seen(ga, FACE) == (None, True)

    parcels.give(hers, tmp_path / "untuk-GA.age", "GA")
    assert parcels.take(ga, tmp_path / "untuk-GA.age").new == 0
    assert seen(ga, FACE) == seen(hers, FACE)


def test_only_the_announced_bytes_of_a_picture_that_stands_are_kept(laptops: Laptops) -> None:
    hers, ga = laptops.hers, laptops.outlets["GA"]
    first = set_picture(hers, FACE, "red")
    [(_fact, replaced)] = outgoing(hers).pictures
    set_picture(hers, FACE, "green")
    set_picture(hers, FACE, "blue", "0002")
    parcel = outgoing(hers)
    (one, body), (other, foreign) = parcel.pictures
    member = members.require_member(hers.office.reading, "0002").key
    bad = ((first, replaced), (one, body[:-1] + b"x"), (other, body), (member, foreign), (7, body))

    joining.take_in(ga.office, replace(parcel, pictures=bad))
    assert register.pictures(ga.office.reading) == []

    joining.take_in(ga.office, parcel)
    assert register.pictures(ga.office.reading) == [one, other]


def test_the_photo_of_an_erased_person_does_not_come_back(laptops: Laptops) -> None:
    hers, ga = laptops.hers, laptops.outlets["GA"]
    set_picture(hers, FACE, "red")
    before = outgoing(hers)
    left = {"member": "0001", "reason": "request"}
    hers.office.perform("membership.settle", left, approval=builders.approval())
    order = {"member": "0001", "reason": "minta dihapus"}
    hers.office.perform("members.erase", order, approval=builders.approval())
    assert outgoing(hers).pictures == ()
    joining.take_in(ga.office, outgoing(hers))

    for session in (ga, hers):
        joining.take_in(session.office, before)
        assert register.pictures(session.office.reading) == []
        assert seen(session, FACE) == (None, False)


def test_a_parcel_without_pictures_is_as_it_was_before(laptops: Laptops) -> None:
    letter = parcels.Letter(parcels.FORMAT, (), ())

    assert set(json.loads(msgspec.json.encode(letter))) == {"format", "envelopes", "secrets"}
    assert outgoing(laptops.hers).pictures == ()


def test_a_parcel_names_a_device_that_has_shown_itself(
    books: Books, invitation: Path, tmp_path: Path
) -> None:
    for name in (None, "GC", "XX"):
        with pytest.raises(BadField):
            parcels.give(books, tmp_path / "surat.age", name)
    with join(tmp_path / "GC", invitation) as outlet:
        assert outlet.office.own.joined is not None
        parcels.give(outlet, tmp_path / "halo.age")
        parcels.take(books, tmp_path / "halo.age")
        parcels.give(books, tmp_path / "surat.age")  # there is only one: no name is needed
        assert parcels.take(outlet, tmp_path / "surat.age").held == []
        builders.require_equal(books, outlet)
