"""First step: which file, what it is; beside it the imports that were made before."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QWidget,
)

from kopdes_desktop.kernel.errors import BadField, Refusal
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.wording import number, short_day
from kopdes_desktop.office.imports import ImportBatch
from kopdes_desktop.ui.imports.reading import (
    BOOKS,
    CONTENTS,
    DEPOSIT,
    ITEMS,
    NO_STOCK,
    OPENING,
    PRODUCTS,
    Standing,
    Wanted,
)
from kopdes_desktop.ui.kit.amounts import DayField
from kopdes_desktop.ui.kit.choices import ChoiceField
from kopdes_desktop.ui.kit.fields import Field, LineField, kind_label
from kopdes_desktop.ui.kit.form import Form, button
from kopdes_desktop.ui.kit.panels import at_text_size, card, scrolled
from kopdes_desktop.ui.kit.rows_model import Column
from kopdes_desktop.ui.kit.tables import Table

_WHAT = {
    "members": N_("Anggota"),
    "savings": N_("Simpanan"),
    "items": N_("Barang"),
    BOOKS: N_("Buku kas"),
}
BATCH_COLUMNS = (
    Column(N_("Dimasukkan"), lambda one: one.bd, text=short_day, width=10),
    Column(N_("Isi"), lambda one: _(_WHAT.get(one.what, one.what)), width=8),
    Column(
        N_("Status"),
        lambda one: _(N_("berlaku")) if one.undone_by is None else _(N_("dibatalkan")),
        width=10,
    ),
    Column(
        N_("Per"),
        lambda one: one.as_of,
        text=lambda day: short_day(day) if day else "–",
        width=10,
    ),
    Column(N_("Baris"), lambda one: one.rows, text=number, width=0, right=True),
)
#: What gives way in a narrow window, and below which width of the list.
_GIVE_WAY = {3: 440, 4: 390}
FORMATS = N_("Buku lama (*.xlsx *.xlsm *.xls *.csv *.txt)")


class PathField(LineField):
    """A file by its path, as it is typed or pasted from the explorer with its quotes."""

    def __init__(self, name: str, label: str, *, hint: str) -> None:
        """One line; the dialog of the system writes into it too."""
        super().__init__(name, label, QLineEdit(), hint=hint)

    def value(self) -> Path:
        """The path of a file that is there; BadField."""
        text = self.text.strip("\"' ")
        if not text:
            raise BadField(N_("Berkasnya belum dipilih. Ctrl+O mencarinya."), field=self.name)
        path = Path(text).expanduser()
        try:
            is_file = path.is_file()
        except (OSError, ValueError):
            is_file = False
        if not is_file:
            raise BadField(
                N_("Tidak ada berkas di sini. Periksa nama dan foldernya."), field=self.name
            )
        return path


class BesideField(LineField):
    """Files that belong to a list, by their paths apart by semicolons; none is the usual case."""

    def __init__(self, name: str, label: str, *, hint: str) -> None:
        super().__init__(name, label, QLineEdit(), hint=hint)

    def value(self) -> tuple[Path, ...]:
        """Paths of files that are there; BadField."""
        parts = (part.strip("\"' ") for part in self.text.split(";"))
        paths = tuple(Path(part).expanduser() for part in parts if part)
        for path in paths:
            if not path.is_file():
                raise BadField(
                    N_("Tidak ada berkas {name}. Periksa nama dan foldernya."),
                    field=self.name,
                    name=path.name,
                )
        return paths


class FilePanel(QWidget):
    """Enter goes from field to field; at the last the file is read."""

    read = Signal(object)
    chosen = Signal(object)

    def __init__(self, today: date, ground: QWidget | None = None) -> None:
        super().__init__(ground)
        self._today = today
        self.path = PathField(
            "file", _("&Berkas"), hint=_("ketik letaknya, atau Ctrl+O untuk mencari")
        )
        self.what = ChoiceField(
            "what", _("&Isinya"), [(code, _(words)) for code, words in CONTENTS.items()]
        )
        self.how = ChoiceField(
            "how",
            _("&Dicatat sebagai"),
            (
                (OPENING, _("saldo awal (jumlah sampai hari buku itu)")),
                (DEPOSIT, _("setoran (satu per satu menurut tanggalnya)")),
            ),
        )
        self.cash = ChoiceField("cash", _("&Uangnya masuk ke"), ())
        self.box = ChoiceField("box", _("Kas atau bank yang dicatat bu&ku itu"), (), needed=True)
        self.as_of = DayField(
            "as_of",
            _("&Keadaan per tanggal"),
            lambda: self._today,
            hint=_("kosong = menurut tanggal di buku itu"),
        )
        self.place = ChoiceField("place", _("&Barangnya ada di"), ())
        self.beside = BesideField(
            "beside",
            _("&Tabel kemasan, harga, kategori"),
            hint=_("bila terpisah dari daftarnya; beberapa berkas dipisah titik koma"),
        )
        self.form = Form(
            (
                *(self.path, self.what, self.how, self.cash, self.box),
                *(self.place, self.as_of, self.beside),
            ),
            button(_("Periksa (Ctrl+Enter)"), "primary", "search"),
        )
        self.browse_button = button(_("Cari (Ctrl+O)"), icon="upload")
        self.browse_button.clicked.connect(self.browse)
        self.form.buttons.insertWidget(0, self.browse_button)
        for choice in (self.what, self.how, self.cash, self.box, self.place):
            choice.box.setSizeAdjustPolicy(
                QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
            choice.box.setMinimumContentsLength(12)
        self.form.submitted.connect(self._read)
        self.what.edited.connect(self._fit)
        self.how.edited.connect(self._fit)
        self.promise = kind_label(
            _("Memeriksa tidak mengubah apa pun. Sesudah hasilnya terlihat, Anda yang memutuskan."),
            "muted",
        )
        self.promise.setWordWrap(True)
        self.batches = Table(BATCH_COLUMNS, _("Impor yang sudah dilakukan"))
        self.batches.opened.connect(self.chosen)
        self.told = kind_label("", "muted")
        self.told.setWordWrap(True)
        self._arrange()
        self._fit()

    def _arrange(self) -> None:
        first, left = card(_("Berkas buku lama"))
        left.addWidget(self.promise)
        left.addWidget(scrolled(self.form), 1)
        second, right = card(_("Impor yang sudah dilakukan"))
        right.addWidget(self.told)
        right.addWidget(self.batches, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        row.addWidget(first, 6)
        row.addWidget(second, 5)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window an import keeps its day, its kind and whether it stands."""
        super().resizeEvent(event)
        for at, room in _GIVE_WAY.items():
            self.batches.setColumnHidden(at, self.width() * 5 // 11 < at_text_size(room))

    def start(self) -> None:
        """The path, whole, so that typing replaces it."""
        self.path.edit.setFocus()
        self.path.edit.selectAll()

    def show_standing(self, found: Standing, today: date) -> None:
        """The imports that stand in the books, and the boxes."""
        self._today = today
        at = max(self.batches.currentIndex().row(), 0)
        self.batches.set_rows(found.batches)
        self.batches.go_to(min(at, len(found.batches) - 1))
        self.told.setText(
            _("Enter pada satu impor untuk membatalkan seluruhnya.")
            if found.batches
            else _("Belum ada impor.")
        )
        _offer(self.cash, found.boxes)
        _offer(self.box, found.boxes)
        _offer(self.place, (*found.places, (NO_STOCK, _("tanpa stok, barangnya saja"))))

    def latest(self) -> ImportBatch | None:
        """The newest import."""
        rows = self.batches.rows.rows
        return rows[0] if rows else None

    def _fit(self) -> None:
        """Only what this kind of file is asked."""
        savings, goods = self.what.value() in PRODUCTS, self.what.value() == ITEMS
        self.how.setVisible(savings)
        deposit = savings and self.how.value() == DEPOSIT
        self.cash.setVisible(deposit)
        cash_book = self.what.value() == BOOKS
        self.box.setVisible(cash_book)
        self.as_of.setVisible(not deposit and not cash_book)
        self.place.setVisible(goods)
        self.beside.setVisible(goods)

    def browse(self) -> None:
        """The file dialog; what is chosen there stands in the line."""
        dialog = QFileDialog(self, _("Pilih berkas buku lama"), self._folder(), _(FORMATS))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.take_path)
        dialog.open()

    def _folder(self) -> str:
        text = self.path.text.strip("\"' ")
        path = Path(text).expanduser() if text else Path.home()
        return str(path if path.is_dir() else path.parent)

    def take_path(self, path: str) -> None:
        """A file was picked."""
        self.path.set_text(path)
        self.what.editor.setFocus()

    def _read(self) -> None:
        wanted = self.wanted()
        if wanted is not None:
            self.read.emit(wanted)

    def wanted(self) -> Wanted | None:
        """What is asked; None once a field has complained."""
        what, how = self.what.value(), self.how.value()
        savings, goods = what in PRODUCTS, what == ITEMS
        deposit = savings and how == DEPOSIT
        at: Field = self.path
        try:
            path = self.path.value()
            at = self.box
            if what == BOOKS:
                return Wanted(path, what, cash=self.box.value())
            at = self.as_of
            as_of = self.as_of.value() if self.as_of.text and not deposit else None
            at = self.beside
            beside = self.beside.value() if goods else ()
        except Refusal as refusal:
            at.complain(refusal.message)
            at.editor.setFocus()
            return None
        return Wanted(
            path,
            what,
            how if savings else OPENING,
            self.cash.value() if deposit else None,
            as_of,
            place=self.place.value() if goods else None,
            beside=beside,
        )


def _offer(field: ChoiceField, choices: Sequence[tuple[str, str]]) -> None:
    """These choices, unless they stand there already."""
    box = field.box
    if [box.itemData(n) for n in range(box.count())] != [code for code, _words in choices]:
        box.clear()
        for code, words in choices:
            box.addItem(words, code)
        if field.needed:
            field.clear()
