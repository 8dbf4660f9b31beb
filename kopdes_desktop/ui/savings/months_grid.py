"""The dues book of one member: twelve months a year, and what this receipt is about to pay."""

from __future__ import annotations

from typing import Final, NamedTuple

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QSizePolicy, QWidget

from kopdes_desktop.kernel.dates import Month
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import NOTHING, Rupiah
from kopdes_desktop.kernel.wording import MONTHS, month, number, rupiah
from kopdes_desktop.ui.kit import theme
from kopdes_desktop.ui.savings.draft import Draft, MonthCell

ROWS: Final = 3
_YEAR_WIDTH, _HEAD, _ROW, _FOOT = 44, 22, 38, 26
_GAP: Final = 2.0
_MONTHS_A_YEAR: Final = 12
_THOUSAND, _MILLION = 1_000, 1_000_000


class Look(NamedTuple):
    """How a state is drawn: its sign, its colours by token, a dashed edge, its name below."""

    sign: str
    ground: str
    ink: str
    dashed: bool
    words: str


LOOKS: Final = {
    "paid": Look("✓", "soft", "accent", False, N_("lunas")),
    "ahead": Look("✓", "surface", "accent", True, N_("di muka")),
    "part": Look("–", "warning_soft", "warning", False, N_("kurang")),
    "late": Look("!", "danger_soft", "danger", False, N_("terlambat")),
    "estimated": Look("≈", "surface", "muted", True, N_("perkiraan")),
    "this": Look("", "warning_soft", "warning", False, N_("jatuh tempo")),
    "due": Look("", "surface", "muted", False, N_("belum")),
    "now": Look("+", "accent", "on_accent", False, N_("dibayar sekarang")),
}


