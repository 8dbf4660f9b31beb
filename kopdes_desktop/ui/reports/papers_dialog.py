"""The papers of one entry: its number on others' paper, photos and scans to look at and to add."""

from __future__ import annotations

import base64
from collections.abc import Callable
from pathlib import Path
from typing import Any

from msgspec import Struct
from PySide6.QtCore import QBuffer, QIODevice, Qt
from PySide6.QtGui import (
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QImage,
    QKeySequence,
    QPixmap,
    QShortcut,
)
from PySide6.QtWidgets import QFileDialog, QGridLayout, QLabel

from kopdes_desktop.accounting import old_words, vouchers
from kopdes_desktop.accounting.vouchers import LARGEST_PDF, MOST, PICTURE
from kopdes_desktop.kernel.i18n import _
from kopdes_desktop.kernel.wording import number
from kopdes_desktop.ledger import balances
from kopdes_desktop.members.photos import LARGEST_FILE
from kopdes_desktop.office.books import Reading
from kopdes_desktop.ui.desk import Desk
from kopdes_desktop.ui.kit.choices import ChoiceField
from kopdes_desktop.ui.kit.dialogs import Dialog
from kopdes_desktop.ui.kit.fields import TextField, kind_label
from kopdes_desktop.ui.kit.form import Form, button
from kopdes_desktop.ui.kit.panels import at_text_size

NOTE, ATTACH, DETACH = "accounting.note_voucher", "accounting.attach", "accounting.detach"
_ENDINGS = "*.jpg *.jpeg *.png *.pdf"
_HIGH, _COLUMNS = 150, 3


class Papers(Struct, frozen=True):
    """What proves an entry: its number, the paper's number, pictures by kind (None: elsewhere)."""

    entry: int
    number: str
    text: str
    ref: str
    files: tuple[tuple[str, bytes | None], ...]


def read_papers(read: Reading, key: int) -> Papers:
    """On the database's thread."""
    found = balances.posted(read, key)
    old = old_words.beside(read, key)
    said = [found.text if found else "", old and _("Di buku lama: {words}").format(words=old)]
    files = vouchers.files_of(read, key)
    return Papers(
        key,
        (found and found.number) or str(key),
        "\n".join(filter(None, said)),
        vouchers.reference_of(read, key) or "",
        tuple((each.kind, vouchers.body_of(read, each)) for each in files),
    )


