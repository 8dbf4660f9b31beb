"""Books of four sizes: a made-up cooperative's whole history, taken in through `Office.accept`.

The entries come from a generator outside this project; KOPDES_BENCH names its folder. Founding,
members and a second laptop are real; from there on the treasurer's chain is written here, fact by
fact in canonical form, and the second laptop takes it in. What every account must come to is summed
up on the way, apart from the program.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import random
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from datetime import date
from itertools import islice
from pathlib import Path
from types import ModuleType

import msgspec

from kopdes_desktop.accounting.operations import Recorded
from kopdes_desktop.app import founding, joining
from kopdes_desktop.app.books import Session
from kopdes_desktop.app.clock import SetClock
from kopdes_desktop.db import guards
from kopdes_desktop.kernel.dates import Month
from kopdes_desktop.kernel.money import Rupiah
from kopdes_desktop.ledger.entry import Line, entry
from kopdes_desktop.office import numbering
from kopdes_desktop.office.days import DayOpened
from kopdes_desktop.office.facts import ENVELOPE_VERSION, By, Envelope, canonical, digest
from kopdes_desktop.office.numbering import DocumentNumber
from kopdes_desktop.office.office import Office
from kopdes_desktop.office.operation import Fact, find
from kopdes_desktop.savings.operations import Deposited, DepositedLine
from tests import builders
from tests.benchmarks import outlet, village

ROOT = Path(__file__).resolve().parents[2]
GENERATOR = Path(os.environ.get("KOPDES_BENCH", ROOT.parent / "shared" / "bench")) / "coopgen.py"
SEED = 17
CHUNK = 5_000
#: What every box begins with, so that none falls below zero, and what members pay a month.
LARGE, DUES = 10**11, 20_000

#: Where the generator's accounts stand in our chart: account and unit.
PLACES = {
    "11101": ("1-1101", "KTR"),
    "11102": ("1-1103", "G1"),
    "11103": ("1-1104", "USP"),
    "11201": ("1-1111", "KTR"),
    "11203": ("1-1121", "G1"),
    "11301": ("1-1301", "USP"),
    "11302": ("1-1201", "G1"),
    "11401": ("1-1401", "G1"),
    "11402": ("1-1403", "G1"),
    "11403": ("1-1402", "G1"),
    "11404": ("1-1404", "G1"),
    "13101": ("1-2102", "KTR"),
    "13103": ("1-2105", "KTR"),
    "13109": ("1-2205", "KTR"),
    "21101": ("2-1101", "USP"),
    "21201": ("2-1201", "G1"),
    "22101": ("2-2101", "KTR"),
    "31101": ("3-1101", "KTR"),
    "31102": ("3-1102", "KTR"),
    "31201": ("3-1201", "KTR"),
    "31301": ("3-1301", "KTR"),
    "31401": ("3-1401", "KTR"),
    "41101": ("4-1101", "G1"),
    "41102": ("4-1102", "G1"),
    "41201": ("4-1201", "USP"),
    "41203": ("4-1202", "USP"),
    "51101": ("5-1101", "G1"),
    "51102": ("5-1101", "G1"),
    "51103": ("5-1101", "G1"),
    "51104": ("5-1101", "G1"),
    "52101": ("6-1101", "KTR"),
    "52102": ("6-1201", "KTR"),
    "52103": ("6-1201", "KTR"),
    "52105": ("6-1202", "KTR"),
    "52106": ("6-1203", "KTR"),
    "52107": ("6-1301", "KTR"),
    "53103": ("6-1102", "KTR"),
    "54102": ("6-1208", "KTR"),
}
BOXES = {"1-1101": "KAS", "1-1103": "LACI-G1", "1-1104": "USP", "1-1111": "BRI"}
LINES_OF_BUSINESS = dict(zip("1234", ("sembako", "pupuk", "LPG", "apotek"), strict=True))
BY_MEMBER = frozenset({"1-1201", "1-1301", "2-1101", "3-1101", "3-1102"})
#: Entries that are a member's savings: the product, and the box that takes them.
SAVINGS = {
    "SP": ("principal", "1-1101", "KTR"),
    "SW": ("mandatory", "1-1101", "KTR"),
    "SS": ("voluntary", "1-1104", "USP"),
}

Posted = tuple[date, str, str, str, int | None, list[tuple[int, int]]]


class History:
    """The treasurer's chain, written on from where her laptop left it."""

    def __init__(self, office: Office, members: list[int]) -> None:
        self.own, self.dev, self.members = office.own, office.own_id, members
        self.seq, self.prev = office.chain.seq, (office.chain.hash or b"").hex()
        self.by = By(office.signed_in.user, office.signed_in.role)
        self.used = {
            (kind, year): last for kind, _series, year, last in numbering.counters(office.database)
        }
        self.day = office.today()
        self.sums: Counter[str] = Counter()

    def envelopes(self, posted: Iterator[Posted], codes: list[str]) -> Iterator[bytes]:
        """The chain of all these entries; a business day opens with its first."""
        yield self._began()
        for day, kind, _ref, text, member, lines in posted:
            if day != self.day:
                self.day = day
                yield self._sealed("day.open", DayOpened(day))
            if kind in SAVINGS:
                yield self._deposit(kind, self.members[(member or 0) - 1], abs(lines[0][1]))
            else:
                named = [(codes[account - 1], amount) for account, amount in lines]
                yield self._record(text, self.members[member - 1] if member else None, named)

    def _began(self) -> bytes:
        """Money in every box, against the general reserve."""
        boxes = [
            Line(account, Rupiah(LARGE), unit, box=box, movement="saldo awal")
            for account, box in BOXES.items()
            for found, unit in PLACES.values()
            if found == account
        ]
        reserve = Line("3-1301", Rupiah(-LARGE * len(boxes)), "KTR", movement="saldo awal")
        return self._posted("SAW", "accounting.open_balances", "Saldo awal", [*boxes, reserve])

    def _record(self, text: str, member: int | None, named: list[tuple[str, int]]) -> bytes:
        lines = []
        for code, amount in named:
            account, unit = PLACES[code]
            if account == "5-1101" and member is None:
                account = "5-1102"
            trade = account.startswith(("1-14", "4-11", "5-11"))
            lines.append(
                Line(
                    account,
                    Rupiah(amount),
                    unit,
                    key=member if account in BY_MEMBER else None,
                    box=BOXES.get(account),
                    lini=LINES_OF_BUSINESS.get(code[-1], "sembako") if trade else None,
                )
            )
        return self._posted("JRN", "accounting.record", text, lines)

    def _posted(self, kind: str, code: str, text: str, lines: list[Line]) -> bytes:
        made = entry(text, *lines, kind="opening" if kind == "SAW" else "ordinary")
        self._add_up(made.lines)
        return self._sealed(code, Recorded(self._number(kind), made))

    def _deposit(self, kind: str, member: int, amount: int) -> bytes:
        """A receipt of one line; what the generator takes out comes in: nobody withdraws yet."""
        product, account, unit = SAVINGS[kind]
        place, owner = PLACES[{"SP": "31101", "SW": "31102", "SS": "21101"}[kind]]
        number = self._number("SMP")
        whole = Rupiah(amount)
        made = entry(
            f"Setoran simpanan {number}",
            Line(account, whole, unit, box=BOXES[account]),
            Line(place, -whole, owner, key=member, movement="setoran"),
        )
        self._add_up(made.lines)
        line = DepositedLine(member, product, whole)
        if kind == "SW":
            line = DepositedLine(member, product, whole, ((str(Month.of(self.day)), whole, whole),))
        fact = Deposited(
            number=number,
            member=member,
            lines=(line,),
            total=whole,
            box=BOXES[account],
            entry=made,
        )
        return self._sealed("savings.deposit", fact)

    def _number(self, kind: str) -> str:
        name = (kind, self.day.year)
        self.used[name] = self.used.get(name, 0) + 1
        return str(DocumentNumber(kind, self.own.series, self.day.year, self.used[name]))

    def _add_up(self, lines: tuple[Line, ...]) -> None:
        for line in lines:
            self.sums[line.account] += int(line.amount)

    def _sealed(self, kind: str, fact: Fact) -> bytes:
        self.seq += 1
        raw = canonical(
            Envelope(
                v=ENVELOPE_VERSION,
                coop=self.own.coop,
                dev=self.dev,
                seq=self.seq,
                kind=kind,
                kv=find(kind).version,
                at=f"{self.day}T09:00:00.000+07:00",
                bd=self.day,
                by=self.by,
                d=msgspec.Raw(canonical(fact)),
                prev=self.prev,
            )
        )
        self.prev = digest(raw).hex()
        return raw


