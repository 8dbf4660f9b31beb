"""The twenty exercises: each is green once the books say so, and not a deed before."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kopdes_desktop.accounting import templates
from kopdes_desktop.app import books as composition
from kopdes_desktop.app.books import Session
from kopdes_desktop.backup import making
from kopdes_desktop.checks import last, proofs
from kopdes_desktop.ledger import chart
from kopdes_desktop.office.office import Office
from kopdes_desktop.office.transaction import Answer
from kopdes_desktop.training import beginning, queries
from kopdes_desktop.training.exercises import COPY, EXERCISES, OPEN, PROOF
from tests import builders
from tests.builders import approval
from tests.sales import store

MEMBER, OTHER = "0001", "0002"


class Learner:
    """Works in practice books that have lived before, and looks at the score after each deed."""

    def __init__(self, session: Session) -> None:
        self.session, self.office = session, session.office
        self.green: set[str] = set()

    def does(self, op: str, order: dict[str, Any], *greens: str, agreed: bool = False) -> Answer:
        """One order; after it these exercises are green besides those that were, and no other."""
        answer = self.office.perform(op, order, approval=approval() if agreed else None)
        self.finds(*greens)
        return answer

    def finds(self, *greens: str) -> None:
        self.green |= set(greens)
        assert set(queries.done(self.office)) == self.green

    def pays(self, *greens: str, member: str = MEMBER, **line: Any) -> Answer:
        return self.does("savings.deposit", {"member": member, "lines": [line]}, *greens)

    def sells(self, *greens: str, **how: Any) -> Answer:
        order = {"lines": [{"item": "MI", "quantity": "2"}], **how}
        return self.does("sales.sell", order, *greens)


@pytest.fixture(scope="module")
def lived(founded: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A shop, a group of three members, an applicant, dues, a shift: all of it before."""
    folder = builders.copy(founded, tmp_path_factory.mktemp("lived") / "buku")
    with builders.open_books(folder) as session:
        office = session.office
        store.furnish(office)
        people = [store.member(office, n) for n in (1, 2, 3)]
        office.perform("members.set_group", {"code": "RT01", "name": "RT 01", "kind": "rt"})
        office.perform("members.assign", {"group": "RT01", "members": people})
        limit = {"fields": {"till.bon_limit": 200_000}}
        office.perform("settings.change", limit, approval=approval())
        _dues(office, months=1)
        _dues(office, months=2)
        builders.an_applicant(office, 9)
        store.open_shift(office)
        office.perform("till.close_shift", {"cash": store.drawer(office)})
        last.remember(office, proofs.run(office.reading))
        beginning.set_here(office)
    return folder


def _dues(office: Office, months: int) -> Answer:
    lines = [{"product": "mandatory", "months": months}]
    return office.perform("savings.deposit", {"member": "0003", "lines": lines})


@pytest.fixture
def learner(lived: Path, tmp_path: Path) -> Iterator[Learner]:
    with builders.open_books(builders.copy(lived, tmp_path / "buku")) as session:
        yield Learner(session)


def at_the_counter(learner: Learner) -> None:
    learner.pays(product="principal", amount=10_000)
    learner.pays("arrears", product="mandatory", months=2)
    learner.pays("dues", product="mandatory", months=1)
    learner.pays("voluntary", product="voluntary", amount=3_000_000)
    small = {"member": MEMBER, "product": "voluntary", "amount": 100_000}
    learner.does("savings.withdraw", small)
    learner.does("savings.withdraw", small | {"amount": 1_500_000}, "withdrawal", agreed=True)
    applied = learner.does("membership.apply", {"name": "Dahlia Sono"}, "applicant")
    refused = learner.does("membership.apply", {"name": "Mawar Ulin"})
    decision = {"application": refused.id, "approved": False, "decision_no": "1/P"}
    learner.does("membership.decide", decision)
    decision = {"application": applied.id, "approved": True, "decision_no": "2/P"}
    learner.does("membership.decide", decision, "admission")


def with_a_sheet(learner: Learner) -> None:
    for members, greens in (((OTHER,), ()), ((MEMBER, OTHER), ("sheet",))):
        issued = learner.does("savings.issue_sheet", {"group": "RT01", "month": "2026-06"})
        rows = [{"member": each, "months": 1} for each in members]
        order = {"sheet": issued.number, "rows": rows, "counted": 10_000 * len(rows)}
        learner.does("savings.collect", order, *greens)


