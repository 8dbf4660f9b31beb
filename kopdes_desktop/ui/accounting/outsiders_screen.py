"""Pihak luar: who lends, owes or is owed and is no member; what is open, and his name's erasure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from msgspec import Struct

from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.wording import number
from kopdes_desktop.ledger import balances, chart
from kopdes_desktop.members import third_parties
from kopdes_desktop.members.third_parties import Outsider
from kopdes_desktop.office.books import Reading
from kopdes_desktop.reports import holders
from kopdes_desktop.ui.accounting.book_screen import DetailScreen, allowed
from kopdes_desktop.ui.accounting.party_field import ADD
from kopdes_desktop.ui.desk import Desk
from kopdes_desktop.ui.door import Session
from kopdes_desktop.ui.kit.fields import TextField
from kopdes_desktop.ui.kit.form import button
from kopdes_desktop.ui.kit.keys import Key
from kopdes_desktop.ui.kit.reasons import AskReason
from kopdes_desktop.ui.kit.rows_model import Column

ERASE = "members.erase_outsider"
_LISTENS = ("members.", "accounting.", "borrowings.", "assets.")
_LONGEST = 80


class Open(Struct, frozen=True):
    """What stands under somebody's code on one account of one unit (debit +)."""

    account: str
    name: str
    unit: str
    amount: int

    @property
    def owing(self) -> str:
        """Who owes whom, in words."""
        return _("ia berutang") if self.amount > 0 else _("koperasi berutang")


class Row(Struct, frozen=True):
    """Somebody from outside; why his name is still `needed`, where it is."""

    who: Outsider
    open: tuple[Open, ...]
    needed: tuple[str, ...]

    @property
    def name(self) -> str:
        """What he is called, as long as that is known."""
        return self.who.name or _("(nama dihapus)")

    @property
    def state(self) -> str:
        """Whether anything is open, in words."""
        if self.who.name is None:
            return _("sudah dihapus")
        return _("masih terbuka") if self.needed else _("selesai")

    @property
    def tone(self) -> str:
        """Who is gone stands back."""
        return "muted" if self.who.name is None else ""


class Page(Struct, frozen=True):
    """All that the screen shows, and what may be done."""

    rows: tuple[Row, ...]
    may: frozenset[str]


ROWS = (
    Column(N_("Nama"), lambda row: row.name, width=0, tone=lambda row: row.tone),
    Column(N_("Kode"), lambda row: row.who.code, width=12, tone=lambda row: row.tone),
    Column(N_("Keadaan"), lambda row: row.state, width=13, tone=lambda row: row.tone),
)
LINES = (
    Column(N_("Akun"), lambda line: line.name, width=0),
    Column(N_("Unit"), lambda line: line.unit, width=11),
    Column(N_("Siapa berutang"), lambda line: line.owing, width=17),
    Column(N_("Jumlah"), lambda line: abs(line.amount), text=number, width=11, right=True),
)


def read_page(session: Session) -> Page:
    """On the database's thread."""
    office = session.office
    return office.read(ADD, _page, allowed(office, (ADD, ERASE)))


def _page(read: Reading, may: frozenset[str]) -> Page:
    units = {unit.code: unit.name for unit in chart.units(read)}
    return Page(tuple(_row(read, each, units) for each in third_parties.known(read)), may)


def _row(read: Reading, who: Outsider, units: dict[str, str]) -> Row:
    found = tuple(
        Open(code, chart.account(read, code).name, units.get(unit, unit), int(amount))
        for code in balances.accounts_of(read, who.key)
        for unit, amount in balances.of_key(read, code, who.key)
    )
    return Row(who, found, tuple(third_parties.needed_for(read, who)))


