"""One entry as a paper: its lines, who wrote it when and where, and what it is tied to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from msgspec import Struct

from kopdes_desktop.accounting import vouchers
from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.ledger import balances, chart
from kopdes_desktop.ledger.balances import Posted
from kopdes_desktop.ledger.entry import Line
from kopdes_desktop.members import queries as members
from kopdes_desktop.office import device
from kopdes_desktop.office.actor import Level
from kopdes_desktop.office.books import Reading
from kopdes_desktop.office.letterhead import letterhead
from kopdes_desktop.office.log import LoggedFact, logged
from kopdes_desktop.office.office import Office
from kopdes_desktop.office.settings import ZONE, setting
from kopdes_desktop.paper.document import Column, Document, Slip
from kopdes_desktop.printing import papers
from kopdes_desktop.reports import holders
from kopdes_desktop.security import queries as users
from kopdes_desktop.ui.door import Session
from kopdes_desktop.ui.kit.printer import Paper
from kopdes_desktop.ui.printing.receipts import RIGHT, receipt_paper

#: No report of the catalogue: one entry, as it was posted.
ENTRY = "entry"
JOURNAL, PERSONS, REVERSE = "report.journal", "read.members", "accounting.reverse"
ATTACH, RECORD = "accounting.attach", "accounting.record"
_KINDS = {
    "adjustment": N_("Jurnal penyesuaian"),
    "closing": N_("Jurnal penutup"),
    "opening": N_("Saldo awal"),
    "reversal": N_("Jurnal balik"),
    "prior-period": N_("Koreksi tahun lalu"),
}


class Link(Struct, frozen=True):
    """Where else an entry leads: its paper, the entry that takes it back, a member's page.

    An entry by hand also to others' papers that prove it, and to being written anew.
    """

    kind: Literal["voucher", "entry", "member", "papers", "rewrite"]
    key: int
    words: str


class Voucher(Struct, frozen=True):
    """The paper that an entry was made with: to look at, and to print again as a copy."""

    title: str
    slip: Slip
    paper: Paper


class Opened(Struct, frozen=True):
    """An entry's paper, its links, and whether this user may take it back."""

    key: int
    number: str
    made: Document
    links: tuple[Link, ...]
    reversible: bool


def opened(session: Session, name: int | str) -> Opened | None:
    """An entry by key or number, as far as this user may see; None when there is none."""
    office = session.office
    if office.may(JOURNAL) is Level.NO:
        return None
    return office.read(JOURNAL, _opened, name, office)


def _opened(read: Reading, name: int | str, office: Office) -> Opened | None:
    found = balances.posted(read, name)
    if found is None:
        return None
    names = office.may(PERSONS) is not Level.NO
    lines = balances.entry_of(read, found.key).lines
    back = balances.reversals_of(read, found.key)
    takes_back = found.reverses is not None or found.kind in {"closing", "reversal"}
    return Opened(
        found.key,
        found.number or str(found.key),
        _paper(read, found, lines, names=names),
        tuple(_links(read, found, lines, office)),
        not back and not takes_back and office.may(REVERSE) is not Level.NO,
    )


def _paper(read: Reading, found: Posted, lines: tuple[Line, ...], *, names: bool) -> Document:
    titles = chart.names(read)
    units = chart.unit_names(read)
    rows = [
        {
            "account": line.account,
            "name": _(titles[line.account]),
            "unit": units[line.unit],
            "holder": "" if line.key is None or not names else holders.words(read, line.key),
            "member": _member(read, line.key) if names else None,
            "debit": max(int(line.amount), 0),
            "credit": max(-int(line.amount), 0),
        }
        for line in lines
    ]
    booked = wording.day(found.bd)
    if found.posted_on != found.bd:
        booked = _("{day}, dibukukan {posted}").format(
            day=booked, posted=wording.day(found.posted_on)
        )
    debit, credit = (sum(int(str(row[side])) for row in rows) for side in ("debit", "credit"))
    return Document(
        ENTRY,
        _("Jurnal {number}").format(number=found.number or found.key),
        letterhead(read),
        booked,
        (
            Column("account", _("Akun")),
            Column("name", _("Nama akun"), width=4),
            Column("unit", _("Unit")),
            *((Column("holder", _("Rincian"), width=2),) if any(r["holder"] for r in rows) else ()),
            Column("debit", _("Debit"), "money"),
            Column("credit", _("Kredit"), "money"),
        ),
        rows,
        {"debit": debit, "credit": credit},
        about=(found.text, *_written(read, found)),
    )


