"""What one line of letters or figures can mean, asked of the books under this user's rights.

On the database's thread. What a role may not see is not looked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any, Literal, NamedTuple

from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.errors import Refusal
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.ledger import finding
from kopdes_desktop.ledger.finding import Found
from kopdes_desktop.members import queries as members
from kopdes_desktop.members.cards import number_of
from kopdes_desktop.members.queries import STATUS_WORDS, MemberRow
from kopdes_desktop.office.actor import Level
from kopdes_desktop.office.books import Reading
from kopdes_desktop.printing import papers
from kopdes_desktop.reports import report
from kopdes_desktop.ui.door import Session
from kopdes_desktop.ui.kit import glossary
from kopdes_desktop.ui.shell.navigation import Place

Kind = Literal["member", "entry", "report", "place", "term"]
PERSONS, JOURNAL, SLIPS = "read.members", "report.journal", "read.slips"
GROUPS: dict[str, str] = {
    "member": N_("Anggota"),
    "entry": N_("Bukti"),
    "amount": N_("Jumlah"),
    "place": N_("Layar"),
    "report": N_("Laporan"),
    "term": N_("Istilah"),
}
#: Between the code of a screen and that of one of its pages.
PAGE = "#"
#: Pages of screens that are looked for by their own names.
_WITHIN: dict[str, tuple[tuple[str, str], ...]] = {
    "report.cash_book": (
        ("compare", N_("Cocokkan dengan rekening koran")),
        ("statement", N_("Rekening koran: baca berkas bank")),
        ("count", N_("Hitung kas")),
        ("unknown", N_("Setoran belum dikenal")),
    ),
    "report.shu": (
        ("unclaimed", N_("Bayar SHU")),
        ("funds", N_("Pakai dana SHU")),
        ("dealings", N_("Transaksi di luar kasir")),
    ),
    "read.stock": (
        ("transfer", N_("Kirim dan terima barang")),
        ("write_off", N_("Barang rusak atau dipakai")),
        ("repack", N_("Kemas ulang")),
        ("count", N_("Opname")),
    ),
    "read.purchases": (
        ("debts", N_("Utang pemasok")),
        ("notes", N_("Nota pembelian")),
        ("orders", N_("Pesanan")),
        ("quotas", N_("Jatah mitra")),
        ("suppliers", N_("Pemasok")),
    ),
    "read.slips": (
        ("layout", N_("Bentuk bukti")),
        ("queue", N_("Antrean cetak")),
    ),
}
_MEMBERS, _ENTRIES, _OTHERS = 7, 6, 5
#: A member number as it is written; who types one leaves its zeros out.
_NUMBER = 4
#: So many entries are gone through for those that have a paper.
_LOOKED_AT = 120
#: Fewer signs of a document's number than this fit nearly all of them.
_LEAST = 2
_KIND = 3


class Hit(NamedTuple):
    """Something that was found: what it is, how it is opened, and three things to tell it by."""

    kind: Kind
    key: int | str
    group: str
    title: str
    detail: str = ""
    figure: str = ""


class Matches(NamedTuple):
    """What was found for a text; `scanned` when it was a card."""

    text: str
    hits: tuple[Hit, ...]
    scanned: bool = False


def search(session: Session, text: str, places: tuple[Place, ...]) -> Matches:
    """Everything that fits, group by group; `places` are those that are open to this user."""
    words = text.strip()
    card = number_of(words)
    if card is not None:
        return Matches(text, tuple(_members(session, card)), scanned=True)
    if not words:
        return Matches(text, ())
    hits = [
        *_members(session, words),
        *_entries(session, words),
        *_places(places, words),
        *_reports(session, words),
        *_terms(words),
    ]
    return Matches(text, tuple(hits))


def prepare(session: Session) -> None:
    """Load what the first letter would else wait for."""
    _reports_of(session)


def _may(session: Session, right: str) -> bool:
    return session.office.may(right) is not Level.NO


def _members(session: Session, words: str) -> Iterator[Hit]:
    if not _may(session, PERSONS):
        return
    read = session.office.read
    found = read(PERSONS, members.search, words, _MEMBERS)
    if not found and words.isdecimal():
        found = read(PERSONS, members.search, words.zfill(_NUMBER), 1)
    for row in found:
        yield _member(row)


def _member(row: MemberRow) -> Hit:
    told = (_(STATUS_WORDS[row.status]), row.dusun or "")
    name = row.name or _("(data dihapus)")
    title = f"{row.number}  {name}" if row.number else name
    return Hit("member", row.key, "member", title, "  ·  ".join(filter(None, told)))


def _entries(session: Session, words: str) -> Iterator[Hit]:
    right = next((each for each in (JOURNAL, SLIPS) if _may(session, each)), None)
    if right is None:
        return
    ask = _any_entry if right == JOURNAL else _with_paper
    read = session.office.read
    if _may_be_a_number(words):
        for found in read(right, ask, finding.numbered, words):
            yield _entry(session, found, "entry")
    try:
        amount = wording.parse_rupiah(words)
    except Refusal:
        return
    if amount:
        for found in read(right, ask, finding.of_amount, amount):
            yield _entry(session, found, "amount")


def _may_be_a_number(words: str) -> bool:
    """Some digits of it, or the three letters with which each kind's numbers begin: SMP, TRK."""
    digits = len(words) >= _LEAST and any(sign.isdigit() for sign in words)
    return digits or (len(words) == _KIND and words.isalpha())


