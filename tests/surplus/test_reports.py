"""What a surplus looks like on paper: the table, slips, lists, funds; and the proof of it all."""

import io
from datetime import date

import pytest
from pypdf import PdfReader

from kopdes_desktop.app.books import Session
from kopdes_desktop.checks.check import run
from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.paper import pdf
from kopdes_desktop.paper.document import Document
from kopdes_desktop.reports import report
from kopdes_desktop.reports.rendering import on_paper
from kopdes_desktop.surplus import queries
from tests import builders
from tests.surplus import a_year
from tests.surplus.a_year import allocate, decide, keys, pay


def ask(session: Session, code: str, **given: str) -> Document:
    found = report.find(code)
    return report.make(session.office.reading, code, found.params(given, a_year.DAY))


def text_of(document: Document) -> str:
    made = pdf.document(on_paper(document))
    return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(made)).pages)


def test_the_table_says_who_gets_what_and_that_it_adds_up(divided: Session) -> None:
    made = ask(divided, "shu")

    assert [row["amount"] for row in made.rows] == [7_300_000, 9_900_000, 800_000]
    assert made.totals["amount"] == 18_000_000
    assert not made.draft
    assert "Cadangan 40 %: Rp16.000.000" in made.about
    assert made.notes[-1].endswith("= Rp0.")
    assert "3/RAT/2027" in made.about[0]
    [reconciled] = [note for note in made.notes if note.startswith("Transaksi Rp2.000.000")]
    assert reconciled.endswith("ditulis dari buku lain 2.000.000.")


def test_before_the_meeting_the_table_is_a_simulation(year: Session) -> None:
    decide(year)

    made = ask(year, "shu", year="2026")

    assert made.draft
    assert made.about[0].startswith("SIMULASI")
    assert made.totals["amount"] == 18_000_000


def test_without_percentages_the_table_says_what_there_is(year: Session) -> None:
    made = ask(year, "shu")

    assert list(made.rows) == []
    assert "40.000.000" in made.about[0]


def test_a_year_still_open_is_shown_as_it_stands(divided: Session) -> None:
    made = ask(divided, "shu", year="2027")

    assert made.draft
    assert list(made.rows) == [] or made.totals["amount"] == 0


def test_a_slip_explains_every_figure(divided: Session) -> None:
    pay(divided, members=[keys(divided)[1]])

    made = ask(divided, "shu_slips", member="0001")
    words = text_of(made)

    assert len(made.chapters) == 1
    for figure in ("60.000", "100.000", "8.000.000", "4.800.000", "500.000", "2.500.000"):
        assert figure in words
    assert "BSH-KR-2027-000001" in words
    assert "3/RAT/2027" in words


def test_everybody_with_a_share_has_a_slip(divided: Session) -> None:
    assert len(ask(divided, "shu_slips").chapters) == 3
    assert len(ask(divided, "shu_slips").rows) == 6


def test_a_pool_with_nothing_in_it_stands_on_no_slip(year: Session) -> None:
    decide(year)
    order = a_year.shares_order("60", "0", "40")
    year.office.perform("surplus.set_shares", order, approval=builders.approval())

    assert [str(row["what"])[:10] for row in ask(year, "shu_slips").rows] == ["Jasa modal"] * 3


def test_what_is_unclaimed_is_told_by_year_and_age(divided: Session) -> None:
    pay(divided, members=[keys(divided)[1]], amount=300_000)

    rows = list(ask(divided, "shu_unclaimed").rows)

    assert [(row["year"], row["left"], row["days"]) for row in rows] == [
        ("2026", 7_000_000, 0),
        ("2026", 9_900_000, 0),
        ("2026", 800_000, 0),
    ]


def test_the_list_to_sign_has_room_for_every_hand(divided: Session) -> None:
    made = ask(divided, "shu_pay_list")

    assert made.ruled
    assert [row["left"] for row in made.rows] == [7_300_000, 9_900_000, 800_000]
    assert made.columns[-1].room > 0
    assert list(ask(divided, "shu_pay_list", year="2025").rows) == []


def test_funds_tell_what_came_and_what_it_was_spent_on(divided: Session) -> None:
    order = {"fund": "social", "amount": 300_000, "text": "Santunan", "box": "KAS"}
    divided.office.perform("surplus.spend_fund", order)

    made = ask(divided, "funds")
    rows = [row for row in made.rows if str(row["fund"]).startswith("2-1404")]

    assert [(row.get("got"), row.get("spent"), row["balance"]) for row in rows] == [
        (None, None, 0),
        (2_000_000, None, 2_000_000),
        (None, 300_000, 1_700_000),
    ]
    assert made.totals == {"got": 6_000_000, "spent": 300_000}


def test_a_year_written_wrongly_is_refused(divided: Session) -> None:
    with pytest.raises(BadField):
        ask(divided, "shu", year="dua ribu")


def test_shares_that_were_tampered_with_are_found(divided: Session) -> None:
    assert run(divided.office.reading, ["surplus"])[0].ok

    divided.office.database.connection.execute(
        "UPDATE surplus_share SET by_savings=by_savings+1 WHERE dealings=0"
    )

    found = run(divided.office.reading, ["surplus"])[0].findings
    assert [("2026" in words) for words in found] == [True]


# --- which year is meant -------------------------------------------------------------------------


def test_the_year_whose_meeting_is_next_is_meant(year: Session) -> None:
    read = year.office.reading

    assert queries.year_asked(read, None, a_year.DAY).name == "2026"
    assert queries.year_asked(read, None, date(2026, 8, 1)).name == "2026"
    assert queries.year_asked(read, None, date(2028, 1, 1)).name == "2027"


def test_the_surplus_that_old_books_left_is_divided_here(year: Session) -> None:
    """A cooperative that began with these books in 2026 shares what 2025 had left."""
    read = year.office.reading
    found = queries.outcome(read, queries.year_asked(read, "2025", a_year.DAY), a_year.DAY)

    assert queries.is_closed(read, found.year)
    assert found.state == "closed"
    decide(year, from_year="2025")
    with pytest.raises(BadField):
        allocate(year, "2025")
