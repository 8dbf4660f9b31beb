"""members, savings and items import, import undo and list: old books in, and out again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from kopdes_desktop.cli.call import Call, approval_of, written_whole
from kopdes_desktop.cli.complaint import Exit, WrongUsage
from kopdes_desktop.cli.terminal import Watched
from kopdes_desktop.cli.verb import Given, Line, Verbs
from kopdes_desktop.kernel.i18n import N_, _

if TYPE_CHECKING:
    from kopdes_desktop.goods.rows import ItemStudy
    from kopdes_desktop.membership.studies import MemberStudy, SavingsStudy
    from kopdes_desktop.office.office import Office
    from kopdes_desktop.office.studies import Footer, Imported, Problem

    AnyStudy = MemberStudy | SavingsStudy | ItemStudy

BEGIN, UNDO, LIST = "import.begin", "import.undo", "read.imports"
_MOST_SHOWN = 20


def add(verbs: Verbs) -> None:
    """Enter the verbs of this file."""
    group = verbs.group("members", N_("Daftar anggota."))
    line = group.add("import", N_("Masukkan buku anggota lama."), members)
    _common(line)

    group = verbs.group("savings", N_("Simpanan anggota."))
    line = group.add("import", N_("Masukkan buku simpanan lama."), savings)
    _common(line)
    line.add_argument(
        "--product",
        metavar=_("SIMPANAN"),
        required=True,
        help=_("principal, mandatory, voluntary, atau kode simpanan lain"),
    )
    line.add_argument(
        "--as",
        dest="how",
        choices=("opening", "deposit"),
        required=True,
        help=_("opening: saldo awal; deposit: setoran menurut tanggal barisnya"),
    )
    line.add_argument("--cash", metavar=_("KODE"), help=_("kas atau bank penerima setoran"))

    group = verbs.group("items", N_("Barang dagangan."))
    line = group.add("import", N_("Masukkan daftar barang lama dengan stoknya."), items)
    _common(line)
    line.add_argument(
        "--with",
        dest="beside",
        metavar=_("BERKAS"),
        type=Path,
        action="append",
        default=[],
        help=_("tabel kemasan, harga, kategori atau satuan milik daftar itu (boleh berkali-kali)"),
    )
    line.add_argument("--place", metavar=_("KODE"), help=_("gudang atau gerai tempat barangnya"))
    line.add_argument("--no-stock", action="store_true", help=_("tanpa stoknya, barangnya saja"))
    line.add_argument(
        "--wholesale-from",
        metavar=_("JUMLAH"),
        default="12",
        help=_("harga grosir berlaku mulai jumlah ini (12 bila tidak disebut)"),
    )

    group = verbs.group("import", N_("Buku lama yang sudah dimasukkan."))
    line = group.add("undo", N_("Batalkan satu impor seluruhnya."), undo)
    line.add_argument("id", metavar=_("NOMOR"), type=int, help=_("nomor impor itu"))
    line.add_argument("--reason", metavar=_("ALASAN"), help=_("mengapa dibatalkan"))
    line.add_argument("--approved-by", metavar=_("NAMA"), help=_("orang kedua yang menyetujui"))
    group.add("list", N_("Daftar impor."), listed)


def _common(line: Line) -> None:
    common(line)
    line.add_argument(
        "--as-of", metavar=_("TANGGAL"), help=_("tanggal keadaan buku itu, seperti 2025-12-31")
    )


def common(line: Line) -> None:
    """What every old book is read with."""
    line.add_argument("file", metavar=_("BERKAS"), type=Path, help=_("XLSX, XLS atau CSV"))
    line.add_argument("--dry-run", action="store_true", help=_("periksa saja, tidak mencatat"))
    line.add_argument(
        "--skip-bad", action="store_true", help=_("masukkan yang baik, tinggalkan yang salah")
    )
    line.add_argument(
        "--rejects",
        metavar=_("BERKAS"),
        type=Path,
        help=_("tulis baris yang salah beserta alasannya ke sini (XLSX)"),
    )
    line.add_argument(
        "--map",
        metavar=_("ISIAN=JUDUL"),
        action="append",
        default=[],
        help=_(
            "kolom berjudul ini untuk isian itu, misalnya nik=No Identitas; phone=- jangan baca"
        ),
    )


def members(call: Call, given: Given) -> int:
    """A register of members."""
    from kopdes_desktop.membership import importing

    return _read(call, given, importing.study_members)


def savings(call: Call, given: Given) -> int:
    """A book of savings of members who are in the books."""
    from kopdes_desktop.membership import importing

    if given.cash is not None and given.how == "opening":
        raise WrongUsage(N_("--cash hanya untuk --as deposit: saldo awal tidak menerima uang."))
    study = partial(importing.study_savings, product=given.product, as_=given.how, cash=given.cash)
    return _read(call, given, study)


def items(call: Call, given: Given) -> int:
    """A shop's product list, with what lies there."""
    from kopdes_desktop.inventory import importing
    from kopdes_desktop.paper.grid import read_book

    for file in given.beside:
        require_file(file)
    study = partial(
        importing.study_items,
        beside=[read_book(file) for file in given.beside],
        place=given.place,
        with_stock=not given.no_stock,
        wholesale_from=given.wholesale_from,
    )
    return _read(call, given, study)


