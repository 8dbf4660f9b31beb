"""Two small windows of the collection screen: a new sheet, and the board's word on estimates."""

from __future__ import annotations

import re
from functools import partial
from typing import Any

from PySide6.QtCore import Signal

from kopdes_desktop.kernel.i18n import _
from kopdes_desktop.kernel.wording import number, rupiah
from kopdes_desktop.savings.sheets import Forecast
from kopdes_desktop.ui.desk import Desk
from kopdes_desktop.ui.kit.choices import ChoiceField
from kopdes_desktop.ui.kit.dialogs import Confirm, Dialog
from kopdes_desktop.ui.kit.fields import TextField, kind_label
from kopdes_desktop.ui.kit.form import Form, button
from kopdes_desktop.ui.kit.keys import Key, bind
from kopdes_desktop.ui.savings import sheets
from kopdes_desktop.ui.savings.sheets import Round


class IssueDialog(Dialog):
    """A sheet for a group up to a month; `issued` carries its number, `undecided` leads to F7.

    A second one for the same group and month is asked about first, and so is one that would bill
    nobody. How many rows bill nothing because of an old register is said while it is chosen.
    """

    issued = Signal(str)
    undecided = Signal()

    def __init__(self, desk: Desk, now: Round) -> None:
        super().__init__(
            desk.window,
            _("Lembar tagihan baru"),
            _("Berisi setiap anggota aktif kelompok dengan iurannya sampai bulan itu."),
            icon="info",
        )
        self._desk, self._now = desk, now
        self.form = Form(
            (
                ChoiceField(
                    "group", _("Kelompok"), now.groups, hint=_("satu lembar untuk satu kelompok")
                ),
                ChoiceField(
                    "month",
                    _("Tagih iuran sampai bulan"),
                    now.months,
                    hint=_("bulan sebelumnya yang menunggak ikut ditagih"),
                ),
            ),
            button(_("Terbitkan dan cetak"), "primary", "printer"),
        )
        back = button(_("Batal"))
        back.clicked.connect(self.reject)
        self.form.buttons.insertWidget(1, back)
        self.form.submitted.connect(self._send)
        self.box.addWidget(self.form)
        self.blank = kind_label("", "notice", "warning")
        self.blank.setWordWrap(True)
        self.blank.hide()
        self.box.addWidget(self.blank)
        self._seen = Forecast(0, 0, 0)
        if now.estimated[0]:
            for field in self.form.fields:
                field.edited.connect(self._foresee)
            bind((Key("F7", _("putuskan perkiraan"), self._decide),), self)
            self._foresee()
        self.form.fields[0].editor.setFocus()

    def _foresee(self, *_words: object) -> None:
        said = self.form.values()
        if said is not None:
            group, until = said["group"], said["month"]
            self._desk.ask(
                lambda session: sheets.forecast(session.office, group, until), self._tell
            )

    def _tell(self, seen: Forecast) -> None:
        """How many rows stay without an amount, and what to do about it."""
        self._seen = seen
        words = _(
            "{empty} dari {rows} baris tanpa tagihan: {undecided} di antaranya karena perkiraan"
            " tunggakan dari buku lama belum diputuskan pengurus. F7 mencatat keputusannya."
        )
        self.blank.setText(
            words.format(
                empty=number(seen.empty), rows=number(seen.rows), undecided=number(seen.undecided)
            )
        )
        self.blank.setVisible(seen.undecided > 0)

    def _decide(self) -> None:
        self.reject()
        self.undecided.emit()

    def _send(self) -> None:
        said = self.form.values()
        if said is None:
            return
        if self._seen.undecided and self._seen.empty == self._seen.rows:
            asking = Confirm(
                self,
                _("Terbitkan lembar yang tidak menagih siapa pun?"),
                self.blank.text(),
                deed=_("Terbitkan juga"),
            )
            bind((Key("F7", _("putuskan perkiraan"), partial(self._leave, asking)),), asking)
            asking.confirmed.connect(self._send_once)
            asking.finished.connect(self._come_back)
            asking.open()
            return
        self._send_once()

    def _leave(self, asking: Confirm) -> None:
        asking.reject()
        self._decide()

    def _send_once(self) -> None:
        """Unless it is the second one for the same people."""
        said = self.form.values()
        if said is None:
            return
        out = self._now.out.get((said["group"], said["month"]))
        if out is None:
            self._issue()
            return
        words = _(
            "Lembar {number} untuk kelompok dan bulan ini masih terbuka. Dua lembar untuk orang"
            " yang sama mudah ditagih dua kali; lembar yang lama dapat dicetak ulang dengan Ctrl+P."
        ).format(number=out)
        asking = Confirm(self, _("Terbitkan lembar kedua?"), words, deed=_("Terbitkan lagi"))
        asking.confirmed.connect(self._issue)
        asking.finished.connect(self._come_back)
        asking.open()

    def _come_back(self, _result: int) -> None:
        """Another month may be chosen."""
        self.activateWindow()
        self.form.fields[-1].editor.setFocus()

    def _issue(self) -> None:
        said = self.form.values()
        if said is not None:
            self._desk.perform("savings.issue_sheet", said, self._written, sender=self.form)

    def _written(self, answer: Any) -> None:  # noqa: ANN401  office.Answer
        self.accept()
        self.issued.emit(str(answer.number))