class MonthsGrid(QWidget):
    """Three years at most, a row each. Shown, never focused; its words are for screen readers."""

    def __init__(self) -> None:
        super().__init__()
        self._draft: Draft | None = None
        self._years: list[str] = []
        self._first = 0
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(_("Buku iuran dua belas bulan"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def open(self, draft: Draft) -> None:
        """Another member: the years that matter now."""
        self._years = sorted({cell.month[:4] for cell in draft.card.months})
        oldest = min((due.month for due in draft.owed), default=draft.card.this_month)
        wanted = min(oldest, draft.card.this_month)[:4]
        at = self._years.index(wanted) if wanted in self._years else 0
        self._first = max(0, min(at, len(self._years) - ROWS))
        self.show_draft(draft)

    def show_draft(self, draft: Draft) -> None:
        """The months as they will stand once these lines are written."""
        self._draft = draft
        self.setAccessibleDescription(self.words())
        self.updateGeometry()
        self.update()

    def turn(self, years: int) -> None:
        """Earlier or later years."""
        self._first = max(0, min(self._first + years, len(self._years) - ROWS))
        self.update()

    @property
    def years(self) -> list[str]:
        """The years that are shown now."""
        return self._years[self._first : self._first + ROWS]

    @property
    def has_more(self) -> bool:
        """Whether there are years to turn to."""
        return len(self._years) > ROWS

    def state(self, cell: MonthCell) -> str:
        """How a month stands, with what this receipt pays."""
        if self._draft is None:
            return cell.state
        if self._draft.share(cell.month) > NOTHING:
            return "now"
        falls_due = cell.state == "due" and cell.month <= self._draft.card.this_month
        return "this" if falls_due else cell.state

    def amount(self, cell: MonthCell) -> Rupiah:
        """What is written into a month: what it gets now, what it lacks, or what is paid."""
        paid = self._draft.share(cell.month) if self._draft else NOTHING
        if paid > NOTHING:
            return paid
        return cell.paid if cell.state in {"paid", "ahead"} else cell.owed - cell.paid

    def words(self) -> str:
        """What can be seen, to be heard: every month that is not simply paid."""
        told = [
            _("{month} {state} {amount}").format(
                month=month(cell.month),
                state=_(LOOKS[self.state(cell)].words),
                amount=rupiah(self.amount(cell)),
            )
            for cell in (self._draft.card.months if self._draft else ())
            if cell.state not in {"none", "paid"} and self.state(cell) != "due"
        ]
        return "; ".join(told)

    def sizeHint(self) -> QSize:
        rows = max(1, len(self.years))
        return QSize(self._scaled(400), self._scaled(_HEAD + _ROW * rows + _FOOT))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_head(painter)
        for at, year in enumerate(self.years):
            self._paint_year(painter, at, year)
        self._paint_foot(painter)
        painter.end()

    def _paint_head(self, painter: QPainter) -> None:
        painter.setFont(self._font(13))
        painter.setPen(self._colour("muted"))
        corner = QRectF(0, 0, self._scaled(_YEAR_WIDTH), self._scaled(_HEAD))
        painter.drawText(corner, Qt.AlignmentFlag.AlignVCenter, _("Wajib"))
        for n, name in enumerate(MONTHS):
            painter.drawText(
                QRectF(self._left(n), 0, self._width(), self._scaled(_HEAD)),
                Qt.AlignmentFlag.AlignCenter,
                _(name)[:3],
            )

    def _paint_year(self, painter: QPainter, at: int, year: str) -> None:
        top = float(self._scaled(_HEAD + _ROW * at))
        height = float(self._scaled(_ROW))
        painter.setFont(self._font(14, bold=True))
        painter.setPen(self._colour("text"))
        painter.drawText(
            QRectF(0, top, self._scaled(_YEAR_WIDTH), height), Qt.AlignmentFlag.AlignVCenter, year
        )
        cells = {cell.month: cell for cell in self._draft.card.months} if self._draft else {}
        for n in range(_MONTHS_A_YEAR):
            cell = cells.get(Month(f"{year}-{n + 1:02d}"))
            room = QRectF(self._left(n), top, self._width(), height)
            self._paint_cell(painter, room.adjusted(_GAP, _GAP, -_GAP, -_GAP), cell)

    def _paint_cell(self, painter: QPainter, room: QRectF, cell: MonthCell | None) -> None:
        state = "none" if cell is None else self.state(cell)
        if cell is None or state == "none":
            painter.setPen(self._colour("muted"))
            painter.drawText(room, Qt.AlignmentFlag.AlignCenter, "·")
            return
        look = LOOKS[state]
        self._paint_box(painter, room, look, 5)
        painter.setPen(self._colour(look.ink))
        half = room.height() / 2
        painter.setFont(self._font(13, bold=True))
        if look.sign:
            above = QRectF(room.x(), room.y() + 1, room.width(), half)
            painter.drawText(above, Qt.AlignmentFlag.AlignCenter, look.sign)
        painter.setFont(self._font(13))
        below = QRectF(room.x(), room.y() + half - 2, room.width(), half)
        if not look.sign:
            below = room
        written = fitting(self.amount(cell), painter, room.width() - 2)
        painter.drawText(below, Qt.AlignmentFlag.AlignCenter, written)

    def _paint_box(self, painter: QPainter, room: QRectF, look: Look, radius: int) -> None:
        plain = self._colour(look.ground) == self._colour("surface")
        marked = look.dashed or (plain and look.ground != "surface")
        pen = QPen(self._colour(look.ink if marked else "line" if plain else look.ground))
        pen.setStyle(Qt.PenStyle.DashLine if look.dashed else Qt.PenStyle.SolidLine)
        painter.setPen(pen)
        painter.setBrush(self._colour(look.ground))
        painter.drawRoundedRect(room, radius, radius)

    def _paint_foot(self, painter: QPainter) -> None:
        """What the signs mean; only those that stand above."""
        seen = {
            self.state(cell)
            for cell in (self._draft.card.months if self._draft else ())
            if cell.month[:4] in self.years
        }
        side, gap = self._scaled(15), self._scaled(6)
        x = float(self._scaled(_YEAR_WIDTH))
        foot = self._scaled(_HEAD + _ROW * max(1, len(self.years)) + _FOOT)
        top = foot - side - 2  # with room for the outline
        for state, look in LOOKS.items():
            if state not in seen:
                continue
            room = QRectF(x, top, side, side)
            self._paint_box(painter, room, look, 3)
            painter.setFont(self._font(12, bold=True))
            painter.setPen(self._colour(look.ink))
            painter.drawText(room, Qt.AlignmentFlag.AlignCenter, look.sign)
            painter.setFont(self._font(13))
            painter.setPen(self._colour("muted"))
            width = painter.fontMetrics().horizontalAdvance(_(look.words)) + 2
            painter.drawText(
                QRectF(x + side + gap, top, width, side),
                Qt.AlignmentFlag.AlignVCenter,
                _(look.words),
            )
            x += side + gap + width + self._scaled(14)

    def _left(self, n: int) -> float:
        return self._scaled(_YEAR_WIDTH) + n * self._width()

    def _width(self) -> float:
        return (self.width() - self._scaled(_YEAR_WIDTH)) / _MONTHS_A_YEAR

    def _font(self, size: int, *, bold: bool = False) -> QFont:
        made = QFont(self.font())
        made.setPixelSize(self._scaled(size))
        made.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
        return made

    def _scaled(self, pixels: int) -> int:
        app = QApplication.instance()
        return theme.scaled(pixels, theme.worn(app)[1] if isinstance(app, QApplication) else 100)

    def _colour(self, token: str) -> QColor:
        app = QApplication.instance()
        look = theme.worn(app)[0] if isinstance(app, QApplication) else "light"
        return QColor(getattr(theme.THEMES[look], token))


def fitting(amount: Rupiah, painter: QPainter, width: float) -> str:
    """The amount in full, or in thousands or millions where the cell is too narrow for it."""
    whole = number(amount)
    if painter.fontMetrics().horizontalAdvance(whole) <= width:
        return whole
    return short(amount)


def short(amount: Rupiah) -> str:
    """12.500 as 12,5rb and 1.250.000 as 1,2jt, cut and never rounded up."""
    size, unit = (_MILLION, _("jt")) if amount >= _MILLION else (_THOUSAND, _("rb"))
    tenths = int(amount) * 10 // size
    whole, tenth = divmod(tenths, 10)
    return f"{whole},{tenth}{unit}" if tenth and whole < 100 else f"{whole}{unit}"  # noqa: PLR2004
