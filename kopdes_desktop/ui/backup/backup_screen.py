"""Cadangan: every copy that can be reached, how the copies stand, and what one can do with them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QPushButton

from kopdes_desktop.backup import copy_file, making, restoring, status, sticks
from kopdes_desktop.backup.making import Entry, Made
from kopdes_desktop.backup.restoring import Held, Study
from kopdes_desktop.backup.status import Status
from kopdes_desktop.kernel.dates import in_zone
from kopdes_desktop.kernel.errors import DatabaseReadOnly, Fault
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.wording import clock, number, short_day
from kopdes_desktop.office.actor import Level
from kopdes_desktop.ui.backup.keeper import Keeper, folder_of
from kopdes_desktop.ui.backup.restore_steps import ConfirmRestore, RestoreSteps
from kopdes_desktop.ui.kit.dialogs import Confirm, Notice
from kopdes_desktop.ui.kit.fields import kind_label, set_tone
from kopdes_desktop.ui.kit.form import button
from kopdes_desktop.ui.kit.keys import Key
from kopdes_desktop.ui.kit.panels import at_text_size, card
from kopdes_desktop.ui.kit.rows_model import Column
from kopdes_desktop.ui.kit.screen import Screen
from kopdes_desktop.ui.kit.tables import Table

if TYPE_CHECKING:
    from kopdes_desktop.ui.desk import Desk
    from kopdes_desktop.ui.door import Session

RIGHT, RESTORE = "read.backups", "backup.restore"
_WHOLE, _READABLE, _BROKEN = N_("Utuh"), N_("Baik saat dibuat"), N_("Rusak")


class Line(Struct, frozen=True):
    """A row: a copy, where it lies, and what is known of it."""

    entry: Entry
    place: str
    made: str
    state: str


class Ground(Struct, frozen=True):
    """What the books' thread tells: where they lie, whose, how far they go, the time."""

    folder: Path
    held: Held
    zone: str
    now: datetime
    may_restore: bool


def _in_words(line: Line) -> str:
    return _("Cadangan {made}, hari kerja {day}, {count} catatan ({place})").format(
        made=line.made, day=_day(line), count=_facts(line), place=line.place
    )


def _size(size: int) -> str:
    return f"{number(max(1, size // 1024))} kB" if size < 1 << 20 else f"{number(size >> 20)} MB"


def _day(line: Line) -> str:
    header = line.entry.header
    return short_day(date.fromisoformat(header.day)) if header is not None else "–"


def _facts(line: Line) -> str:
    return number(line.entry.header.facts) if line.entry.header is not None else "–"


COLUMNS = (
    Column(N_("Dibuat"), lambda line: line.made, width=20),
    Column(N_("Hari kerja"), _day, width=11),
    Column(N_("Catatan"), _facts, width=9, right=True),
    Column(N_("Ukuran"), lambda line: line.entry.size, text=_size, width=9, right=True),
    Column(N_("Tempat"), lambda line: line.place, width=0),
    Column(N_("Keadaan"), lambda line: _(line.state), width=16),
)


#: From which width on all deeds stand in one row.
_BESIDE = 880


