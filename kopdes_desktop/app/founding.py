"""Founding a cooperative from its profile: N facts in one batch, nothing seeded outside the log."""

from __future__ import annotations

import base64
import tomllib
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import msgspec

from kopdes_desktop.accounting.founding import BeginOrder, BoxOrder, ChartOrder, UnitOrder
from kopdes_desktop.app import books
from kopdes_desktop.app.clock import SystemClock
from kopdes_desktop.app.erased import forget_erased
from kopdes_desktop.kernel.dates import Month, in_zone
from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.ids import Entropy, draw_device, draw_uuid, fact_key, system_entropy
from kopdes_desktop.kernel.money import Rupiah
from kopdes_desktop.kernel.progress import Silent
from kopdes_desktop.kernel.wording import month
from kopdes_desktop.ledger.periods import Months
from kopdes_desktop.office.actor import Actor
from kopdes_desktop.office.device import Installation
from kopdes_desktop.office.office import Office
from kopdes_desktop.office.settings import (
    COUNT_NEEDED,
    PRACTICE,
    VOLUNTARY_BASIS,
    ZONE,
    SettingsOrder,
)
from kopdes_desktop.office.transaction import Transaction
from kopdes_desktop.places import RESOURCES
from kopdes_desktop.savings.operations import ProductOrder, RateOrder
from kopdes_desktop.security import anchoring, people, queries
from kopdes_desktop.security.devices import SEED_BYTES, EnrolOrder
from kopdes_desktop.security.keyfile import KeyFile
from kopdes_desktop.security.operations import UserOrder
from kopdes_desktop.security.passwords import require_pin, seal_pin
from kopdes_desktop.security.people import Staff
from kopdes_desktop.security.roles import Matrix
from kopdes_desktop.security.signin import Gate

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from kopdes_desktop.kernel.dates import Clock
    from kopdes_desktop.kernel.progress import Progress

TEMPLATES = RESOURCES / "templates"
PRACTICE_PASSWORD, PRACTICE_PIN = "latihan", "123456"
#: Making the database, writing the facts with everybody's slot.
_STEPS = 2


