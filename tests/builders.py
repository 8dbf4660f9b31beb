"""A practice cooperative to work in: founded once in a test run, copied for every test.

Its passwords and PINs are sealed again at the lowest cost that Argon2 knows; each slot says its own
cost, so everything that opens it is the program's own way in.
"""

import hashlib
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest

from kopdes_desktop.app import books, founding, joining
from kopdes_desktop.app.books import DATABASE, KEYS, Session
from kopdes_desktop.app.clock import SetClock
from kopdes_desktop.checks import audit, proofs, rebuild
from kopdes_desktop.db.compare import compare
from kopdes_desktop.kernel.dates import Month
from kopdes_desktop.kernel.ids import Entropy, system_entropy
from kopdes_desktop.ledger import balances, periods
from kopdes_desktop.ledger.entry import Line
from kopdes_desktop.members import queries as members
from kopdes_desktop.members.queries import MemberRow
from kopdes_desktop.office.accept import Accepted
from kopdes_desktop.office.actor import Actor, Approval
from kopdes_desktop.office.books import Books
from kopdes_desktop.office.office import Office
from kopdes_desktop.office.transaction import Answer
from kopdes_desktop.security import keyfile, people, queries
from kopdes_desktop.security.keyfile import KeyFile
from kopdes_desktop.security.passwords import Cost, derive, seal_pin
from kopdes_desktop.security.people import Secrets

PASSWORD, PIN = "latihan", "123456"
CHEAP = Cost(memory=8, passes=1, lanes=1)
#: A Monday in the second month of the practice books.
DAY = date(2026, 2, 2)
MORNING = datetime(2026, 2, 2, 1, 0, tzinfo=UTC)
#: The treasurer's device, and one outlet on either side of it.
HER_NUMBER, LOW_NUMBER, HIGH_NUMBER = 2_000_000, 5, 4_000_000


def approval(by: str = "ketua", reason: str = "sudah dilihat") -> Approval:
    """A second person who proves himself by PIN, and can sign."""
    return Approval(by, reason, PIN, PASSWORD)


# --- founding and opening -----------------------------------------------------------------------


def numbered(*numbers: int) -> Entropy:
    """The system's entropy, but for device numbers: these, in order."""
    left = list(numbers)

    def draw(size: int, /) -> bytes:
        return left.pop(0).to_bytes(3, "big") if size == 3 and left else system_entropy(size)

    return draw


def found(folder: Path) -> None:
    """An empty practice cooperative whose doors open quickly."""
    with cheaply():
        founding.found_practice(folder, clock=SetClock(MORNING), entropy=numbered(HER_NUMBER))


@contextmanager
def cheaply() -> Iterator[None]:
    """Whoever is given a password, a PIN or words meanwhile gets them at the lowest cost.

    Each slot says its own cost, so the books open by the program's own way in.
    """
    sealed = keyfile._sealed

    def sealed_cheaply(
        name: str, password: str, content: bytes, entropy: Entropy, _cost: Cost, *, once: bool
    ) -> keyfile.Slot:
        return sealed(name, password, content, entropy, CHEAP, once=once)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(keyfile, "_sealed", sealed_cheaply)
        for sealing in (derive, seal_pin):
            patch.setattr(sealing, "__defaults__", (CHEAP,))
        yield


def make_cheap(folder: Path) -> None:
    """Seal every slot and everybody's PIN again under the same secrets, at the lowest cost."""
    dear = KeyFile.load(folder / KEYS)
    cheap = KeyFile(dear.path, {}, CHEAP)
    for login in dear.names():
        opened = dear.unlock(login, PASSWORD)
        cheap = cheap.with_slot(
            login,
            PASSWORD,
            opened.database_key,
            system_entropy,
            once=False,
            officer_seed=opened.officer_seed,
        )
    cheap.save()
    with open_books(folder, dear.names()[0], None) as session:
        give_pins(session.office)


def give_pins(office: Office) -> None:
    """Everybody whom this laptop knows has the usual PIN here."""
    sealed = seal_pin(PIN, system_entropy, CHEAP)

    def seal_pins(made: Books) -> None:
        for user in queries.users(made):
            people.set_pin(made, user.key, sealed)

    office.note(seal_pins)


def copy(template: Path, folder: Path) -> Path:
    """The same books in another place."""
    shutil.copytree(template, folder)
    return folder


def open_books(
    folder: Path,
    login: str = "bendahara",
    day: date | None = DAY,
    at: datetime = MORNING,
    *,
    password: str = PASSWORD,
    secrets: Secrets | None = None,
) -> Session:
    """Sign in through the front door. `day` is named; None leaves it to the clock."""
    clock = SetClock(at)
    return books.open_books(folder, login, password, named_day=day, clock=clock, secrets=secrets)


