"""Accounts of one's own below those of the shipped chart, which stays as it is.

Terms: akun rincian (an account of one's own), bagan akun (chart of accounts).
"""

from __future__ import annotations

import re
from datetime import date

from kopdes_desktop.accounting import plans
from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.errors import AlreadyDecided, BadField
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.names import folded, impersonal, one_line
from kopdes_desktop.ledger import balances, chart
from kopdes_desktop.ledger.chart import Account, AccountCard
from kopdes_desktop.office.books import Books, Reading
from kopdes_desktop.office.operation import Fact, Operation, Order, operation
from kopdes_desktop.office.work import Work

#: Below these an account of one's own may stand. On the others another room keeps a book of its
#: own, or the year's closing relies on them.
OPEN_TO_OWN = ("1-111", "4-13", "4-14", "4-91", "5-13", "6-")
_MOST = 99
_LONGEST_NAME = 60
_LAST_DAY = date(9999, 12, 31)


class AddOrder(Order, frozen=True, omit_defaults=True):
    """A name and the account of the chart that it goes below; the next code if none is said."""

    name: str
    under: str
    code: str | None = None


class AccountAdded(Fact, frozen=True, omit_defaults=True):
    """The account whole, as it stands in the chart."""

    under: str
    account: AccountCard


class RenameOrder(Order, frozen=True, omit_defaults=True):
    """An account of one's own and its new name."""

    code: str
    name: str


class AccountRenamed(Fact, frozen=True, omit_defaults=True):
    """What an account is called from now on."""

    code: str
    name: str


class CloseOrder(Order, frozen=True, omit_defaults=True):
    """An account of one's own that is not needed any more."""

    code: str


class AccountClosed(Fact, frozen=True, omit_defaults=True):
    """An account that takes no postings from now on; what stands in it stays."""

    code: str


@operation("accounting.add_account", version=1)
class AddAccount(Operation[AddOrder, AccountAdded]):
    """Add an account of one's own below one of the chart."""

    sentence = N_("Menambah akun rincian")
    daily = False

    def decide(self, work: Work, order: AddOrder) -> AccountAdded:
        """Below an account that may have some; same kind, line of the statements and owner."""
        under = parent(work, order.under)
        code = _code(work, under, order.code)
        card = AccountCard(
            code=code,
            name=_name(work, order.name),
            type=under.type,
            side=under.normal_side,
            line=under.statement_line,
            flow=under.cash_flow,
            subledger=under.subledger,
            owner=under.owner_unit,
            lini=under.lini,
            cash=under.cash,
        )
        return AccountAdded(under.code, card)

    def apply(self, books: Books, fact: AccountAdded) -> None:
        """The account."""
        chart.adopt(books, [fact.account])


@operation("accounting.rename_account", version=1)
class RenameAccount(Operation[RenameOrder, AccountRenamed]):
    """Give an account of one's own another name."""

    sentence = N_("Mengganti nama akun rincian")
    daily = False

    def decide(self, work: Work, order: RenameOrder) -> AccountRenamed:
        """An account of one's own that is in use; a new name."""
        own = _own(work, order.code)
        return AccountRenamed(own.code, _name(work, order.name))

    def apply(self, books: Books, fact: AccountRenamed) -> None:
        """The name."""
        chart.rename(books, fact.code, fact.name)


