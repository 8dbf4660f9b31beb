"""Labels for the shelf: of the marked item or of the whole list, on A4 or on the slip printer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from kopdes_desktop.goods.shelf import Shelf
from kopdes_desktop.kernel.i18n import _
from kopdes_desktop.kernel.wording import number
from kopdes_desktop.office.books import Reading
from kopdes_desktop.paper.document import Document
from kopdes_desktop.ui.desk import Desk
from kopdes_desktop.ui.door import Session
from kopdes_desktop.ui.goods.reading import Row
from kopdes_desktop.ui.kit.choices import ChoiceField
from kopdes_desktop.ui.kit.fields import TextField
from kopdes_desktop.ui.kit.form_dialog import FormDialog
from kopdes_desktop.ui.kit.printer import Paper

SHEET, ROLL = "sheet", "roll"
_ONE, _ALL = "one", "all"
_MOST_COPIES = 99


class _Wanted(NamedTuple):
    keys: Sequence[int]
    copies: int
    way: str


class LabelsDialog(FormDialog):
    """Which items, how many of each, on what."""

    unsaid = ""

    def __init__(self, desk: Desk, marked: Row | None, shown: Sequence[int]) -> None:
        self._desk, self._marked, self._shown = desk, marked, tuple(shown)
        choices = [(_ONE, marked.item.name)] if marked is not None else []
        every = _("semua {n} barang di daftar").format(n=number(len(shown)))
        self.whose = ChoiceField("whose", _("&Etiket untuk"), [*choices, (_ALL, every)])
        self.copies = TextField("copies", _("&Lembar tiap barang"), needed=True, longest=2)
        self.way = ChoiceField(
            "way",
            _("&Dicetak di"),
            (
                (SHEET, _("kertas A4, 24 etiket (70 × 37 mm)")),
                (ROLL, _("printer struk 58 mm, satu per satu")),
            ),
        )
        super().__init__(
            desk.window,
            _("Cetak etiket rak"),
            _("Nama, harga hari ini, dan barcode. Barang tanpa barcode memakai kodenya sendiri."),
            (self.whose, self.copies, self.way),
            deed=_("Cetak etiket"),
        )
        self.copies.set_text("1")
        self.given.connect(self._make)

    def _make(self, values: dict[str, Any]) -> None:
        text = values["copies"]
        if not text.isdigit() or not 1 <= int(text) <= _MOST_COPIES:
            self.form.complain("copies", _("Tulis angka 1 sampai 99."))
            return
        one = values["whose"] == _ONE and self._marked is not None
        keys = (self._marked.item.key,) if one and self._marked is not None else self._shown
        wanted = _Wanted(keys, int(text), values["way"])
        self._desk.ask(
            lambda session: _labels(session, wanted), lambda made: self._print(made, wanted)
        )

    def _print(self, made: Document, wanted: _Wanted) -> None:
        count = len(made.labels)
        if wanted.way == ROLL and not self._desk.printer.on_roll(
            lambda columns: _roll(made, columns), _("{n} etiket tercetak.").format(n=count)
        ):
            self.form.complain(
                "way", _("Belum ada printer struk. Atur di Printer & kertas, atau pakai A4.")
            )
            return
        self.accept()
        self._desk.say(_("Menyiapkan {n} etiket …").format(n=number(count)))
        if wanted.way == SHEET:
            self._desk.show_paper(Paper("etiket", lambda: _sheet(made)))


def _labels(session: Session, wanted: _Wanted) -> Document:
    """On the database's thread."""
    office = session.office
    return office.read("report.item_labels", _document, office, wanted)


def _document(read: Reading, office: Any, wanted: _Wanted) -> Document:  # noqa: ANN401  Office
    from kopdes_desktop.reports import item_labels  # noqa: PLC0415  with the first label
    from kopdes_desktop.reports import report as reports  # noqa: PLC0415  as above

    params = reports.find(item_labels.CODE).params({}, office.today())
    shelf = Shelf.load(read, params.day)
    chosen = [found for key in wanted.keys if (found := shelf.get(key)) is not None]
    return item_labels.document(read, params, shelf, chosen, wanted.copies)


def _sheet(made: Document) -> bytes:
    """On the printing thread."""
    from kopdes_desktop.paper import pdf  # noqa: PLC0415  on first use

    return pdf.document(made)


def _roll(made: Document, columns: int) -> bytes:
    from kopdes_desktop.paper import label_sheet  # noqa: PLC0415  on first use

    return label_sheet.roll(made.labels, columns, practice=made.letterhead.practice)
