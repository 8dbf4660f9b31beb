"""How this laptop looks: kept beside the books, never in them, and worn at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from kopdes_desktop.kernel.i18n import _
from kopdes_desktop.ui.desk import Desk
from kopdes_desktop.ui.kit import theme
from kopdes_desktop.ui.kit.choices import ChoiceField
from kopdes_desktop.ui.kit.fields import EnterLeads, kind_label
from kopdes_desktop.ui.kit.panels import card, scrolled
from kopdes_desktop.ui.settings.deeds import Deeds

if TYPE_CHECKING:
    from kopdes_desktop.ui.shell.preferences import Preferences


@runtime_checkable
class Wearer(Protocol):
    """The window, as far as its look is concerned."""

    likes: Preferences

    def wear(self, look: str, percent: int) -> None:
        """Dress the program, and remember it on this laptop."""

    def locks(self) -> Sequence[int]:
        """After how many minutes without a touch it can lock itself; nought is never."""

    def lock_after(self, minutes: int) -> None:
        """Lock after so many minutes without a touch, and remember it on this laptop."""

    def languages(self) -> Mapping[str, str]:
        """What it can speak: codes, and each language by its own name."""

    def speak(self, language: str) -> None:
        """Speak it from the next start on."""


class LaptopPage(QWidget):
    """Look and text size; each choice is seen at once."""

    keys: Deeds

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.keys = {}
        self.look = ChoiceField(
            "look",
            _("Tampilan"),
            [(name, _(tokens.title)) for name, tokens in theme.THEMES.items()],
            hint=_("F11 menggantinya di mana saja"),
        )
        self.text_size = ChoiceField(
            "size",
            _("Ukuran huruf"),
            [(str(size), _("{n} persen").format(n=size)) for size in theme.SIZES],
            hint=_("Ctrl++ dan Ctrl+- menggantinya di mana saja"),
        )
        window = desk.window
        self.idle = ChoiceField(
            "idle",
            _("Layar mengunci sendiri"),
            [
                (str(n), _("sesudah {n} menit tidak disentuh").format(n=n) if n else _("tidak"))
                for n in (window.locks() if isinstance(window, Wearer) else ())
            ],
            hint=_("dibuka lagi dengan PIN; F12 mengunci sekarang"),
        )
        self.language = ChoiceField(
            "language",
            _("Bahasa"),
            list(window.languages().items()) if isinstance(window, Wearer) else [],
            hint=_("berlaku setelah program ditutup dan dibuka lagi"),
        )
        fields = (self.look, self.text_size, self.idle, self.language)
        frame, inside = card(_("Tampilan laptop ini"))
        about = kind_label(
            _("Hanya untuk laptop ini; tidak tercatat di buku dan tidak mengubah kertas."), "muted"
        )
        about.setWordWrap(True)
        inside.addWidget(about)
        held = QWidget()
        below = QVBoxLayout(held)
        below.setContentsMargins(0, 0, 0, 0)
        for field in fields:
            below.addWidget(field)
        below.addStretch(1)
        inside.addWidget(scrolled(held), 1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(frame)
        self._leads = EnterLeads([each.editor for each in fields], self.start)
        self.reload()
        for field in (self.look, self.text_size):
            field.edited.connect(self._wear)
        self.idle.edited.connect(self._lock_after)
        self.language.edited.connect(self._speak)

    def start(self) -> None:
        """At the look."""
        self.look.editor.setFocus()

    def reload(self) -> None:
        """What is worn now; keys may have changed it meanwhile."""
        window = self._desk.window
        if isinstance(window, Wearer):
            for field, value in (
                (self.look, window.likes.look),
                (self.text_size, str(window.likes.percent)),
                (self.idle, str(window.likes.idle)),
                (self.language, window.likes.language),
            ):
                field.box.blockSignals(True)
                field.choose(value)
                field.box.blockSignals(False)

    def _wear(self) -> None:
        window = self._desk.window
        if isinstance(window, Wearer):
            window.wear(self.look.value(), int(self.text_size.value()))

    def _lock_after(self) -> None:
        window = self._desk.window
        if isinstance(window, Wearer):
            window.lock_after(int(self.idle.value()))

    def _speak(self) -> None:
        window = self._desk.window
        if isinstance(window, Wearer):
            window.speak(self.language.value())
