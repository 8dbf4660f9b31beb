"""A copy is made beside the work, proved before it is named, and a bad day costs only that copy."""

import os
import shutil
import sys
from datetime import UTC, datetime, timedelta

import pytest

from kopdes_desktop.app.books import Session
from kopdes_desktop.backup import copy_file, making, status
from kopdes_desktop.kernel.dates import in_zone
from kopdes_desktop.kernel.errors import DatabaseDamaged, DiskFull, DiskTrouble
from tests import builders
from tests.backup.conftest import NAMES, NIKS, Laptop, made, snapshot

resource = pytest.importorskip("resource")


def files(laptop: Laptop) -> set[str]:
    return {each.name for each in (laptop.folder / "cadangan").iterdir()}


def test_a_copy_says_the_books_figures_again(session: Session) -> None:
    copy = made(session)

    manifest = copy_file.unpack(copy.path, copy_file.books_identity(session.staff.database_key))
    assert manifest.sums == making.sums(session.office.reading)
    assert manifest.sums.debit == manifest.sums.credit > 0
    assert copy.told.facts == builders.fact_count(session.office)


def test_books_that_did_not_change_need_no_other_copy(laptop: Laptop, session: Session) -> None:
    assert not making.changed(session.office, laptop.folder)

    builders.an_applicant(session.office, 9)
    assert making.changed(session.office, laptop.folder)

    copy = made(session)
    assert not making.changed(session.office, laptop.folder)
    copy.path.unlink()
    assert making.changed(session.office, laptop.folder)


def test_work_goes_on_while_a_snapshot_becomes_a_copy(laptop: Laptop, session: Session) -> None:
    before = builders.fact_count(session.office)

    taken = snapshot(session)
    builders.an_applicant(session.office, 9)
    copy = making.finish(taken)

    assert copy.told.facts == before
    assert making.changed(session.office, laptop.folder)


def test_names_and_numbers_are_plain_on_the_disk_at_no_moment(
    laptop: Laptop, session: Session
) -> None:
    taken = snapshot(session)
    halfway = {each: each.read_bytes() for each in laptop.folder.rglob("*") if each.is_file()}
    making.finish(taken)
    after = {each: each.read_bytes() for each in laptop.folder.rglob("*") if each.is_file()}

    for path, raw in [*halfway.items(), *after.items()]:
        for secret in (*NAMES, *NIKS):
            assert secret.encode() not in raw, path
            assert secret.encode("utf-16-le") not in raw, path


def test_a_copy_says_when_and_with_what_it_ends(laptop: Laptop, session: Session) -> None:
    copy = made(session)

    known = status.load(laptop.folder)
    assert known.good == copy.told
    assert (copy.told.day, copy.told.seq) == ("2026-02-02", session.office.chain.seq)
    assert known.trouble == ""


