"""A photo from a file: its place is typed, pasted or looked for; the office makes it small."""

from __future__ import annotations

import base64
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QFileDialog, QLabel, QWidget

from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.ui.kit.choices import ChoiceField
from kopdes_desktop.ui.kit.fields import TextField
from kopdes_desktop.ui.kit.form import button
from kopdes_desktop.ui.kit.form_dialog import FormDialog
from kopdes_desktop.ui.kit.keys import Key, bind

#: What the office takes; a longer file is not even read.
LARGEST_FILE = 8 * 2**20
_WHAT = (("photo", N_("Foto wajah")), ("ktp", N_("Foto KTP")))
_KTP = (360, 200)
_KINDS = "*.jpg *.jpeg *.png"


class PhotoDialog(FormDialog):
    """Which picture, and where it lies."""

    def __init__(self, parent: QWidget | None, name: str, ktp: bytes | None = None) -> None:
        super().__init__(
            parent,
            _("Foto anggota"),
            _(
                "Foto {name} diperkecil, disimpan terkunci bersama data pribadinya,"
                " dan ikut hilang bila data itu dihapus."
            ).format(name=name),
            (
                ChoiceField("what", _("Foto apa"), [(code, _(words)) for code, words in _WHAT]),
                TextField(
                    "image",
                    _("Tempat berkas"),
                    hint=_("berkas JPG atau PNG; F2 mencarinya"),
                    needed=True,
                    longest=1000,
                ),
            ),
            deed=_("Simpan foto"),
            icon="info",
        )
        self.setMinimumWidth(560)
        look = button(_("Cari berkas (F2)"), icon="search")
        bind((Key("F2", _("cari berkas"), self._look),), self)
        look.clicked.connect(self._look)
        self.form.buttons.insertWidget(0, look)
        picture = QPixmap()
        if ktp and picture.loadFromData(ktp):
            self.box.insertWidget(self.box.indexOf(self.form), _seen(picture))

    def _look(self) -> None:
        """The machine's own dialog; what is chosen there stands in the line."""
        asking = QFileDialog(self, _("Pilih foto"), str(where()), f"{_('Foto')} ({_KINDS})")
        asking.setFileMode(QFileDialog.FileMode.ExistingFile)
        asking.fileSelected.connect(self._choose)
        asking.open()

    def _choose(self, path: str) -> None:
        field = self.form.field("image")
        if isinstance(field, TextField):
            field.set_text(path)
            field.editor.setFocus()


def _seen(picture: QPixmap) -> QLabel:
    """The KTP as it was photographed, large enough to be read."""
    shown = QLabel()
    shown.setAccessibleName(_("Foto KTP"))
    shown.setPixmap(
        picture.scaled(
            *_KTP, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        )
    )
    return shown


def where() -> Path:
    """The folder of pictures, or the nearest one above it that there is."""
    place = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.PicturesLocation)
    pictures = Path(place or Path.home())
    return next((each for each in (pictures, *pictures.parents) if each.is_dir()), Path.home())


def as_text(place: str) -> str:
    """The file as an order carries it. Raises BadField when it cannot be read or is too large."""
    path = Path(place.strip().strip('"')).expanduser()
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise BadField(
                N_("Berkas ini lebih dari 8 MB. Kirim ulang foto itu dengan ukuran kecil."),
                field="image",
            )
        content = path.read_bytes()
    except (OSError, ValueError):
        raise BadField(
            N_("Berkas ini tidak dapat dibaca. Periksa tempat dan namanya, atau cari dengan F2."),
            field="image",
        ) from None
    return base64.b64encode(content).decode("ascii")