def generator() -> ModuleType:
    """The generator of entries. FileNotFoundError when it is not on this machine."""
    if not GENERATOR.is_file():
        raise FileNotFoundError(GENERATOR)
    spec = importlib.util.spec_from_file_location("coopgen", GENERATOR)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def stream(size: str) -> tuple[int, list[str], Iterator[Posted]]:
    """How many members, the generator's account codes, and its entries: the same each time."""
    made = generator()
    members, years, sales, products = made.SIZES[size]
    dice = random.Random(SEED)  # noqa: S311  the same books each time
    made.make_members(dice, members)
    goods = made.make_products(dice, products)
    codes = [code for code, _type, _path in made.ACCOUNTS]
    return members, codes, made.entries(dice, members, years, sales, goods)


def books(size: str) -> Path:
    """The second laptop's books of this size, made once on a machine; copy them to write."""
    made_of = (*guards.ddl(), GENERATOR.read_text("utf-8"), Path(__file__).read_text("utf-8"))
    name = hashlib.sha256("\n".join(made_of).encode()).hexdigest()[:12]
    folder = Path(tempfile.gettempdir()) / "kopdes-benchmarks" / f"{size}-{name}"
    if not folder.exists():
        half = folder.with_suffix(f".{os.getpid()}")
        _make(size, half)
        half.replace(folder)
    return folder / "buku"


