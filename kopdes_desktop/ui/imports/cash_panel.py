"""Second step for a cash book: its contradictions and its lines, accepted one by one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from kopdes_desktop.accounting import cash_proposing
from kopdes_desktop.accounting.cash_importing import Place
from kopdes_desktop.accounting.cash_proposing import SKIP, Answer, Proposal
from kopdes_desktop.accounting.cash_replay import Contradiction, sen
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import NOTHING
from kopdes_desktop.kernel.wording import number, rupiah, short_day
from kopdes_desktop.ui.imports.ask_event import AskEvent
from kopdes_desktop.ui.imports.cash_reading import CashFound
from kopdes_desktop.ui.imports.panel import DryRunPanel
from kopdes_desktop.ui.kit.fields import kind_label
from kopdes_desktop.ui.kit.keys import Key, bind
from kopdes_desktop.ui.kit.rows_model import Column
from kopdes_desktop.ui.kit.tables import Table

#: The kinds of finding have short names here, and the lines much to say.
_LEFT = 190
_SHEET = 10
CONTRADICTIONS, DOUBTS, LINES = "contradictions", "doubts", "lines"
VIEWS = {
    CONTRADICTIONS: N_("Pertentangan"),
    DOUBTS: N_("Perlu dijawab"),
    LINES: N_("Semua"),
}
_HINTS = {
    CONTRADICTIONS: N_("Spasi menerima satu pertentangan. Nomornya seperti di lembar aslinya."),
    DOUBTS: N_("Enter memilih apa yang terjadi; Spasi menerima usulnya; Delete melewatinya."),
    LINES: N_(
        "Spasi menerima satu baris, Ctrl+A semua yang pasti. Yang tidak diterima tidak ikut."
    ),
}
_NOTHING = {
    CONTRADICTIONS: N_("Buku ini tidak bertentangan dengan dirinya sendiri."),
    DOUBTS: N_("Tidak ada yang perlu dijawab."),
    LINES: N_("Tidak ada transaksi."),
}
_YES, _OPEN, _NOT = N_("ya"), "?", "–"


class ShownLine(Struct, frozen=True):
    """A line with its answer so far, and what contradicts it."""

    made: Proposal
    answer: Answer | None
    against: tuple[Contradiction, ...]

    @property
    def place(self) -> Place:
        """Sheet and row."""
        return self.made.played.sheet, self.made.played.line.row

    @property
    def taken(self) -> bool:
        """Whether it goes in."""
        return self.answer is not None and self.answer.what != SKIP

    @property
    def doubtful(self) -> bool:
        """Whether a person has to look at it."""
        return bool(self.against) or not self.made.sure

    @property
    def what(self) -> str:
        """What it was, as it now stands."""
        code = self.answer.what if self.answer and self.answer.what else self.made.what
        return _("dilewati") if code == SKIP else cash_proposing.title_of(code)

    @property
    def day(self) -> date:
        """Its day, as it now stands."""
        return (self.answer.day if self.answer else None) or self.made.day

    @property
    def mark(self) -> str:
        """Accepted, open, or left out."""
        if self.answer is None:
            return _OPEN
        return _(_YES) if self.taken else _NOT


class ShownContradiction(Struct, frozen=True):
    """A contradiction and whether it was accepted."""

    one: Contradiction
    accepted: bool


def _where(shown: ShownLine) -> str:
    """Sheet and row; a file's long name gives way to the row."""
    sheet, row = shown.place
    return f"{sheet if len(sheet) <= _SHEET else sheet[: _SHEET - 1] + '…'} {row}"


def _signed(amount: int) -> str:
    """What came in has its sign too."""
    return f"+{number(amount)}" if amount > 0 else number(amount)


LINE_COLUMNS = (
    Column(N_("Terima"), lambda x: x.mark, width=6, tone=lambda x: "good" if x.taken else ""),
    Column(N_("Lembar, baris"), _where, width=13),
    Column(
        N_("Tanggal"),
        lambda x: x.day,
        text=short_day,
        width=10,
        tone=lambda x: "warning" if x.against else "",
    ),
    Column(N_("Uraian"), lambda x: x.made.text, width=0),
    Column(N_("Jumlah"), lambda x: int(x.made.amount), text=_signed, width=11, right=True),
    Column(
        N_("Kejadian"),
        lambda x: x.what,
        width=0,
        tone=lambda x: "" if x.answer or x.made.sure else "warning",
    ),
)
CONTRADICTION_COLUMNS = (
    Column(
        N_("Terima"),
        lambda x: _(_YES) if x.accepted else _OPEN,
        width=7,
        tone=lambda x: "good" if x.accepted else "",
    ),
    Column(N_("Lembar"), lambda x: x.one.sheet, width=10),
    Column(N_("Baris"), lambda x: x.one.row, text=str, width=6, right=True),
    Column(N_("Sebabnya"), lambda x: x.one.message, width=0),
)
#: The sheet is named where there are several.
_SHEET_AT, _SEVERAL = 1, 2