def _member(read: Reading, key: int | None) -> int | None:
    who = members.member(read, key) if key is not None else None
    return who.key if who is not None else None


def _written(read: Reading, found: Posted) -> Iterator[str]:
    """Who wrote it, when, on which laptop; who agreed; why it came late or was taken back."""
    said = logged(read, found.key)
    if said is None:
        return
    stamp, agreed = said.stamp, said.envelope.appr
    own = device.device(read, stamp.device)
    words = _("Dicatat {who}, {day} pukul {clock}, laptop {device}").format(
        who=_login(read, stamp.user),
        day=wording.day(said.moment.date()),
        clock=wording.clock(said.moment, setting(read, ZONE)),
        device=own.series if own else stamp.device,
    )
    kind = _KINDS.get(found.kind)
    yield "  ·  ".join(filter(None, (_(kind) if kind else "", words)))
    if agreed is not None:
        yield _("Disetujui {who}: {reason}").format(
            who=_login(read, agreed.user), reason=agreed.reason
        )
    for head, reason in (
        (N_("Susulan: {reason}"), stamp.late),
        (N_("Alasan: {reason}"), _why(said)),
    ):
        if reason:
            yield _(head).format(reason=reason)


def _why(said: LoggedFact) -> str:
    reason = getattr(said.fact, "reason", None)
    return str(reason) if reason and said.stamp.kind == REVERSE else ""


def _login(read: Reading, key: int) -> str:
    found = users.user(read, key)
    return (found and found.login) or "?"


def _links(read: Reading, found: Posted, lines: tuple[Line, ...], office: Office) -> Iterator[Link]:
    if office.may(RIGHT) is not Level.NO and papers.has_paper(read, found.key):
        yield Link(
            "voucher",
            found.key,
            _("Bukti {number}: lihat dan cetak salinan").format(number=found.number or found.key),
        )
    yield from _of_hand(read, found, office)
    if found.reverses is not None:
        yield _to_entry(read, found.reverses, N_("Membalik {number}, {day}"))
    for key in sorted(balances.reversals_of(read, found.key)):
        yield _to_entry(read, key, N_("Dibalik oleh {number}, {day}"))
    if office.may(PERSONS) is not Level.NO:
        keys = dict.fromkeys(_member(read, line.key) for line in lines)
        for key in filter(None, keys):
            yield Link("member", key, _("Anggota {who}").format(who=holders.words(read, key)))


def _of_hand(read: Reading, found: Posted, office: Office) -> Iterator[Link]:
    """The papers of an entry by hand, and the way to write it anew while it stands."""
    if not vouchers.by_hand(found):
        return
    ref, photos = vouchers.reference_of(read, found.key), len(vouchers.files_of(read, found.key))
    if ref or photos or office.may(ATTACH) is not Level.NO:
        counted = _("{n} foto").format(n=photos) if photos else ""
        known = ", ".join(filter(None, (ref, counted)))
        words = _("Nota: {known}") if known else _("Nota: belum ada. Tambah nomor atau foto")
        yield Link("papers", found.key, words.format(known=known))
    standing = found.reverses is None and not balances.reversals_of(read, found.key)
    if standing and Level.NO not in {office.may(RECORD), office.may(REVERSE)}:
        yield Link("rewrite", found.key, _("Balik & perbaiki: tulis ulang yang benar"))


def _to_entry(read: Reading, key: int, words: str) -> Link:
    other = balances.posted(read, key)
    number = (other and other.number) or str(key)
    day = wording.day(other.posted_on) if other else ""
    return Link("entry", key, _(words).format(number=number, day=day))


def voucher(session: Session, key: int) -> Voucher | None:
    """The slip behind an entry; None when it has none or may not be seen."""
    office = session.office
    if office.may(RIGHT) is Level.NO or not papers.has_paper(office.reading, key):
        return None
    made = receipt_paper(office, key, copy=True)
    return Voucher(made.paper.name.removesuffix("-SALINAN"), made.slip, made.paper)
