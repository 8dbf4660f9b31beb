"""Periksa: every proof of the books, green or red in words; Enter leads from a finding on."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtWidgets import QHBoxLayout

from kopdes_desktop.checks.check import Fix, fix_of
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.progress import Stoppable
from kopdes_desktop.ui.accounting import proving
from kopdes_desktop.ui.accounting.proving import Paper
from kopdes_desktop.ui.desk import Desk
from kopdes_desktop.ui.door import Session
from kopdes_desktop.ui.kit.dialogs import Confirm
from kopdes_desktop.ui.kit.fields import kind_label, set_tone
from kopdes_desktop.ui.kit.form import button
from kopdes_desktop.ui.kit.keys import Key
from kopdes_desktop.ui.kit.tasks import send_long
from kopdes_desktop.ui.reports import sources
from kopdes_desktop.ui.reports.report_screen import SHORT, PaperScreen


class ChecksScreen(PaperScreen):
    """F5 proves the books now; F9 also makes them anew from their facts, which takes its time."""

    short: Mapping[str, str] = {
        **SHORT,
        "F5": N_("periksa"),
        "F6": N_("perbaiki"),
        "F9": N_("menyeluruh"),
    }

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("Periksa buku"), ())
        self._busy = False
        self._green: bool | None = None
        self._proven = False
        self.now = button(_("Periksa sekarang (F5)"), "primary", "shield-check")
        self.now.clicked.connect(self.prove)
        self.deep = button(_("Periksa menyeluruh (F9)"))
        self.deep.clicked.connect(self._ask_deep)
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(self.now)
        row.addWidget(self.deep)
        row.addStretch(1)
        self.body.addLayout(row)
        self.fix = kind_label("", "notice", "warning")
        self.fix.setWordWrap(True)
        self.fix_deed = button(_("Ke tempat memperbaiki (F6)"), icon="chevron-right")
        self.fix_deed.clicked.connect(self._go_to_fix)
        beside = QHBoxLayout()
        beside.setSpacing(10)
        beside.addWidget(self.fix, 1)
        beside.addWidget(self.fix_deed)
        self.body.addLayout(beside)
        self.body.addWidget(self.trail, 1)
        self.view.table.selectionModel().currentRowChanged.connect(self._offer_fix)
        self.set_keys(
            Key("F5", _("periksa sekarang"), self.prove),
            Key("F6", _("ke tempat memperbaiki temuan ini"), self._go_to_fix),
            Key("F9", _("periksa menyeluruh"), self._ask_deep),
            *self.paper_keys(),
        )
        self.print_hints()
        self.advice = _(
            "Pemeriksaan membaca seluruh buku dan tidak mengubah apa pun. Enter pada temuan"
            " membuka jurnal, akun, atau anggota yang dimaksud; F6 membawa ke tempat"
            " memperbaikinya."
        )
        self._offer_fix()

    def start(self) -> None:
        """The list, or what was followed from it."""
        self.trail.focus()

    def reload(self) -> None:
        if not self.trail.pages:
            self.desk.ask(proving.before, self._show)

    def states(self) -> Sequence[Callable[[], None]]:
        """The proofs as they are now."""
        return (self.prove,)

    # -- proving

    def prove(self) -> None:
        """All proofs, now."""
        self._send(proving.prove, _("Semua pemeriksaan dijalankan; buku hanya dibaca."))

    def _ask_deep(self) -> None:
        asking = Confirm(
            self.desk.window,
            _("Periksa menyeluruh"),
            _(
                "Seluruh buku disusun ulang dari catatannya di samping yang asli, lalu"
                " dibandingkan baris demi baris. Ini dapat makan beberapa menit pada buku yang"
                " panjang, dan pekerjaan lain menunggu. Sebaiknya sesudah jam layanan."
            ),
            deed=_("Periksa"),
        )
        asking.confirmed.connect(self._prove_deep)
        asking.open()

    def _prove_deep(self) -> None:
        self._send(
            proving.prove_deep,
            _("Buku disusun ulang dan dibandingkan; buku yang asli hanya dibaca."),
        )

    def _send(self, job: Callable[[Session, Stoppable], Paper], words: str) -> None:
        session = self.desk.session
        send_long(
            self.desk.errands,
            lambda progress: job(session, progress),
            self._was_proven,
            window=self.desk.window,
            title=_("Memeriksa buku"),
            words=words,
            sender=self,
        )

    def set_busy(self, busy: bool) -> None:  # noqa: FBT001  as Qt's own setters
        """Nothing is proven twice at once."""
        self._busy = busy
        self.now.setDisabled(busy)
        self.deep.setDisabled(busy)

    def is_busy(self) -> bool:
        """Whether a proof runs."""
        return self._busy

    def complain(self, field: str | None, words: str) -> bool:
        """No field of this screen is to blame for anything."""
        return False

    def _was_proven(self, paper: Paper) -> None:
        self._proven = True
        self._show(paper)
        red = sum(not row["ok"] for row in paper[0].rows)
        self.desk.say(*((paper[0].about[0], "warning") if red else (paper[0].about[0], "good")))
        self.trail.focus()
        self.desk.moved.emit()

    def _show(self, paper: Paper) -> None:
        made, self._green = paper
        self.trail.set_out(sources.page_of(sources.CHECKS, {}, made, _first_red(made.rows)))

    # -- putting right

    def _meant(self) -> Fix | None:
        """How the red proof under the cursor is put right; None on green ones and other papers."""
        page, row = self.trail.top(), self.view.table.current()
        if page is None or page.code != sources.CHECKS or row is None or row["ok"] is not False:
            return None
        return fix_of(str(row["check"]))

    def _offer_fix(self, *_moved: object) -> None:
        """What is to be done, as long as the cursor is on a red proof."""
        meant = self._meant()
        self.fix.setText(_(meant.words) if meant is not None else "")
        self.fix.setVisible(meant is not None)
        self.fix_deed.setVisible(meant is not None)

    def _go_to_fix(self) -> None:
        """To the place, and the list there, where the red proof under the cursor is put right."""
        meant = self._meant()
        if meant is None:
            self.desk.say(_("Pilih dahulu pemeriksaan yang merah, lalu F6."))
        else:
            self.desk.lead(meant.place, listing=meant.listing)

    def _on_turned(self) -> None:
        super()._on_turned()
        self.proven.hide()
        self._offer_fix()
        page = self.trail.top()
        if page is None or page.code != sources.CHECKS:
            return
        words, tone = {
            None: (_("belum diperiksa"), "warning"),
            True: (_("hijau"), ""),
            False: (_("MERAH"), "danger"),
        }[self._green]
        self.verdict.setText(words)
        self.verdict.show()
        set_tone(self.verdict, tone)


def _first_red(rows: Sequence[Any]) -> int:
    return next((at for at, row in enumerate(rows) if row["ok"] is False), 0)
