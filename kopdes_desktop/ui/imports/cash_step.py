"""An old cash book from the file to the books: read, accepted line by line, posted."""

from __future__ import annotations

from collections.abc import Callable

from kopdes_desktop.accounting.cash_importing import CashStudy
from kopdes_desktop.kernel.i18n import _
from kopdes_desktop.kernel.progress import Silent
from kopdes_desktop.kernel.wording import number, rupiah
from kopdes_desktop.office.studies import Imported
from kopdes_desktop.paper.grid import Book
from kopdes_desktop.ui.desk import Desk
from kopdes_desktop.ui.imports import cash_reading
from kopdes_desktop.ui.imports.cash_panel import CashPanel
from kopdes_desktop.ui.imports.cash_reading import CashFound
from kopdes_desktop.ui.imports.long_work import LongWork
from kopdes_desktop.ui.imports.reading import Wanted
from kopdes_desktop.ui.kit.dialogs import Confirm
from kopdes_desktop.ui.kit.perform import Sender
from kopdes_desktop.ui.kit.tasks import send_long


class CashStep:
    """What the screen of imports does with a cash book; `panel` is what it shows."""

    def __init__(
        self,
        desk: Desk,
        sender: Sender,
        turned: Callable[[CashPanel], None],
        finished: Callable[[str], None],
    ) -> None:
        self._desk, self._sender = desk, sender
        self._turned, self._finished = turned, finished
        self._made: CashStudy | None = None
        self.panel = CashPanel(lambda: desk.standing.today)
        self.panel.taken.connect(self.ask_take)
        self.panel.kept.connect(self.keep)

    def read(self, wanted: Wanted) -> None:
        """Read and replay a file on the other thread."""
        send_long(
            self._desk.errands,
            lambda progress: cash_reading.study(self._desk.session, wanted, progress),
            self._studied,
            window=self._desk.window,
            title=_("Memeriksa berkas"),
            words=_("Setiap baris {name} dibaca dan diperiksa. Tidak ada yang diubah.").format(
                name=wanted.path.name
            ),
            sender=self._sender,
        )

    def show_example(self, wanted: Wanted, book: Book) -> None:
        """A small book, for pictures."""
        self._desk.ask(
            lambda session: cash_reading.study(session, wanted, Silent(), book=book),
            self._studied,
        )

    def _studied(self, found: CashFound) -> None:
        self.panel.show_found(found)
        self._turned(self.panel)
        self._desk.say(
            _("{name}: {rows} transaksi, {n} pertentangan.").format(
                name=found.study.name,
                rows=number(found.study.rows),
                n=number(len(found.study.contradictions)),
            )
        )

    def again(self) -> None:
        """The file was mended meanwhile."""
        if self.panel.found is not None:
            self.read(self.panel.found.wanted)

    def keep(self) -> None:
        """Everything as a sheet that can be answered elsewhere."""
        self._judge(
            lambda made: self._desk.ask(
                lambda session: cash_reading.paper(session, made), self._desk.print_paper
            )
        )

    def ask_take(self) -> None:
        """Post what was accepted, once everything about it is."""
        if self.panel.take_button.isEnabled():
            self._judge(self._confirm)

    def _judge(self, then: Callable[[CashStudy], None]) -> None:
        """The book with the answers so far."""
        found = self.panel.found
        if found is None:
            return
        answers, accepted = self.panel.answered()
        self._desk.ask(lambda session: cash_reading.judged(session, found, answers, accepted), then)

    def _confirm(self, made: CashStudy) -> None:
        """Say what stands against it, or ask."""
        refusal = lacking(made)
        if refusal:
            self.panel.complain(refusal)
            return
        self._made = made
        left = len(made.proposals) - made.ready
        told = [
            _("{n} transaksi dari {name} dicatat ke kas {box} dalam satu langkah.").format(
                n=number(made.ready), name=made.name, box=made.box.name
            ),
            _("Masuk {came}, keluar {went}.").format(
                came=rupiah(int(made.totals["in"])), went=rupiah(int(made.totals["out"]))
            ),
        ]
        if left:
            told.append(_("{n} transaksi tidak diterima dan tidak ikut.").format(n=number(left)))
        told.append(_("Seluruhnya dapat dibatalkan lagi."))
        asking = Confirm(
            self._desk.window,
            _("Catat buku kas lama?"),
            " ".join(told),
            deed=_("Catat {n} transaksi").format(n=number(made.ready)),
        )
        asking.confirmed.connect(self._take)
        asking.open()

    def _take(self) -> None:
        made = self._made
        if made is None:
            return
        LongWork(
            self._desk,
            lambda progress, confirmed: cash_reading.take_in(
                self._desk.session, made, progress, confirm_day=confirmed
            ),
            self._taken,
            title=_("Memasukkan buku lama"),
            words=_("{name} sedang dimasukkan. Bila dihentikan, tidak ada yang masuk.").format(
                name=made.name
            ),
            sender=self._sender,
        ).go()

    def _taken(self, done: Imported) -> None:
        self._finished(_("{n} baris masuk.").format(n=number(done.imported)))


def lacking(made: CashStudy) -> str:
    """Why what was accepted cannot be posted yet, in words; empty if it can."""
    blocking = made.blocking
    if blocking:
        words = _(
            "{n} pertentangan belum diterima. Yang pertama, lembar {sheet} baris {row}: {why}."
        )
        first = blocking[0]
        return words.format(
            n=number(len(blocking)), sheet=first.sheet, row=first.row, why=first.message
        )
    if made.errors:
        first_error = made.errors[0]
        sheet, row = made.place(first_error.row)
        words = _("Lembar {sheet} baris {row} belum dapat dicatat: {why}")
        return words.format(sheet=sheet, row=row, why=first_error.message)
    return ""
