"""What the screen of people shows, and what needs passwords: all on the database's thread."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from msgspec import Struct

from kopdes_desktop.kernel.dates import in_zone
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.wording import clock, short_day
from kopdes_desktop.members import queries as members
from kopdes_desktop.office.actor import Level
from kopdes_desktop.office.log import last_at_work, of_kinds
from kopdes_desktop.office.operation import in_words
from kopdes_desktop.office.transaction import Request
from kopdes_desktop.security import queries as users
from kopdes_desktop.security.people import PIN_TRIES, NoSecrets
from kopdes_desktop.ui.door import Session

if TYPE_CHECKING:
    from kopdes_desktop.security.people import Staff

ADD, CHANGE_ROLE = "security.add_user", "security.change_role"
LINK, REMOVE = "security.link_member", "security.remove_user"
PASSWORD, PIN = "security.change_password", "security.change_pin"
DEEDS = (ADD, CHANGE_ROLE, LINK, REMOVE, PASSWORD)
#: Whose right it is to know of wrong passwords.
FAILURES_RIGHT = "report.supervision"
_FAILURES = "security.note_failures"
_FAILURE_DAYS = timedelta(days=30)
#: Nobody's deed: the program's own, or done once at the founding.
_NOBODYS = frozenset({_FAILURES, "device.join", "accounting.begin", "accounting.adopt_chart"})
_READS = {
    "read.checks": N_("Memeriksa keutuhan buku"),
    "read.devices": N_("Melihat perangkat koperasi"),
    "read.export": N_("Menyalin jurnal untuk program lain"),
    "read.imports": N_("Melihat buku lama yang dibaca"),
    "read.members": N_("Membuka daftar anggota"),
    "read.personal": N_("Melihat NIK dan data pribadi utuh"),
    "read.goods": N_("Melihat daftar barang dan harganya"),
    "read.purchases": N_("Melihat pembelian dan pemasok"),
    "read.stock": N_("Melihat stok dan kartunya"),
    "read.slips": N_("Melihat dan mencetak ulang bukti"),
}
_AREAS = {
    "savings": N_("Simpanan"),
    "membership": N_("Keanggotaan"),
    "members": N_("Anggota"),
    "accounting": N_("Pembukuan"),
    "day": N_("Hari dan bulan"),
    "month": N_("Hari dan bulan"),
    "import": N_("Buku lama"),
    "security": N_("Orang"),
    "settings": N_("Pengaturan"),
    "device": N_("Perangkat"),
    "sync": N_("Perangkat"),
    "backup": N_("Cadangan"),
    "printing": N_("Printer & kertas"),
    "read": N_("Melihat"),
    "report": N_("Laporan"),
}
LEVELS = {
    Level.MAY: N_("boleh"),
    Level.APPROVAL: N_("berdua"),
    Level.SECOND: N_("menyetujui"),
    Level.NO: "",
}


class Officer(Struct, frozen=True):
    """Somebody who signs in, or once did."""

    user: users.User
    role: str
    member: members.MemberRow | None
    slot: str
    pin: str
    at_work: str
    failures: int


class Roster(Struct, frozen=True):
    """Everybody, who looks at it, and what he may do."""

    officers: Sequence[Officer]
    me: int
    may: frozenset[str]
    roles: Sequence[tuple[str, str]]
    sees_failures: bool


class Right(Struct, frozen=True):
    """One line of the matrix: a deed in words, and how far each role goes with it."""

    area: str
    deed: str
    levels: Mapping[str, Level]


@dataclass
class Shown:
    """Takes one-time words for somebody who is not here, to be shown once."""

    words: dict[str, str] = field(default_factory=dict, repr=False)

    def new_password(self, _login: str) -> str | None:
        """Nobody types here for somebody else."""

    def new_pin(self, _login: str) -> str | None:
        """As above."""

    def show_words(self, login: str, words: str) -> None:
        """Kept until they are read."""
        self.words[login] = words


@dataclass(frozen=True)
class Own:
    """What the person at the keyboard types for himself."""

    password: str | None = field(default=None, repr=False)
    pin: str | None = field(default=None, repr=False)

    def new_password(self, _login: str) -> str | None:
        """His new password."""
        return self.password

    def new_pin(self, _login: str) -> str | None:
        """His new six digits."""
        return self.pin

    def show_words(self, _login: str, _words: str) -> None:
        """No words are made for who types a password himself."""


def roster(session: Session) -> Roster:
    """Everybody who signs in, the active ones first."""
    office = session.office
    read, staff = office.reading, session.staff
    at_work = last_at_work(read)
    failures = _failures(session)
    made = [
        Officer(
            user,
            staff.role_name(user.role) if user.active else _("nonaktif"),
            members.member(read, user.person),
            _slot_words(staff, user.login),
            _pin_words(session, user.key),
            _moment(at_work[user.key], office.zone) if user.key in at_work else "–",
            failures.get(user.key, 0),
        )
        for user in users.users(read)
    ]
    made.sort(key=lambda each: not each.user.active)
    return Roster(
        made,
        office.signed_in.user,
        frozenset(code for code in DEEDS if office.may(code) is not Level.NO),
        [(code, staff.matrix.name(code)) for code in staff.matrix.roles()],
        office.may(FAILURES_RIGHT) is not Level.NO,
    )


def _moment(moment: datetime, zone: str) -> str:
    return f"{short_day(in_zone(moment, zone).date())} {clock(moment, zone)}"


def _slot_words(staff: Staff, login: str | None) -> str:
    slot = staff.key_file.slots.get(login or "")
    if slot is None:
        return _("tidak ada di laptop ini")
    return _("sekali pakai, belum diganti") if slot.once else _("ada")


def _pin_words(session: Session, user: int) -> str:
    known = users.pin_of(session.office.reading, user)
    if known is None:
        return _("belum dibuat")
    if known[1] >= PIN_TRIES:
        return _("terkunci, salah lima kali")
    return _("ada")


def _failures(session: Session) -> dict[int, int]:
    """Wrong passwords of the last thirty days, by user: told by facts, and not yet told."""
    office = session.office
    if office.may(FAILURES_RIGHT) is Level.NO:
        return {}
    since = office.today() - _FAILURE_DAYS
    counts: dict[int, int] = {}
    for said in of_kinds(office.reading, (_FAILURES,)):
        if said.stamp.bd >= since:
            for key, count in said.fact.known.items():  # type: ignore[attr-defined]
                counts[int(key)] = counts.get(int(key), 0) + count
    for tries in session.staff.gate.unreported():
        found = users.user_called(office.reading, tries.name) if tries.name else None
        if found is not None:
            counts[found.key] = counts.get(found.key, 0) + tries.count
    return counts


def rights(session: Session) -> list[Right]:
    """The whole matrix in village words, area by area."""
    from kopdes_desktop.reports.report import catalogue  # noqa: PLC0415  on first use

    matrix = session.staff.matrix
    titles = {each.right: _(each.title) for each in catalogue()}
    order = list(_AREAS)
    words = {
        code: titles.get(code) or (_(_READS[code]) if code in _READS else in_words(code))
        for code in matrix.codes()
        if code not in _NOBODYS
    }
    return [
        Right(_area(code), words[code], {role: matrix.level(role, code) for role in matrix.roles()})
        for code in sorted(words, key=lambda code: (_place(order, code), words[code]))
    ]


def _place(order: Sequence[str], code: str) -> int:
    area = code.split(".", 1)[0]
    return order.index(area) if area in order else len(order)


def _area(code: str) -> str:
    area = code.split(".", 1)[0]
    return _(_AREAS[area]) if area in _AREAS else ""


def meant(session: Session, text: str) -> list[members.MemberRow]:
    """The active members whom a name or number can mean."""
    found = members.search(session.office.reading, text)
    whole = [row for row in found if row.number == text.strip()]
    return [row for row in whole or found if row.status == "active"]


def hand(session: Session, shown: Shown) -> None:
    """From now on one-time words come here."""
    session.staff.secrets = shown


def change_own(session: Session, present: str, own: Own) -> None:
    """A new password or PIN for the one who proves by his present password that it is he.

    Raises SignInRefused when it is not his, WeakPassword.
    """
    staff, actor = session.staff, session.office.signed_in
    seed = staff.unlock(actor.name, present)
    if seed is not None:
        staff.seeds.setdefault(actor.name, seed)
    deeds = {PASSWORD: own.password, PIN: own.pin}
    staff.secrets = own
    try:
        session.office.perform_all([Request(op, {}) for op, typed in deeds.items() if typed])
    finally:
        staff.secrets = NoSecrets()