class BackupScreen(Screen):
    """How the copies stand above, the copies themselves below."""

    def __init__(self, desk: Desk, keeper: Keeper) -> None:
        super().__init__(_("Cadangan"), desk.news)
        self._desk, self._keeper = desk, keeper
        self._ground: Ground | None = None
        self._states: dict[Path, str] = {}
        self.good, self.stick = kind_label("", "heading"), kind_label("", "muted")
        self.warning = kind_label("", "notice", "warning")
        self.table = Table(COLUMNS, _("Daftar cadangan"))
        self.table.opened.connect(self._verify)
        self._fill()
        keeper.kept.connect(self.reload)
        self.set_keys(
            Key("Ctrl+N", _("buat cadangan sekarang"), self._make),
            Key("Return", _("periksa yang dipilih")),
            Key("F6", _("salin ke flashdisk"), self._carry),
            Key("F7", _("latihan pemulihan"), self._drill),
            Key("F8", _("pulihkan"), self._restore),
        )
        self.advice = _(
            "Cadangan dibuat sendiri setiap hari kerja ditutup dan saat program ditutup. Siapkan"
            " satu flashdisk dengan F6; sesudah itu, setiap kali flashdisk itu tercolok, cadangan"
            " ikut disalin ke sana. Latihan pemulihan membuka cadangan di samping buku, memeriksa"
            " semuanya, lalu membuangnya: lakukan sebulan sekali. Cadangan terkunci; yang"
            " membukanya hanya kata sandi yang berlaku saat dibuat."
        )

    def _fill(self) -> None:
        self._deeds = QHBoxLayout()
        frame, inside = card()
        for label in (self.good, self.stick, self.warning):
            label.setWordWrap(True)
            inside.addWidget(label)
        self.warning.hide()
        self._deeds.setSpacing(10)
        for pair in (
            (
                self._button(_("Buat sekarang (Ctrl+N)"), self._make, "primary", "save"),
                self._button(_("Salin ke flashdisk (F6)"), self._carry, "", "download"),
            ),
            (
                self._button(_("Latihan pemulihan (F7)"), self._drill, "", "shield-check"),
                self._button(_("Pulihkan (F8)"), self._restore, "", "undo-2"),
            ),
        ):
            row = QHBoxLayout()
            row.setSpacing(10)
            for made in pair:
                row.addWidget(made)
            self._deeds.addLayout(row)
        self._deeds.addStretch(1)
        inside.addLayout(self._deeds)
        self.body.addWidget(frame)
        self.body.addWidget(self.table, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where letters are large, the deeds stand in two rows."""
        super().resizeEvent(event)
        beside = self.width() >= at_text_size(_BESIDE)
        way = QBoxLayout.Direction
        self._deeds.setDirection(way.LeftToRight if beside else way.TopToBottom)

    def _button(self, text: str, act: Callable[[], None], kind: str, icon: str) -> QPushButton:
        made = button(text, kind, icon)
        made.clicked.connect(act)
        return made

    def start(self) -> None:
        self.table.setFocus()

    def states(self) -> Sequence[Callable[[], None]]:
        """The password, and the question before a restore; without a copy there is neither."""
        return (self._restore, self._show_question) if self.table.rows.rows else ()

    def _show_question(self) -> None:
        line: Line | None = self.table.current()
        if line is not None and line.entry.header is not None:
            ConfirmRestore(self._desk.window, Study(line.entry.header, 12, alone=True)).open()

    # -- what there is

    def reload(self) -> None:
        self._desk.ask(_ground, self._look)

    def _look(self, ground: Ground) -> None:
        self._ground = ground
        self._keeper.errands.send(partial(self._found, ground), self._show)

    def _found(self, ground: Ground) -> tuple[Status, list[Line]]:
        """On the copies' thread: a stick may be slow. Another cooperative's are not shown."""
        coop, places = ground.held.coop, {ground.folder / status.FOLDER: _("Laptop ini")}
        for place in sticks.marked(self._keeper.sticks(), coop):
            places[place] = _("Flashdisk {path}").format(path=place.parents[2])
        lines = [
            Line(each, words, _moment(each, ground.zone), self._state(each))
            for place, words in places.items()
            for each in making.listed(place)
            if each.header is None or each.header.coop == coop
        ]
        lines.sort(key=lambda line: line.entry.header.made if line.entry.header else "")
        return status.load(ground.folder, coop), lines[::-1]

    def _state(self, entry: Entry) -> str:
        return self._states.get(entry.path, _READABLE) if entry.header is not None else _BROKEN

    def _show(self, found: tuple[Status, list[Line]]) -> None:
        known, lines = found
        if self._ground is None:
            return
        now, zone = self._ground.now, self._ground.zone
        self.good.setText(_standing(known, now, zone))
        self.stick.setText(_on_stick(known, now))
        said = status.warning(known, now)
        self.warning.setText(said)
        self.warning.setVisible(bool(said))
        set_tone(self.good, "" if known.good is not None else "warning")
        self.table.renew(lines, lambda line: line.entry.path)

    # -- what one does

    def _make(self) -> None:
        self._desk.say(_("Menyalin buku …"))
        self._keeper.copy_now(self._made)

    def _made(self, made: Made) -> None:
        self._states[made.path] = _WHOLE
        self.reload()
        if made.trouble:
            self._desk.say(made.trouble, "warning")
        elif made.on_sticks:
            self._desk.say(_("Cadangan terverifikasi, juga di flashdisk."), "good")
        else:
            self._desk.say(_("Cadangan terverifikasi di laptop ini."), "good")

    def _chosen(self) -> Line | None:
        line: Line | None = self.table.current()
        if line is None:
            self._desk.say(_("Belum ada cadangan; buat dahulu dengan Ctrl+N."), "warning")
        return line

    def _verify(self, line: Line) -> None:
        self._desk.say(_("Membaca cadangan sampai habis …"))
        path = line.entry.path

        def read(_header: object) -> None:
            self._note(path, _WHOLE)
            self._desk.say(_("Utuh: isinya sama persis seperti saat ditulis."), "good")

        def broken(error: Exception) -> bool:
            self._note(path, _BROKEN)
            if isinstance(error, Fault):
                self._desk.say(error.message, "danger")
            return isinstance(error, Fault)

        self._keeper.errands.send(partial(copy_file.require_whole, path), read, otherwise=broken)

    def _note(self, path: Path, state: str) -> None:
        self._states[path] = state
        self.reload()

    def _carry(self) -> None:
        line = self._chosen()
        if line is None or self._ground is None:
            return
        self._keeper.errands.send(self._keeper.sticks, partial(self._carry_to, line))

    def _carry_to(self, line: Line, there: list[Path]) -> None:
        if self._ground is None:
            return
        ready = sticks.marked(there, self._ground.held.coop)
        if ready:
            self._copy_onto(line, ready[0])
        elif there:
            asking = Confirm(
                self._desk.window,
                _("Siapkan flashdisk ini?"),
                _(
                    "{place} belum disiapkan untuk koperasi ini. Folder KOPDES akan dibuat di sana;"
                    " isi lainnya tidak disentuh. Sesudah ini cadangan ikut disalin setiap kali"
                    " flashdisk ini tercolok."
                ).format(place=there[0]),
                deed=_("Siapkan"),
            )
            asking.confirmed.connect(partial(self._prepare, line, there[0]))
            asking.open()
        else:
            self._desk.say(_("Colokkan flashdisk dahulu, lalu tekan F6 lagi."), "warning")

    def _prepare(self, line: Line, stick: Path) -> None:
        if self._ground is not None:
            self._copy_onto(line, sticks.home(stick, self._ground.held.coop), stick)

    def _copy_onto(self, line: Line, place: Path, fresh: Path | None = None) -> None:
        if self._ground is None:
            return
        folder, coop, path = self._ground.folder, self._ground.held.coop, line.entry.path
        self._desk.say(_("Menyalin ke flashdisk; jangan dicabut dahulu …"))

        def job() -> Path:
            if fresh is not None:
                sticks.prepare(fresh, coop)
            return making.to_stick(folder, path, place)

        self._keeper.errands.send(job, self._carried)

    def _carried(self, copy: Path) -> None:
        self._states[copy] = _WHOLE
        self.reload()
        self._desk.say(_("Salinan di flashdisk sudah dibaca ulang. Boleh dicabut."), "good")

    def _drill(self) -> None:
        line = self._chosen()
        if line is not None:
            self._steps().ask(line.entry.path, _in_words(line), drill=True)

    def _restore(self) -> None:
        line = self._chosen()
        if line is None or self._ground is None:
            return
        if not self._ground.may_restore:
            self._desk.say(_("Memulihkan buku adalah tugas bendahara atau ketua."), "warning")
            return
        self._steps().ask(line.entry.path, _in_words(line))

    def _steps(self) -> RestoreSteps:
        steps = RestoreSteps(
            self._desk.window,
            self._keeper.errands,
            self._proved,
            self._put_back,
            self._desk.standing.user,
        )
        steps.done.connect(self._restored)
        return steps

    def _proved(self, copy: Path, user: str, password: str) -> Study:
        """On the copies' thread, beside the books."""
        ground, time = self._ground, self._desk.session.office.clock
        if ground is None:
            raise DatabaseReadOnly(reason=copy.name)
        return restoring.study(copy, ground.folder, user, password, clock=time, held=ground.held)

    def _put_back(self, copy: Path, user: str, password: str) -> Study:
        """From here on nothing is written into books that are about to be put aside."""
        ground, office = self._ground, self._desk.session.office
        if ground is None:
            raise DatabaseReadOnly(reason=copy.name)
        before = office.read_only
        office.read_only = _("buku ini akan diganti dengan cadangan; tutup program lalu buka lagi")
        try:
            return restoring.restore(
                copy,
                ground.folder,
                user,
                password,
                clock=office.clock,
                accept_loss=True,
                held=Held(ground.held.coop, office.chain.seq),
            )
        except BaseException:
            office.read_only = before
            raise

    def _restored(self, _found: Study) -> None:
        self._keeper.leave_without()
        told = Notice(
            self._desk.window,
            _("Cadangan siap dipakai"),
            _("Program ditutup sekarang. Buka lagi, lalu masuk dengan kata sandi dari cadangan."),
        )
        window = self._desk.window  # what is half typed was of the books that are no more
        told.finished.connect(getattr(window, "leave", window.close))
        told.open()


def _standing(known: Status, now: datetime, zone: str) -> str:
    if known.good is None:
        return _("Belum ada cadangan di laptop ini.")
    return _("Cadangan terakhir yang baik: {age} ({moment})").format(
        age=status.age(known.good.moment, now), moment=_local(known.good.moment, zone)
    )


def _on_stick(known: Status, now: datetime) -> str:
    if known.stick is None:
        return _("Belum ada cadangan di flashdisk. F6 menyiapkan satu.")
    return _("Di flashdisk: {age}, {count} catatan.").format(
        age=status.age(known.stick.moment, now), count=number(known.stick.facts)
    )


def _local(moment: datetime, zone: str) -> str:
    return f"{short_day(in_zone(moment, zone).date())} {clock(moment, zone)}"


def _moment(entry: Entry, zone: str) -> str:
    if entry.header is None:
        return entry.path.name
    return _local(datetime.fromisoformat(entry.header.made), zone)


def _ground(session: Session) -> Ground:
    """On the books' thread."""
    office = session.office
    office.require(RIGHT)
    return Ground(
        folder_of(session),
        Held(office.own.coop, office.chain.seq),
        office.zone,
        in_zone(office.clock.now(), office.zone),
        office.may(RESTORE) is Level.MAY,
    )
