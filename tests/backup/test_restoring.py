"""Books come back from a copy proved, beside the old ones, and say that they did."""

import os
import shutil
import sys
from pathlib import Path

import pytest

from kopdes_desktop.app import books
from kopdes_desktop.backup import making, restoring, swapping
from kopdes_desktop.backup.copy_file import BadCopy
from kopdes_desktop.backup.restoring import CopyUnproved, LossNotAccepted
from kopdes_desktop.checks import proofs
from kopdes_desktop.db import version
from kopdes_desktop.kernel.errors import (
    BadField,
    DatabaseBusy,
    DatabaseReadOnly,
    DiskTrouble,
    Fault,
    NewerBooks,
    NotPermitted,
    SignInRefused,
)
from kopdes_desktop.office import log
from kopdes_desktop.reports import supervision
from kopdes_desktop.reports.report import Params
from tests import builders
from tests.backup.conftest import Laptop, made
from tests.builders import Laptops

Files = dict[str, bytes]
forks = pytest.mark.skipif(not hasattr(os, "fork"), reason="forks, and ends the child")
LOGS = {".db-wal", ".db-shm"}


def state(folder: Path) -> Files:
    """Every file but the gate's own, and the log that a reader of the database leaves empty."""
    return {
        each.relative_to(folder).as_posix(): each.read_bytes()
        for each in folder.rglob("*")
        if each.is_file() and not each.name.startswith("signin") and each.suffix not in LOGS
    }


def kinds(session: books.Session) -> list[str]:
    return [each[0] for each in session.office.database.ask("SELECT kind FROM fact ORDER BY n")]


# --- a new laptop -------------------------------------------------------------------------------


