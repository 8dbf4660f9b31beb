"""A day's work with secrets that would be known anywhere, in a process with folders of its own.

    python -m tests.faults.canaries FOLDER

Real books are founded, people come with their papers, the window is worked in by keys, papers are
made, a copy and an invitation are written, the program stumbles. The process ends as if killed, its
log still beside the books. Prints every secret there was as JSON: names as text, keys as hex.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import Qt

from kopdes_desktop.app import books, copying, founding, joining
from kopdes_desktop.app.clock import SetClock
from kopdes_desktop.cli.complaint import known
from kopdes_desktop.kernel.errors import SignInRefused
from kopdes_desktop.office.actor import Approval
from kopdes_desktop.office.device import installation
from kopdes_desktop.security import persons
from kopdes_desktop.ui.application import make_application
from kopdes_desktop.ui.door import Door
from kopdes_desktop.ui.kit.perform import Inline
from kopdes_desktop.ui.shell.main_window import MainWindow
from tests import builders
from tests.ui import fingers

TODAY = datetime(2026, 2, 2, 2, 0, tzinfo=UTC)
PASSWORD, CHAIR_PASSWORD = "kenari biru tujuh pelangi", "gerimis senja empat gamelan"
WRONG = "tebakan salah nurikaban"
PIN, CHAIR_PIN = "804153", "917362"
#: Words that stand in no code, no chart and no font.
GIVEN = ("Wulandaripuspa", "Kusumadewanti", "Jayaningratan", "Flamboyanraya", "Kenangarimbun")


def people() -> Iterator[dict[str, str]]:
    """Five with everything that a form asks for; every field a word of its own."""
    for n, name in enumerate(GIVEN, 1):
        yield {
            "name": f"{name} Melati",
            "nik": builders.nik(70 + n),
            "phone": f"08129876540{n}",
            "address": f"Jalan Tanjungsekar{n}xa No. 4",
            "mother": f"Sulastriningrum{n}xb",
            "job": f"Pengrajinbatikan{n}xc",
            "email": f"warga{n}xd@contohdesa.example",
        }


def found(folder: Path) -> dict[str, str]:
    raw = tomllib.loads(founding.example_profile())
    passwords = {"bendahara": PASSWORD, "ketua": CHAIR_PASSWORD}
    pins = {"bendahara": PIN, "ketua": CHAIR_PIN}
    made = founding.profile_of(raw)
    with builders.cheaply():
        return founding.found(folder, made, passwords, pins=pins, clock=SetClock(TODAY))


def window_day(folder: Path, session: books.Session) -> None:
    """Signed in after a wrong guess, a deposit with its paper, the lock, a stumble."""
    make_application()

    def enter(_folder: Path, _user: str, password: str) -> books.Session:
        if password != PASSWORD:
            raise SignInRefused
        return session

    door = Door(folder, books.has_books, enter, lambda place, _progress: place, lambda: None)
    window = MainWindow(door, lambda _name: Inline())
    fingers.bring_up(window)
    fingers.write("bendahara")
    for password in (WRONG, PASSWORD):
        fingers.enter()
        fingers.write(password)
    fingers.enter()
    fingers.press(Qt.Key.Key_F4)
    fingers.write(GIVEN[0].lower())
    fingers.enter(3)
    fingers.press(Qt.Key.Key_F12)
    fingers.write(PIN)
    fingers.enter()
    window.complaints.tell(KeyError(f"{GIVEN[1]} {builders.nik(72)} {PASSWORD}"))


def work(root: Path) -> dict[str, str]:
    folder = root / "data" / "buku"
    words = found(folder)
    session = books.open_books(folder, "bendahara", PASSWORD, clock=SetClock(TODAY))
    office, applied = session.office, 0
    for n, person in enumerate(people()):
        applied = office.perform("membership.apply", person).id
        decision = {"application": applied, "approved": True, "decision_no": f"{n}/PENG"}
        office.perform("membership.decide", decision)
        lines = [{"product": "principal", "amount": 100_000}]
        office.perform("savings.deposit", {"member": applied, "lines": lines})
    heir = {"name": "Wijayakusuman Kantil", "nik": builders.nik(91)}
    office.perform("members.add_heir", {"member": applied, "relation": "child", **heir})
    second = Approval("ketua", "gerai kedua", CHAIR_PIN, CHAIR_PASSWORD)
    joining.invite(session, root / "data" / "undangan.json", approval=second)
    kept = secrets_of(session, words, applied)
    window_day(folder, session)
    copying.copied(session)
    known(ValueError(f"{GIVEN[2]} {builders.nik(73)}"))
    return kept


def secrets_of(session: books.Session, words: dict[str, str], person: int) -> dict[str, str]:
    """Everything that must not lie about, by what it is."""
    read, own = session.office.reading, installation(session.office.reading)
    assert own is not None
    found = {"password": PASSWORD, "chair's password": CHAIR_PASSWORD, "pin": PIN}
    found |= {"chair's pin": CHAIR_PIN, "heir": "Wijayakusuman", "heir's nik": builders.nik(91)}
    found |= {f"one-time words of {login}": said for login, said in words.items()}
    for n, each in enumerate(people(), 1):
        plain = {name: text.split(" Melati")[0] for name, text in each.items()}
        plain |= {"phone": each["phone"][1:], "address": each["address"].split()[1]}
        found |= {f"{name} {n}": text for name, text in plain.items()}
    keys = {"database": session.staff.database_key, "sign": own.sign_seed, "seal": own.seal_seed}
    keys |= {f"officer {login}": seed for login, seed in session.staff.seeds.items()}
    keys |= {f"person {name}": kept for name, kept in persons.secrets_of(read, person).items()}
    return found | {f"key {name}": kept.hex() for name, kept in keys.items()}


def main() -> None:
    root = Path(sys.argv[1])
    said = json.dumps(work(root))
    shutil.copytree(root / "data", root / "as-it-was")  # with the write-ahead log
    sys.stdout.write(said + "\n")
    sys.stdout.flush()
    os._exit(0)


if __name__ == "__main__":
    main()
