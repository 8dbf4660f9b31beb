"""Cards against the ledger, in words: a proof of the books, over which no month is locked."""

from __future__ import annotations

from collections.abc import Iterator

from kopdes_desktop.assets import classes, queries
from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import NOTHING, Rupiah
from kopdes_desktop.ledger import balances
from kopdes_desktop.office.books import Reading


def cards(read: Reading) -> Iterator[str]:
    """Each card's cost and depreciation is what stands under its key; old cards have a balance."""
    keyed = _keyed(read)
    opened: dict[str, Rupiah] = {}
    for each in queries.assets(read):
        if each.account is None:
            continue
        contra = classes.kind(each.account).contra or ""
        for account, mine, old in (
            (each.account, each.cost, each.opened_cost),
            (contra, -each.taken, -each.opened_taken),
        ):
            expected = mine - old if each.live else NOTHING
            held = keyed.get(account, {}).get(each.key, NOTHING)
            if held != expected:
                yield _differs(each.number, account, expected, held)
            if each.live and old:
                opened[account] = opened.get(account, NOTHING) + old
    yield from _beyond_opening(read, opened, keyed)


def _keyed(read: Reading) -> dict[str, dict[int, Rupiah]]:
    accounts = {each.account for each in queries.assets(read) if each.account}
    accounts |= {classes.kind(code).contra or "" for code in accounts}
    return {code: balances.key_balances(read, code) for code in sorted(accounts) if code}


def _differs(number: str, account: str, mine: Rupiah, held: Rupiah) -> str:
    return _(
        N_("{number}, akun {account}: menurut kartu {mine}, menurut buku besar {held}")
    ).format(number=number, account=account, mine=wording.rupiah(mine), held=wording.rupiah(held))


def _beyond_opening(
    read: Reading, opened: dict[str, Rupiah], keyed: dict[str, dict[int, Rupiah]]
) -> Iterator[str]:
    """Cards of the old books never say more than the old books' balance."""
    now = queries.ledger_balances(read) if opened else {}
    for account, mine in opened.items():
        under_keys = sum(int(each) for each in keyed.get(account, {}).values())
        rest = int(now.get(account, NOTHING)) - under_keys
        if abs(int(mine)) > abs(rest) or (rest < 0) != (mine < NOTHING):
            yield _(
                N_("akun {account}: kartu saldo awal {mine}, saldo awal di buku besar {rest}")
            ).format(account=account, mine=wording.rupiah(mine), rest=wording.rupiah(rest))
