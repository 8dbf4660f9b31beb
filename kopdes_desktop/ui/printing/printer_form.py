"""One printer: how it is reached, how wide it prints, what it can."""

from __future__ import annotations

from typing import Final, cast

from PySide6.QtWidgets import QCheckBox, QVBoxLayout

from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.paper import dot_matrix, escpos
from kopdes_desktop.printing import profiles
from kopdes_desktop.printing.profiles import Kind, Profile, Way
from kopdes_desktop.ui.kit.choices import ChoiceField
from kopdes_desktop.ui.kit.fields import TextField
from kopdes_desktop.ui.kit.form import Form, button

#: What an address looks like, by the way it belongs to.
_HINTS: Final[dict[Way, str]] = {
    "none": "",
    "spool": N_("Nama printer seperti di Windows, misalnya POS-58"),
    "tcp": N_("Misalnya 192.168.1.50:9100"),
    "serial": N_("Misalnya COM5 atau /dev/rfcomm0"),
    "file": N_("Misalnya /dev/usb/lp0"),
    "system": N_("Nama printer: {names}"),
}
_WIDTHS: Final = {
    32: N_("58 mm (32 kolom)"),
    42: N_("80 mm (42 kolom)"),
    48: N_("80 mm (48 kolom)"),
    80: N_("80 kolom (10 huruf per inci)"),
    96: N_("96 kolom (12 huruf per inci)"),
    137: N_("137 kolom (17 huruf per inci)"),
}


def switch(words: str) -> QCheckBox:
    """A box to be ticked with the space bar."""
    made = QCheckBox(words)
    made.setAccessibleName(words)
    return made


class PrinterForm(Form):
    """The printer of one kind of paper. Fields that its way does not need are hidden."""

    def __init__(self) -> None:
        self.way = ChoiceField("transport", _("Hubungan"), ())
        self.address = TextField("address", _("Alamat"), longest=200)
        self.columns = ChoiceField("columns", _("Lebar"), ())
        looks = (("text", _("Huruf printer (cepat)")), ("raster", _("Gambar (huruf program)")))
        self.look = ChoiceField("raster", _("Cara mencetak"), looks)
        self.baud = ChoiceField(
            "baud", _("Kecepatan port"), [(str(each), str(each)) for each in profiles.BAUDS]
        )
        fields = (self.way, self.address, self.columns, self.look, self.baud)
        super().__init__(fields, button(_("Simpan"), "primary", "save"), columns=2)
        self.cut = switch(_("Punya pisau potong"))
        self.drawer = switch(_("Membuka laci uang"))
        for box in (self.cut, self.drawer):
            self.buttons.insertWidget(self.buttons.count() - 2, box)
        self.kind: Kind = "slip"
        self.installed: list[str] = []
        self.way.edited.connect(self._fit)

    def put_buttons(self, box: QVBoxLayout) -> None:
        """The buttons below whatever scrolls the fields: they are always in sight."""
        inside = self.layout()
        if inside is not None:
            inside.removeItem(self.buttons)
            self.buttons.setParent(None)
            box.addLayout(self.buttons)

    def show_profile(self, profile: Profile, installed: list[str]) -> None:
        """Put a printer into the fields."""
        self.kind, self.installed = profile.kind, installed
        _offer(self.way, [(way, _(profiles.WAY_WORDS[way])) for way in profiles.WAYS[profile.kind]])
        widths = dot_matrix.PITCHES if profile.kind == "matrix" else escpos.COLUMNS
        _offer(self.columns, [(str(each), _(_WIDTHS[each])) for each in widths])
        self.way.choose(profile.transport)
        self.address.set_text(profile.address)
        self.columns.choose(str(profile.columns))
        self.look.choose("raster" if profile.raster else "text")
        self.baud.choose(str(profile.baud))
        self.cut.setChecked(profile.cut)
        self.drawer.setChecked(profile.drawer)
        self._fit()

    def profile(self) -> Profile | None:
        """The printer as it is typed; None once a field has complained."""
        said = self.values()
        if said is None:
            return None
        way: Way = said["transport"]
        return Profile(
            kind=self.kind,
            transport=way,
            address=said["address"] if way != "none" else "",
            columns=int(said["columns"]),
            raster=self.kind == "slip" and said["raster"] == "raster",
            cut=self.kind == "slip" and self.cut.isChecked(),
            drawer=self.kind == "slip" and self.drawer.isChecked(),
            baud=int(said["baud"]),
        )

    def _fit(self) -> None:
        """Only what this way and this kind of printer need."""
        way = cast("Way", self.way.value())
        there, slips = way != "none", self.kind == "slip"
        self.address.setVisible(there)
        self.columns.setVisible(there and self.kind != "sheet")
        self.look.setVisible(there and slips)
        self.baud.setVisible(way == "serial")
        self.cut.setVisible(there and slips)
        self.drawer.setVisible(there and slips)
        names = ", ".join(self.installed) or _("tidak ada yang terpasang")
        self.address.hint = _(_HINTS[way]).format(names=names)
        self.address.refresh_note()


def _offer(field: ChoiceField, choices: list[tuple[str, str]]) -> None:
    """Other choices in the same field."""
    field.box.blockSignals(True)
    field.box.clear()
    for value, words in choices:
        field.box.addItem(words, value)
    field.box.blockSignals(False)
