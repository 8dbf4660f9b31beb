"""Applications and the board's decisions: application, titipan, number and receipt, no mouse."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from kopdes_desktop.kernel.errors import Refusal
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import Rupiah
from kopdes_desktop.kernel.wording import number, rupiah, short_day
from kopdes_desktop.ui.desk import Desk
from kopdes_desktop.ui.kit import theme
from kopdes_desktop.ui.kit.amounts import MoneyField
from kopdes_desktop.ui.kit.choices import ChoiceField
from kopdes_desktop.ui.kit.fields import kind_label
from kopdes_desktop.ui.kit.form import button
from kopdes_desktop.ui.kit.form_dialog import FormDialog
from kopdes_desktop.ui.kit.keys import Key
from kopdes_desktop.ui.kit.panels import card, scrolled
from kopdes_desktop.ui.kit.rows_model import Column
from kopdes_desktop.ui.kit.screen import Screen
from kopdes_desktop.ui.kit.slip_view import SlipView
from kopdes_desktop.ui.kit.tables import Table
from kopdes_desktop.ui.members import cards, papers
from kopdes_desktop.ui.members.cards import Waiting
from kopdes_desktop.ui.members.person_form import PersonForm
from kopdes_desktop.ui.membership.decision_panel import DEPOSIT, DecisionPanel
from kopdes_desktop.ui.printing.receipts import ReceiptPaper

#: From this width on list and decision stand side by side.
_BESIDE = 1000
APPLY, PREPAY = "membership.apply", "membership.prepay"
COLUMNS = (
    Column(N_("Nama"), lambda each: each.row.name or "", width=0),
    Column(N_("Dusun"), lambda each: each.row.dusun or "", width=11),
    Column(N_("Diajukan"), lambda each: each.row.applied, text=short_day, width=11),
    Column(
        N_("Titipan"),
        lambda each: int(each.prepaid),
        text=lambda amount: number(amount) if amount else "",
        width=9,
        right=True,
    ),
)


class ApplicationsScreen(Screen):
    """Who waits for the board, and beside him what is decided; a new application has its page."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Permohonan anggota"), desk.news, ("membership.", "members."))
        self._desk = desk
        self._may: frozenset[str] = frozenset()
        self._marked: int | None = None
        self._admitted: int | None = None
        self.waiting = Table(COLUMNS, _("Menunggu keputusan pengurus"), sortable=True)
        self.waiting.opened.connect(self._decide)
        self.note = kind_label("", "muted")
        self.note.setWordWrap(True)
        self.add = button(_("Permohonan baru (Ctrl+N)"), icon="user-plus")
        self.add.clicked.connect(self._new)
        self.decision = DecisionPanel(desk)
        self.decision.done.connect(self._recorded)
        self.decision.prepay.clicked.connect(self._ask_titipan)
        self.receipt = SlipView(
            _("Kuitansi terakhir"), _("Enter pada satu nama membuka permohonannya.")
        )
        self._steps, self._right = QStackedWidget(self), QStackedWidget(self)
        self._arrange()
        self.set_keys(
            Key("Ctrl+N", _("permohonan baru"), self._new),
            Key("F2", _("daftar yang menunggu"), self._to_list),
            Key("Return", _("buka yang dipilih"), None),
            Key("F7", _("terima titipan"), self._ask_titipan),
            Key("F9", _("setoran anggota baru"), self._to_teller),
            Key("Esc", _("kembali ke daftar"), self._to_list),
        )
        self.advice = _(
            "Permohonan dicatat dulu, uangnya boleh dititipkan. Setelah keputusan pengurus dicatat,"
            " nomor anggota terbit dan titipan menjadi simpanan pokok."
        )

    def _arrange(self) -> None:
        self.body.addWidget(self._steps, 1)
        both = QWidget(self._steps)
        self._steps.addWidget(both)
        self._list_side = QWidget(both)
        left = QVBoxLayout(self._list_side)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(8)
        top = QHBoxLayout()
        top.addWidget(self.note, 1)
        top.addWidget(self.add)
        left.addLayout(top)
        left.addWidget(self.waiting, 1)
        columns = QHBoxLayout(both)
        columns.setContentsMargins(0, 0, 0, 0)
        columns.setSpacing(16)
        columns.addWidget(self._list_side, 6)
        columns.addWidget(self._right, 5)
        for heading, inside in (
            (_("Kuitansi"), self.receipt),
            (_("Permohonan dan keputusan"), scrolled(self.decision)),
        ):
            frame, column = card(heading)
            column.addWidget(inside, 1)
            self._right.addWidget(frame)

    @cached_property
    def apply_form(self) -> PersonForm:
        """A new application; made when one first comes."""
        made = PersonForm(self._desk, button(_("Simpan permohonan"), "primary", "user-plus"))
        made.submitted.connect(self._apply)
        frame, column = card(_("Permohonan baru"))
        column.addWidget(scrolled(made), 1)
        self._steps.addWidget(frame)
        return made

    # -- where we are

    def start(self) -> None:
        """Where work was left: the form, the decision, or the list of those who wait."""
        if self._steps.currentIndex() == 1:
            self.apply_form.fields[0].editor.setFocus()
        elif self._right.currentIndex() == 1:
            self.decision.start()
        else:
            self.waiting.setFocus(Qt.FocusReason.OtherFocusReason)

    def _to_list(self) -> None:
        """Back to the list; the forms keep what was typed."""
        self._steps.setCurrentIndex(0)
        self._right.setCurrentIndex(0)
        self._fit()
        self.print_foot(self.keys_now())
        self.waiting.setFocus(Qt.FocusReason.OtherFocusReason)

    def _new(self) -> None:
        first = self.apply_form.fields[0].editor
        self._steps.setCurrentIndex(1)
        self.print_foot(self.keys_now())
        first.setFocus()

    def keys_now(self) -> tuple[Key, ...]:
        """While typing an application its own; F7 only where money may be taken, F9 from whom."""
        if self._steps.currentIndex() == 1:
            return (
                Key("Enter", _("isian berikutnya")),
                Key("Ctrl+Enter", _("simpan sekarang")),
                Key("Esc", _("kembali, isian tetap tersimpan")),
            )
        offered = {"F7": PREPAY in self._may, "F9": self._admitted is not None}
        return tuple(key for key in self.keys if offered.get(key.sequence, True))

    def reload(self) -> None:
        self._desk.ask(
            lambda session: (
                cards.waiting(session.office),
                cards.allowed(session.office),
                cards.boxes(session.office),
            ),
            self._show,
        )

    def states(self) -> Sequence[Callable[[], None]]:
        """The first who waits with the decision on him, and a new application."""
        if not self.waiting.rows.rows:
            return (self._new,)
        return (self._decide_first, self._new)

    def _decide_first(self) -> None:
        waiting = self.waiting.current()
        if waiting is not None:
            self._decide(waiting)

    def _show(self, read: tuple[list[Waiting], frozenset[str], Sequence[tuple[str, str]]]) -> None:
        rows, self._may, boxes = read
        wanted, self._marked = self._marked, None
        self.waiting.renew(rows, lambda each: each.row.key)
        if wanted is not None:
            self.waiting.go_where(lambda each: each.row.key == wanted)
        self.note.setText(
            _("Menunggu keputusan pengurus. Enter membuka permohonannya.")
            if rows
            else _("Tidak ada yang menunggu keputusan pengurus. Ctrl+N mencatat permohonan baru.")
        )
        self.print_foot(self.keys_now())
        self.decision.set_rights(self._may, boxes)
        for each in rows:
            self.decision.renew(each)

    # -- the application

    def _apply(self) -> None:
        order = self.apply_form.given()
        if order is not None:
            self._desk.perform(APPLY, order, self._applied, sender=self.apply_form)

    def _applied(self, answer: Any) -> None:  # noqa: ANN401  office.Answer
        name = str(self.apply_form.field("name").value())
        self.apply_form.clear()
        told = _("Permohonan {name} tersimpan.").format(name=name)
        if PREPAY in self._may:
            told += " " + _("F7 menerima titipannya.")
        self._desk.say(told, "good")
        self._marked = answer.id
        self._to_list()
        self.reload()

    # -- titipan

    def _ask_titipan(self) -> None:
        deciding = self._right.currentIndex() == 1
        waiting = self.decision.waiting if deciding else self.waiting.current()
        if waiting is None or PREPAY not in self._may or self._steps.currentIndex() == 1:
            return
        self._desk.ask(lambda session: (waiting, cards.boxes(session.office)), self._ask_how_much)

    def _ask_how_much(self, read: tuple[Waiting, list[tuple[str, str]]]) -> None:
        waiting, boxes = read
        amount = MoneyField("amount", _("Jumlah titipan"))
        asking = FormDialog(
            self._desk.window,
            _("Terima titipan"),
            _(
                "{name} menitipkan uang sebelum keputusan pengurus. Bila diterima menjadi simpanan,"
                " bila ditolak dikembalikan."
            ).format(name=waiting.row.name or "–"),
            (
                amount,
                ChoiceField(
                    "cash",
                    _("Masuk ke"),
                    [("", _("kas saya sendiri")), *boxes],
                    hint=_("kas atau bank tempat uangnya disimpan"),
                ),
            ),
            deed=_("Terima dan cetak kuitansi"),
        )
        lacking = int(waiting.principal) - int(waiting.prepaid)
        if lacking > 0:
            amount.set_amount(Rupiah(lacking))
            amount.edit.selectAll()

        def given(typed: dict[str, Any]) -> None:
            order = {"application": waiting.row.key, "amount": int(typed["amount"])}
            if typed["cash"]:
                order["cash"] = typed["cash"]
            asking.perform(
                self._desk,
                PREPAY,
                order,
                self._prepaid,
                question=_("{name} menitipkan {amount}. Setujui?").format(
                    name=waiting.row.name or "–", amount=rupiah(typed["amount"])
                ),
            )

        asking.given.connect(given)
        asking.open()

    def _prepaid(self, answer: Any) -> None:  # noqa: ANN401  office.Answer
        self._desk.say(_("Titipan {number} tersimpan.").format(number=answer.number), "good")
        self._print(answer.id, papers.of_membership)

    # -- the decision

    def _decide(self, waiting: Waiting) -> None:
        self.decision.open(waiting)
        self._right.setCurrentIndex(1)
        self._fit()
        self.decision.start()

    def _fit(self) -> None:
        """In a narrow window the list makes room for the decision."""
        app = QApplication.instance()
        percent = theme.worn(app)[1] if isinstance(app, QApplication) else 100
        narrow = self.width() < theme.scaled(_BESIDE, percent)
        self._list_side.setVisible(not narrow or self._right.currentIndex() == 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _recorded(self, answers: Sequence[Any]) -> None:
        decided = answers[0]
        said = decided.fact["d"]
        waiting = self.decision.waiting
        name = (waiting.row.name or "–") if waiting is not None else "–"
        self.decision.forget()
        if said["approved"]:
            told = _("{name} menjadi anggota nomor {number}.").format(
                name=name, number=said["number"]
            )
            if DEPOSIT in self._may and waiting is not None:
                self._admitted = waiting.row.key
                told += " " + _("F9 menerima setorannya.")
        else:
            told = _("Permohonan {name} ditolak.").format(name=name)
        self._desk.say(told, "good")
        self._to_list()
        if said.get("document"):
            self._print(decided.id, papers.of_membership)
        for deposited in answers[1:]:
            self._print(deposited.id, papers.of_savings)

    def _to_teller(self) -> None:
        """To the teller, with the member who was admitted last."""
        if self._admitted is not None and self._steps.currentIndex() == 0:
            self._desk.lead(DEPOSIT, self._admitted)

    def _print(self, fact: int, make: Callable[..., ReceiptPaper]) -> None:
        self._desk.ask(
            lambda session: make(session.office, fact), self._paper, otherwise=self._no_paper
        )

    def _paper(self, made: ReceiptPaper) -> None:
        self.receipt.show_slip(made.slip)
        self._desk.print_paper(made.paper)

    def _no_paper(self, error: Exception) -> bool:
        return isinstance(error, Refusal)
