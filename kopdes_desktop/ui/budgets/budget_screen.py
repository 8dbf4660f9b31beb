"""Anggaran: a year account by account; a figure is typed at the marked line, Enter goes on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from kopdes_desktop.budgets import rules
from kopdes_desktop.kernel.errors import Refusal
from kopdes_desktop.kernel.i18n import N_, _, ngettext
from kopdes_desktop.kernel.money import NOTHING, Rupiah
from kopdes_desktop.kernel.wording import number, rupiah
from kopdes_desktop.ui.accounting.book_screen import BookScreen
from kopdes_desktop.ui.budgets import reading
from kopdes_desktop.ui.budgets.columns import WHOLE, columns, new_line, standing, sums, with_line
from kopdes_desktop.ui.budgets.draft import Draft, surplus
from kopdes_desktop.ui.budgets.reading import SET, Line, Page
from kopdes_desktop.ui.desk import Desk
from kopdes_desktop.ui.kit.amounts import MoneyField
from kopdes_desktop.ui.kit.choices import ChoiceField
from kopdes_desktop.ui.kit.fields import TextField, kind_label, set_tone
from kopdes_desktop.ui.kit.form import button
from kopdes_desktop.ui.kit.form_dialog import FormDialog
from kopdes_desktop.ui.kit.keys import Key
from kopdes_desktop.ui.kit.pairs import Pairs
from kopdes_desktop.ui.settings.shapes import NumberField

_LISTENS = ("budgets.", "accounting.")
_MOST_MORE = 500
#: These stand on buttons, and Enter goes on as everywhere.
_ON_BUTTONS = frozenset({"Return", "Ctrl+N", "Ctrl+Return", "F6", "F9"})
#: What stands before an amount below nought.
#: Of an account that takes off another's income.
_NET = N_(
    "Retur dan potongan mengurangi penjualan: rencanakan penjualan bersih di akun penjualannya."
)
_MINUS = ("-", "−")
_NONE = Qt.KeyboardModifier.NoModifier
_HELD = (
    Qt.KeyboardModifier.ControlModifier
    | Qt.KeyboardModifier.AltModifier
    | Qt.KeyboardModifier.MetaModifier
)


class BudgetScreen(BookScreen):
    """Digits go to the marked line's amount; Ctrl+Enter keeps the whole as a version."""

    def __init__(self, desk: Desk) -> None:
        self.draft = Draft()
        super().__init__(desk, _("Anggaran (RAPB)"), _LISTENS, columns(self.draft, ("", ""), WHOLE))
        self._page: Page | None = None
        self._wanted: str | None = None
        self._all = False
        self._unit: str | None = None
        self.told = kind_label("", "muted")
        self.told.setWordWrap(True)
        self.about = kind_label("", "heading")
        self.about.setWordWrap(True)
        self.table.spare(130, 2, 4)
        self.amount = MoneyField("amount", _("Anggaran setahun"), needed=False)
        self.amount.edit.installEventFilter(self)
        self.table.installEventFilter(self)
        self.sums = Pairs()
        self.table.opened.connect(lambda _line: self._take_up(""))
        self.table.selectionModel().currentRowChanged.connect(lambda *_at: self._show_line())
        self._make_buttons()
        self._arrange()
        self.advice = _(
            "Ketik angka pada baris yang ditandai, lalu Enter menuju baris berikutnya. Angka yang"
            " belum disimpan bertanda * di kolom anggaran; Ctrl+Enter menyimpan"
            " semuanya sebagai versi baru. F6 mengusulkan dari realisasi tahun sebelumnya."
        )
        self.set_keys(
            Key("0–9", _("isi angka")),
            Key("Return", _("berikutnya")),
            Key("F5", _("semua akun"), self.turn_all),
            Key("F7", _("unit"), self.turn_unit),
            Key("F6", _("usulkan"), self.ask_proposal),
            Key("Ctrl+N", _("akun lain"), self.ask_line),
            Key("Ctrl+Return", _("simpan"), self.ask_save),
            Key("F9", _("buang"), self.drop),
            Key("Ctrl+PgUp", _("tahun lalu"), lambda: self.turn(1)),
            Key("Ctrl+PgDown", _("tahun depan"), lambda: self.turn(-1)),
            Key("Ctrl+P", _("cetak"), self.print_list),
        )
        typing = ("0–9", "Return", "F6", "Ctrl+N", "Ctrl+Return", "F9")
        self.rights = dict.fromkeys(typing, (SET,))
        self.hint_at(*(key.sequence for key in self.keys if key.sequence not in _ON_BUTTONS))

    def _make_buttons(self) -> None:
        self.save = button(_("Simpan (Ctrl+Enter)"), "primary", "save")
        self.save.clicked.connect(self.ask_save)
        self.propose = button(_("Usulkan (F6)"), icon="refresh-cw")
        self.propose.clicked.connect(self.ask_proposal)
        self.other = button(_("Akun lain (Ctrl+N)"), icon="plus")
        self.other.clicked.connect(self.ask_line)
        self.away = button(_("Buang (F9)"), icon="undo-2")
        self.away.clicked.connect(self.drop)

    def _arrange(self) -> None:
        self.body.addWidget(self.told)
        self.body.addWidget(self.table, 1)
        below = QHBoxLayout()
        below.setSpacing(24)
        left = QVBoxLayout()
        left.setSpacing(6)
        left.addWidget(self.about)
        left.addWidget(self.amount)
        left.addStretch(1)
        below.addLayout(left, 1)
        below.addWidget(self.sums, 1, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(below)
        deeds = QHBoxLayout()
        for made in (self.save, self.away):
            deeds.addWidget(made)
        deeds.addStretch(1)
        for made in (self.other, self.propose):
            deeds.addWidget(made)
        self.body.addLayout(deeds)

    def has_unsaved(self) -> bool:
        """Amounts beside those that are set."""
        return bool(self.draft.typed)

    def reload(self) -> None:
        today, wanted = self.today(), self._wanted
        self.desk.ask(lambda session: reading.page(session, today, wanted), self._show)

    def _show(self, page: Page) -> None:
        first = self._page is None
        self._page = page
        self.allow(frozenset({SET}) if page.may else frozenset())
        if first:
            self._all = not any(line.known for line in page.lines)
        self._name_year(page)
        labels = page.year.before().label, page.year.label
        self.table.set_columns(columns(self.draft, labels, page.days))
        self.amount.setEnabled(page.may)
        for made in (self.propose, self.other):
            made.setVisible(page.may)
        self._show_lines()

    def _show_lines(self, where: reading.Where | None = None) -> None:
        page = self._page
        if page is None:
            return
        marked = self._marked()
        held = where or (marked.where if marked is not None else None)
        shown = [
            line
            for line in self._of_unit(page)
            if self._all or line.known or line.where in self.draft.typed
        ]
        self.table.set_rows(shown)
        self.table.go_where(lambda line: line.where == held)
        self._show_state()
        self._show_line()

    def _show_state(self) -> None:
        page = self._page
        if page is None:
            return
        changed = len(self.draft.typed)
        self.told.setText(standing(page, changed))
        set_tone(self.told, "warning" if changed else "")
        self.save.setVisible(page.may and bool(changed))
        self.away.setVisible(bool(changed))
        self.sums.show_pairs(sums(self.draft, self._of_unit(page)))

    def _of_unit(self, page: Page) -> list[Line]:
        """The lines of the unit that is looked at; all of them while none is."""
        return [line for line in page.lines if self._unit in {None, line.where[1]}]

    def _marked(self) -> Line | None:
        marked = self.table.current()
        return marked if isinstance(marked, Line) else None

    def _show_line(self) -> None:
        line = self._marked()
        self.amount.setVisible(line is not None and not line.contra)
        if line is None:
            self.about.setText(_("F5 menampilkan semua akun untuk diisi."))
            return
        told = f"{line.where[0]} {line.name} ({line.unit})"
        if line.contra:
            self.about.setText(f"{told}. {_(_NET)}")
            return
        page = self._page
        if page is not None and 0 < page.days[0] < page.days[1] and self.draft.amount(line):
            part = rules.so_far(line.section, self.draft.amount(line), page.days)
            told = _("{line}: bagian sampai hari ini {part}").format(line=told, part=rupiah(part))
        self.about.setText(told)
        planned = self.draft.amount(line)
        self.amount.set_text(number(planned) if planned else "")

    # -- typing

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Digits at the list go into the amount; Enter and the arrows leave it again."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if watched is self.table:
            text = event.text()
            if text.isdigit() and text.isascii() and not event.modifiers() & _HELD:
                self._take_up(text)
                return True
            if text in _MINUS and text and not event.modifiers() & _HELD and self.may(SET):
                self.desk.say(_("Anggaran ditulis tanpa minus; nol mengosongkannya."), "warning")
                return True
            return False
        steps = {
            Qt.Key.Key_Return: 1,
            Qt.Key.Key_Enter: 1,
            Qt.Key.Key_Down: 1,
            Qt.Key.Key_Up: -1,
        }
        if watched is self.amount.edit and event.modifiers() & _HELD == _NONE:
            step = steps.get(Qt.Key(event.key()))
            if step is not None:
                self._put(step)
                return True
            if event.key() == Qt.Key.Key_Escape:
                self._show_line()
                self.start()
                return True
        return False

    def _take_up(self, text: str) -> None:
        """The marked line's amount is typed from here on."""
        line = self._marked()
        if line is None or not self.may(SET):
            return
        if line.contra:
            self.desk.say(_(_NET), "warning")
            return
        self.amount.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        if text:
            self.amount.edit.clear()
            self.amount.edit.insert(text)
        else:
            self.amount.edit.selectAll()

    def _put(self, step: int) -> None:
        """What was typed is the plan of the marked line; on to the next one."""
        line, at = self._marked(), self.table.currentIndex().row()
        if line is None:
            return
        try:
            amount = self.amount.value() or NOTHING
        except Refusal as refusal:
            self.amount.complain(refusal.message)
            return
        self.draft.put(line, amount)
        self.table.rows.replace_row(at, line)
        self._show_state()
        following = at + step
        rows = self.table.rows.rows
        while 0 <= following < len(rows) and rows[following].contra:
            following += step
        if 0 <= following < len(rows):
            self.table.go_to(following)
            self.amount.edit.selectAll()
        else:
            self.start()

    # -- deeds

    def turn_all(self) -> None:
        """All accounts that can be planned, or only those of which something is known."""
        self._all = not self._all
        self._show_lines()
        self.start()

    def turn_unit(self) -> None:
        """The next unit alone; after the last one all together again."""
        page = self._page
        if page is None:
            return
        codes = [None, *(code for code, _name in page.units)]
        self._unit = codes[(codes.index(self._unit) + 1) % len(codes)]
        self._name_year(page)
        self._show_lines()
        self.start()

    def _name_year(self, page: Page) -> None:
        told = _("Anggaran tahun buku {year}").format(year=page.year.label)
        if self._unit is not None:
            told = f"{told} · {dict(page.units)[self._unit]}"
        self.heading.setText(told)

    def turn(self, by: int) -> None:
        """To an earlier book year, or a later one."""
        page = self._page
        if page is None:
            return
        if self.draft.typed:
            self.desk.say(
                _("Simpan dahulu dengan Ctrl+Enter, atau buang angkanya dengan F9."), "warning"
            )
            return
        at = [each.name for each in page.years].index(page.year.name) + by
        if 0 <= at < len(page.years):
            self._wanted, self._page = page.years[at].name, None
            self.reload()
        else:
            self.desk.say(_("Tidak ada tahun buku lain di arah itu."))

    def drop(self) -> None:
        """Forget what was typed and not saved."""
        if self.draft.typed:
            self.draft.typed.clear()
            self._show_lines()
            self.desk.say(_("Angka yang belum disimpan dibuang."))
        self.start()

    def ask_proposal(self) -> None:
        """Empty lines filled from the year before."""
        page = self._page
        if page is None or not self.may(SET):
            return
        if not page.gone or not any(line.before > NOTHING for line in page.lines):
            self.desk.say(_("Tahun sebelumnya belum punya realisasi untuk dijadikan usulan."))
            return
        more = NumberField("more", _("Naik (%)"), 0, _MOST_MORE, hint=_("0: sama besar"))
        more.set_text("0")
        asking = FormDialog(
            self.desk.window,
            _("Usulkan dari realisasi {year}").format(year=page.year.before().label),
            _(
                "Baris yang masih kosong diisi dari realisasi {n} bulan, dijadikan setahun dan"
                " dibulatkan ke atas ke ribuan. Yang sudah diisi tidak berubah."
            ).format(n=page.gone),
            (more,),
            deed=_("Usulkan"),
        )

        def given(typed: dict[str, Any]) -> None:
            count = self.draft.propose(page, typed["more"])
            asking.accept()
            self._show_lines()
            told = ngettext("{n} baris diusulkan.", "{n} baris diusulkan.", count)
            self.desk.say(told.format(n=count), "good")

        asking.given.connect(given)
        self.show_dialog(asking)

    def ask_line(self) -> None:
        """An account in a unit where it is not usual."""
        page = self._page
        if page is None or not self.may(SET):
            return
        asking = FormDialog(
            self.desk.window,
            _("Akun lain"),
            _("Untuk beban atau pendapatan yang direncanakan per unit."),
            (
                ChoiceField("account", _("Akun"), page.accounts),
                ChoiceField("unit", _("Unit"), page.units),
                MoneyField("amount", _("Anggaran setahun")),
            ),
            deed=_("Tambahkan"),
        )

        def given(typed: dict[str, Any]) -> None:
            where = typed["account"], typed["unit"]
            known = {line.where: line for line in page.lines}
            line = known.get(where) or new_line(where, page)
            if where not in known:
                self._page = with_line(page, line)
            self.draft.put(line, Rupiah(int(typed["amount"])))
            asking.accept()
            self._show_lines(where)

        asking.given.connect(given)
        self.show_dialog(asking)

    def ask_save(self) -> None:
        """The whole becomes a version, with the decision that passed it where there is one."""
        page = self._page
        if page is None or not self.may(SET):
            return
        if not self.draft.typed:
            self.desk.say(_("Belum ada angka baru untuk disimpan."))
            return
        decision = TextField(
            "decision_no", _("Keputusan rapat"), longest=60, hint=_("boleh menyusul")
        )
        note = TextField("note", _("Catatan"), hint=_("boleh kosong"))
        if page.version is not None:
            decision.set_text(page.version.decision_no)
        self.fill_in(
            _("Simpan anggaran {year}").format(year=page.year.label),
            _("Pendapatan {income}, SHU {left}. Versi sebelumnya tetap tersimpan.").format(
                income=rupiah(self.draft.total(page.lines, rules.INCOME)),
                left=rupiah(surplus(self.draft, page.lines)),
            ),
            (decision, note),
            deed=_("Simpan"),
            op=SET,
            order=lambda typed: self.draft.order(page, typed["decision_no"], typed["note"]),
            then=self._saved,
        )

    def _saved(self, _answer: object) -> None:
        self.draft.typed.clear()
        self.desk.say(_("Anggaran tersimpan."), "good")
        self.reload()

    def print_list(self) -> None:
        """The year on paper."""
        if self._page is not None:
            unit = {"unit": self._unit} if self._unit is not None else {}
            self.show_report("budget", {"year": self._page.year.name, **unit})

    def states(self) -> Sequence[Callable[[], None]]:
        """Next year with a figure typed among all accounts, about to be kept; a proposal."""

        def typed() -> None:
            if not self._all:
                self.turn_all()
            self._take_up("2")
            self.amount.set_text("2.400.000")
            self._put(1)

        return (lambda: self.turn(-1), typed, self.ask_save, self.ask_proposal)
