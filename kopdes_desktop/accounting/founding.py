"""Founding the books: first month, chart, units, cash boxes. Nothing is seeded outside the log."""

from __future__ import annotations

from collections.abc import Sequence

from kopdes_desktop.kernel.dates import Month
from kopdes_desktop.kernel.errors import BadField, NeedsApproval
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.names import short_line
from kopdes_desktop.ledger import boxes, chart, periods
from kopdes_desktop.ledger.chart import AccountCard, Box, Unit
from kopdes_desktop.office.books import Books, Reading
from kopdes_desktop.office.operation import Fact, Operation, Order, operation
from kopdes_desktop.office.work import Work
from kopdes_desktop.security import devices
from kopdes_desktop.security import queries as users

_UNIT_KINDS = ("office", "usp", "outlet")


class BeginOrder(Order, frozen=True, omit_defaults=True):
    """The month (YYYY-MM) from which the books are kept."""

    month: str


class Begun(Fact, frozen=True, omit_defaults=True):
    """The month from which the books are kept."""

    month: str


@operation("accounting.begin", version=1)
class Begin(Operation[BeginOrder, Begun]):
    """Begin the books with a month."""

    sentence = N_("Memulai pembukuan")
    daily = False

    def decide(self, work: Work, order: BeginOrder) -> Begun:
        """Once only."""
        if periods.books_from(work) is not None:
            reason = _(N_("pembukuan sudah dimulai"))
            raise BadField(name="month", reason=reason, field="month")
        try:
            return Begun(str(Month(order.month)))
        except ValueError:
            reason = _(N_("bukan bulan"))
            raise BadField(name="month", reason=reason, field="month") from None

    def apply(self, books: Books, fact: Begun) -> None:
        """The first month."""
        periods.start(books, Month(fact.month))


class ChartOrder(Order, frozen=True, omit_defaults=True):
    """Accounts to take over; none means the chart that comes with the program."""

    accounts: tuple[AccountCard, ...] = ()


class ChartAdopted(Fact, frozen=True, omit_defaults=True):
    """The accounts, whole."""

    accounts: tuple[AccountCard, ...]


@operation("accounting.adopt_chart", version=1)
class AdoptChart(Operation[ChartOrder, ChartAdopted]):
    """Take over a chart of accounts."""

    sentence = N_("Memakai bagan akun")
    daily = False

    def decide(self, work: Work, order: ChartOrder) -> ChartAdopted:
        """New codes only."""
        cards = order.accounts or tuple(chart.shipped_chart())
        known = chart.accounts(work)
        for card in cards:
            if card.code in known or card.side not in {"D", "K"}:
                reason = _(N_("akun {code} sudah ada atau tidak sah")).format(code=card.code)
                raise BadField(name="accounts", reason=reason, field="accounts")
        return ChartAdopted(cards)

    def apply(self, books: Books, fact: ChartAdopted) -> None:
        """The accounts."""
        chart.adopt(books, fact.accounts)


class UnitOrder(Order, frozen=True, omit_defaults=True):
    """A balancing unit: code, name, kind."""

    code: str
    name: str
    kind: str


class UnitAdded(Fact, frozen=True, omit_defaults=True):
    """A balancing unit: code, name, kind."""

    code: str
    name: str
    kind: str


@operation("accounting.add_unit", version=1)
class AddUnit(Operation[UnitOrder, UnitAdded]):
    """Add a unit that balances by itself."""

    sentence = N_("Menambah unit usaha")
    daily = False

    def decide(self, work: Work, order: UnitOrder) -> UnitAdded:
        """A new code, a known kind."""
        if order.kind not in _UNIT_KINDS or any(u.code == order.code for u in chart.units(work)):
            reason = _(N_("unit {code} sudah ada atau jenisnya tidak dikenal"))
            raise BadField(name="code", reason=reason.format(code=order.code), field="code")
        return UnitAdded(_code(order.code), _name(order.name), order.kind)

    def apply(self, books: Books, fact: UnitAdded) -> None:
        """The unit."""
        chart.add_unit(books, Unit(fact.code, fact.name, fact.kind))


class BoxOrder(Order, frozen=True, omit_defaults=True):
    """A cash box or bank account: code, name, account, unit, and the user who keeps it."""

    code: str
    name: str
    account: str
    unit: str
    keeper: int | None = None


class BoxAdded(Fact, frozen=True, omit_defaults=True):
    """A cash box or bank account: code, name, account, unit, and the user who keeps it."""

    code: str
    name: str
    account: str
    unit: str
    keeper: int | None = None


@operation("accounting.add_box", version=1)
class AddBox(Operation[BoxOrder, BoxAdded]):
    """Add a cash box or a bank account."""

    sentence = N_("Menambah kas atau rekening bank")
    daily = False

    def decide(self, work: Work, order: BoxOrder) -> BoxAdded:
        """A new code on a cash account, in a known unit; a bank's takes two once the books run.

        Raises BadField, NeedsApproval.
        """
        card = chart.account(work, order.account)
        chart.unit(work, order.unit)
        known = {box.code for box in chart.boxes(work)}
        if not card.cash or order.code in known or order.code in chart.accounts(work):
            reason = _(N_("kas {code} sudah ada atau akunnya bukan kas"))
            raise BadField(name="code", reason=reason.format(code=order.code), field="code")
        if order.keeper is not None and users.user(work, order.keeper) is None:
            reason = _(N_("pemegang kas harus pengguna program ini; pilih dari daftar orang"))
            raise BadField(name="keeper", reason=reason, field="keeper")
        made = BoxAdded(
            _code(order.code), _name(order.name), order.account, order.unit, order.keeper
        )
        if order.account.startswith(boxes.AT_BANKS) and not work.founding and not work.approver:
            raise NeedsApproval(
                N_(
                    "Rekening bank baru menerima uang koperasi, jadi dilihat dua orang: cocokkan "
                    "nama pemilik rekening di buku banknya. Mintalah persetujuan orang kedua."
                ),
                operation=_(self.sentence),
                field="account",
            )
        return made

    def apply(self, books: Books, fact: BoxAdded) -> None:
        """The box."""
        made = Box(fact.code, fact.name, fact.account, fact.unit, fact.keeper)
        chart.add_box(books, made)


def _code(text: str) -> str:
    """A word of the books that says nobody's number. Raises BadField."""
    return short_line(text, field="code", missing=_(N_("kode harus diisi")))


def _name(text: str) -> str:
    """A name that readers know it by, and nobody's number in it. Raises BadField."""
    return short_line(text, field="name", missing=_(N_("nama harus diisi")))


def require_places(read: Reading, units: Sequence[str], boxes: Sequence[str]) -> None:
    """Refuse to bind to a device what these books do not have. Raises BadField."""
    for code in units:
        chart.unit(read, code, field="units")
    for code in boxes:
        chart.box(read, code, field="boxes")


devices.PLACES_KNOWN.append(require_places)
