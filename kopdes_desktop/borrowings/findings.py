"""What is wrong with borrowings, in words: a proof of the books, over which no month is locked."""

from __future__ import annotations

from collections.abc import Iterator

from kopdes_desktop.borrowings import queries, rules
from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.ledger import balances
from kopdes_desktop.office.books import Reading


def borrowings(read: Reading) -> Iterator[str]:
    """What every borrowing still owes, principal and accrued interest, is what the ledger says.

    Beside them an account holds what the old books left and what two people corrected, no more.
    """
    held: dict[str, dict[int, int]] = {}
    for each in queries.borrowings(read):
        for account, mine in ((each.account, each.left), (rules.INTEREST_OWED, each.accrued)):
            if account not in held:
                kept = balances.key_balances(read, account)
                held[account] = {key: -int(amount) for key, amount in kept.items()}
            theirs = held[account].get(each.key, 0)
            if theirs != int(mine):
                yield _(N_("{name}: menurut pinjaman {mine}, akun {account} {theirs}")).format(
                    name=each.label,
                    mine=wording.rupiah(mine),
                    account=account,
                    theirs=wording.rupiah(theirs),
                )
    for account, amount in queries.untracked(read).items():
        yield _(N_("akun {account}: {amount} dicatat di luar pinjaman koperasi")).format(
            account=account, amount=wording.bracketed(-amount)
        )
