"""Goods that leave without a sale: why, who saw it, and what."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtWidgets import QHBoxLayout

from kopdes_desktop.inventory.writing_off import REASONS
from kopdes_desktop.kernel.i18n import _
from kopdes_desktop.office.actor import Level
from kopdes_desktop.security import queries as users
from kopdes_desktop.ui.desk import Desk
from kopdes_desktop.ui.door import Session
from kopdes_desktop.ui.inventory import papers
from kopdes_desktop.ui.inventory.goods_panel import GoodsPanel
from kopdes_desktop.ui.inventory.page import GoodsPage
from kopdes_desktop.ui.kit.choices import ChoiceField
from kopdes_desktop.ui.kit.fields import EnterLeads, TextField
from kopdes_desktop.ui.kit.keys import Key

DEED = "inventory.write_off"


class WriteOffPage(GoodsPage):
    """Reason and witness above, the goods below; Ctrl+Enter writes and prints the record."""

    def __init__(self, desk: Desk) -> None:
        panel = GoodsPanel(_("Barang yang keluar"), _("Barang yang keluar"))
        super().__init__(desk, _("Barang rusak atau dipakai"), panel)
        self.reason = ChoiceField(
            "reason", _("Sebab"), [(code, _(each.title)) for code, each in REASONS.items()]
        )
        self.witness = ChoiceField(
            "witness", _("Saksi"), [("", _("tanpa saksi"))], hint=_("wajib untuk obat")
        )
        self.said = TextField("note", _("Keterangan"), longest=120)
        self.panel.finished.connect(self._ask_sure)
        self.panel.left.connect(self.left)
        top = QHBoxLayout()
        top.setSpacing(16)
        for field, share in ((self.reason, 3), (self.witness, 2), (self.said, 3)):
            top.addWidget(field, share)
        self.body.addLayout(top)
        self.body.addWidget(self.panel, 1)
        before = [field.editor for field in (self.reason, self.witness, self.said)]
        self._leads = EnterLeads(before, panel.start)
        self.keys = (
            Key("F3", _("sebab"), self.reason.editor.setFocus),
            Key("F7", _("batch"), self.ask_lot),
            Key("+ −", _("ubah jumlah")),
            Key("Del", _("buang baris")),
            Key("Ctrl+Return", _("catat"), self.write),
            Key("Esc", _("kembali")),
        )

    def open(self) -> None:
        self.desk.ask(_people, self._offer)

    def _offer(self, people: list[tuple[str, str]]) -> None:
        chosen = self.witness.value()
        self.witness.box.clear()
        for value, words in [("", _("tanpa saksi")), *people]:
            self.witness.box.addItem(words, value)
        self.witness.choose(chosen if self.witness.box.findData(chosen) >= 0 else "")

    def _ask_sure(self) -> None:
        if not self.panel.rows:
            self.panel.say(_("Belum ada barang di daftar."), "warning")
            return
        words = _("{n} barang keluar sebagai {reason}?").format(
            n=len(self.panel.rows), reason=_(REASONS[self.reason.value()].title)
        )
        self.panel.ask_sure(words, self.write)

    def write(self) -> None:
        """All of the list leaves."""
        panel, place = self.panel, self.place
        if place is None or self.is_busy():
            return
        if not panel.rows:
            self._ask_sure()
            return
        order: dict[str, Any] = {
            "place": place.code,
            "reason": self.reason.value(),
            "lines": panel.orders(),
            "note": self.said.value(),
        }
        if self.witness.value():
            order["witness"] = self.witness.value()
        self.desk.perform(
            DEED,
            order,
            self._written,
            sender=self,
            question=_("{n} barang keluar sebagai {reason}. Setujui?").format(
                n=len(panel.rows), reason=_(REASONS[self.reason.value()].title)
            ),
        )

    def _written(self, answer: Any) -> None:  # noqa: ANN401  office.Answer
        self.desk.say(_("{number} tersimpan.").format(number=answer.number), "good")
        self.panel.fill([])
        self.panel.go_on()
        self.said.clear()
        self.desk.ask(
            lambda session: papers.write_off_record(session.office, answer.id, answer.number),
            self.desk.print_paper,
        )

    def complain(self, field: str | None, words: str) -> bool:
        """At reason, witness or note where it is about them, else at the goods."""
        for one in (self.reason, self.witness, self.said):
            if one.name == field:
                one.complain(words)
                one.call_back()
                return True
        return super().complain(field, words)

    def states(self) -> Sequence[Callable[[], None]]:
        return (self.list_some,)


def _people(session: Session) -> list[tuple[str, str]]:
    """Who may have seen it: everybody who works here but the one who writes."""
    office = session.office
    if office.may(DEED) is Level.NO:
        return []
    return [
        (user.login or "", user.name or user.login or "")
        for user in users.users(office.reading)
        if user.active and user.key != office.signed_in.user
    ]