def _read(call: Call, given: Given, study: Callable[..., AnyStudy]) -> int:
    """Study the file as the books stand, and go on from what it holds."""
    from kopdes_desktop.paper.grid import read_book

    as_of, mapping = _day(given.as_of), mapping_of(given.map)
    require_file(given.file)
    who = call.who()
    book = read_book(given.file)
    with call.books(who) as session:
        office = session.office
        found = office.read(BEGIN, study, book, today=office.today(), as_of=as_of, mapping=mapping)
        return _went(call, office, found, given)


def require_file(file: Path) -> None:
    """Refuse a file that is not there. Raises WrongUsage."""
    if not file.is_file():
        raise WrongUsage(N_("Berkas {name} tidak ditemukan."), name=file)


def _day(text: str | None) -> date | None:
    try:
        return None if text is None else date.fromisoformat(text)
    except ValueError:
        raise WrongUsage(N_("{text} bukan tanggal; tulis seperti 2026-11-21."), text=text) from None


def mapping_of(pairs: Sequence[str]) -> dict[str, str]:
    """Fields and the headers that were named for them. Raises WrongUsage."""
    found: dict[str, str] = {}
    for pair in pairs:
        field, sign, header = pair.partition("=")
        if not sign or not header.strip():
            raise WrongUsage(N_("{text} bukan ISIAN=JUDUL, misalnya nik=No Identitas."), text=pair)
        found[field.strip()] = header
    return found


def _went(call: Call, office: Office, study: AnyStudy, given: Given) -> int:
    """Take the study in where that was asked for and is possible; tell what came of it."""
    from kopdes_desktop.office.studies import RowsFaulty

    done: Imported | None = None
    watch = Watched()
    try:
        if given.dry_run:
            study = _rehearsed(call, office, study, watch)
        elif study.ready and (given.skip_bad or not study.errors):
            done = _taken_in(call, office, study, given, watch)
    except RowsFaulty as faulty:
        study = replace(study, errors=faulty.problems)
    finally:
        watch.end()
    found = done or study
    if given.rejects is not None and found.errors:
        _write_rejects(office, study, done, given.rejects)
    call.answer(_answer(study, done), _in_words(study, done, given))
    wrong = bool(found.errors) and not given.skip_bad
    nothing = done is None and not given.dry_run
    return Exit.REFUSED if wrong or nothing else Exit.DONE


def _rehearsed(call: Call, office: Office, study: AnyStudy, watch: Watched) -> AnyStudy:
    """Deposits and goods are tried and taken back: what only the operations know is told too."""
    from kopdes_desktop.goods.rows import STOCK, ItemStudy, worth
    from kopdes_desktop.inventory import importing as items
    from kopdes_desktop.membership import importing
    from kopdes_desktop.membership.studies import SavingsStudy

    if isinstance(study, ItemStudy):
        refused = items.rehearse(office, study, confirm_day=call.confirm_day, progress=watch)
        left = replace(study, **_without(study, refused))
        return replace(left, totals={STOCK: worth(left.lines)})
    if isinstance(study, SavingsStudy):
        refused = importing.rehearse(office, study, confirm_day=call.confirm_day, progress=watch)
        return replace(study, **_without(study, refused))
    return study


def _without(study: ItemStudy | SavingsStudy, refused: Sequence[Problem]) -> dict[str, Any]:
    """What a study finds once the rows that were refused are faulty."""
    bad = {each.row for each in refused}
    return {
        "errors": tuple(sorted((*study.errors, *refused), key=lambda each: each.row)),
        "warnings": tuple(each for each in study.warnings if each.row not in bad),
        "lines": tuple(line for line in study.lines if line.row not in bad),
    }


def _taken_in(
    call: Call, office: Office, study: AnyStudy, given: Given, watch: Watched
) -> Imported:
    from kopdes_desktop.goods.rows import ItemStudy
    from kopdes_desktop.inventory import importing as items
    from kopdes_desktop.membership import importing
    from kopdes_desktop.membership.studies import MemberStudy

    skip, sure = given.skip_bad, call.confirm_day
    if isinstance(study, ItemStudy):
        return items.import_items(office, study, skip_bad=skip, confirm_day=sure, progress=watch)
    if isinstance(study, MemberStudy):
        return importing.import_members(
            office, study, skip_bad=skip, confirm_day=sure, progress=watch
        )
    return importing.import_savings(office, study, skip_bad=skip, confirm_day=sure, progress=watch)


def _write_rejects(office: Office, study: AnyStudy, done: Imported | None, out: Path) -> None:
    from kopdes_desktop.office.letterhead import letterhead
    from kopdes_desktop.office.taking import rejects
    from kopdes_desktop.paper import spreadsheet

    kop = office.read(BEGIN, letterhead)
    with written_whole(out) as file:
        file.write(spreadsheet.xlsx(rejects(study, kop, done)))


