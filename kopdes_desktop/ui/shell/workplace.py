"""After sign-in: the places at the left, the screen that is open, the status line below."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from kopdes_desktop.kernel.i18n import _
from kopdes_desktop.ui.desk import PERSONS, Desk, Goal
from kopdes_desktop.ui.kit import theme
from kopdes_desktop.ui.kit.card_watch import CardWatch
from kopdes_desktop.ui.kit.keys import Key, bind
from kopdes_desktop.ui.kit.pages import Rooms
from kopdes_desktop.ui.kit.perform import lives
from kopdes_desktop.ui.kit.screen import Screen
from kopdes_desktop.ui.shell import health, searching
from kopdes_desktop.ui.shell.navigation import HOME, HUBS, Place, Sidebar
from kopdes_desktop.ui.shell.reach import open_places
from kopdes_desktop.ui.shell.search_panel import SearchPanel
from kopdes_desktop.ui.shell.searching import Hit
from kopdes_desktop.ui.shell.status_line import StatusLine
from kopdes_desktop.ui.training import KEY as TRAINING_KEY
from kopdes_desktop.ui.training import PLACE as TRAINING

if TYPE_CHECKING:
    from kopdes_desktop.ui.door import Session
    from kopdes_desktop.ui.kit.scan_run import Codes
    from kopdes_desktop.ui.reports.entries import Voucher
    from kopdes_desktop.ui.training.guide_strip import GuideStrip

QUIET_MS = 600
#: The age of the last copy grows while nothing happens.
LATER_MS = 300_000
REPORTS, JOURNAL = "report.", "report.journal"


class Workplace(QWidget):
    """Screens are made at their first visit, and only those that the rights allow.

    Each person has his own: who comes back after another finds his work as he left it.
    """

    opened = Signal(object)
    #: What a word means is asked.
    asked = Signal(str)

    def __init__(self, desk: Desk, places: tuple[Place, ...]) -> None:
        super().__init__(desk.window)
        self._desk = desk
        self.places = places
        self._of_person: dict[str, dict[int, Screen]] = {}
        self._last: dict[str, int] = {}
        self._allowed: set[int] = set()
        self._came_from: int | None = None
        #: Home, or the list of exercises: Esc leads back there.
        self._led_by: int | None = None
        self._guide: GuideStrip | None = None
        self._held: QWidget | None = None
        self.sidebar = Sidebar(places)
        self.sidebar.chosen.connect(self.go)
        self.stack = Rooms()
        self._nothing = QWidget()
        self.stack.addWidget(self._nothing)
        desk.news.ground = self.stack
        self.status = StatusLine()
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.sidebar)
        self._work = QVBoxLayout()
        self._work.setSpacing(0)
        self._work.addWidget(self.stack, 1)
        middle.addLayout(self._work, 1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addLayout(middle, 1)
        box.addWidget(self.status)
        self._search: SearchPanel | None = None
        self.keys = (
            Key("Ctrl+K", _("cari apa saja"), self.look_for),
            *(
                Key(place.key, _(place.title), self._going(at))
                for at, place in enumerate(places)
                if place.key
            ),
        )
        bind(self.keys, self)
        self._listen(desk)
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.setInterval(QUIET_MS)
        self._quiet.timeout.connect(self._ask_health)
        self._later = QTimer(self)
        self._later.timeout.connect(self._ask_health)
        self._later.start(LATER_MS)
        self._stand()
        self._ask_rights()

    def _listen(self, desk: Desk) -> None:
        """To the desk, to where the focus goes, and to cards that are scanned."""
        desk.said.connect(self.status.say)
        desk.added.connect(self.status.add)
        desk.wanted.connect(self._lead)
        desk.searched.connect(self.look_for)
        desk.guided.connect(self._show_steps)
        self.sidebar.searched.connect(self.look_for)
        desk.way_back = self._return
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._begin)
        self._watch = CardWatch(desk.window, self._codes)
        self._watch.coded.connect(self._take_code)
        self._watch.scanned.connect(self._take_card)
        self._watch.passed.connect(self._pass_card)
        desk.moved.connect(self._stand)
        desk.news.written.connect(self._on_news)
        desk.printer.moved.connect(self._ask_health)
        desk.keeper.kept.connect(self._ask_health)

    def _going(self, at: int) -> _Going:
        return _Going(self, at)

    def _on_news(self, _kind: str) -> None:
        """Several facts of one deed are one reading."""
        self._quiet.start()

    def _ask_health(self) -> None:
        """Behind the lock, and once the window has gone, nobody looks at it."""
        if self.isVisible():
            self._desk.ask(health.health, self.status.fare)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.fit()
        self._ask_health()

    def _ask_rights(self) -> None:
        self._desk.ask(lambda session: open_places(session, self.places), self._allow)

    def _allow(self, allowed: set[int]) -> None:
        self._allowed = allowed
        for at in range(len(self.places)):
            self.sidebar.allow(at, open_=at in allowed)
        if allowed and self.current() is None:
            last = self._last.get(self._desk.standing.user)
            self.go(last if last in allowed else min(allowed))
        if self.isVisible():
            self.fit()

    def again(self) -> None:
        """Another person sits here now: his rights, his places, his screens."""
        self.stack.setCurrentWidget(self._nothing)
        self._allowed = set()
        self._ask_rights()
        self._ask_health()

    def go(self, at: int) -> None:
        """Open this place, or say that it is not one of this role's."""
        if at not in self._allowed:
            self.status.say(
                _("{place}: bukan tugas peran ini ({role}).").format(
                    place=_(self.places[at].title), role=self._desk.standing.role
                ),
                "warning",
            )
            return
        self._came_from = None
        self._led_by = None
        if self._search is not None:
            self._search.hide()
        user = self._desk.standing.user
        screens = self._of_person.setdefault(user, {})
        if at not in screens:
            screens[at] = self.places[at].make(self._desk)
            screens[at].left.connect(self._back)
            self.stack.addWidget(screens[at])
        self._last[user] = at
        screen = screens[at]
        self.stack.setCurrentWidget(screen)
        self.sidebar.mark(at)
        screen.start()
        self.opened.emit(screen)
        self._ask_health()

    def follow(self, at: int) -> None:
        """Open this place by its key, with the member whose page is open."""
        before = self.current()
        member = before.member_here() if before is not None else None
        self.go(at)
        now = self.current()
        if now is not None and now is before:
            now.start_anew()
        elif member is not None and now is not None:
            now.show_member(member)

    def _lead(self, goal: Goal) -> None:
        """From one screen to another one, perhaps with a member, an entry or a list in hand."""
        at, before = self.at(goal.code), self.here()
        if at is None:
            return
        self.go(at)
        screen = self.current()
        if screen is None or at not in self._allowed:
            return
        leads = before is not None and before in {self.at(HOME), self.at(TRAINING)}
        self._led_by = before if leads and before != at else None
        if goal.member is not None:
            self._came_from = before if before != at else None
            screen.show_member(goal.member)
        if goal.entry is not None:
            screen.show_entry(goal.entry)
        if goal.listing:
            screen.show_list(goal.listing)
        if goal.amount:
            screen.begin_deed(goal.amount)

    def _show_steps(self, words: str, tone: str) -> None:
        """Those of an exercise, below the work; made with the first one."""
        if self._guide is None:
            if not words:
                return
            from kopdes_desktop.ui.training.guide_strip import GuideStrip  # noqa: PLC0415  seldom

            def back() -> None:
                self._lead(Goal(TRAINING))

            self._guide = GuideStrip(back)
            self._work.addWidget(self._guide)
            key = Key(TRAINING_KEY, _("daftar latihan"), back)
            bind((key,), self)
            self.keys = (*self.keys, key)
        self._guide.show_words(words, tone)

    @property
    def search(self) -> SearchPanel:
        """What lies over the screens while anything is searched; made for the first search."""
        if self._search is None:
            self._search = SearchPanel(self._desk, self)
            self._search.opened.connect(self._found)
            self._search.closed.connect(self._back_to_work)
        return self._search

    def look_for(self, text: str = "") -> None:
        """Search anything, over whatever is open; `text` is what was typed already."""
        allowed = tuple(place for at, place in enumerate(self.places) if at in self._allowed)
        self._held = QApplication.focusWidget()
        self.search.look_for(text, allowed)

    def _back_to_work(self) -> None:
        """The focus to where it was before the search."""
        held = self._held
        if held is not None and lives(held.setFocus) and held.isVisible():
            held.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.start()

    def _found(self, hit: Hit) -> None:
        """Open what was found: a member's page, a voucher, a screen, a report."""
        if hit.kind == "member":
            self._lead(Goal(PERSONS, int(hit.key)))
        elif hit.kind == "entry":
            key = int(hit.key)
            self._desk.ask(partial(_voucher, key), partial(self._show_voucher, key))
        elif hit.kind == "report":
            self._lead(Goal(REPORTS, listing=str(hit.key)))
        elif hit.kind == "term":
            self.asked.emit(str(hit.key))
        else:
            code, _mark, page = str(hit.key).partition(searching.PAGE)
            self._lead(Goal(code, listing=page))

    def _show_voucher(self, key: int, found: Voucher | None) -> None:
        """The paper of a document; an entry without one in the journal."""
        if found is None:
            self._lead(Goal(JOURNAL, entry=key))
            return
        from kopdes_desktop.ui.reports.voucher_dialog import VoucherDialog  # noqa: PLC0415

        dialog = VoucherDialog(self._desk.window, found)
        dialog.printed.connect(self._desk.print_paper)
        dialog.open()

    def _return(self) -> bool:
        """From a member's page to the screen whose line led there; False where none did."""
        if self._came_from is None:
            return False
        self.go(self._came_from)
        return True

    def at(self, code: str) -> int | None:
        """Where the place of this code stands."""
        return next((at for at, place in enumerate(self.places) if place.code == code), None)

    def here(self) -> int | None:
        """Which place is open."""
        screens = self._of_person.get(self._desk.standing.user, {})
        return next((at for at, made in screens.items() if made is self.current()), None)

    def _back(self) -> bool:
        """To home or the exercises if these led here, from a hub's place to its hub; or no way."""
        if self._led_by is not None:
            self._lead(Goal(self.places[self._led_by].code))
            return True
        here = self.here()
        place = None if here is None else self.places[here]
        if place is None or place.group not in HUBS or place.code in HUBS:
            return False
        within = self.at(place.within)
        offered = within is not None and self.sidebar.offers(within)
        self._lead(Goal(place.within if offered else place.group))
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc that no screen wanted leads out of it; Alt and a digit are the screen's anywhere."""
        if self._turn_page(event):
            return
        if event.key() != Qt.Key.Key_Escape or not self._back():
            super().keyPressEvent(event)

    def _turn_page(self, event: QKeyEvent) -> bool:
        """A page of the open screen, asked for while the cursor is in the sidebar."""
        screen = self.current()
        if screen is None or event.modifiers() != Qt.KeyboardModifier.AltModifier:
            return False
        pressed = QKeySequence(event.keyCombination())
        for key in screen.keys_now():
            if key.act is not None and QKeySequence(key.sequence) == pressed:
                key.act()
                return True
        return False

    def begin_at(self, code: str) -> None:
        """Open this place first, now or once the rights have come."""
        at = self.at(code)
        if at is None:
            return
        if self._allowed:
            self.go(at)
        else:
            self._last[self._desk.standing.user] = at

    def _codes(self) -> Codes | None:
        """What the open screen knows of the codes of goods, if it is one that takes them."""
        screen = self.current() if self.isVisible() else None
        return screen.codes() if screen is not None else None

    def _take_code(self, code: str) -> None:
        screen = self.current() if self.isVisible() else None
        if screen is not None:
            screen.take_code(code)

    def _take_card(self, number: str) -> None:
        """To its member; every screen keeps what is filled in on it, but the members' own page."""
        if not self.isVisible():
            return
        screen = self.current()
        if screen is not None and screen.take_card(number):
            return
        if self.here() == self.at(PERSONS) and self._watch.is_in_form():
            self._pass_card()
        else:
            self._desk.lead_to_card(number)

    def _pass_card(self) -> None:
        """A card amid something that wants an answer first."""
        self.status.say(
            _("Kartu dipindai di tengah isian: tidak ada yang dijalankan. Selesaikan dahulu."),
            "warning",
        )

    def _begin(self, _old: QWidget | None, now: QWidget | None) -> None:
        """Somebody goes on to something else."""
        if now is not None and self.isVisible():
            self.status.go_on()

    def current(self) -> Screen | None:
        """The screen that is open."""
        shown = self.stack.currentWidget()
        return shown if isinstance(shown, Screen) else None

    def has_unsaved(self) -> bool:
        """Whether anybody's screen holds what would be gone with the window."""
        made = (each for screens in self._of_person.values() for each in screens.values())
        return any(screen.has_unsaved() for screen in made)

    def start(self) -> None:
        """Back to work where it was left."""
        screen = self.current()
        if screen is not None:
            screen.start()

    def _stand(self) -> None:
        self.sidebar.stand(self._desk.standing)
        self.status.stand(self._desk.standing)

    def fit(self) -> None:
        """Room for the work first."""
        app = QApplication.instance()
        percent = theme.worn(app)[1] if isinstance(app, QApplication) else 100
        if self._search is not None and self._search.isVisible():
            self._search.fit()
        room = QSize(self.width(), self.height() - self.status.sizeHint().height())
        self.sidebar.fit(room, percent)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()


def _voucher(key: int, session: Session) -> Voucher | None:
    """On the database's thread."""
    from kopdes_desktop.ui.reports import entries  # noqa: PLC0415  on first use

    return entries.voucher(session, key)


class _Going:
    """A key's way to a place."""

    def __init__(self, workplace: Workplace, at: int) -> None:
        self._workplace, self._at = workplace, at

    def __call__(self) -> None:
        self._workplace.follow(self._at)
