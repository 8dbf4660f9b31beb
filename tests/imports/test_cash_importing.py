"""Old cash books taken in: proposed line by line, posted as one, refused in words, undone whole."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kopdes_desktop.accounting import cash_answers, old_words
from kopdes_desktop.accounting.cash_importing import (
    CashStudy,
    LinesFaulty,
    NotAddedUp,
    import_cash,
    study_cash,
)
from kopdes_desktop.accounting.cash_proposing import MOVE, SKIP, Answer
from kopdes_desktop.app.books import Session
from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.ledger import balances, chart, documents
from kopdes_desktop.office.office import Office
from kopdes_desktop.paper import spreadsheet
from kopdes_desktop.paper.grid import Book, read_book
from tests import builders
from tests.cli.speaker import Speaker
from tests.house.checkout import ROOT
from tests.imports.cash_books import a_book, as_bytes, clean

SHARED = Path(os.environ.get("KOPDES_SHARED", ROOT.parent / "shared")) / "data"
REAL = SHARED / "books" / "kas_operasional_2026.xlsx"
there = pytest.mark.skipif(
    not REAL.exists(), reason="the shared pages do not lie beside this checkout"
)
BOX = "KAS"
DAY, IN, OUT, BALANCE = 1, 4, 5, 6
MOVES = [
    ("Terima hibah modal", 500_000),
    ("Fotocopy undangan", -15_000),
    ("Bayar pulsa", -50_000),
]
LATEST = ("--today", "2026-11-21")


def study(office: Office, book: Book, **how: Any) -> CashStudy:
    said = {"today": office.today(), "box": BOX, **how}
    return office.read("import.begin", study_cash, book, **said)


def held(office: Office) -> int:
    return int(chart.box_balances(office.reading).get(BOX, 0))


def codes(made: CashStudy) -> list[tuple[int, str]]:
    return [(made.place(each.row)[1], each.code) for each in made.errors]


def test_a_clean_book_goes_in_through_templates_and_out_as_one(books: Session) -> None:
    office = books.office
    made = study(office, a_book(*clean(MOVES)))

    assert [each.what for each in made.lines] == ["grant_capital", "paper", "power"]
    done = import_cash(office, made)

    assert (done.imported, held(office)) == (3, 435_000)
    assert builders.balance(office, "6-1201", date(2026, 1, 31)) == 50_000
    assert done.id is not None
    office.perform("import.undo", {"import": done.id, "reason": "coba"})
    assert held(office) == 0
    builders.require_rebuilt(office)


def test_words_of_the_old_book_lie_beside_the_entry_and_not_in_it(books: Session) -> None:
    office = books.office
    said = study(office, a_book(*clean([*MOVES[:1], ("Fotocopy undangan Kenanga", -15_000)])))
    import_cash(office, said)

    copied = next(x for x in documents.latest(office.reading, ("BKK",), 1))
    assert copied.entry.text == "Beli alat tulis, fotokopi, cetak, atau meterai"
    beside = old_words.beside(office.reading, copied.entry.key)
    assert beside == "Fotocopy undangan Kenanga"


def test_words_of_the_old_book_go_with_a_month_that_is_closed_long_after(books: Session) -> None:
    office = books.office
    import_cash(office, study(office, a_book(*clean([*MOVES[:1], ("Fotocopy undangan", -15_000)]))))
    entry = next(x for x in documents.latest(office.reading, ("BKK",), 1)).entry.key
    office.perform("settings.change", {"fields": {"bank.words_months": 1}})
    office.named_day = date(2026, 3, 31)

    for month in ("2026-01", "2026-02"):
        office.perform("accounting.close_month", {"month": month})
        assert old_words.beside(office.reading, entry) == "Fotocopy undangan"

    office.perform("accounting.close_month", {"month": "2026-03"})
    assert old_words.beside(office.reading, entry) == ""


def test_a_loan_of_the_old_book_waits_until_somebody_says_whose_it_is(books: Session) -> None:
    office = books.office
    book = a_book(*clean([("Terima pinjaman pihak ke-3", 500_000)]))

    assert codes(study(office, book)) == [(6, "unsure")]
    made = study(office, book, answers={("Januari", 6): Answer(party="ketua")})
    assert (made.errors, made.ready) == ((), 1)
    import_cash(office, made)
    (entry,) = documents.latest(office.reading, ("BKM",), 1)
    lines = balances.entry_of(office.reading, entry.entry.key).lines
    assert {line.key is not None for line in lines if line.account == "2-1503"} == {True}


def test_a_book_that_does_not_add_up_is_posted_only_once_each_slip_is_accepted_by_name(
    books: Session,
) -> None:
    office = books.office
    months = clean(MOVES)
    months[0].change(9, OUT, 64_000)
    book = a_book(*months)

    with pytest.raises(NotAddedUp, match="Januari:9:sum_out"):
        import_cash(office, study(office, book), skip_bad=True)
    assert held(office) == 0
    with pytest.raises(BadField, match="Januari:9:sum_in"):
        study(office, book, accepted=["Januari:9:sum_in"])
    import_cash(office, study(office, book, accepted=["Januari:9:sum_out"]))
    assert held(office) == 435_000


def test_a_line_with_a_doubtful_day_waits_and_takes_the_day_it_is_given(books: Session) -> None:
    office = books.office
    months = clean(MOVES)
    months[0].change(7, DAY, "")
    book = a_book(*months)

    made = study(office, book)
    assert codes(made) == [(7, "day_missing")]
    with pytest.raises(LinesFaulty, match="lembar Januari baris 7: tanggalnya kosong"):
        import_cash(office, made)
    answer = Answer(day=date(2026, 1, 20))
    made = study(office, book, accepted=["Januari:7:day_missing"], answers={("Januari", 7): answer})
    assert [(each.day.day, each.text) for each in made.lines][-1] == (20, "Fotocopy undangan")
    import_cash(office, made)


def test_a_line_that_nobody_knows_is_answered_or_left_out(books: Session) -> None:
    office = books.office
    book = a_book(*clean([*MOVES, ("Zzz", -1_000)]))

    assert codes(study(office, book)) == [(9, "unsure")]
    place = ("Januari", 9)
    said = study(office, book, answers={place: Answer("other_cost")})
    assert (said.errors, said.ready) == ((), 4)
    left = study(office, book, answers={place: Answer(SKIP)})
    assert (left.errors, left.ready) == ((), 3)
    with pytest.raises(BadField, match="arah uangnya"):
        study(office, book, answers={place: Answer("other_income")})
    with pytest.raises(BadField, match="baris 99"):
        study(office, book, answers={("Januari", 99): Answer(SKIP)})


def test_cash_that_went_to_the_bank_moves_between_boxes(books: Session) -> None:
    office = books.office
    book = a_book(*clean([*MOVES, ("Setor ke bank BRI", -100_000)]))
    place = ("Januari", 9)

    asked = study(office, book)
    assert codes(asked) == [(9, "unsure")]
    made = study(office, book, answers={place: Answer(MOVE, other="BRI")})
    import_cash(office, made)
    assert int(chart.box_balances(office.reading)["BRI"]) == 100_000


def test_months_before_the_books_and_closed_ones_are_refused_in_words(books: Session) -> None:
    office = books.office
    old = study(office, a_book(*clean(MOVES, year=2025)))

    assert {code for _row, code in codes(old)} == {"PeriodClosed"}
    assert "pembukuan mulai" in old.errors[0].message
    future = study(office, a_book(*clean([], MOVES)))
    assert {code for _row, code in codes(future)} == {"future"}


def test_half_rupiah_go_in_rounded_once_accepted_and_the_rest_to_its_account(
    books: Session,
) -> None:
    office = books.office
    months = clean([("Terima hibah modal", 500_000), ("Terima hibah modal", 1_000)])
    for row, amount, balance in ((6, 500_000.5, 500_000.5), (7, 1_000.5, 501_001)):
        months[0].change(row, IN, amount)
        months[0].change(row, BALANCE, balance)
    for row in (8, 9):
        months[0].change(row, IN, 501_001)
        months[0].change(row, BALANCE, 501_001)
    book = a_book(*months)

    assert codes(study(office, book)) == [(6, "half"), (7, "half")]
    made = study(office, book, accepted=["Januari:6:half", "Januari:7:half"])
    done = import_cash(office, made)

    assert held(office) == 501_001
    assert builders.balance(office, "4-9105") == 1
    assert done.id is not None
    office.perform("import.undo", {"import": done.id, "reason": "coba"})
    assert held(office) == 0


def test_lines_that_the_box_has_moved_already_are_named(books: Session) -> None:
    office = books.office
    book = a_book(*clean(MOVES))
    import_cash(office, study(office, book))

    again = study(office, book)
    assert codes(again) == [(6, "known"), (7, "known"), (8, "known")]


def test_a_book_that_begins_with_other_money_than_the_box_held_is_told(books: Session) -> None:
    office = books.office
    months = clean(MOVES)
    for row, amount in ((5, 10_000), (6, 510_000), (7, 495_000), (8, 445_000)):
        months[0].change(row, BALANCE, amount)
    months[0].change(5, IN, 10_000)
    for row in (9, 10):
        months[0].change(row, BALANCE, 445_000)
    months[0].change(10, IN, 510_000)

    [found] = study(office, a_book(*months)).contradictions
    assert (found.name, found.stands, found.should) == ("Januari:5:opening", "Rp10.000", "Rp0")


def test_the_sheet_of_answers_is_written_filled_in_and_read_again(books: Session) -> None:
    office = books.office
    months = clean([*MOVES, ("Zzz", -1_000)])
    months[0].change(10, OUT, 1)
    book = a_book(*months)
    paper = cash_answers.answers_paper(study(office, book))

    for row in paper.rows:
        assert isinstance(row, dict)
        row["answer"] = "lewati" if row["words"] == "Zzz" else "ya"
    answers, accepted = cash_answers.read_answers(
        read_book(spreadsheet.xlsx(paper), "jawaban.xlsx"), office.today()
    )

    assert accepted == {"Januari:10:sum_out"}
    assert answers[("Januari", 9)].what == SKIP
    assert answers[("Januari", 6)].what == "grant_capital"
    assert answers[("Januari", 6)].day == date(2026, 1, 2)
    made = study(office, book, answers=answers, accepted=accepted)
    assert (made.errors, made.ready) == ((), 3)


def test_an_answer_that_is_neither_yes_nor_no_is_refused(books: Session) -> None:
    sheet = b"Lembar;Baris;Kejadian;Jawaban\nJanuari;6;paper;mungkin\n"

    with pytest.raises(BadField, match="baris 2"):
        cash_answers.read_answers(read_book(sheet, "a.csv"), books.office.today())


@there
def test_the_real_book_goes_in_from_the_command_line_once_it_is_answered(
    shell: Speaker, tmp_path: Path
) -> None:
    line = ("books", "import", REAL, "--box", BOX)
    told = shell.say(*line, "--json", *LATEST)
    assert (told.code, told.json["rows"], told.json["imported"]) == (1, 39, 0)
    assert len(told.json["contradictions"]) == 12
    unsure = [each for each in told.json["errors"] if each["code"] == "unsure"]
    lent = [each for each in unsure if each["message"].startswith(("Siapa", "Dikembalikan"))]
    others = [(each["sheet"], each["row"]) for each in unsure if each not in lent]
    assert (len(lent), others) == (10, [("Pebruari", 11), ("Juni", 8)])

    answers = tmp_path / "jawaban.csv"
    lines = ["Lembar;Baris;Pertentangan;Kejadian;Orang;Jawaban"]
    lines += [f"{x['sheet']};{x['row']};{x['code']};;;ya" for x in told.json["contradictions"]]
    lines += [f"{sheet};{row};;partner_share;;ya" for sheet, row in others]
    lines += [f"{x['sheet']};{x['row']};;;ketua;ya" for x in lent[:-1]]
    lines += ["Juni;13;;;;lewati"]  # pays back what last year's book still owed: opens first
    answers.write_text("\n".join(lines), "utf-8")
    done = shell.say(*line, "--answers", answers, "--json", *LATEST)

    assert (done.code, done.json["imported"]) == (0, 38), done.text
    assert done.json["errors"] == []
    assert done.json["totals"] == {"in": 2_303_350, "out": 2_303_350 - 901_750}
    undone = shell.say("import", "undo", done.json["import"], "--reason", "coba", *LATEST)
    assert undone.code == 0, undone.text


def test_the_command_line_lists_contradictions_by_name_and_writes_what_is_open(
    shell: Speaker, tmp_path: Path
) -> None:
    months = clean([*MOVES, ("Zzz", -1_000)])
    months[0].change(10, OUT, 1)
    file, rest = tmp_path / "kas.xlsx", tmp_path / "sisa.xlsx"
    file.write_bytes(as_bytes(months))
    line = ("books", "import", file, "--box", BOX, "--today", "2026-02-02")

    told = shell.say(*line, "--dry-run", "--rejects", rest)
    assert told.code == 1
    assert "Januari:10:sum_out (belum diterima)" in told.text
    assert "Belum ada yang dimasukkan" in told.text
    open_ = cash_answers.read_answers(read_book(rest), date(2026, 2, 2))
    assert open_ == ({}, frozenset())

    part = shell.say(*line, "--skip-bad", "--accept", "Januari:10:sum_out", "--json")
    assert (part.code, part.json["imported"], len(part.json["errors"])) == (0, 3, 1)
    nowhere = shell.say("books", "import", file, "--box", "TIDAK", "--json")
    assert nowhere.json["refusal"]["field"] == "box"
