"""A desk: the one object that a screen is given. It reads, performs, prints and speaks for it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from kopdes_desktop.kernel.errors import DayNotOpen, NeedsApproval, SelfApproval, SignInRefused
from kopdes_desktop.kernel.i18n import _
from kopdes_desktop.ui.door import Parcels, Session, Standing, standing_of
from kopdes_desktop.ui.kit.complaints import Complaints
from kopdes_desktop.ui.kit.dialogs import AskApproval, Confirm, SecondPerson
from kopdes_desktop.ui.kit.live import News
from kopdes_desktop.ui.kit.perform import Errands, Outcome, Runner, Sender, lives
from kopdes_desktop.ui.kit.printer import Paper, Printed, Printer

if TYPE_CHECKING:
    from kopdes_desktop.members.queries import MemberRow
    from kopdes_desktop.office.books import Books
    from kopdes_desktop.office.transaction import Answer
    from kopdes_desktop.printing.profiles import Profiles
    from kopdes_desktop.ui.backup.keeper import Keeper

Then = Callable[[Any], None]
#: The place of the members' pages, and the right it needs.
PERSONS = "read.members"


class Goal(NamedTuple):
    """Where one screen leads: a place, and what to open there: a member, an entry, a list.

    An `amount` is what a deed there begins with.
    """

    code: str
    member: int | None = None
    entry: int | None = None
    listing: str = ""
    amount: int = 0


class Desk(QObject):
    """Between one window and one session. Everything of the office runs on its own thread."""

    said = Signal(str, str)
    added = Signal(str, str)
    wanted = Signal(object)
    searched = Signal(str)
    guided = Signal(str, str)
    moved = Signal()
    #: Makes the copies of these books; put here by the window.
    keeper: Keeper
    #: How laptops exchange facts; as above, where there is a way.
    parcels: Parcels | None = None

    def __init__(
        self,
        session: Session,
        standing: Standing,
        runner: Runner,
        printer: Printer,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self.session = session
        self.standing = standing
        self.window = window
        self.news = News(self)
        self.way_back: Callable[[], bool] = lambda: False
        self.printer = printer
        self.complaints = Complaints(window, self.say)
        self.errands = Errands(runner, self.complaints.tell)
        session.office.listen(lambda stamp, _fact: self.news.tell(stamp.kind))
        self.news.written.connect(self._on_news)
        printer.note = self.keep
        printer.printed.connect(self._on_printed)
        printer.failed.connect(self.complaints.tell)

    def say(self, words: str, tone: str = "") -> None:
        """Put a sentence into the status line."""
        self.said.emit(words, tone)

    def guide(self, words: str, tone: str = "") -> None:
        """Put the steps of an exercise below the work on any screen; no words take them away."""
        self.guided.emit(words, tone)

    def lead(
        self,
        code: str,
        member: int | None = None,
        *,
        entry: int | None = None,
        listing: str = "",
        amount: int = 0,
    ) -> None:
        """Go to the place that this right opens, and open what is meant there, if anything is."""
        self.wanted.emit(Goal(code, member, entry, listing, amount))

    def lead_to_card(self, number: str) -> None:
        """Go to the member whose card was scanned."""
        from kopdes_desktop.members import queries  # noqa: PLC0415  after sign-in

        self.read(PERSONS, queries.member, number, then=_Holder(self, number))

    def search(self, text: str = "") -> None:
        """Search anything, beginning with what was typed already."""
        self.searched.emit(text)

    def go_back(self) -> bool:
        """To the screen that led here with a member in hand; False where none did."""
        return self.way_back()

    def read(
        self, code: str, query: Callable[..., Any], *args: object, then: Then, **kwargs: object
    ) -> None:
        """Ask a query under the right called `code`; the rows come to `then`."""
        office = self.session.office
        self.errands.send(lambda: office.read(code, query, *args, **kwargs), then)

    def ask(
        self,
        job: Callable[[Session], Any],
        then: Then,
        *,
        otherwise: Callable[[Exception], bool] | None = None,
    ) -> None:
        """Run any other piece of reading on the database's thread."""
        self.errands.send(lambda: job(self.session), then, otherwise=otherwise)

    def perform(
        self,
        op: str,
        order: dict[str, Any],
        then: Then,
        *,
        sender: Sender | None = None,
        question: str = "",
        key: str | None = None,
        signed: bool = False,
        beside: Callable[[Books], None] | None = None,
        deed: str = "",
    ) -> None:
        """Have one order done. A second person and an unopened day are asked for when needed.

        `question` says in full words what the second person agrees to; where two officers sign
        (`signed`) his password is asked for as well. `beside` writes keepers of this laptop in the
        same transaction. `deed` is what the operation is called on this screen.
        """
        self.say("")
        one = [(op, order)]
        job = _Performing(self, one, then, sender=sender, question=question, key=key, signed=signed)
        job.beside, job.deed = beside, deed
        job.go()

    def perform_all(
        self,
        orders: Sequence[tuple[str, dict[str, Any]]],
        then: Then,
        *,
        sender: Sender | None = None,
        question: str = "",
    ) -> None:
        """Have several orders done in one transaction, all or none; the answers come as a list."""
        self.say("")
        job = _Performing(self, orders, then, sender=sender, question=question, several=True)
        job.go()

    def print_paper(self, paper: Paper) -> None:
        """Queue paper; nothing waits for it."""
        self.printer.queue(paper)

    def show_paper(self, paper: Paper) -> None:
        """Look at paper before it is printed or saved."""
        from kopdes_desktop.ui.kit.preview import Preview  # noqa: PLC0415  on first use

        Preview(self.window, self.printer, paper).open()

    def keep(self, change: Callable[[Books], None], then: Callable[[], None] | None = None) -> None:
        """Write a keeper of this laptop, and go on; from any thread.

        Books that are only read go without.
        """
        office = self.session.office

        def job() -> None:
            try:
                if office.read_only is None:
                    office.note(change)
            finally:
                if then is not None:
                    then()

        self.errands.runner.submit(job, self._kept)

    def _kept(self, outcome: Outcome) -> None:
        if outcome.error is not None:
            self.complaints.tell(outcome.error)

    def learn_printers(self) -> None:
        """Ask the books which printers this laptop has."""
        self.ask(_printers, self.printer.know)

    def _on_news(self, kind: str) -> None:
        if kind.startswith(("day.", "settings.")):
            self.errands.send(lambda: standing_of(self.session), self.stand)

    def stand(self, standing: Standing) -> None:
        """Take note of who works on which day."""
        self.standing = standing
        self.moved.emit()

    def _on_printed(self, printed: Printed) -> None:
        """Where the paper is, behind what it is the paper of."""
        self.added.emit(printed.words, "" if printed.done else "warning")


