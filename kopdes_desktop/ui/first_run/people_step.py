"""Step 4: who works with the books, as what, and with which password and PIN.

Passwords and PINs stay in this object until the books are founded; no draft ever holds them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from PySide6.QtCore import Qt, QTimer, Signal

from kopdes_desktop.kernel.errors import WeakPassword
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.security.keyfile import folded
from kopdes_desktop.security.passwords import require_pin, require_strong
from kopdes_desktop.security.roles import Matrix
from kopdes_desktop.ui.first_run import template
from kopdes_desktop.ui.first_run.rows_panel import RowsPanel, taken
from kopdes_desktop.ui.first_run.step import ListStep
from kopdes_desktop.ui.first_run.template import Row
from kopdes_desktop.ui.kit.choices import ChoiceField
from kopdes_desktop.ui.kit.fields import TextField, kind_label, set_tone
from kopdes_desktop.ui.kit.form import button
from kopdes_desktop.ui.kit.form_dialog import FormDialog
from kopdes_desktop.ui.kit.pin_field import NewPin
from kopdes_desktop.ui.kit.rows_model import Column

TREASURER: Final = "treasurer"
CHAIR: Final = "chair"
_SECRET: Final = frozenset({"password", "repeat", "pin"})
_TWO: Final = N_(
    "Bendahara mencatat, ketua menyetujui: penarikan besar, pembatalan dan pembukaan kembali"
    " bulan selalu memerlukan dua orang. Karena itu isilah sedikitnya bendahara dan ketua."
)
_ALONE: Final = N_(
    "Belum ada ketua. Tanpa orang kedua, penarikan besar, pembatalan dan pengembalian kepada"
    " anggota tidak dapat disetujui. Boleh lanjut; tambahkan ketua secepatnya."
)


@dataclass(frozen=True, slots=True)
class Secret:
    """What one person typed."""

    password: str = field(repr=False)
    pin: str = field(repr=False)


class PasswordField(TextField):
    """A new password: weak ones are told as soon as the cursor leaves, not after the second."""

    def __init__(self, names: Sequence[TextField], *, needed: bool) -> None:
        """`names` are the fields whose words count for nothing in it."""
        super().__init__(
            "password",
            _("&Kata sandi"),
            secret=True,
            needed=needed,
            hint=_("minimal 10 huruf atau angka, bukan kata biasa"),
        )
        self._names = tuple(names)
        self.edit.editingFinished.connect(self._weigh)

    def value(self) -> str:
        """The password, or nothing; WeakPassword when it is short or easily guessed."""
        typed = super().value()
        if typed:
            require_strong(typed, practice=False, names=[each.text for each in self._names])
        return typed

    def _weigh(self) -> None:
        if not self.text:
            return
        try:
            self.value()
        except WeakPassword as weak:
            self.complain(weak.message)


class PeoplePanel(RowsPanel):
    """Sign-in name, full name, role; beside each whether he has chosen a password."""

    secret = _SECRET

    def __init__(self) -> None:
        self.secrets: dict[str, Secret] = {}
        columns = (
            Column(N_("Nama masuk"), lambda row: row["name"], width=14),
            Column(N_("Nama lengkap"), lambda row: row["person"] or _("belum diisi"), width=0),
            Column(N_("Peran"), lambda row: Matrix.name(row["role"]), width=11),
            Column(N_("Kata sandi"), self._said, width=18),
        )
        super().__init__(_("Orang"), columns, template.people())

    def _said(self, row: Row) -> str:
        if row["name"] in self.secrets:
            return _("sudah diketik")
        return _("belum diketik") if row["role"] == TREASURER else _("sekali pakai")

    def ask(self, row: Row | None) -> FormDialog:
        login = TextField("name", _("Nama &masuk"), needed=True, longest=30)
        person = TextField("person", _("Nama &lengkap"), needed=True)
        role = ChoiceField(
            "role", _("&Peran"), [(code, Matrix.name(code)) for code in Matrix.roles()]
        )
        needed = row is not None and row["role"] == TREASURER and self._is_first(row)
        password = PasswordField(
            (login, person),
            needed=needed and row is not None and row["name"] not in self.secrets,
        )
        repeat = TextField("repeat", _("&Ulangi kata sandi"), secret=True)
        pin = NewPin(
            _("PI&N untuk kunci layar"), hint=_("6 angka, tidak berurutan"), guessable=False
        )
        if row:
            login.set_text(row["name"])
            person.set_text(row["person"])
            role.choose(row["role"])
        else:
            role.choose("cashier")
        dialog = FormDialog(
            self.window(),
            _("Siapa yang bekerja"),
            _words(row, known=row is not None and row["name"] in self.secrets, needed=needed),
            (login, person, role, pin, password, repeat),
            deed=_("Simpan"),
            columns=2,
            icon="user",
        )
        if row and not row["person"]:
            person.editor.setFocus()
        return dialog

    def _is_first(self, row: Row) -> bool:
        return row is next((one for one in self.rows if one["role"] == TREASURER), None)

    def wrong(self, row: Row, before: Row | None) -> tuple[str, str] | None:
        if taken(self.rows, before, lambda one: folded(one["name"]) == folded(row["name"])):
            return "name", _("Nama masuk ini sudah dipakai.")
        first = before is not None and before["role"] == TREASURER and self._is_first(before)
        if first and row["role"] != TREASURER:
            return "role", _("Laptop ini memegang pembukuan: orang pertama adalah bendahara.")
        return None

    def refuse_secrets(
        self, typed: dict[str, object], before: Row | None
    ) -> tuple[str, str] | None:
        known = self.secrets.get(before["name"]) if before is not None else None
        password, pin = str(typed["password"]), str(typed["pin"])
        names = (str(typed["name"]), str(typed["person"]))
        try:
            if password:
                require_strong(password, practice=False, names=names)
            if password != typed["repeat"]:
                return "repeat", _("Kedua kata sandi belum sama.")
            if not password and not pin:
                return None
            if not password and known is None:
                return "password", _("Ketik juga kata sandinya; PIN saja tidak membuka buku.")
            require_pin(pin or (known.pin if known else ""), practice=False)
        except WeakPassword as weak:
            return weak.field or "password", weak.message
        return None

    def keep_secrets(self, typed: dict[str, object], before: Row | None) -> None:
        known = self.secrets.pop(before["name"], None) if before is not None else None
        password = str(typed["password"]) or (known.password if known else "")
        pin = str(typed["pin"]) or (known.pin if known else "")
        if password:
            self.secrets[str(typed["name"])] = Secret(password, pin)

    def why_it_stays(self, row: Row) -> str:
        if row["role"] == TREASURER and self._is_first(row):
            return _("Bendahara selalu ada: laptop ini memegang pembukuan.")
        return ""

    def unfinished(self) -> int | None:
        """Which row lacks something without which nobody can found a cooperative."""
        for at, row in enumerate(self.rows):
            first = row["role"] == TREASURER and self._is_first(row)
            if not row["person"] or (first and row["name"] not in self.secrets):
                return at
        return None

    def go_on(self) -> None:
        """The next one who lacks something; else on from the list."""
        at = self.unfinished()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        if at is not None:
            self.table.go_to(at)


def _words(row: Row | None, *, known: bool, needed: bool) -> str:
    if known:
        return _("Kata sandi sudah diketik; kosongkan bila tidak diganti.")
    if needed:
        return _("Kata sandi bendahara membuka buku ini. Tidak ada yang dapat membacanya kembali.")
    del row
    return _(
        "Bila orangnya ada di sini, ia mengetik kata sandi dan PIN sendiri. Bila tidak, kosongkan:"
        " ia mendapat kata sandi sekali pakai yang ditampilkan satu kali."
    )


class PeopleStep(ListStep):
    """The cursor stands at the first person who lacks something; then on the button."""

    renamed = Signal(str, str)

    def __init__(self) -> None:
        super().__init__("orang", _("Orang dan peran"), _(_TWO), button(_("Lanjut"), "primary"))
        self.panel = PeoplePanel()
        self.keys = self.panel.keys
        self.notice = kind_label("", "notice")
        self.notice.setWordWrap(True)
        self.panel.changed.connect(self._changed)
        self.body.addWidget(self.panel)
        self.body.addWidget(self.notice)
        self.body.addStretch(1)
        self._tell()

    def start(self) -> None:
        self._tell()
        if self.panel.unfinished() is None:
            self.go.setFocus()
        else:
            self.panel.go_on()

    def _changed(self, before: Row | None, now: Row | None) -> None:
        if before is not None and (now is None or now["name"] != before["name"]):
            self.renamed.emit(before["name"], now["name"] if now else "")
        self._tell()
        self.edited.emit()
        if now is not None and self.panel.unfinished() is None:
            QTimer.singleShot(0, self, self._lead_on)

    def _lead_on(self) -> None:
        self.go.setFocus()

    def _tell(self) -> None:
        alone = all(row["role"] != CHAIR for row in self.panel.rows)
        at = self.panel.unfinished()
        words = _(_ALONE) if alone else ""
        if at is not None:
            words = _("Enter mengisi {name}.").format(name=self.panel.rows[at]["name"])
        self.notice.setText(words)
        set_tone(self.notice, "warning" if alone and at is None else "")
        self.notice.setVisible(bool(words))

    def texts(self) -> dict[str, Any]:
        return {"rows": self.panel.kept()}

    def restore(self, texts: Mapping[str, Any]) -> None:
        self.panel.restore(texts.get("rows"))

    def part(self) -> dict[str, Any] | None:
        """Treasurer first. None while somebody lacks something."""
        at = self.panel.unfinished()
        if at is not None:
            row = self.panel.rows[at]
            self.panel.go_on()
            self.panel.say(
                _("{name} belum lengkap: Enter mengisinya.").format(name=row["name"]), "danger"
            )
            return None
        return {"rows": sorted(self.panel.kept(), key=lambda row: row["role"] != TREASURER)}
