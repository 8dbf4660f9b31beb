"""Catatan atas laporan keuangan (CALK): figures from the ledger, paragraphs that people write."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from msgspec import Struct

from kopdes_desktop.assets import queries as assets
from kopdes_desktop.borrowings import lenders
from kopdes_desktop.borrowings import queries as borrowings
from kopdes_desktop.governance import queries, rules
from kopdes_desktop.governance.operations import BOARD
from kopdes_desktop.governance.queries import Written
from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import total
from kopdes_desktop.ledger import balances, chart, years
from kopdes_desktop.ledger.years import BookYear
from kopdes_desktop.office import settings
from kopdes_desktop.office.books import Reading
from kopdes_desktop.office.letterhead import letterhead, officers
from kopdes_desktop.office.settings import setting
from kopdes_desktop.paper.document import Chapter, Column, Document, Letterhead
from kopdes_desktop.reports import note_tables
from kopdes_desktop.reports.lines import Row
from kopdes_desktop.reports.note_tables import YearFigures
from kopdes_desktop.reports.report import Params, report
from kopdes_desktop.savings import queries as savings
from kopdes_desktop.security import queries as users

CODE = "notes"
_BOARD_WORDS = {"chair": N_("Ketua"), "treasurer": N_("Bendahara"), "supervisor": N_("Pengawas")}
#: Sub-ledgers of persons: where the board and the supervisors deal with their cooperative.
_PERSONAL = frozenset({"per anggota", "per orang"})


class Note(Struct, frozen=True):
    """A note: its part, its number and title, its paragraphs and tables in order."""

    part: str
    title: str
    body: tuple[str | Document, ...]


@report(CODE, title=N_("Catatan atas laporan keuangan"), asks=("year", "day"), proven=True)
def build(read: Reading, params: Params) -> Document:
    """The notes of a book year; without one of the last that has ended."""
    year = asked_year(read, params)
    of = YearFigures(read, year, min(year.last, params.day))
    issuer = letterhead(read)
    made = list(notes(read, of, issuer))
    return Document(
        CODE,
        _("Catatan atas laporan keuangan"),
        issuer,
        period(of),
        (Column("note", _("Catatan"), width=2), *note_tables.columns(of)),
        [
            {"note": note.title, **row}
            for note in made
            for part in note.body
            if isinstance(part, Document) and part.code == note.part
            for row in part.rows
        ],
        {},
        chapters=tuple(Chapter(note.title, note.body, level=2, fresh=False) for note in made),
        signers=officers(read, "chair", "treasurer"),
    )


def asked_year(read: Reading, params: Params) -> BookYear:
    """The book year that is meant: named, or the last that has ended, or the first. BadField."""
    if params.year is not None:
        return years.year_named(read, params.year)
    kept = years.kept(read, params.day)
    return kept[min(1, len(kept) - 1)]


def period(of: YearFigures) -> str:
    """The year, and how far it has been kept while it still runs."""
    words = _("Tahun buku {year}").format(year=of.year.label)
    if of.until == of.year.last:
        return words
    return _("{year}, sampai {day}").format(year=words, day=wording.day(of.until))


def notes(read: Reading, of: YearFigures, issuer: Letterhead) -> Iterator[Note]:
    """Every note that has something to say, numbered through."""
    written = queries.texts(read, of.year.name)
    number = 0
    for part in rules.PARTS.values():
        if not part.code.startswith("notes_"):
            continue
        title = _(part.title)
        told = written.get(part.code)
        body: tuple[str | Document, ...] = (
            *_automatic(read, of, part.code),
            *paragraphs(told),
            *_tables(read, of, part.code, title, issuer),
        )
        if body:
            number += 1
            numbered = f"{number}. {title}"
            yield Note(part.code, numbered, body)


def paragraphs(told: Written | None) -> tuple[str, ...]:
    """The paragraphs of a text; none for none."""
    return tuple(line for line in told.words.split("\n") if line.strip()) if told else ()


def _automatic(read: Reading, of: YearFigures, note: str) -> Iterator[str]:
    """Sentences that the books know themselves."""
    if note == "notes_general":
        yield identity(read)
        count = len(queries.registered(read, of.until))
        yield _("Anggota pada {day}: {n} orang.").format(
            day=wording.day(of.until), n=wording.number(count)
        )
    if note == "notes_commitments":
        yield from _arrears(read, of.until)
    if note == "notes_fixed":
        yield from _lent(read, of.until)
    if note == "notes_equity":
        yield _("Perubahan setiap bagian menurut gerakannya ada di laporan perubahan ekuitas.")


def _lent(read: Reading, day: date) -> Iterator[str]:
    """Things in our houses that are not ours, such as the program's building (K05)."""
    held = [
        each
        for each in assets.assets(read)
        if each.source == assets.LENT
        and each.acquired <= day
        and (each.ended is None or each.ended > day)
    ]
    if held:
        words = _(
            "Barang pinjam pakai yang bukan milik koperasi, tidak dicatat sebagai aset: {things}."
        )
        yield words.format(things=", ".join(each.name for each in held))