class CashPanel(DryRunPanel):
    """Of a cash book: what contradicts it, and its lines, to be accepted one by one."""

    kinds = VIEWS
    wide = _LEFT

    def __init__(self, today: Callable[[], date]) -> None:
        super().__init__(_("Simpan lembar jawaban (Ctrl+E)"))
        self._today = today
        self.found: CashFound | None = None
        self.answers: dict[Place, Answer] = {}
        self.accepted: set[str] = set()
        self.told = kind_label("", "muted")
        self.told.setWordWrap(True)
        self.lines = Table(LINE_COLUMNS, _("Transaksi buku kas"))
        self.lines.spare(90, 2, 5)  # the sentence below says both
        self.lines.opened.connect(self.ask)
        self.contradictions = Table(CONTRADICTION_COLUMNS, _("Pertentangan di buku kas"))
        self.contradictions.opened.connect(lambda _row: self.toggle())
        for table in (self.lines, self.contradictions):
            table.selectionModel().currentRowChanged.connect(self._tell)
            bind((Key("Space", "", self.toggle), Key("Delete", "", self.skip)), table)
        bind((Key("Ctrl+A", "", self.accept_sure),), self)
        self.arrange((self.lines, self.contradictions), self.told)

    # -- what is shown

    def show_found(self, found: CashFound) -> None:
        """Show a dry run; nothing of it is accepted yet."""
        self.found = found
        self.answers, self.accepted = {}, set()
        self.notice.hide()
        made = found.study
        closing = sen(made.replay.closing)
        self.told.setText(
            _(
                "{name}, kas {box}: {sheets} lembar, {rows} transaksi, saldo akhir menurut hitungan"
                " ulang {closing}. Tidak ada yang dicatat sebelum Anda menerimanya."
            ).format(
                name=made.name,
                box=made.box.name,
                sheets=number(len(made.book.sheets)),
                rows=number(made.rows),
                closing=closing,
            )
        )
        self._fill()
        at = 0 if made.contradictions else 1 if self._doubts() else 2
        self.views.go_to(at)
        self._show_view()

    def _lines(self) -> list[ShownLine]:
        if self.found is None:
            return []
        study = self.found.study
        against: dict[Place, list[Contradiction]] = {}
        for each in study.contradictions:
            if each.on_row:
                against.setdefault((each.sheet, each.row), []).append(each)
        made = ((each, (each.played.sheet, each.played.line.row)) for each in study.proposals)
        return [
            ShownLine(each, self.answers.get(place), tuple(against.get(place, ())))
            for each, place in made
        ]

    def _doubts(self) -> list[ShownLine]:
        return [each for each in self._lines() if each.doubtful]

    def _fill(self) -> None:
        """The counts of the kinds, and the rows of the one that is shown."""
        if self.found is None:
            return
        study = self.found.study
        open_ = sum(not self._is_accepted(each) for each in study.contradictions)
        doubts = sum(each.answer is None for each in self._doubts())
        counts = (open_, doubts, len(study.proposals))
        rows = self.counted(counts)
        if not self.views.rows.rows:
            self.views.set_rows(rows)
        else:
            for at, row in enumerate(rows):
                self.views.rows.replace_row(at, row)
        ready = sum(each.taken for each in self._lines())
        self.offer(_("Catat {n} yang diterima (Ctrl+S)").format(n=number(ready)))
        self.take_button.setEnabled(bool(ready))

    def _show_view(self) -> None:
        if self.found is None:
            return
        code = self.view()
        self.subject.setText(_(VIEWS[code]))
        table = self.contradictions if code == CONTRADICTIONS else self.lines
        if code == CONTRADICTIONS:
            found = self.found.study.contradictions
            sheets = {each.sheet for each in found}
            self.contradictions.setColumnHidden(_SHEET_AT, len(sheets) < _SEVERAL)
            self.contradictions.set_rows(
                [ShownContradiction(x, self._is_accepted(x)) for x in found]
            )
        else:
            self.lines.set_rows(self._doubts() if code == DOUBTS else self._lines())
        self.tables.setCurrentWidget(table)
        table.go_to(0)
        self.hint.setText(_((_HINTS if table.rows.rows else _NOTHING)[code]))
        self._tell()

    def _is_accepted(self, one: Contradiction) -> bool:
        """A line's own contradiction is accepted with the line."""
        if not one.on_row:
            return one.name in self.accepted
        answer = self.answers.get((one.sheet, one.row))
        return answer is not None

    def table(self) -> Table:
        """The one that is shown."""
        return self.contradictions if self.view() == CONTRADICTIONS else self.lines

    def _tell(self) -> None:
        """The whole of what is known of the row under the cursor."""
        row = self.table().current()
        words: list[str] = []
        if isinstance(row, ShownContradiction):
            words = [row.one.message]
        elif isinstance(row, ShownLine):
            words = _about(row)
        self.detail.setText("\n".join(filter(None, words)))

    # -- answering

    def toggle(self) -> None:
        """Accept the row under the cursor with what contradicts it, or no longer; then the next."""
        row = self.table().current()
        if isinstance(row, ShownContradiction):
            self._toggle_contradiction(row)
        elif isinstance(row, ShownLine):
            if row.taken:
                self.answers.pop(row.place, None)
            elif row.made.question or not row.made.what:
                self.ask(row)
                return
            else:
                self.answers[row.place] = Answer(row.made.what)
            self._changed(onward=True)

    def _toggle_contradiction(self, row: ShownContradiction) -> None:
        if row.one.hard:
            place = row.one.sheet, row.one.row  # it can only be left out
            if self.answers.pop(place, None) is None:
                self.answers[place] = Answer(SKIP)
            self._changed(onward=True)
            return
        if row.one.on_row:
            self._to_line(row.one)
            return
        self.accepted ^= {row.one.name}
        self._changed(onward=True)

    def _to_line(self, one: Contradiction) -> None:
        """A line's own contradiction is judged where the line is."""
        self.views.go_to(list(VIEWS).index(DOUBTS))
        places = [each.place for each in self.lines.rows.rows]
        if (one.sheet, one.row) in places:
            self.lines.go_to(places.index((one.sheet, one.row)))
        self.lines.setFocus()

    def skip(self) -> None:
        """The line under the cursor does not go in."""
        row = self.table().current()
        if isinstance(row, ShownLine):
            self.answers[row.place] = Answer(SKIP)
            self._changed(onward=True)

    def accept_sure(self) -> None:
        """Every line that is sure and that nothing contradicts."""
        for each in self._lines():
            if each.answer is None and not each.doubtful:
                self.answers[each.place] = Answer(each.made.what)
        self._changed(onward=False)

    def ask(self, row: ShownLine) -> None:
        """What this line was, from a list."""
        if self.found is None or not isinstance(row, ShownLine):
            return
        made = row.made
        if row.answer is not None and row.taken:
            said = row.answer
            made = replace(made, what=said.what, purpose=said.purpose, unit=said.unit, day=row.day)
        asking = AskEvent(self.window(), self.found, made, self._today)
        asking.chosen.connect(_Choosing(self, row.place))
        asking.open()

    def choose(self, place: Place, answer: Answer) -> None:
        """What a person said of a line."""
        self.answers[place] = answer
        self._changed(onward=True)

    def _changed(self, *, onward: bool) -> None:
        """The same rows with what was just said, the cursor on the next."""
        table = self.table()
        at = table.currentIndex().row()
        self.notice.hide()
        self._fill()
        self._show_view()
        table.go_to(min(at + int(onward), len(table.rows.rows) - 1))
        self._tell()

    def answered(self) -> tuple[dict[Place, Answer], set[str]]:
        """Every line with its answer, and what was accepted; what nobody accepted is left out."""
        lines = self._lines()
        said = {each.place: each.answer if each.taken else Answer(SKIP) for each in lines}
        names = {x.name for each in lines if each.taken for x in each.against}
        left = {place: each for place, each in self.answers.items() if place not in said}
        answers = {place: each for place, each in said.items() if each is not None}
        return {**left, **answers}, names | self.accepted


class _Choosing:
    """An answer's way back to the line that it was asked for."""

    def __init__(self, panel: CashPanel, place: Place) -> None:
        self._panel, self._place = panel, place

    def __call__(self, answer: Answer) -> None:
        self._panel.choose(self._place, answer)


def _about(row: ShownLine) -> list[str]:
    """A line in full: what it becomes, how sure that is, what contradicts it."""
    made = row.made
    side = _("masuk") if made.amount > NOTHING else _("keluar")
    words = _("{text}: {side} {amount} pada {day} menjadi “{what}” (keyakinan {sure}%).")
    told = [
        words.format(
            text=made.text,
            side=side,
            amount=rupiah(abs(int(made.amount))),
            day=short_day(row.day),
            what=row.what or "?",
            sure=made.confidence,
        )
        if row.what
        else made.text
    ]
    told += [each.message for each in row.against]
    if row.answer is None and made.question:
        told.append(made.question)
    return told
