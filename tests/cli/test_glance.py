"""The trial balance at a glance says what the office says, or leaves it to the office."""

import json
import re
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta

import pytest

from kopdes_desktop.app import books, clock
from kopdes_desktop.db import version
from kopdes_desktop.office import days
from kopdes_desktop.office.actor import Level
from kopdes_desktop.office.office import Office
from kopdes_desktop.reports import glance
from kopdes_desktop.reports.report import find, make
from kopdes_desktop.security.roles import Matrix
from tests.cli.speaker import POWER, Speaker

PEOPLE = ("bendahara", "kasir", "ketua", "pengawas", "pendamping", "admin")
CLOCK = clock.SetClock(datetime(2026, 11, 22, 3, 0, tzinfo=UTC))


def look(shell: Speaker, user: str = "bendahara", **asked: str) -> object:
    return glance.glance(shell.folder, user, "latihan", asked, CLOCK)


@pytest.mark.parametrize("back", [0, 1, 9, 20, 31, 60, 400])
def test_it_is_the_office_s_own_document_on_any_day(shell: Speaker, back: int) -> None:
    asked = {"day": (date(2026, 11, 21) - timedelta(days=back)).isoformat()}

    seen = look(shell, **asked)

    with books.open_books(shell.folder, "bendahara", "latihan", clock=CLOCK) as session:
        office = session.office
        params = find("trial_balance").params(asked, office.today())
        assert seen == (office.read("report.trial_balance", make, "trial_balance", params), params)


@pytest.mark.parametrize("closed", [False, True])
@pytest.mark.parametrize("hours", [-24 * 400, -30, -1, 0, 20, 24 * 20, 24 * 40])
def test_without_a_day_it_is_the_office_s_day(shell: Speaker, hours: int, *, closed: bool) -> None:
    if closed:
        shell.perform({"op": "day.close", "order": {}})
    with books.open_books(shell.folder, "bendahara", "latihan") as session:
        last = session.office.chain.at
    assert last is not None
    later = clock.SetClock(last + timedelta(hours=hours))

    seen = glance.glance(shell.folder, "bendahara", "latihan", {}, later)

    with books.open_books(shell.folder, "bendahara", "latihan", clock=later) as session:
        assert seen is not None
        assert seen[1].day == session.office.today()


@pytest.mark.parametrize("user", PEOPLE)
def test_it_sees_for_whom_the_office_would_read(shell: Speaker, user: str) -> None:
    with books.open_books(shell.folder, user, "latihan", clock=CLOCK) as session:
        level = session.office.may("report.trial_balance")

    assert (look(shell, user) is not None) is (level is Level.MAY)


def test_both_kinds_of_roles_are_among_these() -> None:
    levels = {Matrix.load().level(role, "report.trial_balance") for role in Matrix.roles()}

    assert levels == {Level.MAY, Level.NO}


def test_its_names_and_version_are_the_program_s_own() -> None:
    assert (glance.DATABASE, glance.KEYS, glance.SIGN_INS) == (
        books.DATABASE,
        books.KEYS,
        books.SIGN_INS,
    )
    assert (glance.VERSION, glance.BACK, glance.AHEAD) == (version.HEAD, days.BACK, days.AHEAD)


def not_plain(patch: pytest.MonkeyPatch, shell: Speaker, what: str) -> None:
    match what:
        case "another version":
            patch.setattr(glance, "VERSION", "9999")
        case "a damaged file":
            file = shell.folder / "books.db"
            file.write_bytes(b"x" * file.stat().st_size)
        case "no books":
            (shell.folder / "keys.json").unlink()


@pytest.mark.parametrize(
    ("what", "asked"),
    [
        ("another version", {}),
        ("a damaged file", {}),
        ("no books", {}),
        ("a unit", {"unit": "KTR"}),
        ("a bad day", {"day": "31/2"}),
        ("a question that it does not take", {"account": "1-1101"}),
    ],
)
def test_what_is_not_plain_is_left_to_the_office(
    shell: Speaker, monkeypatch: pytest.MonkeyPatch, what: str, asked: dict[str, str]
) -> None:
    not_plain(monkeypatch, shell, what)

    assert look(shell, **asked) is None


def test_one_time_words_are_left_to_the_office(bare: Speaker, real_books: dict[str, str]) -> None:
    login, words = next(iter(real_books.items()))
    bare.user(login, words)

    told = bare.say("report", "trial_balance", "--json")

    assert glance.glance(bare.folder, login, words, {}, CLOCK) is None
    assert told.json["refusal"]["code"] == "PasswordChangeNeeded"


def test_books_that_another_program_holds_are_left_to_the_office(shell: Speaker) -> None:
    with books.open_books(shell.folder, "bendahara", "latihan"):
        told = shell.say("report", "trial_balance", "--json")

        assert look(shell) is None
    assert told.json["fault"]["code"] == "DatabaseBusy"


def test_a_wrong_password_counts_once(shell: Speaker) -> None:
    shell.user("bendahara", "bukan ini")

    told = shell.say("report", "trial_balance", "--json")

    state = json.loads((shell.folder / "signin.json").read_bytes())
    assert told.json["refusal"]["code"] == "SignInRefused"
    assert [bucket["failures"] for bucket in state["buckets"].values() if bucket["failures"]] == [1]


@pytest.mark.parametrize("form", ["json", "csv", "text"])
def test_the_command_line_writes_the_same_bytes_either_way(
    shell: Speaker, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    monkeypatch.delitem(sys.modules, "msgspec")
    seen = shell.say("report", "trial_balance", "--format", form)
    monkeypatch.undo()

    shell.user("bendahara")
    monkeypatch.setattr(glance, "glance", lambda *_asked: None)
    read = shell.say("report", "trial_balance", "--format", form)

    assert seen.code == read.code == 0
    assert seen.out == read.out


def test_a_glance_is_what_the_command_line_takes(
    shell: Speaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell.perform(POWER)

    def never(*_asked: object, **_how: object) -> None:
        msg = "the long way"
        raise AssertionError(msg)

    monkeypatch.setattr(Office, "read", never)

    assert shell.say("report", "trial_balance", "--json").code == 0


def test_a_glance_loads_no_sql() -> None:
    line = "import sys, kopdes_desktop.reports.glance; print(*sys.modules)"
    told = subprocess.run([sys.executable, "-c", line], capture_output=True, check=True)

    loaded = set(told.stdout.decode().split())
    assert "sqlcipher3" in loaded
    assert not loaded & {"sqlalchemy", "msgspec"}
    assert not any(re.match(r"kopdes_desktop\.(app|cli|ui)\b", name) for name in loaded)
