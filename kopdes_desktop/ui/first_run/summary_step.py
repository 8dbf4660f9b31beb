"""The last step: what will be founded, in words; one deed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from kopdes_desktop.kernel.i18n import _
from kopdes_desktop.ui.first_run import profile
from kopdes_desktop.ui.first_run.step import ListStep, Parts
from kopdes_desktop.ui.kit.fields import kind_label, set_tone
from kopdes_desktop.ui.kit.form import button
from kopdes_desktop.ui.kit.pairs import Pairs
from kopdes_desktop.ui.kit.panels import card


class SummaryStep(ListStep):
    """Enter on the button founds; what founding refuses stands above it."""

    def __init__(self, today: Callable[[], date]) -> None:
        super().__init__(
            "ringkasan",
            _("Ringkasan"),
            _(
                "Bacalah sekali lagi. Sesudah didirikan, identitas, orang, besaran dan kop masih"
                " dapat diubah; bulan pertama pembukuan dan kode unit tidak."
            ),
            button(_("Dirikan koperasi"), "primary", "check"),
        )
        self._today = today
        self.pairs = Pairs()
        self.typed: set[str] = set()
        self.notice = kind_label("", "notice")
        self.notice.setWordWrap(True)
        self.notice.hide()
        frame, inside = card()
        inside.addWidget(self.pairs)
        self.body.addWidget(frame)
        self.body.addWidget(self.notice)
        self.body.addStretch(1)
        self._busy = False

    def start(self) -> None:
        self.go.setFocus()

    def look_back(self, parts: Parts) -> None:
        """Everything in words, what is odd in amber; who gets one-time words is counted."""
        odd = profile.doubts(parts, self._today())
        self.pairs.show_pairs(
            [
                (name, f"{value}\n{odd[name]}" if name in odd else value)
                for name, value in profile.in_words(parts, self.typed)
            ],
            amber=odd,
        )
        left = sum(row["name"] not in self.typed for row in parts["orang"]["rows"])
        self.tell(profile.waiting(left) if left else "")

    def tell(self, words: str, tone: str = "") -> None:
        """Say something above the button."""
        self.notice.setText(words)
        set_tone(self.notice, tone)
        self.notice.setVisible(bool(words))

    def set_busy(self, busy: bool) -> None:  # noqa: FBT001  as Qt's own setters
        self._busy = busy
        self.go.setDisabled(busy)

    def is_busy(self) -> bool:
        return self._busy

    def complain(self, _field: str | None, words: str) -> bool:
        """Whatever was refused: here it is said."""
        self.tell(words, "danger")
        return True
