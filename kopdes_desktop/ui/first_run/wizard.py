"""Koperasi baru: the steps one after the other, a draft on disk, and the founding at their end.

Enter goes on, Esc and Alt+Left go back, nothing typed is lost. Passwords and PINs are only in the
memory of the step that asked for them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractSlider,
    QHBoxLayout,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from kopdes_desktop.kernel.errors import Cancelled, Refusal
from kopdes_desktop.kernel.i18n import _
from kopdes_desktop.ui.door import Founding, Session, Standing, standing_of
from kopdes_desktop.ui.first_run import draft, template
from kopdes_desktop.ui.first_run.founded_page import FoundedPage
from kopdes_desktop.ui.first_run.identity_step import IdentityStep
from kopdes_desktop.ui.first_run.paper_step import PaperStep
from kopdes_desktop.ui.first_run.people_step import PeopleStep, Secret
from kopdes_desktop.ui.first_run.profile import profile
from kopdes_desktop.ui.first_run.savings_step import SavingsStep
from kopdes_desktop.ui.first_run.step import Parts, Step
from kopdes_desktop.ui.first_run.step_list import StepList
from kopdes_desktop.ui.first_run.summary_step import SummaryStep
from kopdes_desktop.ui.first_run.time_step import TimeStep
from kopdes_desktop.ui.first_run.units_step import UnitsStep
from kopdes_desktop.ui.kit.fields import kind_label, set_tone
from kopdes_desktop.ui.kit.form import key_hint
from kopdes_desktop.ui.kit.keys import Key, bind, shown
from kopdes_desktop.ui.kit.panels import scrolled
from kopdes_desktop.ui.kit.tasks import send_long

if TYPE_CHECKING:
    from collections.abc import Callable

    from kopdes_desktop.kernel.progress import Progress
    from kopdes_desktop.ui.door import Beginnings, Door
    from kopdes_desktop.ui.kit.perform import Errands

#: A draft is kept so long after the last key.
_PAUSE_MS: Final = 700
#: Which step asks for a part of the profile that founding refused.
_ASKED_BY: Final = {
    "koperasi": 0,
    "buku": 1,
    "unit": 2,
    "kas": 2,
    "orang": 3,
    "password": 3,
    "pin": 3,
    "name": 3,
    "simpanan": 4,
    "kertas": 5,
    "image": 5,
}


@dataclass(frozen=True, slots=True)
class Founded:
    """What came of it: words for those who were not there, and how the treasurer comes in."""

    coop: str
    words: Mapping[str, str] = field(repr=False)
    user: str
    password: str = field(repr=False)


class Wizard(QWidget):
    """`left` gives up for now; `signed_in` brings the treasurer, `place` where she begins."""

    left = Signal()
    signed_in = Signal(object, object, str)

    def __init__(self, door: Door, begin: Beginnings, folder: Path, errands: Errands) -> None:
        super().__init__()
        self.title = _("Koperasi baru")
        self._door, self._begin = door, begin
        self._folder, self._errands = folder, errands
        self.units = UnitsStep()
        self.people = PeopleStep()
        self.summary = SummaryStep(begin.today)
        self.steps: Sequence[Step] = (
            IdentityStep(errands),
            TimeStep(begin.today),
            self.units,
            self.people,
            SavingsStep(begin.today),
            PaperStep(errands),
            self.summary,
        )
        self.parts: Parts = {}
        self.at = 0
        self._founded: Founded | None = None
        self._keeps = True
        self._saves = QTimer(self)
        self._saves.setSingleShot(True)
        self._saves.setInterval(_PAUSE_MS)
        self._saves.timeout.connect(self.keep)
        self.list = StepList([step.title for step in self.steps])
        self.page = FoundedPage()
        self.page.chosen.connect(self._begin_at)
        self.notice = kind_label("", "notice")
        self.notice.setWordWrap(True)
        self.notice.hide()
        self.keys = (
            Key("Return", _("lanjut")),
            Key("Ctrl+Return", _("langkah berikutnya")),
            Key("Esc", _("kembali")),
            Key("Alt+Left", _("kembali"), self.back),
            Key("PgDown", _("gulir ke bawah"), self.scroll_down),
            Key("PgUp", _("gulir ke atas"), self.scroll_up),
            *(Key(f"Ctrl+{n + 1}", step.title, _To(self, n)) for n, step in enumerate(self.steps)),
        )
        bind(self.keys, self)
        self._arrange()
        self._restore()
        errands.send(_cash_accounts, self.units.furnish)
        for step in self.steps:
            step.passed.connect(self.go_on)
            step.edited.connect(self._saves.start)
        self.people.renamed.connect(self.units.rename_keeper)

    def _arrange(self) -> None:
        self._stack = QStackedWidget()
        self._areas: list[QScrollArea] = []
        for each in (*self.steps, self.page):
            self._areas.append(scrolled(each))
            self._stack.addWidget(self._areas[-1])
        foot = QHBoxLayout()
        foot.setSpacing(18)
        self._told = QHBoxLayout()
        self._told.setSpacing(18)
        self._print_foot((self.keys[0], self.keys[2]))
        self.page.stepped.connect(lambda: self._print_foot(self.page.keys_now()))
        foot.addLayout(self._told)
        foot.addStretch(1)
        for step in self.steps:
            foot.addWidget(step.go)
        right = QVBoxLayout()
        right.setContentsMargins(28, 20, 22, 12)
        right.setSpacing(12)
        right.addWidget(self._stack, 1)
        right.addWidget(self.notice)
        right.addLayout(foot)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.list)
        whole.addLayout(right, 1)

    # -- what is kept

    def _restore(self) -> None:
        kept = draft.load(self._folder)
        for step in self.steps:
            step.restore(kept.get(step.code, {}))
        if kept:
            self.say(_("Isian yang lalu masih ada. Kata sandi dan PIN diketik lagi."))

    def keep(self) -> None:
        """Write the draft, on the books' thread: a slow disk holds up no key."""
        self._saves.stop()
        if self._founded is None and self._keeps:
            folder, texts = self._folder, self._texts()
            self._errands.send(lambda: draft.save(folder, texts), self._kept)

    def _texts(self) -> draft.Texts:
        return {step.code: step.texts() for step in self.steps}

    def _kept(self, _nothing: object) -> None:
        """Nothing to show for it."""

    def hideEvent(self, event: QHideEvent) -> None:
        """The window may be closing: what was typed last is written at once."""
        super().hideEvent(event)
        if self._saves.isActive():
            self._saves.stop()
            draft.save(self._folder, self._texts())

    # -- from step to step

    def keys_now(self) -> tuple[Key, ...]:
        """For F1: the keys of the step that is open, and the wizard's; each once."""
        if self._founded is not None:
            return self.page.keys_now()
        own = self.steps[self.at].keys
        told = {key.sequence for key in own} | {"Alt+Left"}
        mine = [key for key in self.keys if key.sequence not in told]
        back = mine.index(Key("Esc", _("kembali")))
        mine[back] = Key("Esc / Alt+Left", _("kembali"))
        return (*own, *mine)

    @property
    def advice(self) -> str:
        """For F1."""
        return self.page.advice if self._founded else self.steps[self.at].advice

    def start(self) -> None:
        """Where the work is now."""
        if self._founded is not None:
            self.page.start()
            return
        step = self.steps[self.at]
        self.summary.typed = set(self.people.panel.secrets)
        step.look_back(self.parts)
        self._show(self.at)
        self._areas[self.at].verticalScrollBar().setValue(0)
        step.start()

    def _done(self, step: Step) -> bool:
        return step.code in self.parts

    def say(self, words: str, tone: str = "") -> None:
        """In the lower edge."""
        self.notice.setText(words)
        self.notice.setVisible(bool(words))
        set_tone(self.notice, tone)

    def go_on(self) -> None:
        """Take what this step gives, and open the next one; the last one founds."""
        step = self.steps[self.at]
        if self._founded is not None or not self._take(self.at):
            return
        self.keep()
        self.say("")
        if step is self.summary:
            self._found()
        else:
            self.at += 1
            self.start()

    def _take(self, at: int) -> bool:
        part = self.steps[at].part()
        if part is None:
            self.parts.pop(self.steps[at].code, None)
            return False
        self.parts[self.steps[at].code] = part
        return True

    def back(self) -> None:
        """The step before, or the start window; what was typed stays."""
        if self._founded is not None:
            return
        self.keep()
        if self.at:
            self.at -= 1
            self.start()
        else:
            self.left.emit()

    def go_to(self, at: int) -> None:
        """A step that has been reached already: all before it must be in order."""
        if self._founded is not None:
            return
        if at > self.at:
            for before in range(self.at, at):
                self.at = before
                self.steps[before].look_back(self.parts)
                if not self._take(before):
                    self.start_again(before)
                    return
        self.keep()
        self.at = at
        self.start()

    def start_again(self, at: int) -> None:
        """Show a step that has complained; its words stay."""
        self.at = at
        self._show(at)

    def _show(self, at: int) -> None:
        self._stack.setCurrentIndex(at)
        self.list.show_standing(at, {n for n, s in enumerate(self.steps) if self._done(s)})
        for n, step in enumerate(self.steps):
            step.go.setVisible(n == at)

    def scroll_down(self) -> None:
        """Where the window is too low for a step."""
        self._scroll(QAbstractSlider.SliderAction.SliderPageStepAdd)

    def scroll_up(self) -> None:
        """As above."""
        self._scroll(QAbstractSlider.SliderAction.SliderPageStepSub)

    def _scroll(self, step: QAbstractSlider.SliderAction) -> None:
        self._areas[self._stack.currentIndex()].verticalScrollBar().triggerAction(step)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc that no field wanted for itself goes back."""
        if event.key() == Qt.Key.Key_Escape and not event.isAutoRepeat():
            self.back()
        else:
            super().keyPressEvent(event)

    # -- founding

    def _found(self) -> None:
        secrets = self.people.panel.secrets
        what = Founding(
            profile(self.parts),
            {name: each.password for name, each in secrets.items()},
            {name: each.pin for name, each in secrets.items()},
        )
        folder, treasurer = self._folder, what.profile["orang"][0]["name"]
        coop, found = what.profile["koperasi"]["name"], self._begin.found

        def job(progress: Progress) -> Founded:
            words = found(folder, what, progress)
            return Founded(coop, words, treasurer, what.passwords[treasurer])

        send_long(
            self._errands,
            job,
            self._stands,
            window=self.window(),
            title=_("Mendirikan koperasi"),
            words=_("Buku disiapkan dan dikunci. Bila dihentikan, belum ada yang dibuat."),
            sender=self.summary,
            otherwise=self._not_founded,
        )

    def _not_founded(self, error: Exception) -> bool:
        """Where the part that was refused is asked, or below the summary."""
        self.summary.start()
        if isinstance(error, Cancelled):
            self.summary.tell(_("Dihentikan: belum ada yang dibuat."), "warning")
            return True
        if not isinstance(error, Refusal):
            return False
        part, _dot, field = (error.field or "").partition(".")
        at = _ASKED_BY.get(part)
        if at is not None:
            self.start_again(at)
            self.say(error.message, "danger")
            self.steps[at].start()
            self.steps[at].complain(field or part, error.message)
        else:
            self.summary.tell(error.message, "danger")
        return True

    def _print_foot(self, keys: Sequence[Key]) -> None:
        """Along the lower edge, what the keys do here."""
        while (item := self._told.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        for key in (*keys, Key("F1", _("tombol dan bantuan"))):
            hint = key_hint(shown(key.sequence), key.words)
            self._told.addWidget(hint, 0, Qt.AlignmentFlag.AlignVCenter)

    def _stands(self, founded: Founded) -> None:
        self._founded = founded
        draft.drop(self._folder)
        self.people.panel.secrets.clear()
        self.say("")
        self.page.show_founded(founded.coop, founded.words)
        self.parts.setdefault(self.summary.code, {})
        self._show(len(self.steps))
        self.page.start()

    def _begin_at(self, place: str) -> None:
        """Sign in as the treasurer has just typed herself in."""
        founded, enter, folder = self._founded, self._door.enter, self._folder
        if founded is None:
            return
        self.say(_("Membuka buku …"))

        def job() -> tuple[Session, Standing, str]:
            session = enter(folder, founded.user, founded.password)
            return session, standing_of(session), place

        self._errands.send(job, self._entered, sender=self.page)

    def _entered(self, opened: tuple[Session, Standing, str]) -> None:
        self._founded = None
        self.signed_in.emit(*opened)

    def states(self) -> Sequence[Callable[[], None]]:
        """Each step as an example fills it: for pictures."""
        return (self._fill_example, *(_To(self, at) for at in range(1, len(self.steps))))

    def _fill_example(self) -> None:
        self._keeps = False
        kept = template.example()
        for step in self.steps:
            step.restore(kept.get(step.code, {}))
        rows = self.people.panel.rows
        self.people.panel.secrets[rows[0]["name"]] = Secret("", "")
        self.go_to(0)


class _To:
    """A key's way to a step."""

    def __init__(self, wizard: Wizard, at: int) -> None:
        self._wizard, self._at = wizard, at

    def __call__(self) -> None:
        self._wizard.go_to(self._at)


def _cash_accounts() -> list[tuple[str, str]]:
    """On the books' thread: what a box may stand on, in the chart that comes with the program."""
    from kopdes_desktop.ledger.chart import shipped_chart  # noqa: PLC0415  SQL comes with it

    return [(card.code, f"{card.code} {card.name}") for card in shipped_chart() if card.cash]
