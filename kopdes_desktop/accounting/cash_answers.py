"""The sheet on which a treasurer answers an old cash book: line by line, contradiction by name.

It is written with the proposals, filled in with any spreadsheet program, and read again.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, Final

from kopdes_desktop.accounting import cash_proposing, templates
from kopdes_desktop.accounting.cash_importing import CashStudy, Place
from kopdes_desktop.accounting.cash_proposing import MOVE, SKIP, Answer, Proposal
from kopdes_desktop.accounting.cash_replay import Contradiction
from kopdes_desktop.kernel import cells
from kopdes_desktop.kernel.cells import Cell, Unreadable
from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import NOTHING
from kopdes_desktop.office import columns
from kopdes_desktop.office.columns import NoHeader
from kopdes_desktop.paper.document import Column, Document, Letterhead
from kopdes_desktop.paper.grid import Book

_YES: Final = frozenset({"ya", "y", "yes", "terima", "setuju", "x", "v", "ok"})
_NO: Final = frozenset({"lewati", "tidak", "skip", "no", "jangan"})
#: The word for a move of cash, where a template's code stands otherwise.
_MOVE_WORDS: Final = frozenset({MOVE, "pindah", "pindah kas"})
_HEADERS: Final = columns.compiled(
    {
        "sheet": ("lembar|sheet", ""),
        "row": ("baris|row", ""),
        "about": ("pertentangan|hal|contradiction", ""),
        "day": ("tanggal|day", ""),
        "template": ("kejadian|template", ""),
        "purpose": ("untuk|purpose", ""),
        "unit": ("unit", ""),
        "other": ("kas lain|box", ""),
        "party": ("orang|party", ""),
        "document": ("bukti asal|document", ""),
        "answer": ("jawaban|answer", ""),
    }
)
_NEEDED: Final = frozenset({"sheet", "row"})
#: Not translated: the reader looks for these words when the sheet comes back.
_COLUMNS: Final = (
    Column("sheet", "Lembar", "text"),
    Column("row", "Baris", "text"),
    Column("about", "Pertentangan", "text"),
    Column("words", "Isi", "text"),
    Column("in", "Masuk", "money"),
    Column("out", "Keluar", "money"),
    Column("day", "Tanggal", "text"),
    Column("template", "Kejadian", "text"),
    Column("title", "Artinya", "text"),
    Column("purpose", "Untuk", "text"),
    Column("unit", "Unit", "text"),
    Column("other", "Kas lain", "text"),
    Column("party", "Orang", "text"),
    Column("document", "Bukti asal", "text"),
    Column("sure", "Yakin", "text"),
    Column("question", "Pertanyaan", "text"),
    Column("answer", "Jawaban", "text"),
)


def answers_paper(
    study: CashStudy, letterhead: Letterhead | None = None, *, open_only: bool = False
) -> Document:
    """Every line with its proposal and every contradiction; `open_only` leaves out the settled."""
    bad = {study.place(each.row) for each in study.errors}
    rows = [
        row
        for row in sorted(_rows(study), key=lambda each: each[0])
        if not open_only or row[1] in bad
    ]
    return Document(
        "answers",
        _(N_("Jawaban untuk buku kas lama")),
        letterhead or Letterhead(study.name),
        study.name,
        _COLUMNS,
        [cells_ for _order, _place, cells_ in rows],
        {},
        notes=(
            _(
                N_(
                    "Jawaban: ya menerima baris atau pertentangan itu, lewati meninggalkannya. "
                    "Kejadian boleh diganti dengan kode lain. Simpan, lalu baca lagi dengan "
                    "--answers."
                )
            ),
            *_codes(),
        ),
    )


_Row = tuple[tuple[int, int, int], Place, dict[str, Any]]


def _rows(study: CashStudy) -> Iterator[_Row]:
    sheets = {each.name: at for at, each in enumerate(study.book.sheets)}
    for made in study.proposals:
        place = made.played.sheet, made.played.line.row
        yield (made.played.at, place[1], 0), place, _of_line(made)
    for each in study.contradictions:
        said = "ya" if each.name in study.accepted else ""
        place = each.sheet, each.row
        yield (sheets[each.sheet], each.row, 1), place, _of_contradiction(each, said)


def _of_line(made: Proposal) -> dict[str, Any]:
    amount = made.amount
    return {
        "sheet": made.played.sheet,
        "row": str(made.played.line.row),
        "about": "",
        "words": made.text,
        "in": amount if amount > NOTHING else None,
        "out": -amount if amount < NOTHING else None,
        "day": made.day.isoformat(),
        "template": "" if made.what == SKIP else made.what,
        "title": cash_proposing.title_of(made.what),
        "purpose": made.purpose or "",
        "unit": made.unit or "",
        "other": made.other or "",
        "party": made.party or "",
        "document": made.document or "",
        "sure": f"{made.confidence}%",
        "question": made.question,
        "answer": "lewati" if made.what == SKIP else "ya" if made.answered else "",
    }


def _of_contradiction(each: Contradiction, said: str) -> dict[str, Any]:
    empty = dict.fromkeys((column.key for column in _COLUMNS), "")
    return {
        **empty,
        "sheet": each.sheet,
        "row": str(each.row),
        "about": each.code,
        "words": each.message,
        "in": None,
        "out": None,
        "answer": said,
    }


def _codes() -> Iterator[str]:
    """What each code means, for who answers."""
    for way, title in ((templates.IN, N_("Uang masuk")), (templates.OUT, N_("Uang keluar"))):
        said = (f"{t.code} = {t.title}" for t in templates.shipped() if t.way == way)
        yield f"{_(title)}: {'; '.join(said)}; {MOVE} = {cash_proposing.title_of(MOVE)}."


def read_answers(book: Book, today: date) -> tuple[dict[Place, Answer], frozenset[str]]:
    """What was answered line by line, and the names of contradictions that were accepted.

    Raises NoHeader, BadField.
    """
    best = columns.best_header(book, _HEADERS, {})
    if best is None or not set(best[0].found.values()) >= _NEEDED:
        raise NoHeader(
            name=book.name, wanted="Lembar, Baris", example="Lembar, Baris, Kejadian, Jawaban"
        )
    header = columns.header_of(*best)
    answers: dict[Place, Answer] = {}
    accepted: set[str] = set()
    for row in header.sheet.rows:
        if row.number <= header.row:
            continue
        said: dict[str, Cell] = {
            name: row.cells[at] if at < len(row.cells) else None
            for name, at in header.places.items()
        }
        number = cells.text(said["row"])
        if not number.isdigit():
            continue
        place = cells.text(said["sheet"]), int(number)
        about, answer = cells.text(said.get("about")), cells.text(said.get("answer")).casefold()
        _require_known(answer, row.number)
        if about:
            accepted |= {f"{place[0]}:{place[1]}:{about}"} if answer in _YES else set()
        elif answer or "answer" not in said:
            answers[place] = _answer(said, answer, today, row.number)
    return answers, frozenset(accepted)


def _require_known(answer: str, number: int) -> None:
    """Refuse an answer that is neither yes nor no. Raises BadField."""
    if answer and answer not in _YES | _NO:
        reason = _(N_("jawaban di baris {row} bukan ya atau lewati: {answer}"))
        reason = reason.format(row=number, answer=answer)
        raise BadField(name="answers", reason=reason, field="answers")


def _answer(said: dict[str, Cell], answer: str, today: date, number: int) -> Answer:
    """One line's answer. Raises BadField."""
    if answer in _NO:
        return Answer(SKIP)
    what = cells.text(said.get("template")).strip()
    try:
        day = cells.day(said.get("day"), cells.recent(today))
    except Unreadable as unreadable:
        reason = _(N_("baris {row}: {reason}")).format(row=number, reason=unreadable.words)
        raise BadField(name="answers", reason=reason, field="answers") from None

    def words(name: str) -> str | None:
        return cells.text(said.get(name)) or None

    return Answer(
        MOVE if what.casefold() in _MOVE_WORDS else what,
        purpose=words("purpose"),
        unit=words("unit"),
        other=words("other"),
        party=words("party"),
        document=words("document"),
        day=day,
    )
