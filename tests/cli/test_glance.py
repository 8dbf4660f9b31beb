"""Reports at a glance say what the office says, or leave it to the office."""

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


TRIAL = glance.Asked("trial_balance", {})
STATEMENTS = ("balance_sheet", "income_statement")
REPORTS = ("trial_balance", *STATEMENTS)


def look(
    shell: Speaker, user: str = "bendahara", code: str = "trial_balance", **asked: str
) -> object:
    what = glance.Asked(code, asked)
    return glance.glance(shell.folder, user, "latihan", what, CLOCK)


def read(session: books.Session, code: str, asked: dict[str, str]) -> object:
    """What the office gives."""
    params = find(code).params(asked, session.office.today())
    return session.office.read(f"report.{code}", make, code, params), params


@pytest.mark.parametrize("back", [0, 1, 9, 20, 31, 60, 400])
def test_it_is_the_office_s_own_document_on_any_day(shell: Speaker, back: int) -> None:
    day = (date(2026, 11, 21) - timedelta(days=back)).isoformat()
    asked = {
        "trial_balance": {"day": day},
        "balance_sheet": {"day": day},
        "income_statement": {"to": day},
    }

    seen = {code: look(shell, code=code, **asked[code]) for code in REPORTS}

    with books.open_books(shell.folder, "bendahara", "latihan", clock=CLOCK) as session:
        assert seen == {code: read(session, code, asked[code]) for code in REPORTS}


@pytest.mark.parametrize("closed", [False, True])
@pytest.mark.parametrize("hours", [-24 * 400, -30, -1, 0, 20, 24 * 20, 24 * 40])
def test_without_a_day_it_is_the_office_s_day(shell: Speaker, hours: int, *, closed: bool) -> None:
    if closed:
        shell.perform({"op": "day.close", "order": {}})
    with books.open_books(shell.folder, "bendahara", "latihan") as session:
        last = session.office.chain.at
    assert last is not None
    later = clock.SetClock(last + timedelta(hours=hours))

    seen = glance.glance(shell.folder, "bendahara", "latihan", TRIAL, later)

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

    assert glance.glance(bare.folder, login, words, TRIAL, CLOCK) is None
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


@pytest.mark.parametrize("code", REPORTS)
@pytest.mark.parametrize("proven", [False, True])
def test_the_command_line_writes_the_same_bytes_either_way(
    shell: Speaker, monkeypatch: pytest.MonkeyPatch, code: str, *, proven: bool
) -> None:
    """Text of statements only once they are proven: what goes to people waits for the proofs."""
    if proven:
        shell.say("check")
    forms = ["json", "csv", *(["text"] if proven or code not in STATEMENTS else [])]
    monkeypatch.delitem(sys.modules, "msgspec")
    with monkeypatch.context() as patch:
        patch.setattr(Office, "read", never)
        seen = [shell.say("report", code, "--format", form) for form in forms]
    monkeypatch.undo()

    shell.user("bendahara")
    monkeypatch.setattr(glance, "glance", lambda *_asked: None)
    told = [shell.say("report", code, "--format", form) for form in forms]

    assert [each.code for each in seen + told] == [0] * 2 * len(forms)
    assert [each.out for each in seen] == [each.out for each in told]


@pytest.mark.parametrize("code", STATEMENTS)
def test_a_statement_for_people_that_is_not_proven_is_left_to_the_office(
    shell: Speaker, code: str
) -> None:
    asked = glance.Asked(code, {}, final=True)
    assert glance.glance(shell.folder, "bendahara", "latihan", asked, CLOCK) is None

    shell.say("check")
    seen = glance.glance(shell.folder, "bendahara", "latihan", asked, CLOCK)
    assert seen is not None
    assert not seen[0].draft

    shell.perform(POWER)
    assert glance.glance(shell.folder, "bendahara", "latihan", asked, CLOCK) is None
    drafted = look(shell, code=code)
    assert isinstance(drafted, tuple)
    assert drafted[0].draft


def never(*_asked: object, **_how: object) -> None:
    """Instead of the long way."""
    msg = "the long way"
    raise AssertionError(msg)


def test_a_glance_is_what_the_command_line_takes(
    shell: Speaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell.perform(POWER)
    monkeypatch.setattr(Office, "read", never)

    assert shell.say("report", "trial_balance", "--json").code == 0


def test_a_glance_loads_no_sql() -> None:
    line = "import sys; from kopdes_desktop.reports import glance, report; "
    line += f"[report.find(code) for code in {REPORTS}]; print(*sys.modules)"
    told = subprocess.run([sys.executable, "-c", line], capture_output=True, check=True)

    loaded = set(told.stdout.decode().split())
    assert "sqlcipher3" in loaded
    assert "sqlalchemy" not in loaded
    assert not any(re.match(r"kopdes_desktop\.(app|cli|ui)\b", name) for name in loaded)