def identity(read: Reading) -> str:
    """Who the cooperative is, as far as its settings say."""
    known = (
        (N_("badan hukum {value}"), settings.LEGAL_NUMBER),
        (N_("NIK koperasi {value}"), settings.COOP_NUMBER),
        (N_("NIB {value}"), settings.NIB),
        (N_("NPWP {value}"), settings.NPWP),
        (N_("beralamat di {value}"), settings.ADDRESS),
    )
    told = [
        _(words).format(value=value) for words, which in known if (value := setting(read, which))
    ]
    return ", ".join([setting(read, settings.NAME), *told]) + "."


def _arrears(read: Reading, day: date) -> Iterator[str]:
    """Dues that members lack are in no ledger; they are disclosed (RULES, Members, dues, exit)."""
    if savings.MANDATORY not in {each.code for each in savings.products(read)}:
        return
    table = savings.dues_table(read, savings.MANDATORY, day)
    late = [row.arrears for row in table if row.arrears]
    if late:
        yield _(
            "Tunggakan simpanan wajib {n} anggota sebesar {amount} per {day} tidak dicatat sebagai"
            " piutang dan tidak dipotong saat anggota keluar."
        ).format(n=len(late), amount=wording.rupiah(total(late)), day=wording.day(day))


def _tables(
    read: Reading, of: YearFigures, note: str, title: str, issuer: Letterhead
) -> Iterator[Document]:
    if note in note_tables.SHEET or note in note_tables.INCOME:
        made = note_tables.table(of, note, title, issuer)
        if made is not None:
            yield made
    if note == "notes_borrowings":
        rows = list(_borrowed(read, of.until))
        if rows:
            yield _borrowed_table(issuer, rows)
    if note == "notes_related":
        rows = list(_related(read, of.until))
        if rows:
            yield _related_table(title, issuer, rows)


def _borrowed(read: Reading, day: date) -> Iterator[Row]:
    """Whom we owe on a day, and what of it falls due within a year."""
    for part in borrowings.current_portions(read, day):
        yield {
            "lender": lenders.shown(read, part.borrowing),
            "decision": part.borrowing.decision_no,
            "rate": part.borrowing.rate,
            "current": int(part.current),
            "later": int(part.later),
        }


def _borrowed_table(issuer: Letterhead, rows: list[Row]) -> Document:
    return Document(
        "borrowed",
        _("Pinjaman menurut pemberi"),
        issuer,
        "",
        (
            Column("lender", _("Pemberi pinjaman"), width=2),
            Column("decision", _("Keputusan rapat")),
            Column("rate", _("Bunga setahun (%)"), "quantity"),
            Column("current", _("Jatuh tempo setahun"), "money"),
            Column("later", _("Sesudahnya"), "money"),
        ),
        rows,
        {key: sum(int(row[key]) for row in rows) for key in ("current", "later")},  # type: ignore[call-overload]
    )


def _related_table(title: str, issuer: Letterhead, rows: list[Row]) -> Document:
    return Document(
        "related",
        title,
        issuer,
        "",
        (
            Column("who", _("Pihak")),
            Column("name", _("Uraian"), width=3),
            Column("claim", _("Piutang koperasi"), "money"),
            Column("debt", _("Simpanan dan utang"), "money"),
        ),
        rows,
        {},
        notes=(_("Pengurus dan pengawas yang juga anggota, menurut jabatannya."),),
    )


def _related(read: Reading, day: date) -> Iterator[Row]:
    """What board and supervisors have with the cooperative as members, office by office."""
    whose: dict[str, set[int]] = {}
    for user in users.users(read):
        if user.active and user.role in BOARD | {"supervisor"}:
            whose.setdefault(user.role, set()).add(user.person)
    cards: Mapping[str, chart.Account] = chart.accounts(read)
    held = {
        code: balances.key_balances_at(read, code, day)
        for code, card in cards.items()
        if card.subledger in _PERSONAL
    }
    for role, persons in sorted(whose.items(), key=lambda pair: list(_BOARD_WORDS).index(pair[0])):
        for code, keys in held.items():
            amount = sum(int(keys.get(person, 0)) for person in persons)
            if amount:
                yield {
                    "who": _(_BOARD_WORDS[role]),
                    "name": _(cards[code].name),
                    "claim": max(amount, 0),
                    "debt": max(-amount, 0),
                }
