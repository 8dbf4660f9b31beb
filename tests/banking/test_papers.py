"""Cash and bank books as treasurers know them, the record of a count, the reconciliation."""

from datetime import date
from typing import Any

import pytest

from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.ledger import chart
from kopdes_desktop.office.office import Office
from kopdes_desktop.paper.document import Document
from kopdes_desktop.reports import report
from tests.banking.conftest import BANK, CASH
from tests.banking.test_operations import compared, reconcile
from tests.builders import DAY, record


def paper(office: Office, code: str, **given: str) -> Document:
    asked = report.find(code).params(given, DAY)
    return report.make(office.reading, code, asked)


def figures(made: Document) -> list[tuple[Any, ...]]:
    rows = [*made.rows, made.totals]
    return [
        (row.get("no"), row["text"], row["debit"], row["credit"], row["balance"]) for row in rows
    ]


def test_a_month_s_book_carries_on_what_was_before_and_adds_up(office: Office) -> None:
    power = {"account": "1-1101", "amount": -75_000, "unit": "KTR"}
    record(office, ("6-1201", 75_000, "KTR"), power, text="Bayar listrik")

    made = paper(office, "cash_book", box=CASH)

    assert made.title == "Buku kas: Brankas Bendahara"
    assert figures(made) == [
        (1, "Saldo bulan lalu", 2_000_000, 0, 2_000_000),
        (2, "Pindah kas ke Bank BRI", 0, 500_000, 1_500_000),
        (3, "Bayar listrik", 0, 75_000, 1_425_000),
        (None, "Transaksi bulan ini", 0, 575_000, None),
        (None, "Jumlah sampai bulan ini", 2_000_000, 575_000, 1_425_000),
    ]
    assert [signer.role for signer in made.signers] == ["Ketua", "Bendahara"]


def test_sums_run_on_through_the_book_year_from_what_it_opened_with(office: Office) -> None:
    office.perform("accounting.move_cash", {"from": BANK, "to": CASH, "amount": 200_000})

    made = paper(office, "bank_book", **{"from": "2026-03", "to": "2026-03"})

    assert figures(made)[0] == (1, "Saldo bulan lalu", 10_500_000, 200_000, 10_300_000)
    assert figures(made)[-1][2:] == (10_500_000, 200_000, 10_300_000)


def test_a_span_that_is_no_month_says_so(office: Office) -> None:
    made = paper(office, "bank_book", **{"from": "2026-01-15", "to": "2026-02-10"})

    assert [row["text"] for row in made.rows][::2] == [
        "Saldo sebelumnya",
        "Transaksi periode ini",
    ]


def test_all_cash_boxes_together_name_the_box_of_each_line(office: Office) -> None:
    petty = next(box for box in chart.boxes(office.reading) if box.account == "1-1102")
    office.perform("accounting.move_cash", {"from": CASH, "to": petty.code, "amount": 100_000})

    made = paper(office, "cash_book")

    assert [(row["box"], row["text"]) for row in made.rows if row["number"]] == [
        (CASH, "Pindah kas ke Bank BRI"),
        (petty.code, "Pindah kas dari Brankas Bendahara"),
        (CASH, f"Pindah kas ke {petty.name}"),
    ]
    names = next(column.called for column in made.columns if column.key == "box")
    assert names is not None
    assert names[CASH] == "Brankas Bendahara"
    assert made.totals["balance"] == 1_500_000


@pytest.mark.parametrize(("code", "box"), [("cash_book", BANK), ("bank_book", CASH)])
def test_a_bank_has_a_bank_book_and_a_box_a_cash_book(office: Office, code: str, box: str) -> None:
    with pytest.raises(BadField, match="pakai buku"):
        paper(office, code, box=box)


def test_the_record_of_a_count_lists_its_notes_and_is_signed(office: Office) -> None:
    notes = [{"note": 100_000, "count": 14}, {"note": 50_000, "count": 1}]
    made = office.perform(
        "banking.count_cash",
        {"box": CASH, "counted": notes, "why": "surprise", "reason": "salah hitung"},
    )

    said = paper(office, "cash_count", document=str(made.number))

    assert said.notes == ()
    assert [(row["note"], row["pieces"]) for row in said.rows] == [(100_000, 14), (50_000, 1)]
    assert said.totals == {"amount": 1_450_000}
    assert "Selisih -Rp50.000: salah hitung." in said.about
    assert "pemeriksaan mendadak" in said.about[0]


def test_a_count_or_reconciliation_that_never_was_is_refused(office: Office) -> None:
    for code, number in (
        ("cash_count", "BAK-KR-2026-000009"),
        ("bank_reconciliation", "RKB-KR-2026-000009"),
    ):
        with pytest.raises(BadField, match=number):
            paper(office, code, document=number)


def test_a_reconciliation_leads_from_the_books_to_the_bank(office: Office) -> None:
    assert "Belum ada rekening" in paper(office, "bank_reconciliation").notes[0]
    reconcile(office, 10_000_000, ticked=[compared(office).lines[0].place])

    made = paper(office, "bank_reconciliation", box=BANK)

    assert [(row["text"], row["amount"]) for row in made.rows] == [
        ("Saldo menurut buku", 10_500_000),
        ("Belum masuk di bank: Pindah kas dari Brankas Bendahara", -500_000),
    ]
    assert made.totals["amount"] == 10_000_000
    assert made.notes == ("Sama dengan saldo menurut rekening koran.",)


def test_a_reconciliation_says_that_it_was_replaced(office: Office) -> None:
    reconcile(office, 10_000_000, ticked=[compared(office).lines[0].place])
    reconcile(office, 10_500_000, day=date(2026, 2, 2))

    made = paper(office, "bank_reconciliation", document="RKB-KR-2026-000001")

    assert any("diganti" in note for note in made.notes)