def test_a_snapshot_that_differs_from_the_books_becomes_no_copy(
    laptop: Laptop, session: Session
) -> None:
    before = files(laptop)
    taken = snapshot(session)
    raw = bytearray(taken.path.read_bytes())
    raw[len(raw) // 2] ^= 1
    taken.path.write_bytes(raw)

    with pytest.raises(DatabaseDamaged):
        making.finish(taken)

    assert files(laptop) == before
    assert "rusak" in status.load(laptop.folder).trouble


def test_without_room_for_three_times_the_books_nothing_is_begun(
    laptop: Laptop, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = session.office.database.path.stat().st_size * 3 - 1
    usage = shutil.disk_usage(laptop.folder)._replace(free=room)
    monkeypatch.setattr(shutil, "disk_usage", lambda _place: usage)
    before = files(laptop)

    with pytest.raises(DiskFull):
        snapshot(session)

    assert files(laptop) == before


@pytest.mark.fault
def test_a_disk_that_fills_up_anywhere_leaves_the_old_copies_and_no_other(laptop: Laptop) -> None:
    before = files(laptop)
    size = laptop.copy.stat().st_size

    for limit in (0, 700, 5_000, size // 2, size * 9 // 10):
        pid = os.fork()
        if not pid:
            code = 1
            try:
                session = laptop.open()
                taken = snapshot(session)
                hard = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
                resource.setrlimit(resource.RLIMIT_FSIZE, (limit, hard))
                making.finish(taken)
            except (DiskFull, DiskTrouble):
                code = 7
            finally:
                os._exit(code)
        assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 7
        assert files(laptop) == before
        copy_file.require_whole(laptop.copy)


def test_thinning_leaves_the_newest_and_what_cannot_be_read(
    laptop: Laptop, session: Session
) -> None:
    place = laptop.folder / "cadangan"
    (place / "rusak.kpb").write_bytes(b"kopdes-copy/1\nnonsense")

    for n in range(6):
        session.office.clock.set(laptop.clock.moment + timedelta(hours=n + 1))  # type: ignore[attr-defined]
        made(session)

    left = making.listed(place)
    assert len([each for each in left if each.header]) == 3
    assert [each.path.name for each in left if each.header is None] == ["rusak.kpb"]
    good = status.load(laptop.folder).good
    assert good is not None
    assert left[0].path.name == good.name


def test_three_days_without_a_stick_are_said_and_a_failure_sooner(laptop: Laptop) -> None:
    known = status.load(laptop.folder)
    now = laptop.clock.moment

    assert status.warning(known, now + timedelta(days=3)) == ""
    assert "flashdisk" in status.warning(known, now + timedelta(days=3, seconds=1))
    making.note_trouble(laptop.folder, known.coop, DiskFull())
    assert "penuh" in status.warning(status.load(laptop.folder), now)


@pytest.mark.parametrize(
    ("passed", "words"),
    [
        (timedelta(seconds=90), "baru saja"),
        (timedelta(minutes=5), "5 menit lalu"),
        (timedelta(hours=3), "3 jam lalu"),
        (timedelta(days=4, hours=3), "4 hari lalu"),
        (timedelta(days=-2), "02/02/2026"),
    ],
)
def test_age_is_said_as_people_say_it(laptop: Laptop, passed: timedelta, words: str) -> None:
    assert status.age(laptop.clock.moment, laptop.clock.moment + passed) == words


def test_a_copy_of_a_clock_that_went_back_says_the_day_of_the_cooperative_s_zone() -> None:
    made = datetime(2026, 11, 21, 20, 0, tzinfo=UTC)  # five in the morning of the 22nd in Papua
    now = in_zone(made - timedelta(hours=1), "Asia/Jayapura")

    assert status.age(made, now) == "22/11/2026"


def test_a_note_that_cannot_be_read_is_no_note(laptop: Laptop) -> None:
    (laptop.folder / "cadangan" / "keadaan.json").write_text("{")

    assert status.load(laptop.folder) == status.Status()


# --- killed -------------------------------------------------------------------------------------

MOVES = {os.replace, os.fsync, os.unlink, os.open, os.mkdir}


def counted(_frame: object, event: str, called: object) -> bool:
    """Whether this call into C opens, syncs, names or takes away a file, or asks the database."""
    owner = type(getattr(called, "__self__", None)).__module__
    return event == "c_call" and (called in MOVES or owner.startswith("sqlcipher3"))


def killed_in(laptop: Laptop, nth: int) -> bool:
    """Make a copy in a child that is killed before its n-th such call; whether it came so far."""
    pid = os.fork()
    if not pid:
        left = nth

        def watch(frame: object, event: str, called: object) -> None:
            nonlocal left
            if counted(frame, event, called):
                if not left:
                    os._exit(9)
                left -= 1

        try:
            later = builders.MORNING + timedelta(minutes=nth + 1)
            session = builders.open_books(laptop.folder, at=later)
            sys.setprofile(watch)
            made(session)
        finally:
            sys.setprofile(None)
            os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 9


@pytest.mark.fault
def test_killed_anywhere_the_old_copies_stand_and_the_new_one_is_whole_or_absent(
    laptop: Laptop,
) -> None:
    seen, nth = set(), 0
    while killed_in(laptop, nth):
        found = making.listed(laptop.folder / "cadangan")
        for each in found:
            copy_file.require_whole(each.path)
            if each.path != laptop.copy:
                each.path.unlink()  # thinning would take the first one otherwise
        assert laptop.copy in [each.path for each in found]
        seen.add(len(found))
        nth += 7

    assert seen == {1, 2}
    with laptop.open() as session:
        made(session)
    assert not [name for name in files(laptop) if name.endswith(".belum")]


@pytest.mark.fault
def test_a_copy_written_under_its_own_name_would_be_caught_half(laptop: Laptop) -> None:
    """The negative control."""
    target = laptop.copy.with_name("late.kpb")
    pid = os.fork()
    if not pid:
        with target.open("wb") as file:
            file.write(laptop.copy.read_bytes()[:5_000])
            file.flush()
            os._exit(9)
    os.waitpid(pid, 0)

    assert [each.trouble for each in making.listed(target.parent) if each.path == target] != [""]


def test_what_another_process_left_unproved_is_cleared_away(
    laptop: Laptop, session: Session
) -> None:
    stale = laptop.folder / "cadangan" / "x.1.belum"
    stale.write_bytes(b"half")

    snapshot(session)

    assert not stale.exists()


def test_the_snapshot_of_this_process_is_left_alone_by_the_next_one(
    session: Session,
) -> None:
    first = snapshot(session)
    session.office.clock.pass_by(2)  # type: ignore[attr-defined]
    second = snapshot(session)

    assert making.finish(first).path != making.finish(second).path
