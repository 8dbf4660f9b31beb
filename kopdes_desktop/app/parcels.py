"""Facts by hand between two laptops, until signed bundles come: a file only the other one can open.

The file is age-encrypted to the other device; inside is the plain list of envelopes that
`Office.accept` takes, with the keys of the persons they name and their sealed photos. Each fact's
own chain, and judging by FACTS §6, decide what is taken from it.
"""

from __future__ import annotations

import base64
import binascii
from typing import TYPE_CHECKING

import msgspec

from kopdes_desktop.app.joining import Parcel, outgoing, take_in
from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.office import device
from kopdes_desktop.security import devices, keys
from kopdes_desktop.security.keyfile import write_whole

if TYPE_CHECKING:
    from pathlib import Path

    from kopdes_desktop.app.books import Session
    from kopdes_desktop.office.accept import Accepted

FORMAT = "kopdes-facts/1"


class Letter(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What the file holds once it is open; `pictures` are sealed photos by the fact's key."""

    format: str
    envelopes: tuple[str, ...]
    secrets: tuple[tuple[int, str, str], ...]
    pictures: tuple[tuple[int, str], ...] = ()


def give(session: Session, path: Path, to: str | None = None) -> int:
    """Write all facts that another device is to have; how many. `to` is its series or id.

    An outlet gives to the treasurer's device, whatever `to` says. Raises BadField for a device that
    is unknown or has not shown itself yet.
    """
    import pyrage  # noqa: PLC0415  heavy, and for this alone

    office = session.office
    parcel = outgoing(office.reading, office.own.number)
    letter = Letter(
        FORMAT,
        tuple(raw.decode() for raw in parcel.envelopes),
        tuple((person, name, devices.b64(secret)) for person, name, secret in parcel.secrets),
        tuple((fact, devices.b64(body)) for fact, body in parcel.pictures),
    )
    recipient = pyrage.x25519.Recipient.from_str(keys.age_recipient(_seal_key(session, to)))
    write_whole(path, pyrage.encrypt(msgspec.json.encode(letter), [recipient]))
    return len(parcel.envelopes)


def take(session: Session, path: Path) -> Accepted:
    """Take in what another device gave. Raises BadField when the file is not for this one."""
    parcel = _opened(session, path)
    return take_in(session.office, parcel)


def _opened(session: Session, path: Path) -> Parcel:
    import pyrage  # noqa: PLC0415

    own = session.office.own
    identity = keys.DeviceKeys(own.sign_seed, own.seal_seed).age_identity
    try:
        plain = pyrage.decrypt(path.read_bytes(), [pyrage.x25519.Identity.from_str(identity)])
        letter = msgspec.json.decode(plain, type=Letter)
        return Parcel(
            tuple(text.encode() for text in letter.envelopes),
            tuple((p, name, base64.b64decode(secret)) for p, name, secret in letter.secrets),
            tuple((fact, base64.b64decode(body)) for fact, body in letter.pictures),
        )
    except (pyrage.DecryptError, msgspec.DecodeError, binascii.Error, OSError) as error:
        reason = _(N_("berkas ini rusak atau bukan untuk perangkat ini"))
        raise BadField(name="file", reason=reason, field="file") from error


def _seal_key(session: Session, to: str | None) -> bytes:
    """The public key of the device that the file is for."""
    office = session.office
    if not office.treasures and office.own.joined is not None:
        return devices.raw(msgspec.json.decode(office.own.joined)["treasurer_seal"])
    others = [x for x in device.devices(office.reading) if x.role == device.OUTLET]
    found = [x for x in others if to in {x.series, x.id}] if to else others
    if len(found) != 1 or found[0].seal_key is None:
        reason = _(N_("sebutkan seri perangkat yang sudah bergabung"))
        raise BadField(name="to", reason=reason, field="to")
    return found[0].seal_key
