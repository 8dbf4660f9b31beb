"""What is wrong with taxes, in words: a proof of the books, over which no month is locked."""

from __future__ import annotations

from collections.abc import Iterator

from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.ledger import balances
from kopdes_desktop.office.books import Reading
from kopdes_desktop.taxes import queries, rules


def taxes(read: Reading) -> Iterator[str]:
    """What is posted and not paid of every month's tax is what the ledger says of it."""
    held: dict[str, dict[int, int]] = {}
    for each in queries.months(read):
        tax = rules.tax(each.code)
        if each.key is None or tax.payable is None:
            continue
        if tax.payable not in held:
            kept = balances.key_balances(read, tax.payable)
            held[tax.payable] = {key: -int(amount) for key, amount in kept.items()}
        theirs = held[tax.payable].get(each.key, 0)
        if theirs != int(each.left):
            yield _(N_("{name} {month}: menurut daftar {mine}, akun {account} {theirs}")).format(
                name=tax.name,
                month=wording.month(each.month),
                mine=wording.rupiah(each.left),
                account=tax.payable,
                theirs=wording.rupiah(theirs),
            )