def test_another_officers_password_brings_the_books_to_an_empty_folder(
    laptop: Laptop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with laptop.open() as session:
        figures = making.sums(session.office.reading)
    monkeypatch.setenv("KOPDES_ANCHOR", str(tmp_path / "another laptop"))
    folder = tmp_path / "baru" / "buku"

    found = laptop.restore("ketua", to=folder)

    assert (found.lost, found.alone, found.findings) == (0, True, ())
    assert "satu laptop" in restoring.warnings(found)[0]
    with builders.open_books(folder) as session:
        assert making.sums(session.office.reading) == figures
        assert session.office.read_only is None
    assert {each.name for each in folder.iterdir()} >= {"books.db", "keys.json", "signin.json"}
    assert not list(folder.glob("buku-sebelum-pulih-*"))


def test_restored_books_say_so_in_their_first_fact_and_once(laptop: Laptop, tmp_path: Path) -> None:
    folder = tmp_path / "baru"
    laptop.restore(to=folder)

    for n in (21, 22):
        with builders.open_books(folder) as session:
            before = builders.fact_count(session.office)
            builders.an_applicant(session.office, n)
            assert ("backup.restore" in kinds(session)[before:]) == (n == 21)
            assert builders.findings(session.office) == {}
            builders.require_rebuilt(session.office)


def test_nobody_waits_to_sign_in_to_restored_books(laptop: Laptop, tmp_path: Path) -> None:
    laptop.restore(to=tmp_path / "baru")

    assert books.users(tmp_path / "baru") == [
        "admin",
        "bendahara",
        "kasir",
        "ketua",
        "pendamping",
        "pengawas",
    ]
    builders.open_books(tmp_path / "baru", "pengawas").close()


# --- the same laptop ----------------------------------------------------------------------------


def test_a_copy_that_is_older_than_the_books_asks_first_and_changes_nothing(
    laptop: Laptop,
) -> None:
    laptop.work(3)
    before = state(laptop.folder)

    with pytest.raises(LossNotAccepted) as refused:
        laptop.restore()

    assert refused.value.values["lost"] == 3
    assert state(laptop.folder) == before


def test_an_accepted_loss_is_written_into_the_log_and_the_old_books_stay(laptop: Laptop) -> None:
    laptop.work(3)
    with laptop.open() as session:
        lost = session.office.chain.seq

    laptop.restore(accept_loss=True)

    with laptop.open() as session:
        assert session.office.read_only is None
        copied_to = session.office.chain.seq
        builders.an_applicant(session.office, 31)
        told = log.logged(session.office.reading, session.office.own.number << 30 | copied_to + 1)
        assert told is not None
        assert told.envelope.kind == "backup.restore"
        assert (told.fact.seq, told.fact.lost) == (copied_to, lost - copied_to)  # type: ignore[attr-defined]
        seen = supervision.build(
            session.office.reading, Params(day=builders.DAY, until=builders.DAY)
        ).rows
        assert "restored" in [row["kind"] for row in seen]
        assert builders.findings(session.office) == {}
    (old,) = laptop.folder.glob("buku-sebelum-pulih-*")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KOPDES_ANCHOR", "off")
        with builders.open_books(old) as session:
            assert session.office.chain.seq == lost


def test_without_an_accepted_loss_books_behind_their_anchor_stay_read_only(
    laptop: Laptop,
) -> None:
    laptop.work(1)
    laptop.restore(accept_loss=True)
    swapping.told(laptop.folder)  # somebody takes the note away

    with laptop.open() as session:
        assert session.office.read_only is not None
        with pytest.raises(DatabaseReadOnly):
            builders.an_applicant(session.office, 41)
        red = [each.code for each in proofs.run(session.office.reading) if not each.ok]
        assert red == ["anchor"]


def test_a_note_about_another_mark_frees_nothing(laptop: Laptop) -> None:
    laptop.work(1)
    laptop.restore(accept_loss=True)
    note = laptop.folder / swapping.OWED
    note.write_text(note.read_text().replace('"mark":', '"mark":1'))

    with laptop.open() as session:
        assert session.office.read_only is not None


def test_a_damaged_book_is_brought_back(laptop: Laptop) -> None:
    raw = bytearray((laptop.folder / "books.db").read_bytes())
    raw[8_192:12_288] = bytes(4_096)
    (laptop.folder / "books.db").write_bytes(raw)

    laptop.restore()

    with laptop.open() as session:
        assert session.office.read_only is None
        assert builders.findings(session.office) == {}


def test_the_fact_of_a_restore_names_a_fact_of_its_own_chain(laptop: Laptop) -> None:
    with laptop.open() as session, pytest.raises(BadField):
        session.office.perform(
            "backup.restore", {"made": "2026-02-02T01:00:00+00:00", "seq": 3, "hash": "00"}
        )


def test_a_second_laptop_keeps_an_older_copy_read_only(
    laptops: Laptops, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    laptops.hers.close()
    monkeypatch.setenv("KOPDES_ANCHOR", str(tmp_path / "anchor"))
    folder = laptops.hers.folder
    with builders.open_books(folder) as session:
        builders.an_applicant(session.office, 50)
        copy = made(session).path
        builders.an_applicant(session.office, 51)
    laptop = Laptop(folder, copy)

    found = laptop.restore(accept_loss=True)

    assert (found.lost, found.alone) == (1, False)
    lost, others = restoring.warnings(found)
    assert "1 catatan" in lost
    assert "lebih dari satu laptop" in others
    with builders.open_books(folder) as session:
        assert session.office.read_only is not None
    laptops.hers = builders.open_books(folder)


# --- refused ------------------------------------------------------------------------------------


def test_wrong_password_role_and_file_are_refused_and_leave_everything_as_it_was(
    laptop: Laptop, tmp_path: Path
) -> None:
    before = state(laptop.folder)
    none = tmp_path / "foto.kpb"
    none.write_bytes(b"\xff\xd8\xff")

    with pytest.raises(SignInRefused):
        laptop.restore("bendahara", "bukan kata sandinya")
    with pytest.raises(SignInRefused):
        laptop.restore("tamu")
    with pytest.raises(NotPermitted):
        laptop.restore("kasir")
    with pytest.raises(BadCopy):
        laptop.restore(copy=none)
    with pytest.raises(DiskTrouble):
        laptop.restore(copy=tmp_path / "tidak ada.kpb")

    assert state(laptop.folder) == before


def test_nothing_is_left_in_an_empty_folder_after_a_refusal(laptop: Laptop, tmp_path: Path) -> None:
    with pytest.raises(SignInRefused):
        laptop.restore("bendahara", "salah sekali", to=tmp_path / "baru")

    assert not (tmp_path / "baru").exists()


def test_a_copy_with_any_byte_changed_is_refused(laptop: Laptop) -> None:
    raw = laptop.copy.read_bytes()
    before = state(laptop.folder)

    for at in (3, 40, len(raw) // 2, len(raw) - 1):
        changed = bytearray(raw)
        changed[at] ^= 1
        laptop.copy.write_bytes(changed)
        with pytest.raises(Fault):
            laptop.restore()
    laptop.copy.write_bytes(raw)

    assert state(laptop.folder) == before


def test_books_of_another_cooperative_are_not_taken_away(
    laptop: Laptop, founded_laptops: Path, tmp_path: Path
) -> None:
    other = builders.copy(founded_laptops / "KR", tmp_path / "lain")
    before = state(other)

    with pytest.raises(BadCopy, match="tidak dikenal"):
        laptop.restore(to=other)
    with builders.open_books(other) as session:
        made(session)
    with pytest.raises(BadCopy, match="koperasi lain"):
        laptop.restore(to=other)

    assert state(other).keys() >= before.keys()


def test_books_that_a_program_holds_are_not_swapped(laptop: Laptop) -> None:
    with laptop.open(), pytest.raises(DatabaseBusy):
        laptop.restore()


def test_a_copy_by_a_later_program_is_told_as_such(
    laptop: Laptop, monkeypatch: pytest.MonkeyPatch
) -> None:
    with laptop.open() as session:
        session.office.database.script("UPDATE schema_version SET version_num='9999'")
        copy = made(session).path
        session.office.database.script("UPDATE schema_version SET version_num='0001'")
    monkeypatch.setattr(version, "SHIPPED", ("0001",))

    with pytest.raises(NewerBooks):
        laptop.restore(copy=copy)


def test_a_copy_whose_books_do_not_prove_themselves_is_refused(laptop: Laptop) -> None:
    with laptop.open() as session:
        session.office.database.script("DROP TRIGGER fact_gapless")
        copy = made(session).path

    with pytest.raises(CopyUnproved, match="fact_gapless"):
        laptop.restore(copy=copy)


def test_a_drill_proves_a_copy_and_moves_nothing(laptop: Laptop) -> None:
    laptop.work(2)
    before = state(laptop.folder)

    found = restoring.study(
        laptop.copy, laptop.folder, "ketua", builders.PASSWORD, clock=laptop.clock
    )

    assert (found.lost, found.header.seq) == (2, found.header.facts)
    assert state(laptop.folder) == before


# --- killed -------------------------------------------------------------------------------------

MOVES = {os.replace, os.rename, os.fsync, os.unlink, os.open, os.mkdir, os.rmdir}


def killed_in(folder: Path, nth: int) -> bool:
    """Finish a swap in a child that is killed before its n-th call that moves a file."""
    pid = os.fork()
    if not pid:
        left = nth

        def watch(_frame: object, event: str, called: object) -> None:
            nonlocal left
            if event == "c_call" and called in MOVES:
                if not left:
                    os._exit(9)
                left -= 1

        try:
            sys.setprofile(watch)
            swapping.settle(folder)
        finally:
            sys.setprofile(None)
            os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 9


@forks
@pytest.mark.fault
def test_killed_anywhere_in_a_swap_the_next_start_finishes_it(
    laptop: Laptop, tmp_path: Path
) -> None:
    with laptop.open() as session:
        copied_to = session.office.chain.seq
    laptop.work(2)
    _decide(laptop, _held(laptop))
    names = ("books.db", "keys.json", "signin.json")
    nth, killed = 0, True

    while killed:
        here = Laptop(builders.copy(laptop.folder, tmp_path / f"at-{nth}"), laptop.copy)
        killed = killed_in(here.folder, nth)
        assert books.has_books(here.folder)
        with here.open() as session:
            assert (session.office.chain.seq, session.office.read_only) == (copied_to, None)
        (old,) = here.folder.glob("buku-sebelum-pulih-*")
        assert {each.name for each in old.iterdir()} >= set(names)
        assert not (here.folder / swapping.SIDE).exists()
        shutil.rmtree(here.folder)
        nth += 1

    assert nth > 10


@forks
@pytest.mark.fault
def test_killed_before_the_decision_the_books_are_the_old_ones(laptop: Laptop) -> None:
    laptop.work(2)
    before = state(laptop.folder)
    pid = os.fork()
    if not pid:
        try:
            vars(swapping)["decide"] = lambda *_parts: os._exit(9)
            laptop.restore(accept_loss=True)
        finally:
            os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 9

    left = state(laptop.folder)
    assert {name: left[name] for name in before} == before
    laptop.restore(accept_loss=True)


@pytest.mark.fault
def test_a_swap_without_a_decision_would_be_caught_between(laptop: Laptop) -> None:
    """The negative control: the old file is moved away, then the power goes."""
    (laptop.folder / "books.db").rename(laptop.folder / "books.old")

    assert not books.has_books(laptop.folder)


def test_another_restore_waits_for_one_that_is_decided(laptop: Laptop) -> None:
    held = _held(laptop)
    _decide(laptop, held)

    with pytest.raises(BadCopy, match="belum selesai"):
        _decide(laptop, held)

    assert swapping.decided(laptop.folder)
    with laptop.open() as session:
        builders.an_applicant(session.office, 61)
        assert "backup.restore" in kinds(session)


def _held(laptop: Laptop) -> restoring.Held:
    with laptop.open() as session:
        return restoring.Held(session.office.own.coop, session.office.chain.seq)


def _decide(laptop: Laptop, held: restoring.Held) -> None:
    restoring.restore(
        laptop.copy,
        laptop.folder,
        "bendahara",
        builders.PASSWORD,
        clock=laptop.clock,
        accept_loss=True,
        held=held,
    )
