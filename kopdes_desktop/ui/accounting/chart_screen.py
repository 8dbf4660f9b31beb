"""Bagan akun: what accounts there are; accounts of one's own added, renamed, closed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from kopdes_desktop.accounting import own_accounts
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.ledger import chart
from kopdes_desktop.office.actor import Level
from kopdes_desktop.ui.desk import Desk
from kopdes_desktop.ui.door import Session
from kopdes_desktop.ui.kit.dialogs import NOTHING_DONE, Confirm, Dialog
from kopdes_desktop.ui.kit.fields import EnterLeads, TextField
from kopdes_desktop.ui.kit.form import Form, button
from kopdes_desktop.ui.kit.keys import Key
from kopdes_desktop.ui.reports.report_screen import SHORT, BookScreen

ADD, RENAME, CLOSE = (
    "accounting.add_account",
    "accounting.rename_account",
    "accounting.close_account",
)


class NameAccount(Dialog):
    """One name; `given` carries it."""

    given = Signal(str)
    unsaid = NOTHING_DONE

    def __init__(self, parent: QWidget, title: str, words: str, *, deed: str, now: str) -> None:
        super().__init__(parent, title, words, icon="info")
        self.name = TextField("name", _("&Nama akun"), needed=True, longest=60)
        self.name.set_text(now)
        self.form = Form((self.name,), button(deed, "primary", "check"))
        back = button(_("Batal"))
        back.clicked.connect(self.reject)
        self.form.buttons.insertWidget(1, back)
        self.form.submitted.connect(self._send)
        self.box.addWidget(self.form)
        self.name.call_back()

    def _send(self) -> None:
        said = self.form.values()
        if said is not None:
            self.accept()
            self.given.emit(said["name"])


#: Keys that are only of those who may do the deed behind them.
_RIGHTS = {"Ctrl+N": ADD, "F9": RENAME, "F10": CLOSE}


class ChartScreen(BookScreen):
    """Ctrl+N adds below the account under the cursor, F9 renames, F10 closes; Enter: its ledger."""

    code = "chart_of_accounts"
    short: Mapping[str, str] = {
        **SHORT,
        "Ctrl+N": N_("tambah"),
        "F9": N_("ganti nama"),
        "F10": N_("tutup akun"),
    }

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("Bagan akun"))
        self._may: frozenset[str] = frozenset()
        self._meant = ""
        self.day = self.day_field("day", _("&Per tanggal"))
        self.day.set_day(desk.standing.today)
        self.unit_field()
        self.questions.addStretch(1)
        self.add_deed = button(_("Tambah"), icon="plus")
        self.add_deed.clicked.connect(self._ask_add)
        self.rename_deed = button(_("Ganti nama"), icon="pencil")
        self.rename_deed.clicked.connect(self._ask_rename)
        self.close_deed = button(_("Tutup akun"), icon="lock")
        self.close_deed.clicked.connect(self._ask_close)
        for each in (self.add_deed, self.rename_deed, self.close_deed):
            self.head.addWidget(each)
        self._leads = EnterLeads([self.day.editor], self._take_day)
        self.set_keys(
            Key("F2", _("pilih tanggal"), self._to_day),
            Key("Ctrl+N", _("tambah akun rincian di bawah akun ini"), self._ask_add),
            Key("F9", _("ganti nama akun tambahan"), self._ask_rename),
            Key("F10", _("tutup akun tambahan"), self._ask_close),
            *self.paper_keys(),
        )
        self.print_hints()
        self.view.table.selectionModel().currentRowChanged.connect(self._offer)
        self.advice = _(
            "Bagan bawaan tetap, supaya laporan selalu cocok dengan bentuk resminya. Akun rincian"
            " ditambah di bawah beban, pendapatan jasa dan lain-lain, atau bank; ia ikut jenis dan"
            " baris laporan induknya. Akun bersaldo tidak dapat ditutup, riwayatnya tidak hilang."
        )
        desk.ask(_rights, self._allow)

    def answers(self) -> dict[str, str] | None:
        return self.read_days(self.day)

    def states(self) -> Sequence[Callable[[], None]]:
        """An account of one's own is named."""
        return (self._paint_add,)

    def _paint_add(self) -> None:
        self._go_to("6-1201")
        self._ask_add()

    def _go_to(self, code: str) -> None:
        codes = [str(row.get("account")) for row in self.view.table.rows.rows]
        if code in codes:
            self.view.table.go_to(codes.index(code))

    def _take_day(self) -> None:
        self.ask_anew(self.day)
        if not self.day.complaint:
            self.trail.focus()

    def _to_day(self) -> None:
        self.go_to_question(self.day)

    # -- the account under the cursor

    def _allow(self, may: frozenset[str]) -> None:
        self._may = may
        self._offer()
        self.print_hints()

    def keys_now(self) -> tuple[Key, ...]:
        """Without those whose deed is somebody else's."""
        lacking = {sequence for sequence, deed in _RIGHTS.items() if deed not in self._may}
        return tuple(key for key in super().keys_now() if key.sequence not in lacking)

    def _row(self) -> tuple[str, str] | None:
        """Code and name of the account that the cursor is on, while the chart is on top."""
        row = self.view.table.current() if len(self.trail.pages) < 2 else None  # noqa: PLR2004
        return (str(row["account"]), str(row["name"])) if row and "account" in row else None

    def _offer(self, *_indexes: object) -> None:
        row = self._row()
        own = row is not None and chart.is_own(row[0])
        self.add_deed.setVisible(ADD in self._may)
        self.add_deed.setEnabled(row is not None)
        self.rename_deed.setVisible(RENAME in self._may)
        self.rename_deed.setEnabled(own)
        self.close_deed.setVisible(CLOSE in self._may)
        self.close_deed.setEnabled(own)

    def _ask_add(self) -> None:
        row = self._row()
        if row is None or ADD not in self._may:
            return
        self._meant = row[0][: chart.CORE_LENGTH]
        if not self._meant.startswith(own_accounts.OPEN_TO_OWN):
            words = _(
                "Di bawah akun {code} tidak dapat ditambah akun: bukunya dijaga program. Akun"
                " rincian ada pada beban, pendapatan jasa dan lain-lain, dan bank."
            )
            self.desk.say(words.format(code=self._meant), "warning")
            return
        words = _("Di bawah {code}; ikut jenis, baris laporan, dan arus kasnya.")
        self._ask(
            _("Akun rincian baru"), words.format(code=self._meant), _("Tambah"), "", self._add
        )

    def _ask_rename(self) -> None:
        row = self._row()
        if row is None or RENAME not in self._may or not self._is_own(row[0]):
            return
        self._meant = row[0]
        words = _("{code}. Jurnal lama ikut memakai nama baru.").format(code=row[0])
        self._ask(_("Ganti nama akun"), words, _("Ganti"), row[1], self._rename)

    def _ask(
        self, title: str, words: str, deed: str, now: str, then: Callable[[str], None]
    ) -> None:
        asking = NameAccount(self.desk.window, title, words, deed=deed, now=now)
        asking.given.connect(then)
        asking.open()

    def _ask_close(self) -> None:
        row = self._row()
        if row is None or CLOSE not in self._may or not self._is_own(row[0]):
            return
        self._meant = row[0]
        asking = Confirm(
            self.desk.window,
            _("Tutup akun {code}").format(code=row[0]),
            _("{name}\n\nTidak dapat dipakai lagi; riwayatnya tetap ada di buku.").format(
                name=row[1]
            ),
            deed=_("Tutup akun"),
        )
        asking.confirmed.connect(self._close)
        asking.open()

    def _is_own(self, code: str) -> bool:
        """Only accounts of one's own are changed; of the others it is said."""
        if not chart.is_own(code):
            words = _("Akun {code} milik bagan bawaan; kode dan namanya tetap.")
            self.desk.say(words.format(code=code), "warning")
            return False
        return True

    # -- deeds

    def _add(self, name: str) -> None:
        self.desk.perform(ADD, {"name": name, "under": self._meant}, self._added)

    def _added(self, _answer: Any) -> None:  # noqa: ANN401  the office's answer
        self.desk.say(_("Akun rincian ditambahkan."), "good")

    def _rename(self, name: str) -> None:
        self.desk.perform(RENAME, {"code": self._meant, "name": name}, self._renamed)

    def _renamed(self, _answer: Any) -> None:  # noqa: ANN401  as above
        self.desk.say(_("Nama akun diganti."), "good")

    def _close(self) -> None:
        self.desk.perform(CLOSE, {"code": self._meant}, self._closed)

    def _closed(self, _answer: Any) -> None:  # noqa: ANN401  as above
        self.desk.say(_("Akun ditutup."), "good")


def _rights(session: Session) -> frozenset[str]:
    """On the database's thread."""
    may = session.office.may
    return frozenset(code for code in (ADD, RENAME, CLOSE) if may(code) is not Level.NO)
