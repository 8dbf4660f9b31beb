"""Printer & kertas: the printers of this laptop, what stands on slips, what is not printed yet."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property, partial

from msgspec import Struct
from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.office.actor import Level
from kopdes_desktop.office.letterhead import letterhead, slip_layout
from kopdes_desktop.office.settings import RECEIPT_SHEET, setting
from kopdes_desktop.paper.document import Letterhead
from kopdes_desktop.paper.layout import Layout
from kopdes_desktop.printing import profiles, queue, sample
from kopdes_desktop.printing.profiles import Kind, Profile, Profiles
from kopdes_desktop.printing.queue import Job
from kopdes_desktop.ui.desk import Desk
from kopdes_desktop.ui.door import Session
from kopdes_desktop.ui.kit.dialogs import Confirm
from kopdes_desktop.ui.kit.fields import kind_label
from kopdes_desktop.ui.kit.form import button
from kopdes_desktop.ui.kit.keys import Key
from kopdes_desktop.ui.kit.pages import Pages, tab
from kopdes_desktop.ui.kit.panels import at_text_size, card, scrolled
from kopdes_desktop.ui.kit.rows_model import Column
from kopdes_desktop.ui.kit.screen import Screen
from kopdes_desktop.ui.kit.tables import Table
from kopdes_desktop.ui.printing import receipts
from kopdes_desktop.ui.printing.layout_panel import LayoutPanel
from kopdes_desktop.ui.printing.printer_form import PrinterForm
from kopdes_desktop.ui.printing.queue_panel import QueuePanel

RIGHT, KEEP, CHANGE = receipts.RIGHT, receipts.CHANGE, "settings.change"
_PRINTERS, _LAYOUT, _QUEUE = 0, 1, 2
#: Below this height only what is filled in stays around the form.
_HIGH = 560
_TITLES = (N_("Printer"), N_("Bentuk bukti"), N_("Antrean cetak"))
_CALM = N_(
    "Tanpa printer pun tidak apa-apa: setiap bukti disimpan sebagai PDF di folder cetakan dan dapat"
    " dicetak kapan saja."
)


def _where(one: Profile) -> str:
    words = _(profiles.WAY_WORDS[one.transport])
    return f"{words} · {one.address}" if one.there else words


PRINTERS = (
    Column(N_("Untuk"), lambda one: _(profiles.KIND_WORDS[one.kind]), width=26),
    Column(N_("Printer"), _where, width=0),
)


#: What the keys of several steps do on each of them.
_KEYS = (
    (Key("F9", N_("cetak uji")), Key("Ctrl+S", N_("simpan"))),
    (Key("PgUp PgDn", N_("gulir")), Key("Ctrl+S", N_("simpan"))),
    (
        Key("Return", N_("cetak")),
        Key("F9", N_("cetak semua")),
        Key("Del", N_("buang dari antrean")),
    ),
)


class Found(Struct, frozen=True):
    """All that the screen shows."""

    profiles: Profiles
    layout: Layout
    head: Letterhead
    sheet: str
    jobs: Sequence[Job]
    may: bool
    keeps: bool
    installed: list[str]


def find(session: Session) -> Found:
    """Read it; on the database's thread."""
    from kopdes_desktop.ui.kit import sheets  # noqa: PLC0415  Qt's printing, on first use

    office = session.office
    read = office.reading
    office.require(RIGHT)
    return Found(
        profiles.profiles(read),
        slip_layout(read),
        letterhead(read),
        setting(read, RECEIPT_SHEET),
        queue.jobs(read),
        may=office.may(CHANGE) is not Level.NO,
        keeps=office.may(KEEP) is not Level.NO,
        installed=sheets.names(),
    )


def _layout(found: Found) -> tuple[Layout, Letterhead, str]:
    return found.layout, found.head, found.sheet


def _kept(session: Session, profile: Profile) -> Found:
    session.office.require(KEEP)
    session.office.note(partial(profiles.keep, profile=profile))
    return find(session)


def _cancelled(session: Session, fact: int) -> Found:
    session.office.require(KEEP)
    session.office.note(partial(queue.cancel, fact=fact))
    return find(session)


def _from_queue(session: Session, fact: int) -> receipts.ReceiptPaper:
    session.office.require(KEEP)
    return receipts.receipt_paper(session.office, fact, copy=True)