def taking_back(learner: Learner) -> None:
    parking = templates.order("other_income", 5_000, box="KAS", text="parkir")
    jotted = learner.does("accounting.jot", parking)
    learner.does("accounting.reverse", {"entry": jotted.id, "reason": "keliru"})
    wrong = learner.pays(product="voluntary", amount=7_000)
    learner.does("accounting.reverse", {"entry": wrong.id, "reason": "keliru"}, "reversal")


def at_the_till(learner: Learner) -> None:
    office = learner.office
    learner.does("till.open_shift", {"float": store.drawer(office)}, "opening")
    learner.sells(tenders=[{"kind": "qris", "ref": "77"}])
    sold = learner.sells("exact", given=7_000)
    learner.sells("change", given=10_000)
    learner.sells("bon", member=MEMBER, tenders=[{"kind": "bon"}])
    back = {"sale": sold.id, "lines": [{"line": 0, "quantity": "1"}], "reason": "rusak"}
    learner.does("sales.bring_back", back, "return")
    learner.does("till.close_shift", {"cash": store.drawer(office)}, "shift")


def over_the_books(learner: Learner) -> None:
    office = learner.office
    learner.does("accounting.jot", templates.order("power", 50_000, box="KAS"), "cost")
    to_bank = {"from": "KAS", "to": "BRI", "amount": 100_000}
    learner.does("accounting.move_cash", {"from": "KAS", "to": "KECIL", "amount": 20_000})
    learner.does("accounting.move_cash", to_bank, "bank")
    learner.does("accounting.move_cash", {"from": "BRI", "to": "KAS", "amount": 1_000})
    held = int(chart.box_balances(office.reading)["KAS"])
    learner.does("banking.count_cash", {"box": "KAS", "cash": held}, "count")
    last.remember(office, proofs.run(office.reading))
    learner.finds("proof")
    learner.does("day.close", {}, "day")
    staff = learner.session.staff
    making.finish(making.take(office, staff.database_key, staff.key_file.path))
    learner.finds("copy")


def test_each_exercise_turns_green_with_the_deed_it_asks_for_and_with_no_other(
    learner: Learner,
) -> None:
    learner.finds()

    for part in (at_the_counter, with_a_sheet, taking_back, at_the_till, over_the_books):
        part(learner)

    assert list(queries.done(learner.office)) == [each.code for each in EXERCISES]
    assert set(queries.done(learner.office).values()) == {builders.DAY}


def test_what_was_taken_back_does_not_count_until_it_is_done_again(learner: Learner) -> None:
    paid = learner.pays("dues", product="mandatory", months=1)
    learner.green.clear()
    learner.does("accounting.reverse", {"entry": paid.id, "reason": "keliru"}, "reversal")

    learner.pays("dues", product="mandatory", months=1)


def test_the_score_outlives_the_session_and_its_day_stays(lived: Path, tmp_path: Path) -> None:
    folder = builders.copy(lived, tmp_path / "buku")
    with builders.open_books(folder) as session:
        Learner(session).pays("dues", product="mandatory", months=1)

    with builders.open_books(folder, day=date(2026, 2, 3)) as session:
        assert queries.done(session.office) == {"dues": builders.DAY}
        _dues(session.office, months=1)
        assert queries.done(session.office) == {"dues": builders.DAY}


def test_books_that_know_no_beginning_begin_when_they_are_asked(books: Session) -> None:
    store.furnish(books.office)
    store.member(books.office, 1)

    learner = Learner(books)
    learner.finds()
    learner.pays("dues", product="mandatory", months=1)


@pytest.mark.parametrize("damage", [b"", b"{}", b'{"coop":"lain","seq":1,"seen":1}'])
def test_an_unreadable_or_foreign_beginning_is_none(learner: Learner, damage: bytes) -> None:
    learner.pays("dues", product="mandatory", months=1)
    (learner.session.folder / "latihan.json").write_bytes(damage)

    assert queries.done(learner.office) == {}


def test_practice_books_thrown_away_take_their_score_along(lived: Path, tmp_path: Path) -> None:
    folder = builders.copy(lived, tmp_path / "buku")
    assert (folder / "latihan.json").exists()

    composition.throw_away(folder)

    assert not (folder / "latihan.json").exists()


def test_there_are_twenty_each_with_its_own_name_and_few_steps() -> None:
    assert len(EXERCISES) == len({each.code for each in EXERCISES}) == 20
    assert len({each.title for each in EXERCISES}) == 20
    assert all(2 <= len(each.steps) <= 4 for each in EXERCISES)
    assert all(any("{open}" in step for step in each.steps) for each in EXERCISES)
    assert OPEN.startswith("{open}")
    assert [each.code for each in EXERCISES if each.kind in {PROOF, COPY}] == ["proof", "copy"]
