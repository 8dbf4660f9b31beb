"""Step 1: who the cooperative is, and in which village."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.ui.first_run import shapes
from kopdes_desktop.ui.first_run.step import FormStep
from kopdes_desktop.ui.kit.fields import TextField
from kopdes_desktop.ui.kit.form import Form, button
from kopdes_desktop.ui.kit.village_picker import VillageField

if TYPE_CHECKING:
    from kopdes_desktop.members.regions import Village
    from kopdes_desktop.ui.kit.perform import Errands

_VILLAGE_HINT = N_("ketik desa, kecamatan atau kabupatennya; panah memilih, Enter mengambil")


class ShapedField(TextField):
    """Free text whose usual shape is known: what is unusual is asked about, never refused."""

    def __init__(self, name: str, label: str, shape: Callable[[str], str], *, hint: str) -> None:
        """`shape` says what is unusual about a text."""
        super().__init__(name, label, hint=hint)
        self._shape = shape
        self.edit.editingFinished.connect(self.refresh_note)

    def refresh_note(self) -> None:
        """The doubt, once the cursor has left."""
        doubt = "" if self.edit.hasFocus() else self._shape(self.text)
        self._tell(doubt or self.hint, "warning" if doubt else "")


class IdentityStep(FormStep):
    """Name, village, address, and the four numbers that letters ask for."""

    def __init__(self, errands: Errands) -> None:
        self.name = TextField(
            "name",
            _("&Nama koperasi"),
            needed=True,
            hint=_("lengkap, seperti pada akta: Koperasi Desa Merah Putih …"),
        )
        self.village = VillageField(
            "village_code", _("&Desa atau kelurahan"), errands, hint=_(_VILLAGE_HINT)
        )
        self.address = TextField("address", _("&Alamat kantor"), hint=_("tercetak pada kop"))
        self.place = TextField(
            "place", _("&Tempat pada kuitansi"), hint=_("“Tempat, tanggal” di atas tanda tangan")
        )
        fields = (
            self.name,
            self.village,
            self.address,
            self.place,
            ShapedField(
                "legal_number",
                _("Nomor &badan hukum"),
                shapes.legal_number,
                hint=_("AHU-…, pada surat pengesahan; boleh menyusul"),
            ),
            ShapedField(
                "nik_koperasi",
                _("N&IK koperasi"),
                shapes.thirteen_digits,
                hint=_("13 angka dari Kementerian Koperasi; boleh menyusul"),
            ),
            ShapedField("nib", _("NI&B"), shapes.thirteen_digits, hint=_("13 angka, dari OSS")),
            ShapedField("npwp", _("N&PWP"), shapes.npwp, hint=_("16 angka; boleh menyusul")),
        )
        super().__init__(
            "koperasi",
            _("Identitas koperasi"),
            _("Ambil akta dan surat pengesahan. Yang belum ada boleh dikosongkan dan diisi nanti."),
            Form(fields, button(_("Lanjut"), "primary"), columns=2, wide=("name", "village_code")),
        )
        self._suggested = ""
        self.village.chosen.connect(self._take_place)

    def _take_place(self, village: Village) -> None:
        """Receipts are written in the village, unless somebody says otherwise."""
        if self.place.text in {"", self._suggested}:
            self._suggested = village.name
            self.place.set_text(village.name)

    def texts(self) -> dict[str, Any]:
        return {**super().texts(), "suggested": self._suggested}

    def restore(self, texts: Mapping[str, Any]) -> None:
        super().restore(texts)
        self._suggested = str(texts.get("suggested", ""))
