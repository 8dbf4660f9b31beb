"""The places one can go: a list at the left edge, each with its key, open as the rights allow."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from msgspec import Struct
from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.ui.kit import icons, theme
from kopdes_desktop.ui.kit.fields import kind_label, plain_tip

if TYPE_CHECKING:
    from kopdes_desktop.ui.desk import Desk
    from kopdes_desktop.ui.door import Standing
    from kopdes_desktop.ui.kit.screen import Screen

#: Around every button, in pixels at any text size.
_RING = 2
#: Between the edges and what stands between them.
_SIDE = (10, 3)
#: How wide the sidebar stands, where there is room for its icons and where there is not.
WIDE = 212
NARROW = 134
#: The least between a name and its key in a narrow window.
_APART = 4
#: The letters of names and of keys there, as the style sheet has them.
_NAMES, _KEYS = 13, 12

#: Places that are no right of their own: the first screen, and the ways to what is visited seldom.
HOME: Final = "home"
HUB: Final = "office"
BOOKS: Final = "ledger"

Group = Literal["daily", "outlet", "books", "ledger", "office"]
#: Groups without keys, by the hub that lists them; each hub has the group's own name.
HUBS: Final = frozenset({HUB, BOOKS})
#: Above the first place of a group; where the window is lower, or has no words, a space stands.
_HEADINGS: dict[str, str] = {
    "daily": N_("Harian"),
    "outlet": N_("Gerai"),
    "books": N_("Pembukuan"),
    "office": "",
}
_GAP: Final = 6
_HEADING: Final = 22
#: What the name of nearly every cooperative begins with, and what people here call that.
_BEGINNINGS: Final = (
    ("koperasi desa merah putih ", "KDMP"),
    ("koperasi kelurahan merah putih ", "KKMP"),
    ("koperasi desa ", "Kopdes"),
    ("koperasi ", "Kop."),
)


class Place(Struct, frozen=True):
    """One screen: the right that opens it, its name, icon and key, and how it is made.

    A right that ends with a dot stands for any of its family: `report.` for every report. Places
    of a hub's group have no key: they stand in the hub, `about` says what they are for; one that a
    place of the sidebar leads to stands `within` that, and in the hub without its right.
    """

    code: str
    title: str
    icon: str
    key: str
    make: Callable[[Desk], Screen]
    group: Group = "daily"
    about: str = ""
    within: str = ""


class _Density(NamedTuple):
    """How close the places stand: in which style, what parts the groups, what is around; pixels.

    `tall` is the least height of a button, in a wide window and in a narrow one.
    """

    style: str
    parted: Literal["words", "gap", ""]
    spacing: int
    tall: tuple[int, int]
    above: int = 16
    below: int = 14


#: From airy to close; the first one that fits the window is worn.
DENSITIES: Final = (
    _Density("airy", "words", 3, (34, 30)),
    _Density("tight", "words", 1, (27, 27)),
    _Density("close", "words", 0, (23, 23), above=8, below=6),
    _Density("close", "gap", 0, (23, 23), above=8, below=6),
    _Density("bare", "gap", 0, (22, 18), above=4, below=2),
    _Density("bare", "", 0, (22, 18), above=4, below=2),
)


class Sidebar(QWidget):
    """The cooperative's name, the places, help and lock. Narrow windows show no icons."""

    chosen = Signal(int)
    searched = Signal()
    helped = Signal()
    locked = Signal()

    def __init__(self, places: tuple[Place, ...]) -> None:
        super().__init__()
        self.setObjectName("places")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(_("Menu"))
        self.coop = kind_label("", "sideheading")
        self.coop.setWordWrap(True)
        self.practice = kind_label(_("LATIHAN"), "badge", "warning")
        self._places = places
        self._all: list[tuple[QPushButton, str, QLabel]] = []
        self._headings: dict[str, QLabel] = {}
        self._worn: tuple[object, ...] = ()
        self._name = ""
        self.buttons: dict[int, QPushButton] = {}
        box = QVBoxLayout(self)
        box.setContentsMargins(_SIDE[0], 16, _SIDE[0], 14)
        top = self._top = QVBoxLayout()
        top.setContentsMargins(8, 0, 8, 6)
        top.setSpacing(8)
        top.addWidget(self.coop)
        top.addWidget(self.practice, 0, Qt.AlignmentFlag.AlignLeft)
        box.addLayout(top)
        for at, place in enumerate(places):
            if place.code in HUBS or place.group not in HUBS:
                self._head(box, place)
                box.addWidget(self._button(at, place))
        box.addStretch(1)
        self._offer(box, _("Cari"), "search", "Ctrl+K").clicked.connect(self.searched)
        self._offer(box, _("Bantuan"), "help-circle", "F1").clicked.connect(self.helped)
        self._offer(box, _("Kunci"), "lock", "F12").clicked.connect(self.locked)

    def _head(self, box: QVBoxLayout, place: Place) -> None:
        """The name of a group, before its first place."""
        words = _HEADINGS.get(place.group)
        if words is None or place.group in self._headings or place.code == HOME:
            return
        made = kind_label("", "group")
        made.setObjectName(place.group)
        self._headings[place.group] = made
        box.addWidget(made)

    def _offer(self, box: QVBoxLayout, title: str, icon: str, key: str) -> QPushButton:
        made = self._made(title, icon, key)
        box.addWidget(made)
        return made

    def _button(self, at: int, place: Place) -> QPushButton:
        made = self._made(_(place.title), place.icon, place.key)
        made.setCheckable(True)
        made.setAutoExclusive(True)
        made.clicked.connect(lambda: self.chosen.emit(at))
        self.buttons[at] = made
        return made

    def _made(self, title: str, icon: str, key: str) -> QPushButton:
        made = QPushButton(_spoken(title))
        made.setProperty("kind", "place")
        made.setToolTip(plain_tip(f"{title} ({key})" if key else title))
        made.setAccessibleName(title)
        icons.dress(made, icon, "sidebar_text")
        hint = kind_label(key, "sidesmall")
        row = QHBoxLayout(made)
        row.addWidget(hint, 0, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        hint.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._all.append((made, title, hint))
        made.setProperty("drawing", icon)
        return made

    def stand(self, standing: Standing) -> None:
        """Show whose books these are."""
        if standing.coop != self._name:
            self._name = standing.coop
            self.coop.setText(standing.coop)
            self.coop.setToolTip(standing.coop)
            self.coop.setAccessibleName(standing.coop)
            self._worn = ()
        self.practice.setVisible(standing.practice)

    def mark(self, at: int) -> None:
        """Show where we are; a place of a hub stands in that."""
        if at not in self.buttons:
            codes = [place.code for place in self._places]
            within = self._places[at].within
            found = codes.index(within) if within in codes else at
            at = found if self.offers(found) else codes.index(self._places[at].group)
        self.buttons[at].setChecked(True)

    def allow(self, at: int, *, open_: bool) -> None:
        """A place without the right is not offered at all."""
        made = self.buttons.get(at)
        if made is not None and made.isHidden() is open_:  # to be shown is to be dressed
            made.setVisible(open_)
            self._worn = ()

    def offers(self, at: int) -> bool:
        """Whether this place can be gone to from here."""
        return at in self.buttons and not self.buttons[at].isHidden()

    def fit(self, room: QSize, percent: int) -> None:
        """Icons only where there is room for the work as well; names and keys in any window."""
        wide = room.width() >= theme.scaled(1040, percent)
        worn = (wide, room.height(), percent)
        if self._worn == worn:
            return
        if self._worn[::2] != worn[::2]:
            self._name_all(percent, wide=wide)
        self.coop.setVisible(wide)
        for name in dict.fromkeys((self._name, shortened(self._name))):
            self.coop.setText(name)
            if self._dress_to_fit(room.height(), narrow=not wide):
                break
        else:  # rather no name than the upper half of one
            self.coop.hide()
        self._worn = worn

    def _name_all(self, percent: int, *, wide: bool) -> None:
        """Each place with its icon, or with as much of its name as the key beside it leaves."""
        self.setFixedWidth(theme.scaled(WIDE if wide else NARROW, percent))
        name, key = _words(theme.scaled(_NAMES, percent)), _words(theme.scaled(_KEYS, percent))
        room = theme.scaled(NARROW - 2 * (_SIDE[1] + _RING) - 3 * _APART, percent)
        for made, title, hint in self._all:
            if wide:
                icons.dress(made, str(made.property("drawing")), "sidebar_text")
                made.setText(_spoken(f" {title}"))
            else:
                icons.undress(made)
                left = room - key.horizontalAdvance(hint.text())
                made.setText(_spoken(name.elidedText(title, Qt.TextElideMode.ElideMiddle, left)))

    def _dress_to_fit(self, height: int, *, narrow: bool) -> bool:
        """As airy as there is room for; False where even the closest is too high."""
        for density in DENSITIES:
            if self.least(density, narrow=narrow) <= height:  # else not even worth dressing
                self.dress(density, narrow=narrow)
                if self.needed() <= height:
                    return True
        self.dress(DENSITIES[-1], narrow=narrow)
        return False

    def least(self, density: _Density, *, narrow: bool) -> int:
        """What the buttons and the name above them take at the least, as they would be dressed."""
        percent = _percent()
        open_ = [made for made, _title, _hint in self._all if not made.isHidden()]
        button = theme.scaled(density.tall[narrow], percent) + 2 * _RING
        above, around = self._top.contentsMargins(), self._top.spacing()
        beside = 2 * _SIDE[narrow] + above.left() + above.right()
        name = 0 if self.coop.isHidden() else self.coop.heightForWidth(self.width() - beside)
        mark = 0 if self.practice.isHidden() else self.practice.sizeHint().height()
        top = above.top() + name + (around if name and mark else 0) + mark + above.bottom()
        rows = len(open_) * (button + density.spacing) - density.spacing
        parts = [
            _parting(group, density, percent) + density.spacing
            for group in self._headings
            if density.parted and self._offers(group)
        ]
        return density.above + top + rows + sum(parts) + density.below

    def needed(self) -> int:
        """The height that everything takes as it is dressed now."""
        box = self.layout()
        if box is None:
            return 0
        box.invalidate()
        width = self.width()
        return (
            box.totalHeightForWidth(width) if box.hasHeightForWidth() else box.sizeHint().height()
        )

    def dress(self, density: _Density, *, narrow: bool) -> None:
        """Closer together in a low window; the same in a narrow one, in smaller letters."""
        closer = self.property("density") != density.style
        turned = bool(self.property("narrow")) != narrow
        self.setProperty("density", density.style)
        self.setProperty("narrow", narrow)
        box = self.layout()
        if box is not None:
            box.setSpacing(density.spacing)
            side = _SIDE[narrow]
            box.setContentsMargins(side, density.above, side, density.below)
        for group, heading in self._headings.items():
            words = _HEADINGS[group] if density.parted == "words" else ""
            heading.setText(_(words) if words else "")
            heading.setFixedHeight(_parting(group, density, _percent()))
            heading.setVisible(bool(density.parted) and self._offers(group))
            if turned:
                heading.setProperty("narrow", narrow)
                _polish_again(heading)
        for made, _title, hint in self._all:
            row = made.layout()
            if row is not None:
                row.setContentsMargins(0, 0, _APART if narrow else 10, 0)
            if closer or turned:
                made.setProperty("density", density.style)
                made.setProperty("narrow", narrow)
                _polish_again(made)
            if turned:
                hint.setProperty("narrow", narrow)
                _polish_again(hint)

    def _offers(self, group: str) -> bool:
        """Whether any place of this group is open to the one who sits here."""
        return any(
            not made.isHidden()
            and self._places[at].group == group
            and self._places[at].code != HOME
            for at, made in self.buttons.items()
        )


def _spoken(title: str) -> str:
    """The name as a button's words; one & alone would underline what follows."""
    return title.replace("&", "&&")


def _percent() -> int:
    app = QApplication.instance()
    return theme.worn(app)[1] if isinstance(app, QApplication) else 100


def _parting(group: str, density: _Density, percent: int) -> int:
    """How high what parts a group from the one above it stands."""
    worded = density.parted == "words" and _HEADINGS[group]
    return theme.scaled(_HEADING if worded else _GAP, percent)


def _words(pixels: int) -> QFontMetrics:
    """How wide words of this size are."""
    font = QFont(theme.FAMILY)
    font.setPixelSize(pixels)
    return QFontMetrics(font)


def _polish_again(widget: QWidget) -> None:
    """By the style's new rules; what was never shown will be in any case."""
    if widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def shortened(name: str) -> str:
    """A cooperative's name without what all of them begin with: its own part stays whole."""
    for beginning, short in _BEGINNINGS:
        if name.casefold().startswith(beginning):
            return f"{short} {name[len(beginning) :]}"
    return name