def sums(books_folder: Path) -> dict[str, int]:
    """What each account must come to at the end of these books (debit +), zeros left out."""
    found: dict[str, int] = json.loads((books_folder.parent / "sums.json").read_text("utf-8"))
    return found


def last_day(books_folder: Path) -> date:
    """The day of the last entry."""
    return date.fromisoformat((books_folder.parent / "last.txt").read_text("utf-8"))


def opened(folder: Path, day: date | None = None) -> Session:
    """The second laptop with the treasurer in front of it."""
    return builders.open_books(folder, village.TREASURER, day, builders.MORNING)


def _make(size: str, folder: Path) -> None:
    count, codes, posted = stream(size)
    made = generator()
    first = date(made.FIRST_YEAR, 1, 1)
    hers, second = folder / "bendahara", folder / "buku"
    _found(hers, first)
    with builders.open_books(hers, village.TREASURER, first) as treasurer:
        members = village.admit(treasurer, count)
        outlet.found(treasurer.office)
        joining.invite(
            treasurer,
            folder / "undangan.json",
            login=village.TREASURER,
            approval=builders.approval(),
        )
        joining.join(second, folder / "undangan.json", builders.PASSWORD)
        builders.make_cheap(second)
        with opened(second, first) as other:
            _exchange(treasurer.office, other.office)
            history = History(treasurer.office, members)
            chain = history.envelopes(posted, codes)
            while chunk := list(islice(chain, CHUNK)):
                assert other.office.accept(chunk).new == len(chunk)
    (folder / "sums.json").write_text(json.dumps({k: v for k, v in history.sums.items() if v}))
    (folder / "last.txt").write_text(history.day.isoformat())
    shutil.rmtree(hers)


def _found(folder: Path, first: date) -> None:
    """A practice cooperative whose dues are those of the generator."""
    profile = founding.read_profile(founding.TEMPLATES / "practice.toml")
    savings = tuple(
        msgspec.structs.replace(each, amount=DUES) if each.code == "mandatory" else each
        for each in profile.savings
    )
    start = msgspec.structs.replace(profile.start, since=str(Month.of(first)))
    profile = msgspec.structs.replace(profile, start=start, savings=savings)
    passwords = {each.name: builders.PASSWORD for each in profile.people}
    founding.found(folder, profile, passwords, practice=True, clock=SetClock(builders.MORNING))
    builders.make_cheap(folder)


def _exchange(hers: Office, other: Office) -> None:
    """The second laptop shows itself, and takes the treasurer's chain."""
    shown = joining.outgoing(other.reading, other.own.number)
    assert not hers.accept(shown.envelopes, shown.secrets).refused
    parcel = joining.outgoing(hers.reading, hers.own.number)
    other.accept(parcel.envelopes, parcel.secrets)


def main(words: list[str]) -> None:
    """Make books of these sizes now, and say where they are."""
    for size in words:
        print(size, books(size))


if __name__ == "__main__":
    main(sys.argv[1:])
