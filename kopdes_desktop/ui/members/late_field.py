"""Why something of an earlier day is recorded only now: asked only where the day is earlier."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from kopdes_desktop.kernel.errors import Refusal
from kopdes_desktop.kernel.i18n import _
from kopdes_desktop.ui.kit.amounts import DayField
from kopdes_desktop.ui.kit.fields import TextField


class LateField(TextField):
    """Follows a day field; out of sight, and without a value, as long as the day is today."""

    def __init__(self, day: DayField, today: Callable[[], date]) -> None:
        self._day, self._today = day, today
        super().__init__(
            "late",
            _("Mengapa baru dicatat sekarang"),
            hint=_("boleh kosong; bila diisi, ditandai susulan"),
        )
        day.edited.connect(self.follow)

    def follow(self) -> None:
        """Ask, or do not, as the day now stands."""
        self.setVisible(self._is_late())

    def value(self) -> str:
        """The reason; nothing for what is of today."""
        return super().value() if self._is_late() else ""

    def _is_late(self) -> bool:
        try:
            return self._day.value() < self._today()
        except Refusal:
            return False