_Query = Callable[[Reading, Any, int], list[Found]]


def _any_entry(read: Reading, query: _Query, asked: object) -> list[Found]:
    return query(read, asked, _ENTRIES)


def _with_paper(read: Reading, query: _Query, asked: object) -> list[Found]:
    """Whoever may not read the journal finds what may be printed again, and nothing else."""
    found = query(read, asked, _LOOKED_AT)
    return list(islice((each for each in found if papers.has_paper(read, each.key)), _ENTRIES))


def _entry(session: Session, found: Found, group: str) -> Hit:
    """A document's number, its day, whose it is, and what it is about without the number again."""
    number = found.number or str(found.key)
    told = (
        wording.short_day(found.posted_on),
        _whose(session, found),
        found.text.replace(number, "").strip(),
    )
    shown = "  ".join(filter(None, told))
    return Hit("entry", found.key, group, number, shown, wording.rupiah(found.amount))


def _whose(session: Session, found: Found) -> str:
    if found.whose is None or not _may(session, PERSONS):
        return ""
    row = session.office.read(PERSONS, members.member, found.whose)
    return (row and row.name) or ""


def _places(places: tuple[Place, ...], words: str) -> Iterator[Hit]:
    pages = {(each.code, title) for each in places for _page, title in _WITHIN.get(each.code, ())}
    fitting = [
        each
        for each in places
        if _fits(_(each.title), words) and (each.within, each.title) not in pages
    ]
    for each in fitting[:_OTHERS]:
        yield Hit("place", each.code, "place", _(each.title), _(each.about), each.key)
    for each in places:
        for page, title in _WITHIN.get(each.code, ()):
            if _fits(_(title), words):
                key = f"{each.code}{PAGE}{page}"
                yield Hit("place", key, "place", _(title), _(each.title))


def _reports_of(session: Session) -> list[report.Report]:
    return [each for each in report.catalogue() if _may(session, each.right)]


def _reports(session: Session, words: str) -> Iterator[Hit]:
    fitting = [each for each in _reports_of(session) if _fits(_(each.title), words)]
    for each in fitting[:_OTHERS]:
        yield Hit("report", each.code, "report", _(each.title))


def _terms(words: str) -> Iterator[Hit]:
    fitting = [(term, meaning) for term, meaning in glossary.terms() if _fits(term, words)]
    for term, meaning in fitting[:_OTHERS]:
        yield Hit("term", term, "term", term, meaning)


def _fits(title: str, words: str) -> bool:
    """Whether every word that was typed begins one of the title's."""
    begun = title.casefold().split()
    return all(any(word.startswith(typed) for word in begun) for typed in words.casefold().split())
