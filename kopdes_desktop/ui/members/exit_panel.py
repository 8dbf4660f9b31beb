"""A member goes: why and by which decision on the left, what it comes to on the right.

Nothing is written before the figures have been seen, asked about in full words, and a second
person has agreed where the rules want one.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import Rupiah, total
from kopdes_desktop.kernel.wording import number, rupiah, spelled
from kopdes_desktop.members.queries import RELATION_WORDS
from kopdes_desktop.membership.rules import REASON_WORDS
from kopdes_desktop.ui.desk import Desk
from kopdes_desktop.ui.kit.amounts import DayField
from kopdes_desktop.ui.kit.choices import ChoiceField
from kopdes_desktop.ui.kit.dialogs import Confirm
from kopdes_desktop.ui.kit.fields import TextField, kind_label, set_tone
from kopdes_desktop.ui.kit.form import Form, button
from kopdes_desktop.ui.kit.keys import Key, bind
from kopdes_desktop.ui.kit.panels import card, scrolled
from kopdes_desktop.ui.members.cards import Leaving, MemberCard, personal_gone
from kopdes_desktop.ui.members.late_field import LateField

DEATH, DISMISSAL = "death", "dismissal"
NO_HEIR = N_("catat dulu dengan Esc lalu F5, atau nanti")


class ExitPanel(QWidget):
    """Guides the settlement of one member."""

    done = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.news.ground)
        self._desk = desk
        self._card: MemberCard | None = None
        self._leaving = Leaving((), ())
        self.reason = ChoiceField(
            "reason",
            _("Alasan berhenti"),
            [(code, _(words)) for code, words in REASON_WORDS.items()],
            hint=_("menentukan siapa yang menerima uangnya"),
        )
        self.day = DayField("day", _("Tanggal berhenti"), lambda: desk.standing.today)
        self.heir = ChoiceField(
            "heirs",
            _("Ahli waris yang menerima"),
            [("", _("belum dicatat"))],
            hint=_(NO_HEIR),
        )
        self.letter = TextField(
            "letter_no",
            _("Nomor surat keterangan ahli waris"),
            hint=_("boleh nanti, saat uangnya dibayarkan"),
        )
        self.decision = TextField("decision_no", _("Nomor keputusan pengurus"))
        self.late = LateField(self.day, lambda: desk.standing.today)
        self.form = Form(
            (
                self.reason,
                self.decision,
                self.day,
                self.late,
                self.heir,
                self.letter,
            ),
            button(_("Catat penyelesaian"), "primary", "check"),
        )
        self.form.submitted.connect(self._ask)
        self.reason.edited.connect(self._follow_reason)
        self.heir.edited.connect(self._say_to_whom)
        self.preview = Preview()
        self._arrange()

    def _arrange(self) -> None:
        columns = QHBoxLayout(self)
        columns.setContentsMargins(0, 0, 0, 0)
        columns.setSpacing(16)
        self._figures = scrolled(self.preview)
        for heading, inside, share in (
            (_("1 · Alasan dan keputusan"), scrolled(self.form), 4),
            (_("2 · Yang akan dibukukan"), self._figures, 5),
        ):
            frame, column = card(heading)
            column.addWidget(inside, 1)
            columns.addWidget(frame, share)
        bind(
            (
                Key("Ctrl+Up", "", lambda: self._shift(-1)),
                Key("Ctrl+Down", "", lambda: self._shift(1)),
            ),
            self,
        )

    def keys(self) -> tuple[Key, ...]:
        """What it understands beside what every form does."""
        longer = self._figures.verticalScrollBar().maximum() > 0
        return (Key("Ctrl+↑ ↓", _("gulir yang akan dibukukan")),) if longer else ()

    def _shift(self, way: int) -> None:
        """The figures, where not all of them are in sight."""
        bar = self._figures.verticalScrollBar()
        bar.setValue(bar.value() + way * max(bar.pageStep() // 2, bar.singleStep()))

    def show_leaving(self, shown: MemberCard, leaving: Leaving) -> None:
        """This member, and what his going comes to; what was typed for him is still there."""
        again = self._card is not None and self._card.key == shown.key
        self._card, self._leaving = shown, leaving
        if not again:
            self.form.clear()
            self.day.set_day(self._desk.standing.today)
        self.late.follow()
        chosen = self.heir.box.currentData()
        self.heir.box.clear()
        for heir in shown.heirs:
            relation = _(RELATION_WORDS.get(heir.relation, heir.relation))
            self.heir.box.addItem(f"{heir.name or '–'} ({relation})", str(heir.key))
        if not shown.heirs:
            self.heir.box.addItem(_("belum dicatat"), "")
        self.heir.box.setCurrentIndex(max(self.heir.box.findData(chosen), 0))
        self.heir.hint = "" if shown.heirs else _(NO_HEIR)
        self.heir.refresh_note()
        self._follow_reason()

    def start(self) -> None:
        """The first question."""
        self.form.fields[0].editor.setFocus()

    def _follow_reason(self) -> None:
        dead = self.reason.value() == DEATH
        self.heir.setVisible(dead)
        self.letter.setVisible(dead)
        self.day.label.setText(_("Tanggal meninggal") if dead else _("Tanggal berhenti"))
        dismissed = self.reason.value() == DISMISSAL
        self.decision.needed = dismissed
        self.decision.hint = (
            _("wajib diisi") if dismissed else _("boleh kosong, hanya wajib bila diberhentikan")
        )
        self.decision.accept()
        self._say_to_whom()

    def _say_to_whom(self) -> None:
        self.preview.show_leaving(self._leaving, self._receiver())
        if self.reason.value() == DEATH and not self.heir.value() and self._leaving.refundable:
            self.preview.after.setText(
                _(
                    "Ahli waris belum dicatat. Boleh dicatat dulu: Esc, lalu F5 di halaman anggota."
                    " Boleh juga nanti: uangnya menunggu, dan baru dibayarkan dengan F9 setelah"
                    " ahli waris dicatat."
                )
            )

    def _receiver(self) -> str:
        """Who is paid back."""
        if self._card is None:
            return ""
        if self.reason.value() == DEATH:
            return self.heir.box.currentText() if self.heir.value() else _("ahli waris")
        return self._card.member.name or personal_gone()

    def _ask(self) -> None:
        """Once more in full words, before it is done."""
        if self.form.values() is None or self._card is None:
            return
        asking = Confirm(
            self._desk.window, _("Catat penyelesaian?"), self._question(), deed=_("Ya, catat")
        )
        asking.confirmed.connect(self._settle)
        asking.open()

    def _question(self) -> str:
        """What, how much, who."""
        if self._card is None:
            return ""
        known = self._card.member
        reason = REASON_WORDS[self.reason.value()]
        told = _("{name} ({number}) berhenti menjadi anggota: {reason}.").format(
            name=known.name or personal_gone(), number=known.number, reason=_(reason)
        )
        if self._leaving.refundable:
            told += " " + _("Dikembalikan {amount} kepada {receiver}.").format(
                amount=rupiah(self._leaving.refundable), receiver=self._receiver()
            )
        elif self._leaving.rest:
            told += " " + _("Tidak ada yang dikembalikan; kewajibannya tersisa {rest}.").format(
                rest=rupiah(self._leaving.rest)
            )
        else:
            told += " " + _("Tidak ada yang dikembalikan.")
        return told

    def _settle(self) -> None:
        typed = self.form.values()
        if typed is None or self._card is None:
            return
        order: dict[str, Any] = {
            "member": self._card.key,
            "reason": typed["reason"],
            "day": typed["day"].isoformat(),
        }
        order |= {name: typed[name] for name in ("decision_no", "late") if typed[name]}
        if typed["reason"] == DEATH:
            first = typed["heirs"]
            others = [str(heir.key) for heir in self._card.heirs if str(heir.key) != first]
            order["heirs"] = [int(key) for key in ([first, *others] if first else others)]
            if typed["letter_no"]:
                order["letter_no"] = typed["letter_no"]
        self._desk.perform(
            "membership.settle",
            order,
            self._settled,
            sender=self.form,
            question=self._question() + " " + _("Setujui?"),
        )

    def _settled(self, answer: Any) -> None:  # noqa: ANN401  office.Answer
        self._card = None
        self.done.emit(answer)


class Preview(QWidget):
    """Rights, debts, and what is left: on which side, and for whom."""

    def __init__(self) -> None:
        super().__init__()
        self.rows = QGridLayout()
        self.rows.setVerticalSpacing(5)
        self.rows.setHorizontalSpacing(16)
        self.rows.setColumnStretch(0, 1)
        self.verdict = kind_label("", "label")
        self.verdict.setWordWrap(True)
        self.amount = kind_label("", "total")
        self.words = kind_label("", "muted")
        self.words.setWordWrap(True)
        self.after = kind_label("", "notice")
        self.after.setWordWrap(True)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(6)
        box.addLayout(self.rows)
        box.addSpacing(8)
        box.addWidget(self.verdict)
        box.addWidget(self.amount)
        box.addWidget(self.words)
        box.addSpacing(4)
        box.addWidget(self.after)
        box.addStretch(1)

    def show_leaving(self, leaving: Leaving, receiver: str) -> None:
        """Lay out the figures anew."""
        while (item := self.rows.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        self._lay(_("Haknya"), leaving.rights, _("Jumlah hak"))
        self._lay(_("Kewajibannya"), leaving.debts, _("Jumlah kewajiban"))
        if leaving.rest:
            self.verdict.setText(_("Kewajiban yang tersisa"))
            self.amount.setText(rupiah(leaving.rest))
            told = _(
                "Haknya habis untuk membayar kewajiban. Sisanya tetap tercatat sebagai piutang"
                " dan tetap ditagih; tidak ada uang yang dikembalikan."
            )
        else:
            self.verdict.setText(_("Dikembalikan kepada {receiver}").format(receiver=receiver))
            self.amount.setText(rupiah(leaving.refundable))
            told = _(
                "Uang belum keluar dari kas. Setelah dicatat, F9 di halaman anggota"
                " membayarkannya dengan kuitansi."
            )
            if not leaving.refundable:
                told = _("Tidak ada uang yang dikembalikan.")
        self.amount.setProperty("tone", "")
        set_tone(self.amount, "danger" if leaving.rest else "good")
        self.words.setText(spelled(leaving.rest or leaving.refundable))
        self.after.setText(told)

    def _lay(self, heading: str, lines: Sequence[tuple[str, Rupiah]], sum_words: str) -> None:
        at = self.rows.rowCount()
        self.rows.addWidget(kind_label(heading, "heading"), at, 0, 1, 2)
        right = Qt.AlignmentFlag.AlignRight
        for n, (name, amount) in enumerate(lines, start=at + 1):
            named = kind_label(name, "")
            named.setWordWrap(True)
            self.rows.addWidget(named, n, 0)
            self.rows.addWidget(kind_label(number(amount), ""), n, 1, right)
        last = at + len(lines) + 1
        if lines:
            self.rows.addWidget(kind_label(sum_words, "muted"), last, 0)
            shown = kind_label(number(total(amount for _name, amount in lines)), "heading")
            self.rows.addWidget(shown, last, 1, right)
        else:
            self.rows.addWidget(kind_label(_("tidak ada"), "muted"), last, 0, 1, 2)
