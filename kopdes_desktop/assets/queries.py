"""Cards of assets, what is due to be depreciated, and what the cards come to on a day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from msgspec import Struct
from sqlalchemy import bindparam, func, select

from kopdes_desktop.assets import classes, rules
from kopdes_desktop.assets.tables import ASSET, ASSET_MOVE
from kopdes_desktop.db.statements import Statement
from kopdes_desktop.kernel.dates import Month
from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.kernel.i18n import N_, _, ngettext
from kopdes_desktop.kernel.money import NOTHING, Rupiah, total
from kopdes_desktop.ledger import balances
from kopdes_desktop.ledger.proposals import Proposal
from kopdes_desktop.office.books import Reading

#: Where an asset came from.
BOUGHT, CREDIT, GRANT, OPENING, LENT = "box", "credit", "grant", "opening", "lent"
#: Whose the things are that we only use (K05): never a person.
OWNERS = {
    "village": N_("Pemerintah desa"),
    "program": N_("Program pemerintah pusat"),
    "district": N_("Pemerintah kabupaten/kota"),
    "other": N_("Lembaga lain"),
}
_ALL = Statement(select(ASSET).order_by(ASSET.c.account, ASSET.c.number))
_BY_KEY = Statement(select(ASSET).where(ASSET.c.key == bindparam("of_key")))
_BY_NUMBER = Statement(select(ASSET).where(ASSET.c.number == bindparam("of_number")))
_MOVES = Statement(
    select(ASSET_MOVE)
    .where(ASSET_MOVE.c.asset == bindparam("of_asset"))
    .order_by(ASSET_MOVE.c.day, ASSET_MOVE.c.fact, ASSET_MOVE.c.kind)
)
_AT = Statement(
    select(ASSET_MOVE.c.asset, func.sum(ASSET_MOVE.c.cost), func.sum(ASSET_MOVE.c.taken))
    .where(ASSET_MOVE.c.day <= bindparam("until"))
    .group_by(ASSET_MOVE.c.asset)
)
_AMOUNTS = frozenset(
    {"cost", "salvage", "base", "taken", "opened_cost", "opened_taken", "granted", "opened_grant"}
    | {"owed"}
)
_MONTHS, _DAYS = frozenset({"first", "through"}), frozenset({"acquired", "ended", "due"})


class Asset(Struct, frozen=True):
    """A card; see the table for what its figures mean."""

    key: int
    number: str
    name: str
    account: str | None
    unit: str
    group: str
    source: str
    acquired: date
    cost: Rupiah
    salvage: Rupiah
    months: int
    first: Month
    base: Rupiah
    taken: Rupiah
    through: Month | None
    opened_cost: Rupiah
    opened_taken: Rupiah
    granted: Rupiah
    opened_grant: Rupiah
    owed: Rupiah
    place: str | None
    owner: str | None
    doc_no: str | None
    ended: date | None
    how: str | None
    party: int | None = None
    due: date | None = None

    @property
    def plan(self) -> rules.Plan:
        """How it loses its value from now on."""
        return rules.Plan(self.cost, self.salvage, self.months, self.first, self.base)

    @property
    def book_value(self) -> Rupiah:
        """What the books still hold of it."""
        return self.cost - self.taken

    @property
    def live(self) -> bool:
        """Whether it is still here."""
        return self.ended is None

    @property
    def next_month(self) -> Month:
        """The first month that is not depreciated yet."""
        return self.first if self.through is None else max(self.through.next(), self.first)

    @property
    def months_left(self) -> int:
        """How many months are still to be depreciated."""
        return self.next_month.through(self.plan.last) if self.months else 0


class Due(Struct, frozen=True):
    """What of an asset is to be depreciated by a month, and what of its grant goes with it."""

    asset: Asset
    amount: Rupiah
    grant: Rupiah


class Move(Struct, frozen=True):
    """What changed a card on a day, by the fact of this key."""

    fact: int
    kind: str
    day: date
    cost: Rupiah
    taken: Rupiah


class Standing(Struct, frozen=True):
    """A card as it stood on a day."""

    asset: Asset
    cost: Rupiah
    taken: Rupiah


def _asset(row: tuple[object, ...]) -> Asset:
    names = ("group" if column.name == "class" else column.name for column in ASSET.columns)
    return Asset(**{name: _typed(name, value) for name, value in zip(names, row, strict=True)})  # type: ignore[arg-type]


def _typed(name: str, value: object) -> object:
    if value is None:
        return None
    if name in _AMOUNTS:
        return Rupiah(value)  # type: ignore[arg-type]
    if name in _MONTHS:
        return Month(str(value))
    return date.fromisoformat(str(value)) if name in _DAYS else value


def assets(read: Reading) -> list[Asset]:
    """Every card, by account and number; those of things that went are among them."""
    return [_asset(row) for row in read.rows(_ALL)]


def asset(read: Reading, name: int | str) -> Asset | None:
    """A card by its key or number."""
    row = (
        read.row(_BY_KEY, of_key=name)
        if isinstance(name, int)
        else read.row(_BY_NUMBER, of_number=name.strip().upper())
    )
    return _asset(row) if row else None


def require_asset(read: Reading, name: int | str) -> Asset:
    """A card of something that is still here. Raises BadField."""
    found = asset(read, name)
    reason = (
        _(N_("tidak ada kartu aset {name}"))
        if found is None
        else _(N_("aset {name} sudah tidak ada di koperasi"))
    )
    if found is None or not found.live:
        raise BadField(name="asset", reason=reason.format(name=name), field="asset")
    return found


def debts(read: Reading) -> list[Asset]:
    """Cards whose sellers are still owed, the first that fall due first."""
    found = [each for each in assets(read) if each.owed]
    return sorted(found, key=lambda each: (each.due or each.acquired, each.number))


def moves(read: Reading, key: int) -> list[Move]:
    """What happened to a card, oldest first."""
    return [
        Move(row[0], row[2], date.fromisoformat(row[3]), Rupiah(row[4]), Rupiah(row[5]))
        for row in read.rows(_MOVES, of_asset=key)
    ]


def standing(read: Reading, day: date) -> list[Standing]:
    """The cards that had a cost on a day."""
    sums = {
        row[0]: (Rupiah(row[1]), Rupiah(row[2])) for row in read.rows(_AT, until=day.isoformat())
    }
    found = ((each, sums.get(each.key, (NOTHING, NOTHING))) for each in assets(read))
    return [Standing(each, cost, taken) for each, (cost, taken) in found if cost or taken]


def due(read: Reading, month: Month) -> list[Due]:
    """What is to be depreciated by the end of a month, and is not yet."""
    return list(_due(read, month))


def _due(read: Reading, month: Month) -> Iterator[Due]:
    for each in assets(read):
        if each.live and each.account is not None:
            amount = rules.taken_by(each.plan, month) - each.taken
            if amount > NOTHING:
                rest = each.cost - each.salvage - each.taken
                yield Due(each, amount, rules.granted_part(each.granted, amount, rest))


def next_amount(each: Asset) -> Rupiah:
    """What the next month takes of an asset."""
    return rules.taken_by(each.plan, each.next_month) - each.taken


def proposals(read: Reading, month: Month) -> list[Proposal]:
    """The month's depreciation, as one line of the month-end list."""
    found = due(read, month)
    if not found:
        return []
    words = ngettext("Penyusutan {n} aset", "Penyusutan {n} aset", len(found))
    amount = total(each.amount for each in found)
    order = {"month": str(month)}
    return [Proposal("assets.depreciate", order, words.format(n=len(found)), amount, month)]


