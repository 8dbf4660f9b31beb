"""Second step: what the dry run has found, and what shall be done about it."""

from __future__ import annotations

from msgspec import Struct
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QWidget

from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.wording import day as day_in_words
from kopdes_desktop.kernel.wording import number, rupiah
from kopdes_desktop.office.columns import IGNORED
from kopdes_desktop.office.studies import Column as FileColumn
from kopdes_desktop.office.studies import Footer, Problem
from kopdes_desktop.ui.imports.panel import DryRunPanel
from kopdes_desktop.ui.imports.reading import DEPOSIT, ITEMS, MEMBERS, SUMS, Found, lacking
from kopdes_desktop.ui.kit.choices import ChoiceField
from kopdes_desktop.ui.kit.dialogs import Dialog
from kopdes_desktop.ui.kit.fields import kind_label, set_tone
from kopdes_desktop.ui.kit.form import Form, button
from kopdes_desktop.ui.kit.rows_model import Column
from kopdes_desktop.ui.kit.tables import Table

ERRORS, TOTALS, WARNINGS = "errors", "totals", "warnings"
COLUMNS, FOOTERS = "columns", "footers"
VIEWS = {
    ERRORS: N_("Baris yang salah"),
    TOTALS: N_("Jumlah yang tidak cocok"),
    WARNINGS: N_("Baris yang diragukan"),
    COLUMNS: N_("Kolom yang ditemukan"),
    FOOTERS: N_("Baris yang bukan data"),
}
_HINTS = {
    ERRORS: N_("Baris ini tidak masuk sebelum diperbaiki. Nomornya seperti di lembar aslinya."),
    TOTALS: N_("Jumlah yang tercetak di buku itu lain dari jumlah baris di atasnya."),
    WARNINGS: N_("Baris ini tetap masuk; yang diragukan dapat dilengkapi kemudian."),
    COLUMNS: N_("Enter pada satu kolom bila isinya salah ditebak."),
    FOOTERS: N_("Judul, jumlah, dan tanda tangan dikenali dan tidak dimasukkan."),
}
_NOTHING = {
    ERRORS: N_("Tidak ada baris yang salah."),
    TOTALS: N_("Tidak ada jumlah yang berbeda."),
    WARNINGS: N_("Tidak ada yang diragukan."),
    FOOTERS: N_("Semua baris adalah data."),
}
_AGREES = {True: N_("cocok"), False: N_("TIDAK")}
_FOOTERS = {
    "title": N_("judul"),
    "blank": N_("kosong"),
    "header": N_("judul kolom"),
    "numbering": N_("nomor kolom"),
    "carried": N_("jumlah pindahan"),
    "total": N_("jumlah"),
    "signature": N_("tanda tangan"),
    "note": N_("catatan"),
}


class ShownColumn(Struct, frozen=True):
    """A column of the file with a sample of what stands in it, and what it was taken for."""

    column: FileColumn
    sample: str
    taken_for: str


FILE_COLUMNS = (
    Column(N_("Judul di berkas"), lambda one: one.column.header or "–", width=20),
    Column(N_("Contoh isinya"), lambda one: one.sample, width=22),
    Column(N_("Dibaca sebagai"), lambda one: one.taken_for, width=0),
)
FOOTER_COLUMNS = (
    Column(
        N_("Baris"),
        lambda one: one.row,
        text=str,
        width=6,
        right=True,
    ),
    Column(N_("Jenis"), lambda one: _(_FOOTERS.get(one.kind, one.kind)), width=15),
    Column(N_("Isinya"), lambda one: one.text, width=0),
    Column(
        N_("Cocok"),
        lambda one: one.agrees,
        text=lambda so: _(_AGREES[so]) if so is not None else "",
        width=7,
    ),
)


