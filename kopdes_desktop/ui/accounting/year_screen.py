"""Tutup tahun: the checklist of a book year, what it earned, a copy, and its closing."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from msgspec import Struct
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton

from kopdes_desktop.accounting import year_end, year_standing
from kopdes_desktop.accounting.year_standing import OK, STOP, WARN, Step, UnitResult
from kopdes_desktop.checks.last import standing
from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import Rupiah, total
from kopdes_desktop.ledger import year_ends, years
from kopdes_desktop.ledger.year_ends import ClosedYear
from kopdes_desktop.ledger.years import BookYear
from kopdes_desktop.office.actor import Level
from kopdes_desktop.reports import year_closing
from kopdes_desktop.ui.desk import Desk
from kopdes_desktop.ui.door import Session
from kopdes_desktop.ui.kit.choices import ChoiceField
from kopdes_desktop.ui.kit.dialogs import Confirm
from kopdes_desktop.ui.kit.fields import EnterLeads, kind_label, set_tone
from kopdes_desktop.ui.kit.form import button
from kopdes_desktop.ui.kit.keys import Key
from kopdes_desktop.ui.kit.panels import at_text_size, card
from kopdes_desktop.ui.kit.reasons import AskReason
from kopdes_desktop.ui.kit.rows_model import Column
from kopdes_desktop.ui.kit.screen import Screen
from kopdes_desktop.ui.kit.tables import Table

if TYPE_CHECKING:
    from datetime import date

    from PySide6.QtGui import QResizeEvent

    from kopdes_desktop.backup.making import Made
    from kopdes_desktop.office.books import Reading

RIGHT = "report.year_closing"
_CHECKS = "report.checks"
_TONES = {OK: "", WARN: "warning", STOP: "danger"}

STEPS = (
    Column(
        N_("Keadaan"),
        lambda step: step.state,
        text=lambda state: _(year_closing.STATES[state]),
        width=13,
        tone=lambda step: _TONES[step.state],
    ),
    Column(N_("Yang diperiksa"), lambda step: _(step.title), width=0),
)
#: With room for fewer letters units are told by their name and surplus: no name is cut.
_NARROW = 66
#: So wide a screen has room for both lists alike.
_WIDE = 1000
UNITS = (
    Column(N_("Unit"), lambda row: row.name, width=0),
    Column(N_("Pendapatan"), lambda row: row.income, text=wording.bracketed, width=12, right=True),
    Column(N_("Beban"), lambda row: row.costs, text=wording.bracketed, width=12, right=True),
    Column(N_("SHU"), lambda row: row.surplus, text=wording.bracketed, width=12, right=True),
)


class _Asked(Struct, frozen=True):
    """All that the screen shows of one book year; `kept` are those of these books."""

    year: BookYear
    kept: tuple[BookYear, ...]
    steps: tuple[Step, ...]
    results: tuple[UnitResult, ...]
    closed: ClosedYear | None
    last: ClosedYear | None
    stands: str
    unsealed: tuple[str, ...]
    may: frozenset[str]

    @property
    def ready(self) -> bool:
        """Whether nothing on the checklist stops it."""
        return self.closed is None and not any(each.state == STOP for each in self.steps)


class YearScreen(Screen):
    """F9 copies the books and closes the year, F10 opens the last closed one again."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Tutup tahun buku"), desk.news, ("",))
        self._desk = desk
        self._now: _Asked | None = None
        self.year = ChoiceField("year", _("&Tahun buku"), ())
        self.year.setFixedWidth(250)
        self.year.edited.connect(self.reload)
        self._year_leads = EnterLeads([self.year.editor], self.start)
        self.verdict = kind_label("", "notice")
        self.verdict.setWordWrap(True)
        self.steps = Table(STEPS, _("Daftar periksa"))
        self.steps.opened.connect(self._go_to)
        self.steps.selectionModel().currentRowChanged.connect(self._tell_step)
        self.told = kind_label("", "notice")
        self.told.setWordWrap(True)
        self.units = Table(UNITS, _("Hasil tiap unit"))
        self.units.spare(_NARROW, 1, 2)
        self.sum = kind_label("", "notice")
        self.sum.setWordWrap(True)
        self.close_deed = button("", "primary", "lock")
        self.close_deed.clicked.connect(self._ask_close)
        self.reopen_deed = button("", icon="undo-2")
        self.reopen_deed.clicked.connect(self._ask_reopen)
        self._arrange()
        self.set_keys(
            Key("F2", _("pilih tahun buku"), self.year.editor.setFocus),
            Key("Return", _("ke tempat membereskannya")),
            Key("F9", _("tutup tahun"), self._ask_close),
            Key("F10", _("buka lagi"), self._ask_reopen),
            Key("Tab", _("ke daftar berikut"), None),
        )
        self.advice = _(
            "Daftar di kiri menunjukkan apa yang masih harus beres; Enter membawa ke tempatnya."
            " F9 membuat cadangan, mengunci semua bulan tahun itu, menutup pendapatan dan beban,"
            " dan membuka tahun berikut dengan SHU yang belum dibagi. Selama SHU belum dibagi,"
            " dua pengurus dapat membukanya kembali dengan F10."
        )

    def _arrange(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(16)
        top.addWidget(self.year)
        top.addWidget(self.verdict, 1, Qt.AlignmentFlag.AlignVCenter)
        self.body.addLayout(top)
        left, inside = card(_("Daftar periksa"))
        inside.addWidget(self.steps, 1)
        inside.addWidget(self.told)
        right, results = card(_("Hasil tahun ini"))
        results.addWidget(self.units, 1)
        results.addWidget(self.sum)
        self._columns = QHBoxLayout()
        self._columns.setSpacing(16)
        self._columns.addWidget(left, 1)
        self._columns.addWidget(right, 1)
        self.body.addLayout(self._columns, 1)
        self.head.addWidget(self.close_deed)
        self.head.addWidget(self.reopen_deed)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where units are told by their surplus alone, the checklist takes the room."""
        super().resizeEvent(event)
        narrow = self.width() < at_text_size(_WIDE)
        for at, part in enumerate((7, 5) if narrow else (1, 1)):
            self._columns.setStretch(at, part)

    def keys_now(self) -> tuple[Key, ...]:
        """Only what this role may do now."""
        hidden = {
            sequence
            for sequence, deed in (("F9", self.close_deed), ("F10", self.reopen_deed))
            if deed.isHidden()
        }
        return tuple(key for key in self.keys if key.sequence not in hidden)

    def start(self) -> None:
        """The checklist, ready for arrows and Enter."""
        self.steps.setFocus()

    def reload(self) -> None:
        name = str(self.year.box.currentData()) if self.year.picked else None
        self._desk.ask(partial(_asked, name=name), self._show)

    # -- showing

    def _show(self, now: _Asked) -> None:
        self._now = now
        self._offer_years(now)
        self.verdict.setText(year_closing.verdict(now.year, list(now.steps), now.closed))
        set_tone(self.verdict, "" if now.closed is not None or now.ready else "danger")
        self.steps.set_rows(now.steps)
        self.steps.go_to(next((n for n, x in enumerate(now.steps) if x.state != OK), 0))
        self._tell_step()
        self.units.set_rows(_with_total(now.results))
        result = _result_in_words(now)
        self.sum.setText(result[:1].upper() + result[1:])
        close = _("Tutup tahun {year} (F9)").format(year=now.year.label)
        self._offer(self.close_deed, close, shown=now.ready and year_end.CLOSE in now.may)
        last = now.last.year.label if now.last is not None else ""
        self._offer(
            self.reopen_deed,
            _("Buka lagi tahun {year} (F10)").format(year=last),
            shown=now.last is not None and not now.stands and year_end.REOPEN in now.may,
        )
        self.print_foot(self.keys_now())

    def _offer_years(self, now: _Asked) -> None:
        """The years of these books, the present one first, without asking anew for it."""
        box = self.year.box
        box.blockSignals(True)
        box.clear()
        for year in now.kept:
            box.addItem(year.label, year.name)
        box.setCurrentIndex(now.kept.index(now.year) if now.year in now.kept else -1)
        box.blockSignals(False)

    @staticmethod
    def _offer(deed: QPushButton, words: str, *, shown: bool) -> None:
        deed.setText(f" {words}")
        deed.setAccessibleName(words)
        deed.setVisible(shown)

    def _tell_step(self, *_moved: object) -> None:
        """What the point under the cursor is about, in full words."""
        step: Step | None = self.steps.current()
        self.told.setVisible(step is not None)
        if step is not None:
            self.told.setText(_sentence(step))
            set_tone(self.told, _TONES[step.state])

    def _go_to(self, step: Step) -> None:
        if step.place and step.place != RIGHT:
            self._desk.lead(step.place)
        else:
            self._desk.say(year_closing.in_words(step))

    # -- closing

    def _ask_close(self) -> None:
        now = self._now
        if now is None or self.close_deed.isHidden():
            return
        words = _(
            "Sebelum ditutup, buku disalin dahulu. Lalu semua bulan tahun buku {year} dikunci,"
            " pendapatan dan beban ditutup, dan {result}\n\nMembukanya kembali perlu dua pengurus,"
            " dan hanya selama SHU belum dibagi."
        ).format(year=now.year.label, result=_result_in_words(now))
        deed = _("Tutup tahun {year}").format(year=now.year.label)
        asking = Confirm(self._desk.window, deed, words, deed=deed)
        asking.confirmed.connect(self._copy_first)
        asking.open()

    def _copy_first(self) -> None:
        """A copy of the books as they are before; without it nothing is closed."""
        self._desk.say(_("Menyalin buku …"))
        self._desk.keeper.copy_now(self._close)

    def _close(self, _copy: Made) -> None:
        now = self._now
        if now is None:
            return
        waiting = ", ".join(now.unsealed)
        question = _("Gerai {series} belum menyegel bulan tahun ini.").format(series=waiting)
        self._desk.perform(
            year_end.CLOSE,
            {"year": now.year.name},
            self._was_closed,
            question=question if waiting else "",
            signed=bool(waiting),
        )

    def _was_closed(self, _answer: object) -> None:
        label = self._now.year.label if self._now is not None else ""
        self._desk.say(
            _("Tahun buku {year} ditutup. Salinan sebelum penutupan ada di layar Cadangan.").format(
                year=label
            ),
            "good",
        )

    # -- opening again

    def _ask_reopen(self) -> None:
        last = self._now.last if self._now is not None else None
        if last is None or self.reopen_deed.isHidden():
            if self._now is not None and self._now.stands and year_end.REOPEN in self._now.may:
                self._desk.say(self._now.stands, "warning")
            return
        asking = AskReason(
            self._desk.window,
            _("Buka kembali tahun buku {year}").format(year=last.year.label),
            _(
                "Jurnal penutup dan pembuka dibatalkan, dan {month} dapat dibukukan lagi. Laporan"
                " tahun itu yang sudah dicetak dapat berubah. Pengurus kedua menandatangani dengan"
                " PIN dan kata sandinya."
            ).format(month=wording.month(last.year.end)),
            deed=_("Buka kembali"),
        )
        asking.given.connect(partial(self._reopen, last.year))
        asking.open()

    def _reopen(self, year: BookYear, reason: str) -> None:
        self._desk.perform(
            year_end.REOPEN,
            {"year": year.name, "reason": reason},
            partial(self._was_reopened, year),
            question=_("Tahun buku {year} dibuka kembali: {reason}").format(
                year=year.label, reason=reason
            ),
            signed=True,
        )

    def _was_reopened(self, year: BookYear, _answer: object) -> None:
        self._desk.say(_("Tahun buku {year} dibuka kembali.").format(year=year.label), "good")


def _sentence(step: Step) -> str:
    """What is to be said of a point; its title where that says all."""
    words = step.words or f"{_(step.title)}."
    return words[:1].upper() + words[1:]


def _result_in_words(now: _Asked) -> str:
    """What closing does to the year's surplus, or has done."""
    if now.closed is not None:
        return _carried(now.closed.surplus)
    return _carried(total(each.surplus for each in now.results))


def _with_total(results: tuple[UnitResult, ...]) -> tuple[UnitResult, ...]:
    """What each unit earned, and the whole below them."""
    if len(results) < 2:  # noqa: PLR2004
        return results
    whole = UnitResult(
        "",
        _("Jumlah"),
        total(each.income for each in results),
        total(each.costs for each in results),
        total(each.earlier for each in results),
    )
    return (*results, whole)


def _carried(surplus: Rupiah) -> str:
    if not surplus:
        return _("tahun ini tidak menghasilkan SHU.")
    words = (
        _("SHU {amount} menjadi SHU tahun lalu yang belum dibagi (akun 3-1401).")
        if surplus > Rupiah(0)
        else _("rugi {amount} berdiri di akun 3-1401 sampai rapat anggota memutuskan.")
    )
    return words.format(amount=wording.rupiah(abs(int(surplus))))


# --- on the database's thread -------------------------------------------------------------------


def _asked(session: Session, name: str | None) -> _Asked:
    office = session.office
    may = frozenset(
        code for code in (year_end.CLOSE, year_end.REOPEN) if office.may(code) is not Level.NO
    )
    made: _Asked = office.read(RIGHT, _read, name, office.today(), _proven(session), may)
    return made


def _read(
    read: Reading, name: str | None, today: date, proven: Step, may: frozenset[str]
) -> _Asked:
    year = year_closing.meant(read, name, today)
    closed = year_ends.closed_year(read, year)
    done = year_ends.closed_years(read)
    steps = year_closing.points(read, year, today)
    if closed is None:
        steps.append(proven)
    return _Asked(
        year,
        tuple(years.kept(read, today)),
        tuple(steps),
        tuple(year_end.earned(read, year)),
        closed,
        done[-1] if done else None,
        year_end.what_stands_on(read, done[-1]) if done else "",
        () if closed is not None else tuple(year_standing.unsealed(read, year)),
        may,
    )


def _proven(session: Session) -> Step:
    """Whether all proofs were green on the books as they are."""
    office = session.office
    (known, nothing_since), title = standing(office.reading), N_("Semua pemeriksaan buku hijau")
    if known is None or not nothing_since:
        words = _("ada catatan yang belum diperiksa. Jalankan pemeriksaan (F5 di layar Periksa).")
        return Step("proven", title, WARN, words, _CHECKS)
    if not known.ok:
        words = _("{n} pemeriksaan merah. Perbaiki dahulu.").format(n=len(known.red))
        return Step("proven", title, WARN, words, _CHECKS)
    return Step("proven", title, OK, "")