@contextmanager
def working_as(office: Office, login: str) -> Iterator[Office]:
    """Somebody else at the same laptop for a while (no password asked, so he cannot sign)."""
    before = office.actor
    found_user = queries.user_called(office.reading, login)
    assert found_user is not None
    office.actor = Actor(found_user.key, login, found_user.role, found_user.person)
    yield office
    office.actor = before


# --- members and money --------------------------------------------------------------------------


def nik(n: int) -> str:
    """The n-th NIK of the village; every third person is a woman."""
    day = 1 + n % 28 + (40 if n % 3 == 0 else 0)
    return f"331001{day:02d}{1 + n % 12:02d}{60 + n % 40:02d}{n % 10_000:04d}"


def an_applicant(office: Office, n: int = 1, **fields: Any) -> int:
    """Somebody who wants to be a member; his key."""
    given = {"name": f"Anggota Nomor {n}", "nik": nik(n), **fields}
    return office.perform("membership.apply", given).id


def a_member(office: Office, n: int = 1, day: date | None = None, **fields: Any) -> MemberRow:
    """A member by the board's decision of `day` (today); before the books, of an old register."""
    start = periods.books_from(office.reading)
    if day is not None and start is not None and Month.of(day) < start:
        given = {"name": f"Anggota Nomor {n}", "nik": nik(n), "joined": day.isoformat(), **fields}
        adopted = members.member(office.reading, office.perform("membership.adopt", given).id)
        assert adopted is not None
        return adopted
    decision: dict[str, Any] = {
        "application": an_applicant(office, n, **fields),
        "approved": True,
        "decision_no": f"{n}/PENG",
    }
    if day is not None:
        decision["day"] = day.isoformat()
    answer = office.perform("membership.decide", decision)
    assert answer.number is not None
    found_member = members.member(office.reading, answer.number)
    assert found_member is not None
    return found_member


def pay(
    office: Office,
    member: MemberRow,
    product: str = "voluntary",
    key: str | None = None,
    **how: Any,
) -> Answer:
    """A receipt with one line: `amount=` or `months=`, and what else an order may say."""
    line = {"product": product}
    line |= {name: how.pop(name) for name in ("amount", "months") if name in how}
    return office.perform(
        "savings.deposit", {"member": member.key, "lines": [line], **how}, key=key
    )


def record(office: Office, *lines: tuple[str, int, str] | dict[str, Any], **how: Any) -> Answer:
    """A general journal entry of (account, amount, unit); `approval=` brings a second person."""
    second: Approval | None = how.pop("approval", None)
    made = [
        each
        if isinstance(each, dict)
        else dict(zip(("account", "amount", "unit"), each, strict=True))
        for each in lines
    ]
    order = {"text": "Jurnal", "lines": made, **how}
    return office.perform("accounting.record", order, approval=second)


def lines_of(office: Office, name: int | str) -> tuple[Line, ...]:
    """The lines of an entry as they were posted."""
    posted = balances.posted(office.reading, name)
    assert posted is not None
    return balances.entry_of(office.reading, posted.key).lines


def seen(lines: Iterable[Line]) -> list[tuple[str, int, str]]:
    """Account, amount and unit of lines, for comparing."""
    return [(line.account, int(line.amount), line.unit) for line in lines]


def balance(office: Office, account: str, day: date = date(2099, 1, 1)) -> int:
    """An account's balance on a day (debit +)."""
    return int(balances.balances_at(office.reading, day).get(account, 0))


def fact_count(office: Office) -> int:
    """How many facts there are."""
    row = office.database.connection.execute("SELECT count(*) FROM fact").fetchone()
    return int(row[0])


# --- proving ------------------------------------------------------------------------------------


def findings(office: Office, *but: str) -> dict[str, tuple[str, ...]]:
    """What the proofs of the books find, but for those named."""
    return {
        each.code: each.findings
        for each in proofs.run(office.reading)
        if each.findings and each.code not in but
    }


def require_green(office: Office) -> None:
    """Every proof, the rebuild and the audit find nothing."""
    assert findings(office) == {}
    rebuilt, broken = audit.audited_rebuild(office.reading, office.own.number, office.calendar)
    _require_same(office, rebuilt)
    assert broken == []


def require_rebuilt(office: Office) -> None:
    """The log gives these books again, and every fact was replayed."""
    _require_same(office, rebuild.rebuild(office.reading, office.own.number, office.calendar))


def _require_same(office: Office, rebuilt: rebuild.Rebuilt) -> None:
    assert rebuilt.differences == ()
    assert rebuilt.facts == fact_count(office)


# --- several laptops ----------------------------------------------------------------------------


Parcel = joining.Parcel
Change = Callable[[dict[str, Any]], object]


class Typed:
    """Somebody sits here and types a new password or PIN; one-time words are written down."""

    def __init__(self, password: str | None = None, pin: str | None = None) -> None:
        self.password, self.pin, self.words = password, pin, dict[str, str]()

    def new_password(self, login: str) -> str | None:
        return self.password

    def new_pin(self, login: str) -> str | None:
        return self.pin

    def show_words(self, login: str, words: str) -> None:
        self.words[login] = words