class PrintingScreen(Screen):
    """Three steps on F5, F6 and F7; F9 tries the printer, Enter prints what waits."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Printer & kertas"), desk.news, ("settings.", "savings.", "membership."))
        self._desk = desk
        self._found: Found | None = None
        self.table = Table(PRINTERS, _("Printer laptop ini"))
        self.table.selectionModel().currentRowChanged.connect(self._on_printer)
        self.form = PrinterForm()
        self.form.submitted.connect(self._keep)
        self.tabs = [self._tab(at) for at in range(len(_TITLES))]
        self.steps = Pages(desk.news, self)
        self._first = self.steps.make(self._printers, _PRINTERS)
        self.body.addWidget(self.steps, 1)
        self.advice = _(
            "Pencetakan selalu sesudah transaksi tersimpan. Bila printer mati, buktinya menunggu di"
            " antrean; yang mungkin sudah tercetak keluar lagi bertanda SALINAN."
        )
        self._steps_keys = tuple(
            Key(f"F{at + 5}", _(title), partial(self.go, at)) for at, title in enumerate(_TITLES)
        )
        acts = (
            Key("F9", _("cetak uji"), self._f9),
            Key("Ctrl+S", _("simpan"), self._save),
            Key("Del", _("buang dari antrean"), self._ask_cancel),
        )
        self.set_keys(*self._steps_keys, *acts)
        desk.printer.moved.connect(self._on_moved)
        self.go(_PRINTERS, focus=False)

    def _tab(self, at: int) -> QPushButton:
        made = tab(f"{_(_TITLES[at])} (F{at + 5})")
        made.setAutoExclusive(True)
        made.clicked.connect(lambda: self.go(at))
        self.head.addWidget(made)
        return made

    def _printers(self) -> QWidget:
        held = QWidget(self.steps)
        frame, inside = card(_("Hubungan printer"))
        inside.addWidget(scrolled(self.form), 1)
        self.form.put_buttons(inside)
        self.tried = button(_("Cetak uji (F9)"), icon="printer")
        self.tried.clicked.connect(self._try)
        self.form.buttons.insertWidget(self.form.buttons.count() - 1, self.tried)
        self.calm = kind_label(_(_CALM), "small")
        self.calm.setWordWrap(True)
        box = QVBoxLayout(held)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(12)
        box.addWidget(self.table)
        box.addWidget(self.calm)
        box.addWidget(frame, 1)
        return held

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The list as high as its rows; where the window is low, the words give way to the form."""
        super().resizeEvent(event)
        head, row = self.table.horizontalHeader().height(), self.table.verticalHeader()
        rows = len(profiles.KIND_WORDS) * row.defaultSectionSize()
        self.table.setFixedHeight(head + rows + 2 * self.table.frameWidth() + 4)
        self.calm.setVisible(self.height() >= at_text_size(_HIGH))

    # -- steps that are made when first gone to

    @cached_property
    def layout_panel(self) -> LayoutPanel:
        """What stands on slips."""
        made = self.steps.make(lambda: LayoutPanel(self.steps), _LAYOUT)
        made.wanted.connect(self._change)
        if self._found is not None:
            made.show_layout(*_layout(self._found), may=self._found.may)
        return made

    @cached_property
    def queue(self) -> QueuePanel:
        """What is not printed yet."""
        made = self.steps.make(lambda: QueuePanel(self.steps), _QUEUE)
        made.jobs.opened.connect(self._print)
        if self._found is not None:
            made.show_jobs(self._found.jobs)
        return made

    @property
    def jobs(self) -> Table:
        """The list of what waits."""
        return self.queue.jobs

    def reload(self) -> None:
        self._desk.ask(find, self._show)

    def _on_moved(self) -> None:
        if self.isVisible() and self.steps.number == _QUEUE:
            self.reload()

    def start(self) -> None:
        self.go(self.steps.number)

    def go(self, step: int, *, focus: bool = True) -> None:
        """To one of the three steps."""
        self.steps.setCurrentWidget(self._step(step))
        self.tabs[step].setChecked(True)
        self.print_foot(self.keys_now())
        if not focus:
            return
        if step == _LAYOUT:
            self.layout_panel.look.editor.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            (self.table if step == _PRINTERS else self.jobs).setFocus()

    def _step(self, step: int) -> QWidget:
        if step == _PRINTERS:
            return self._first
        return self.layout_panel if step == _LAYOUT else self.queue

    def keys_now(self) -> tuple[Key, ...]:
        here = _KEYS[self.steps.number]
        return (*self._steps_keys, *(Key(one.sequence, _(one.words)) for one in here))

    def show_list(self, code: str) -> None:
        """What another screen speaks of: "layout", "queue"."""
        named = {"layout": _LAYOUT, "queue": _QUEUE}
        if code in named:
            self.go(named[code])

    def states(self) -> Sequence[Callable[[], None]]:
        return (lambda: self.go(_LAYOUT), lambda: self.go(_QUEUE))

    def _show(self, found: Found) -> None:
        at = max(0, self.table.currentIndex().row())
        self._found = found
        self._desk.printer.know(found.profiles)
        self.table.set_rows([found.profiles[kind] for kind in profiles.KIND_WORDS])
        self.table.go_to(at)
        self.form.setEnabled(found.keeps)
        self.form.submit.setEnabled(found.keeps)
        self.tried.setEnabled(found.keeps)
        for panel in self.steps.there(LayoutPanel):
            panel.show_layout(*_layout(found), may=found.may)
        for waiting in self.steps.there(QueuePanel):
            waiting.show_jobs(found.jobs)

    # -- printers

    def _on_printer(self, *_rows: object) -> None:
        one = self.table.current()
        if one is not None and self._found is not None:
            self.form.show_profile(one, self._found.installed)

    def _keeps(self) -> bool:
        """Whether who sits here may do more than look; told where he may not."""
        may = self._found is not None and self._found.keeps
        if not may:
            self._desk.say(
                _("Printer dan antreannya diatur bendahara, kasir, ketua, atau admin."), "warning"
            )
        return may

    def _keep(self) -> None:
        profile = self.form.profile()
        if profile is not None:
            self._desk.errands.send(
                lambda: _kept(self._desk.session, profile), self._has_kept, sender=self.form
            )

    def _has_kept(self, found: Found) -> None:
        self._show(found)
        self._desk.say(_("Printer disimpan. F9 mencobanya."), "good")

    def _try(self) -> None:
        """A test page to the printer as it stands in the fields, kept or not."""
        profile, found = self.form.profile(), self._found
        if profile is None or found is None:
            return
        if not profile.there:
            self._desk.say(_(_CALM))
            return
        self._desk.say(_("Mencoba printer …"))
        kind: Kind = profile.kind
        if kind == "sheet":
            from kopdes_desktop.paper import pdf  # noqa: PLC0415  on first use

            single = found.sheet == "a5"
            page = pdf.receipts([sample.receipt(found.head)], single=single)
        else:
            page = sample.test_page(profile, found.head, found.layout)
        self._desk.printer.test(profile, page)

    # -- layout

    def _change(self, fields: dict[str, str | bool]) -> None:
        self._desk.perform(CHANGE, {"fields": fields}, self._has_changed)

    def _has_changed(self, _answer: object) -> None:
        self._desk.say(_("Tersimpan; struk dan kuitansi berikutnya mengikutinya."), "good")

    # -- queue

    def _print(self, job: Job) -> None:
        if self._keeps():
            self._desk.ask(partial(_from_queue, fact=job.fact), self._to_printer)

    def _to_printer(self, made: receipts.ReceiptPaper) -> None:
        self._desk.print_paper(made.paper)

    def _print_all(self) -> None:
        if self._found is not None and self._found.jobs and self._keeps():
            for job in self._found.jobs:
                self._print(job)

    def _ask_cancel(self) -> None:
        job = self.jobs.current() if self.steps.number == _QUEUE else None
        if job is None or not self._keeps():
            return
        words = _(
            "Bukti {number} atas nama {name} tidak dicetak. Transaksinya tetap tersimpan; cetakan"
            " berikutnya bertanda SALINAN."
        ).format(number=job.number, name=job.who)
        asking = Confirm(self.window(), _("Buang dari antrean?"), words, deed=_("Buang"))
        asking.confirmed.connect(partial(self._cancel, job.fact))
        asking.open()

    def _cancel(self, fact: int) -> None:
        self._desk.ask(lambda session: _cancelled(session, fact), self._show)

    # -- keys of several steps

    def _f9(self) -> None:
        if self.steps.number == _QUEUE:
            self._print_all()
        elif self.steps.number == _PRINTERS and self._keeps():
            self._try()

    def _save(self) -> None:
        if self.steps.number == _LAYOUT and self.layout_panel.save.isVisible():
            self.layout_panel.submit()
        elif self.steps.number == _PRINTERS and self._keeps():
            self.form.send()
