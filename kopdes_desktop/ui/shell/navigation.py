"""The places one can go: a list at the left edge, each with its key, open as the rights allow."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from msgspec import Struct
from PySide6.QtCore import QSize, Qt, Signal
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
_SIDE = 10
WIDE = 212
NARROW = 62

#: Places that are no right of their own: the first screen, and the ways to what is visited seldom.
HOME: Final = "home"
HUB: Final = "office"
BOOKS: Final = "ledger"

Group = Literal["daily", "outlet", "books", "ledger", "office"]
#: Groups without keys, by the hub that lists them; each hub has the group's own name.
HUBS: Final = frozenset({HUB, BOOKS})
#: Above the first place of a group, where the window is tall enough.
_HEADINGS: dict[str, str] = {
    "daily": N_("Harian"),
    "outlet": N_("Gerai"),
    "books": N_("Pembukuan"),
}
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
    """How close the places stand: in which style, with headings, with their keys; pixels.

    `tall` is the least height of a button, in a wide window and in a narrow one.
    """

    style: str
    headings: bool
    keys: bool
    spacing: int
    tall: tuple[int, int]
    above: int = 16
    below: int = 14


#: From airy to close; the first one that fits the window is worn.
DENSITIES: Final = (
    _Density("airy", headings=True, keys=True, spacing=3, tall=(34, 34)),
    _Density("airy", headings=False, keys=True, spacing=3, tall=(34, 34)),
    _Density("tight", headings=False, keys=True, spacing=1, tall=(27, 34)),
    _Density("bare", headings=False, keys=False, spacing=0, tall=(22, 18), above=4, below=4),
)


class Sidebar(QWidget):
    """The cooperative's name, the places, help and lock. Narrow windows show icon and key."""

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
        self._all: list[tuple[QPushButton, str, QWidget]] = []
        self._headings: dict[str, QLabel] = {}
        self._worn: tuple[object, ...] = ()
        self._name = ""
        self.buttons: dict[int, QPushButton] = {}
        box = QVBoxLayout(self)
        box.setContentsMargins(_SIDE, 16, _SIDE, 14)
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
        made = kind_label(_(words), "group")
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
        text = f" {title}".replace("&", "&&")  # one alone would underline what follows
        made = QPushButton(text)
        made.setProperty("kind", "place")
        made.setToolTip(plain_tip(f"{title} ({key})" if key else title))
        made.setAccessibleName(title)
        icons.dress(made, icon, "sidebar_text")
        hint = kind_label(key, "sidesmall")
        row = QHBoxLayout(made)
        row.addWidget(hint)
        hint.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._all.append((made, text, hint))
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
        """Names beside the icons only where there is room for the work as well; nothing is cut."""
        wide = room.width() >= theme.scaled(1040, percent)
        worn = (wide, room.height(), percent)
        if self._worn == worn:
            return
        self.setFixedWidth(theme.scaled(WIDE if wide else NARROW, percent))
        for made, text, _hint in self._all:
            made.setText(text if wide else "")
        self.coop.setVisible(wide)
        self.practice.setText(_("LATIHAN") if wide else "L")
        for name in dict.fromkeys((self._name, shortened(self._name))):
            self.coop.setText(name)
            if self._dress_to_fit(room.height(), narrow=not wide):
                break
        else:  # rather no name than the upper half of one
            self.coop.hide()
        self._worn = worn

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
        app = QApplication.instance()
        percent = theme.worn(app)[1] if isinstance(app, QApplication) else 100
        open_ = [made for made, _text, _hint in self._all if not made.isHidden()]
        button = theme.scaled(density.tall[narrow], percent) + 2 * _RING
        above, around = self._top.contentsMargins(), self._top.spacing()
        beside = 2 * _SIDE + above.left() + above.right()
        name = 0 if self.coop.isHidden() else self.coop.heightForWidth(self.width() - beside)
        mark = 0 if self.practice.isHidden() else self.practice.sizeHint().height()
        top = above.top() + name + (around if name and mark else 0) + mark + above.bottom()
        rows = len(open_) * (button + density.spacing) - density.spacing
        return density.above + top + rows + density.below

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
        """Closer together in a low window; in a narrow one the key stands below the icon."""
        closer = self.property("density") != density.style
        turned = bool(self.property("narrow")) != narrow
        self.setProperty("density", density.style)
        self.setProperty("narrow", narrow)
        box = self.layout()
        if box is not None:
            box.setSpacing(density.spacing)
            box.setContentsMargins(_SIDE, density.above, _SIDE, density.below)
        for group, heading in self._headings.items():
            heading.setVisible(density.headings and not narrow and self._offers(group))
        flag = Qt.AlignmentFlag
        where = (
            flag.AlignHCenter | flag.AlignBottom if narrow else flag.AlignRight | flag.AlignVCenter
        )
        for made, _text, hint in self._all:
            hint.setVisible(density.keys or not narrow)
            row = made.layout()
            if row is not None:
                row.setContentsMargins(0, 0, 0 if narrow else 10, 1 if narrow else 0)
                row.setAlignment(hint, where)
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
