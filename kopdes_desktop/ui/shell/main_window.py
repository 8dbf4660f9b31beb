"""The one window: sign-in first, then the workplace, with the lock between them on F12."""

from __future__ import annotations

import gc
import logging
from collections.abc import Callable, Mapping
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QCloseEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QDialog, QStackedLayout, QWidget

from kopdes_desktop import places
from kopdes_desktop.kernel.i18n import _
from kopdes_desktop.ui.kit import theme
from kopdes_desktop.ui.kit.complaints import Complaints, report
from kopdes_desktop.ui.kit.keys import Key, bind
from kopdes_desktop.ui.kit.perform import Errands, OneThread, Runner
from kopdes_desktop.ui.shell import preferences
from kopdes_desktop.ui.shell.sign_in import SignIn

if TYPE_CHECKING:
    from kopdes_desktop.ui.desk import Desk
    from kopdes_desktop.ui.door import Door, Session, Standing
    from kopdes_desktop.ui.kit.dialogs import Dialog
    from kopdes_desktop.ui.kit.printer import Printer
    from kopdes_desktop.ui.shell.behind import Behind
    from kopdes_desktop.ui.shell.idle import Idle
    from kopdes_desktop.ui.shell.lock import Lock
    from kopdes_desktop.ui.shell.workplace import Workplace

_log = logging.getLogger(__name__)

Threads = Callable[[str], Runner]

#: The screens of every day, in the order of their first visit; loaded while nothing else is done.
_DAILY = (
    "members.register_screen",
    "membership.applications_screen",
    "savings.collection_screen",
    "reports.trial_balance_screen",
    "reports.journal_screen",
    "reports.reports_screen",
    "accounting.checks_screen",
    "accounting.closing_screen",
    "shell.hub_screen",
)
#: Those behind the hub: loaded when the first place of work has been looked at for a moment.
_OFFICE = (
    "inventory.stock_screen",
    "purchasing.purchasing_screen",
    "accounting.everyday_screen",
    "banking.banking_screen",
    "statements.statements_screen",
    "settings.settings_screen",
    "people.people_screen",
    "products.products_screen",
    "backup.backup_screen",
    "printing.printing_screen",
    "settings.devices_screen",
    "imports.imports_screen",
    "accounting.opening_screen",
    "goods.goods_screen",
    "accounting.journal_entry_screen",
    "accounting.month_end_screen",
    "banking.count_screen",
    "consignment.consignment_screen",
    "subsidy.subsidy_screen",
    "surplus.surplus_screen",
    "governance.meeting_screen",
    "assets.assets_screen",
    "borrowings.borrowings_screen",
    "accounting.outsiders_screen",
    "taxes.taxes_screen",
    "budgets.budget_screen",
    "accounting.year_screen",
    "accounting.chart_screen",
    "training.training_screen",
)
#: What spells amounts in words: it takes seconds on a slow laptop, so it is there before the first
#: figure is typed, however soon that is after signing in.
_WORDS = "lokal"
_MOMENT_MS = 2_000


