"""Runs the proofs of the books, and on demand the long ones; on the database's thread."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING

from msgspec.structs import replace

from kopdes_desktop.checks import last, proofs
from kopdes_desktop.checks.check import CHECKS, Result
from kopdes_desktop.checks.last import LastCheck
from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.office import log
from kopdes_desktop.office.office import Office
from kopdes_desktop.office.settings import ZONE, setting
from kopdes_desktop.paper.document import Document
from kopdes_desktop.reports import checks
from kopdes_desktop.reports.report import Params
from kopdes_desktop.ui.door import Session

if TYPE_CHECKING:
    from kopdes_desktop.kernel.progress import Progress

RIGHT = "read.checks"
#: More differences than this are counted, not listed.
_MOST = 20
#: The paper of the proofs, and whether all are green; None before the first.
Paper = tuple[Document, bool | None]


def before(session: Session) -> Paper:
    """The list of proofs as they stood when they were last run; no findings, they are not kept."""
    office = session.office
    known = last.last_check(office.reading)
    listed = [Result(each.code, each.title, ()) for each in CHECKS]
    made = office.read(RIGHT, checks.paper, _params(office), listed)
    rows = [_standing(row, known) for row in made.rows]
    return replace(
        made, rows=rows, about=(in_words(office, known),)
    ), None if known is None else known.ok


def _standing(row: Mapping[str, object], known: LastCheck | None) -> dict[str, object]:
    told = dict(row)
    if known is None:
        return told | {"ok": None, "result": _("belum")}
    red = told["check"] in known.red
    return told | {"ok": not red, "result": _("MERAH") if red else _("hijau")}


def prove(session: Session, progress: Progress) -> Paper:
    """Run all proofs, and remember who did so and when."""
    office = session.office
    results = office.read(RIGHT, proofs.run, None, progress)
    return _told(session, results)


def prove_deep(session: Session, progress: Progress) -> Paper:
    """All proofs, the books made anew from their facts, and strangers' facts judged again."""
    office = session.office
    results = office.read(RIGHT, proofs.run, None, progress)
    results += _replayed(office, progress)
    return _told(session, results)


def _told(session: Session, results: list[Result]) -> Paper:
    office = session.office
    known = last.remember(office, results)
    made = office.read(RIGHT, checks.paper, _params(office), results)
    return replace(made, about=(*made.about, in_words(office, known))), known.ok


def _params(office: Office) -> Params:
    return Params(day=office.today(), until=office.today())


def _replayed(office: Office, progress: Progress) -> tuple[Result, Result]:
    """What replaying the log shows: the same books, and nothing that breaks a rule."""
    from kopdes_desktop.checks.audit import audited_rebuild  # noqa: PLC0415  seldom asked for

    rebuilt, broken = office.read(
        RIGHT, audited_rebuild, office.own.number, office.calendar, progress=progress
    )
    tables = Counter(each.table for each in rebuilt.differences)
    differences = [
        _("tabel {table}: {n} baris berbeda").format(table=table, n=wording.number(n))
        for table, n in tables.items()
    ]
    title = _("Buku sama dengan yang disusun ulang dari {facts} catatan").format(
        facts=wording.number(rebuilt.facts)
    )
    judged = N_("Catatan perangkat lain sah menurut aturan")
    return Result("rebuild", title, _some(differences)), Result("audit", judged, _some(broken))


def _some(findings: list[str]) -> tuple[str, ...]:
    rest = len(findings) - _MOST
    more = (_("… dan {count} lagi").format(count=rest),) if rest > 0 else ()
    return (*findings[:_MOST], *more)


def in_words(office: Office, known: LastCheck | None) -> str:
    """When the proofs were last run and by whom, and how many facts came since."""
    if known is None:
        return _("Buku ini belum pernah diperiksa di laptop ini.")
    words = _("Terakhir diperiksa {day} pukul {clock} oleh {who}.").format(
        day=wording.day(known.at.date()),
        clock=wording.clock(known.at, setting(office.reading, ZONE)),
        who=known.by,
    )
    since = log.newest(office.reading) - known.seen
    if since <= 0:
        return words
    return f"{words} " + _("Sesudahnya ada {n} catatan baru.").format(n=wording.number(since))