class EstimatesDialog(Dialog):
    """The board decides about shortages that an old register left: all, or those named."""

    def __init__(self, desk: Desk, now: Round) -> None:
        people, months, amount = now.estimated
        self._words = _(
            "{people} anggota mempunyai perkiraan tunggakan {months} bulan, {amount}, dari buku"
            " lama. Tidak ditagih sebelum pengurus memutuskan."
        ).format(people=number(people), months=number(months), amount=rupiah(amount))
        super().__init__(
            desk.window, _("Keputusan atas perkiraan tunggakan"), self._words, icon="help-circle"
        )
        self._desk = desk
        self.form = Form(
            (
                ChoiceField(
                    "owed",
                    _("Keputusan pengurus"),
                    (
                        ("no", _("Dianggap lunas sampai hari pembukaan")),
                        ("yes", _("Benar terutang dan ditagih")),
                    ),
                    hint=_("menurut rapat pengurus"),
                ),
                TextField(
                    "decision_no",
                    _("Nomor keputusan"),
                    hint=_("seperti di buku keputusan pengurus"),
                    needed=True,
                ),
                TextField(
                    "members",
                    _("Hanya nomor anggota"),
                    hint=_("kosong = semuanya; contoh 0003, 0017"),
                ),
            ),
            button(_("Catat keputusan"), "primary", "check"),
        )
        back = button(_("Batal"))
        back.clicked.connect(self.reject)
        self.form.buttons.insertWidget(1, back)
        self.form.submitted.connect(self._send)
        self.box.addWidget(self.form)
        self.form.fields[0].editor.setFocus()

    def _send(self) -> None:
        said = self.form.values()
        if said is None:
            return
        owed = said["owed"] == "yes"
        order = {"decision_no": said["decision_no"], "owed": owed}
        named = re.findall(r"[^\s,;]+", said["members"])
        if named:
            order["members"] = named
        told = (
            _("{whose} benar terutang menurut keputusan {number}. Setujui?")
            if owed
            else _("{whose} dianggap lunas menurut keputusan {number}. Setujui?")
        )
        whose = ", ".join(named) if named else _("Semuanya")
        told = told.format(whose=whose, number=said["decision_no"])
        question = f"{self._words} {told}"
        self._desk.perform(
            "savings.settle_estimates", order, self._written, sender=self.form, question=question
        )

    def _written(self, _answer: Any) -> None:  # noqa: ANN401  office.Answer
        self.accept()
        self._desk.say(_("Keputusan atas perkiraan tunggakan tercatat."), "good")
