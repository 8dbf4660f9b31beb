"""books import: an old cash book replayed, its contradictions shown, its lines posted."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kopdes_desktop.cli.call import Call, written_whole
from kopdes_desktop.cli.complaint import Exit
from kopdes_desktop.cli.importing import common, mapping_of, require_file
from kopdes_desktop.cli.terminal import Watched
from kopdes_desktop.cli.verb import Given, Verbs
from kopdes_desktop.kernel.i18n import N_, _

if TYPE_CHECKING:
    from kopdes_desktop.accounting.cash_importing import CashStudy
    from kopdes_desktop.accounting.cash_proposing import Proposal
    from kopdes_desktop.accounting.cash_replay import Contradiction
    from kopdes_desktop.office.office import Office
    from kopdes_desktop.office.studies import Footer, Imported, Problem

BEGIN = "import.begin"
_MOST_SHOWN = 60


def add(verbs: Verbs) -> None:
    """Enter the verb of this file."""
    group = verbs.group("books", N_("Buku kas lama."))
    line = group.add("import", N_("Periksa buku kas lama dan catat barisnya."), books)
    common(line)
    line.add_argument(
        "--box", metavar=_("KODE"), required=True, help=_("kas atau bank yang dicatat buku itu")
    )
    line.add_argument(
        "--accept",
        metavar=_("LEMBAR:BARIS:KODE"),
        action="append",
        default=[],
        help=_("terima pertentangan ini, misalnya Juni:6:day_outside (boleh berkali-kali)"),
    )
    line.add_argument(
        "--proposals",
        metavar=_("BERKAS"),
        type=Path,
        help=_("tulis semua baris dengan usulnya ke sini, untuk dijawab (XLSX)"),
    )
    line.add_argument(
        "--answers",
        metavar=_("BERKAS"),
        type=Path,
        help=_("lembar usul yang sudah dijawab (XLSX atau CSV)"),
    )


def books(call: Call, given: Given) -> int:
    """A cash book of one box."""
    from kopdes_desktop.accounting import cash_answers, cash_importing
    from kopdes_desktop.paper.grid import read_book

    mapping = mapping_of(given.map)
    require_file(given.file)
    if given.answers is not None:
        require_file(given.answers)
    who = call.who()
    book = read_book(given.file)
    with call.books(who) as session:
        office = session.office
        today = office.today()
        answers, accepted = (
            cash_answers.read_answers(read_book(given.answers), today)
            if given.answers is not None
            else ({}, frozenset())
        )
        study = office.read(
            BEGIN,
            cash_importing.study_cash,
            book,
            today=today,
            box=given.box,
            answers=answers,
            accepted={*accepted, *given.accept},
            mapping=mapping,
        )
        return _went(call, office, study, given)


def _went(call: Call, office: Office, study: CashStudy, given: Given) -> int:
    """Post what can be and was asked for; tell what came of it."""
    from kopdes_desktop.accounting import cash_importing

    done: Imported | None = None
    watch = Watched()
    ready = study.ready and not study.blocking
    try:
        if given.dry_run:
            refused = cash_importing.rehearse(
                office, study, confirm_day=call.confirm_day, progress=watch
            )
            study = cash_importing.without(study, refused)
        elif ready and (given.skip_bad or not study.errors):
            done = cash_importing.import_cash(
                office,
                study,
                skip_bad=given.skip_bad,
                confirm_day=call.confirm_day,
                progress=watch,
            )
            known = set(study.errors)
            late = [each for each in done.errors if each not in known]
            study = cash_importing.without(study, late)
    except cash_importing.LinesFaulty as faulty:
        study = cash_importing.without(study, faulty.problems)
    finally:
        watch.end()
    _write_sheets(office, study, given)
    call.answer(_answer(study, done), _in_words(study, done, given))
    nothing = done is None and not given.dry_run
    wrong = bool((done or study).errors) and not given.skip_bad
    return Exit.REFUSED if wrong or nothing else Exit.DONE


def _write_sheets(office: Office, study: CashStudy, given: Given) -> None:
    """All proposals, and those that are still open, as sheets to be answered."""
    from kopdes_desktop.accounting.cash_answers import answers_paper
    from kopdes_desktop.office.letterhead import letterhead
    from kopdes_desktop.paper import spreadsheet

    wanted = ((given.proposals, False), (given.rejects if study.errors else None, True))
    for out, open_only in wanted:
        if out is not None:
            kop = office.read(BEGIN, letterhead)
            with written_whole(out) as file:
                file.write(spreadsheet.xlsx(answers_paper(study, kop, open_only=open_only)))


def _answer(study: CashStudy, done: Imported | None) -> dict[str, Any]:
    """The promised JSON; contradictions and proposals stand beside it."""
    found = done or study
    return {
        "import": done.id if done else None,
        "rows": study.rows,
        "ready": found.ready,
        "imported": done.imported if done else 0,
        "errors": [_problem(study, each) for each in found.errors],
        "warnings": [_problem(study, each) for each in found.warnings],
        "footers": [_footer(study, each) for each in study.footers],
        "totals": {name: int(amount) for name, amount in study.totals.items()},
        "box": study.box.code,
        "sheets": [each.name for each in study.book.sheets],
        "other_sheets": list(study.others),
        "opening": _rupiah(study.replay.opening),
        "closing": _rupiah(study.replay.closing),
        "contradictions": [_contradiction(study, each) for each in study.contradictions],
        "proposals": [_proposal(each) for each in study.proposals],
        "columns": [{"header": each.header, "field": each.field} for each in study.columns],
    }


def _rupiah(sen: int) -> int | float:
    """Sen as rupiah; a book may hold half ones."""
    return sen / 100 if sen % 100 else sen // 100


def _problem(study: CashStudy, each: Problem) -> dict[str, Any]:
    sheet, row = study.place(each.row)
    told = {"sheet": sheet, "row": row, "field": each.field, "code": each.code}
    return {**told, "message": each.message}


def _footer(study: CashStudy, each: Footer) -> dict[str, Any]:
    sheet, row = study.place(each.row)
    return {"sheet": sheet, "row": row, "to": row, "kind": each.kind, "text": each.text}


def _contradiction(study: CashStudy, each: Contradiction) -> dict[str, Any]:
    return {
        "name": each.name,
        "sheet": each.sheet,
        "row": each.row,
        "code": each.code,
        "field": each.field,
        "stands": each.stands,
        "should": each.should,
        "message": each.message,
        "accepted": each.name in study.accepted,
    }


def _proposal(each: Proposal) -> dict[str, Any]:
    return {
        "sheet": each.played.sheet,
        "row": each.played.line.row,
        "day": each.day.isoformat(),
        "text": each.text,
        "amount": int(each.amount),
        "template": each.what,
        "purpose": each.purpose,
        "unit": each.unit,
        "box": each.other,
        "party": each.party,
        "confidence": each.confidence,
        "sure": each.sure,
        "answered": each.answered,
        "question": each.question,
    }


def _in_words(study: CashStudy, done: Imported | None, given: Given) -> Iterator[str]:
    from kopdes_desktop.kernel import wording

    words = _("{name}: {sheets} lembar, {rows} transaksi, {ready} siap dicatat.")
    yield words.format(
        name=study.name,
        sheets=len(study.book.sheets),
        rows=study.rows,
        ready=(done or study).ready,
    )
    if study.contradictions:
        yield _("Pertentangan di dalam buku itu:")
    for each in study.contradictions[:_MOST_SHOWN]:
        sign = _("diterima") if each.name in study.accepted else _("belum diterima")
        yield f"  {each.name} ({sign}): {each.message}"
    yield from _more(len(study.contradictions))
    others = [each for each in (done or study).errors if not _is_contradiction(study, each)]
    if others:
        yield _("Belum dapat dimasukkan:")
    for problem in others[:_MOST_SHOWN]:
        sheet, row = study.place(problem.row)
        told = _("lembar {sheet} baris {row}: {message}")
        yield "  " + told.format(sheet=sheet, row=row, message=problem.message)
    yield from _more(len(others))
    if study.others:
        yield _("Lembar yang tidak dibaca: {names}.").format(names=", ".join(study.others))
    for name, title in (("in", N_("Masuk")), ("out", N_("Keluar"))):
        yield f"{_(title)}: {wording.rupiah(int(study.totals[name]))}."
    for out in (given.proposals, given.rejects if study.errors else None):
        if out is not None:
            yield _("Ditulis ke {file}.").format(file=out)
    yield _end(study, done, given)


def _more(count: int) -> Iterator[str]:
    if count > _MOST_SHOWN:
        yield "  " + _("… dan {count} baris lagi").format(count=count - _MOST_SHOWN)


def _is_contradiction(study: CashStudy, each: Problem) -> bool:
    sheet, row = study.place(each.row)
    return any(x.name == f"{sheet}:{row}:{each.code}" for x in study.contradictions)


def _end(study: CashStudy, done: Imported | None, given: Given) -> str:
    """What came of it, in the last line."""
    if done is not None:
        words = _("{count} baris dimasukkan. Untuk membatalkan semuanya: import undo {key}.")
        return words.format(count=done.imported, key=done.id)
    if given.dry_run:
        return _("Belum ada yang dimasukkan (--dry-run).")
    if study.blocking:
        return _(
            "Tidak ada yang dimasukkan: buku ini tidak cocok dengan dirinya sendiri. Terima setiap "
            "pertentangan dengan namanya (--accept), atau jawab lembar usul (--proposals, lalu "
            "--answers)."
        )
    if study.ready:
        return _(
            "Tidak ada yang dimasukkan. Jawab baris yang belum pasti (--proposals, lalu --answers),"
            " atau masukkan yang pasti saja dengan --skip-bad."
        )
    return _("Tidak ada yang dimasukkan: tidak satu baris pun siap.")
