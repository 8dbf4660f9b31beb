"""Applications and the board's decisions: two forms, one list, no mouse."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from kopdes_desktop.kernel.errors import Refusal
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.wording import short_day
from kopdes_desktop.members import queries as members
from kopdes_desktop.members.queries import MemberRow
from kopdes_desktop.ui.desk import Desk
from kopdes_desktop.ui.door import Session
from kopdes_desktop.ui.kit.amounts import DayField
from kopdes_desktop.ui.kit.choices import ChoiceField
from kopdes_desktop.ui.kit.fields import TextField, kind_label, set_tone
from kopdes_desktop.ui.kit.form import Form, button
from kopdes_desktop.ui.kit.keys import Key
from kopdes_desktop.ui.kit.panels import card, scrolled
from kopdes_desktop.ui.kit.rows_model import Column
from kopdes_desktop.ui.kit.screen import Screen
from kopdes_desktop.ui.kit.tables import Table

RIGHT = "membership.apply"
COLUMNS = (
    Column(N_("Nama"), lambda row: row.name or "", width=0),
    Column(N_("Dusun"), lambda row: row.dusun or "", width=14),
    Column(N_("Diajukan"), lambda row: row.applied, text=short_day, width=10),
)


class ApplicationsScreen(Screen):
    """Left: who waits for the board. Right: a new application, or the decision on one."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Permohonan anggota"), desk.news, ("membership.", "members."))
        self._desk = desk
        self._deciding: MemberRow | None = None
        self.waiting = Table(COLUMNS, _("Menunggu keputusan pengurus"), sortable=True)
        self.waiting.opened.connect(self._decide)
        self.note = kind_label("", "muted")
        self.apply_form = self._make_apply()
        self.decide_form = self._make_decide()
        self.subject = kind_label("", "muted")
        self._right = QStackedWidget()
        self._arrange()
        self.set_keys(
            Key("Ctrl+N", _("permohonan baru"), self._new),
            Key("F2", _("daftar yang menunggu"), self.start),
            Key("Return", _("putuskan yang dipilih"), None),
            Key("Esc", _("kembali ke daftar"), self.start),
        )

    def _arrange(self) -> None:
        waiting = QWidget()
        left = QVBoxLayout(waiting)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(8)
        left.addWidget(kind_label(_("Menunggu keputusan pengurus"), "heading"))
        left.addWidget(self.note)
        left.addWidget(self.waiting, 1)
        decision = QWidget()
        box = QVBoxLayout(decision)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.subject)
        box.addWidget(self.decide_form)
        box.addStretch(1)
        for heading, inside in (
            (_("Permohonan baru"), self.apply_form),
            (_("Keputusan pengurus"), decision),
        ):
            frame, column = card(heading)
            column.addWidget(scrolled(inside), 1)
            self._right.addWidget(frame)
        columns = QHBoxLayout()
        columns.setSpacing(16)
        columns.addWidget(waiting, 1)
        columns.addWidget(self._right, 1)
        self.body.addLayout(columns, 1)

    def _make_apply(self) -> Form:
        self._nik = TextField("nik", _("NIK"), hint=_("16 angka, seperti di KTP"), longest=16)
        self._nik.edit.editingFinished.connect(self._judge_nik)
        made = Form(
            (
                TextField("name", _("Nama lengkap"), hint=_("wajib diisi"), needed=True),
                self._nik,
                ChoiceField(
                    "sex",
                    _("Jenis kelamin"),
                    (("", _("menurut NIK")), ("L", _("Laki-laki")), ("P", _("Perempuan"))),
                ),
                TextField("birth_place", _("Tempat lahir")),
                TextField("dusun", _("Dusun")),
                TextField("rt_rw", _("RT/RW"), hint=_("contoh 002/005")),
                TextField("job", _("Pekerjaan")),
                TextField("phone", _("Telepon"), hint=_("contoh 0812 3456 7890")),
            ),
            button(_("Simpan permohonan"), "primary", "user-plus"),
            columns=2,
        )
        made.submitted.connect(self._apply)
        made.field("sex").edited.connect(self._judge_nik)
        return made

    def _judge_nik(self) -> None:
        """At the field as soon as it is left: a wrong NIK, or one of the other sex."""
        from kopdes_desktop.members.rules import read_nik  # noqa: PLC0415  with the first NIK

        if not self._nik.text:
            return
        try:
            inside = read_nik(self._nik.text)
        except Refusal as refusal:
            self._nik.complain(refusal.message)
            return
        chosen = self.apply_form.field("sex").value()
        self._nik.accept()
        if chosen and chosen != inside.sex:
            words = (
                _("NIK ini NIK perempuan, benar?")
                if inside.sex == "P"
                else _("NIK ini NIK laki-laki, benar?")
            )
            self._nik.note.setText(words)
            set_tone(self._nik.note, "warning")

    def _make_decide(self) -> Form:
        self._decision_day = DayField(
            "day", _("Tanggal keputusan"), lambda: self._desk.standing.today
        )
        made = Form(
            (
                ChoiceField(
                    "approved",
                    _("Keputusan"),
                    (("yes", _("Diterima menjadi anggota")), ("no", _("Ditolak"))),
                ),
                TextField("decision_no", _("Nomor keputusan"), needed=True),
                self._decision_day,
            ),
            button(_("Catat keputusan"), "primary", "check"),
        )
        made.submitted.connect(self._record)
        return made

    def start(self) -> None:
        """The list of those who wait; the form keeps what was typed."""
        if self.waiting.rows.rows:
            self.waiting.setFocus()
        else:
            self._new()

    def reload(self) -> None:
        self._desk.ask(_waiting, self._show)

    def states(self) -> Sequence[Callable[[], None]]:
        """The decision on the first who waits."""
        return (self._decide_first,) if self.waiting.rows.rows else ()

    def _decide_first(self) -> None:
        row = self.waiting.current()
        if row is not None:
            self._decide(row)

    def _show(self, rows: list[MemberRow]) -> None:
        self.waiting.set_rows(rows)
        self.note.setText(
            _("Enter pada satu nama untuk mencatat keputusannya.")
            if rows
            else _("Tidak ada yang menunggu. Ctrl+N mencatat permohonan baru.")
        )

    def _new(self) -> None:
        self._right.setCurrentIndex(0)
        self.apply_form.fields[0].editor.setFocus()

    def _apply(self) -> None:
        typed = self.apply_form.values()
        if typed is not None:
            order = {name: value for name, value in typed.items() if value}
            self._desk.perform(RIGHT, order, self._applied, sender=self.apply_form)

    def _applied(self, _answer: Any) -> None:  # noqa: ANN401  office.Answer
        name = str(self.apply_form.field("name").value())
        self.apply_form.clear()
        self._desk.say(_("Permohonan {name} tersimpan.").format(name=name), "good")

    def _decide(self, row: MemberRow) -> None:
        self._deciding = row
        born = short_day(row.birth_day) if row.birth_day else "–"
        self.subject.setText(
            _("{name}, lahir {born}, dusun {dusun}").format(
                name=row.name or "–", born=born, dusun=row.dusun or "–"
            )
        )
        self.decide_form.clear()
        self._decision_day.set_day(self._desk.standing.today)
        self._right.setCurrentIndex(1)
        self.decide_form.fields[0].editor.setFocus()

    def _record(self) -> None:
        typed = self.decide_form.values()
        if typed is None or self._deciding is None:
            return
        approved = typed["approved"] == "yes"
        order = {
            "application": self._deciding.key,
            "approved": approved,
            "decision_no": typed["decision_no"],
            "day": typed["day"].isoformat(),
        }
        name = self._deciding.name or ""
        question = (
            _("{name} diterima menjadi anggota. Setujui?")
            if approved
            else _("Permohonan {name} ditolak. Setujui?")
        )
        self._desk.perform(
            "membership.decide",
            order,
            self._recorded,
            sender=self.decide_form,
            question=question.format(name=name),
        )

    def _recorded(self, answer: Any) -> None:  # noqa: ANN401  office.Answer
        name = (self._deciding.name or "") if self._deciding else ""
        told = (
            _("{name} menjadi anggota nomor {number}.").format(name=name, number=answer.number)
            if answer.number
            else _("Permohonan {name} ditolak.").format(name=name)
        )
        self._deciding = None
        self._right.setCurrentIndex(0)
        if answer.number:
            told = f"{told} {_('F4 menerima setoran pertamanya.')}"
        self._desk.say(told, "good")
        self.start()


def _waiting(session: Session) -> list[MemberRow]:
    """On the database's thread: who waits for the board."""
    return session.office.read("read.members", members.in_status, "applicant")