@operation("accounting.close_account", version=1)
class CloseAccount(Operation[CloseOrder, AccountClosed]):
    """Close an account of one's own; its history stays."""

    sentence = N_("Menutup akun rincian")
    daily = False

    def decide(self, work: Work, order: CloseOrder) -> AccountClosed:
        """In use, nothing in it in any unit, no cash box on it, no plan that still posts to it."""
        own = _own(work, order.code)
        for unit in chart.units(work):
            held = balances.balances_at(work, _LAST_DAY, unit.code).get(own.code)
            if held:
                reason = _(
                    N_(
                        "akun {code} masih bersaldo {amount} di unit {unit}. Pindahkan dahulu "
                        "dengan jurnal umum, atau tunggu tutup tahun"
                    )
                ).format(code=own.code, amount=wording.rupiah(int(held) * own.sign), unit=unit.code)
                raise BadField(name="code", reason=reason, field="code")
        if any(box.account == own.code for box in chart.boxes(work)):
            reason = _(N_("masih ada kas atau rekening pada akun {code}")).format(code=own.code)
            raise BadField(name="code", reason=reason, field="code")
        waiting = [
            x.name for x in plans.plans(work) if not x.ended and own.code in {x.account, x.against}
        ]
        if waiting:
            reason = _(
                N_("rencana bulanan “{plan}” masih memakai akun {code}. Akhiri rencana itu dahulu")
            ).format(plan=waiting[0], code=own.code)
            raise BadField(name="code", reason=reason, field="code")
        return AccountClosed(own.code)

    def apply(self, books: Books, fact: AccountClosed) -> None:
        """Closed."""
        chart.close(books, fact.code)


def takes_own(card: Account) -> bool:
    """Whether accounts of one's own may stand below this one."""
    return (
        card.type != chart.HEADER
        and not chart.is_own(card.code)
        and card.code.startswith(OPEN_TO_OWN)
    )


def parent(read: Reading, code: str) -> Account:
    """The account of the chart below which one of one's own may stand. Raises BadField."""
    found = chart.account(read, code, field="under")
    if not takes_own(found):
        reason = _(
            N_(
                "di bawah akun {code} tidak dapat ditambah akun: bukunya dijaga program. Akun "
                "rincian ada pada beban, pendapatan jasa dan lain-lain, dan bank"
            )
        ).format(code=found.code)
        raise BadField(name="under", reason=reason, field="under")
    return found


def next_code(read: Reading, under: str) -> str:
    """The first code below an account that nobody has yet. Raises BadField."""
    known = chart.accounts(read)
    for n in range(1, _MOST + 1):
        code = f"{under}-{n:02d}"
        if code not in known:
            return code
    reason = _(N_("akun {code} sudah punya {n} rincian")).format(code=under, n=_MOST)
    raise BadField(name="under", reason=reason, field="under")


def _code(work: Work, under: Account, code: str | None) -> str:
    """The code that was asked for, or the next one. Raises BadField."""
    if code is None:
        return next_code(work, under.code)
    if not re.fullmatch(re.escape(under.code) + r"-\d{2}", code):
        reason = _(N_("tulis kodenya sebagai {code}-01 sampai {code}-99"))
        raise BadField(name="code", reason=reason.format(code=under.code), field="code")
    if code in chart.accounts(work):
        raise AlreadyDecided(N_("Akun {code} sudah ada."), code=code, field="code")
    return code


def _name(work: Work, name: str) -> str:
    """A name on one line that no other account has. Raises BadField."""
    plain = impersonal(one_line(name), field="name")
    if not plain or len(plain) > _LONGEST_NAME:
        reason = _(N_("isi nama akun, paling panjang {n} huruf")).format(n=_LONGEST_NAME)
        raise BadField(name="name", reason=reason, field="name")
    same = [c for c, known in chart.names(work).items() if folded(known) == folded(plain)]
    if same:
        reason = _(N_("nama itu sudah dipakai akun {code}")).format(code=same[0])
        raise BadField(name="name", reason=reason, field="name")
    return plain


def _own(work: Work, code: str) -> Account:
    """An account of one's own that is in use. Raises BadField, AlreadyDecided."""
    found = chart.account(work, code, field="code")
    if not chart.is_own(found.code):
        reason = _(N_("akun {code} milik bagan bawaan; kode dan namanya tetap")).format(code=code)
        raise BadField(name="code", reason=reason, field="code")
    if code in chart.closed(work):
        raise AlreadyDecided(N_("Akun {code} sudah ditutup."), code=code, field="code")
    return found
