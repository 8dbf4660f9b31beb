"""The chart of accounts, units and cash boxes: named by code, made by facts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any, TypeVar

import msgspec
from msgspec import Struct
from sqlalchemy import bindparam, select, update

from kopdes_desktop.db.statements import Statement, insert_into
from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import Rupiah
from kopdes_desktop.ledger.shipped import chart_rows
from kopdes_desktop.ledger.tables import ACCOUNT, ACCOUNT_CLOSED, BALANCE_BOX, BOX, UNIT
from kopdes_desktop.office import device
from kopdes_desktop.office.books import Books, Reading
from kopdes_desktop.office.work import Work

Made = TypeVar("Made")

#: Never tested for going below zero (RULES, Entries).
FREE_ACCOUNTS = frozenset({"1-1901", "3-1401", "3-1402", "3-1403", "3-1404", "4-9105", "5-1107"})
HEADER = "header"
#: Letters of a code of the shipped chart ("6-1201"); those of one's own go on ("6-1201-01").
CORE_LENGTH = 6
#: Cash on its way (A05): no drawer anybody can take money into.
TRANSIT = "1-1105"
#: The line of business is asked on these (R1).
LINI_PREFIXES = ("1-14", "4-11", "4-13", "4-14", "5-11", "5-13")
#: Lines of business that an account of its own stands for; others have to be named.
LINI = frozenset({"sembako", "LPG", "pupuk", "apotek", "klinik", "agen", "pengadaan", "gudang"})
#: The kind of unit whose an account is; those not named here stand wherever they arise (R1).
OWNERS = {"KTR": "office", "USP": "usp", "gerai": "outlet"}
MEMBER_SUBLEDGER = "per anggota"
TRANSACTION_SUBLEDGER = "per transaksi"


class AccountCard(msgspec.Struct, frozen=True, omit_defaults=True):
    """One account of the chart, as the fact that adopts it holds it."""

    code: str
    name: str
    type: str
    side: str
    line: str | None = None
    flow: str | None = None
    subledger: str | None = None
    owner: str | None = None
    lini: str | None = None
    cash: bool = False


class Account(Struct, frozen=True):
    """An account of the books."""

    code: str
    name: str
    type: str
    normal_side: str
    statement_line: str | None
    cash_flow: str | None
    subledger: str | None
    owner_unit: str | None
    lini: str | None
    cash: bool

    @property
    def sign(self) -> int:
        """+1 where a debit raises the balance, −1 where a credit does."""
        return 1 if self.normal_side == "D" else -1

    @property
    def guarded(self) -> bool:
        """Whether its cash boxes and sub-ledger keys may not go below zero."""
        return self.code not in FREE_ACCOUNTS

    @property
    def needs_lini(self) -> bool:
        """Whether its lines carry a line of business (R1)."""
        return self.code.startswith(LINI_PREFIXES)


class Unit(Struct, frozen=True):
    """A balancing unit: office, savings-and-loan unit, or an outlet."""

    code: str
    name: str
    kind: str


class Box(Struct, frozen=True):
    """A cash box or bank account; its account, unit and keeper (a user's key)."""

    code: str
    name: str
    account: str
    unit: str
    keeper: int | None

    @property
    def in_transit(self) -> bool:
        """Whether it holds cash on its way between an outlet and the office."""
        return self.account == TRANSIT


_ACCOUNT = Statement(select(ACCOUNT).where(ACCOUNT.c.code == bindparam("of_code")), steady=True)
_ACCOUNTS = Statement(select(ACCOUNT).order_by(ACCOUNT.c.code), steady=True)
_NAMES = Statement(select(ACCOUNT.c.code, ACCOUNT.c.name))
_UNIT = Statement(select(UNIT).where(UNIT.c.code == bindparam("of_code")), steady=True)
_UNITS = Statement(select(UNIT).order_by(UNIT.c.code), steady=True)
_BOX = Statement(select(BOX).where(BOX.c.code == bindparam("of_code")), steady=True)
_BOXES = Statement(select(BOX).order_by(BOX.c.account, BOX.c.code), steady=True)
_BOXES_OF_ACCOUNT = Statement(
    select(BOX).where(BOX.c.account == bindparam("of_account")).order_by(BOX.c.code), steady=True
)
_BOX_OF_KEEPER = Statement(
    select(BOX).where(BOX.c.keeper == bindparam("of_user")).order_by(BOX.c.code), steady=True
)
_BOX_BALANCES = Statement(select(BALANCE_BOX.c.box, BALANCE_BOX.c.amount))
_CLOSED = Statement(select(ACCOUNT_CLOSED.c.code).order_by(ACCOUNT_CLOSED.c.code))
_IS_CLOSED = Statement(
    select(ACCOUNT_CLOSED.c.fact).where(ACCOUNT_CLOSED.c.code == bindparam("of_code")), steady=True
)
_CLOSE = insert_into(ACCOUNT_CLOSED)
_RENAME = Statement(
    update(ACCOUNT).where(ACCOUNT.c.code == bindparam("of_code")).values(name=bindparam("now"))
)
_NEW_ACCOUNT, _NEW_UNIT, _NEW_BOX = insert_into(ACCOUNT), insert_into(UNIT), insert_into(BOX)


def shipped_chart() -> list[AccountCard]:
    """The chart that comes with the program (resources/charts/kdmp.csv)."""
    return [
        AccountCard(
            code=row["code"],
            name=row["name_id"],
            type=row["type"],
            side=row["normal_side"],
            line=row["statement_line"] or None,
            flow=row["cash_flow"] or None,
            subledger=row["subledger"] or None,
            owner=row["owner_unit"] or None,
            lini=next((x for x in row["unit_scope"].split(",") if x in LINI), None),
            cash=row["is_cash"] == "ya",
        )
        for row in chart_rows()
    ]


def adopt(books: Books, cards: Iterable[AccountCard]) -> None:
    """Enter accounts into the chart."""
    books.insert_all(
        _NEW_ACCOUNT,
        [
            (
                c.code,
                c.name,
                c.type,
                c.side,
                c.line,
                c.flow,
                c.subledger,
                c.owner,
                c.lini,
                int(c.cash),
            )
            for c in cards
        ],
    )


def add_unit(books: Books, made: Unit) -> None:
    """A new unit."""
    books.insert(_NEW_UNIT, made.code, made.name, made.kind)


def add_box(books: Books, made: Box) -> None:
    """A new cash box or bank account."""
    books.insert(_NEW_BOX, made.code, made.name, made.account, made.unit, made.keeper)


def _account(row: tuple[object, ...]) -> Account:
    return Account(*row[:9], cash=bool(row[9]))  # type: ignore[arg-type, misc]


def _first_account(rows: list[tuple[Any, ...]]) -> Account | None:
    return _account(rows[0]) if rows else None


def accounts(read: Reading) -> Mapping[str, Account]:
    """The whole chart by code, headers included; made once for as long as it stays as it is."""
    return read.made(_by_code, _ACCOUNTS)


def made_of(read: Reading, make: Callable[[Mapping[str, Account]], Made]) -> Made:
    """What `make`, the same function each time, makes of the chart; kept as long as the chart."""
    made: Made = read.made(_of_rows(make), _ACCOUNTS)
    return made


@cache
def _of_rows(
    make: Callable[[Mapping[str, Account]], Made],
) -> Callable[[list[tuple[Any, ...]]], Made]:
    return lambda rows: make(_by_code(rows))


def _by_code(rows: list[tuple[Any, ...]]) -> Mapping[str, Account]:
    return {row[0]: _account(row) for row in rows}


def names(read: Reading) -> dict[str, str]:
    """What each account is called."""
    return dict(read.rows(_NAMES))


def account(read: Reading, code: str, *, field: str = "account") -> Account:
    """A posting account. Raises BadField for an unknown code or a header."""
    found = read.made(_first_account, _ACCOUNT, of_code=code)
    if found is None or found.type == HEADER:
        reason = _(N_("akun {code} tidak ada di bagan akun")).format(code=code)
        raise BadField(name=field, reason=reason, field=field)
    return found


def is_own(code: str) -> bool:
    """Whether an account is one of the cooperative's own, below one of the shipped chart."""
    return len(code) > CORE_LENGTH


def rename(books: Books, code: str, name: str) -> None:
    """What an account is called from now on."""
    books.change(_RENAME, of_code=code, now=name)


def close(books: Books, code: str) -> None:
    """The account takes no postings from now on."""
    books.insert(_CLOSE, code, books.stamp.key)


def closed(read: Reading) -> frozenset[str]:
    """The accounts that take no postings any more."""
    return frozenset(row[0] for row in read.rows(_CLOSED))


def require_in_use(read: Reading, code: str, *, field: str = "account") -> None:
    """Refuse an account that was closed. Raises BadField."""
    if is_own(code) and read.value(_IS_CLOSED, of_code=code) is not None:
        reason = _(N_("akun {code} sudah ditutup; pakai akun lain")).format(code=code)
        raise BadField(name=field, reason=reason, field=field)


def units(read: Reading) -> list[Unit]:
    """All units by code."""
    return [Unit(*row) for row in read.rows(_UNITS)]


def unit_names(read: Reading) -> dict[str, str]:
    """What people call each unit, by its code."""
    return {each.code: each.name for each in units(read)}


def box_names(read: Reading) -> dict[str, str]:
    """What people call each box, by its code."""
    return {each.code: each.name for each in boxes(read)}


def unit(read: Reading, code: str, *, field: str = "unit") -> Unit:
    """A unit. Raises BadField."""
    row = read.row(_UNIT, of_code=code)
    if row is None:
        reason = _(N_("unit {code} tidak ada")).format(code=code)
        raise BadField(name=field, reason=reason, field=field)
    return Unit(*row)


def boxes(read: Reading) -> list[Box]:
    """All boxes by account."""
    return [Box(*row) for row in read.rows(_BOXES)]


def box(read: Reading, code: str, *, field: str = "box") -> Box:
    """A box by its code, or by its account's code when that has one box only. Raises BadField."""
    found = read.made(_first_box, _BOX, of_code=code)
    if found is None:
        held = read.rows(_BOXES_OF_ACCOUNT, of_account=code)
        if len(held) != 1:
            reason = _(N_("kas {code} tidak ada")).format(code=code)
            raise BadField(name=field, reason=reason, field=field)
        found = Box(*held[0])
    return found


def _first_box(rows: list[tuple[Any, ...]]) -> Box | None:
    return Box(*rows[0]) if rows else None


def require_bound(work: Work, made: Box, *, field: str) -> None:
    """On an outlet's laptop, refuse boxes that are not its own, as hers would (R2). BadField."""
    own = device.device(work, work.device)
    if own is None or own.role == device.TREASURER:
        return
    if not device.bound(work, work.device, "box", made.code):
        reason = _(N_("kas {code} bukan milik gerai ini")).format(code=made.code)
        raise BadField(name=field, reason=reason, field=field)


def boxes_of(read: Reading, account_code: str, unit_code: str) -> list[Box]:
    """The boxes of one account in one unit."""
    rows = read.rows(_BOXES_OF_ACCOUNT, of_account=account_code)
    return [found for found in (Box(*row) for row in rows) if found.unit == unit_code]


def own_box(read: Reading, user: int) -> Box | None:
    """The box that a user keeps."""
    row = read.row(_BOX_OF_KEEPER, of_user=user)
    return Box(*row) if row else None


def box_balances(read: Reading) -> dict[str, Rupiah]:
    """What lies in each box now."""
    return {row[0]: Rupiah(row[1]) for row in read.rows(_BOX_BALANCES)}
