"""The lower edge: how the books fare, the most urgent first, nothing that is not known."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from kopdes_desktop.checks import last
from kopdes_desktop.checks.check import Result
from kopdes_desktop.members import queries as members
from kopdes_desktop.printing import queue
from kopdes_desktop.ui.home import words
from kopdes_desktop.ui.shell.health import Part, health
from kopdes_desktop.ui.shell.status_line import StatusLine
from tests.ui.village import PASSWORD, Village

GREEN, RED = Result("cash", "Kas", ()), Result("units", "Unit", ("selisih Rp1",))


def proven(desa: Village, *results: Result) -> None:
    with desa.enter(desa.folder, "bendahara", PASSWORD) as session:
        last.remember(session.office, results)


def test_what_is_not_known_is_not_shown(desa: Village) -> None:
    session = desa.enter(desa.folder, "bendahara", PASSWORD)

    shown = [part.words for part in health(session)]

    assert shown
    assert not any(words_.startswith(("Periksa", "Cadangan")) for words_ in shown)
    assert any(words_.startswith("Buku ") for words_ in shown)


def test_a_red_proof_stands_first_and_waits_at_home(desa: Village) -> None:
    proven(desa, GREEN, RED)
    session = desa.enter(desa.folder, "bendahara", PASSWORD)

    urgent = [part for part in health(session) if part.tone]
    waiting = dict(words.gather(session).waiting)

    assert any(part.tone == "danger" and "MERAH" in part.words for part in urgent)
    assert health(session)[0].tone
    assert waiting["checks"].many == 1
    assert waiting["checks"].late


def test_a_green_proof_is_told_with_its_hour_and_waits_nowhere(desa: Village) -> None:
    proven(desa, GREEN)
    session = desa.enter(desa.folder, "bendahara", PASSWORD)

    assert "Periksa 21/11 09.30 hijau" in [part.words for part in health(session)]
    assert "checks" not in dict(words.gather(session).waiting)


def test_the_cashier_is_told_of_no_proof(desa: Village) -> None:
    proven(desa, RED)
    session = desa.enter(desa.folder, "kasir", PASSWORD)

    assert not any("Periksa" in part.words for part in health(session))
    assert "checks" not in dict(words.gather(session).waiting)


@pytest.mark.parametrize(("user", "told"), [("kasir", True), ("admin", False)])
def test_waiting_paper_is_told_to_those_alone_who_may_print_it(
    desa: Village, user: str, told: bool
) -> None:
    with desa.enter(desa.folder, "bendahara", PASSWORD) as session:
        read = session.office.reading
        key = members.search(read, "Melati")[0].key
        paid = session.office.perform(
            "savings.deposit", {"member": key, "lines": [{"product": "mandatory", "months": 1}]}
        )
        session.office.note(lambda books: queue.expect(books, [paid.id]))
    session = desa.enter(desa.folder, user, PASSWORD)

    assert any("belum dicetak" in part.words for part in health(session)) is told
    assert ("printer" in dict(words.gather(session).waiting)) is told


@pytest.mark.usefixtures("qapp")
def test_what_has_no_room_is_left_out_and_not_cut() -> None:
    line = StatusLine()
    line.standing.setText("bendahara (Bendahara)")
    line.resize(1200, 30)
    line.show()
    parts = (Part("2 bukti belum dicetak", "", "warning"), Part("Cadangan 2 jam lalu", ""))

    line.fare(parts)
    QApplication.processEvents()
    wide = [label.text() for label in line._health if not label.isHidden()]
    line.resize(320, 30)
    QApplication.processEvents()
    narrow = [label.text() for label in line._health if not label.isHidden()]

    assert wide == [part.words for part in parts]
    assert len(narrow) < len(wide)
    assert narrow == wide[: len(narrow)]
    line.close()
