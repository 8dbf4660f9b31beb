"""Practice books for bad days: founded once, opened in milliseconds, with members who save."""

import os
import random
import shutil
from datetime import date
from pathlib import Path

from kopdes_desktop.app import books, founding
from kopdes_desktop.app.books import Session
from kopdes_desktop.kernel.dates import Clock
from kopdes_desktop.kernel.ids import system_entropy
from kopdes_desktop.office.books import Books
from kopdes_desktop.security import people, queries
from kopdes_desktop.security.keyfile import KeyFile
from kopdes_desktop.security.passwords import Cost, seal_pin
from tests import builders

DAY = date(2026, 11, 2)
PASSWORD, PIN = founding.PRACTICE_PASSWORD, founding.PRACTICE_PIN
MEMBERS = tuple(f"{n:04d}" for n in range(1, 7))
#: Guessing is what these cost protects from, and nobody guesses here but test_guessing.
CHEAP = Cost(memory=8, passes=1, lanes=1)
#: The seed of the fast lane; another one by KOPDES_FAULT_SEED.
SEED = int(os.environ.get("KOPDES_FAULT_SEED", "20261121"))


def dice(*seed: object) -> random.Random:
    """The same throws again for the same seed."""
    return random.Random(repr(seed))  # noqa: S311  chance that can be had again, not a secret


def make(folder: Path) -> None:
    """Found the books with cheap slots and PINs, let six members in."""
    with builders.cheaply():
        founding.found_practice(folder)
    with unlocked(folder) as session:
        for n, _number in enumerate(MEMBERS):
            welcome(session, f"Warga {'ABCDEF'[n]}")


def cheapen(folder: Path) -> None:
    """Seal every slot again under a cost that takes no time."""
    old = KeyFile.load(folder / books.KEYS)
    new = KeyFile(old.path, cost=CHEAP)
    for name in old.names():
        slot = old.unlock(name, PASSWORD)
        new = new.with_slot(
            name,
            PASSWORD,
            slot.database_key,
            system_entropy,
            once=False,
            officer_seed=slot.officer_seed,
        )
    new.save()


def pins(session: Session) -> None:
    """The practice PIN for everybody, under the same cost."""
    sealed = seal_pin(PIN, system_entropy, CHEAP)
    users = [user.key for user in queries.users(session.office.reading)]

    def set_all(kept: Books) -> None:
        for user in users:
            people.set_pin(kept, user, sealed)

    session.office.note(set_all)


def welcome(session: Session, name: str) -> str:
    """A new member with something on his account; his number."""
    office = session.office
    applied = office.perform("membership.apply", {"name": name})
    order = {"application": applied.id, "approved": True, "decision_no": "1/2026"}
    number = office.perform("membership.decide", order).number
    assert number is not None
    deposit(session, number, 100_000)
    return number


def deposit(session: Session, member: str, amount: int = 10_000) -> str:
    """A voluntary deposit; its document number."""
    order = {"member": member, "lines": [{"product": "voluntary", "amount": amount}]}
    number = session.office.perform("savings.deposit", order).number
    assert number is not None
    return number


def unlocked(
    folder: Path,
    user: str = "bendahara",
    password: str = PASSWORD,
    *,
    clock: Clock | None = None,
    day: date | None = DAY,
) -> Session:
    """The books through their own door."""
    return books.open_books(folder, user, password, named_day=day, clock=clock)


def database_key(folder: Path) -> bytes:
    """What an insider with tools gets out of his own slot."""
    return KeyFile.load(folder / books.KEYS).unlock("bendahara", PASSWORD).database_key


def copied(source: Path, target: Path) -> Path:
    """A fresh copy of closed books in place of whatever is there."""
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(source, target)
    return target


def emptied(folder: Path) -> None:
    """Nothing is left in this folder."""
    shutil.rmtree(folder, ignore_errors=True)
