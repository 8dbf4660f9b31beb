"""Practice books are thrown away when somebody means it; real books never."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from kopdes_desktop import places
from kopdes_desktop.app import books, founding, practice
from kopdes_desktop.app.clock import SetClock
from kopdes_desktop.backup import copy_file, making, status
from kopdes_desktop.checks import last
from kopdes_desktop.checks.check import Result
from kopdes_desktop.kernel.errors import DatabaseBusy, SignInRefused
from kopdes_desktop.members import queries as members
from kopdes_desktop.ui.kit.dialogs import Confirm
from kopdes_desktop.ui.shell import preferences
from kopdes_desktop.ui.shell.health import health
from kopdes_desktop.ui.shell.main_window import MainWindow
from tests.ui.fingers import bring_up, press, write
from tests.ui.village import PASSWORD, TODAY, Village, inline

#: What another cooperative's real books say of themselves.
REAL: dict[str, object] = {"coop": "f" * 32, "practice": False}


def at_the_door(desa: Village) -> MainWindow:
    """The sign-in of a folder in which somebody has practised."""
    likes = preferences.Preferences(user="bendahara", coop="Koperasi", practice=True)
    preferences.save(desa.folder, likes)
    window = MainWindow(desa.door()._replace(throw_away=practice.throw_away), inline)
    desa.windows.append(window)
    bring_up(window)
    return window


def question() -> str:
    asking = QApplication.activeModalWidget()
    assert isinstance(asking, Confirm)
    return asking.accessibleDescription()


def members_of(desa: Village) -> int:
    with books.open_books(desa.folder, "bendahara", PASSWORD, clock=desa.clock) as session:
        return len(members.listing(session.office.reading))


def test_practice_begins_again_once_it_is_confirmed_in_full_words(desa: Village) -> None:
    window = at_the_door(desa)

    press(Qt.Key.Key_F8)
    assert "tidak dapat kembali" in question()
    write("y")

    assert members_of(desa) == 0
    assert window.sign_in.name_field.text == "bendahara"


def test_nothing_is_thrown_away_by_esc_or_by_enter(desa: Village) -> None:
    window = at_the_door(desa)

    for key in (Qt.Key.Key_Escape, Qt.Key.Key_Return):
        window.sign_in.afresh.ask_away()
        press(key)
        assert QApplication.activeModalWidget() is None

    assert members_of(desa) > 0


def test_without_practice_books_the_folder_is_ready_for_real_ones(desa: Village) -> None:
    window = at_the_door(desa)

    press(Qt.Key.Key_F9)
    write("y")

    assert not books.has_books(desa.folder)
    assert window.sign_in.offers.rows[0].offer.code == "new"
    assert not preferences.load(desa.folder).practice


def snapshot(session: books.Session) -> making.Snapshot:
    return making.take(session.office, session.staff.database_key, session.staff.key_file.path)


def left_behind(desa: Village) -> Path:
    """What practising leaves beside the books: a proof, a copy, a receipt; the copy."""
    with books.open_books(desa.folder, "bendahara", PASSWORD, clock=desa.clock) as session:
        last.remember(session.office, [Result("cash", "Kas", ())])
        made = making.finish(snapshot(session))
    papers = desa.folder / places.PRINTED
    papers.mkdir()
    (papers / "SMP-KR-2026-000001.pdf").write_bytes(b"%PDF")
    return made.path


def test_the_next_cooperative_has_no_proof_copy_or_paper_of_the_practice(desa: Village) -> None:
    copy = left_behind(desa)

    practice.throw_away(desa.folder, "bendahara", PASSWORD)

    assert not copy.parent.exists()
    assert not (desa.folder / places.PRINTED).exists()
    assert status.load(desa.folder) == status.Status()


def test_a_real_copy_beside_practice_books_is_kept(desa: Village) -> None:
    copy = left_behind(desa)
    real = copy.with_name("00000000-20260101-080000-9.kpb")
    with books.open_books(desa.folder, "bendahara", PASSWORD, clock=desa.clock) as session:
        taken = snapshot(session)
        header = msgspec.structs.replace(taken.header, **REAL)
        copy_file.write(real, header, taken.path, taken.key, taken.sums)
        taken.path.unlink()
    assert not copy_file.read_header(real).practice
    unreadable = copy.with_name("entah.kpb")
    unreadable.write_bytes(b"?")

    practice.throw_away(desa.folder, "bendahara", PASSWORD)

    assert sorted(each.name for each in copy.parent.iterdir()) == [real.name, unreadable.name]
    assert (desa.folder / places.PRINTED).is_dir()
    assert status.load(desa.folder) == status.Status()


def test_copies_of_another_cooperative_are_none_of_these_books(desa: Village) -> None:
    kept = left_behind(desa).with_name("keadaan.json")
    kept.write_bytes(msgspec.json.encode(msgspec.json.decode(kept.read_bytes()) | REAL))

    with books.open_books(desa.folder, "bendahara", PASSWORD, clock=desa.clock) as session:
        told = [part.words for part in health(session)]

        assert not any(each.startswith("Cadangan") for each in told)
        assert making.changed(session.office, desa.folder)


def test_real_books_are_never_thrown_away(tmp_path: Path) -> None:
    folder = tmp_path / "buku"
    whole = founding.read_profile(founding.TEMPLATES / "practice.toml")
    profile = msgspec.structs.replace(whole, people=whole.people[:1], boxes=whole.boxes[:1])
    password = "kebun melati sore"
    founding.found(folder, profile, {"bendahara": password}, clock=SetClock(TODAY))

    with pytest.raises(practice.RealBooks):
        practice.throw_away(folder, "bendahara", password)
    with pytest.raises(SignInRefused):
        practice.throw_away(folder, "bendahara", PASSWORD)

    books.open_books(folder, "bendahara", password, clock=SetClock(TODAY)).close()


def test_practice_books_that_somebody_works_in_are_not_thrown_away(desa: Village) -> None:
    with (
        books.open_books(desa.folder, "bendahara", PASSWORD, clock=desa.clock),
        pytest.raises(DatabaseBusy),
    ):
        practice.throw_away(desa.folder, "bendahara", PASSWORD)

    assert members_of(desa) > 0


def test_a_changed_password_says_what_to_do_and_nothing_is_lost(desa: Village) -> None:
    with books.open_books(desa.folder, "bendahara", PASSWORD, clock=desa.clock) as session:
        staff = session.staff
        key_file = staff.key_file.with_slot(
            "bendahara",
            "kebun melati",
            staff.database_key,
            session.office.entropy,
            once=False,
            officer_seed=staff.seeds["bendahara"],
        )
        key_file.save()
    window = at_the_door(desa)

    window.sign_in.afresh.ask_away()
    write("y")

    assert window.sign_in.form is not None
    assert "Tidak dibuang" in window.sign_in.form.notice.text()
    assert books.has_books(desa.folder)