def _printers(session: Session) -> Profiles:
    """On the database's thread."""
    from kopdes_desktop.printing import profiles  # noqa: PLC0415  after sign-in

    return profiles.profiles(session.office.reading)


class _Holder:
    """Whose card this number is on, once the books have said."""

    def __init__(self, desk: Desk, number: str) -> None:
        self._desk, self._number = desk, number

    def __call__(self, found: MemberRow | None) -> None:
        if found is not None:
            self._desk.lead(PERSONS, found.key)
            return
        told = _("Tidak ada anggota bernomor {number}. Kartu ini dari koperasi lain?")
        self._desk.say(told.format(number=self._number), "warning")


class _Performing(QObject):
    """Orders on their way, with what has to be asked before they can be done."""

    def __init__(
        self,
        desk: Desk,
        orders: Sequence[tuple[str, dict[str, Any]]],
        then: Then,
        *,
        sender: Sender | None,
        question: str,
        key: str | None = None,
        several: bool = False,
        signed: bool = False,
    ) -> None:
        super().__init__(desk)
        self._signed = signed
        self.beside: Callable[[Books], None] | None = None
        self.deed = ""
        self._desk, self._orders, self._then = desk, orders, then
        self._sender, self._question, self._key = sender, question, key
        self._several = several
        self._agreed: dict[int, SecondPerson] = {}
        self._ask_words = ""
        self._asked_for = 0
        self._confirmed = False

    def go(self) -> None:
        self._desk.errands.send(
            self._do, self._done, sender=self._sender, otherwise=self._ask_for_more
        )

    def _do(self) -> object:
        """On the database's thread."""
        from kopdes_desktop.office.actor import Approval  # noqa: PLC0415  after sign-in
        from kopdes_desktop.office.transaction import Request  # noqa: PLC0415

        agreed = {
            n: Approval(each.user, each.reason, pin=each.pin, password=each.password)
            for n, each in self._agreed.items()
        }
        return self._desk.session.office.perform_all(
            [
                Request(op, order, self._key, agreed.get(n))
                for n, (op, order) in enumerate(self._orders)
            ],
            confirm_day=self._confirmed,
            beside=self._write_beside,
        )

    def _write_beside(self, books: Books, answers: Sequence[Answer]) -> None:
        """What waits for paper, and what the sender wants kept."""
        from kopdes_desktop.printing import queue  # noqa: PLC0415  after sign-in

        queue.expect(books, [each.id for each in answers])
        if self.beside is not None:
            self.beside(books)

    def _done(self, answers: list[object]) -> None:
        if lives(self._then):
            self._then(answers if self._several else answers[0])
        self.deleteLater()

    def _ask_for_more(self, error: Exception) -> bool:
        if isinstance(error, NeedsApproval) and (error.request or 0) not in self._agreed:
            self._asked_for = error.request or 0
            said = error.message
            if self.deed and error.template == NeedsApproval.template:
                said = NeedsApproval(operation=self.deed).message
            self._ask_words = "\n".join(filter(None, (said, self._question)))
            self._ask_second()
            return True
        if isinstance(error, (SignInRefused, SelfApproval)) and self._agreed:
            self._ask_second(error)
            return True
        if isinstance(error, DayNotOpen) and not self._confirmed:
            deed = _("Buka {day}").format(day=error.values.get("day", ""))
            confirm = Confirm(self._desk.window, _("Buka hari kerja"), error.message, deed=deed)
            confirm.confirmed.connect(self._confirm)
            confirm.open()
            return True
        self.deleteLater()
        return False

    def _ask_second(self, refused: SignInRefused | SelfApproval | None = None) -> None:
        """Who agrees; asked again where his PIN was wrong or he may not be the second."""
        asking = AskApproval(self._desk.window, self._ask_words, signing=self._signed)
        asking.approved.connect(self._approve)
        asking.open()
        before = self._agreed.get(self._asked_for)
        if refused is not None and before is not None:
            field = "by" if isinstance(refused, SelfApproval) else "pin"
            asking.ask_again(before, field, refused.message)

    def _approve(self, second: SecondPerson) -> None:
        """He agrees to every order of the kind that he was asked for: it is one deed on screen."""
        kind = self._orders[self._asked_for][0]
        self._agreed |= {n: second for n, (op, _order) in enumerate(self._orders) if op == kind}
        self.go()

    def _confirm(self) -> None:
        self._confirmed = True
        self.go()
