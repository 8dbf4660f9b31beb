"""Paper, after the fact: a queue of its own that can fail without undoing or delaying anything.

No printer is the normal case: the PDF goes to a folder, and the status line says where. What waits
for its paper is noted in the books (`printing.queue`) just before a byte goes out and after the
last. A printer that is silent once takes with it what was queued for it till then, and at the end
of the program nothing more is begun: both stay in the books' queue.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from PySide6.QtCore import QObject, Signal

from kopdes_desktop.kernel.errors import (
    Cancelled,
    NotAPrinter,
    PaperNotKept,
    PrinterSilent,
    PrinterStopped,
    TrialSilent,
)
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.ui.kit.perform import Outcome, Runner

if TYPE_CHECKING:
    from kopdes_desktop.office.books import Books
    from kopdes_desktop.paper.document import Document, Receipt, Slip
    from kopdes_desktop.printing.profiles import Kind, Profile, Profiles

#: Notes something in the books, on their own thread, and goes on from there.
Note = Callable[["Callable[[Books], None]", "Callable[[], None] | None"], None]


class Paper(Struct, frozen=True):
    """A document that can be made: as a file, and perhaps as a slip.

    `fact` is whose receipt it is: it leaves the print queue once it is printed. A `document` can
    also be printed on a ribbon, in the printer's own letters. `drawer` opens the cash drawer, once.
    """

    name: str
    make: Callable[[], bytes]
    suffix: str = "pdf"
    slip: Slip | None = None
    receipt: Receipt | None = None
    fact: int | None = None
    document: Document | None = None
    drawer: bool = False


class Printed(Struct, frozen=True):
    """What became of it, in words for the status line."""

    words: str
    path: Path | None = None
    done: bool = True


class Printer(QObject):
    """Makes and sends paper, one after the other, away from the window."""

    printed = Signal(object)
    failed = Signal(object)
    #: A receipt has come out of the queue, or stays in it.
    moved = Signal()

    def __init__(self, runner: Runner, folder: Path) -> None:
        super().__init__()
        self._runner = runner
        self.folder = folder
        self.profiles: Profiles = {}
        self.note: Note | None = None
        self._turn = 0
        #: Of each silent printer the last turn that was given out when it was found to be so.
        self._silent: dict[tuple[str, str], int] = {}
        self._ending = False

    def know(self, profiles: Profiles) -> None:
        """The printers of this laptop from now on."""
        self.profiles = profiles

    def queue(self, paper: Paper) -> None:
        """Take it and return at once."""
        self._send(paper, self.way(paper))

    def way(self, paper: Paper) -> Profile | None:
        """The printer that this paper goes to; None where it is kept as a file.

        A receipt goes to the slip printer, else onto the ribbon, else onto a sheet.
        """
        if paper.slip is not None and (slip := self._printer("slip")) is not None:
            return slip
        if paper.receipt is None:
            return None
        return self._printer("matrix") or self._printer("sheet")

    def _printer(self, kind: Kind) -> Profile | None:
        found = self.profiles.get(kind)
        return found if found is not None and found.there else None

    def on_sheet(self, name: str, content: bytes, words: str) -> None:
        """A PDF to the printer of the computer that is called so."""
        from kopdes_desktop.printing.profiles import Profile  # noqa: PLC0415  with the first sheet

        way = Profile("sheet", transport="system", address=name)
        self.send(way, content, self._tell, Printed(words))

    def on_roll(self, make: Callable[[int], bytes], words: str) -> bool:
        """What fits so many columns to the slip printer; False where there is none."""
        way = self._printer("slip")
        if way is not None:
            self.send(way, make(way.columns), self._tell, Printed(words))
        return way is not None

    def has_ribbon(self, paper: Paper) -> bool:
        """Whether there is a dot-matrix printer, and this paper can be said in letters."""
        matrix = self.profiles.get("matrix")
        worded = paper.document is not None or paper.receipt is not None
        return matrix is not None and matrix.there and worded

    def on_ribbon(self, paper: Paper) -> None:
        """On the dot-matrix printer, whatever other printers there are."""
        if self.has_ribbon(paper):
            self._send(paper, self.profiles["matrix"])

    def save(self, paper: Paper) -> None:
        """Keep it as a file, whatever printers there are."""
        self._runner.submit(partial(self._kept, paper, anyway=True), self._tell)

    def test(self, profile: Profile, content: bytes) -> None:
        """A test page to a printer that is perhaps not kept yet."""
        words = _("Cetakan uji terkirim. Periksa kertasnya.")
        self.send(profile, content, self._tell_trial, Printed(words))

    def _tell_trial(self, outcome: Outcome) -> None:
        """A test page is the paper of nothing: no words about what is in the books."""
        error = outcome.error
        if isinstance(error, (PrinterSilent, OSError)) and not isinstance(error, NotAPrinter):
            outcome = Outcome(error=TrialSilent())
        self._tell(outcome)

    def send(
        self,
        way: Profile,
        content: bytes,
        then: Callable[[Outcome], None],
        value: object = None,
    ) -> None:
        """Bytes to a printer in their turn; `then` is told."""
        turn = self._next()

        def job() -> object:
            self._require_open(way, turn)
            self._deliver(way, content)
            return value

        self._runner.submit(job, then)

    def run(self, job: Callable[[], object], then: Callable[[Outcome], None]) -> None:
        """Make something of paper away from the window: pages to look at."""

        def looked_at() -> object:
            if self._ending:
                raise Cancelled
            return job()

        self._runner.submit(looked_at, then)

    def stop(self) -> None:
        """Begin nothing more on any printer, and wait for what is in the middle of it.

        Papers for the folder are still written. What was printed is noted with the books' own
        thread, which therefore has to be stopped after this.
        """
        self._ending = True
        self._runner.stop()

    def _next(self) -> int:
        self._turn += 1
        return self._turn

    def _send(self, paper: Paper, way: Profile | None) -> None:
        turn = self._next()
        job = partial(self._kept, paper) if way is None else partial(self._made, paper, way, turn)
        self._runner.submit(job, self._tell)

    def _made(self, paper: Paper, way: Profile, turn: int) -> Printed:
        """On the printing thread: print it, and note what became of it."""
        begun = False
        try:
            self._require_open(way, turn)
            content = _bytes(paper, way)
            self._begin(paper)
            begun = True
            self._deliver(way, content)
        except Cancelled:
            raise
        except Exception as error:
            untouched = isinstance(error, PrinterSilent) and not isinstance(error, PrinterStopped)
            self._note(paper, begun=begun and not untouched, done=False)
            raise
        self._note(paper, begun=True, done=True)
        return Printed(_("{name} dicetak.").format(name=paper.name))

    def _require_open(self, way: Profile, turn: int) -> None:
        """Cancelled at the end of the program; PrinterSilent where it was, since this was queued.

        A paper that somebody asks for after that is a new try.
        """
        if self._ending:
            raise Cancelled
        if turn <= self._silent.get((way.transport, way.address), 0):
            raise PrinterSilent

    def _deliver(self, way: Profile, content: bytes) -> None:
        try:
            _deliver(way, content)
        except PrinterSilent:
            self._silent[way.transport, way.address] = self._turn
            raise

    def _begin(self, paper: Paper) -> None:
        """Return once the books hold that a printer may have it; a crash later is a copy then."""
        if paper.fact is None or self.note is None:
            return
        from kopdes_desktop.printing import queue  # noqa: PLC0415  with the first receipt

        noted = threading.Event()
        self.note(partial(queue.begin, fact=paper.fact), noted.set)
        noted.wait()

    def _note(self, paper: Paper, *, begun: bool, done: bool) -> None:
        if paper.fact is None or self.note is None:
            return
        from kopdes_desktop.printing import queue  # noqa: PLC0415  with the first receipt

        if done:
            self.note(partial(queue.finish, fact=paper.fact), None)
        else:
            self.note(partial(queue.fail, fact=paper.fact, begun=begun), None)

    def _kept(self, paper: Paper, *, anyway: bool = False) -> Printed:
        """On the printing thread: into the folder; `anyway` whatever printers there are."""
        from kopdes_desktop.printing import folder  # noqa: PLC0415  on the printing thread

        path = folder.keep(self.folder, f"{paper.name}.{paper.suffix}", paper.make)
        if not anyway:
            self._note(paper, begun=True, done=True)
        told = N_("{name} disimpan di {folder}.")
        if paper.slip is not None:
            told = N_("Tanpa printer: {name} disimpan di {folder}.")
        return Printed(_(told).format(name=path.name, folder=path.parent), path)

    def _tell(self, outcome: Outcome) -> None:
        error = outcome.error
        if error is None:
            self.printed.emit(outcome.value)
        elif isinstance(error, (PrinterSilent, PaperNotKept)):
            self.printed.emit(Printed(error.message, done=False))
        elif isinstance(error, OSError):  # of a printer's way; the disk's own is PaperNotKept
            self.printed.emit(Printed(PrinterSilent().message, done=False))
        elif not isinstance(error, Cancelled):
            self.failed.emit(error)
        self.moved.emit()


def _bytes(paper: Paper, way: Profile) -> bytes:
    """The paper as this printer takes it."""
    from kopdes_desktop.paper import dot_matrix  # noqa: PLC0415  on the printing thread
    from kopdes_desktop.printing import profiles  # noqa: PLC0415

    if way.kind == "sheet":
        return paper.make()
    if way.kind == "slip" and paper.slip is not None:
        return profiles.slip_bytes(way, paper.slip, drawer=paper.drawer)
    if paper.receipt is not None:
        lines = dot_matrix.receipt(paper.receipt, way.columns)
    elif paper.document is not None:
        lines = dot_matrix.report(paper.document, way.columns)
    else:
        raise PrinterSilent
    return dot_matrix.encode(lines, way.columns)


def _deliver(way: Profile, content: bytes) -> None:
    """On the printing thread: bytes to a printer of any kind."""
    if way.kind == "sheet":
        from kopdes_desktop.ui.kit import sheets  # noqa: PLC0415  Qt's printing, on first use

        sheets.send(way.address, content)
        return
    from kopdes_desktop.printing import transports  # noqa: PLC0415

    transports.deliver(way, content)
