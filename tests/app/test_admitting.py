"""A second person at an outlet's laptop: admitted by the treasurer's, let in by one-time words."""

from __future__ import annotations

import pytest

from kopdes_desktop.app import joining
from kopdes_desktop.app.books import Session
from kopdes_desktop.kernel.errors import BadField, NeedsApproval, NotPermitted, SignInRefused
from kopdes_desktop.office.actor import Approval
from kopdes_desktop.security import admitting, people, queries
from tests import builders
from tests.builders import Laptops, Typed, working_as

CHAIR_PIN = "271828"
HIS_PASSWORD = "mangga rindang tepi sawah"


@pytest.fixture
def hers(laptops: Laptops) -> Session:
    """The treasurer's laptop, at which words are written down; a shop that carries for pay."""
    office = laptops.hers.office
    toko = {"code": "TOKO", "name": "Gerai desa", "unit": "G1", "kind": "outlet"}
    office.perform("inventory.add_place", toko)
    service = {"name": "Antar barang", "unit": "kali", "code": "ANTAR", "price": 5_000}
    office.perform("goods.add_item", {**service, "kind": "service", "lini": "gudang"})
    laptops.hers.staff.secrets = Typed()
    return laptops.hers


@pytest.fixture
def outlet(hers: Session, laptops: Laptops) -> Session:
    """A laptop that joined as series GA: its clerk has a password, the chair no PIN."""
    carry(hers, laptops.outlets["GA"])
    made = laptops.outlets["GA"]
    chair = queries.require_user(made.office.reading, "ketua").key
    made.office.note(lambda books: people.set_pin(books, chair, b""))
    return made


def carry(giver: Session, taker: Session) -> None:
    parcel = joining.outgoing(giver.office.reading, giver.office.own.number)
    outcome = taker.office.accept(parcel.envelopes, parcel.secrets)
    assert (outcome.refused, outcome.held) == ([], [])


def admit(hers: Session, outlet: Session, login: str = "ketua") -> str:
    """The words for a person, whose note has come to the outlet's laptop."""
    order = {"device": "GA", "user": login}
    hers.office.perform(admitting.ADMIT, order, approval=builders.approval())
    carry(hers, outlet)
    assert isinstance(hers.staff.secrets, Typed)
    return hers.staff.secrets.words[login]


def let_in(outlet: Session, words: str, password: str | None = None, login: str = "ketua") -> None:
    """He types the words, and a PIN of his own."""
    outlet.staff.secrets = Typed(password, CHAIR_PIN)
    outlet.office.perform(admitting.LET_IN, {"user": login, "words": words})


def bring_back(outlet: Session, sale: int) -> None:
    agreed = Approval(by="ketua", pin=CHAIR_PIN, reason="tidak jadi diantar")
    lines = [{"line": 0}]
    order = {"sale": sale, "lines": lines, "reason": "tidak jadi diantar"}
    outlet.office.perform("sales.bring_back", order, approval=agreed)


def test_a_laptop_that_joined_takes_goods_back_with_the_chairs_pin(
    hers: Session, outlet: Session
) -> None:
    outlet.office.perform("till.open_shift", {"counted": [], "reason": "awal"})
    sale = outlet.office.perform("sales.sell", {"lines": [{"item": "ANTAR"}]}).id
    with pytest.raises(SignInRefused):
        bring_back(outlet, sale)

    let_in(outlet, admit(hers, outlet))
    bring_back(outlet, sale)

    carry(outlet, hers)
    carry(hers, outlet)
    for session in (hers, outlet):
        builders.require_green(session.office)
    builders.require_equal(hers, outlet)


def test_who_typed_a_password_too_signs_in_there_and_switches_by_pin(
    hers: Session, outlet: Session
) -> None:
    let_in(outlet, admit(hers, outlet), HIS_PASSWORD)

    carry(outlet, hers)
    for session in (hers, outlet):
        builders.require_green(session.office)
    outlet.switch("ketua", CHAIR_PIN)
    assert outlet.office.signed_in.role == "chair"
    assert outlet.staff.opens("ketua", HIS_PASSWORD)


def test_without_a_password_he_approves_and_does_not_sign_in(
    hers: Session, outlet: Session
) -> None:
    let_in(outlet, admit(hers, outlet))

    assert "ketua" not in outlet.staff.key_file.names()
    with pytest.raises(SignInRefused):
        outlet.switch("ketua", CHAIR_PIN)


def test_words_are_good_once_and_only_as_they_were_written(hers: Session, outlet: Session) -> None:
    with pytest.raises(BadField, match="belum diizinkan"):
        let_in(outlet, "satu dua tiga empat")
    words = admit(hers, outlet)
    for wrong in ("satu dua tiga empat", words[:-1], ""):
        with pytest.raises(BadField, match="tidak cocok"):
            let_in(outlet, wrong)
    with pytest.raises(BadField, match="belum diizinkan"):
        let_in(outlet, words, login="admin")

    let_in(outlet, f"  {words.upper()} ")

    with pytest.raises(BadField, match="belum diizinkan"):
        let_in(outlet, words)


def test_the_words_stand_in_neither_laptops_facts(hers: Session, outlet: Session) -> None:
    words = admit(hers, outlet)
    let_in(outlet, words)
    carry(outlet, hers)
    for session in (hers, outlet):
        bodies = session.office.database.connection.execute("SELECT body FROM fact").fetchall()
        assert not [body for (body,) in bodies if words in body or CHAIR_PIN in body]


def test_newer_words_take_the_place_of_older_ones(hers: Session, outlet: Session) -> None:
    first = admit(hers, outlet)
    second = admit(hers, outlet)

    with pytest.raises(BadField, match="tidak cocok"):
        let_in(outlet, first)
    let_in(outlet, second)


def test_an_officers_words_take_two_who_may_give_them(hers: Session) -> None:
    office = hers.office
    order = {"device": "GA", "user": "ketua"}
    with pytest.raises(NeedsApproval):
        office.perform(admitting.ADMIT, order)
    with working_as(office, "ketua"), pytest.raises(NeedsApproval):
        office.perform(admitting.ADMIT, {"device": "GA", "user": "bendahara"})
    with working_as(office, "kasir"), pytest.raises(NotPermitted):
        office.perform(admitting.ADMIT, order)
    for wrong in ("KR", "ZZ"):
        with pytest.raises(BadField):
            office.perform(
                admitting.ADMIT, {**order, "device": wrong}, approval=builders.approval()
            )


def test_who_had_no_words_is_not_taken_in_at_the_treasurers(hers: Session, outlet: Session) -> None:
    """A laptop that claims to have seen the words gives a proof that does not fit."""
    let_in(outlet, admit(hers, outlet))
    number = outlet.office.own.number
    parcel = joining.outgoing(outlet.office.reading, number)
    forged = builders.forged(
        parcel.envelopes, len(parcel.envelopes), lambda said: said["d"].update(proof="AA==")
    )

    outcome = hers.office.accept(forged, parcel.secrets)

    assert [refusal.rule for refusal in outcome.refused] == ["R2"]


def test_what_only_the_treasurers_laptop_does_is_said_to_be_done_there(outlet: Session) -> None:
    with working_as(outlet.office, "ketua"), pytest.raises(NotPermitted, match="laptop bendahara"):
        outlet.office.perform(admitting.ADMIT, {"device": "GA", "user": "kasir"})
    with pytest.raises(NotPermitted) as refused:
        outlet.office.perform(admitting.ADMIT, {"device": "GA", "user": "ketua"})
    assert "laptop bendahara" not in refused.value.message