class PapersDialog(Dialog):
    """Enter saves the number; F2 picks files, Ctrl+V takes a picture, and files may be dropped.

    F4 writes the pictures into a folder, to be opened there; F8 destroys one.
    """

    def __init__(self, desk: Desk, papers: Papers) -> None:
        super().__init__(
            desk.window,
            _("Nota untuk {number}").format(number=papers.number),
            papers.text,
            icon="info",
        )
        self._desk, self._papers = desk, papers
        self.setAcceptDrops(True)
        self.setMinimumWidth(at_text_size(620))
        self.ref = TextField(
            "ref",
            _("&Nomor nota, kuitansi, atau struk"),
            hint=_("seperti tertulis di kertasnya"),
            longest=60,
        )
        self.ref.set_text(papers.ref)
        self.form = Form((self.ref,), button(_("Simpan nomor"), "primary", "check"))
        self.form.submitted.connect(self._save)
        pick = button(_("Pilih foto atau PDF (F2)"), icon="upload")
        pick.clicked.connect(self._pick)
        close = button(_("Tutup"))
        close.clicked.connect(self.reject)
        self.form.buttons.insertWidget(1, pick)
        self.form.buttons.insertWidget(2, close)
        if papers.files:
            save = button(_("Simpan ke berkas (F4)"), icon="download")
            save.clicked.connect(self._save_files)
            drop = button(_("Hapus lampiran (F8)"), icon="trash-2")
            drop.clicked.connect(self._drop)
            self.form.buttons.insertWidget(2, save)
            self.form.buttons.insertWidget(3, drop)
        self.box.addWidget(self._pictures())
        told = _("Ctrl+V menempel gambar; berkas juga dapat diseret ke sini. Paling banyak {most}.")
        hint = kind_label(told.format(most=MOST), "small")
        hint.setWordWrap(True)
        self.box.addWidget(hint)
        self.box.addWidget(self.form)
        for sequence, act in (
            ("F2", self._pick),
            ("Ctrl+V", self._paste),
            ("F4", self._save_files),
            ("F8", self._drop),
        ):
            QShortcut(QKeySequence(sequence), self).activated.connect(act)
        self.ref.editor.installEventFilter(self)
        self.ref.editor.setFocus()

    def _pictures(self) -> QLabel:
        """The pictures side by side, or that there is none."""
        held = QLabel()
        grid = QGridLayout(held)
        grid.setContentsMargins(0, 0, 0, 0)
        if not self._papers.files:
            grid.addWidget(kind_label(_("Belum ada foto."), "small"), 0, 0)
            return held
        for n, (kind, body) in enumerate(self._papers.files):
            shown = QLabel()
            shown.setProperty("kind", "photo")
            shown.setAlignment(Qt.AlignmentFlag.AlignCenter)
            shown.setFixedHeight(at_text_size(_HIGH))
            picture = QPixmap()
            if kind == PICTURE and body and picture.loadFromData(body):
                shown.setAccessibleName(_("Foto nota {n}").format(n=n + 1))
                shown.setPixmap(
                    picture.scaledToHeight(
                        at_text_size(_HIGH), Qt.TransformationMode.SmoothTransformation
                    )
                )
            elif body:
                size = number(max(len(body) // 1024, 1))
                shown.setText(_("PDF, {size} kB").format(size=size))
            else:
                shown.setText(_("tidak di laptop ini"))
            grid.addWidget(shown, n // _COLUMNS, n % _COLUMNS)
        return held

    # -- the number

    def _save(self) -> None:
        said = self.form.values()
        if said is not None:
            order = {"entry": self._papers.entry, "ref": said["ref"]}
            self._desk.perform(NOTE, order, self._saved, sender=self.form)

    def _saved(self, _answer: object) -> None:
        self._desk.say(_("Nomor nota disimpan."), "good")
        self.accept()

    # -- pictures

    def _pick(self) -> None:
        words = _("Foto dan PDF ({endings})").format(endings=_ENDINGS)
        chosen, _kind = QFileDialog.getOpenFileNames(self, _("Pilih foto nota"), "", words)
        self.attach([Path(each) for each in chosen])

    def attach(self, paths: list[Path]) -> None:
        """Lay these files beside the entry."""
        bodies: list[bytes] = []
        for path in paths:
            try:
                if path.stat().st_size > max(LARGEST_FILE, LARGEST_PDF):
                    words = _(
                        "{name} lebih besar dari 24 MB. Kirim ulang lebih kecil, atau foto ulang."
                    )
                    self.form.tell(words.format(name=path.name), "danger")
                    return
                bodies.append(path.read_bytes())
            except OSError:
                words = _("{name} tidak dapat dibaca. Salin dulu ke laptop ini, lalu coba lagi.")
                self.form.tell(words.format(name=path.name), "danger")
                return
        self._send(bodies)

    def _paste(self) -> None:
        """A picture of the clipboard; words go into the line as anywhere."""
        image = QGuiApplication.clipboard().image()
        if image.isNull():
            self.ref.edit.paste()
        else:
            self._send([_png(image)])

    def _send(self, bodies: list[bytes]) -> None:
        if bodies:
            files = [base64.b64encode(each).decode() for each in bodies]
            order: dict[str, Any] = {"entry": self._papers.entry, "files": files}
            self._desk.perform(ATTACH, order, self._attached, sender=self.form)

    def _attached(self, _answer: object) -> None:
        self._desk.say(
            _("Foto nota disimpan di {number}.").format(number=self._papers.number), "good"
        )
        self.accept()

    def _save_files(self) -> None:
        if self._papers.files:
            folder = QFileDialog.getExistingDirectory(self, _("Simpan lampiran di folder"))
            if folder:
                self.save_to(Path(folder))

    def save_to(self, folder: Path) -> None:
        """Write the pictures into a folder, where other programs open them."""
        kept = 0
        for n, (kind, body) in enumerate(self._papers.files, 1):
            if body is not None:
                ending = "jpg" if kind == PICTURE else "pdf"
                try:
                    (folder / f"{self._papers.number}-{n}.{ending}").write_bytes(body)
                except OSError:
                    words = _("Folder itu tidak dapat ditulisi. Pilih folder lain.")
                    self.form.tell(words, "danger")
                    return
                kept += 1
        told = _("{n} lampiran disimpan di {folder}. Hapus lagi bila tidak dipakai.")
        self.form.tell(told.format(n=kept, folder=folder.name), "good")

    def _drop(self) -> None:
        if self._papers.files:
            DropPaper(self._desk, self, self._papers, self._dropped).open()

    def _dropped(self, _answer: object) -> None:
        self._desk.say(_("Lampiran dihapus bersama kuncinya."), "good")
        self.accept()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        urls = event.mimeData().urls()
        self.attach([Path(each.toLocalFile()) for each in urls if each.isLocalFile()])


class DropPaper(Dialog):
    """Which picture must not stay, and why; a second person agrees."""

    def __init__(
        self, desk: Desk, parent: PapersDialog, papers: Papers, done: Callable[[object], None]
    ) -> None:
        super().__init__(
            parent,
            _("Hapus lampiran"),
            _("Untuk foto yang keliru, misalnya KTP. Tidak dapat dikembalikan."),
            icon="alert-triangle",
        )
        self._desk, self._entry, self._done = desk, papers.entry, done
        numbers = [(str(n), str(n)) for n in range(1, len(papers.files) + 1)]
        self.file = ChoiceField("file", _("Lampiran &ke-"), numbers)
        self.reason = TextField("reason", _("&Alasan"), needed=True, longest=100)
        self.form = Form((self.file, self.reason), button(_("Hapus"), "primary", "trash-2"))
        self.form.submitted.connect(self._send)
        back = button(_("Batal"))
        back.clicked.connect(self.reject)
        self.form.buttons.insertWidget(1, back)
        self.box.addWidget(self.form)

    def _send(self) -> None:
        said = self.form.values()
        if said is not None:
            order = {"entry": self._entry, "file": int(said["file"]), "reason": said["reason"]}
            self._desk.perform(DETACH, order, self._gone, sender=self.form)

    def _gone(self, answer: object) -> None:
        self.accept()
        self._done(answer)


def _png(image: QImage) -> bytes:
    held = QBuffer()
    held.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(held, "PNG")  # type: ignore[call-overload]
    return bytes(held.data().data())
