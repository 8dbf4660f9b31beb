"""What is asked of an old register and what is done with it. On the database's thread."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Final

from msgspec import Struct, field

from kopdes_desktop.goods import headers as goods
from kopdes_desktop.goods.rows import STOCK, ItemStudy
from kopdes_desktop.inventory import importing as items
from kopdes_desktop.inventory import places
from kopdes_desktop.kernel import cells
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.progress import Progress
from kopdes_desktop.ledger import chart
from kopdes_desktop.membership import importing
from kopdes_desktop.membership.importing import FIELDS, SAVINGS_FIELDS
from kopdes_desktop.membership.studies import MemberStudy, SavingsStudy
from kopdes_desktop.office import imports, taking
from kopdes_desktop.office.imports import ImportBatch
from kopdes_desktop.office.letterhead import letterhead
from kopdes_desktop.office.studies import Imported
from kopdes_desktop.paper import grid
from kopdes_desktop.paper.grid import Book
from kopdes_desktop.ui.door import Session
from kopdes_desktop.ui.kit.printer import Paper

RIGHT, UNDO = imports.BEGIN, imports.UNDO
MEMBERS: Final = "members"
ITEMS: Final = items.ITEMS
#: An old cash book, which has a step of its own.
BOOKS: Final = "books"
#: As the place of goods: the items alone, without what lies there.
NO_STOCK: Final = "-"
OPENING, DEPOSIT = "opening", "deposit"
#: What a file may hold, in the order in which a treasurer brings it in.
CONTENTS: Final = {
    MEMBERS: N_("Anggota (dengan simpanannya)"),
    "principal": N_("Simpanan pokok"),
    "mandatory": N_("Simpanan wajib"),
    "voluntary": N_("Simpanan sukarela"),
    ITEMS: N_("Barang dagangan (dengan stoknya)"),
    BOOKS: N_("Buku kas (uang masuk dan keluar)"),
}
#: What a refusal sends to a terminal for, where this screen reads it as well.
KIND_OF_COMMAND: Final = {
    "kopdes-desktop items import": ITEMS,
    "kopdes-desktop members import": MEMBERS,
}
PRODUCTS: Final = {
    code: words for code, words in CONTENTS.items() if code not in {MEMBERS, ITEMS, BOOKS}
}
#: What the sums of a file are called.
SUMS: Final = {**PRODUCTS, STOCK: N_("Nilai stok")}
AnyStudy = MemberStudy | SavingsStudy | ItemStudy
_LONGEST = 300


class Wanted(Struct, frozen=True):
    """Which file, what it is, how it is to be taken, and which columns were named by hand."""

    path: Path
    what: str
    how: str = OPENING
    cash: str | None = None
    as_of: date | None = None
    mapping: Mapping[str, str] = field(default_factory=dict)
    #: Of goods: where they lie, and the tables of packs, prices or categories beside the list.
    place: str | None = None
    beside: tuple[Path, ...] = ()

    @property
    def fields(self) -> Mapping[str, str]:
        """What a column of such a file can hold."""
        return {MEMBERS: FIELDS, ITEMS: goods.FIELDS}.get(self.what, SAVINGS_FIELDS)


class Found(Struct, frozen=True):
    """A dry run: what was wanted, the study, and the lines of its sheet by their number."""

    wanted: Wanted
    study: AnyStudy
    lines: Mapping[int, str]
    samples: Mapping[int, str]


class Taken(Struct, frozen=True):
    """What an import did, and the sheet of what it left out, if there is any."""

    done: Imported
    rejects: Paper | None


class Standing(Struct, frozen=True):
    """The earlier imports, newest first; boxes that deposits went into, places where goods lie."""

    batches: tuple[ImportBatch, ...]
    boxes: tuple[tuple[str, str], ...]
    places: tuple[tuple[str, str], ...] = ()


def standing(session: Session) -> Standing:
    """What the first step shows."""
    office = session.office
    boxes = office.read(RIGHT, chart.boxes)
    return Standing(
        tuple(reversed(office.read(RIGHT, imports.imports))),
        tuple((box.code, f"{box.name} ({box.code})") for box in boxes if not box.in_transit),
        tuple((x.code, f"{x.name} ({x.code})") for x in office.read(RIGHT, places.places)),
    )


def study(session: Session, wanted: Wanted, progress: Progress, book: Book | None = None) -> Found:
    """Read the file and judge every row; nothing is written. Raises what the reading refuses."""
    progress.step(0, 3)
    book = book or grid.read_book(wanted.path)
    progress.step(1, 3)
    office = session.office
    made: AnyStudy
    if wanted.what == MEMBERS:
        made = office.read(
            RIGHT,
            importing.study_members,
            book,
            today=office.today(),
            as_of=wanted.as_of,
            mapping=wanted.mapping,
        )
    elif wanted.what == ITEMS:
        made = office.read(
            RIGHT,
            items.study_items,
            book,
            today=office.today(),
            beside=[grid.read_book(path) for path in wanted.beside],
            as_of=wanted.as_of,
            mapping=wanted.mapping,
            place=wanted.place if wanted.place != NO_STOCK else None,
            with_stock=wanted.place != NO_STOCK,
        )
    else:
        made = office.read(
            RIGHT,
            importing.study_savings,
            book,
            today=office.today(),
            product=wanted.what,
            as_="deposit" if wanted.how == DEPOSIT else "opening",
            as_of=wanted.as_of,
            cash=wanted.cash,
            mapping=wanted.mapping,
        )
    progress.step(2, 3)
    return Found(wanted, made, *_texts(book, made))


def _texts(book: Book, made: AnyStudy) -> tuple[Mapping[int, str], Mapping[int, str]]:
    """Rows with a fault or a doubt as one line each; and a sample of every column."""
    sheet = next(one for one in book.sheets if one.name == made.sheet)
    named = {problem.row for problem in (*made.errors, *made.warnings)}
    secret = {column.place for column in made.columns if column.field == "secret"}
    lines: dict[int, str] = {}
    samples: dict[int, str] = {}
    for row in sheet.rows:
        if row.number <= made.header_row:
            continue
        if row.number in named:
            lines[row.number] = _line(row.cells, secret)
        if len(samples) < len(made.columns):
            for column in made.columns:
                text = cells.text(row.cells[column.place]) if column.place < len(row.cells) else ""
                if text and column.place not in secret:
                    samples.setdefault(column.place, text)
    return lines, samples


def _line(row: Sequence[cells.Cell], secret: set[int]) -> str:
    texts = (cells.text(cell) for place, cell in enumerate(row) if place not in secret)
    return " · ".join(filter(None, texts))[:_LONGEST]


def take_in(session: Session, found: Found, progress: Progress, *, confirm_day: bool) -> Taken:
    """Import the good rows in one transaction; the faulty ones become a sheet to be mended."""
    office, made = session.office, found.study
    skip = bool(made.errors)
    if isinstance(made, MemberStudy):
        done = importing.import_members(
            office, made, skip_bad=skip, confirm_day=confirm_day, progress=progress
        )
    elif isinstance(made, ItemStudy):
        done = items.import_items(
            office, made, skip_bad=skip, confirm_day=confirm_day, progress=progress
        )
    else:
        done = importing.import_savings(
            office, made, skip_bad=skip, confirm_day=confirm_day, progress=progress
        )
    return Taken(done, rejects(session, found, done) if done.errors else None)


def rejects(session: Session, found: Found, done: Imported | None = None) -> Paper:
    """The faulty rows with the reason beside each, as a sheet that can be read again."""
    from kopdes_desktop.paper import spreadsheet  # noqa: PLC0415  with the first such sheet

    made = taking.rejects(found.study, session.office.read(RIGHT, letterhead), done)
    content = spreadsheet.xlsx(made)
    return Paper(f"ditolak-{Path(found.study.name).stem}", lambda: content, "xlsx")


class Burnt(Struct, frozen=True):
    """An import that may be taken back: how many member numbers are lost, how many entries turn."""

    batch: ImportBatch
    numbers: int
    first: str
    last: str
    entries: int


def burnt(session: Session, batch: ImportBatch) -> Burnt:
    """What taking this import back would cost."""
    facts = session.office.read(RIGHT, imports.facts_of, batch.key)
    lost = [str(each.fact.number) for each in facts if each.operation.code == importing.ADOPT]  # type: ignore[attr-defined]
    entries = sum(getattr(each.fact, "entry", None) is not None for each in facts)
    lost.sort(key=lambda each: (len(each), each))
    return Burnt(batch, len(lost), *((lost[0], lost[-1]) if lost else ("", "")), entries)


def lacking(found: Found) -> tuple[str, ...]:
    """In words: what nobody of this register would have in the books, as the columns are read."""
    made = found.study
    taken = {column.field for column in made.columns}
    if isinstance(made, SavingsStudy):
        if taken & {"number", "nik", "name"}:
            return ()
        return (_("Tidak ada kolom yang menunjukkan anggotanya: nomor, NIK, atau nama."),)
    if isinstance(made, ItemStudy):
        return _lacking_goods(taken)
    told = []
    if "name" not in taken:
        told.append(_("Tidak ada kolom yang dibaca sebagai nama: tanpa nama tidak ada yang masuk."))
    nobody = made.lines and not any(line.fields.get("nik") for line in made.lines)
    if nobody or "nik" not in taken:
        told.append(
            _(
                "Tidak seorang pun akan mempunyai NIK di buku koperasi. Bila lembar ini"
                " memuat NIK, tunjukkan kolomnya di “Kolom yang ditemukan”."
            )
        )
    return tuple(told)


def _lacking_goods(taken: set[str | None]) -> tuple[str, ...]:
    """What no item of a list would have."""
    told = []
    if "price" not in taken:
        told.append(_("Tidak ada kolom harga jual: kasir akan menanyakan harga setiap barang."))
    if "stock" in taken and "cost" not in taken:
        told.append(_("Tidak ada kolom harga beli: barang yang ada stoknya tidak dapat masuk."))
    return tuple(told)


def undo(
    session: Session, key: int, reason: str, progress: Progress, *, confirm_day: bool
) -> ImportBatch:
    """Take a whole import back."""
    session.office.perform(
        UNDO, {"import": key, "reason": reason}, confirm_day=confirm_day, progress=progress
    )
    return session.office.read(RIGHT, imports.require_import, key)
