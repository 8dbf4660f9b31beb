"""A page with one list of purchasing: read when it is opened, worked on by keys."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from kopdes_desktop.kernel.i18n import _
from kopdes_desktop.office.books import Reading
from kopdes_desktop.ui.desk import Desk
from kopdes_desktop.ui.kit.choices import ChoiceField
from kopdes_desktop.ui.kit.fields import Field, kind_label
from kopdes_desktop.ui.kit.form_dialog import FormDialog
from kopdes_desktop.ui.kit.keys import Key
from kopdes_desktop.ui.kit.reasons import AskReason
from kopdes_desktop.ui.kit.rows_model import Column
from kopdes_desktop.ui.kit.tables import Table
from kopdes_desktop.ui.purchasing import reading
from kopdes_desktop.ui.purchasing.reading import RIGHT, Shop


class ListPage(QWidget):
    """Subclasses name title, columns, what to read and the keys; `empty` is said without rows."""

    def __init__(self, desk: Desk, title: str, columns: Sequence[Column], empty: str) -> None:
        super().__init__(desk.news.ground)
        self.desk, self.title, self.empty = desk, title, empty
        self.keys: tuple[Key, ...] = ()
        self.shop: Shop | None = None
        self.said = kind_label("", "muted")
        self.said.setWordWrap(True)
        self.table = Table(columns, title)
        self.table.opened.connect(self.act)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(10)
        self.body.addWidget(self.said)
        self.body.addWidget(self.table, 1)

    def read(self, read: Reading) -> Sequence[Any]:
        """The rows; on the database's thread."""
        raise NotImplementedError

    def act(self, row: Any) -> None:  # noqa: ANN401  a row is what `read` gave
        """What Enter does with a row."""

    def show_shop(self, shop: Shop) -> None:
        """Suppliers, boxes and rights as they are now; the list is read again."""
        self.shop = shop
        self.desk.read(RIGHT, self.read, then=self.show_rows)

    def show_rows(self, rows: Sequence[Any]) -> None:
        """The list; the marked place stays."""
        at = self.table.currentIndex().row()
        self.table.set_rows(rows)
        self.table.go_to(min(max(at, 0), len(rows) - 1))
        self.said.setText(self.summary(rows) if rows else self.empty)

    def summary(self, rows: Sequence[Any]) -> str:
        """What is said above the list."""
        return ""

    def start(self) -> None:
        """At the list."""
        self.table.setFocus()

    def take_code(self, code: str) -> None:
        """No goods are named on a list."""

    def may(self, deed: str) -> bool:
        """Whether whoever sits here may do it, with a second person or alone."""
        return self.shop is not None and deed in self.shop.may

    def box_field(
        self, name: str, label: str, *, first: tuple[str, str] | None = None
    ) -> ChoiceField:
        """Which box, his own first; `first` stands before them."""
        shop = self.shop
        rows = reading.box_choices(shop.boxes, shop.own_box) if shop is not None else []
        return ChoiceField(name, label, [*([first] if first else []), *rows])

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
        then: Callable[[Any], None] | None = None,
    ) -> FormDialog:
        """A form whose fields become an order that is done; `then` says more than `done` does."""
        asking = FormDialog(self.desk.window, title, words, fields, deed=deed, columns=columns)

        def given(typed: dict[str, Any]) -> None:
            asking.perform(self.desk, op, order(typed), then or self.done, question=title)

        asking.given.connect(given)
        asking.open()
        return asking

    def with_reason(
        self, title: str, words: str, deed: str, op: str, order: dict[str, Any]
    ) -> None:
        """A deed that wants a reason."""
        asking = AskReason(self.desk.window, title, words, deed=deed)
        asking.given.connect(
            lambda reason: self.desk.perform(
                op, {**order, "reason": reason}, self.done, question=title
            )
        )
        asking.open()

    def done(self, answer: Any) -> None:  # noqa: ANN401  office.Answer
        """It is written: its number, or that it is kept."""
        self.desk.say(
            _("{number} tersimpan.").format(number=answer.number)
            if answer.number
            else _("Tersimpan."),
            "good",
        )
        if self.shop is not None:
            self.show_shop(self.shop)

    def states(self) -> Sequence[Callable[[], None]]:
        """What else it shows, for pictures."""
        return ()