def forged(envelopes: Sequence[bytes], seq: int, change: Change) -> tuple[bytes, ...]:
    """A chain of one device with one fact changed, and all after it chained and hashed anew.

    `change` gets the whole envelope. A device can do this to its own chain at any time.
    """
    made: list[bytes] = []
    previous = ""
    for raw in envelopes:
        said = msgspec.json.decode(raw)
        if said["seq"] >= seq:
            if said["seq"] == seq:
                change(said)
            elif made:
                said["prev"] = previous
        made.append(msgspec.json.encode(said, order="sorted"))
        previous = hashlib.sha256(made[-1]).hexdigest()
    return tuple(made)


CLERKS = {"GA": "kasir", "GB": "kasir2"}


class Outlets(dict[str, Session]):
    """The outlets' laptops by series, each carried in and opened when it is asked for."""

    def __init__(self, template: Path, folder: Path) -> None:
        super().__init__()
        self.template, self.folder = template, folder

    def __missing__(self, series: str) -> Session:
        if self.template != self.folder:
            copy(self.template / series, self.folder / series)
        self[series] = open_books(self.folder / series, CLERKS[series])
        return self[series]


@dataclass
class Laptops:
    """The treasurer's laptop and her outlets', each with its own person in front of it."""

    hers: Session
    outlets: Outlets

    def close(self) -> None:
        """Close all that are open."""
        for session in (self.hers, *self.outlets.values()):
            session.close()

    def up(self, series: str, secrets: bool = True) -> Accepted:
        """An outlet's facts go to her."""
        parcel = self.parcel_of(series)
        return self.hers.office.accept(parcel.envelopes, parcel.secrets if secrets else ())

    def down(self, series: str) -> Accepted:
        """Her chain goes to an outlet."""
        parcel = self.parcel_of("KR")
        return self.outlets[series].office.accept(parcel.envelopes, parcel.secrets)

    def parcel_of(self, series: str) -> Parcel:
        """Everything that a laptop can give."""
        office = self.hers.office if series == "KR" else self.outlets[series].office
        return joining.outgoing(office.reading, office.own.number)

    def exchange(self) -> None:
        """Everything of those who are here goes up, then everything comes down."""
        for series in self.outlets:
            assert self.up(series).refused == []
        for series in self.outlets:
            self.down(series)


def require_equal(one: Session, other: Session) -> None:
    """Both files hold the same projections, row by row."""
    other.office.database.checkpoint()
    twin = one.folder.parent / f"{one.folder.name}-twin.db"
    shutil.copy(other.folder / DATABASE, twin)
    found_rows = compare(one.office.database, twin, other.staff.database_key)
    twin.unlink()
    assert found_rows.differences == ()
    assert found_rows.rows > 0


def found_laptops(folder: Path) -> None:
    """A treasurer with five members and two outlets, each outlet on a laptop of its own."""
    found(folder / "KR")
    with open_books(folder / "KR") as hers:
        office = hers.office
        for n in range(1, 6):
            a_member(office, n, day=date(2026, 1, 5))
        _second_outlet(hers)
        office.entropy = numbered(LOW_NUMBER, HIGH_NUMBER)
        joining.invite(
            hers, folder / "GA.json", series="GA", login="kasir", units=("G1",), approval=approval()
        )
        joining.invite(
            hers,
            folder / "GB.json",
            series="GB",
            login="kasir2",
            units=("G2",),
            approval=approval(),
        )
    for series in ("GA", "GB"):
        invitation = folder / f"{series}.json"
        with cheaply():
            joining.join(folder / series, invitation, PASSWORD, clock=SetClock(MORNING))
    laptops = open_laptops(folder, folder)
    outlets = [laptops.outlets[series] for series in CLERKS]
    laptops.exchange()
    for outlet in outlets:
        give_pins(outlet.office)
    laptops.close()


def _second_outlet(hers: Session) -> None:
    """Unit G2 with a drawer, a box on the way, and its clerk."""
    office = hers.office
    office.perform("accounting.add_unit", {"code": "G2", "name": "Gerai Pupuk", "kind": "outlet"})
    clerk = office.perform(
        "security.add_user",
        {"name": "kasir2", "person": "Kasir Dua", "role": "cashier"},
        approval=approval(),
    )
    for code, account in (("LACI-G2", "1-1103"), ("JALAN-G2", "1-1105")):
        box: dict[str, Any] = {"code": code, "name": code, "account": account, "unit": "G2"}
        if code == "LACI-G2":
            box["keeper"] = clerk.id
        office.perform("accounting.add_box", box)


def open_laptops(template: Path, folder: Path) -> Laptops:
    """Her laptop, copied and opened; the others follow when they are asked for."""
    if template != folder:
        copy(template / "KR", folder / "KR")
    return Laptops(open_books(folder / "KR"), Outlets(template, folder))
