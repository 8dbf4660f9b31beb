"""Nobody moves surplus, reserves, grants or funds by a journal entry of his own."""

import pytest

from kopdes_desktop.app.books import Session
from kopdes_desktop.kernel.errors import BadField, NeedsApproval
from kopdes_desktop.ledger import by_hand
from kopdes_desktop.office.transaction import Answer
from tests import builders
from tests.builders import approval, findings, record, require_green
from tests.surplus import a_year
from tests.surplus.a_year import allocate, decide

#: What takes money or results past a decision: account, and where it goes.
DRAWN = (
    ("3-1401", "1-1101"),
    ("3-1401", "3-1301"),
    ("3-1301", "1-1101"),
    ("2-1404", "1-1101"),
    ("3-1201", "1-1101"),
    ("6-1201", "3-1201"),
    ("3-1404", "2-1302"),
)


def corrected(session: Session, kind: str, *lines: tuple[str, int, str]) -> Answer:
    """By two people."""
    made = [dict(zip(("account", "amount", "unit"), line, strict=True)) for line in lines]
    order = {"text": "Koreksi", "kind": kind, "lines": made}
    return session.office.perform("accounting.record", order, approval=approval())


@pytest.mark.parametrize(("debit", "credit"), DRAWN)
def test_no_ordinary_entry_goes_past_a_decision(debit: str, credit: str, books: Session) -> None:
    lines = ((debit, 1_000, "KTR"), (credit, -1_000, "KTR"))
    record(books.office, ("1-1101", 1_000, "KTR"), ("3-1201", -1_000, "KTR"))

    with pytest.raises(BadField, match="orang kedua"):
        record(books.office, *lines)
    for kind in ("adjustment", "prior-period"):
        with pytest.raises(NeedsApproval):
            record(books.office, *lines, kind=kind)


def test_a_grant_comes_in_by_template_and_by_hand(books: Session) -> None:
    order = {"template": "grant_capital", "amount": 500_000, "box": "BRI"}
    books.office.perform("accounting.jot", order)
    record(books.office, ("1-1111", 250_000, "KTR"), ("3-1201", -250_000, "KTR"))

    assert builders.balance(books.office, "3-1201") == -750_000


def test_a_correction_of_an_earlier_year_takes_two(books: Session) -> None:
    corrected(books, "prior-period", ("1-1101", 500, "KTR"), ("3-1404", -500, "KTR"))

    require_green(books.office)


def test_a_result_that_the_balance_sheet_does_not_show_turns_the_proof_red(
    books: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(by_hand, "GUARDS", [])
    record(books.office, ("1-1101", 10_000, "KTR"), ("4-9109", -10_000, "KTR"))
    assert "statements" not in findings(books.office)

    record(books.office, ("3-1402", 3_000, "KTR"), ("2-1302", -3_000, "KTR"))

    assert any("10.000" in each for each in findings(books.office)["statements"])


def test_a_surplus_that_is_not_what_the_year_closed_with_is_not_divided(
    year: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    decide(year)
    with monkeypatch.context() as open_door:
        open_door.setattr(by_hand, "GUARDS", [])
        record(year.office, ("3-1401", 10_000_000, "KTR"), ("1-1101", -10_000_000, "KTR"))

    with pytest.raises(BadField, match=r"\(10\.000\.000\)"):
        allocate(year)


def test_a_surplus_divided_otherwise_than_it_was_closed_turns_the_proof_red(
    divided: Session,
) -> None:
    divided.office.database.connection.execute("UPDATE year_end SET surplus=surplus-1")

    assert any("40.000.000" in each for each in findings(divided.office)["surplus"])
    assert a_year.SURPLUS == 40_000_000


def test_a_result_to_date_of_the_old_books_is_no_difference(books: Session) -> None:
    lines = [
        {"account": "1-1101", "amount": 70_000, "unit": "KTR"},
        {"account": "3-1402", "amount": -70_000, "unit": "KTR"},
    ]
    books.office.perform("accounting.open_balances", {"day": "2026-01-31", "lines": lines})

    assert "statements" not in findings(books.office)
