"""Devices come and go: the first enrols itself, others join by invitation, lost ones go.

An invitation is a file that the treasurer's device writes and signs: cooperative, her public keys,
a number and series drawn by her, and a one-time seed. The new device makes keys of its own and
proves with that seed that it is the one invited; whoever holds the file can join once, so it goes
from hand to hand on a stick.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Sequence

import msgspec

from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.ids import draw_device
from kopdes_desktop.office import device, marks
from kopdes_desktop.office.books import Books, Reading
from kopdes_desktop.office.facts import Stamp, canonical
from kopdes_desktop.office.operation import Fact, Operation, Order, operation
from kopdes_desktop.office.work import Work
from kopdes_desktop.security import keys
from kopdes_desktop.security.operations import staff_of

SEED_BYTES = 32
INVITATION = "kopdes-join/1"
_JOIN_PREFIX = b"kopdes-join/1\n"

#: What an outlet's device may write; money that leaves, rates and closings are not among it (SYNC
#: §6).
OUTLET_KINDS = (
    "accounting.move_cash",
    "accounting.reverse",
    "consignment.add_owner",
    "consignment.compensate",
    "consignment.give_back",
    "consignment.take_in",
    "day.close",
    "day.open",
    "device.join",
    "device.let_in",
    "goods.add_barcode",
    "goods.add_item",
    "inventory.add_count",
    "inventory.arrive",
    "inventory.begin_count",
    "inventory.close_count",
    "inventory.issue",
    "inventory.repack",
    "inventory.send",
    "inventory.take_in",
    "inventory.write_off",
    "members.change",
    "membership.apply",
    "month.seal",
    "purchasing.receive",
    "sales.bring_back",
    "sales.pay_bon",
    "sales.return_advance",
    "sales.sell",
    "sales.take_advance",
    "savings.deposit",
    "security.change_password",
    "security.change_pin",
    "security.note_failures",
    "subsidy.add_buyer",
    "subsidy.mark_entered",
    "till.cash_in",
    "till.cash_out",
    "till.close_shift",
    "till.open_shift",
)


#: Charts of units and boxes: each entered here refuses codes that it does not know (BadField).
PLACES_KNOWN: list[Callable[[Reading, Sequence[str], Sequence[str]], None]] = []


def b64(raw: bytes) -> str:
    """Bytes as facts carry them."""
    return base64.b64encode(raw).decode()


def raw(text: str) -> bytes:
    """Bytes out of a fact."""
    return base64.b64decode(text, validate=True)


class EnrolOrder(Order, frozen=True, omit_defaults=True):
    """A second device: its series, and the units and boxes bound to it."""

    series: str
    units: tuple[str, ...] = ()
    boxes: tuple[str, ...] = ()


class Enrolled(Fact, frozen=True, omit_defaults=True, kw_only=True):
    """A device number and series; the first device's own keys, or an invitation's public key."""

    number: int
    series: str
    role: str
    id: str | None = None
    sign: str | None = None
    seal: str | None = None
    invitation: str | None = None
    kinds: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    boxes: tuple[str, ...] = ()


@operation("device.enrol", version=1)
class Enrol(Operation[EnrolOrder, Enrolled]):
    """Enrol this first device, or invite another one."""

    sentence = N_("Mendaftarkan perangkat")
    daily = False

    def signers(self, read: Reading, order: EnrolOrder) -> int:
        """The treasurer signs every device but the first; a second officer may."""
        return 1

    def decide(self, work: Work, order: EnrolOrder) -> Enrolled:
        """A free series; boxes that are bound to no other device."""
        known = device.devices(work)
        _require_series(order.series, {each.series for each in known})
        if not known:
            own = _own_keys(work)
            return Enrolled(
                number=work.device,
                series=order.series,
                role=device.TREASURER,
                id=own.id,
                sign=b64(own.sign_public),
                seal=b64(own.seal_public),
            )
        _require_bindable(work, order, known)
        number = draw_device(work.entropy, frozenset(each.number for each in known))
        seed = work.entropy(SEED_BYTES)
        staff_of(work).invitation_seed = seed
        return Enrolled(
            number=number,
            series=order.series,
            role=device.OUTLET,
            invitation=b64(keys.officer_public(seed)),
            kinds=OUTLET_KINDS,
            units=order.units,
            boxes=order.boxes,
        )

    def apply(self, books: Books, fact: Enrolled) -> None:
        """The device and all that is granted to it."""
        role = device.TREASURER if fact.role == device.TREASURER else device.OUTLET
        device.enrol(books, fact.number, fact.series, role, invitation=fact.invitation)
        if fact.id is not None and fact.sign is not None and fact.seal is not None:
            device.identify(books, fact.number, fact.id, raw(fact.sign), raw(fact.seal))
        device.grant(books, fact.number, "kind", fact.kinds)
        device.grant(books, fact.number, "unit", fact.units)
        device.grant(books, fact.number, "box", fact.boxes)


def _own_keys(work: Work) -> keys.DeviceKeys:
    own = device.installation(work)
    if own is None:
        msg = "no installation"
        raise LookupError(msg)
    return keys.DeviceKeys(own.sign_seed, own.seal_seed)


def _require_series(series: str, known: set[str]) -> None:
    if len(series) != 2 or not series.isascii() or not series.isalpha() or not series.isupper():  # noqa: PLR2004
        reason = _(N_("seri terdiri dari dua huruf besar"))
        raise BadField(name="series", reason=reason, field="series")
    if series in known:
        reason = _(N_("seri {series} sudah dipakai")).format(series=series)
        raise BadField(name="series", reason=reason, field="series")


def _require_bindable(work: Work, order: EnrolOrder, known: list[device.Device]) -> None:
    for require_known in PLACES_KNOWN:
        require_known(work, order.units, order.boxes)
    for code in order.boxes:
        if any(device.bound(work, each.number, "box", code) for each in known):
            reason = _(N_("kas {code} sudah milik perangkat lain")).format(code=code)
            raise BadField(name="boxes", reason=reason, field="boxes")


class Invited(msgspec.Struct, frozen=True):
    """A user who may be the one that joins."""

    login: str
    user: int
    role: str


class Invitation(msgspec.Struct, frozen=True, kw_only=True):
    """The file that lets another laptop join, signed by the treasurer's device.

    `login` is whom it is meant for; `users` are all who may work there instead.
    """

    format: str
    coop: str
    number: int
    series: str
    zone: str
    practice: bool
    user: int
    login: str
    role: str
    treasurer_id: str
    treasurer_sign: str
    treasurer_seal: str
    seed: str
    users: tuple[Invited, ...] = ()
    signature: str = ""

    def signed_by(self, own: keys.DeviceKeys) -> Invitation:
        """The same with the device's signature over everything else."""
        return msgspec.structs.replace(self, signature=b64(own.sign(self._message())))

    def meant_for(self, login: str) -> Invitation:
        """The same for another of its users. Raises BadField for somebody it does not name."""
        for each in self.users:
            if each.login == login:
                return msgspec.structs.replace(self, login=login, user=each.user, role=each.role)
        reason = _(N_("undangan ini tidak menyebut pengguna {name}")).format(name=login)
        raise BadField(name="user", reason=reason, field="user")

    def require_genuine(self) -> None:
        """Refuse a file that its own treasurer's key did not sign. BadField."""
        sign, seal = raw(self.treasurer_sign), raw(self.treasurer_seal)
        if (
            self.format != INVITATION
            or keys.device_id(sign, seal) != self.treasurer_id
            or not keys.verify(sign, self._message(), raw(self.signature))
        ):
            reason = _(N_("berkas undangan tidak asli atau rusak"))
            raise BadField(name="join", reason=reason, field="join")

    def _message(self) -> bytes:
        return _JOIN_PREFIX + canonical(msgspec.structs.replace(self, signature=""))