def accounts_now(read: Reading) -> Iterator[tuple[str, Rupiah, Rupiah]]:
    """Each account of assets and their depreciation: the ledger, and what the cards say."""
    mine: dict[str, Rupiah] = {}
    for each in assets(read):
        if each.live and each.account is not None:
            contra = classes.kind(each.account).contra
            mine[each.account] = mine.get(each.account, NOTHING) + each.cost
            if contra is not None:
                mine[contra] = mine.get(contra, NOTHING) - each.taken
    theirs = ledger_balances(read)
    for code in sorted({*mine, *theirs}):
        yield code, theirs.get(code, NOTHING), mine.get(code, NOTHING)


def ledger_balances(read: Reading) -> dict[str, Rupiah]:
    """What the accounts of assets and their depreciation hold now (debit +)."""
    return {
        code: amount
        for code, amount in balances.balances_at(read, date.max).items()
        if classes.kind_of(code) or code in contras()
    }


def contras() -> frozenset[str]:
    """The accounts on which depreciation stands."""
    return frozenset(each.contra for each in classes.kinds().values() if each.contra is not None)


def uncarded(read: Reading) -> list[tuple[str, Rupiah]]:
    """What stands in the ledger without a card, account by account: old books, entries by hand."""
    return [(code, held - cards) for code, held, cards in accounts_now(read) if held != cards]