class AskField(Dialog):
    """What one column of the file holds."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget, shown: ShownColumn, fields: list[tuple[str, str]]) -> None:
        super().__init__(
            parent,
            _("Apa isi kolom ini?"),
            _("Kolom “{header}”, contoh isinya: {sample}").format(
                header=shown.column.header, sample=shown.sample or "–"
            ),
            icon="help-circle",
        )
        self.form = Form(
            (ChoiceField("field", _("Dibaca sebagai"), fields),),
            button(_("Baca ulang"), "primary", "refresh-cw"),
        )
        if shown.column.field in {code for code, _words in fields}:
            field = self.form.fields[0]
            if isinstance(field, ChoiceField) and shown.column.field:
                field.choose(shown.column.field)
        back = button(_("Batal"))
        back.clicked.connect(self.reject)
        self.form.buttons.insertWidget(1, back)
        self.form.submitted.connect(self._choose)
        self.box.addWidget(self.form)
        self.form.fields[0].editor.setFocus()

    def _choose(self) -> None:
        said = self.form.values()
        if said is not None:
            self.accept()
            self.chosen.emit(said["field"])


class StudyPanel(DryRunPanel):
    """Of a register: its figures above, each row with its reason; `mapped` names a column."""

    mapped = Signal(str, str)
    kinds = VIEWS

    def __init__(self) -> None:
        super().__init__(_("Simpan baris salah (Ctrl+E)"))
        self.found: Found | None = None
        self._asked_of: str | None = None
        self.strip = QFrame()
        self.strip.setProperty("kind", "card")
        self._figures = QGridLayout(self.strip)
        self._figures.setContentsMargins(18, 10, 18, 10)
        self._figures.setHorizontalSpacing(22)
        self._figures.setVerticalSpacing(0)
        self.proof = kind_label("", "muted")
        self.proof.setWordWrap(True)
        problem_columns = (
            Column(N_("Baris"), lambda one: one.row, text=number, width=6, right=True),
            Column(N_("Kolom"), self._field_of, width=16),
            Column(N_("Sebabnya"), lambda one: one.message, width=0),
        )
        self.problems = Table(problem_columns, _("Baris dan sebabnya"))
        self.problems.selectionModel().currentRowChanged.connect(self._tell)
        self.columns = Table(FILE_COLUMNS, _("Kolom yang ditemukan"))
        self.columns.opened.connect(self._ask_field)
        self.footers = Table(FOOTER_COLUMNS, _("Baris yang bukan data"))
        self.footers.selectionModel().currentRowChanged.connect(self._tell)
        self.arrange((self.problems, self.columns, self.footers), self.strip, self.proof)

    def start_at_column(self) -> None:
        """The columns, at the one that was just named by hand."""
        self.views.go_to(list(VIEWS).index(COLUMNS))
        headers = [one.column.header for one in self.columns.rows.rows]
        if self._asked_of in headers:
            self.columns.go_to(headers.index(self._asked_of))
        self.columns.setFocus()

    def show_found(self, found: Found) -> None:
        """Show a dry run: its faults first, else what differs, else what is in doubt."""
        self.found = found
        made = found.study
        lacks = lacking(found)
        self.notice.setText(" ".join(lacks))
        set_tone(self.notice, "warning")
        self.notice.setVisible(bool(lacks))
        self._count(found)
        self.proof.setText(" ".join(_proofs(found)))
        set_tone(self.proof, "danger" if _differing(found) else "")
        self.columns.set_rows(
            [
                ShownColumn(each, found.samples.get(each.place, ""), self._words_of(each.field))
                for each in made.columns
            ]
        )
        self.footers.set_rows(made.footers)
        counts = (
            len(made.errors),
            len(_differing(found)),
            len(made.warnings),
            len(made.columns),
            len(made.footers),
        )
        self.views.set_rows(self.counted(counts))
        self.views.go_to(next((at for at, count in enumerate(counts[:3]) if count), 0))
        ready = number(made.ready)
        good = _("Masukkan {n} baris yang baik (Ctrl+S)")
        self.offer(
            (good if made.errors else _("Masukkan semua {n} baris (Ctrl+S)")).format(n=ready)
        )
        self.set_busy(False)
        self.keep_button.setVisible(bool(made.errors))
        self._show_view()

    def set_busy(self, busy: bool) -> None:  # noqa: FBT001  as Qt's own setters
        """Nothing is taken in while something runs, nor what cannot go in."""
        found = self.found
        fit = found is not None and bool(found.study.ready)
        self.take_button.setEnabled(fit and not busy)

    def _count(self, found: Found) -> None:
        while (item := self._figures.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        made = found.study
        parts = [
            (_("Baris data"), number(made.rows), ""),
            (_("Siap"), number(made.ready), "good"),
            (_("Salah"), number(len(made.errors)), "danger" if made.errors else ""),
            (_("Diragukan"), number(len(made.warnings)), "warning" if made.warnings else ""),
        ]
        parts += [
            (_(SUMS.get(code, code)), rupiah(amount), "") for code, amount in made.totals.items()
        ]
        for at, (words, figure, tone) in enumerate(parts):
            shown = kind_label(figure, "heading", tone)
            shown.setAccessibleName(words)
            self._figures.addWidget(kind_label(words, "small"), 0, at)
            self._figures.addWidget(shown, 1, at)

    def _words_of(self, field: str | None) -> str:
        if field is None or self.found is None:
            return _("tidak dipakai")
        if field == "secret":
            return _("kata sandi, tidak pernah dibaca")
        words = self.found.wanted.fields.get(field)
        return _(words) if words else _("tidak dipakai")

    def _field_of(self, problem: Problem) -> str:
        if problem.field is None or self.found is None:
            return ""
        words = self.found.wanted.fields.get(problem.field)
        return _(words) if words else problem.field

    def _show_view(self) -> None:
        if self.found is None:
            return
        code, made = self.view(), self.found.study
        self.subject.setText(_(VIEWS[code]))
        table = {COLUMNS: self.columns, FOOTERS: self.footers}.get(code, self.problems)
        if table is self.problems:
            rows = {ERRORS: made.errors, WARNINGS: made.warnings, TOTALS: _differing(self.found)}
            self.problems.set_rows(rows[code])
        self.tables.setCurrentWidget(table)
        empty = not table.rows.rows
        self.hint.setText(_(_NOTHING[code] if empty and code in _NOTHING else _HINTS[code]))
        self._tell()

    def _tell(self) -> None:
        """The whole reason, and what stands in the row, for what the table has to cut."""
        if self.found is None:
            return
        words: list[str] = []
        table = self.table()
        row = table.current() if table is not None else None
        if isinstance(row, Problem):
            line = self.found.lines.get(row.row, "")
            words = [row.message, _("Isi baris: {line}").format(line=line) if line else ""]
        elif isinstance(row, Footer):
            to = _("Baris {first} sampai {last}.").format(first=row.row, last=row.to)
            words = [to if row.to != row.row else "", row.message or ""]
        self.detail.setText("\n".join(filter(None, words)))

    def _ask_field(self, shown: ShownColumn) -> None:
        if self.found is None or not shown.column.header:
            return
        fields = [(code, _(words)) for code, words in self.found.wanted.fields.items()]
        if shown.column.field is not None:
            fields.append((IGNORED, _("jangan dibaca")))
        self._asked_of = shown.column.header
        asking = AskField(self.window(), shown, fields)
        asking.chosen.connect(_Mapping(self, shown.column))
        asking.open()


class _Mapping:
    """A choice's way back with the column that it is for."""

    def __init__(self, panel: StudyPanel, column: FileColumn) -> None:
        self._panel, self._column = panel, column

    def __call__(self, field: str) -> None:
        if field == IGNORED:
            self._panel.mapped.emit(self._column.field, IGNORED)
        else:
            self._panel.mapped.emit(field, self._column.header)