class OutsidersScreen(DetailScreen):
    """Ctrl+N names somebody, Del erases a name that nothing needs; Enter: what is open with him."""

    def __init__(self, desk: Desk) -> None:
        open_with = _("Yang masih terbuka"), LINES
        super().__init__(desk, _("Pihak luar"), _LISTENS, ROWS, open_with)
        self.table.spare(50, 1)
        self.lines.spare(70, 1)
        self.table.opened.connect(lambda _row: self._to_lines())
        self.table.selectionModel().currentRowChanged.connect(lambda *_at: self._show_row())
        self.lines.opened.connect(self._show_card)
        self.add = button(_("Pihak luar baru (Ctrl+N)"), "primary", "plus")
        self.add.clicked.connect(self.ask_new)
        self.erase = button(_("Hapus nama (Del)"), icon="trash-2")
        self.erase.clicked.connect(self.ask_erasing)
        self.place((self.add, None), (self.erase, None), 8)
        self.advice = _(
            "Orang atau lembaga yang bukan anggota dan bukan pengurus: penalang, penyewa, penjual"
            " aset. Di jurnal hanya ada kodenya. Bila semuanya sudah lunas dan orangnya meminta,"
            " namanya dihapus untuk selamanya; kode, jumlah, dan tanggalnya tetap."
        )
        self.set_keys(
            Key("↑ ↓", _("pilih")),
            Key("Return", _("yang masih terbuka; sekali lagi kartunya")),
            Key("Ctrl+N", _("pihak luar baru"), self.ask_new),
            Key("Del", _("hapus namanya"), self.ask_erasing),
        )
        self.rights = {"Ctrl+N": (ADD,), "Del": (ERASE,)}
        self.hint_at("Return", "Del")

    def reload(self) -> None:
        self.desk.ask(read_page, self._show)

    def _show(self, page: Page) -> None:
        self.allow(page.may)
        self.renew(page.rows, lambda row: row.who.key)
        self.add.setVisible(self.may(ADD))
        living = sum(row.who.name is not None for row in page.rows)
        told = _("Belum ada pihak luar. Ctrl+N mencatat yang pertama.")
        if page.rows:
            told = _("{n} pihak luar, {open} di antaranya masih terbuka.").format(
                n=living, open=sum(bool(row.needed) for row in page.rows)
            )
        self.told.setText(told)
        self._show_row()

    def _marked(self) -> Row | None:
        marked = self.table.current()
        return marked if isinstance(marked, Row) else None

    def _show_row(self) -> None:
        row = self._marked()
        self.erase.setVisible(row is not None and row.who.name is not None and self.may(ERASE))
        if row is None:
            self.show_nothing()
            return
        self.above.setText(f"{row.name} · {row.who.code}")
        self.standing.show_pairs(())
        words = " ".join(f"{said[:1].upper()}{said[1:]}." for said in row.needed)
        self.terms.show_pairs([(_("Keadaan"), words or row.state)])
        self.lines.set_rows(row.open)

    def _to_lines(self) -> None:
        row = self._marked()
        if row is not None and row.open:
            self.lines.setFocus()
            self.lines.go_to(0)
        elif row is not None:
            self.desk.say(_("Tidak ada yang terbuka dengan {name}.").format(name=row.name))

    def _show_card(self, line: Open) -> None:
        row = self._marked()
        if row is not None:
            given = {"account": line.account, "member": holders.written(row.who.key)}
            self.show_report("account_card", given)

    # -- deeds

    def ask_new(self) -> None:
        """Somebody who lends, owes, or is owed."""
        if not self.may(ADD):
            return
        self.fill_in(
            _("Pihak luar baru"),
            _("Yang bukan anggota dan bukan pengurus. Namanya disimpan terkunci."),
            (
                TextField("name", _("Nama orang atau lembaga"), needed=True, longest=_LONGEST),
                TextField("code", _("Kode"), hint=_("boleh kosong: dibuatkan"), longest=20),
            ),
            deed=_("Simpan"),
            op=ADD,
            order=lambda typed: {name: text for name, text in typed.items() if text},
            then=self._added,
        )

    def _added(self, answer: Any) -> None:  # noqa: ANN401  office.Answer
        code = answer.fact["d"]["code"]
        self.desk.say(_("Tersimpan sebagai {code}.").format(code=code), "good")
        self.go_to_made(answer.id)

    def ask_erasing(self) -> None:
        """The marked one's name goes, where nothing needs it any more."""
        row = self._marked()
        if row is None or not self.may(ERASE):
            return
        if row.who.name is None or row.needed:
            why = row.needed[0] if row.needed else _("Namanya sudah dihapus")
            self.desk.say(f"{why[:1].upper()}{why[1:]}.", "warning")
            return
        title = _("Hapus nama {name}?").format(name=row.name)
        words = _(
            "Nama di balik kode {code} hilang untuk selamanya dari laptop ini dan dari laptop lain"
            " yang bertukar catatan. Kode, jumlah, dan tanggalnya tetap di buku."
        ).format(code=row.who.code)
        asking = AskReason(self.desk.window, title, words, deed=_("Hapus nama"))
        asking.given.connect(
            lambda reason: self.desk.perform(
                ERASE,
                {"party": row.who.key, "reason": reason},
                lambda _answer: self.desk.say(_("Namanya sudah dihapus."), "good"),
                question=title,
            )
        )
        self.show_dialog(asking)

    def states(self) -> Sequence[Callable[[], None]]:
        """A new one."""
        return (self.ask_new,)
