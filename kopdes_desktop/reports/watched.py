"""Reading that can be stopped: between two questions to the books, and between two rows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kopdes_desktop.db.engine import Database
from kopdes_desktop.db.statements import Statement
from kopdes_desktop.kernel.progress import Progress
from kopdes_desktop.office.books import Reading


class Watched(Reading):
    """Steps its progress with every question and row; `step` raises Cancelled to stop."""

    def __init__(self, database: Database, progress: Progress) -> None:
        """Read from this database as `Reading` does."""
        super().__init__(database)
        self._progress = progress
        self._steps = 0
        self.rows = self._rows
        self.row = self._row
        self.each = self._each

    def _step(self) -> None:
        self._steps += 1
        self._progress.step(self._steps, 0)

    def _rows(self, statement: Statement, **values: Any) -> list[tuple[Any, ...]]:  # noqa: ANN401
        self._step()
        return self.database.rows(statement, **values)

    def _row(self, statement: Statement, **values: Any) -> tuple[Any, ...] | None:  # noqa: ANN401
        self._step()
        return self.database.row(statement, **values)

    def _each(self, statement: Statement, **values: Any) -> Iterator[tuple[Any, ...]]:  # noqa: ANN401
        for found in self.database.each(statement, **values):
            self._step()
            yield found
