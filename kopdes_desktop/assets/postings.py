"""The lines of assets: K01 bought, K02 depreciated, K03 gone, K04 granted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from kopdes_desktop.assets import classes
from kopdes_desktop.kernel.money import NOTHING, Rupiah
from kopdes_desktop.ledger.entry import OFFICE_UNIT, Line, credit, debit

if TYPE_CHECKING:
    from kopdes_desktop.assets.queries import Asset, Due
    from kopdes_desktop.ledger.chart import Box

DEPRECIATION, GAIN, LOSS = "6-1301", "4-9103", "6-9102"
DEFERRED_GRANT, GRANT_INCOME, PAYABLE = "2-2106", "4-9102", "2-1201"


def acquired(account: str, cost: Rupiah, key: int) -> Line:
    """The thing itself, under its card's key."""
    return debit(account, cost, OFFICE_UNIT, key=key, movement="beli")


def paid_from(box: Box, amount: Rupiah) -> Line:
    """Money out of a box."""
    return credit(box.account, amount, box.unit, box=box.code)


def owed(amount: Rupiah, key: int) -> Line:
    """What its seller is owed, under the card's key; the tag tells it from debts for goods."""
    return credit(PAYABLE, amount, OFFICE_UNIT, key=key, movement="beli")


def given(amount: Rupiah, key: int) -> Line:
    """A grant that becomes income as the thing is used up (K04a)."""
    return credit(DEFERRED_GRANT, amount, OFFICE_UNIT, key=key)


def depreciated(found: Iterable[Due]) -> Iterator[Line]:
    """K02 and K04b: cost by unit, each card's own depreciation, and the grants that go with it."""
    parts = list(found)
    yield from _by_unit(parts, [each.amount for each in parts], DEPRECIATION, 1)
    for each in parts:
        contra = classes.kind(each.asset.account or "").contra
        yield credit(contra or "", each.amount, OFFICE_UNIT, key=each.asset.key, movement="susut")
    for each in parts:
        yield from _out_of_grant(each.asset, each.grant)
    yield from _by_unit(parts, [each.grant for each in parts], GRANT_INCOME, -1)


def _by_unit(parts: list[Due], amounts: list[Rupiah], account: str, sign: int) -> Iterator[Line]:
    """One line a unit, in order of mention."""
    sums: dict[str, Rupiah] = {}
    for each, amount in zip(parts, amounts, strict=True):
        sums[each.asset.unit] = sums.get(each.asset.unit, NOTHING) + amount
    for unit, amount in sums.items():
        if amount:
            yield Line(account, amount if sign > 0 else -amount, unit)


def _out_of_grant(asset: Asset, amount: Rupiah) -> Iterator[Line]:
    """What was opened without a key goes first, as it has none in the ledger."""
    opened = min(amount, asset.opened_grant)
    if opened:
        yield debit(DEFERRED_GRANT, opened, OFFICE_UNIT)
    if amount - opened:
        yield debit(DEFERRED_GRANT, amount - opened, OFFICE_UNIT, key=asset.key)


def gone(
    asset: Asset, last: Due, proceeds: Rupiah, box: Box | None, movement: str
) -> Iterator[Line]:
    """K03: what is left to depreciate until then, the card emptied, gain or loss, its grant."""
    if last.amount:
        yield from depreciated([last])
    if box is not None and proceeds:
        yield debit(box.account, proceeds, box.unit, box=box.code)
    taken = asset.taken + last.amount
    contra = classes.kind(asset.account or "").contra
    yield from _emptied(contra or "", taken, asset.opened_taken, asset.key, movement)
    difference = proceeds - (asset.cost - taken)
    if difference < NOTHING:
        yield debit(LOSS, -difference, asset.unit)
    yield from _emptied(asset.account or "", -asset.cost, -asset.opened_cost, asset.key, movement)
    if difference > NOTHING:
        yield credit(GAIN, difference, asset.unit)
    rest = asset.granted - last.grant
    if rest:
        left = min(asset.opened_grant, last.grant)
        yield from _grant_rest(asset, rest, asset.opened_grant - left)


def _emptied(
    account: str, amount: Rupiah, opened: Rupiah, key: int, movement: str
) -> Iterator[Line]:
    """What stands under the card's key, and what of it came from the old books without one."""
    if amount - opened:
        yield Line(account, amount - opened, OFFICE_UNIT, key=key, movement=movement)
    if opened:
        yield Line(account, opened, OFFICE_UNIT, movement=movement)


def _grant_rest(asset: Asset, rest: Rupiah, opened: Rupiah) -> Iterator[Line]:
    """The grant that was still deferred becomes income with the thing that it was for."""
    if opened:
        yield debit(DEFERRED_GRANT, opened, OFFICE_UNIT)
    if rest - opened:
        yield debit(DEFERRED_GRANT, rest - opened, OFFICE_UNIT, key=asset.key)
    yield credit(GRANT_INCOME, rest, asset.unit)