def _answer(study: AnyStudy, done: Imported | None) -> dict[str, Any]:
    """The promised JSON; the header and what its columns were taken for stand beside it."""
    found = done or study
    return {
        "import": done.id if done else None,
        "rows": study.rows,
        "ready": study.ready,
        "imported": done.imported if done else 0,
        "errors": [_problem(each) for each in found.errors],
        "warnings": [_problem(each) for each in found.warnings],
        "footers": [_footer(each) for each in study.footers],
        "totals": {name: int(amount) for name, amount in found.totals.items()},
        "as_of": study.as_of.isoformat() if study.as_of else None,
        "sheet": study.sheet,
        "other_sheets": list(study.others),
        "header_row": study.header_row,
        "columns": [{"header": each.header, "field": each.field} for each in study.columns],
    }


def _problem(each: Problem) -> dict[str, Any]:
    return {
        "row": each.row,
        "field": each.field,
        "code": each.code,
        "message": each.message,
    }


def _footer(each: Footer) -> dict[str, Any]:
    told: dict[str, Any] = {"row": each.row, "to": each.to, "kind": each.kind, "text": each.text}
    if each.totals is not None:
        told["totals"] = {name: int(amount) for name, amount in each.totals.items()}
        told["agrees"], told["message"] = each.agrees, each.message
    return told


def _in_words(study: AnyStudy, done: Imported | None, given: Given) -> Iterator[str]:
    from kopdes_desktop.kernel import wording
    from kopdes_desktop.membership.headers import FIELDS

    found = done or study
    titles = {**FIELDS, "stock": N_("Nilai stok")}
    words = _("{rows} baris: {ready} siap, {errors} salah, {warnings} perlu dilihat.")
    yield words.format(
        rows=study.rows,
        ready=study.ready,
        errors=len(found.errors),
        warnings=len(found.warnings),
    )
    if study.as_of is not None:
        yield _("Keadaan per {day}.").format(day=wording.day(study.as_of))
    for name, amount in found.totals.items():
        title = _(titles[name]) if name in titles else name
        yield _("{title}: {amount}.").format(title=title, amount=wording.rupiah(amount))
    yield from _listed(_("Salah:"), found.errors)
    yield from _listed(_("Perlu dilihat:"), found.warnings)
    if study.unread:
        yield _("Kolom yang tidak dibaca: {names}.").format(names=", ".join(study.unread))
    if study.others:
        yield _("Lembar yang tidak dibaca: {names}.").format(names=", ".join(study.others))
    for each in study.footers:
        if each.agrees is False:
            yield _("Baris {row}: {message}").format(row=each.row, message=each.message)
    if given.rejects is not None and found.errors:
        yield _("Ditulis ke {file}.").format(file=given.rejects)
    yield _end(study, done, given)


def _end(study: AnyStudy, done: Imported | None, given: Given) -> str:
    """What came of it, in the last line."""
    if done is not None:
        words = _("{count} baris dimasukkan. Untuk membatalkan semuanya: import undo {key}.")
        return words.format(count=done.imported, key=done.id)
    if given.dry_run:
        return _("Belum ada yang dimasukkan (--dry-run).")
    if study.ready:
        return _("Tidak ada yang dimasukkan. Perbaiki baris yang salah, atau pakai --skip-bad.")
    return _("Tidak ada yang dimasukkan: tidak satu baris pun siap.")


def _listed(title: str, problems: Sequence[Problem]) -> Iterator[str]:
    if problems:
        yield title
    for each in problems[:_MOST_SHOWN]:
        yield "  " + _("baris {row}: {message}").format(row=each.row, message=each.message)
    if len(problems) > _MOST_SHOWN:
        yield "  " + _("… dan {count} baris lagi").format(count=len(problems) - _MOST_SHOWN)


def undo(call: Call, given: Given) -> None:
    """A whole import out again."""
    reason = given.reason or _("Dibatalkan seluruhnya")
    with call.books() as session:
        approval = None
        if given.approved_by:
            approval = approval_of(given.approved_by, reason, signing=False)
        watch = Watched()
        try:
            answer = session.office.perform(
                UNDO,
                {"import": given.id, "reason": reason},
                approval=approval,
                confirm_day=call.confirm_day,
                progress=watch,
            )
        finally:
            watch.end()
    call.answer(
        {"ok": True, "import": given.id, "id": answer.id},
        [_("Impor {key} sudah dibatalkan seluruhnya.").format(key=given.id)],
    )


def listed(call: Call, _given: Given) -> None:
    """Every import."""
    from kopdes_desktop.office.imports import imports

    with call.books() as session:
        found = session.office.read(LIST, imports)
    told: list[Mapping[str, Any]] = [
        {
            "import": each.key,
            "what": each.what,
            "day": each.bd.isoformat(),
            "rows": each.rows,
            "as_of": each.as_of.isoformat() if each.as_of else None,
            "undone": each.undone_by is not None,
        }
        for each in found
    ]
    words = [
        _("{import} {what:<8} {day} {rows} baris {state}")
        .format(state=_("dibatalkan") if each["undone"] else "", **each)
        .rstrip()
        for each in told
    ]
    call.answer(told, words or [_("Belum ada impor.")])
