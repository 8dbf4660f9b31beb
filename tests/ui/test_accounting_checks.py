"""Proving the books on screen, by keys: when last, by whom, and where a finding leads."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from kopdes_desktop.checks import check, last
from kopdes_desktop.checks.check import CHECKS, Check, Fix, Result
from kopdes_desktop.checks.queries import proof_run
from kopdes_desktop.kernel.errors import Cancelled
from kopdes_desktop.kernel.progress import Stoppable
from kopdes_desktop.ui.accounting import proving
from kopdes_desktop.ui.accounting.checks_screen import ChecksScreen
from kopdes_desktop.ui.accounting.closing_screen import ClosingScreen
from kopdes_desktop.ui.reports.report_screen import proven_words
from tests.builders import Laptops, an_applicant
from tests.ui.fingers import CTRL, bring_up, enter, press
from tests.ui.village import PASSWORD, TODAY, Village

BACK = Qt.Key.Key_Backspace
FIX = Fix("Hitung uangnya, lalu tutup harinya.", "day.close")


def opened(desa: Village, user: str = "bendahara") -> ChecksScreen:
    window = desa.signed_in(user)
    press(Qt.Key.Key_8, held=CTRL)
    assert window.workplace is not None
    found = window.workplace.current()
    assert isinstance(found, ChecksScreen)
    return found


def results(screen: ChecksScreen) -> set[object]:
    return {row["result"] for row in screen.view.table.rows.rows}


@pytest.fixture
def red(monkeypatch: pytest.MonkeyPatch) -> None:
    """A proof that finds something about a document, an account and a member."""
    findings = (
        "SMP-KR-2026-000002: Rp5",
        "2-1101: per anggota Rp5, akun Rp0",
        "anggota 0001 kurang Rp5",
        "tidak menyebut apa pun",
    )
    found = Check("found", "Pemeriksaan yang menemukan sesuatu", lambda _read: findings, FIX)
    monkeypatch.setattr(check, "CHECKS", [CHECKS[0], found])


def test_before_the_first_proof_the_list_says_that_there_was_none(desa: Village) -> None:
    screen = opened(desa)

    assert len(screen.view.table.rows.rows) == len(CHECKS)
    assert results(screen) == {"belum"}
    assert screen.trail.about.text() == "Buku ini belum pernah diperiksa di laptop ini."
    assert screen.verdict.text() == "belum diperiksa"


def test_f5_proves_the_books_and_keeps_when_and_by_whom(desa: Village) -> None:
    screen = opened(desa)
    press(Qt.Key.Key_F5)

    assert results(screen) == {"hijau"}
    assert screen.verdict.text() == "hijau"
    known = last.last_check(desa.session.office.reading)
    assert known is not None
    assert (known.by, known.ok, known.at) == ("bendahara", True, desa.clock.now())
    assert "oleh bendahara." in screen.trail.about.text()

    lines = [{"product": "mandatory", "months": 1}]
    desa.session.office.perform("savings.deposit", {"member": "0001", "lines": lines})
    press(Qt.Key.Key_3, held=CTRL)
    books = screen.window().workplace.current()  # type: ignore[attr-defined]
    assert books.proven.text() == "Diperiksa 21/11/2026: hijau"


@pytest.mark.usefixtures("red")
def test_a_red_finding_leads_to_what_it_is_about_and_back_to_its_line(desa: Village) -> None:
    screen = opened(desa)
    press(Qt.Key.Key_F5)
    assert screen.verdict.text() == "MERAH"
    first = screen.view.table.current()
    assert first is not None
    assert first["finding"] == "SMP-KR-2026-000002: Rp5"

    for subject in (
        "Jurnal SMP-KR-2026-000002",
        "Buku besar 2-1101 Simpanan Sukarela Anggota",
        "Kartu simpanan anggota 0001",
    ):
        line = screen.view.table.current()
        enter()
        assert screen.trail.subject.text() == subject
        press(BACK)
        assert screen.view.table.current() == line
        press(Qt.Key.Key_Down)
    enter()
    assert len(screen.trail.pages) == 1


@pytest.mark.usefixtures("red")
def test_f6_leads_from_a_red_proof_to_where_it_is_put_right(desa: Village) -> None:
    screen = opened(desa)
    press(Qt.Key.Key_F6)
    assert "Pilih dahulu" in screen.window().workplace.status.words.text()  # type: ignore[attr-defined]
    press(Qt.Key.Key_F5)
    assert screen.fix.text() == "Hitung uangnya, lalu tutup harinya."
    assert not screen.fix_deed.isHidden()
    press(Qt.Key.Key_Up)
    assert screen.fix_deed.isHidden(), "nothing is to be mended where it is green"
    press(Qt.Key.Key_Down, Qt.Key.Key_F6)

    here = screen.window().workplace.current()  # type: ignore[attr-defined]
    assert isinstance(here, ClosingScreen)


@pytest.mark.usefixtures("red")
def test_a_trial_balance_is_a_draft_while_a_proof_is_red(desa: Village) -> None:
    screen = opened(desa)
    press(Qt.Key.Key_F5)
    press(Qt.Key.Key_3, held=CTRL)
    books = screen.window().workplace.current()  # type: ignore[attr-defined]

    assert books.verdict.text() == "DRAF"
    assert books.shown().draft
    assert books.proven.text() == "Diperiksa 21/11/2026: 1 MERAH (Ctrl+8)"


def test_the_long_proof_warns_first_and_makes_the_books_anew(desa: Village) -> None:
    screen = opened(desa)
    press(Qt.Key.Key_F9)
    dialog = QApplication.activeModalWidget()
    assert dialog is not None
    assert "beberapa menit" in dialog.accessibleDescription()
    enter()
    bring_up(screen.window())
    assert results(screen) == {"belum"}, "Enter is no yes"

    press(Qt.Key.Key_F9)
    press(Qt.Key.Key_Y)
    bring_up(screen.window())
    titles = [row["title"] for row in screen.view.table.rows.rows]
    assert titles[-2].startswith("Buku sama dengan yang disusun ulang dari")
    assert results(screen) == {"hijau"}


def test_the_proofs_are_printed_by_one_key(desa: Village) -> None:
    screen = opened(desa, "pengawas")
    press(Qt.Key.Key_F5)
    press(Qt.Key.Key_E, held=CTRL)

    [path] = (desa.folder / "cetakan").iterdir()
    assert path.name == "pemeriksaan-buku-per-21-november-2026.xlsx"
    assert screen.shown() is not None


def test_proving_tells_how_far_it_is_and_stops_when_told(desa: Village) -> None:
    session = desa.enter(desa.folder, "bendahara", "latihan")
    progress = Stoppable()
    made = session.office.read("read.checks", check.run, ["entries", "cash"], progress)
    assert (progress.done, progress.whole, len(made)) == (1, 2, 2)

    progress.stop()
    with pytest.raises(Cancelled):
        session.office.read("read.checks", check.run, None, progress)


def test_what_says_nothing_is_no_proof() -> None:
    told = {"by": "a", "red": [], "seen": 1}
    late = json.dumps(told | {"at": "gestern"})
    for text in (None, "", "{", "[]", '{"at": 1}', json.dumps(told), late):
        assert last.said(text) is None

    whole = json.dumps(told | {"at": TODAY.isoformat()})
    assert last.said(whole) == last.LastCheck(TODAY, "a", (), 1)


def test_what_is_proven_in_the_small_hours_is_of_the_day_on_the_wall(desa: Village) -> None:
    desa.clock.set(datetime(2026, 11, 21, 20, 0, tzinfo=UTC))  # five o'clock in Papua
    office = desa.enter(desa.folder, "bendahara", PASSWORD).office
    fields = {"zone": "Asia/Jayapura"}
    office.perform("settings.change", {"fields": fields})
    last.remember(office, [])

    known = last.last_check(office.reading)

    assert proven_words(known) == ("Diperiksa 22/11/2026: hijau", "")
    told = "Terakhir diperiksa 22 November 2026 pukul 05.00 WIT oleh bendahara."
    assert proving.in_words(office, known) == told


def test_a_fact_of_another_laptop_leaves_the_books_unproven(laptops: Laptops) -> None:
    outlet = laptops.outlets["GA"].office
    last.remember(outlet, [])
    assert last.standing(outlet.reading)[1]
    an_applicant(laptops.hers.office, 77)

    laptops.down("GA")

    assert not last.standing(outlet.reading)[1]


def test_what_is_kept_of_a_proof_names_no_finding(desa: Village) -> None:
    office = desa.enter(desa.folder, "bendahara", PASSWORD).office
    secret = Result("dues", "Iuran", ("anggota 0001 kurang Rp5",))
    made = last.remember(office, [secret])

    assert last.last_check(office.reading) == made
    kept = proof_run(office.reading)
    assert kept is not None
    assert json.loads(kept)["red"] == ["dues"]
    assert "0001 kurang" not in kept
    assert not (desa.folder / last.OLD_FILE).exists()