def _proofs(found: Found) -> list[str]:
    """Where it was read, of which day, and whether the printed totals are those of the rows."""
    made = found.study
    sheet = _(", lembar {sheet}").format(sheet=made.sheet) if made.sheet != made.name else ""
    told = [
        _("{name}{sheet}, judul kolom di baris {row}.").format(
            name=made.name, sheet=sheet, row=made.header_row
        )
    ]
    if made.as_of is not None:
        told.append(_("Keadaan per {day}.").format(day=day_in_words(made.as_of)))
    elif found.wanted.what == ITEMS:
        told.append(_("Buku ini tidak menyebut tanggal keadaannya; stoknya dicatat per hari ini."))
    elif found.wanted.what == MEMBERS or found.wanted.how != DEPOSIT:
        told.append(_("Buku ini tidak menyebut tanggal keadaannya."))
    totals = [one for one in made.footers if one.agrees is not None]
    differing = len(_differing(found))
    if totals and not differing:
        told.append(_("Semua jumlah yang tercetak di buku itu cocok dengan barisnya."))
    if differing:
        told.append(
            _("{n} dari {all} jumlah yang tercetak tidak cocok dengan barisnya.").format(
                n=number(differing), all=number(len(totals))
            )
        )
    return told


def _differing(found: Found) -> list[Problem]:
    """The printed totals that are not those of their rows, by row."""
    return [
        Problem(
            one.row,
            None,
            "total",
            one.message or _("Jumlah di baris {row} tidak cocok.").format(row=one.row),
        )
        for one in found.study.footers
        if one.agrees is False
    ]
