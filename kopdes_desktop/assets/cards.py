"""Writing cards: what apply does to the rows, and what a reversal takes back."""

from __future__ import annotations

from datetime import date

from sqlalchemy import bindparam, update

from kopdes_desktop.assets.queries import Asset
from kopdes_desktop.assets.tables import ASSET, ASSET_MOVE
from kopdes_desktop.db.statements import Statement, insert_into
from kopdes_desktop.kernel.money import NOTHING, Rupiah
from kopdes_desktop.office.books import Books

_NEW, _MOVED = insert_into(ASSET), insert_into(ASSET_MOVE)
_this = ASSET.c.key == bindparam("of_key")
_TAKEN = Statement(
    update(ASSET)
    .where(_this)
    .values(
        taken=ASSET.c.taken + bindparam("more"),
        granted=ASSET.c.granted - bindparam("from_grant"),
        opened_grant=ASSET.c.opened_grant - bindparam("from_opened"),
        through=bindparam("until"),
    )
)
_ENDED = Statement(
    update(ASSET).where(_this).values(ended=bindparam("on_day"), how=bindparam("so"))
)
_OWED = Statement(update(ASSET).where(_this).values(owed=ASSET.c.owed + bindparam("more")))
_CHANGED = Statement(
    update(ASSET)
    .where(_this)
    .values(
        name=bindparam("its_name"),
        unit=bindparam("its_unit"),
        place=bindparam("its_place"),
        salvage=bindparam("its_salvage"),
        months=bindparam("its_months"),
        first=bindparam("its_first"),
        base=bindparam("its_base"),
    )
)


def add(books: Books, made: Asset) -> None:
    """A new card."""
    held = {
        "class" if name == "group" else name: getattr(made, name) for name in made.__struct_fields__
    }
    books.insert(_NEW, *(_stored(held[column.name]) for column in ASSET.columns))


def _stored(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool) or not isinstance(value, (int, str)):
        return value
    return int(value) if isinstance(value, int) else str(value)


def move(
    books: Books, key: int, kind: str, cost: Rupiah, taken: Rupiah, *, day: date | None = None
) -> None:
    """A card's cost or depreciation moved by the fact in hand; nothing is no move."""
    if cost or taken:
        on = (day or books.stamp.posted_on).isoformat()
        books.insert(_MOVED, books.stamp.key, key, kind, on, int(cost), int(taken))


def take(
    books: Books,
    key: int,
    amount: Rupiah,
    *,
    grant: Rupiah = NOTHING,
    opened_grant: Rupiah = NOTHING,
    through: str | None,
) -> None:
    """So much more is depreciated, and how far; negative amounts take it back."""
    books.change(
        _TAKEN,
        of_key=key,
        more=int(amount),
        from_grant=int(grant),
        from_opened=int(opened_grant),
        until=through,
    )


def end(books: Books, key: int, how: str | None, *, day: date | None) -> None:
    """It is gone since a day; no day brings it back."""
    books.change(_ENDED, of_key=key, on_day=day.isoformat() if day else None, so=how)


def owe(books: Books, key: int, amount: Rupiah) -> None:
    """So much more is owed for it."""
    books.change(_OWED, of_key=key, more=int(amount))


def change(books: Books, made: Asset) -> None:
    """Name, unit, place and plan as this card has them."""
    books.change(
        _CHANGED,
        of_key=made.key,
        its_name=made.name,
        its_unit=made.unit,
        its_place=made.place,
        its_salvage=int(made.salvage),
        its_months=made.months,
        its_first=str(made.first),
        its_base=int(made.base),
    )
