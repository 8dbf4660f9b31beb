"""What stands on a slip, and a kuitansi's paper: switches on the left, the slip on the right."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.office import settings
from kopdes_desktop.paper.document import Letterhead
from kopdes_desktop.paper.layout import THANKS, Layout
from kopdes_desktop.printing import sample
from kopdes_desktop.ui.kit.choices import ChoiceField
from kopdes_desktop.ui.kit.fields import TextField, kind_label
from kopdes_desktop.ui.kit.form import button
from kopdes_desktop.ui.kit.keys import Key, bind
from kopdes_desktop.ui.kit.panels import card, scrolled
from kopdes_desktop.ui.kit.slip_paper import SlipPaper
from kopdes_desktop.ui.printing.printer_form import switch

#: Each switch: the field of `Layout`, the setting behind it, and its words.
SWITCHES: Final = (
    ("logo", settings.SLIP_LOGO, N_("Logo")),
    ("address", settings.SLIP_ADDRESS, N_("Alamat dan badan hukum")),
    ("member_number", settings.SLIP_NUMBER, N_("Nomor anggota")),
    ("balance", settings.SLIP_BALANCE, N_("Saldo (matikan untuk menyembunyikan saldo)")),
    ("before", settings.SLIP_BEFORE, N_("Saldo sebelum setoran juga")),
    ("words", settings.SLIP_WORDS, N_("Jumlah dengan huruf")),
    ("qr", settings.SLIP_QR, N_("Kode QR nomor dan kode bukti")),
    ("signature", settings.SLIP_SIGNATURE, N_("Tempat tanda tangan")),
)
_LOOKS: Final = (
    ("32", N_("58 mm, 32 kolom")),
    ("42", N_("80 mm, 42 kolom")),
    ("48", N_("80 mm, 48 kolom")),
    ("32g", N_("58 mm, gambar")),
    ("48g", N_("80 mm, gambar")),
)


class LayoutPanel(QWidget):
    """The switches of the cooperative, and a slip of nobody that follows them at once."""

    wanted = Signal(object)

    def __init__(self, ground: QWidget | None = None) -> None:
        super().__init__(ground)
        self._head = Letterhead("")
        self.switches: dict[str, QCheckBox] = {}
        frame, inside = card(_("Isi struk"))
        inside.addWidget(scrolled(self._choices()), 1)
        self.save = button(_("Simpan"), "primary", "save")
        self.save.clicked.connect(self.submit)
        self.told = kind_label(
            _("Spasi menyalakan atau mematikan. Berlaku di semua laptop."), "small"
        )
        self.told.setWordWrap(True)
        row = QHBoxLayout()
        row.addWidget(self.told, 1)
        row.addWidget(self.save)
        inside.addLayout(row)
        self.paper = SlipPaper()
        self.look = ChoiceField("look", _("Lihat sebagai"), [(key, _(w)) for key, w in _LOOKS])
        self.look.edited.connect(self._draw)
        right = QVBoxLayout()
        right.addWidget(self.look)
        self.area = scrolled(self.paper)
        right.addWidget(self.area, 1)
        bind(
            (
                Key("PgUp", _("ke atas"), lambda: self._scroll(-1)),
                Key("PgDown", _("ke bawah"), lambda: self._scroll(1)),
            ),
            self,
        )
        box_ = QHBoxLayout(self)
        box_.setContentsMargins(0, 0, 0, 0)
        box_.setSpacing(18)
        box_.addWidget(frame, 1)
        box_.addLayout(right, 1)

    def _choices(self) -> QWidget:
        """All that can be set; on a low screen it scrolls."""
        held = QWidget()
        column = QVBoxLayout(held)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        for name, _setting, words in SWITCHES:
            box = switch(_(words))
            box.toggled.connect(self._draw)
            self.switches[name] = box
            column.addWidget(box)
        self.footer = TextField("footer", _("Kalimat penutup"), hint=_(THANKS), longest=120)
        self.footer.edited.connect(self._draw)
        sheets = [(value, _(words)) for value, words in settings.RECEIPT_SHEETS.items()]
        self.sheet = ChoiceField("sheet", _(settings.RECEIPT_SHEET.title), sheets)
        column.addWidget(self.footer)
        column.addWidget(self.sheet)
        column.addStretch(1)
        return held

    def show_layout(self, layout: Layout, head: Letterhead, sheet: str, *, may: bool) -> None:
        """Put the switches as they stand; without the right they are only looked at.

        `sheet` is the value of the setting of that name.
        """
        self._head = head
        for name, box in self.switches.items():
            box.blockSignals(True)
            box.setChecked(getattr(layout, name))
            box.setEnabled(may)
            box.blockSignals(False)
        self.switches["logo"].setEnabled(may and bool(head.logo))
        self.footer.set_text(layout.footer)
        self.footer.setEnabled(may)
        self.sheet.choose(sheet)
        self.sheet.setEnabled(may)
        self.save.setVisible(may)
        if not may:
            self.told.setText(_("Hanya bendahara dan ketua yang dapat mengubahnya."))
        self._draw()

    def layout_now(self) -> Layout:
        """The switches as they are set on the screen."""
        chosen = {name: box.isChecked() for name, box in self.switches.items()}
        return Layout(**chosen, footer=self.footer.text)

    def fields(self) -> dict[str, str | bool]:
        """What `settings.change` is told."""
        said: dict[str, str | bool] = {
            setting.code: self.switches[name].isChecked() for name, setting, _words in SWITCHES
        }
        return {
            **said,
            settings.SLIP_FOOTER.code: self.footer.text,
            settings.RECEIPT_SHEET.code: self.sheet.value(),
        }

    def submit(self) -> None:
        """Ask for the switches to be kept."""
        self.wanted.emit(self.fields())

    def _scroll(self, step: int) -> None:
        bar = self.area.verticalScrollBar()
        bar.setValue(bar.value() + step * bar.pageStep() // 2)

    def _draw(self, _changed: object = None) -> None:
        look = self.look.value()
        made = sample.slip(self._head, self.layout_now())
        self.paper.show_slip(made, int(look.rstrip("g")), as_picture=look.endswith("g"))
