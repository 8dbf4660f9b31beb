"""A second laptop: the treasurer invites it, it joins with keys of its own, facts go both ways."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from kopdes_desktop.app import books
from kopdes_desktop.app.clock import SystemClock
from kopdes_desktop.app.erased import forget_erased
from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.ids import Entropy, system_entropy
from kopdes_desktop.ledger import chart
from kopdes_desktop.ledger.periods import Months
from kopdes_desktop.members import photos, register
from kopdes_desktop.office import device, log, order
from kopdes_desktop.office.actor import Actor, Approval
from kopdes_desktop.office.books import Reading
from kopdes_desktop.office.device import Installation
from kopdes_desktop.office.office import Office
from kopdes_desktop.security import anchoring, devices, keys, passwords, persons, queries
from kopdes_desktop.security.devices import (
    INVITATION,
    SEED_BYTES,
    Invitation,
    Invited,
    JoinOrder,
)
from kopdes_desktop.security.keyfile import KeyFile, write_whole
from kopdes_desktop.security.people import Staff
from kopdes_desktop.security.roles import Matrix
from kopdes_desktop.security.signin import Gate

if TYPE_CHECKING:
    from pathlib import Path

    from kopdes_desktop.app.books import Session
    from kopdes_desktop.kernel.dates import Clock
    from kopdes_desktop.office.accept import Accepted


class Parcel(Struct, frozen=True):
    """Facts for another device as a plain list, with the keys of the persons they name.

    `pictures` are sealed photos and scans, each by the key of its fact, which is among these facts.
    """

    envelopes: tuple[bytes, ...]
    secrets: tuple[tuple[int, str, bytes], ...]
    pictures: tuple[tuple[int, bytes], ...] = ()


def invite(
    session: Session,
    path: Path,
    *,
    series: str = "GA",
    login: str | None = None,
    units: tuple[str, ...] = (),
    boxes: tuple[str, ...] = (),
    approval: Approval | None = None,
) -> None:
    """Enrol an outlet's device and write the file it joins by.

    Its units' boxes are bound to it, unless others are named.
    The file holds a one-time seed: it goes by hand, and is of no use once the device has joined.
    """
    office, read = session.office, session.office.reading
    people = [each for each in queries.users(read) if each.active and each.login]
    user = queries.require_user(read, login or _usual(people))
    bound = units or tuple(u.code for u in chart.units(read) if u.kind == "outlet")
    for code in bound:
        chart.unit(read, code, field="units")
    for code in boxes:
        chart.box(read, code, field="boxes")
    held = boxes or tuple(box.code for box in chart.boxes(read) if box.unit in bound)
    office.perform(
        "device.enrol",
        {"series": series, "units": list(bound), "boxes": list(held)},
        approval=approval,
    )
    made = next(each for each in device.devices(read) if each.series == series)
    own = keys.DeviceKeys(office.own.sign_seed, office.own.seal_seed)
    invitation = Invitation(
        format=INVITATION,
        coop=office.own.coop,
        number=made.number,
        series=series,
        zone=office.zone,
        practice=office.practice,
        user=user.key,
        login=user.login or "",
        role=user.role,
        treasurer_id=own.id,
        treasurer_sign=devices.b64(own.sign_public),
        treasurer_seal=devices.b64(own.seal_public),
        seed=devices.b64(session.staff.invitation_seed or b""),
        users=tuple(Invited(each.login or "", each.key, each.role) for each in people),
    ).signed_by(own)
    write_whole(path, msgspec.json.format(msgspec.json.encode(invitation), indent=1))


def _usual(people: list[queries.User]) -> str:
    """Who works at an outlet when nobody is named: a cashier, else the first user."""
    clerks = [each for each in people if each.role == "cashier"]
    return (clerks or people)[0].login or ""


def read_invitation(path: Path) -> Invitation:
    """The invitation in a file. Raises BadField when it is none, or not genuine."""
    try:
        invitation = msgspec.json.decode(path.read_bytes(), type=Invitation)
        invitation.require_genuine()
    except (msgspec.DecodeError, OSError, ValueError) as error:
        reason = _(N_("berkas undangan tidak dapat dibaca"))
        raise BadField(name="join", reason=reason, field="join") from error
    return invitation


def join(
    folder: Path,
    path: Path,
    password: str,
    *,
    user: str | None = None,
    clock: Clock | None = None,
    entropy: Entropy = system_entropy,
) -> Invitation:
    """Make this laptop the invited device: keys of its own, and its first fact.

    `user` is who will work here, if not the one whom the invitation is meant for. Raises BadPlace
    when books may not lie there, AlreadyFounded when some do, BadField for a file that is not
    genuine or does not name the user, WeakPassword.
    """
    books.require_room(folder)
    invitation = read_invitation(path)
    if user is not None:
        invitation = invitation.meant_for(user)
    passwords.require_strong(password, practice=invitation.practice, names=(invitation.login,))
    with books.made_aside(folder) as aside:
        _join(aside, invitation, password, clock or SystemClock(), entropy)
    return invitation


def _join(
    folder: Path, invitation: Invitation, password: str, clock: Clock, entropy: Entropy
) -> None:
    database_key = entropy(32)
    database = books.empty_books(folder, database_key)
    kept = msgspec.structs.replace(invitation, seed="", signature="", users=())
    own = Installation(
        invitation.coop,
        invitation.number,  # type: ignore[arg-type]
        invitation.series,
        entropy(SEED_BYTES),
        entropy(SEED_BYTES),
        msgspec.json.encode(kept).decode(),
    )
    books.note_installation(database, own, entropy(32))
    gate = Gate(folder / books.SIGN_INS, clock, [invitation.login])
    key_file = KeyFile(folder / books.KEYS).with_slot(
        invitation.login, password, database_key, entropy, once=False
    )
    key_file.save()
    gate.prepare()
    staff = Staff(
        Matrix.load(), database_key=database_key, key_file=key_file, gate=gate, clock=clock
    )
    office = Office(
        database,
        people=staff,
        calendar=Months(),
        clock=clock,
        entropy=entropy,
        storage=books.Storage(folder, database_key),
        tidy=forget_erased,
        anchor=anchoring.anchor_of(own),
    )
    office.actor = Actor(invitation.user, invitation.login, invitation.role, invitation.user)
    joining = JoinOrder(invitation.number, invitation.series, invitation.seed)
    office.together(lambda deal: deal.then("device.join", joining), founding=True)
    if office.anchor is not None:
        office.anchor.close()
    database.close()


def outgoing(read: Reading, own: int, after: dict[int, int] | None = None) -> Parcel:
    """What another device has not seen: the treasurer's chain with what it took in, or our own.

    `after` says how far each device number is known over there.
    """
    marks = after or {}
    treasurer, others = order.chains(read)
    if own == treasurer:
        taken = device.taken_marks(read)
        numbers = [treasurer, *(number for number in others if taken.get(number))]
    else:
        numbers = [own]  # type: ignore[list-item]
    keys_out = [
        key
        for number in numbers
        if number is not None
        for key, _digest, _envelope in order.of_device(read, number, marks.get(number, 0))
    ]
    envelopes = tuple(log.raw_of(read, key) for key in keys_out)
    pictures = tuple(
        (fact, body)
        for fact in sorted(set(register.pictures(read)).intersection(keys_out))
        if (body := register.sealed_picture(read, fact)) is not None
    )
    return Parcel(envelopes, tuple(persons.all_secrets(read)), pictures)


def take_in(office: Office, parcel: Parcel) -> Accepted:
    """Take another device's facts, and then the pictures that they announce."""
    accepted = office.accept(parcel.envelopes, parcel.secrets)
    if parcel.pictures:
        office.note(lambda made: photos.take(made, parcel.pictures))
    return accepted
