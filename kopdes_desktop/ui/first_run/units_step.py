"""Step 3: the units that balance by themselves, and where the money lies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.ui.first_run import template
from kopdes_desktop.ui.first_run.rows_panel import RowsPanel, taken
from kopdes_desktop.ui.first_run.step import ListStep, Parts
from kopdes_desktop.ui.first_run.template import Row
from kopdes_desktop.ui.kit.choices import ChoiceField
from kopdes_desktop.ui.kit.fields import TextField
from kopdes_desktop.ui.kit.form import button
from kopdes_desktop.ui.kit.form_dialog import FormDialog
from kopdes_desktop.ui.kit.rows_model import Column

OFFICE: Final = "KTR"
_KINDS: Final = {
    "office": N_("kantor"),
    "usp": N_("unit simpan pinjam"),
    "outlet": N_("gerai"),
}
_CODE_LENGTH: Final = 10
_BOX_WORDS: Final = N_(
    "Kas = akun, tempat, dan pemegangnya. Uang dicatat di kas yang benar-benar menerimanya."
)
_NOBODY: Final = N_("tanpa pemegang")


def _said_kind(row: Row) -> str:
    kind = _KINDS[row["kind"]]
    return _(kind)


UNIT_COLUMNS = (
    Column(N_("Kode"), lambda row: row["code"], width=8),
    Column(N_("Nama"), lambda row: row["name"], width=0),
    Column(N_("Jenis"), _said_kind, width=16),
)
BOX_COLUMNS = (
    Column(N_("Kode"), lambda row: row["code"], width=10),
    Column(N_("Nama"), lambda row: row["name"], width=0),
    Column(N_("Akun"), lambda row: row["account"], width=7),
    Column(N_("Unit"), lambda row: row["unit"], width=6),
    Column(N_("Pemegang"), lambda row: row.get("keeper") or "–", width=12),
)


def _code_field(row: Row | None, hint: str) -> TextField:
    made = TextField("code", _("&Kode"), needed=True, longest=_CODE_LENGTH, hint=hint)
    made.set_text(row["code"] if row else "")
    return made


def _name_field(row: Row | None) -> TextField:
    made = TextField("name", _("&Nama"), needed=True)
    made.set_text(row["name"] if row else "")
    return made


class UnitsPanel(RowsPanel):
    """Kantor, gerai, USP: each has books that balance by themselves."""

    def __init__(self) -> None:
        super().__init__(_("Unit"), UNIT_COLUMNS, template.rows("unit"))

    def ask(self, row: Row | None) -> FormDialog:
        kind = ChoiceField("kind", _("&Jenis"), [(code, _(w)) for code, w in _KINDS.items()])
        kind.choose(row["kind"] if row else "outlet")
        return FormDialog(
            self.window(),
            _("Unit"),
            _("Setiap unit mempunyai neraca sendiri; kode pendek dipakai pada setiap jurnal."),
            (_code_field(row, _("misalnya G2")), _name_field(row), kind),
            deed=_("Simpan"),
        )

    def wrong(self, row: Row, before: Row | None) -> tuple[str, str] | None:
        row["code"] = row["code"].upper()
        if taken(self.rows, before, lambda other: other["code"] == row["code"]):
            return "code", _("Kode ini sudah dipakai unit lain.")
        if before is not None and before["code"] == OFFICE and row != before | row | _AS_OFFICE:
            return "code", _("Kantor tetap berkode {code}.").format(code=OFFICE)
        return None

    def why_it_stays(self, row: Row) -> str:
        if row["code"] == OFFICE:
            return _("Kantor selalu ada: semua unit berhitung lewat kantor.")
        return ""


_AS_OFFICE: Final = {"code": OFFICE, "kind": "office"}


class BoxesPanel(RowsPanel):
    """Cash boxes and bank accounts: account, unit, and who keeps it."""

    def __init__(self) -> None:
        self.accounts: Sequence[tuple[str, str]] = ()
        self.units: Sequence[Row] = ()
        self.people: Sequence[str] = ()
        super().__init__(_("Kas dan rekening bank"), BOX_COLUMNS, template.rows("kas"))

    def ask(self, row: Row | None) -> FormDialog:
        account = ChoiceField("account", _("&Akun"), self.accounts)
        unit = ChoiceField(
            "unit", _("&Unit"), [(u["code"], f"{u['code']} {u['name']}") for u in self.units]
        )
        keeper = ChoiceField(
            "keeper",
            _("&Pemegang"),
            [("", _(_NOBODY)), *((name, name) for name in self.people)],
            hint=_("yang memegang kuncinya dan menghitung isinya"),
        )
        if row:
            account.choose(row["account"])
            unit.choose(row["unit"])
            keeper.choose(row.get("keeper", ""))
        return FormDialog(
            self.window(),
            _("Kas atau rekening bank"),
            _(_BOX_WORDS),
            (_code_field(row, _("misalnya LACI-G2")), _name_field(row), account, unit, keeper),
            deed=_("Simpan"),
            columns=2,
        )

    def wrong(self, row: Row, before: Row | None) -> tuple[str, str] | None:
        row["code"] = row["code"].upper()
        if taken(self.rows, before, lambda other: other["code"] == row["code"]):
            return "code", _("Kode ini sudah dipakai kas lain.")
        return None


class UnitsStep(ListStep):
    """Both lists begin as the example has them; Enter on the button goes on."""

    def __init__(self) -> None:
        super().__init__(
            "unit",
            _("Unit dan kas"),
            _(
                "Daftar ini cocok untuk kebanyakan koperasi: kantor, satu gerai, brankas, kas"
                " kecil, satu bank. Enter melanjutkan; Shift+Tab naik ke daftar untuk mengubah."
            ),
            button(_("Lanjut"), "primary"),
        )
        self.units = UnitsPanel()
        self.boxes = BoxesPanel()
        self.keys = self.units.keys
        for panel in (self.units, self.boxes):
            self.body.addWidget(panel)
            panel.changed.connect(self._changed)
        self.body.addStretch(1)
        self.units.changed.connect(self._fit_boxes)
        self.boxes.units = self.units.rows

    def furnish(self, accounts: Sequence[tuple[str, str]]) -> None:
        """The cash accounts of the chart, once they have been read."""
        self.boxes.accounts = accounts

    def start(self) -> None:
        self.go.setFocus()

    def look_back(self, parts: Parts) -> None:
        """Who may keep a box."""
        people = parts.get("orang", {}).get("rows") or template.people()
        self.boxes.people = [row["name"] for row in people]

    def rename_keeper(self, before: str, now: str) -> None:
        """A person got another sign-in name, or went: his boxes follow."""
        for row in self.boxes.rows:
            if row.get("keeper") == before:
                row["keeper"] = now
        self.boxes.show_rows()

    def _changed(self, _before: object, _now: object) -> None:
        self.edited.emit()

    def _fit_boxes(self, before: Row | None, now: Row | None) -> None:
        """A unit's boxes go with it, or take its new code."""
        self.boxes.units = self.units.rows
        if before is None:
            return
        kept = [row for row in self.boxes.rows if now or row["unit"] != before["code"]]
        gone = len(self.boxes.rows) - len(kept)
        for row in kept:
            if now and row["unit"] == before["code"]:
                row["unit"] = now["code"]
        self.boxes.take_rows(kept)
        if gone:
            self.units.say(_("{n} kas unit itu ikut dibuang.").format(n=gone), "warning")

    def texts(self) -> dict[str, Any]:
        return {"units": self.units.kept(), "boxes": self.boxes.kept()}

    def restore(self, texts: Mapping[str, Any]) -> None:
        self.units.restore(texts.get("units"))
        self.boxes.restore(texts.get("boxes"))
        self.boxes.units = self.units.rows

    def part(self) -> dict[str, Any] | None:
        return {"unit": self.units.kept(), "kas": self.boxes.kept()}
