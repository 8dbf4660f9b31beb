"""A person's photo in a frame of one size; words where there is none."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap

from kopdes_desktop.kernel.i18n import _
from kopdes_desktop.ui.kit.fields import Words


class Photo(Words):
    """Fills its frame, cut off where the picture is too wide or too high for it."""

    def __init__(self, width: int, height: int) -> None:
        super().__init__()
        self.setFixedSize(width, height)
        self.setProperty("kind", "photo")
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setWordWrap(True)
        self.setAccessibleName(_("Foto anggota"))

    def show_photo(self, photo: bytes | None, otherwise: str = "") -> bool:
        """This picture; else these words, and False."""
        picture = QPixmap()
        if photo and picture.loadFromData(photo):
            self.setPixmap(
                picture.scaled(
                    self.size(),
                    Qt.AspectRatioMode.KeepAspectRatioByExpanding,
                    Qt.TransformationMode.SmoothTransformation,
                )
            )
            return True
        self.setText(otherwise)
        return False
