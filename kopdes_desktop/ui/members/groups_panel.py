"""Groups: hamlets, RT, farmers' groups, each with its collector; who belongs to which."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from msgspec.structs import replace
from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.kernel.i18n import N_, _, ngettext
from kopdes_desktop.kernel.names import folded
from kopdes_desktop.members.queries import GROUP_WORDS, MemberRow
from kopdes_desktop.ui.desk import Desk
from kopdes_desktop.ui.kit import icons
from kopdes_desktop.ui.kit.choices import ChoiceField
from kopdes_desktop.ui.kit.dialogs import Confirm
from kopdes_desktop.ui.kit.fields import TextField, kind_label, set_tone
from kopdes_desktop.ui.kit.form import button
from kopdes_desktop.ui.kit.form_dialog import FormDialog
from kopdes_desktop.ui.kit.keys import Key
from kopdes_desktop.ui.kit.panels import at_text_size
from kopdes_desktop.ui.kit.rows_model import Column
from kopdes_desktop.ui.kit.tables import Table
from kopdes_desktop.ui.members import cards

SET, ASSIGN = "members.set_group", "members.assign"
#: So many of several who fit are named.
_SEVERAL = 3
#: No column but the names' is wider than so many letters.
_WIDEST = 18
#: A code in capitals is broader than as many figures by one letter in so many.
_BROADER = 4
_STEPS = {Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp}
_ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter}


def _collector(card: cards.GroupCard) -> str:
    row = card.collector
    return (row.name or row.number or "–") if row else "–"


GROUPS = (
    Column(N_("Kode"), lambda card: card.group.code, width=10),
    Column(N_("Kelompok"), lambda card: card.group.name, width=0),
    Column(N_("Penagih"), _collector, width=13),
    Column(N_("Anggota"), lambda card: len(card.members), width=8, right=True),
)
PEOPLE = (
    Column(N_("Nomor"), lambda row: row.number or "", width=7),
    Column(N_("Nama"), lambda row: row.name or cards.personal_gone(), width=0),
    Column(N_("Dusun"), lambda row: row.dusun or "", width=11),
    Column(N_("RT/RW"), lambda row: row.rt_rw or "", width=7),
)
_COLLECTOR_AT, _DUSUN_AT, _RT_RW_AT = 2, 2, 3
#: Below this width those columns make room for the names.
_ROOMY = 900


def _fill(table: Table, columns: Sequence[Column], rows: Sequence[Any]) -> None:
    """The rows, each column as wide as they need it: what one spares the names have."""
    fitted = tuple(_fitted(column, rows) for column in columns)
    if table.rows.columns != fitted:
        table.set_columns(fitted)
    table.set_rows(rows)


def _fitted(column: Column, rows: Sequence[Any]) -> Column:
    if not column.width:
        return column
    texts = [_(column.title), *(str(column.value(row)) for row in rows)]
    longest = max(len(text) + len(text) // _BROADER * text.isupper() for text in texts)
    return replace(column, width=min(longest + 1, _WIDEST))


class GroupsPanel(QWidget):
    """Left the groups. Right the people of the marked one, or those who may still be taken in."""

    left = Signal()
    moved = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.news.ground)
        self._desk = desk
        self._may: frozenset[str] = frozenset()
        self._everybody: Sequence[cards.Listed] = ()
        self._kept = ""
        self.groups = Table(GROUPS, _("Kelompok"))
        self.groups.opened.connect(self._go_to_people)
        self.groups.selectionModel().currentRowChanged.connect(self._show_people)
        self.note = kind_label("", "muted")
        self.note.setWordWrap(True)
        self.people = Table(PEOPLE, _("Anggota kelompok"))
        self.people.installEventFilter(self)
        self.picker = _Picker()
        self.picker.taken.connect(self._take_in)
        self.heading = kind_label("", "heading")
        self._right = QStackedWidget()
        self.add = button(_("Masukkan anggota (F5)"), icon="user-plus")
        self.add.clicked.connect(self.pick)
        self.make = button(_("Kelompok baru (Ctrl+N)"), "primary", "plus")
        self.make.clicked.connect(self.new)
        self._arrange()

    def _arrange(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(8)
        top = QHBoxLayout()
        top.addWidget(kind_label(_("Kelompok"), "heading"), 1)
        top.addWidget(self.make)
        left.addLayout(top)
        left.addWidget(self.groups, 1)
        left.addWidget(self.note)
        self._right.addWidget(self.people)
        self._right.addWidget(self.picker)
        right = QVBoxLayout()
        right.setSpacing(8)
        beside = QHBoxLayout()
        beside.addWidget(self.heading, 1)
        beside.addWidget(self.add)
        beside.setContentsMargins(0, 0, 0, 0)
        self.heading.setWordWrap(True)
        right.addLayout(beside)
        right.addWidget(self._right, 1)
        columns = QHBoxLayout(self)
        columns.setContentsMargins(0, 0, 0, 0)
        columns.setSpacing(16)
        columns.addLayout(left, 6)
        columns.addLayout(right, 5)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        """Names before who collects, and before hamlets, where there is no room for all."""
        narrow = self.width() < at_text_size(_ROOMY)
        self.groups.setColumnHidden(_COLLECTOR_AT, narrow)
        self.people.setColumnHidden(_DUSUN_AT, narrow)
        self.people.setColumnHidden(_RT_RW_AT, narrow)

    def keys(self) -> tuple[Key, ...]:
        """What this step understands."""
        if self._right.currentWidget() is self.picker:
            return (
                Key("Enter", _("masukkan yang ditandai")),
                Key("Ctrl+Enter", _("masukkan semua yang tampil")),
                Key("Esc", _("selesai")),
            )
        may_set = (Key("Ctrl+N", _("kelompok baru")), Key("F3", _("ubah kelompok")))
        may_assign = (Key("F5", _("masukkan anggota")), Key("Del", _("keluarkan yang ditandai")))
        return (
            Key("Enter", _("ke anggotanya")),
            *(may_set if SET in self._may else ()),
            *(may_assign if ASSIGN in self._may else ()),
            Key("Esc", _("kembali")),
        )

    def start(self) -> None:
        """The groups, or the line that picks people while that is open."""
        if self._right.currentWidget() is self.picker:
            self.picker.start()
        else:
            self.groups.setFocus(Qt.FocusReason.OtherFocusReason)

    def reload(self) -> None:
        """Groups and people anew; the marked group stays marked."""
        self._desk.ask(
            lambda session: (
                cards.group_cards(session.office),
                cards.register(session.office),
                cards.allowed(session.office),
            ),
            self._show,
        )

    def _show(
        self,
        read: tuple[list[cards.GroupCard], Sequence[cards.Listed], frozenset[str]],
    ) -> None:
        groups, self._everybody, self._may = read
        current = self.groups.current()
        kept = self._kept or (current.group.code if current is not None else "")
        self._kept = ""
        self.make.setVisible(SET in self._may)
        _fill(self.groups, GROUPS, groups)
        self._make_room()
        self.groups.go_where(lambda card: card.group.code == kept)
        self.note.setText(
            _("Satu kelompok menjadi satu lembar tagihan dan satu saringan laporan.")
            if groups
            else _("Belum ada kelompok. Buat satu untuk tiap dusun, RT, atau kelompok tani.")
        )
        self._show_people()
        self.moved.emit()

    def _show_people(self, *_index: object) -> None:
        card = self.groups.current()
        self.add.setVisible(card is not None and ASSIGN in self._may)
        if card is None:
            self.heading.setText("")
            self.people.set_rows(())
            return
        count = len(card.members)
        told = ngettext("{name}: {n} anggota", "{name}: {n} anggota", count)
        self.heading.setText(told.format(name=card.group.name, n=count))
        _fill(self.people, PEOPLE, card.members)
        self._make_room()
        inside = {row.key for row in card.members}
        self.picker.offer(
            [
                each
                for each in self._everybody
                if each.member.status == "active" and each.member.key not in inside
            ]
        )

    def _go_to_people(self, _card: object) -> None:
        if self.people.rows.rows:
            self.people.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.pick()

    def pick(self) -> None:
        """Choose who is taken into the marked group."""
        if ASSIGN in self._may and self.groups.current() is not None:
            self._right.setCurrentWidget(self.picker)
            self.picker.start()
            self.moved.emit()

    def back(self) -> None:
        """One step back: from picking to the groups, from the people to the groups, or out."""
        picking = self._right.currentWidget() is self.picker
        if picking or self.people.hasFocus():
            self._right.setCurrentWidget(self.people)
            self.groups.setFocus(Qt.FocusReason.OtherFocusReason)
            self.moved.emit()
        else:
            self.left.emit()

    def may(self, key: str) -> bool:
        """Whether the right behind this key is there."""
        return (ASSIGN if key == "F5" else SET) in self._may

    def new(self) -> None:
        """A group that there is not yet."""
        if SET in self._may:
            self._ask_group(None)

    def change(self) -> None:
        """The marked group's name, kind or collector."""
        card = self.groups.current()
        if SET in self._may and card is not None:
            self._ask_group(card)

    def _ask_group(self, card: cards.GroupCard | None) -> None:
        code = TextField("code", _("Kode"), hint=_("pendek, contoh KRAJAN atau RT-03"), needed=True)
        name = TextField("name", _("Nama kelompok"), hint=_("wajib diisi"), needed=True)
        kind = ChoiceField(
            "kind",
            _("Jenis"),
            [(k, _(w)) for k, w in GROUP_WORDS.items()],
            hint=_("tempat tinggal atau pekerjaan bersama"),
        )
        collector = TextField(
            "collector", _("Penagih"), hint=_("boleh kosong; nama atau nomor anggota")
        )
        asking = FormDialog(
            self._desk.window,
            _("Kelompok baru") if card is None else _("Ubah kelompok"),
            _("Penagih membawa lembar tagihan kelompok ini dan menyetorkan uangnya."),
            (code, name, kind, collector),
            deed=_("Simpan kelompok"),
            columns=2,
        )
        if card is not None:
            code.set_text(card.group.code)
            code.setDisabled(True)
            name.set_text(card.group.name)
            kind.choose(card.group.kind)
            collector.set_text((card.collector and card.collector.number) or "")
            name.editor.setFocus()

        def save(typed: dict[str, Any]) -> None:
            order = {key: value for key, value in typed.items() if value}
            try:
                if typed["collector"]:
                    order["collector"] = self._collector(typed["collector"])
            except BadField as wrong:
                asking.form.complain(wrong.field, wrong.message)
                return
            asking.perform(self._desk, SET, order, self._saved)

        asking.given.connect(save)
        asking.open()

    def _collector(self, typed: str) -> str:
        """The number of the active member who is meant. BadField when nobody or several are."""
        if typed.isdigit():
            return typed
        fits = [
            each.member
            for each in cards.fitting(self._everybody, folded(typed).split())
            if each.member.status == "active"
        ]
        if len(fits) == 1:
            return fits[0].number or ""
        if not fits:
            template = N_("Tidak ada anggota aktif bernama “{text}”. Periksa ejaannya.")
            raise BadField(template, field="collector", text=typed)
        found = ", ".join(f"{row.number} {row.name}" for row in fits[:_SEVERAL])
        template = N_("{n} anggota cocok: {found}. Ketik nomornya.")
        raise BadField(template, field="collector", n=len(fits), found=found)

    def _saved(self, answer: Any) -> None:  # noqa: ANN401  office.Answer
        made = answer.fact["d"]
        self._kept = str(made["code"])
        self._desk.say(_("Kelompok {name} tersimpan.").format(name=made["name"]), "good")
        self.reload()

    def _take_in(self, rows: Sequence[MemberRow]) -> None:
        card = self.groups.current()
        if card is None or not rows:
            return
        if len(rows) == 1:
            self._assign(card, rows, leave=False)
            return
        asking = Confirm(
            self._desk.window,
            _("Masukkan semua?"),
            _("{n} anggota yang tampil dimasukkan ke kelompok {name}.").format(
                n=len(rows), name=card.group.name
            ),
            deed=_("Masukkan {n} anggota").format(n=len(rows)),
        )
        asking.confirmed.connect(lambda: self._assign(card, rows, leave=False))
        asking.open()

    def _drop(self) -> None:
        card, row = self.groups.current(), self.people.current()
        if card is None or row is None or ASSIGN not in self._may:
            return
        asking = Confirm(
            self._desk.window,
            _("Keluarkan dari kelompok?"),
            _("{who} keluar dari kelompok {name}. Keanggotaan koperasinya tetap.").format(
                who=row.name or row.number, name=card.group.name
            ),
            deed=_("Keluarkan"),
        )
        asking.confirmed.connect(lambda: self._assign(card, [row], leave=True))
        asking.open()

    def _assign(self, card: cards.GroupCard, rows: Sequence[MemberRow], *, leave: bool) -> None:
        order: dict[str, Any] = {"group": card.group.code, "members": [row.key for row in rows]}
        if leave:
            order["leave"] = True
        told = _("{who} keluar dari {name}.") if leave else _("{who} masuk ke {name}.")
        who = rows[0].name or rows[0].number or "–"
        if len(rows) > 1:
            who = _("{n} anggota").format(n=len(rows))
        self._said = told.format(who=who, name=card.group.name)
        self._desk.perform(ASSIGN, order, self._assigned)

    def _assigned(self, _answer: Any) -> None:  # noqa: ANN401  office.Answer
        self._desk.say(self._said, "good")
        if self._right.currentWidget() is self.picker:
            self.picker.taken_in(self._said)
        self.reload()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Delete takes the marked member out of the group, Backspace goes back to the groups."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Delete:
                self._drop()
                return True
            if event.key() == Qt.Key.Key_Backspace:
                self.back()
                return True
        return super().eventFilter(watched, event)


