"""Papers of coming and going: titipan, refunds, the berita acara of a settlement."""

from typing import Any

import pytest

from kopdes_desktop.app.books import Session
from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.membership import slips
from kopdes_desktop.paper import pdf, text
from kopdes_desktop.paper.document import Slip
from tests import builders
from tests.builders import balance
from tests.membership.village import a_saver, decide, owe, prepay, refund, settle


def words_of(slip: Slip) -> list[tuple[str, str]]:
    return [(each.left, each.right) for each in slip.rows if each.kind != "rule"]


def test_titipan_has_a_slip_and_a_kuitansi(books: Session) -> None:
    office = books.office
    answer = prepay(office, builders.an_applicant(office, name="Melati"), 110_000)

    slip = slips.slip(office.reading, answer.id)
    receipt = slips.receipt(office.reading, answer.id)

    assert slip.title == "BUKTI TITIPAN"
    assert words_of(slip)[0] == (answer.number, "02/02/2026")
    assert ("Titipan setoran calon anggota", "110.000") in words_of(slip)
    assert (receipt.number, receipt.received_from) == (answer.number, "Melati")
    assert [(each.role, each.name) for each in receipt.signers] == [
        ("Penyetor", "Melati"),
        ("Penerima", "Bendahara Latihan"),
    ]
    assert pdf.receipts([receipt]).startswith(b"%PDF")


def test_titipan_that_became_savings_says_which(books: Session) -> None:
    office = books.office
    applicant = builders.an_applicant(office, name="Melati")
    prepay(office, applicant, 110_000)
    decided = decide(office, applicant)

    slip = slips.slip(office.reading, decided.id)

    assert slip.title == "BUKTI PEMINDAHAN"
    assert ("Simpanan Pokok", "100.000") in words_of(slip)
    assert ("Simpanan Wajib", "10.000") in words_of(slip)
    assert slips.receipt(office.reading, decided.id).amount == 110_000


def test_money_that_goes_back_is_signed_by_who_takes_it(books: Session) -> None:
    office = books.office
    applicant = builders.an_applicant(office, name="Melati")
    prepay(office, applicant, 110_000)
    decided = decide(office, applicant, approved=False)

    slip = slips.slip(office.reading, decided.id)
    receipt = slips.receipt(office.reading, decided.id)

    assert slip.title == "BUKTI PENGEMBALIAN"
    assert ("Tanda tangan penerima", "") in words_of(slip)
    assert receipt.received_from == "Koperasi Desa Merah Putih Sumber Makmur"
    assert receipt.signers[0].name == "Melati"


def a_death(session: Session) -> tuple[int, int]:
    """The settlement's key, and that of the refund to the heir."""
    office = session.office
    member = a_saver(office, name="Melati")
    owe(office, "1-1201", member.key, 54_000, "G1")
    heirs = [
        office.perform(
            "members.add_heir", {"member": "0001", "name": name, "relation": relation}
        ).id
        for name, relation in (("Kenanga", "spouse"), ("Cempaka", "child"))
    ]
    settled = settle(office, "0001", "death", heirs=heirs, letter_no="470/12")
    owe(office, "1-1101", 0, 1_000_000, "KTR")
    return settled.id, refund(office, "0001", heir=heirs[0]).id


def test_an_heir_signs_for_what_he_takes(books: Session) -> None:
    _settled, paid = a_death(books)

    receipt = slips.receipt(books.office.reading, paid)

    assert receipt.signers[0].name == "Kenanga"
    assert "Melati" in receipt.purpose
    assert ("Kenanga", "") in words_of(slips.slip(books.office.reading, paid))


def test_the_berita_acara_shows_every_right_and_debt_and_what_follows(books: Session) -> None:
    settled, _paid = a_death(books)

    document = slips.minutes(books.office.reading, settled)

    rows = [(each["account"], each.get("right"), each.get("debt")) for each in document.rows]
    assert rows == [
        ("2-1101", 250_000, None),
        ("3-1101", 100_000, None),
        ("3-1102", 360_000, None),
        ("1-1201", None, 54_000),
    ]
    assert document.totals == {"right": 710_000, "debt": 54_000}
    said = text.plain(document)
    for words in (
        "Melati",
        "meninggal dunia",
        "9/PENG",
        "470/12",
        "Rp656.000",
        "enam ratus lima puluh enam ribu rupiah",
        "diberi kuasa: Kenanga (suami/istri)",
        "Ahli waris: Cempaka (anak)",
        "Ketua Latihan",
    ):
        assert words in said
    assert pdf.document(document).startswith(b"%PDF")


@pytest.mark.parametrize(
    ("debt", "words"),
    [
        (100_000, "tidak ada sisa"),
        (130_000, "Rp30.000"),
    ],
)
def test_the_berita_acara_says_when_nothing_is_left(books: Session, debt: int, words: str) -> None:
    office = books.office
    member = builders.a_member(office)
    owe(office, "3-1101", member.key, -100_000, "KTR")
    owe(office, "1-1301", member.key, debt, "USP")

    document = slips.minutes(office.reading, settle(office, "0001").id)

    assert any(words in note for note in document.notes)
    assert not any("Dikembalikan" in note for note in document.notes)


def test_papers_are_made_of_their_own_facts_only(books: Session) -> None:
    office = books.office
    applicant = builders.an_applicant(office)
    plain = decide(office, applicant).id
    makers: list[Any] = [slips.slip, slips.receipt, slips.minutes]

    for key in (applicant, plain, 12345):
        for make in makers:
            with pytest.raises(BadField):
                make(office.reading, key)
    assert balance(office, "2-1107") == 0
