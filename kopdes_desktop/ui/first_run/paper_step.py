"""Step 6: what stands on top of every paper, and who signs below."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout

from kopdes_desktop.kernel.errors import BadField, Refusal
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.paper import logo
from kopdes_desktop.ui.first_run.step import FormStep, Parts
from kopdes_desktop.ui.kit.fields import LineField, TextField, kind_label
from kopdes_desktop.ui.kit.form import Form, button
from kopdes_desktop.ui.kit.keys import Key, bind
from kopdes_desktop.ui.kit.panels import at_text_size

if TYPE_CHECKING:
    from kopdes_desktop.ui.kit.perform import Errands

PICTURES: Final = N_("Gambar (*.png *.jpg *.jpeg)")
_LOGO_HEIGHT: Final = 56
#: Which role signs in which place.
_SIGNERS: Final = {"chair": "chair", "treasurer": "treasurer", "supervisor": "supervisor"}


class LogoField(LineField):
    """A picture by its path; it is read at once, so that a wrong one is refused here."""

    def __init__(self) -> None:
        """One line."""
        super().__init__(
            "logo", _("Berkas &logo"), QLineEdit(), hint=_("PNG atau JPEG; Ctrl+O mencari")
        )
        self._known: tuple[Path, bytes] | None = None

    def value(self) -> str:
        """The path of a picture that can be used; BadField."""
        if not self.text:
            return ""
        if self.picture() is None:
            self.know(self.path(), picture_of(self.path()))
        return str(self.path())

    def path(self) -> Path:
        """The path as typed or pasted from the explorer with its quotes."""
        return Path(self.text.strip("\"' ")).expanduser()

    def know(self, path: Path, picture: bytes) -> None:
        """What was read from this path."""
        self._known = path, picture

    def picture(self) -> bytes | None:
        """The logo as it will be printed; None while it has not been read."""
        known = self._known
        return known[1] if self.text and known and known[0] == self.path() else None


def picture_of(path: Path) -> bytes:
    """The picture in a file as it will be printed; large ones take a while. BadField."""
    try:
        raw = path.read_bytes()
    except (OSError, ValueError):
        raise BadField(
            N_("Tidak ada gambar di sini. Periksa nama dan foldernya."), field="logo"
        ) from None
    return base64.b64decode(logo.reduced(base64.b64encode(raw).decode("ascii")))


class PaperStep(FormStep):
    """One more line of the letterhead, the logo, the signers; beside it how the top will look."""

    def __init__(self, errands: Errands) -> None:
        self.logo = LogoField()
        self._errands = errands
        self.line = TextField(
            "line", _("&Baris tambahan"), hint=_("telepon, surel, atau kode pos"), longest=80
        )
        self.signers = {
            "chair": TextField("chair", _("&Ketua yang menandatangani")),
            "treasurer": TextField("treasurer", _("Ben&dahara yang menandatangani")),
            "supervisor": TextField("supervisor", _("&Pengawas yang menandatangani")),
        }
        super().__init__(
            "kertas",
            _("Kop dan penanda tangan"),
            _("Tercetak pada kuitansi, laporan dan kartu. Semua ini dapat diubah kapan saja."),
            Form(
                (self.line, self.logo, *self.signers.values()),
                button(_("Lanjut"), "primary"),
                columns=2,
            ),
        )
        self.keys = (Key("Ctrl+O", _("cari logo"), self.browse),)
        bind(self.keys, self)
        self._identity: dict[str, Any] = {}
        self._filled: dict[str, str] = {}
        self._top = QFrame()
        self._top.setProperty("kind", "paper")
        self._picture = QLabel()
        self._picture.setAccessibleName(_("Logo seperti tercetak"))
        self._lines = QVBoxLayout()
        self._lines.setSpacing(0)
        inside = QHBoxLayout(self._top)
        inside.setContentsMargins(18, 12, 18, 12)
        inside.setSpacing(14)
        inside.addWidget(self._picture)
        inside.addLayout(self._lines, 1)
        self.body.insertWidget(0, self._top)
        self.line.edited.connect(self._show_top)
        self.logo.edit.editingFinished.connect(self._look)

    def look_back(self, parts: Parts) -> None:
        """Name and address as they will be printed; officers as signers, unless changed here."""
        self._identity = parts.get("koperasi", {})
        for row in reversed(parts.get("orang", {}).get("rows", [])):
            role = _SIGNERS.get(row["role"], "")
            if role and self.signers[role].text == self._filled.get(role, ""):
                self._filled[role] = row["person"]
                self.signers[role].set_text(row["person"])
        self._show_top()

    def _show_top(self) -> None:
        while (item := self._lines.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.deleteLater()
        legal = self._identity.get("legal_number", "")
        lines = (
            (self._identity.get("name", ""), "big"),
            (self._identity.get("address", ""), "small"),
            (_("Badan hukum {number}").format(number=legal) if legal else "", "small"),
            (self.line.text, "small"),
        )
        for words, kind in lines:
            if words:
                label = kind_label(words, "slip")
                label.setProperty("paper", kind)
                label.setWordWrap(True)
                self._lines.addWidget(label)
        self._show_picture()

    def _show_picture(self) -> None:
        shown = QPixmap()
        shown.loadFromData(self.logo.picture() or b"")
        self._picture.setVisible(not shown.isNull())
        if not shown.isNull():
            self._picture.setPixmap(
                shown.scaledToHeight(
                    at_text_size(_LOGO_HEIGHT), Qt.TransformationMode.SmoothTransformation
                )
            )

    def browse(self) -> None:
        """The file dialog of the system."""
        dialog = QFileDialog(self, _("Pilih logo"), str(Path.home()), _(PICTURES))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.take_logo)
        dialog.open()

    def take_logo(self, path: str) -> None:
        """A file was picked."""
        self.logo.set_text(path)
        self.logo.call_back()
        self._look()
        self.edited.emit()

    def _look(self) -> None:
        """Read the picture away from the window, once for each file."""
        self._show_picture()
        path = self.logo.path()
        if self.logo.text and self.logo.picture() is None:
            self._errands.send(
                lambda: (path, picture_of(path)), self._seen, otherwise=self._refused
            )

    def _seen(self, found: tuple[Path, bytes]) -> None:
        self.logo.know(*found)
        self._show_picture()

    def _refused(self, error: Exception) -> bool:
        if not isinstance(error, Refusal):
            return False
        self.logo.complain(error.message)
        return True

    def texts(self) -> dict[str, Any]:
        return {**super().texts(), "filled": self._filled}

    def restore(self, texts: Mapping[str, Any]) -> None:
        super().restore(texts)
        filled = texts.get("filled")
        self._filled = dict(filled) if isinstance(filled, dict) else {}