class _Picker(QWidget):
    """A line and those whom it finds: Enter takes one, Ctrl+Enter takes all of them."""

    taken = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._all: Sequence[cards.Listed] = ()
        self._told = ""
        self.line = QLineEdit()
        self.line.setPlaceholderText(_("Nama, nomor, dusun, atau RT/RW"))
        self.line.setAccessibleName(_("Cari anggota untuk dimasukkan"))
        icons.dress(self.line, "search", "muted")
        self.line.installEventFilter(self)
        self.line.textEdited.connect(self._typed)
        self.note = kind_label("", "muted")
        self.note.setWordWrap(True)
        self.table = Table(PEOPLE, _("Belum di kelompok ini"))
        self.table.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.table.opened.connect(lambda row: self.taken.emit([row]))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(8)
        box.addWidget(self.line)
        box.addWidget(self.note)
        box.addWidget(self.table, 1)

    def start(self) -> None:
        """Ready for a name."""
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)
        self.line.selectAll()

    def offer(self, listed: Sequence[cards.Listed]) -> None:
        """Those who may be taken in."""
        self._all = listed
        _fill(self.table, PEOPLE, [each.member for each in listed])
        self._filter()

    def taken_in(self, told: str) -> None:
        """Somebody is in the group now; the line is empty for the next name."""
        self._told = told
        self.line.clear()

    def _typed(self, _text: str) -> None:
        self._told = ""
        self._filter()

    def _filter(self) -> None:
        words = folded(self.line.text()).split()
        found = [each.member for each in cards.fitting(self._all, words, nearby=True)]
        self.table.set_rows(found)
        told = _("Enter memasukkan yang ditandai, Ctrl+Enter semua {n} yang tampil.")
        if not found:
            told = _("Tidak ada anggota aktif di luar kelompok ini yang cocok.")
        if self._told and not words:
            told = _("{told} Ketik nama berikutnya, atau Esc.").format(told=self._told)
        self.note.setText(told.format(n=len(found)))
        set_tone(self.note, "good" if self._told else "" if found else "warning")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter takes; arrows move in the list without leaving the line."""
        if not (event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent)):
            return super().eventFilter(watched, event)
        if event.key() in _ENTER and not event.isAutoRepeat():
            every = event.modifiers() & Qt.KeyboardModifier.ControlModifier
            row = self.table.current()
            if row is not None:
                self.taken.emit(list(self.table.rows.rows) if every else [row])
            return True
        if event.key() in _STEPS:
            self.table.keyPressEvent(event)
            return True
        return super().eventFilter(watched, event)
