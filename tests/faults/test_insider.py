"""F31: what an insider changes behind the program's back is seen, by the books or from outside.

Untouched books are the control: they are clean to all who look.
"""

import re
import shutil
from pathlib import Path
from typing import NamedTuple

import pytest

from kopdes_desktop.app.books import DATABASE
from kopdes_desktop.checks import proofs, rebuild, slips
from kopdes_desktop.db import guards
from kopdes_desktop.kernel.errors import DatabaseDamaged, DatabaseReadOnly, Fault, NewerBooks
from kopdes_desktop.office.books import Reading
from kopdes_desktop.savings.slips import slip
from tests.faults import books, insider
from tests.faults.books import MEMBERS
from tests.faults.insider import ATTACKS, Attack, Insider, inside

pytestmark = pytest.mark.fault


class Village(NamedTuple):
    """Books that have lived, their anchor, and the slips that members took home."""

    folder: Path
    anchor: Path
    paper: dict[str, str]

    def copied(self, place: Path) -> "Village":
        shutil.copytree(self.folder.parent, place, dirs_exist_ok=True)
        return Village(place / "books", place / "anchor", self.paper)


@pytest.fixture(scope="module")
def lived(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Village:
    place = tmp_path_factory.mktemp("village")
    made = Village(books.copied(template, place / "books"), place / "anchor", {})
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KOPDES_ANCHOR", str(made.anchor))
        with books.unlocked(made.folder) as session:
            work = session.office.perform
            work("membership.apply", {"name": "Warga G", "nik": "3310015209900001"})
            dues = [{"product": "mandatory", "months": 2}]
            work("savings.deposit", {"member": MEMBERS[1], "lines": dues})
            numbers = [books.deposit(session, member, 20_000) for member in MEMBERS[1:4]]
            work("accounting.reverse", {"entry": numbers[-1], "reason": "keliru"})
            books.deposit(session, MEMBERS[5], 50_000)
            made.paper.update(printed(session.office.reading))
    return made


def printed(read: Reading) -> dict[str, str]:
    """Number and digits on every deposit's slip, as the member reads them."""
    found: dict[str, str] = {}
    for key, number in read.database.ask("SELECT key, number FROM entry WHERE number LIKE 'SMP%'"):
        footer = " ".join(slip(read, key).footer)
        digits = re.search(r"(\d{5} ){3}\d{5}", footer)
        assert digits
        found[number] = digits[0]
    return found


@pytest.fixture
def village(lived: Village, place: Path, monkeypatch: pytest.MonkeyPatch) -> Village:
    copy = lived.copied(place / "village")
    monkeypatch.setenv("KOPDES_ANCHOR", str(copy.anchor))
    return copy


def seen_by(village: Village) -> set[str]:
    """Everybody to whom these books look wrong."""
    try:
        session = books.unlocked(village.folder)
    except (DatabaseDamaged, NewerBooks):
        return {"opening"}
    with session:
        office = session.office
        found = {each.code for each in proofs.run(office.reading) if not each.ok}
        assert ("anchor" in found) == (office.read_only is not None)
        try:
            again = rebuild.rebuild(office.reading, office.own.number, office.calendar)
            found |= set() if again.ok else {"rebuild"}
        except Fault:
            found.add("rebuild")
        found |= {"slip"} if not all(on_paper(office.reading, village.paper)) else set()
    return found


def on_paper(read: Reading, paper: dict[str, str]) -> list[bool]:
    return [slips.matches(read, number, digits).ok for number, digits in paper.items()]


def sentence(attack: Attack) -> str:
    return attack.__name__


@pytest.mark.parametrize("attack", ATTACKS, ids=sentence)
def test_is_seen_when(attack: Attack, village: Village) -> None:
    with inside(village.folder) as at:
        attack(at)

    assert ATTACKS[attack] <= seen_by(village)


def test_there_are_at_least_twenty_five_attacks() -> None:
    assert len(ATTACKS) >= 25


def test_untouched_books_look_right_to_everybody(village: Village) -> None:
    with inside(village.folder):
        pass

    assert seen_by(village) == set()


def test_the_same_story_told_again_is_the_same_books(village: Village) -> None:
    """The control of the rewriting itself: without a change, nobody sees one."""
    with inside(village.folder) as at:
        at.rewrite(lambda _story: None)

    assert seen_by(village) == set()


# --- only what is outside sees a story that was told anew --------------------------------------


@pytest.mark.parametrize("change", [insider.cut_off, insider.one_amount_changed])
def test_without_the_anchor_only_the_slips_see_a_story_told_anew(
    change: insider.Change, village: Village
) -> None:
    with inside(village.folder) as at:
        at.rewrite(change)
    shutil.rmtree(village.anchor)

    assert seen_by(village) == {"slip"}


def test_behind_their_anchor_books_are_read_and_not_written(village: Village) -> None:
    with inside(village.folder) as at:
        insider.the_last_fact_is_cut_off(at)

    with books.unlocked(village.folder) as session:
        assert session.office.read("report.trial_balance", lambda _read: "read") == "read"
        with pytest.raises(DatabaseReadOnly, match="berakhir pada catatan"):
            books.deposit(session, MEMBERS[0])


def test_an_older_copy_put_back_is_seen(village: Village, lived: Village) -> None:
    with books.unlocked(village.folder) as session:
        books.deposit(session, MEMBERS[0])
    shutil.copy(lived.folder / DATABASE, village.folder / DATABASE)

    assert seen_by(village) == {"anchor"}


def test_a_write_ahead_log_thrown_away_is_seen(village: Village, place: Path) -> None:
    with books.unlocked(village.folder) as session:
        books.deposit(session, MEMBERS[0])
        torn = place / "torn"
        torn.mkdir()
        for file in village.folder.iterdir():
            shutil.copy(file, torn / file.name)
    (torn / f"{DATABASE}-wal").unlink()

    assert "anchor" in seen_by(Village(torn, village.anchor, village.paper))


# --- the guards themselves --------------------------------------------------------------------


def without_one(at: Insider) -> None:
    at.run("DROP TRIGGER entry_balances")


def toothless(at: Insider) -> None:
    at.run("DROP TRIGGER fact_no_update")
    at.run("CREATE TRIGGER fact_no_update BEFORE UPDATE ON fact BEGIN SELECT 1; END")


def a_strange_one(at: Insider) -> None:
    at.run(
        "CREATE TRIGGER quiet AFTER INSERT ON entry BEGIN "
        "UPDATE balance_box SET amount=amount-1; END"
    )


@pytest.mark.parametrize("change", [without_one, toothless, a_strange_one], ids=sentence)
def test_books_with_guards_gone_or_changed_do_not_open(change: Attack, village: Village) -> None:
    at = Insider(village.folder)
    change(at)
    named = guards.missing(at.database)
    at.database.close()

    with pytest.raises(DatabaseDamaged, match=named[0]):
        books.unlocked(village.folder)


def test_books_without_a_version_or_of_a_later_one_do_not_open(village: Village) -> None:
    with inside(village.folder) as at:
        at.run("UPDATE schema_version SET version_num='9999'")
    assert seen_by(village) == {"opening"}

    with inside(village.folder) as at:
        at.run("DELETE FROM schema_version")
    assert seen_by(village) == {"opening"}
