"""A page of the surplus: what the screen tells it, and how deeds are done from it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from kopdes_desktop.kernel.i18n import _
from kopdes_desktop.printing import papers
from kopdes_desktop.ui.desk import Desk
from kopdes_desktop.ui.kit.choices import ChoiceField
from kopdes_desktop.ui.kit.fields import Field, kind_label
from kopdes_desktop.ui.kit.form_dialog import FormDialog
from kopdes_desktop.ui.kit.keys import Key
from kopdes_desktop.ui.printing import receipts
from kopdes_desktop.ui.purchasing.reading import box_choices
from kopdes_desktop.ui.surplus.reading import Surplus

if TYPE_CHECKING:
    from kopdes_desktop.ui.door import Session


class Page(QWidget):
    """Subclasses fill `body`, and show what was read."""

    def __init__(self, desk: Desk, title: str) -> None:
        super().__init__(desk.news.ground)
        self.desk, self.title = desk, title
        self.keys: tuple[Key, ...] = ()
        self.found: Surplus | None = None
        self.said = kind_label("", "muted")
        self.said.setWordWrap(True)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(10)
        self.body.addWidget(self.said)

    def show_year(self, found: Surplus) -> None:
        """What the books say now."""
        self.found = found

    def start(self) -> None:
        """Where work begins."""

    def may(self, deed: str) -> bool:
        """Whether whoever sits here may do it, with a second person or alone; else it is said."""
        if self.found is None:
            return False
        if deed in self.found.may:
            return True
        self.desk.say(_("Ini dikerjakan bendahara atau ketua."), "warning")
        return False

    def offer(self, keys: Sequence[Key], of: Mapping[str, str]) -> None:
        """Print these keys but those of a deed that whoever sits here may not do (key: deed)."""
        may = self.found.may if self.found is not None else frozenset[str]()
        self.keys = tuple(key for key in keys if key.sequence not in of or of[key.sequence] in may)

    def box_field(self) -> ChoiceField:
        """Which box pays, his own first."""
        found = self.found
        rows = box_choices(found.boxes, found.own_box) if found is not None else []
        return ChoiceField("box", _("Dari kas"), rows)

    def fill_in(
        self,
        title: str,
        words: str,
        fields: Sequence[Field],
        *,
        deed: str,
        op: str,
        order: Callable[[dict[str, Any]], dict[str, Any]],
        columns: int = 1,
        question: str = "",
    ) -> None:
        """A form whose fields become an order that is done."""
        asking = FormDialog(self.desk.window, title, words, fields, deed=deed, columns=columns)
        asking.careful = True
        asking.given.connect(
            lambda typed: asking.perform(
                self.desk, op, order(typed), self.done, question=question or title
            )
        )
        asking.open()

    def done(self, answer: Any) -> None:  # noqa: ANN401  office.Answer
        """It is written: its number, or that it is kept."""
        number = answer.number
        self.desk.say(
            _("{number} tersimpan.").format(number=number) if number else _("Tersimpan."), "good"
        )
        self.desk.ask(lambda session: _paper(session, answer.id), self._print)

    def _print(self, made: receipts.ReceiptPaper | None) -> None:
        """Its slip to the queue, if it has one; nothing waits for it."""
        if made is not None:
            self.desk.print_paper(made.paper)

    def states(self) -> Sequence[Callable[[], None]]:
        """What else it shows, for pictures."""
        return ()


def _paper(session: Session, fact: int) -> receipts.ReceiptPaper | None:
    """On the database's thread."""
    if not papers.has_paper(session.office.reading, fact):
        return None
    return receipts.receipt_paper(session.office, fact)