class JoinOrder(Order, frozen=True, omit_defaults=True):
    """The invitation's one-time seed (base64); it goes no further than the proof."""

    number: int
    series: str
    seed: str


class Joined(Fact, frozen=True, omit_defaults=True, kw_only=True):
    """The device behind an invited number, and its proof that it was the one invited."""

    number: int
    series: str
    id: str
    sign: str
    seal: str
    proof: str


@operation("device.join", version=1)
class Join(Operation[JoinOrder, Joined]):
    """Show oneself under an invited number: a joined device's first fact."""

    sentence = N_("Bergabung sebagai perangkat kedua")
    daily = False

    def decide(self, work: Work, order: JoinOrder) -> Joined:
        """Only as the first fact."""
        own = _own_keys(work)
        return Joined(
            number=order.number,
            series=order.series,
            id=own.id,
            sign=b64(own.sign_public),
            seal=b64(own.seal_public),
            proof=b64(keys.officer_sign(raw(order.seed), own.id.encode())),
        )

    def apply(self, books: Books, fact: Joined) -> None:
        """The public keys behind the number."""
        device.identify(books, fact.number, fact.id, raw(fact.sign), raw(fact.seal))

    def judge(self, books: Books, fact: Joined, stamp: Stamp) -> tuple[str, ...]:
        """Number, series, id and proof are those of the invitation; once only."""
        invited = device.device(books, fact.number)
        sound = (
            stamp.seq == 1
            and invited is not None
            and invited.invitation is not None
            and invited.id is None
            and invited.series == fact.series
            and fact.number == stamp.device
            and keys.device_id(raw(fact.sign), raw(fact.seal)) == fact.id
            and keys.officer_verify(raw(invited.invitation), fact.id.encode(), raw(fact.proof))
        )
        return () if sound else ("R2: device.join",)


class RevokeOrder(Order, frozen=True, omit_defaults=True):
    """A device (id or series), and the last of its facts that counts: sequence and hash."""

    device: str
    after: int
    hash: str


class Revoked(Fact, frozen=True, omit_defaults=True):
    """Nothing of this device beyond `after` is taken; nothing applied is taken back."""

    number: int
    after: int
    hash: str


@operation("device.revoke", version=1)
class Revoke(Operation[RevokeOrder, Revoked]):
    """Shut out a lost device after the last fact that was accepted from it."""

    sentence = N_("Mencabut perangkat")
    daily = False

    def signers(self, read: Reading, order: RevokeOrder) -> int:
        """A lost laptop is shut out at once by whoever notices; a second officer may sign too."""
        return 1

    def decide(self, work: Work, order: RevokeOrder) -> Revoked:
        """An outlet's device; `after` is what this log holds of it."""
        found = [x for x in device.devices(work) if order.device in {x.id, x.series}]
        if not found or found[0].role != device.OUTLET or found[0].revoked_after is not None:
            reason = _(N_("perangkat {name} tidak dapat dicabut")).format(name=order.device)
            raise BadField(name="device", reason=reason, field="device")
        held = {name: (seq, digest) for name, seq, digest in marks.heads(work)}
        seq, digest = held.get(found[0].id or "", (0, ""))
        if (order.after, order.hash) != (seq, digest):
            reason = _(N_("catatan terakhir yang diterima bernomor {seq}")).format(seq=seq)
            raise BadField(name="after", reason=reason, field="after")
        return Revoked(found[0].number, order.after, order.hash)

    def apply(self, books: Books, fact: Revoked) -> None:
        """Shut out."""
        device.revoke(books, fact.number, fact.after, fact.hash)