class MainWindow(QWidget):
    """Holds the thread of the books, and one session at a time. `threads` makes the runners."""

    def __init__(self, door: Door, threads: Threads = OneThread) -> None:
        super().__init__()
        self._door = door
        self._threads = threads
        self._runner = threads("buku")
        self.likes = preferences.load(door.folder)
        self.desk: Desk | None = None
        self.workplace: Workplace | None = None
        self._lock: Lock | None = None
        self.idle: Idle | None = None
        self._behind: Behind | None = None
        self._asking: Dialog | None = None
        self._sure = False
        self._began = self._loaded = False
        self._cold = [*(f"kopdes_desktop.ui.{name}" for name in _DAILY), _WORDS]
        self._moment = QTimer(self)
        self._moment.setSingleShot(True)
        self._moment.setInterval(_MOMENT_MS)
        self._moment.timeout.connect(self._warm_office)
        self.setWindowTitle("Kopdes Desktop")
        self.resize(1366, 768)
        self.setMinimumSize(880, 500)
        self._stack = QStackedLayout(self)
        self.complaints = Complaints(self, self.say)
        self.errands = Errands(self._runner, self.complaints.tell)
        self.sign_in = SignIn(door, self.errands, self._load)
        self.sign_in.signed_in.connect(self.let_in)
        self.sign_in.began.connect(self.begin_work)
        self._stack.addWidget(self.sign_in)
        self.keys = (
            Key("F1", _("tombol dan bantuan"), self.show_keys),
            Key("Ctrl+F1", _("arti istilah"), self.show_glossary),
            Key("F11", _("terang, gelap, kontras tinggi"), self.next_look),
            Key("Ctrl++", _("huruf lebih besar"), self.larger),
            Key("Ctrl+-", _("huruf lebih kecil"), self.smaller),
            Key("Ctrl+Q", _("tutup program"), self.ask_to_close),
            Key("Ctrl+F12", _("kapan layar mengunci sendiri"), self.next_idle),
            Key("F12", _("kunci layar"), self.lock),
        )
        bind(self.keys, self)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.commitDataRequest.connect(self._end_session)

    def showEvent(self, event: QShowEvent) -> None:
        """The first time: begin at the sign-in."""
        super().showEvent(event)
        if not self._began:
            self._began = True
            self.sign_in.start()
            self.sign_in.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Once painted, load what the books need while the password is being typed."""
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            QTimer.singleShot(0, self._warm)
        return False

    def _warm(self) -> None:
        self.errands.send(self._load, self._warm_now, otherwise=self._not_loaded)

    def _not_loaded(self, error: Exception) -> bool:
        """It is told at once, and tried again at Enter; what fails then is told in full."""
        _log.error("%s", report(error))
        self.sign_in.say(
            _("Program belum selesai dimuat. Isi nama dan kata sandi; Enter mencobanya lagi."),
            "warning",
        )
        self._warm_screens(None)
        return True

    def _load(self) -> None:
        """On the books' thread: the frame that comes after signing in, and what opening needs."""
        if self._loaded:
            return
        from PySide6 import QtSvg  # noqa: F401, PLC0415  after the first paint

        from kopdes_desktop.ui import desk  # noqa: F401, PLC0415
        from kopdes_desktop.ui.backup import keeper  # noqa: F401, PLC0415
        from kopdes_desktop.ui.home import home_screen  # noqa: F401, PLC0415
        from kopdes_desktop.ui.sales import till_screen  # noqa: F401, PLC0415
        from kopdes_desktop.ui.savings import teller_screen  # noqa: F401, PLC0415
        from kopdes_desktop.ui.shell import behind, idle, lock, places, workplace  # noqa: F401, PLC0415

        self._door.warm()
        self._loaded = True

    def _warm_now(self, nothing: object) -> None:
        """What opening needs is there; the screens follow."""
        self._warm_screens(nothing)

    def _warm_screens(self, _nothing: object) -> None:
        """One after the other, so that whoever signs in meanwhile waits for one at most."""
        if self._cold:
            load = partial(import_module, self._cold.pop(0))
            self.errands.send(load, self._warm_screens, otherwise=self._not_warm)
        else:
            gc.freeze()  # what is loaded stays: no later collection looks through all of it again

    def _not_warm(self, error: Exception) -> bool:
        """Whoever goes to this screen is told; the others are loaded all the same."""
        _log.error("%s", report(error))
        self._warm_screens(None)
        return True

    def _warm_office(self) -> None:
        done = not self._cold
        self._cold += [f"kopdes_desktop.ui.{name}" for name in _OFFICE]
        if done:
            self._warm_screens(None)

    def say(self, words: str, tone: str = "") -> None:
        """Put a sentence where one is looking for it."""
        if self.workplace is not None:
            self.workplace.status.say(words, tone)
        else:
            self.sign_in.say(words, tone)

    def let_in(self, session: Session, standing: Standing, *, keep: bool = True) -> None:
        """Build the workplace around a session; `keep` remembers who signed in."""
        from kopdes_desktop.ui.backup.keeper import Keeper  # noqa: PLC0415  after the first paint
        from kopdes_desktop.ui.desk import Desk  # noqa: PLC0415
        from kopdes_desktop.ui.shell.behind import Behind  # noqa: PLC0415
        from kopdes_desktop.ui.shell.lock import Lock  # noqa: PLC0415
        from kopdes_desktop.ui.shell.places import PLACES  # noqa: PLC0415
        from kopdes_desktop.ui.shell.workplace import Workplace  # noqa: PLC0415

        if keep:
            self.likes = preferences.load(self.sign_in.folder)._replace(
                user=standing.user, coop=standing.coop, practice=standing.practice
            )
            preferences.save(self.sign_in.folder, self.likes)
        self.desk = Desk(session, standing, self._runner, self._make_printer(), self)
        self.desk.keeper = Keeper(self.desk, self._threads("cadangan"), self._door.sticks)
        self.desk.parcels = self._door.parcels
        self.desk.learn_printers()
        self.workplace = Workplace(self.desk, PLACES)
        self.workplace.sidebar.helped.connect(self.show_keys)
        self.workplace.sidebar.locked.connect(self.lock)
        self.workplace.asked.connect(self.show_glossary)
        self._lock = Lock(self.desk)
        self._lock.opened.connect(self._unlock)
        self._behind = Behind(
            self, self.workplace, self._lock.pin_field.editor, locked=self.is_locked
        )
        self._stack.addWidget(self.workplace)
        self._stack.addWidget(self._lock)
        self._stack.setCurrentWidget(self.workplace)
        if keep:
            self.wear(self.likes.look, self.likes.percent)
        self.workplace.start()
        self._moment.start()
        self._watch_idle()

    def begin_work(self, session: Session, standing: Standing, place: str) -> None:
        """A cooperative has just been founded: its treasurer begins at this place."""
        self.let_in(session, standing)
        if self.workplace is not None:
            self.workplace.begin_at(place)

    def _make_printer(self) -> Printer:
        from kopdes_desktop.ui.kit.printer import Printer  # noqa: PLC0415  after the first paint

        return Printer(self._threads("cetak"), self.sign_in.folder / places.PRINTED)

    def lock(self) -> None:
        """Hide everything until somebody shows a PIN, what is asked in front of it as well."""
        if self._lock is None or self._behind is None or self.is_locked():
            return
        self._behind.put_away()
        self._stack.setCurrentWidget(self._lock)
        self._lock.start()
        self._behind.sleep()

    def is_locked(self) -> bool:
        """Whether nothing of the books is seen, and the keys belong to the lock."""
        return self._lock is not None and self._stack.currentWidget() is self._lock

    def keeps_back(self, asking: QDialog) -> bool:
        """Whether a dialog has to wait: what was asked for earlier may come before the lock."""
        if self._behind is None or not self.is_locked():
            return False
        self._behind.keep(asking)
        return True

    def _watch_idle(self) -> None:
        from kopdes_desktop.ui.shell.idle import Idle  # noqa: PLC0415  after the first paint

        if self.idle is None:
            self.idle = Idle(self)
            self.idle.idled.connect(self.lock)
        self.idle.watch(self.likes.idle)

    def next_idle(self) -> None:
        """Lock by itself sooner, later, or never: a habit of this laptop."""
        from kopdes_desktop.ui.shell.idle import after  # noqa: PLC0415  on first use

        if self.workplace is None or self.is_locked():
            return
        self.lock_after(after(self.likes.idle))
        words = _("Layar mengunci sendiri sesudah {n} menit tanpa sentuhan.")
        never = _("Layar tidak mengunci sendiri. Tekan F12 bila meninggalkan meja.")
        self.say(words.format(n=self.likes.idle) if self.likes.idle else never)

    @staticmethod
    def locks() -> tuple[int, ...]:
        """After how many minutes without a touch it can lock itself; nought is never."""
        from kopdes_desktop.ui.shell.idle import CHOICES  # noqa: PLC0415  as above

        return CHOICES

    def lock_after(self, minutes: int) -> None:
        """Lock after so many minutes without a touch, and remember it on this laptop."""
        self.likes = self.likes._replace(idle=minutes)
        preferences.save(self.sign_in.folder, self.likes)
        self._watch_idle()

    @staticmethod
    def languages() -> Mapping[str, str]:
        """What it can speak: codes, and each language by its own name."""
        return preferences.LANGUAGES

    def speak(self, language: str) -> None:
        """Speak it from the next start on; until then nothing is said in two languages."""
        self.likes = self.likes._replace(language=language)
        preferences.save(self.sign_in.folder, self.likes)
        self.say(_("Bahasa berganti setelah program ditutup dan dibuka lagi."))

    def _unlock(self, standing: Standing) -> None:
        if self.desk is None or self.workplace is None or self._behind is None:
            return
        changed = standing.user != self.desk.standing.user
        self.desk.stand(standing)
        self._behind.wake()
        self._stack.setCurrentWidget(self.workplace)
        if changed:
            self.workplace.again()
        self._behind.go_on(same=not changed, start=self.workplace.start)
        self._watch_idle()

    def show_glossary(self, text: str = "") -> None:
        """What the words of a cooperative mean."""
        from kopdes_desktop.ui.shell.glossary_dialog import GlossaryDialog  # noqa: PLC0415

        _open_anywhere(GlossaryDialog(self, text))

    def show_keys(self) -> None:
        """The sheet of keys."""
        from kopdes_desktop.ui.shell.keys_sheet import KeysSheet  # noqa: PLC0415  on first use

        at_work = self.workplace is not None and self._stack.currentWidget() is self.workplace
        screen = self.workplace.current() if self.workplace is not None and at_work else None
        everywhere: tuple[Key, ...] = self.keys if at_work else self.keys[:-2]
        if self.workplace is not None and at_work:
            everywhere = self.workplace.keys + everywhere
        if screen is not None:
            sheet = KeysSheet(self, screen.title, screen.keys_now(), everywhere, screen.advice)
        elif self._lock is not None:
            sheet = KeysSheet(self, _("Layar terkunci"), (), everywhere, self._lock.advice)
        else:
            front = self.sign_in
            sheet = KeysSheet(self, front.title(), front.keys_now(), everywhere, front.advice())
        sheet.asked.connect(self.show_glossary)
        _open_anywhere(sheet)

    def ask_to_close(self) -> None:
        """What is half typed would be gone, so it is asked."""
        from kopdes_desktop.ui.kit.dialogs import Confirm  # noqa: PLC0415  on first use

        if self._asking is not None and shiboken6.isValid(self._asking):
            return
        asking = Confirm(
            self,
            _("Tutup program?"),
            _("Yang sudah disimpan tetap ada; isian yang belum disimpan hilang."),
            deed=_("Tutup"),
        )
        asking.unsaid = ""
        asking.confirmed.connect(self.leave)
        self._asking = asking
        _open_anywhere(asking)

    def leave(self) -> None:
        """Close, whatever is half typed."""
        self._sure = True
        self.close()

    def _end_session(self) -> None:
        """The system ends the work of everybody: it waits for no answer."""
        self._sure = True

    def changeEvent(self, event: QEvent) -> None:
        """Back before the window: the system's end was called off."""
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow():
            self._sure = False
        super().changeEvent(event)

    def _has_unsaved(self) -> bool:
        """Whether something typed would be gone, on a screen or in a dialog before it."""
        from kopdes_desktop.ui.kit.unsaved import is_typed_in  # noqa: PLC0415  after the first paint

        if self.workplace is None:
            return False
        return self.workplace.has_unsaved() or any(
            is_typed_in(each) for each in self.findChildren(QDialog)
        )

    def next_look(self) -> None:
        """Light, dark, high contrast, and round again."""
        names = list(theme.THEMES)
        chosen = names[(names.index(self.likes.look) + 1) % len(names)]
        self.wear(chosen, self.likes.percent)
        self.say(_(theme.THEMES[chosen].title), "")

    def larger(self) -> None:
        self._resize_text(1)

    def smaller(self) -> None:
        self._resize_text(-1)

    def _resize_text(self, step: int) -> None:
        at = theme.SIZES.index(self.likes.percent) + step
        self.wear(self.likes.look, theme.SIZES[max(0, min(at, len(theme.SIZES) - 1))])

    def wear(self, look: str, percent: int) -> None:
        """Dress the program, and remember it on this laptop."""
        from kopdes_desktop.ui.kit import icons  # noqa: PLC0415  after the first paint
        from kopdes_desktop.ui.kit.tables import Table  # noqa: PLC0415

        app = QApplication.instance()
        if not isinstance(app, QApplication):
            return
        self.likes = self.likes._replace(look=look, percent=percent)
        preferences.save(self.sign_in.folder, self.likes)
        if theme.worn(app) != (look, percent):
            theme.wear(app, look, percent)
            icons.redress(self)
            for table in self.findChildren(Table):
                table.fit()
        if self.workplace is not None:
            self.workplace.fit()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask about what is half typed; then copy the books and close them, let the printer end."""
        if not self._sure and self._has_unsaved():
            event.ignore()
            self.ask_to_close()
            return
        if self.desk is not None:
            if not self.desk.keeper.may_close(self.leave):
                event.ignore()
                return
            self.desk.keeper.stop()
            self.desk.printer.stop()  # first: what was printed is noted in the books
            self._runner.submit(self.desk.session.close, _nothing)
        self._runner.stop()
        super().closeEvent(event)


def _open_anywhere(dialog: Dialog) -> None:
    """Open what holds nothing of anybody's work, before a locked screen too."""
    dialog.harmless = True
    dialog.open()


def _nothing(_outcome: object) -> None:
    """The window is closing; nobody waits for this."""
