"""device: this installation, a second one, and one that is lost."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from kopdes_desktop.cli.call import Call, approval_of
from kopdes_desktop.cli.complaint import Exit, WrongUsage
from kopdes_desktop.cli.verb import Given, Line, Verbs
from kopdes_desktop.kernel.i18n import N_, _

if TYPE_CHECKING:
    from kopdes_desktop.office.actor import Approval
    from kopdes_desktop.office.books import Reading

RIGHT = "read.devices"


def add(verbs: Verbs) -> None:
    """Enter the verbs of this file."""
    group = verbs.group("device", N_("Perangkat koperasi."))
    group.add("show", N_("Perangkat ini dan kunci umumnya."), show)

    line = group.add("enrol", N_("Tulis undangan untuk perangkat kedua."), enrol)
    line.add_argument("file", metavar=_("BERKAS"), type=Path, help=_("undangan ditulis ke sini"))
    line.add_argument("--series", metavar=_("SERI"), help=_("dua huruf di nomor buktinya"))
    line.add_argument(
        "--unit", metavar=_("KODE"), action="append", default=[], help=_("unit perangkat itu")
    )
    line.add_argument(
        "--box", metavar=_("KODE"), action="append", default=[], help=_("kas perangkat itu")
    )
    line.add_argument("--for", metavar=_("NAMA"), help=_("siapa yang akan bekerja di sana"))
    _second_person(line)

    line = group.add("give", N_("Tulis catatan untuk perangkat lain ke satu berkas."), give)
    line.add_argument("file", metavar=_("BERKAS"), type=Path, help=_("hanya terbuka di sana"))
    line.add_argument("--to", metavar=_("SERI"), help=_("seri perangkat penerima"))

    line = group.add("take", N_("Terima catatan dari perangkat lain."), take)
    line.add_argument("file", metavar=_("BERKAS"), type=Path, help=_("berkas dari perangkat itu"))

    line = group.add("revoke", N_("Cabut perangkat yang hilang."), revoke)
    line.add_argument("device", metavar=_("PERANGKAT"), help=_("nama atau seri perangkat"))
    line.add_argument(
        "--after", metavar=_("NOMOR"), type=int, required=True, help=_("catatan terakhir berlaku")
    )
    line.add_argument(
        "--hash", metavar=_("HASH"), required=True, help=_("hash catatan terakhir itu")
    )
    _second_person(line)


def _second_person(line: Line) -> None:
    line.add_argument(
        "--approved-by", metavar=_("NAMA"), help=_("orang kedua yang menyetujui dan menandatangani")
    )
    line.add_argument("--reason", metavar=_("ALASAN"), default="-", help=_("alasannya"))


def show(call: Call, _given: Given) -> None:
    """This installation."""
    with call.books() as session:
        found = session.office.read(RIGHT, _this_device)
    call.answer(found, [f"{name:<20} {value}" for name, value in found.items()])


def _this_device(read: Reading) -> dict[str, Any]:
    from kopdes_desktop.office import device
    from kopdes_desktop.security.keys import DeviceKeys

    own = device.installation(read)
    if own is None:
        msg = "open books hold an installation"
        raise LookupError(msg)
    enrolled = device.device(read, own.number)
    public = DeviceKeys(own.sign_seed, own.seal_seed)
    return {
        "device": public.id,
        "series": own.series,
        "role": enrolled.role if enrolled else device.OUTLET,
        "minisign_public_key": public.minisign_public_key,
        "age_recipient": public.age_recipient,
    }


def enrol(call: Call, given: Given) -> None:
    """An invitation for a second device."""
    file: Path = given.file
    if file.exists():
        raise WrongUsage(N_("Berkas {name} sudah ada."), name=file)
    with call.books() as session:
        call.program.invite(
            session,
            file,
            series=given.series,
            units=tuple(given.unit),
            boxes=tuple(given.box),
            user=getattr(given, "for"),
            approval=_approval(given),
        )
    call.answer(
        {"ok": True, "out": str(file)},
        [
            _("Undangan ditulis ke {file}.").format(file=file),
            _("Siapa yang memegangnya dapat bergabung satu kali: serahkan dari tangan ke tangan."),
        ],
    )


def give(call: Call, given: Given) -> None:
    """All facts that another device is to have, in a file that only it can open."""
    with call.books() as session:
        count = call.program.give(session, given.file, given.to)
    call.answer(
        {"ok": True, "facts": count, "out": str(given.file)},
        [_("{count} catatan ditulis ke {file}.").format(count=count, file=given.file)],
    )


def take(call: Call, given: Given) -> int:
    """What another device gave; bundles that break a rule are kept out and named."""
    with call.books() as session:
        found = call.program.take(session, given.file)
    refused = [
        {"code": each.code, "rule": each.rule, "message": each.message} for each in found.refused
    ]
    call.answer(
        {
            "ok": not refused,
            "new": found.new,
            "duplicate": found.duplicate,
            "held": [{"fact": key, "reason": reason} for key, reason in found.held],
            "findings": [
                {"fact": key, "code": code, "detail": detail}
                for key, code, detail in found.findings
            ],
            "refused": refused,
        },
        [
            _("{new} catatan baru, {known} sudah ada, {held} menunggu.").format(
                new=found.new, known=found.duplicate, held=len(found.held)
            ),
            *(each.message for each in found.refused),
        ],
    )
    return Exit.REFUSED if refused else Exit.DONE


def revoke(call: Call, given: Given) -> None:
    """Nothing after the named fact is taken from that device any more."""
    with call.books() as session:
        answer = session.office.perform(
            "device.revoke",
            {"device": given.device, "after": given.after, "hash": given.hash},
            approval=_approval(given),
        )
    call.answer(
        {"ok": True, "op": answer.op, "id": answer.id, "fact": answer.fact},
        [_("Perangkat {name} sudah dicabut.").format(name=given.device)],
    )


def _approval(given: Given) -> Approval | None:
    """The second officer, who signs with his own password; none is left to the office to refuse."""
    if given.approved_by is None:
        return None
    return approval_of(given.approved_by, given.reason, signing=True)
