"""What is missing in the meeting's book, and what contradicts itself: told before it is printed.

What contradicts keeps the book a draft (RULES: the package refuses to print clean if it does not
tie); a blank does not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from msgspec import Struct

from kopdes_desktop.governance import queries, rules
from kopdes_desktop.governance.queries import Meeting
from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.ledger import periods
from kopdes_desktop.office import settings
from kopdes_desktop.office.books import Reading
from kopdes_desktop.office.settings import setting
from kopdes_desktop.reports import note_tables
from kopdes_desktop.reports.note_tables import YearFigures

#: What a cooperative that meets has, and a new one may still lack.
_IDENTITY = (
    settings.ADDRESS,
    settings.LEGAL_NUMBER,
    settings.COOP_NUMBER,
    settings.NIB,
    settings.NPWP,
    settings.PLACE,
    settings.CHAIR,
    settings.TREASURER,
    settings.SUPERVISOR,
)


class Gap(Struct, frozen=True):
    """Something to mend: the piece it belongs to, in words; `wrong` contradicts, else it is blank.

    `place` is where it is mended, if not in the book itself.
    """

    piece: str
    words: str
    wrong: bool = False
    place: str = ""


def identity(read: Reading) -> Iterator[Gap]:
    """Settings that papers of a meeting show."""
    for each in _IDENTITY:
        if not setting(read, each):
            words = _("Pengaturan “{title}” belum diisi.").format(title=_(each.title))
            yield Gap("management", words, place="settings.change")


def meeting(read: Reading, of: YearFigures, found: Meeting | None, today: date) -> Iterator[Gap]:
    """The law's days and numbers."""
    due = rules.meeting_by(of.year.last, rules.LAW_MONTHS)
    if found is None:
        soon = rules.meeting_by(of.year.last, rules.MINISTRY_MONTHS)
        words = _(
            "Rapat belum ditetapkan. Kementerian meminta paling lambat {soon}; batas undang-undang"
            " {due}."
        )
        told = words.format(soon=wording.day(soon), due=wording.day(due))
        yield Gap("invitation", told, wrong=today > due)
        return
    days = (found.day - found.invited).days
    if days < rules.NOTICE_DAYS and not found.second:
        words = _(
            "Undangan {invited} hanya {days} hari sebelum rapat; anggaran dasar meminta {least}"
            " hari, jadi paling lambat {latest}."
        )
        told = words.format(
            invited=wording.day(found.invited),
            days=days,
            least=rules.NOTICE_DAYS,
            latest=wording.day(rules.invited_by(found.day)),
        )
        yield Gap("invitation", told, wrong=True)
    if found.day > due:
        words = _("Rapat {day} melewati batas undang-undang {due} (Pasal 26).")
        told = words.format(day=wording.day(found.day), due=wording.day(due))
        yield Gap("invitation", told, wrong=True)
    if not found.number:
        yield Gap("invitation", _("Nomor surat undangan belum diisi."))
    yield from _quorum(read, found, today)


def _quorum(read: Reading, found: Meeting, today: date) -> Iterator[Gap]:
    registered = len(queries.registered(read, min(found.day, today)))
    needed = rules.quorum(registered, second=found.second)
    if found.present is None:
        if found.day <= today:
            yield Gap("attendance", _("Jumlah anggota yang hadir belum diisi."))
    elif found.present > registered:
        words = _("Hadir {present} orang, padahal anggota terdaftar {registered}.")
        told = words.format(present=found.present, registered=registered)
        yield Gap("attendance", told, wrong=True)
    elif found.present < needed:
        words = _(
            "Hadir {present} dari {registered} anggota, kuorum {needed}. Rapat kedua diadakan dalam"
            " {days} hari; kuorumnya sepertiga."
        )
        told = words.format(
            present=found.present,
            registered=registered,
            needed=needed,
            days=rules.SECOND_WITHIN,
        )
        yield Gap("attendance", told, wrong=True)


def books(read: Reading, of: YearFigures) -> Iterator[Gap]:
    """Whether every chapter tells the same figures, and the year is really over."""
    if of.until < of.year.last:
        words = _("Tahun buku {year} belum berakhir; angka sampai {day}.")
        told = words.format(year=of.year.label, day=wording.day(of.until))
        yield Gap("statements", told, wrong=True)
    closed, start = set(periods.closed_months(read)), periods.books_from(read)
    waiting = [
        month
        for month in of.year.months()
        if month not in closed and (start is None or month >= start)
    ]
    if waiting:
        words = _("{n} bulan tahun buku itu belum ditutup, mulai {month}.")
        told = words.format(n=len(waiting), month=wording.month(waiting[0]))
        yield Gap("statements", told, wrong=True, place="report.year_closing")
    for finding in periods.untied(read):
        yield Gap("statements", finding, wrong=True, place="report.checks")
    yield from ties(of)


def ties(of: YearFigures) -> Iterator[Gap]:
    """The statements against one another, to the rupiah."""
    now, _before = of.sheets
    told = (
        (
            N_("Jumlah aset dan jumlah liabilitas serta ekuitas"),
            now.assets,
            now.liabilities + now.equity,
        ),
        (
            N_("SHU pada perhitungan hasil usaha dan pada posisi keuangan"),
            of.incomes[0].surplus,
            now.surplus,
        ),
        (
            N_("Kas pada laporan arus kas dan pada posisi keuangan"),
            of.cash_flow.opening + of.cash_flow.net,
            now.cash,
        ),
        (
            N_("Aset menurut catatan (CALK) dan menurut posisi keuangan"),
            _noted(of, note_tables.OF_ASSETS),
            now.assets,
        ),
        (
            N_("Liabilitas dan ekuitas menurut catatan (CALK) dan menurut posisi keuangan"),
            _noted(of, note_tables.SHEET.keys() - note_tables.OF_ASSETS),
            now.liabilities + now.equity,
        ),
        (
            N_("SHU menurut catatan (CALK) dan menurut perhitungan hasil usaha"),
            _noted(of, note_tables.INCOME),
            of.incomes[0].surplus,
        ),
    )
    for words, one, other in told:
        if int(one) != int(other):
            sentence = _("{what} berbeda: {one} dan {other}.").format(
                what=_(words), one=wording.rupiah(int(one)), other=wording.rupiah(int(other))
            )
            yield Gap("statements", sentence, wrong=True, place="report.checks")


def _noted(of: YearFigures, notes: Iterable[str]) -> int:
    """What the tables of these notes come to, this year."""
    return sum(note_tables.sums(note_tables.rows(of, note))["now"] for note in notes)
