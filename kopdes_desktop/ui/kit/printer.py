"""Paper, after the fact: a queue of its own that can fail without undoing or delaying anything.

No printer is the normal case: the PDF goes to a folder, and the status line says where. What waits
for its paper is noted in the books (`printing.queue`) before a byte goes out and after the last.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal

from kopdes_desktop.kernel.errors import PrinterSilent, PrinterStopped
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.ui.kit.perform import Outcome, Runner

if TYPE_CHECKING:
    from kopdes_desktop.office.books import Books
    from kopdes_desktop.paper.document import Document, Receipt, Slip
    from kopdes_desktop.printing.profiles import Profile, Profiles

_UNSAFE: Final = re.compile(r"[^A-Za-z0-9._-]+")

#: Notes something in the books, on their own thread, and goes on from there.
Note = Callable[["Callable[[Books], None]", "Callable[[], None] | None"], None]


@dataclass(frozen=True, slots=True)
class Paper:
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


@dataclass(frozen=True, slots=True)
class Printed:
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

    def know(self, profiles: Profiles) -> None:
        """The printers of this laptop from now on."""
        self.profiles = profiles

    def queue(self, paper: Paper) -> None:
        """Take it and return at once."""
        way = self.way(paper)
        if paper.fact is None or self.note is None or way is None:
            self._send(paper, way)
            return
        from kopdes_desktop.printing import queue  # noqa: PLC0415  with the first receipt

        begin = partial(queue.begin, fact=paper.fact)
        self.note(begin, lambda: self._send(paper, way))

    def way(self, paper: Paper) -> Profile | None:
        """The printer that this paper goes to; None where it is kept as a file."""
        slip, matrix = self.profiles.get("slip"), self.profiles.get("matrix")
        if paper.slip is not None and slip is not None and slip.there:
            return slip
        if paper.receipt is not None and matrix is not None and matrix.there:
            return matrix
        return None

    def on_sheet(self, name: str, content: bytes, words: str) -> None:
        """A PDF to the printer of the computer that is called so."""
        self._runner.submit(lambda: _on_sheet(name, content, words), self._tell)

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
        self._runner.submit(lambda: self._kept(paper), self._tell)

    def test(self, profile: Profile, content: bytes) -> None:
        """A test page to a printer that is perhaps not kept yet."""
        words = _("Cetakan uji terkirim. Periksa kertasnya.")
        self._runner.submit(lambda: _delivered(profile, content, words), self._tell)

    def run(self, job: Callable[[], object], then: Callable[[Outcome], None]) -> None:
        """Make something of paper away from the window: pages to look at."""
        self._runner.submit(job, then)

    def _send(self, paper: Paper, way: Profile | None) -> None:
        self._runner.submit(lambda: self._made(paper, way), self._tell)

    def _made(self, paper: Paper, way: Profile | None) -> Printed:
        """On the printing thread: print it or keep it, and note what became of it."""
        begun = False
        try:
            if way is None:
                done = self._kept(paper)
            else:
                words = _("{name} dicetak.").format(name=paper.name)
                done = _delivered(way, _bytes(paper, way), words)
        except Exception as error:
            begun = isinstance(error, PrinterStopped)
            self._note(paper, begun=begun, done=False)
            raise
        self._note(paper, begun=begun, done=True)
        return done

    def _note(self, paper: Paper, *, begun: bool, done: bool) -> None:
        if paper.fact is None or self.note is None:
            return
        from kopdes_desktop.printing import queue  # noqa: PLC0415  with the first receipt

        if done:
            self.note(partial(queue.finish, fact=paper.fact), None)
        else:
            self.note(partial(queue.fail, fact=paper.fact, begun=begun), None)

    def _kept(self, paper: Paper) -> Printed:
        path = keep(self.folder, f"{paper.name}.{paper.suffix}", paper.make())
        told = N_("{name} disimpan di {folder}.")
        if paper.slip is not None:
            told = N_("Tanpa printer: {name} disimpan di {folder}.")
        return Printed(_(told).format(name=path.name, folder=path.parent), path)

    def _tell(self, outcome: Outcome) -> None:
        error = outcome.error
        if error is None:
            self.printed.emit(outcome.value)
        elif isinstance(error, PrinterSilent):
            self.printed.emit(Printed(error.message, done=False))
        elif isinstance(error, OSError):
            self.printed.emit(Printed(PrinterSilent().message, done=False))
        else:
            self.failed.emit(error)
        self.moved.emit()


def _bytes(paper: Paper, way: Profile) -> bytes:
    """The paper as this printer takes it."""
    from kopdes_desktop.paper import dot_matrix  # noqa: PLC0415  on the printing thread
    from kopdes_desktop.printing import profiles  # noqa: PLC0415

    if way.kind == "slip" and paper.slip is not None:
        return profiles.slip_bytes(way, paper.slip, drawer=paper.drawer)
    if paper.receipt is not None:
        lines = dot_matrix.receipt(paper.receipt, way.columns)
    elif paper.document is not None:
        lines = dot_matrix.report(paper.document, way.columns)
    else:
        raise PrinterSilent
    return dot_matrix.encode(lines, way.columns)


def _delivered(way: Profile, content: bytes, words: str) -> Printed:
    from kopdes_desktop.printing import transports  # noqa: PLC0415  on the printing thread

    transports.deliver(way, content)
    return Printed(words)


def _on_sheet(name: str, content: bytes, words: str) -> Printed:
    from kopdes_desktop.ui.kit import sheets  # noqa: PLC0415  on the printing thread

    sheets.send(name, content)
    return Printed(words)


def keep(folder: Path, name: str, content: bytes) -> Path:
    """Write a document under a safe name, whole or not at all; gives its place."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / _UNSAFE.sub("-", name)
    half = path.with_name(path.name + ".part")
    half.write_bytes(content)
    half.replace(path)
    return path