class Person(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Somebody who signs in."""

    name: str
    person: str
    role: str


class ProfileUnit(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A unit."""

    code: str
    name: str
    kind: str


class ProfileBox(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A cash box or bank account; its keeper by sign-in name."""

    code: str
    name: str
    account: str
    unit: str
    keeper: str = ""


class ProfileRate(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a product costs from another day on, and the decision that says so."""

    since: date = msgspec.field(name="from")
    amount: int
    decision_no: str = ""


class ProfileSavings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A savings product with its amount (a month, or in all), from a day (the first of the books).

    `besaran` tells what it costs from other days on.
    """

    code: str
    name: str
    kind: str
    account: str
    unit: str
    amount: int = 0
    decision_no: str = ""
    basis: str = ""
    since: date | None = msgspec.field(name="from", default=None)
    rates: tuple[ProfileRate, ...] = msgspec.field(name="besaran", default=())


class BookStart(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """When the books begin, and this laptop's series."""

    since: str = msgspec.field(name="from")
    year_starts: int = 1
    series: str = "KR"


class ProfilePaper(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What stands on papers beside the identity: one more line, a logo's file, who signs."""

    line: str = ""
    logo: str = ""
    chair: str = ""
    treasurer: str = ""
    supervisor: str = ""


class Profile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All that founding needs."""

    identity: dict[str, str] = msgspec.field(name="koperasi")
    start: BookStart = msgspec.field(name="buku")
    people: tuple[Person, ...] = msgspec.field(name="orang")
    units: tuple[ProfileUnit, ...] = msgspec.field(name="unit")
    boxes: tuple[ProfileBox, ...] = msgspec.field(name="kas")
    savings: tuple[ProfileSavings, ...] = msgspec.field(name="simpanan")
    paper: ProfilePaper = msgspec.field(name="kertas", default=ProfilePaper())


def read_profile(path: Path) -> Profile:
    """A profile from its TOML file. Raises BadField with the place that is wrong."""
    try:
        raw = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadField(name="profile", reason=str(error), field="profile") from error
    except OSError as error:
        reason = error.strerror or str(error)
        raise BadField(name="profile", reason=reason, field="profile") from error
    return profile_of(raw)


def profile_of(raw: Mapping[str, Any]) -> Profile:
    """A profile from what its TOML file says. Raises BadField with the place that is wrong."""
    try:
        profile = msgspec.convert(raw, Profile)
    except msgspec.ValidationError as error:
        raise BadField(name="profile", reason=str(error), field="profile") from error
    _require_sense(profile)
    return profile


def _require_sense(profile: Profile) -> None:
    """Refuse a profile with which nobody could work. BadField names the part of the profile."""
    wrong = {
        "koperasi.name": (
            not profile.identity.get("name", "").strip(),
            N_("nama koperasi harus ada"),
        ),
        "orang": (
            not profile.people or profile.people[0].role != "treasurer",
            N_("orang pertama harus bendahara (treasurer): laptop ini memegang pembukuan"),
        ),
        "buku.year_starts": (
            not 1 <= profile.start.year_starts <= 12,  # noqa: PLR2004  months of a year
            N_("bulan awal tahun buku adalah 1 sampai 12"),
        ),
        "koperasi.zone": (
            _zone(profile) not in ZONE.among,
            N_("zona waktu adalah Asia/Jakarta, Asia/Makassar, atau Asia/Jayapura"),
        ),
    }
    for part, (is_wrong, reason) in wrong.items():
        if is_wrong:
            raise BadField(name=part, reason=_(reason), field=part)


def _zone(profile: Profile) -> str:
    return profile.identity.get("zone", ZONE.default)


def _require_begun(profile: Profile, today: date) -> None:
    """Refuse books of a month that is still to come: nothing could be recorded in them."""
    try:
        first = Month(profile.start.since)
    except ValueError:
        return  # the order itself refuses what is no month
    if first > Month.of(today):
        reason = _(N_("bulan pertama pembukuan {month} belum tiba, paling lambat {now}")).format(
            month=month(first), now=month(Month.of(today))
        )
        raise BadField(name="buku", reason=reason, field="buku.from")


def example_profile() -> str:
    """The commented example."""
    return (TEMPLATES / "profile.toml").read_text("utf-8")


@dataclass
class FoundingSecrets:
    """The passwords that were typed (the first person's at least), and words for the others."""

    passwords: Mapping[str, str]
    pins: Mapping[str, str]
    words: dict[str, str] = field(default_factory=dict)

    def new_password(self, login: str) -> str | None:
        """The password that was typed for this person."""
        return self.passwords.get(login)

    def new_pin(self, login: str) -> str | None:
        """The PIN that was typed for this person; the others set theirs later."""
        return self.pins.get(login)

    def show_words(self, login: str, words: str) -> None:
        """Kept until they are printed, once."""
        self.words[login] = words


def found(
    folder: Path,
    profile: Profile,
    passwords: Mapping[str, str],
    *,
    pins: Mapping[str, str] = MappingProxyType({}),
    practice: bool = False,
    progress: Progress | None = None,
    clock: Clock | None = None,
    entropy: Entropy = system_entropy,
) -> dict[str, str]:
    """Make a new cooperative in a folder; the one-time words of everybody without a password.

    `passwords` holds at least the first person's, `pins` those that were typed too. Failed, stopped
    or killed before its end, it leaves no books. Raises BadPlace when books may not lie there,
    AlreadyFounded, WeakPassword, BadField: for books of a month that has not begun, too.
    """
    clock = clock or SystemClock()
    if not practice:
        _require_begun(profile, in_zone(clock.now(), _zone(profile)).date())
    for pin in pins.values():
        require_pin(pin, practice=practice)
    secrets = FoundingSecrets(passwords, pins)
    watched = progress or Silent()
    with books.made_aside(folder) as aside:
        watched.step(0, _STEPS)
        office, staff = _office(aside, profile, secrets, clock, entropy, practice)
        try:
            watched.step(1, _STEPS)
            office.together(lambda deal: _facts(deal, profile, practice=practice), founding=True)
            _set_pins(office, pins, entropy)
            staff.gate.prepare()
            watched.step(_STEPS, _STEPS)
        finally:
            if office.anchor is not None:
                office.anchor.close()
            office.database.close()
    return secrets.words


def _office(  # noqa: PLR0917
    folder: Path,
    profile: Profile,
    secrets: FoundingSecrets,
    clock: Clock,
    entropy: Entropy,
    practice: bool,  # noqa: FBT001
) -> tuple[Office, Staff]:
    """An empty database with this laptop's own device in it, and the first person at work."""
    database_key = entropy(32)
    database = books.empty_books(folder, database_key)
    number = draw_device(entropy)
    books.note_installation(
        database,
        Installation(
            draw_uuid(entropy),
            number,
            profile.start.series,
            entropy(SEED_BYTES),
            entropy(SEED_BYTES),
        ),
        entropy(32),
    )
    gate = Gate(folder / books.SIGN_INS, clock, [each.name for each in profile.people])
    staff = Staff(
        Matrix.load(),
        database_key=database_key,
        key_file=KeyFile(folder / books.KEYS),
        gate=gate,
        clock=clock,
        secrets=secrets,
        practice=practice,
    )
    office = Office(
        database,
        people=staff,
        calendar=Months(),
        clock=clock,
        entropy=entropy,
        storage=books.Storage(folder, database_key),
        tidy=forget_erased,
    )
    office.anchor = anchoring.anchor_of(office.own)
    first = profile.people[0]
    office.actor = Actor(fact_key(number, 2), first.name, first.role, fact_key(number, 2))
    return office, staff


def _facts(deal: Transaction, profile: Profile, *, practice: bool) -> None:
    """The founding facts, the device's own first."""
    deal.then("device.enrol", EnrolOrder(profile.start.series))
    users = {
        each.name: deal.then("security.add_user", UserOrder(each.name, each.person, each.role))
        for each in profile.people
    }
    fields: dict[str, Any] = {
        (ZONE.code if name == "zone" else f"identity.{name}"): value
        for name, value in profile.identity.items()
    }
    fields |= {PRACTICE.code: practice, "book_year_starts": profile.start.year_starts}
    fields |= {} if practice else {COUNT_NEEDED.code: True}
    paper = profile.paper
    signers = {"chair": paper.chair, "treasurer": paper.treasurer, "supervisor": paper.supervisor}
    fields |= {f"signer.{role}": name for role, name in signers.items() if name}
    fields |= {"letterhead.extra": paper.line} if paper.line else {}
    basis = next((each.basis for each in profile.savings if each.basis), "")
    deal.then("settings.change", SettingsOrder({**fields, VOLUNTARY_BASIS.code: basis}))
    if paper.logo:
        deal.then("settings.set_logo", {"image": _picture(Path(paper.logo))})
    deal.then("accounting.begin", BeginOrder(profile.start.since))
    deal.then("accounting.adopt_chart", ChartOrder())
    for unit in profile.units:
        deal.then("accounting.add_unit", UnitOrder(unit.code, unit.name, unit.kind))
    for box in profile.boxes:
        keeper = _keeper(users, box)
        order = BoxOrder(box.code, box.name, box.account, box.unit, keeper)
        deal.then("accounting.add_box", order)
    for each in profile.savings:
        _offer(deal, each, Month(profile.start.since).first())


def _picture(path: Path) -> str:
    """A logo's file as text. Raises BadField when it cannot be read."""
    try:
        return base64.b64encode(path.read_bytes()).decode("ascii")
    except OSError as error:
        reason = _(N_("logo {name} tidak dapat dibaca")).format(name=path.name)
        raise BadField(name="kertas", reason=reason, field="kertas.logo") from error


def _keeper(users: dict[str, Any], box: ProfileBox) -> int | None:
    if not box.keeper:
        return None
    if box.keeper not in users:
        reason = _(N_("pemegang {name} tidak ada di daftar orang")).format(name=box.keeper)
        raise BadField(name="kas", reason=reason, field="kas")
    return int(users[box.keeper])


def _offer(deal: Transaction, each: ProfileSavings, since: date) -> None:
    if each.kind == "voluntary" and not each.basis.strip():
        reason = _(N_("simpanan sukarela memerlukan izin USP atau keputusan rapat"))
        raise BadField(name="simpanan", reason=reason, field="simpanan")
    order = msgspec.convert(
        {
            "code": each.code,
            "name": each.name,
            "kind": each.kind,
            "account": each.account,
            "unit": each.unit,
        },
        ProductOrder,
    )
    deal.then("savings.add_product", order)
    first = ProfileRate(each.since or since, each.amount, each.decision_no)
    rates = (first, *each.rates) if each.amount else each.rates
    for rate in sorted(rates, key=lambda one: one.since, reverse=True):  # none later than one set
        price = RateOrder(
            product=each.code,
            from_=rate.since,
            amount=Rupiah(rate.amount),
            decision_no=rate.decision_no or "-",
        )
        deal.then("savings.set_rate", price)


def _set_pins(office: Office, pins: Mapping[str, str], entropy: Callable[[int], bytes]) -> None:
    """The PINs that were typed; equal ones (in practice books) are sealed once."""
    for pin in sorted(set(pins.values())):
        sealed = seal_pin(pin, entropy)
        for login in (each for each, own in pins.items() if own == pin):
            user = queries.require_user(office.reading, login).key
            office.note(partial(people.set_pin, user=user, sealed=sealed))


def found_practice(
    folder: Path,
    *,
    since: Month | None = None,
    clock: Clock | None = None,
    entropy: Entropy = system_entropy,
) -> None:
    """An empty practice cooperative: six people, one password, marked LATIHAN everywhere."""
    profile = read_profile(TEMPLATES / "practice.toml")
    if since is not None:
        start = msgspec.structs.replace(profile.start, since=str(since))
        profile = msgspec.structs.replace(profile, start=start)
    passwords = {each.name: PRACTICE_PASSWORD for each in profile.people}
    pins = dict.fromkeys(passwords, PRACTICE_PIN)
    found(folder, profile, passwords, pins=pins, practice=True, clock=clock, entropy=entropy)
