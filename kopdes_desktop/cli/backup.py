"""backup: copies of the books made, listed, read whole, rehearsed, and put back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from kopdes_desktop.cli.call import Call
from kopdes_desktop.cli.complaint import Exit, WrongUsage
from kopdes_desktop.cli.terminal import Watched
from kopdes_desktop.cli.verb import Given, Line, Verbs
from kopdes_desktop.kernel.i18n import N_, _

if TYPE_CHECKING:
    from kopdes_desktop.backup.copy_file import Header
    from kopdes_desktop.backup.making import Entry
    from kopdes_desktop.backup.restoring import Study
    from kopdes_desktop.office.books import Reading

RIGHT = "read.backups"


def add(verbs: Verbs) -> None:
    """Enter the verbs of this file."""
    group = verbs.group("backup", N_("Cadangan buku."))
    line = group.add("make", N_("Buat cadangan sekarang, juga ke flashdisk yang siap."), make)
    line.add_argument(
        "--to",
        metavar=_("FOLDER"),
        type=Path,
        help=_("siapkan flashdisk ini untuk cadangan dan salin ke sana"),
    )
    group.add("list", N_("Daftar cadangan di laptop ini dan di flashdisk."), show)
    _copy(group.add("verify", N_("Baca satu cadangan sampai habis tanpa membukanya."), verify))
    _copy(group.add("drill", N_("Latihan: pulihkan di samping, periksa, lalu buang."), drill))
    line = group.add("restore", N_("Pulihkan buku dari satu cadangan."), restore)
    line.add_argument("file", metavar=_("BERKAS"), type=Path, help=_("cadangan .kpb"))
    line.add_argument(
        "--accept-loss",
        action="store_true",
        help=_("terima bahwa catatan setelah cadangan itu hilang"),
    )


def _copy(line: Line) -> None:
    line.add_argument(
        "file", metavar=_("BERKAS"), type=Path, nargs="?", help=_("bila kosong: yang terbaru")
    )


def make(call: Call, given: Given) -> int:
    """A copy that was proved; where it lies."""
    from kopdes_desktop.backup import making, sticks

    progress = Watched()
    with call.books() as session:
        session.office.read(RIGHT, _nothing)
        made = call.program.copy(session, progress)
        places = list(made.on_sticks)
        if given.to is not None:
            place = sticks.prepare(given.to, session.office.own.coop)
            places.append(making.to_stick(call.folder, made.path, place))
    progress.end()
    call.answer(
        {
            "copy": str(made.path),
            **_facts(made.told),
            "sticks": [str(each) for each in places],
            "trouble": made.trouble,
        },
        [
            _("Cadangan terverifikasi: {path}").format(path=made.path),
            *(_("Juga di flashdisk: {path}").format(path=each) for each in places),
            *([made.trouble] if made.trouble else []),
        ],
    )
    return Exit.REFUSED if made.trouble else Exit.DONE


def _nothing(_read: Reading) -> None:
    """The right is all that is asked."""


def _facts(told: Any) -> dict[str, Any]:  # noqa: ANN401  a header or a note of one: both say these
    return {"made": told.made, "day": told.day, "seq": told.seq, "facts": told.facts}


def show(call: Call, _given: Given) -> None:
    """Every copy that can be reached, and how they stand."""
    from kopdes_desktop.backup import status

    found = _reachable(call)
    known = status.load(call.folder)
    call.answer(
        {
            "copies": [_told(each) for each in found],
            "last_good": _facts(known.good) if known.good else None,
            "last_stick": _facts(known.stick) if known.stick else None,
            "trouble": known.trouble,
        },
        [_in_words(each) for each in found] or [_("Belum ada cadangan")],
    )


def _reachable(call: Call) -> list[Entry]:
    from kopdes_desktop.backup import making, status, sticks

    coop = status.load(call.folder).coop
    places = [call.folder / status.FOLDER]
    places += sticks.marked(call.program.sticks(), coop) if coop else []
    return [each for place in places for each in making.listed(place)]


def _told(entry: Entry) -> dict[str, Any]:
    header = entry.header
    return {
        "file": str(entry.path),
        "size": entry.size,
        "ok": header is not None,
        "trouble": entry.trouble,
        **(_facts(header) if header is not None else {}),
    }


def _in_words(entry: Entry) -> str:
    said = entry.trouble if entry.header is None else _of(entry.header)
    return f"{entry.path}  {said}"


def _of(header: Header) -> str:
    return _("hari {day}, {facts} catatan, dibuat {made}").format(
        day=header.day, facts=header.facts, made=header.made
    )


def _named(call: Call, given: Given) -> Path:
    """The file of the line, or the newest copy here."""
    if given.file is not None:
        return Path(given.file)
    found = [each.path for each in _reachable(call) if each.header is not None]
    if not found:
        raise WrongUsage(N_("Belum ada cadangan di sini; sebutkan berkasnya."))
    return found[0]


def verify(call: Call, given: Given) -> None:
    """Every byte is as it was written; no key is needed for that."""
    from kopdes_desktop.backup import copy_file

    path = _named(call, given)
    header = copy_file.require_whole(path)
    call.answer(
        {"ok": True, "file": str(path), "coop": header.coop, **_facts(header)},
        [_("Utuh: {path}, {told}").format(path=path, told=_of(header))],
    )


def drill(call: Call, given: Given) -> int:
    """A restore that ends before anything is moved."""
    path, (user, password) = _named(call, given), call.who()
    progress = Watched()
    found = call.program.prove_copy(path, call.folder, user, password, progress)
    progress.end()
    words = _("Cadangan ini dapat dipulihkan: {told}").format(told=_of(found.header))
    call.answer({"ok": True, "file": str(path), **_outlook(found)}, [words, *_beware(found)])
    return Exit.DONE


def restore(call: Call, given: Given) -> None:
    """The copy takes the place of the books."""
    progress = Watched()
    user, password = call.who()
    found = call.program.restore(
        given.file,
        call.folder,
        user,
        password,
        accept_loss=given.accept_loss,
        progress=progress,
    )
    progress.end()
    words = _("Buku dipulihkan: {told}").format(told=_of(found.header))
    call.answer({"ok": True, "file": str(given.file), **_outlook(found)}, [words, *_beware(found)])


def _outlook(found: Study) -> dict[str, Any]:
    return {
        **_facts(found.header),
        "lost": found.lost,
        "alone": found.alone,
        "findings": list(found.findings),
    }


def _beware(found: Study) -> list[str]:
    from kopdes_desktop.backup.restoring import warnings

    return [*warnings(found), *found.findings]
